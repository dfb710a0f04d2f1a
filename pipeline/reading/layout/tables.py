"""Ruled tables as cells with boxes, and their rows as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.layout.segments import cut_into_segments, rows_of


@dataclass(frozen=True, slots=True)
class Table:
    """Cells row by row, each row as long as the table has columns, in points.

    None stands for a cell that the one left of it or above it covers (merged cells).
    """

    rows: tuple[tuple[Box | None, ...], ...]

    @staticmethod
    def of(cells: Sequence[Box]) -> Table:
        """The table of these cells, in whatever order they come."""
        tops, lefts = _places(c.top for c in cells), _places(c.x0 for c in cells)
        grid: list[list[Box | None]] = [[None] * len(lefts) for _ in tops]
        for cell in cells:
            row = min(range(len(tops)), key=lambda r: abs(tops[r] - cell.top))
            column = min(range(len(lefts)), key=lambda c: abs(lefts[c] - cell.x0))
            grid[row][column] = cell
        return Table(tuple(tuple(row) for row in grid))

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box.around(cell for row in self.rows for cell in row) or Box(0, 0, 0, 0)


_SAME = 3.0
"""Points within which edges of cells are one."""


def _places(edges: Iterable[float]) -> list[float]:
    """Sorted edges, those that are one named once."""
    places: list[float] = []
    for edge in sorted(edges):
        if not places or edge - places[-1] > _SAME:
            places.append(edge)
    return places


def take_tables(tables: Sequence[Table], words: Sequence[Word]) -> tuple[list[Line], list[Word]]:
    """The rows of all tables as lines, and the words outside of them."""
    lines: list[Line] = []
    free = list(words)
    for table in tables:
        outline = table.box
        inside = [w for w in free if w.box and _within(w.box, outline)]
        lines += table_lines(table, inside)
        taken = {id(w) for w in inside}
        free = [w for w in free if id(w) not in taken]
    return lines, free


def _within(box: Box, outline: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return outline.x0 <= x <= outline.x1 and outline.top <= y <= outline.bottom


def table_lines(table: Table, words: Sequence[Word]) -> list[Line]:
    """A Line for each row with its cells in order; rows without words are left out.

    Every row has a cell for each column, so that a column is the same in all rows; what
    stands in a merged cell comes in its first row and column.
    """
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        if word.box is not None:
            cells.setdefault(_cell_of(word.box, table), []).append(word)
    return [
        _row([cells.get((number, column), []) for column in range(len(row))])
        for number, row in enumerate(table.rows)
        if any((number, column) in cells for column in range(len(row)))
    ]


def _cell_of(box: Box, table: Table) -> tuple[int, int]:
    """(row, column) of the cell in which the word's middle lies, or which is nearest."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    places = [
        (max(cell.x0 - x, x - cell.x1, 0.0) + max(cell.top - y, y - cell.bottom, 0.0), number, at)
        for number, row in enumerate(table.rows)
        for at, cell in enumerate(row)
        if cell is not None
    ]
    return min(places)[1:]


_EMPTY_CELL = Word("", "")
"""A word without text keeps an empty cell's place among the row's cells."""


def _row(cells: Sequence[Sequence[Word]]) -> Line:
    ordered: list[Word] = []
    starts: list[int] = []
    for index, cell in enumerate(cells):
        if index:
            starts.append(len(ordered))
        ordered += _in_order(cell) or [_EMPTY_CELL]
    box = Box.around(w.box for w in ordered)
    return Line(tuple(ordered), Region.TABLE, box, paragraph=True, cells=tuple(starts))


def _in_order(cell: Sequence[Word]) -> list[Word]:
    return [w for row in rows_of(cut_into_segments(cell)) for s in row for w in s.words]
