"""What a line's beginning may be: the readings of its numeral or bullet.

A line may be read in several ways (`I.` is one, or a misread `1.`; `C.` a letter or a
numeral); `pipeline.segmentation.nesting` chooses by the neighbours. The styles are
data: `data/markers.json`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pipeline.segmentation.rows import Row, is_caps

_NOISE = re.compile(
    r"^(?:[~'`´‘’.,_|“\"^°]{1,2}\s+(?=\S{1,4}[.)\s])"
    r"|[-–—]\s(?=(?:PHẦN|CHƯƠNG)\s)|[-–—](?=\d{1,2}\.\s[^\W\d_])"
    r"|[~'`´‘’.,_|^°:]{1,3}(?=(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ])[.,)/-]\s))?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line's marker.

    `value` is the last numeral (`1.2` has 2), `lead` what stands before it (`1.`).
    `repaired` says that letters were taken for others. `start` and `end` are offsets
    in the row's text; the item's own text begins at `end`. Smaller `rank` is outer.
    """

    style: str
    rank: int
    value: int
    shown: str
    raw: str
    start: int
    end: int
    lead: str = ""
    repaired: bool = False

    @property
    def sign(self) -> str:
        """What ends the numeral: `.`, `)`, `/`; lists of different depth differ in it."""
        last = self.raw[-1:]
        return "" if last.isalnum() or self.bullet else last

    @property
    def bullet(self) -> bool:
        """Whether it is a dash, plus, star or dot: no order among siblings."""
        return self.rank >= 20


@dataclass(frozen=True, slots=True)
class Style:
    """A rule of `data/markers.json`."""

    name: str
    rank: int
    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles and the tables of numerals."""

    styles: tuple[Style, ...]
    letters: str
    latin_letters: dict[str, int]
    reads_as: dict[str, dict[str, str]]
    ordinals: dict[str, int]


@lru_cache(maxsize=1)
def load_styles() -> Styles:
    """The packaged styles."""
    data: dict[str, Any] = json.loads(
        (files("pipeline.segmentation") / "data" / "markers.json").read_text(encoding="utf-8")
    )
    styles = tuple(
        Style(s.get("style", s["id"]), s["rank"], s["kind"], re.compile(s["pattern"]))
        for s in data["styles"]
    )
    return Styles(
        styles, data["letters"], data["latin_letters"], data["reads_as"], data["ordinals"]
    )


def readings(row: Row, offset: int = 0) -> tuple[Reading, ...]:
    """All ways to read a marker at `offset` of the row's text; none for a table's row."""
    if row.cells:
        return ()
    known = load_styles()
    skip = _NOISE.match(row.text[offset:])
    start = offset + (skip.end() if skip else 0)
    found = (_read(style, row.text, start, known) for style in known.styles)
    return tuple(reading for reading in found if reading is not None)


def _read(style: Style, text: str, start: int, known: Styles) -> Reading | None:
    match = style.pattern.match(text, start)
    if not match:
        return None
    numeral = match["n"].replace(" ", "")
    value, lead, shown = _VALUES[style.kind](numeral, known)
    if value is None:
        return None
    raw = match[0].strip()
    repaired = style.kind.endswith("misread")
    marker = raw.replace(match["n"], shown) if shown else raw
    if repaired:
        word = text[start : match.start("n")] if style.name in ORDINAL_STYLES else ""
        marker = word + shown + (")" if style.name == "letter" else "" if word else ".")
    return Reading(style.name, style.rank, value, marker, raw, start, match.end(), lead, repaired)


Numeral = tuple[int | None, str, str]
"""(value, what stands before it, how it is shown repaired)."""

_ROMAN = re.compile(r"^(X{0,3})(IX|IV|V?I{0,3})$")


def roman_value(numeral: str) -> int | None:
    """The number of a Roman numeral up to 39; None for anything else."""
    match = _ROMAN.match(numeral)
    if not numeral or not match:
        return None
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
    return 10 * len(match[1]) + {**ones, "IX": 9}[match[2]]


def to_roman(value: int) -> str:
    """The Roman numeral of 1..39."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + ones[value % 10]


def letter_at(value: int) -> str:
    """The letter with that place in a Vietnamese list (a b c d đ e g h i k ...)."""
    letters = load_styles().letters
    return letters[value - 1] if 0 < value <= len(letters) else ""


def _roman(numeral: str, _known: Styles) -> Numeral:
    return roman_value(numeral), "", ""


def _roman_misread(numeral: str, known: Styles) -> Numeral:
    table = known.reads_as["roman"]
    repaired = "".join(table.get(c, c) for c in numeral)
    if repaired == "IIII":  # a serif read as a stroke: `HIL.`
        repaired = "III"
    value = roman_value(repaired)
    if value is None or repaired == numeral:
        return None, "", ""
    return value, "", repaired


def _ordinal(numeral: str, known: Styles) -> Numeral:
    if numeral.isdigit():
        return int(numeral), "", ""
    word = known.ordinals.get(numeral.lower())
    if word:
        return word, "", ""
    if len(numeral) == 1 and numeral in "ABCDĐE":
        return "ABCDĐE".index(numeral) + 1, "", ""
    return roman_value(numeral), "", ""


def _number(numeral: str, _known: Styles) -> Numeral:
    value = int(numeral)
    return (value if value else None), "", ""


def _number_misread(numeral: str, known: Styles) -> Numeral:
    table = known.reads_as["number"]
    repaired = "".join(table.get(c, c) for c in numeral)
    return _number(repaired, known)[0], "", repaired


def _decimal(numeral: str, _known: Styles) -> Numeral:
    lead, _, last = numeral.rpartition(".")
    return int(last), lead + ".", ""


def _decimal_letter(numeral: str, known: Styles) -> Numeral:
    lead, _, last = numeral.rpartition(".")
    return known.letters.find(last) + 1 or None, lead + ".", ""


def _letter(numeral: str, known: Styles) -> Numeral:
    return known.latin_letters.get(numeral, known.letters.find(numeral) + 1) or None, "", ""


def _letter_misread(numeral: str, known: Styles) -> Numeral:
    shown = known.reads_as["letter"].get(numeral[-1:], "")
    return _letter(shown, known)[0] if shown else None, "", shown


def _letter_number(numeral: str, _known: Styles) -> Numeral:
    return int(numeral.lstrip("abcdefghijklmnopqrstuvwxyzđ.")), numeral[0], ""


def _upper(numeral: str, known: Styles) -> Numeral:
    return known.letters.find(numeral.lower()) + 1 or None, "", ""


def _bullet(_numeral: str, _known: Styles) -> Numeral:
    return 1, "", ""


_VALUES = {
    "ordinal": _ordinal,
    "number": _number,
    "number-misread": _number_misread,
    "roman": _roman,
    "roman-misread": _roman_misread,
    "decimal": _decimal,
    "decimal-letter": _decimal_letter,
    "letter": _letter,
    "letter-misread": _letter_misread,
    "letter-number": _letter_number,
    "upper": _upper,
    "bullet": _bullet,
    "part-misread": _roman_misread,
}


ORDINAL_STYLES = ("part", "chapter", "division", "subdivision")
"""Styles whose heading often stands on the next line: `Chương III` / `TỔ CHỨC THỰC HIỆN`."""


def ordinal_alone(row: Row) -> bool:
    """Whether the row is `PHẦN THỨ BA`, `Chương III` and nothing else."""
    return any(
        reading.style in ORDINAL_STYLES and not row.text[reading.end :].strip(" .:")
        for reading in readings(row)
    )


def heads_in_caps(row: Row, reading: Reading) -> bool:
    """Whether what follows the marker, up to a colon, is written in capitals."""
    rest = row.text[reading.end :]
    return is_caps(rest) or (":" in rest and is_caps(rest.split(":")[0]))
