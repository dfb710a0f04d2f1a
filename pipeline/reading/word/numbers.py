"""The numbers and bullets that Word counts itself: they stand in no run of the text.

WordprocessingML (ISO/IEC 29500-1, 17.9): a paragraph, or its style, names a list
(`numId`) and a level; the list's definition has each level's format and text (`%1.%2`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50))
_ROMAN_LOW = (("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def _roman(value: int) -> str:
    text = ""
    for letters, worth in (*_ROMAN, *_ROMAN_LOW):
        while value >= worth:
            text, value = text + letters, value - worth
    return text


def _letter(value: int) -> str:
    """a to z, then aa, bb: as Word counts."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
}


@dataclass(frozen=True, slots=True)
class Level:
    """A list level: its number format, its text (`%1.%2`), the first number."""

    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """Counts through one document, paragraph by paragraph in order."""

    lists: dict[str, dict[int, Level]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @staticmethod
    def of(document: Any) -> Numbering:
        """The document's list definitions; none where it has no lists."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return Numbering({})
        abstract = {
            item.get(f"{_W}abstractNumId"): _levels(item) for item in root.iter(f"{_W}abstractNum")
        }
        lists = {
            item.get(f"{_W}numId"): abstract.get(_value(item, "abstractNumId"), {})
            for item in root.iter(f"{_W}num")
        }
        return Numbering(lists)

    def marker(self, paragraph: Any) -> str:
        """`1.`, `II.`, `a)`, `-` for the next paragraph; "" where it is in no list."""
        number, depth = place_of(paragraph)
        levels = self.lists.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "-"
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: _shown(levels, counts, int(m[1]) - 1), level.text)


def _shown(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return _FORMATS.get(level.form, str)(counts.get(depth, level.start))


def _levels(item: Any) -> dict[int, Level]:
    return {
        int(level.get(f"{_W}ilvl")): Level(
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
            int(_value(level, "start") or 1),
        )
        for level in item.iter(f"{_W}lvl")
    }


def _value(item: Any, name: str) -> str:
    found = item.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def place_of(paragraph: Any) -> tuple[str, int]:
    """(list, level) of the paragraph, its own or its style's; ("", 0) for none."""
    style = paragraph.style
    elements = [paragraph._p]
    while style is not None:
        elements.append(style.element)
        style = style.base_style
    for element in elements:
        found = element.find(f"{_W}pPr/{_W}numPr")
        if found is not None:
            return _value(found, "numId"), int(_value(found, "ilvl") or 0)
    return "", 0
