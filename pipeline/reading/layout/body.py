"""Title and running text: which lines are the title's, and where paragraphs open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.document import Line, Region
from pipeline.reading.layout.anchors import is_document_type, is_preamble
from pipeline.reading.layout.segments import Segment, rows_of
from pipeline.reading.layout.sheet import Sheet, line_of


def body_lines(segments: list[Segment], sheet: Sheet, after_letterhead: bool) -> list[Line]:
    """Rows as lines, the title's marked, each telling whether it opens a paragraph."""
    rows = rows_of(segments)
    titles = _title_rows(rows, sheet, after_letterhead)
    pitch = _pitch(rows, sheet)
    lines: list[Line] = []
    for index, row in enumerate(rows):
        region = Region.TITLE if index in titles else Region.BODY
        opens = index == 0 or _opens(rows[index - 1], row, sheet, pitch)
        lines.append(replace(line_of(row, region), paragraph=opens))
    return lines


def _title_rows(rows: Sequence[list[Segment]], sheet: Sheet, after_letterhead: bool) -> set[int]:
    """The centred rows after the letterhead, and after a type of document in capitals
    (a plan behind a decision), down to the first that is not a title's."""
    found: set[int] = set()
    inside = after_letterhead
    for index, row in enumerate(rows):
        text = " ".join(s.text for s in row)
        centred = _is_centred(row, sheet) or _runs_on(rows, index, sheet)
        if index - 1 in found:
            centred = centred or _shares_axis(rows[index - 1], row, sheet)
        starts = is_document_type(text) and centred and not _follows_part(rows, index)
        goes_on = inside and centred and not is_preamble(text)
        small_before = index - 1 in found and not _in_capitals(rows[index - 1])
        inside = starts or (goes_on and not (small_before and _in_capitals(row)))
        if inside:
            found.add(index)
    return found


def _shares_axis(above: Sequence[Segment], row: Sequence[Segment], sheet: Sheet) -> bool:
    """Centred on the title's line above, wherever that stands, and short of the right edge:
    titles that were centred by hand, or between other margins than the text's."""
    off = (row[0].x0 + row[-1].x1) / 2 - (above[0].x0 + above[-1].x1) / 2
    return abs(off) < 0.5 * sheet.em and row[-1].x1 < sheet.right - sheet.em


_PART = re.compile(r"(?i)\W*(?:chương|phần|mục|điều)\s+(?:thứ\s+\w+|\w{1,5})\W*")
"""`Chương I`, `Phần thứ hai` alone on its line: what follows is that part's heading."""


def _follows_part(rows: Sequence[list[Segment]], index: int) -> bool:
    """Whether the line above names a part: `QUY ĐỊNH CHUNG` under `Chương I` is no title."""
    above = " ".join(s.text for s in rows[index - 1]) if index else ""
    return bool(_PART.fullmatch(above))


_WIDE_LINES = 4
"""Lines as wide as the page that a title has at most; circulars' have three."""


def _runs_on(rows: Sequence[list[Segment]], index: int, sheet: Sheet) -> bool:
    """A title's line as wide as the page, the rest of the title below it: more such lines,
    and a last one that is narrow and centred. A paragraph's first line is indented and its
    last one not."""
    left, right = sheet.left + 1.5 * sheet.em, sheet.right - 1.5 * sheet.em
    for row, below in pairwise(rows[index : index + _WIDE_LINES + 1]):
        near = below[0].top - row[0].bottom < sheet.em
        if not near or _off_axis(row, sheet) >= 0.018 * sheet.width:
            return False
        if below[0].x0 > left and below[-1].x1 < right:
            return _is_centred(below, sheet)
    return False


def _in_capitals(row: Sequence[Segment]) -> bool:
    letters = [c for s in row for c in s.text if c.isalpha()]
    return bool(letters) and not any(c.islower() for c in letters)


def _pitch(rows: Sequence[list[Segment]], sheet: Sheet) -> float:
    steps = [b[0].middle_y - a[0].middle_y for a, b in pairwise(rows)]
    near = [s for s in steps if 0 < s < 3 * sheet.em]
    return median(near) if near else 1.3 * sheet.em


def _off_axis(row: Sequence[Segment], sheet: Sheet) -> float:
    """Points between the row's middle and the text's or the page's, whichever is nearer."""
    centre = (row[0].x0 + row[-1].x1) / 2
    return min(abs(centre - sheet.middle), abs(centre - sheet.width / 2))


def _is_centred(row: Sequence[Segment], sheet: Sheet) -> bool:
    """On the axis; a full line must be so to within half an indent to be no paragraph's."""
    x0, x1 = row[0].x0, row[-1].x1
    full = x1 > sheet.right - sheet.em or x0 < sheet.left + sheet.em
    inset = x0 > sheet.left + 0.3 * sheet.em or x1 < sheet.right - sheet.em
    return inset and _off_axis(row, sheet) < (0.018 if full else 0.06) * sheet.width


def _opens(before: Sequence[Segment], row: Sequence[Segment], sheet: Sheet, pitch: float) -> bool:
    """Indented, after a gap, or after a line that ends early."""
    indented = row[0].x0 > sheet.left + 1.2 * sheet.em
    ends_early = before[-1].x1 < sheet.right - 0.15 * (sheet.right - sheet.left)
    gap = row[0].middle_y - before[0].middle_y > 1.35 * pitch
    return indented or ends_early or gap
