"""Ruled lines of a scan to tables: rules that meet form a grid, the grid has cells.

A copier breaks rules and drops some; so a column's edge holds for the whole table unless
a row shows that its cells are merged: no ink on the edge and words across it, or no ink
on any edge within the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Box, Word
from pipeline.reading.layout.tables import Table
from pipeline.reading.picture.rules import Rules

_NEAR = 5.0
"""Points within which rules meet; scans leave gaps in corners."""
_LEAST_CELL = 12.0
"""Points; no cell of a text is lower or narrower."""
_LEAST_RULES = 3
"""Rules that make a grid, its outline aside."""
_IS_THERE = 0.4
"""Share of a cell's side that must have ink for the side to be one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that touch one another: `xs` and `ys` are the edges of columns and rows."""

    rules: Rules
    xs: tuple[float, ...]
    ys: tuple[float, ...]


def find_tables(rules: Rules, words: Sequence[Word]) -> list[Table]:
    """The tables that the rules enclose, of two columns at least, from top to bottom."""
    grids = [grid for group in _groups(rules) if (grid := _grid(group))]
    return sorted((_table(grid, words) for grid in grids), key=lambda t: t.box.top)


_STROKE = re.compile(r"[._|`'‘’\"“”—~:;,!*^\[\]{}«»‹›]+")
"""What specks and rests of rules are read as; as text it would stand at a word."""


def without_strokes(tables: Sequence[Table], words: Sequence[Word]) -> list[Word]:
    """The words without the specks between the rules of tables, where rests of them lie."""
    outlines = [table.box for table in tables]
    return [
        word
        for word in words
        if not (
            _STROKE.fullmatch(word.text)
            and word.box
            and any(
                o.x0 <= word.box.x0 <= o.x1 and o.top <= word.box.top <= o.bottom for o in outlines
            )
        )
    ]


def _groups(rules: Rules) -> list[Rules]:
    """Rules that touch one another."""
    left = [(b, True) for b in rules.horizontal] + [(b, False) for b in rules.vertical]
    groups: list[Rules] = []
    while left:
        group = [left.pop()]
        for box, _ in group:  # grows while it is walked
            near = [r for r in left if _meet(r[0], box)]
            left = [r for r in left if r not in near]
            group += near
        groups.append(
            Rules(tuple(b for b, across in group if across), tuple(b for b, a in group if not a))
        )
    return groups


def _meet(a: Box, b: Box) -> bool:
    return (
        a.x0 - _NEAR <= b.x1
        and b.x0 - _NEAR <= a.x1
        and a.top - _NEAR <= b.bottom
        and b.top - _NEAR <= a.bottom
    )


def _grid(group: Rules) -> Grid | None:
    """The group's edges, if it has two rows' and three columns' of them.

    Where the outer rules are open or lost, the ends of the others are the outline. One
    rule across another is none: a fold of the paper crosses the line under the issuer.
    """
    around = Box.around((*group.horizontal, *group.vertical))
    if around is None or not group.horizontal or not group.vertical:
        return None
    if len(group.horizontal) + len(group.vertical) < _LEAST_RULES:
        return None
    xs = _merged((_middle_x(b) for b in group.vertical), (around.x0, around.x1))
    ys = _merged((_middle_y(b) for b in group.horizontal), (around.top, around.bottom))
    return Grid(group, xs, ys) if len(xs) >= 3 and len(ys) >= 2 else None


def _middle_x(box: Box) -> float:
    return (box.x0 + box.x1) / 2


def _middle_y(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _merged(places: Iterable[float], ends: tuple[float, float]) -> tuple[float, ...]:
    """Sorted places, those that lie near one another made one, within the outline.

    An end is an edge of its own only where a cell has room before it: rules run over.
    """
    merged: list[list[float]] = []
    for place in sorted(places):
        if merged and place - merged[-1][-1] <= _NEAR:
            merged[-1].append(place)
        else:
            merged.append([place])
    edges = [sum(group) / len(group) for group in merged]
    before = [ends[0]] if edges[0] - ends[0] >= _LEAST_CELL else []
    behind = [ends[1]] if ends[1] - edges[-1] >= _LEAST_CELL else []
    return (*before, *edges, *behind)


def _table(grid: Grid, words: Sequence[Word]) -> Table:
    """The grid's cells, merged where no rule parts them."""
    columns, rows = list(pairwise(grid.xs)), list(pairwise(grid.ys))
    home = {(r, c): (r, c) for r in range(len(rows)) for c in range(len(columns))}
    for r, c in list(home):
        cell = Box(columns[c][0], rows[r][0], columns[c][1], rows[r][1])
        if c and not _parted_from_left(cell, grid, words):
            _unite(home, (r, c), (r, c - 1))
        if r and not _parted_from_above(cell, grid, words):
            _unite(home, (r, c), (r - 1, c))
    boxes: dict[tuple[int, int], Box] = {}
    for (r, c), root in home.items():
        cell = Box(columns[c][0], rows[r][0], columns[c][1], rows[r][1])
        boxes[root] = Box.around((boxes.get(root), cell)) or cell
    return Table(
        tuple(tuple(boxes.get((r, c)) for c in range(len(columns))) for r in range(len(rows)))
    )


def _unite(
    home: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], two: tuple[int, int]
) -> None:
    """All cells of both belong to the first of them in reading order."""
    first, second = sorted((home[one], home[two]))
    for place, root in home.items():
        if root == second:
            home[place] = first


def _parted_from_left(cell: Box, grid: Grid, words: Sequence[Word]) -> bool:
    """Whether the cell ends on its left: a rule stands there, or was lost."""
    if _ink(grid.rules.vertical, cell, upright=True) >= _IS_THERE:
        return True
    row = [Box(x, cell.top, x, cell.bottom) for x in grid.xs[1:-1]]
    bare = not any(_ink(grid.rules.vertical, edge, upright=True) for edge in row)
    return not bare and not _crossed(cell, words)


def _parted_from_above(cell: Box, grid: Grid, words: Sequence[Word]) -> bool:
    """Whether the cell ends at its top; a rule that stops short was worn, if no word says."""
    share = _ink(grid.rules.horizontal, cell, upright=False)
    return share >= _IS_THERE or (share > 0 and not _crossed_above(cell, words))


def _ink(rules: Sequence[Box], cell: Box, upright: bool) -> float:
    """Share of the cell's left or upper side that rules cover."""
    if upright:
        near = ((b.top, b.bottom) for b in rules if abs(_middle_x(b) - cell.x0) <= _NEAR)
        low, high = cell.top, cell.bottom
    else:
        near = ((b.x0, b.x1) for b in rules if abs(_middle_y(b) - cell.top) <= _NEAR)
        low, high = cell.x0, cell.x1
    covered = sum(max(0.0, min(end, high) - max(start, low)) for start, end in near)
    return covered / max(1e-6, high - low)


def _crossed(cell: Box, words: Sequence[Word]) -> bool:
    """Whether a word of this row stands across the cell's left side."""
    return any(
        w.box.x0 + 3 < cell.x0 < w.box.x1 - 3 and cell.top < _middle_y(w.box) < cell.bottom
        for w in words
        if w.box is not None
    )


def _crossed_above(cell: Box, words: Sequence[Word]) -> bool:
    """Whether a word of this column stands across the cell's upper side."""
    return any(
        w.box.top + 3 < cell.top < w.box.bottom - 3 and cell.x0 < _middle_x(w.box) < cell.x1
        for w in words
        if w.box is not None
    )
