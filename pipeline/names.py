"""Parts of personal names: which there are, and how usual.

Shared by the rooms that read, restore and judge names. `data/names.json` holds the parts
of usual names with their shares, `data/surnames.csv` surnames of all peoples of the
country and `data/rare_names.txt` rarer parts without; all were written for the project
(lists of names of peoples, the genre).
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.vietnamese import is_syllable, strip_marks


@cache
def name_parts() -> dict[str, Any]:
    """`family`, `middle`: rows of [share, words]; `given`: such rows for `any`, `male`, `female`;
    `unmistakable`: surnames that no other resembles."""
    text = files("pipeline").joinpath("data/names.json").read_text("utf-8")
    parts: dict[str, Any] = json.loads(text)
    return parts


@cache
def surnames() -> frozenset[str]:
    """All known surnames, as written."""
    text = files("pipeline").joinpath("data/surnames.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    listed = {name for row in rows for name in row["surnames"].split("|")}
    return frozenset(listed | set(name_parts()["unmistakable"].split()))


@cache
def usual_syllables() -> frozenset[str]:
    """Every word of the lists with shares, small."""
    given = name_parts()["given"].values()
    rows = [*name_parts()["family"], *name_parts()["middle"], *(r for part in given for r in part)]
    words = {word for _, words in rows for word in words.split()}
    return frozenset(word.lower() for word in words | set(name_parts()["unmistakable"].split()))


@cache
def usual_middles() -> frozenset[str]:
    """What stands between surname and given name, small."""
    return frozenset(word.lower() for _, words in name_parts()["middle"] for word in words.split())


@cache
def leading_syllables() -> frozenset[str]:
    """What may stand before the last word of a name, small: all but the rarer parts."""
    return usual_syllables() | {name.lower() for name in surnames()}


@cache
def name_syllables() -> frozenset[str]:
    """Every word of all lists, small: what a syllable of a name can be expected to be."""
    rare = files("pipeline").joinpath("data/rare_names.txt").read_text("utf-8")
    return leading_syllables() | {name.lower() for name in rare.split()}


@cache
def _by_letters() -> dict[str, str]:
    return {strip_marks(name).lower(): name for name in name_parts()["unmistakable"].split()}


def surname_of(letters: str) -> str:
    """The surname that is meant by these letters, whatever their marks; "" where several are."""
    return _by_letters().get(strip_marks(letters).lower(), "")


_HIGHLAND = re.compile(
    r"[hkmyr]['’][a-z]{2,7}|"
    r"(?:[bdgkmp]l|[bdgkp]r|k[bdnpst]|bh|h[lmw]|mn|r[cm])[aeiouy][a-z]{0,5}"
)
"""Without marks, small: how names of the central highlands' peoples are told from misread
Vietnamese. They open with a letter and an apostrophe (H'Nuên, K'Brôi) or with two consonants
that no Vietnamese syllable opens with (Blúp, Kđăm, Rmah)."""


def spells_name(word: str) -> bool:
    """Whether a word can stand in a name of one of the country's peoples: a syllable, a
    listed surname (Niê), or a word as the central highlands' peoples have them."""
    bare = strip_marks(word).lower()
    return is_syllable(word) or word in surnames() or bool(_HIGHLAND.fullmatch(bare))


def is_whole_name(word: str) -> bool:
    """Whether one word alone is a person's name: K'Brôi, K'Mák."""
    return word[1:2] in ("'", "’") and word[2:3].isupper() and spells_name(word)
