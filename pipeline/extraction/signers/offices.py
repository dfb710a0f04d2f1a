"""Offices and signing capacities, known even where a letter was misread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import regex

from pipeline.document import UNREAD
from pipeline.segmentation.rows import fold

_CAPACITY = regex.compile(
    r"^\W{0,3}(?P<sign>k ?[./]? ?t|t ?[./]? ?m|t ?[./]? ?l|t ?[./]? ?u ?[./]? ?q|q|thay mat|"
    r"thua lenh|thua uy quyen|ky thay|quyen)(?:\s?[.:;/,]+\s?|\s+)(?=\w{2})"
)
_WORDS = {
    "thay mat": "TM.",
    "thua lenh": "TL.",
    "thua uy quyen": "TUQ.",
    "ky thay": "KT.",
    "quyen": "Q.",
}


@dataclass(frozen=True, slots=True)
class Office:
    """An office found in a line: its usual spelling, where it stands, how exactly."""

    name: str
    start: int
    end: int
    exact: bool


def _data() -> dict[str, Any]:
    text = (files("pipeline.extraction") / "data" / "offices.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@lru_cache(maxsize=1)
def _offices() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((k, n) for k, n in _data()["offices"]), key=lambda o: -len(o[0])))


@lru_cache(maxsize=1)
def _deputies() -> dict[str, str]:
    """Deputies that are not called Phó with the head's office behind it."""
    return dict(_data()["deputies"])


def deputy_of(office: str) -> str | None:
    """Who signs KT. the holder of an office (Decree 30/2020, Article 13): his deputy.

    `Giám đốc` to `Phó Giám đốc`, `Bộ trưởng` to `Thứ trưởng`; None for an office
    whose deputy is not known.
    """
    made = _deputies().get(office, f"Phó {office}")
    return made if any(name == made for _, name in _offices()) else None


def head_of(body: str) -> str:
    """The office of a body's head by how its name begins: Giám đốc of a Sở; "" if unknown."""
    folded = fold(body)
    opens = ((fold(start), office) for start, office in _data()["heads"])
    fitting = [(len(start), office) for start, office in opens if folded.startswith(f"{start} ")]
    return max(fitting)[1] if fitting else ""


@lru_cache(maxsize=512)
def _pattern(key: str, errors: int) -> regex.Pattern[str]:
    body = regex.escape(key).replace(r"\ ", r"\s?")
    return regex.compile(rf"(?:{body}){{e<={errors}}}(?!\w)" if errors else rf"{body}\b")


def capacity_of(line: str) -> tuple[str, str]:
    """(`KT.`, what follows) of a line that opens with a capacity; ("", line) else."""
    match = _CAPACITY.match(fold(line))
    if not match:
        return "", line
    sign = " ".join(match["sign"].split())
    name = _WORDS.get(sign) or sign.replace(" ", "").replace(".", "").replace("/", "").upper() + "."
    return name, line[match.end() :].strip(" .:,")


def office_in(text: str) -> Office | None:
    """The office that a line opens with; some wrong letters are allowed in long names.

    A word that was not read is no wrong letter: `PHÓ □ TRƯỞNG` is not Phó Vụ trưởng.
    """
    folded = fold(text)
    for errors in (0,) if UNREAD in text else (0, 1, 2):
        for key, name in _offices():
            if len(key) < _LONG[errors]:
                continue
            match = _pattern(key, errors).match(folded)
            if match and (errors == 0 or len(match[0].strip()) >= len(key) - 1):
                return Office(name, match.start(), match.end(), errors == 0)
    return None


def office_around(text: str) -> Office | None:
    """The one office that has these words where one or more were not read.

    `PHÓ BÍ □ THƯỜNG TRỰC` can only be Phó Bí thư Thường trực; None where fewer than two
    words were read or several offices are so.
    """
    words = fold(text).split()
    read = [w for w in words if UNREAD not in w]
    if len(read) < _READ_WORDS or len(read) == len(words):
        return None
    alike = {name for key, name in _offices() if _fills(words, key.split())}
    return Office(alike.pop(), 0, len(text), False) if len(alike) == 1 else None


def _fills(words: list[str], office: list[str]) -> bool:
    pairs = zip(words, office, strict=False)
    return len(words) == len(office) and all(UNREAD in w or w == o for w, o in pairs)


_READ_WORDS = 2
"""Words of an office that must be read for the others to be told by the list."""
_LONG = (0, 8, 11)
"""Letters that an office must have for so many of them to be wrong."""
