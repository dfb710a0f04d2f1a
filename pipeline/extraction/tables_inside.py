"""Tables of tasks within a document: header, rows, and what their columns hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage
from pipeline.segmentation.outline import Span

_COLUMNS = ("coordinate", "unit", "time", "task")
"""What a header's cell may say of its column, tried in this order."""


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table whose header names a column of tasks and one of units.

    `rows` hold the words' indexes of each cell; `columns` say which cell is what.
    """

    columns: dict[str, int]
    rows: tuple[tuple[tuple[int, ...], ...], ...]
    span: Span

    def cell(
        self, context: Context, row: tuple[tuple[int, ...], ...], column: str, shift: int = 0
    ) -> Passage:
        """The text of one cell; empty where the column or cell is not there."""
        index = self.columns.get(column, len(row)) + shift
        words = row[index] if index < len(row) else ()
        return Passage.of(context.flow, *((i, i + 1) for i in words))


Cells = list[list[int]]


def task_tables(context: Context) -> Iterator[TaskTable]:
    """The tables of tasks in reading order."""
    for lines in _runs(context):
        header, columns = _header(context, lines)
        if "unit" not in columns or "task" not in columns:
            continue
        rows = _rows(lines[header:])
        words = [i for line in lines for cell in line for i in cell]
        yield TaskTable(columns, rows, (min(words), max(words) + 1))


def _runs(context: Context) -> Iterator[list[Cells]]:
    """Table rows that follow each other, page numbers between them left out."""
    run: list[Cells] = []
    lines = {(p.number, i): line for p in context.document.pages for i, line in enumerate(p.lines)}
    for span in context.lines((0, len(context.tokens))):
        token = context.tokens[span[0]]
        line = lines[token.page, token.line]
        if line.cells:
            cells: Cells = [[] for _ in range(len(line.cells) + 1)]
            index = span[0]
            for position, word in enumerate(line.words):
                if word.text:
                    cells[sum(position >= c for c in line.cells)].append(index)
                    index += 1
            run.append(cells)
        elif run and len(context.text(span)) > 4:
            yield run
            run = []
    if run:
        yield run


def _header(context: Context, lines: list[Cells]) -> tuple[int, dict[str, int]]:
    """How many lines the header takes, and its columns: up to three lines are read."""
    best: tuple[int, dict[str, int]] = (1, {})
    for count in (1, 2, 3):
        columns = _columns(context, lines[:count])
        if len(columns) > len(best[1]) and count < len(lines):
            best = (count, columns)
    return best


def _columns(context: Context, lines: list[Cells]) -> dict[str, int]:
    width = max(len(line) for line in lines)
    texts = [
        " ".join(
            Passage.of(context.flow, *((i, i + 1) for i in line[c])).folded
            for line in lines
            if c < len(line)
        ).strip()
        for c in range(width)
    ]
    columns: dict[str, int] = {}
    for index, text in enumerate(texts):
        if len(text.split()) > 9:
            return {}
        kind = _kind(text, columns)
        if kind is not None:
            columns[kind] = index
    return columns


def _kind(text: str, columns: dict[str, int]) -> str | None:
    """The kind of the column with this header (folded), if no earlier one is of it."""
    free = (k for k in _COLUMNS if k not in columns)
    return next((k for k in free if pattern(f"column:{k}").search(text)), None)


def _rows(lines: list[Cells]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """The rows; a line with nothing in its first cell goes on with the row above."""
    rows: list[Cells] = []
    numbered = sum(bool(line[0]) for line in lines) if lines else 0
    for line in lines:
        goes_on = not line[0] and numbered >= 2 and bool(rows)
        if not goes_on or len(line) != len(rows[-1]):
            rows.append([list(cell) for cell in line])
        else:
            for cell, more in zip(rows[-1], line, strict=True):
                cell.extend(more)
    return tuple(tuple(tuple(cell) for cell in row) for row in rows)


def outside(span: Span, holes: list[Span]) -> Iterator[Span]:
    """The span without the holes (tables of tasks in a section's text)."""
    start = span[0]
    for hole in sorted(holes):
        if hole[0] >= span[1] or hole[1] <= start:
            continue
        if start < hole[0]:
            yield start, hole[0]
        start = max(start, hole[1])
    if start < span[1]:
        yield start, span[1]
