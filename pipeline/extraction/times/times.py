"""Times in the words of plans: years, quarters, months, days, and ranges of them.

Everything is read from folded text (no diacritics, lower case). A time is a pair of
partial ISO dates, its first and last unit: `quý IV/2024` is 2024-10 to 2024-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.normalisation.dates import iso

_YEAR = r"(?:19|20)\d\d"
_Y = rf"(?:\s*(?:/|-|\.|,?\s*(?:cua\s+)?nam)\s*(?P<{{}}>{_YEAR}))?"
_QUARTER = r"iv|i{1,3}|[1-4]|[1l]v|[ilh1\[\]|!]{1,3}(?<=\w)(?![a-z])"


def _unit(n: str) -> str:
    """A day, month, half-year, quarter or year; groups end in the number given."""
    return (
        rf"(?:(?:ngay\s+)?(?P<d{n}>[0-3]?\d)\s*[/.-]\s*(?P<m{n}>[01]?\d)"
        rf"(?:\s*[/.-]\s*(?P<y{n}>{_YEAR}))?(?![/\d])"
        rf"|(?:ngay\s+)?(?P<dw{n}>[0-3]?\d)\s+thang\s+(?P<mw{n}>[01]?\d){_Y.format('yw' + n)}"
        rf"|thang\s+(?P<mm{n}>[01]?\d){_Y.format('ym' + n)}(?![/\d])"
        rf"|(?P<ms{n}>[01]?\d)\s*/\s*(?P<ys{n}>{_YEAR})"
        rf"|quy\s+(?P<q{n}>{_QUARTER})\b{_Y.format('yq' + n)}"
        rf"|(?P<hn{n}>0?[1-9]|1[01]|sau)\s+thang\s+(?P<h{n}>dau|cuoi)(?:\s+nam(?:\s+(?P<yh{n}>{_YEAR}))?)?"
        rf"|(?:nam\s+)?(?P<y0{n}>{_YEAR})(?![\d/]))"
    )


_ENDS = r"ket thuc(?:\s+(?:vao|truoc|trong))?"
_TO = rf"(?P<to>den:?|toi|va(?=\s+(?:quy|thang)\s)|-|–|—|−|,?\s*(?:va\s+)?{_ENDS})"
_RANGE = re.compile(
    rf"(?P<from>\b(?:bat dau\s+)?(?:ke\s+)?tu\s+(?:dau\s+|nay\s+)?)?(?<![\d/]){_unit('1')}"
    rf"\s*{_TO}\s*(?:het\s+|cuoi\s+|dau\s+)?(?:ngay\s+(?=\d+\s+thang))?{_unit('2')}"
)
_QUARTERS = re.compile(
    rf"\bquy\s+(?P<qa>{_QUARTER})\s*(?:-|–|,|va|den)\s*(?P<qb>{_QUARTER})\b{_Y.format('y')}"
)
_SINGLE = re.compile(rf"(?<![\d/]){_unit('1')}")


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a text at start..end; `first` and `last` are partial ISO dates or None.

    `worded` says that it was introduced by "từ" or stands as a range.
    """

    first: str | None
    last: str | None
    start: int
    end: int
    worded: bool = False


def ranges(folded: str, year: int | None = None) -> Iterator[Time]:
    """The ranges of a text. `year` is taken where the text names none."""
    yield from _quarters(folded, year)
    for match in _RANGE.finditer(folded):
        later = _reading(match, "2", year)
        own = _year_of(match, "1")
        earlier = _reading(match, "1", own or _year_of(match, "2") or year)
        if later is None or earlier is None or earlier[0][:7] > later[1][:7]:
            continue
        if not match["from"] and _is_figures(match):
            continue
        if match["to"] == "va" and not _follow(earlier[1], later[0]):
            continue
        yield Time(earlier[0], later[1], match.start(), match.end(), True)


def _quarters(folded: str, year: int | None) -> Iterator[Time]:
    """Quarters of one year that share the word: `quý I - II/2024`, `quý III, IV năm 2024`."""
    for match in _QUARTERS.finditer(folded):
        said = match["y"] or year
        first, last = (quarter_value(match[n]) for n in ("qa", "qb"))
        if said and first < last:
            start, end = _quarter(int(said), match["qa"])[0], _quarter(int(said), match["qb"])[1]
            yield Time(start, end, match.start(), match.end(), True)


def _follow(first: str, second: str) -> bool:
    """Whether the second month or quarter comes right behind the first: `tháng 11 và tháng 12`."""
    return first[:4] == second[:4] and int(first[5:7] or 0) + 1 == int(second[5:7] or 0)


def _is_figures(match: re.Match[str]) -> bool:
    """`3 - 5`, `12-2024`: numbers by a dash are no range of days or months by themselves."""
    return bool(match["d1"] and not match["y1"] and not match["y2"])


def singles(folded: str, year: int | None = None) -> Iterator[Time]:
    """Single times of a text."""
    for match in _SINGLE.finditer(folded):
        found = _reading(match, "1", _year_of(match, "1") or year)
        if found is not None:
            yield Time(found[0], found[1], match.start(), match.end())


def _year_of(match: re.Match[str], n: str) -> int | None:
    names = ("y", "yw", "ym", "ys", "yq", "yh", "y0")
    said = next((match[name + n] for name in names if match[name + n]), None)
    return int(said) if said else None


def _reading(match: re.Match[str], n: str, year: int | None) -> tuple[str, str] | None:
    """(first, last) of one unit; None where the year is not known or the date impossible."""
    year = _year_of(match, n) or year
    if year is None:
        return None
    day, month = match["d" + n] or match["dw" + n], match["m" + n] or match["mw" + n]
    if day and month:
        return _pair(iso(year, int(month), int(day)))
    single = match["mm" + n] or match["ms" + n]
    if single:
        return _pair(iso(year, int(single))) if int(single) else None
    if match["q" + n]:
        return _quarter(year, match["q" + n])
    if match["h" + n]:
        months = 6 if match["hn" + n] == "sau" else int(match["hn" + n])
        first = 1 if match["h" + n] == "dau" else 13 - months
        return f"{year}-{first:02d}", f"{year}-{first + months - 1:02d}"
    return f"{year}", f"{year}"


def _pair(date: str | None) -> tuple[str, str] | None:
    return (date, date) if date else None


def _quarter(year: int, numeral: str) -> tuple[str, str]:
    number = quarter_value(numeral)
    return f"{year}-{3 * number - 2:02d}", f"{year}-{3 * number:02d}"


def quarter_value(numeral: str) -> int:
    """1 to 4 of a folded numeral, strokes misread or not: `ii`, `2`, `h`, `il`, `ih`, `1v`."""
    if numeral.isdigit() and len(numeral) == 1:
        return int(numeral)
    if numeral.endswith("v"):
        return 4
    return min(3, sum(2 if stroke == "h" else 1 for stroke in numeral))


def quarter_spelled(label: str, folded: str) -> str:
    """A label with its numeral as it is printed: `Quý H/2024` is `Quý II/2024`."""
    found = _MISREAD.search(folded)
    if found is None:
        return label
    roman = ("I", "II", "III", "IV")[quarter_value(found["q"]) - 1]
    return label[: found.start("q")] + roman + label[found.end("q") :]


_MISREAD = re.compile(
    r"\b(?:quy|giai doan|dot|buoc|vong)\s+"
    r"(?P<q>(?!i{1,3}\b|iv\b|[1-4]\b)(?:[1l]v|[ilh1]{1,3}))(?![a-z])"
)
