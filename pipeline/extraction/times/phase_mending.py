"""Phases of recognised pages put right: years and quarters by those around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import MENDED, was_recognised
from pipeline.extraction.times.times import Time, quarter_spelled, quarter_value
from pipeline.plan import Value
from pipeline.segmentation.outline import Span
from pipeline.segmentation.rows import fold


@dataclass(frozen=True, slots=True)
class Found:
    """A phase as a rule found it: its label, time, and all that was said of it."""

    label: Span
    text: str
    time: Time | None
    whole: Span
    rule: str
    confidence: float


def label_mended(context: Context, found: Found, label: Value) -> Value:
    """The label with a quarter's numeral of which strokes were misread put right."""
    spelled = quarter_spelled(found.text, fold(found.text))
    spelled = _NUMERAL.sub(lambda m: _roman(m[0]), spelled)
    spelled = _ROUND.sub("ợt", spelled).strip(_QUOTES)
    if spelled == found.text:
        return label
    return context.value(found.label, spelled, f"{found.rule}:mended", MENDED)


_STROKES = re.compile(r"(?P<kind>giai doan|dot|buoc|vong)\s(?P<n>[1il|!¡ïíìî\[\]]{1,3})")
_FIGURE = re.compile(r"(?P<kind>giai doan|dot|buoc|vong)\s(?P<n>\d)")


def figures_in_order(context: Context, phases: list[Found]) -> list[Found]:
    """The phases, strokes that a recogniser saw for a 1 put right: `Bước l1` over `Bước 2`.

    Only above the second of the same kind in figures; among Roman numerals `l1` is II.
    """
    made = list(phases)
    for at, found in enumerate(phases[:-1]):
        read = _STROKES.fullmatch(fold(found.text))
        below = _FIGURE.fullmatch(fold(phases[at + 1].text))
        if not read or read["n"] == "1" or not was_recognised(context, found.label):
            continue
        if below and below["kind"] == read["kind"] and below["n"] == "2":
            label = f"{found.text[: read.start('n')]}1"
            made[at] = replace(found, text=label, rule=f"{found.rule}:mended", confidence=MENDED)
    return made


_ROUND = re.compile(r"(?<=^[Đđ])ợi(?= [\dIVX])")
"""`Đợi 2`: nobody waits in the name of a phase."""
_QUOTES = "“”‘’'\"` "
_NUMERAL = re.compile(r"(?<=[Qq]uý )[^\W\d_]{1,3}(?=\W|$)")


def _roman(read: str) -> str:
    """A quarter's numeral without the marks that dust gave it: `ïV`."""
    bare = fold(read).upper()
    return bare if bare in _QUARTERS else read


_QUARTER = re.compile(
    r"^quy\s+(?P<q>[\w\[\]|!]{1,4})(?P<year>(?:\s*/\s*|\s+nam\s+|\s*-\s*)\d{4})?$"
)
_QUARTERS = ("I", "II", "III", "IV")
_WHOLE_YEAR = len(_QUARTERS)
"""So many quarters in a row leave one place for each."""


def quarters_in_order(context: Context, phases: list[Found]) -> list[Found]:
    """The phases, those of a year's quarters of whose numerals strokes were lost put right.

    Four quarters of one year in a row are I to IV, whatever was read; between I and III
    stands II. Only on recognised pages.
    """
    made = list(phases)
    for run in _runs_of_quarters(context, phases):
        values = _in_order([quarter_value(_quarter(phases[i])["q"]) for i in run])
        for index, value in zip(run, values, strict=True):
            made[index] = _as_quarter(phases[index], value)
    return made


def _quarter(found: Found) -> re.Match[str]:
    match = _QUARTER.match(fold(found.text))
    assert match is not None
    return match


def _runs_of_quarters(context: Context, phases: list[Found]) -> Iterator[list[int]]:
    """Indexes of three and more quarters of one year that follow one another."""
    run: list[int] = []
    for index, found in enumerate(phases):
        match = _QUARTER.match(fold(found.text)) if was_recognised(context, found.label) else None
        alike = match and run and _quarter(phases[run[-1]])["year"] == match["year"]
        if match and found.time and (alike or not run):
            run.append(index)
            continue
        if len(run) > _WHOLE_YEAR - 2:
            yield run
        run = [index] if match and found.time else []
    if len(run) > _WHOLE_YEAR - 2:
        yield run


def _in_order(values: list[int]) -> list[int]:
    """The quarters as they can follow one another; as read where that leaves a choice."""
    if len(values) == _WHOLE_YEAR:
        return [1, 2, 3, 4]
    made = list(values)
    for i in range(1, len(values) - 1):
        if values[i + 1] - values[i - 1] == 2:
            made[i] = values[i - 1] + 1
    return made


def _as_quarter(found: Found, value: int) -> Found:
    """The phase under its Roman numeral and with that quarter's months; as it is if it was so."""
    match = _quarter(found)
    start, end = match.span("q")
    label = found.text[:start] + _QUARTERS[value - 1] + found.text[end:]
    if label == found.text or found.time is None or found.time.first is None:
        return found
    year = found.time.first[:4]
    time = replace(found.time, first=f"{year}-{3 * value - 2:02d}", last=f"{year}-{3 * value:02d}")
    rule = f"{found.rule}:mended"
    return replace(found, text=label, time=time, rule=rule, confidence=MENDED)
