"""Dates in every written form, to (partial) ISO dates.

`ngày 21 tháng 02 năm 2012`, `08/3/2024`, `08-3-2024`, `8.3.2024`, `tháng 4/2024`,
`ngày tháng 3 năm 2024` (a day left blank) and the letters that recognisers read
for digits in them (`ngayl2`). Impossible dates are no dates.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.document import UNREAD

_SLIPS = str.maketrans("lLIi|!oOqQ", "1111110000")
_DIGIT = r"[0-9lLIi|!oOqQ]"
_TWO = rf"{_DIGIT}{{1,2}}(?![^\W\d_])"
_GAP = rf"[\s.…_{UNREAD}\-/]*"
WORDS = (
    rf"ngày(?P<day_gap>{_GAP})(?P<day>{_TWO})?(?P<day_rest>{_GAP})"
    rf"tháng(?P<month_gap>{_GAP})(?P<month>{_TWO})?(?P<month_rest>{_GAP})"
    rf"năm(?P<year_gap>{_GAP})(?P<year>[12]\d{{3}}|20\d?(?=[\s.…_{UNREAD}]|$))?(?P<year_rest>{UNREAD}*)"
)
"""A date in words, blanks allowed; its groups are read by `from_words`."""
FIGURES = (
    r"(?P<d>[0-3]?\d)\s?[/.\-]\s?(?P<m>[01]?\d)\s?[/.\-]\s?"
    r"(?P<y>\d{4}|\d{2}(?!\s\d{2}(?!\d)))(?![\d/])"
)
"""A date in figures: 08/3/2024, 8.3.24."""
MONTH = r"tháng\s+(?P<mm>[01]?\d)\s*(?:/|-|\.|năm)\s*(?P<my>\d{4})(?!\d)"
"""A month: tháng 4/2024, tháng 4 năm 2024."""

_WORDS = re.compile(WORDS, re.IGNORECASE)
_FIGURES = re.compile(rf"(?<![\d/]){FIGURES}")
_MONTH = re.compile(MONTH, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date in a text at start..end. `iso` is as much of it as is known, or None.

    `blank` and `unread` name the parts (day, month, year) that were left empty or
    could not be read.
    """

    iso: str | None
    start: int
    end: int
    blank: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO date of what is known; None where the calendar has no such day."""
    if not 1900 <= year <= 2100:
        return None
    if month is None:
        return f"{year:04d}"
    try:
        made = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return made.isoformat() if day is not None else f"{year:04d}-{month:02d}"


def find_dates(text: str) -> list[DateReading]:
    """All dates of the text in order, none within another."""
    found = [*_in_words(text), *_in_figures(text), *_months(text)]
    found.sort(key=lambda r: (r.start, -r.end))
    kept: list[DateReading] = []
    for reading in found:
        if not kept or reading.start >= kept[-1].end:
            kept.append(reading)
    return kept


def parse_date(text: str) -> str | None:
    """The ISO date of a text that holds one; None without or with an impossible one."""
    return next((r.iso for r in find_dates(text) if r.iso), None)


def from_words(match: re.Match[str]) -> DateReading:
    """The reading of a match of `WORDS`."""
    gaps = {
        "day": match["day_gap"] + match["day_rest"],
        "month": match["month_gap"] + match["month_rest"],
        "year": match["year_gap"] + match["year_rest"],
    }
    known = {part: _figure(match[part]) for part in gaps}
    if match["year"] and len(match["year"]) < 4:
        known["year"] = None  # "năm 202…": the last figure is to be written in
    half = _half_read(match)
    known = {part: None if part in half else value for part, value in known.items()}
    unread = tuple(
        p for p, gap in gaps.items() if p in half or (known[p] is None and UNREAD in gap)
    )
    blank = tuple(p for p in gaps if known[p] is None and p not in unread)
    year, month, day = known["year"], known["month"], known["day"]
    value = None
    if year is not None:
        value = iso(year, month, day if month is not None else None)
    return DateReading(value, match.start(), match.end(), blank, unread)


def _half_read(match: re.Match[str]) -> frozenset[str]:
    """The parts of which one figure is a stroke: `ngày /0` is 10 or 20, `ngày 1/` 11 or 17."""
    half = set()
    for part in ("day", "month"):
        figures = match[part] or ""
        before = match[f"{part}_gap"].endswith("/")
        behind = match[f"{part}_rest"].startswith("/") and len(figures) == 1
        if figures and (before or behind or figures == "0"):
            half.add(part)
    return frozenset(half)


def _figure(text: str | None) -> int | None:
    return int(text.translate(_SLIPS)) if text else None


def _in_words(text: str) -> Iterator[DateReading]:
    yield from (from_words(m) for m in _WORDS.finditer(text))


def _in_figures(text: str) -> Iterator[DateReading]:
    for m in _FIGURES.finditer(text):
        year = int(m["y"]) if len(m["y"]) == 4 else 2000 + int(m["y"])
        value = iso(year, int(m["m"]), int(m["d"]))
        if value:
            yield DateReading(value, m.start(), m.end())


def _months(text: str) -> Iterator[DateReading]:
    for m in _MONTH.finditer(text):
        value = iso(int(m["my"]), int(m["mm"]))
        if value:
            yield DateReading(value, m.start(), m.end())
