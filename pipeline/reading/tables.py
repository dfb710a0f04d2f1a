"""Ruled tables: rules to grids, words to rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.rules import Rules
from pipeline.reading.segments import cut_into_segments, rows_of

_NEAR = 4.0
"""Points within which rules meet; scans leave gaps in corners."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its rules in points, sorted."""

    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The table's outline."""
        box = Box.around((*self.horizontal, *self.vertical))
        return box or Box(0, 0, 0, 0)


def find_grids(rules: Rules) -> list[Grid]:
    """Groups of rules that touch one another and enclose at least two cells."""
    left = [(b, True) for b in rules.horizontal] + [(b, False) for b in rules.vertical]
    grids: list[Grid] = []
    while left:
        group = [left.pop()]
        grown = True
        while grown:
            near = [r for r in left if any(_meet(r[0], g[0]) for g in group)]
            left = [r for r in left if r not in near]
            group += near
            grown = bool(near)
        grid = Grid(
            tuple(sorted((b for b, h in group if h), key=lambda b: b.top)),
            tuple(sorted((b for b, h in group if not h), key=lambda b: b.x0)),
        )
        if len(_merged(b.top for b in grid.horizontal)) >= 2 and len(_columns(grid)) >= 3:
            grids.append(grid)
    return grids


def _meet(a: Box, b: Box) -> bool:
    return (
        a.x0 - _NEAR <= b.x1
        and b.x0 - _NEAR <= a.x1
        and a.top - _NEAR <= b.bottom
        and b.top - _NEAR <= a.bottom
    )


def _merged(places: Iterable[float]) -> list[float]:
    """Sorted places, those nearer than _NEAR made one."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR:
            merged.append(place)
    return merged


def _columns(grid: Grid) -> list[float]:
    return _merged(b.x0 for b in grid.vertical)


def table_lines(grid: Grid, words: Sequence[Word]) -> list[Line]:
    """A Line for each row with its cells in order; empty rows are left out.

    Rows are what the horizontal rules part; a rule that spans only some columns
    (merged cells) parts only those, so its cells come with the row they begin in.
    """
    bounds = _row_bounds(grid)
    lines: list[Line] = []
    for top, bottom in pairwise(bounds):
        inside = [w for w in words if w.box and top <= (w.box.top + w.box.bottom) / 2 < bottom]
        if inside:
            lines.append(_row(grid, inside, top, bottom))
    return lines


def _row_bounds(grid: Grid) -> list[float]:
    """Heights at which rules cross at least half of the table."""
    width = grid.box.width
    places = _merged(b.top for b in grid.horizontal)
    kept = [
        place
        for place in places
        if sum(b.width for b in grid.horizontal if abs(b.top - place) <= _NEAR) >= 0.5 * width
    ]
    outline = grid.box
    return _merged([outline.top, *kept, outline.bottom])


_EMPTY_CELL = Word("", "")
"""A word without text keeps an empty cell's place among the row's cells."""


def _in_order(cell: Sequence[Word]) -> list[Word]:
    return [w for row in rows_of(cut_into_segments(cell)) for s in row for w in s.words]


def _row(grid: Grid, words: Sequence[Word], top: float, bottom: float) -> Line:
    middle = (top + bottom) / 2
    edges = _merged(b.x0 for b in grid.vertical if b.top - _NEAR <= middle <= b.bottom + _NEAR)
    inner = edges[1:-1] if len(edges) > 2 else []
    cells: list[list[Word]] = [[] for _ in range(len(inner) + 1)]
    for word in words:
        centre = (word.box.x0 + word.box.x1) / 2 if word.box else 0.0
        cells[sum(centre > edge for edge in inner)].append(word)
    ordered: list[Word] = []
    starts: list[int] = []
    for index, cell in enumerate(cells):
        if index:
            starts.append(len(ordered))
        ordered += _in_order(cell) or [_EMPTY_CELL]
    box = Box.around(w.box for w in ordered)
    return Line(tuple(ordered), Region.TABLE, box, paragraph=True, cells=tuple(starts))
