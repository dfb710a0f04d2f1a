"""Phases that stand in the rows of a table: a column names them, or their times come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage
from pipeline.extraction.tasks.tables_inside import (
    Cells,
    column_kind,
    table_rows,
    table_runs,
    text_of,
)
from pipeline.segmentation.outline import Role, Section

_MOST = 10
"""Rows: a longer table lists works with their times, not the phases of a plan."""

Named = tuple[Passage, Passage]
"""A phase's name and its time, each as it stands in its cell."""


def tabled_phases(context: Context) -> Iterator[Named]:
    """The rows of tables of phases: under a heading "Giai đoạn", or led by the time."""
    for lines in table_runs(context):
        columns = _columns(context, lines)
        if columns is None:
            continue
        label, time = columns
        rows = table_rows(context, lines[1:], lines[:1], {})
        cells = [(text_of(context, row[label]), text_of(context, row[time])) for row in rows]
        named = [(name, when) for name, when in cells if name.text and when.text]
        if 2 <= len(named) <= _MOST:
            yield from named


def _columns(context: Context, lines: Sequence[Cells]) -> tuple[int, int] | None:
    """The columns of the phases' names and times; twice the same where times are the names."""
    heads = [text_of(context, cell).folded for cell in lines[0]]
    times = [i for i, head in enumerate(heads) if column_kind(head, {}) == "time"]
    names = [i for i, head in enumerate(heads) if pattern("phase:column").match(head)]
    if names:
        other = [i for i in times if i != names[0]]
        return (names[0], other[0]) if other else None
    units = any(column_kind(head, {}) in ("unit", "coordinate") for head in heads)
    leads = [i for i in times if not any(_words(head) for head in heads[:i])]
    if not leads or units or not _scheduled(context, lines):
        return None
    return leads[0], leads[0]


def _words(head: str) -> bool:
    """Whether a header's cell is more than `STT`, `TT`, `Số TT`."""
    return head.strip(" .") not in ("", "stt", "tt", "so tt", "so thu tu")


def _scheduled(context: Context, lines: Sequence[Cells]) -> bool:
    """Whether the table stands in a section about time."""
    first = min(i for cell in lines[0] for i in cell)
    within = [s for s in context.outline.sections if s.whole[0] <= first < s.whole[1]]
    return any(_is_schedule(section) for section in within)


def _is_schedule(section: Section) -> bool:
    return Role.SCHEDULE in section.roles and Role.ANNEX not in section.roles
