"""The tasks in the rows of tables, each with the units of its row."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.tables_inside import TaskTable
from pipeline.extraction.tasks.tasks import Task, Unit, clean, path_of, tidy
from pipeline.extraction.tasks.unit_lists import list_of_units
from pipeline.extraction.tasks.unit_words import polite_length, starts_task
from pipeline.extraction.tasks.units import names_unit
from pipeline.extraction.times.times import singles
from pipeline.segmentation.rows import fold


def of_table(context: Context, table: TaskTable) -> Iterator[Task]:
    """A task each row; several units in a cell have it each."""
    path = next(
        (path_of(s) for s in reversed(context.outline.sections) if s.whole[0] <= table.span[0]), ""
    )
    for row, above in zip(table.rows, table.above, strict=True):
        shift = 0 if above else _shift(context, table, row)
        if shift is None:
            continue
        told = clauses(table.cell(context, row, "task", shift))
        tasks = [task for task in told if not pattern("task:office").match(task.folded)]
        for named, role in _named_in_row(context, table, row, above, shift):
            unit = Unit(tidy(named.text), named.span(), path, "unit:table", 0.93)
            for task in tasks:
                yield Task(unit, task.span(), clean(task.text), role)


def _named_in_row(
    context: Context,
    table: TaskTable,
    row: tuple[tuple[int, ...], ...],
    above: tuple[int, ...],
    shift: int,
) -> Iterator[tuple[Passage, str]]:
    """The units of a row with their roles; "" where nothing says who leads."""
    if above:
        yield Passage.of(context.flow, *((i, i + 1) for i in above)), ""
        return
    for column, role in _TABLE_ROLES.items():
        cell = table.cell(context, row, column, shift)
        said = role if "coordinate" in table.columns else ""
        for part, own in _by_role(cell, said):
            for start, end in list_of_units(part.text) if part.text else ():
                begin = start + polite_length(part.text, start)
                name, its = _role_behind(part.part(begin, end), own)
                if not next(singles(name.folded, _ANY_YEAR), None):  # a time read into the column
                    yield name, its


def leading(cell: Passage) -> Iterator[Passage]:
    """What a unit's cell names as doing the work: `Chủ trì: Sở A. Phối hợp: Sở B` is Sở A."""
    for part, role in _by_role(cell, ""):
        name, said = _role_behind(part, role)
        if said != "coordinate":
            yield name


def _role_behind(name: Passage, role: str) -> tuple[Passage, str]:
    """`Sở Y tế (chủ trì)`, `Sở Tài chính phối hợp` in a cell: the name and its role."""
    mark = name.find(pattern("table:role-behind"))
    if mark is None or not mark.start():
        return name, role
    said = "coordinate" if mark["role"] == "phoi hop" else "lead"
    return name.part(0, mark.start()), said


def _by_role(cell: Passage, role: str) -> Iterator[tuple[Passage, str]]:
    """`Chủ trì: Sở Y tế; phối hợp: Sở Tài chính` in one cell, each with its role."""
    marks = list(cell.all(pattern("table:role-in-cell")))
    if not marks:
        yield cell, role
        return
    ends = [*(m.start() for m in marks[1:]), len(cell.text)]
    for mark, end in zip(marks, ends, strict=True):
        part = cell.part(mark.end(), len(cell.text[:end].rstrip(" ;,.")))
        yield part, "coordinate" if mark["role"] == "phoi hop" else "lead"


def _shift(context: Context, table: TaskTable, row: tuple[tuple[int, ...], ...]) -> int | None:
    """How far the row's cells stand right of the header's: by one where two were read as one.

    None where the unit's cell holds no unit: such a row is left out, not guessed.
    """
    for shift in (0, 1):
        text = table.cell(context, row, "unit", shift).text
        if shift and not table.cell(context, row, "task", shift).text:
            break  # `Phó Hiệu trưởng` in a column of its own beside the name
        roles = any(pattern(f"table:role-{r}").search(fold(text)) for r in ("in-cell", "behind"))
        if text and (roles or names_unit(text)):
            return shift
    text = table.cell(context, row, "unit").text
    named = text[:1].isupper() and len(text.split()) <= 8 and not starts_task(text)
    return 0 if named else None


_ANY_YEAR = 2000
_TABLE_ROLES = {"unit": "lead", "coordinate": "coordinate"}
"""A table with a column for the coordinating bodies has the leading ones in the other."""
