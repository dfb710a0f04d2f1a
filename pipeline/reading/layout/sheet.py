"""A page to lay out: its measures, and lines made of segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.document import Box, Line, Region
from pipeline.reading.layout.segments import Segment, rows_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to lay out: its size in points and its text's left and right edges."""

    width: float
    height: float
    left: float
    right: float
    em: float

    @property
    def middle(self) -> float:
        """The axis that titles are centred on."""
        return (self.left + self.right) / 2


def sheet_of(segments: Sequence[Segment], width: float, height: float) -> Sheet:
    """The measures of a page of these segments; the edges are its wide segments'."""
    em = median(s.height for s in segments)
    wide = [s for s in segments if s.x1 - s.x0 > width * 0.35] or list(segments)
    left = sorted(s.x0 for s in wide)[len(wide) // 4]
    right = sorted(s.x1 for s in wide)[(len(wide) * 3) // 4]
    return Sheet(width, height, left, max(right, left + em), em)


Taken = tuple[list[Line], list[Segment]]
"""Lines made of some segments, and the segments that are left."""


def without(segments: Sequence[Segment], taken: Sequence[Segment]) -> list[Segment]:
    """The segments that were not taken."""
    gone = {id(s) for s in taken}
    return [s for s in segments if id(s) not in gone]


def block(segments: Sequence[Segment], region: Region) -> list[Line]:
    """The lines of one column, top to bottom."""
    return [replace(line_of(row, region), paragraph=True) for row in rows_of(segments)]


def line_of(row: Sequence[Segment], region: Region) -> Line:
    """The segments of one row as a line."""
    words = tuple(word for segment in row for word in segment.words)
    return Line(words, region, Box.around(w.box for w in words))
