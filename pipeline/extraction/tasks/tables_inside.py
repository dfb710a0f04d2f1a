"""Tables of tasks within a document: header, rows, and what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.misread.spacing import glued
from pipeline.extraction.passage import Passage
from pipeline.extraction.tasks.units import names_unit
from pipeline.segmentation.outline import Span

_COLUMNS = ("coordinate", "unit", "time", "task")
"""What a header's cell may say of its column, tried in this order."""
_BETWEEN = 12
"""Words of a line between two rows that does not end a table: a heading over its rows."""

_ALIKE = 83.0
"""Likeness (0..100) of a header's letters to a word of five or more: one of them may differ."""
GLUED_HEADERS = {
    "coordinate": ("phoihop",),
    "unit": ("chutri", "donvithuchien", "phutrach", "daumoi"),
    "time": ("thoigian", "thoihan", "tiendo", "hoanthanh"),
    "task": ("noidung", "nhiemvu", "congviec", "hoatdong"),
}
"""The words of headers without their spaces, by column."""

Cells = list[list[int]]
Row = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A table whose header names a column of tasks, and whose units a column or rows name.

    `rows` hold the words' indexes of each cell; `columns` say which cell is what. Where
    no column is the units', a row of its own names the unit of the rows below it:
    `above` has that row's words for each row, empty ones where a column names the units.
    """

    columns: dict[str, int]
    rows: tuple[Row, ...]
    span: Span
    above: tuple[tuple[int, ...], ...]

    def cell(self, context: Context, row: Row, column: str, shift: int = 0) -> Passage:
        """The text of one cell; empty where the column or cell is not there."""
        index = self.columns.get(column, len(row)) + shift
        return text_of(context, row[index] if index < len(row) else ())


def task_tables(context: Context) -> Iterator[TaskTable]:
    """The tables of tasks in reading order."""
    for lines in table_runs(context):
        header, columns = _header(context, lines)
        if "task" not in columns:
            continue
        words = [i for line in lines for cell in line for i in cell]
        span = (min(words), max(words) + 1)
        rows = table_rows(context, lines[header:], lines[:header], columns)
        if "unit" in columns:
            made = TaskTable(columns, rows, span, ((),) * len(rows))
            made = _with_merged_cells(made)
        else:
            made = _under_units(context, columns, rows, span)
        if made.rows and not _of_figures(context, made):
            yield made


def text_of(context: Context, words: Sequence[int]) -> Passage:
    """The words of a cell."""
    return Passage.of(context.flow, *((i, i + 1) for i in words))


def table_runs(context: Context) -> Iterator[list[Cells]]:
    """Table rows that follow each other, page numbers and short headings between them left out.

    All rows of a run have as many cells as its widest.
    """
    run: list[Cells] = []
    between = 0
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
            if between and (len(cells) != len(run[-1]) or _columns(context, [cells])):
                yield _even(run)
                run = []
            run.append(cells)
            between = 0
        elif run and len(context.text(span)) > 4:
            between += 1
            if between > 1 or span[1] - span[0] > _BETWEEN:
                yield _even(run)
                run, between = [], 0
    if run:
        yield _even(run)


def _even(run: list[Cells]) -> list[Cells]:
    width = max(len(line) for line in run)
    return [[*line, *([] for _ in range(width - len(line)))] for line in run]


def _header(context: Context, lines: list[Cells]) -> tuple[int, dict[str, int]]:
    """How many lines the header takes, and its columns: up to three lines are read."""
    best: tuple[int, dict[str, int]] = (1, {})
    for count in (1, 2, 3):
        if count >= len(lines) or (count > 1 and _numbered(context, lines[count - 1])):
            break
        columns = _columns(context, lines[:count])
        if len(columns) > len(best[1]):
            best = (count, columns)
    if "unit" in best[1] and "task" not in best[1]:
        return best[0], best[1] | _longest_column(lines[best[0] :], best[1])
    return best


def _longest_column(lines: list[Cells], columns: dict[str, int]) -> dict[str, int]:
    """The column of tasks where its header was not read: left of the units', most words."""
    free = [c for c in range(columns["unit"]) if c not in columns.values()]
    words = {c: sum(len(line[c]) for line in lines) for c in free}
    best = max(free, key=words.__getitem__, default=None)
    return {"task": best} if best is not None and words[best] >= 3 * len(lines) else {}


def _numbered(context: Context, line: Cells) -> bool:
    return bool(re.match(r"(?:\d|[IVX]+\b)", text_of(context, line[0]).text))


_SPECKS = re.compile(r"^[^a-z\d]+|[^a-z\d)]+$")
"""What is no letter at the edges of a folded header: dust, marks of a misread letter."""


def _columns(context: Context, lines: list[Cells]) -> dict[str, int]:
    width = max(len(line) for line in lines)
    texts = [
        " ".join(text_of(context, line[c]).folded for line in lines if c < len(line)).strip()
        for c in range(width)
    ]
    columns: dict[str, int] = {}
    for index, said in enumerate(texts):
        text = _SPECKS.sub("", said)
        if len(text.split()) > 9:
            return {}
        kind = column_kind(text, columns)
        if kind is not None:
            columns[kind] = index
    return columns


def column_kind(text: str, columns: dict[str, int]) -> str | None:
    """The kind of the column with this header (folded), if no earlier one is of it."""
    free = [k for k in _COLUMNS if k not in columns]
    found = next((k for k in free if pattern(f"column:{k}").search(text)), None)
    return found or _kind_of_glued(text, free)


def _kind_of_glued(text: str, free: Sequence[str]) -> str | None:
    """That of a header whose words a recogniser wrote together: `Đơnvjichủtì`."""
    if not glued(text):
        return None
    letters = re.sub(r"[\W_]", "", text)
    scored = [(fuzz.partial_ratio(w, letters), k) for k in free for w in GLUED_HEADERS[k]]
    score, kind = max(scored, default=(0.0, ""))
    return kind if score >= _ALIKE else None


def _goes_on(context: Context, above: Cells, line: Cells, columns: dict[str, int]) -> bool:
    """Whether a line with nothing in its first cell goes on with the row above.

    Rows of a ruled table on a page are whole: there only a page's end cuts one, and what
    is told goes on in a small letter below, or no unit is named there.
    """
    words = [i for cell in line for i in cell]
    if any(c.isalnum() for c in text_of(context, line[0]).text) or not words:
        return False
    first = context.tokens[words[0]]
    if first.word.box is None:
        return True
    last = max(i for cell in above for i in cell)
    unit, task = columns.get("unit"), columns.get("task")
    wraps = task is not None and text_of(context, line[task]).text[:1].islower()
    cut = wraps or unit is None or not line[unit]
    return first.page != context.tokens[last].page and cut


def table_rows(
    context: Context, lines: list[Cells], header: list[Cells], columns: dict[str, int]
) -> tuple[Row, ...]:
    """The rows, each with the lines that go on with it.

    A header that comes again on the next page and lines of totals are left out.
    """
    rows: list[Cells] = []
    numbered = sum(bool(line[0]) for line in lines)
    heads = {_line_text(context, line) for line in header}
    for line in lines:
        said = _line_text(context, line)
        if said in heads or pattern("table:total").match(said):
            continue
        if numbered >= 2 and rows and _goes_on(context, rows[-1], line, columns):
            for cell, more in zip(rows[-1], line, strict=True):
                cell.extend(more)
        else:
            rows.append([list(cell) for cell in line])
    return tuple(tuple(tuple(cell) for cell in row) for row in rows)


def _line_text(context: Context, line: Cells) -> str:
    return " ".join(text_of(context, cell).folded for cell in line).strip()


def _with_merged_cells(table: TaskTable) -> TaskTable:
    """A unit's cell merged over several rows stands in the first: the others take it.

    A row with nothing but its number and heading ends that: it opens another group.
    """
    unit, task = table.columns["unit"], table.columns["task"]
    rows: list[Row] = []
    last: tuple[int, ...] = ()
    for row in table.rows:
        alone = sum(bool(cell) for cell in row[max(task, 1) :]) <= 1
        if alone and len(row) > 3 and not row[unit]:
            last = ()
            continue
        filled = row if row[unit] or not row[task] else (*row[:unit], last, *row[unit + 1 :])
        last = filled[unit]
        rows.append(filled)
    return TaskTable(table.columns, tuple(rows), table.span, ((),) * len(rows))


def _under_units(
    context: Context, columns: dict[str, int], rows: tuple[Row, ...], span: Span
) -> TaskTable:
    """The rows below rows that name nothing but a unit; none where there are no such rows."""
    task = columns["task"]
    kept: list[Row] = []
    above: list[tuple[int, ...]] = []
    unit: tuple[int, ...] = ()
    for row in rows:
        alone = row[task] and not any(row[task + 1 :])
        if alone and names_unit(text_of(context, row[task]).text, True) is not None:
            unit = row[task]
        elif unit:
            kept.append(row)
            above.append(unit)
    return TaskTable(columns, tuple(kept), span, tuple(above))


def _of_figures(context: Context, table: TaskTable) -> bool:
    """Whether the column of "tasks" holds figures: targets or money by unit."""
    texts = [table.cell(context, row, "task").text for row in table.rows]
    figures = sum(not any(c.isalpha() for c in text) for text in texts)
    return 2 * figures > len(texts)


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
