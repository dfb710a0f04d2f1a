"""The gazetteer of bodies and the kinds by which others are known.

Source of `data/named_bodies.csv`: Decree 24/2014 and 45/2025 on provincial
departments, the government's list of ministries.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.text import key, one_line, plain_dashes
from pipeline.vietnamese import strip_marks


@dataclass(frozen=True, slots=True)
class Named:
    """A body of the gazetteer. `scope` is national or local, `level` as in the contract."""

    name: str
    level: str
    scope: str
    codes: tuple[str, ...]
    variants: tuple[str, ...]
    from_2025: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body by the ways its names begin."""

    id: str
    level: str
    opens: tuple[str, ...]
    closed: bool = False
    name: str = ""
    codes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def named_bodies() -> tuple[Named, ...]:
    """The gazetteer."""
    text = files("pipeline.normalisation").joinpath("data/named_bodies.csv").read_text("utf-8")
    return tuple(
        Named(
            row["name"],
            row["level"],
            row["scope"],
            tuple(filter(None, row["codes"].split("|"))),
            tuple(filter(None, row["variants"].split("|"))),
            row["from_2025"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def body_kinds() -> tuple[Kind, ...]:
    """The kinds, as the data file orders them."""
    raw = files("pipeline.normalisation").joinpath("data/body_kinds.toml").read_bytes()
    return tuple(
        Kind(
            k["id"],
            k["level"],
            tuple(k["opens"]),
            k.get("closed", False),
            k.get("name", ""),
            tuple(k.get("codes", ())),
            tuple(k.get("not", ())),
        )
        for k in tomllib.loads(raw.decode("utf-8"))["kind"]
    )


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Abbreviation to the words it stands for, within the names of bodies."""
    text = files("pipeline.normalisation").joinpath("data/abbreviations.csv").read_text("utf-8")
    return {row["short"]: row["long"] for row in csv.DictReader(text.splitlines())}


def expand(name: str) -> str:
    """Abbreviations within a body's name written out: `Sở KH&CN`, `Phòng GD & ĐT`."""
    text = re.sub(r"\s*&\s*", "&", plain_dashes(one_line(name)))
    text = _COMMITTEE.sub(_uy, text)
    text = re.sub(r"^TT\.?\s+(?=\S)", "Trung tâm ", text)
    text = re.sub(r"^VP\.?\s+", "Văn phòng ", text)
    words = text.split()
    long = (_long(before, word) for before, word in zip(["", *words], words, strict=False))
    return re.sub(r"(?<=[^\W\d_])\s?-\s(?=[^\W\d_])", " - ", " ".join(long))


def _long(before: str, word: str) -> str:
    """What an abbreviation stands for; the word before it may decide: Sở VH&TT, Phòng VH&TT."""
    short = word.strip(",;.")
    of_kind = abbreviations().get(f"{before.capitalize()} {short}")
    return of_kind or abbreviations().get(short, word.strip(";."))


_COMMITTEE = re.compile(
    r"(?<!\w)(?P<of>tỉnh|huyện|quận|thị|thành|đảng|chi)\s+(?P<uy>[uúùũụ]y|u[ýỳỹỵ])(?!\w)",
    re.IGNORECASE,
)


def _uy(match: re.Match[str]) -> str:
    """`TỈNH ÚY`: no other word stands behind these, so a lost hook is put back."""
    return f"{match['of']} {'ỦY' if match['uy'].isupper() else 'ủy'}"


@lru_cache(maxsize=1)
def names_by_key() -> dict[str, Named]:
    """Known names and variants by their key."""
    return {
        key(expand(name)): body for body in named_bodies() for name in (body.name, *body.variants)
    }


@lru_cache(maxsize=1)
def names_without_marks() -> dict[str, Named]:
    """Known names without marks, those that two share left out; of three words and more."""
    found: dict[str, list[Named]] = {}
    for body in named_bodies():
        if len(body.name.split()) > 2:
            found.setdefault(strip_marks(key(body.name, marks=False)), []).append(body)
    return {bare: bodies[0] for bare, bodies in found.items() if len(bodies) == 1}


@lru_cache(maxsize=8192)
def kind_of(name: str) -> Kind | None:
    """The kind with the longest opening that the name begins with.

    Openings of two words and more are known without their marks too (ỦY BAN NHÂN ĐÂN):
    that many letters are no other word's.
    """
    folded = key(expand(name)) + " "
    bare = strip_marks(key(expand(name), marks=False)) + " "
    for text, openings in ((folded, _openings()), (bare, _bare_openings())):
        fitting = [o for o in openings if text.startswith(o)]
        allowed = [o for o in fitting if not _is_excluded(openings[o], folded)]
        if allowed:
            return openings[max(allowed, key=len)]
    return None


def _is_excluded(kind: Kind, folded: str) -> bool:
    return any(folded.startswith(key(name)) for name in kind.excluded)


@lru_cache(maxsize=1)
def _openings() -> dict[str, Kind]:
    return {key(o) + " ": kind for kind in reversed(body_kinds()) for o in kind.opens}


@lru_cache(maxsize=1)
def _bare_openings() -> dict[str, Kind]:
    return {
        strip_marks(o.lower()) + " ": kind
        for kind in reversed(body_kinds())
        for o in kind.opens
        if len(o.split()) > 1
    }
