"""Where a paragraph's last line of a word or two may stand unread.

Tesseract passes over a short word that stands alone at the left margin (`hội.` below a full
line), at every quality of scan. The line above it is full, and the next one that was read
stands a line too low.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.document import Box, Word
from pipeline.reading.layout.segments import Segment, cut_into_segments, rows_of
from pipeline.reading.layout.sheet import Sheet, sheet_of

_FULL_EMS = 1.5
"""Ems from the text's right edge up to which a line is full."""
_INDENTED_EMS = 4.0
"""Ems from its left edge in which a full line begins."""
_LEAST_GAP_EMS, _MOST_GAP_EMS = 0.9, 4.0
"""Ems of white below a full line in which another one fits; more is a seal's or a table's."""
_WIDE_EMS = 6.0
"""Ems of a last line that are passed over at most."""


def last_lines(words: Sequence[Word], width: float, height: float) -> Iterator[Box]:
    """The places, in points; most of them are the white between two paragraphs."""
    segments = cut_into_segments(words)
    if not segments:
        return
    sheet = sheet_of(segments, width, height)
    for row, below in pairwise(rows_of(segments)):
        gap = min(s.top for s in below) - row[0].bottom
        if _is_full(row, sheet) and _LEAST_GAP_EMS < gap / sheet.em < _MOST_GAP_EMS:
            yield _place(row[0], min(gap, 1.8 * sheet.em), sheet)


def _is_full(row: Sequence[Segment], sheet: Sheet) -> bool:
    """One line over the whole width of the text."""
    line = row[0]
    begins = abs(line.x0 - sheet.left) < _INDENTED_EMS * sheet.em
    return len(row) == 1 and begins and line.x1 > sheet.right - _FULL_EMS * sheet.em


def _place(line: Segment, gap: float, sheet: Sheet) -> Box:
    left, right = sheet.left - 0.5 * sheet.em, sheet.left + _WIDE_EMS * sheet.em
    return Box(max(0.0, left), line.bottom, right, line.bottom + gap)
