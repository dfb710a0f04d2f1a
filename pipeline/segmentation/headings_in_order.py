"""Numerals of the outermost headings, by their order, where letters were misread.

A recogniser drops strokes: `II.` comes out as `I.`, `H.` or `I1.`, and a heading may lose
its numeral altogether. What is left is that these headings stand in capitals and follow
each other: they are counted, and a clearly read higher numeral moves the count on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipeline.segmentation.headings import roles_of
from pipeline.segmentation.markers import Reading, heads_in_caps, ordinal_alone, to_roman
from pipeline.segmentation.paragraphs import closes
from pipeline.segmentation.rows import Row

Readings = tuple[Reading, ...]


def in_order(rows: Sequence[Row], table: Sequence[Readings]) -> list[Readings]:
    """The readings with the Roman headings in capitals renumbered 1, 2, 3, ...

    Nothing changes where fewer than two lines carry a Roman numeral, or all of them may be
    figures (`1.`, `11.`).
    """
    numbered = [_roman(row, found) for row, found in zip(rows, table, strict=True)]
    romans = [r for r in numbered if r is not None]
    if len(romans) < 2 or not any(c.isalpha() for r in romans for c in r.raw):
        return list(table)
    due = 1
    made: list[Readings] = []
    for index, (row, found, roman) in enumerate(zip(rows, table, numbered, strict=True)):
        if roman is None and any(map(partial(_parts, row), found)):
            due = 1
        titles = index > 0 and ordinal_alone(rows[index - 1])
        if roman is None and found and not _gap(rows, numbered, index, due):
            made.append(found)
            continue
        if roman is None and (titles or not _lost_its_numeral(row, found)):
            made.append(found)
            continue
        value = _value(roman, due)
        made.append((_renumbered(roman, value, found),))
        due = value + 1
    return made


def _parts(row: Row, reading: Reading) -> bool:
    """Whether a heading in capitals under a letter or as a part opens a new count of I, II."""
    outer = reading.style in ("upper", "part", "chapter") and not reading.repaired
    return outer and heads_in_caps(row, reading)


def _gap(rows: Sequence[Row], numbered: Sequence[Reading | None], index: int, due: int) -> bool:
    """Whether a heading may be missing where a line with a dash stands: the next is one too high.

    A line in capitals above says that the dash stands within a name that wraps.
    """
    if index > 0 and rows[index - 1].caps:
        return False
    following = next((r for r in numbered[index + 1 :] if r is not None and not r.repaired), None)
    return following is None or following.value == due + 1


def _roman(row: Row, found: Readings) -> Reading | None:
    """The Roman reading of a line in capitals; the clear one before a repaired one."""
    romans = [r for r in found if r.style == "roman" and heads_in_caps(row, r)]
    romans.sort(key=lambda r: r.repaired)
    return romans[0] if romans else None


def _lost_its_numeral(row: Row, found: Readings) -> bool:
    """A line in capitals that says what a section is about, and is no item."""
    if row.cells or not row.caps or closes(row.text) or not row.opens:
        return False
    if found:  # `- CHẾ ĐỘ LÀM VIỆC`: of the numeral a stroke is left
        return all(r.bullet for r in found) and 3 <= len(row.text.split()) <= 14
    return 2 <= len(row.text.split()) <= 14 and bool(roles_of(row.folded, ""))


def _value(roman: Reading | None, due: int) -> int:
    """The numeral's place: as read where that is clear and skips at most one."""
    if roman is not None and not roman.repaired and due < roman.value <= due + 1:
        return roman.value
    return due


def _renumbered(roman: Reading | None, value: int, found: Readings) -> Reading:
    if roman is None and found:
        return replace(found[0], style="roman", rank=7, value=value, shown=f"{to_roman(value)}.")
    if roman is None:
        return Reading("roman", 7, value, f"{to_roman(value)}.", "", 0, 0, "", False)
    if roman.value == value:
        return replace(roman, repaired=False)
    return replace(roman, value=value, shown=f"{to_roman(value)}.", repaired=False)
