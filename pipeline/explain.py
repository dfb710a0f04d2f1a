"""What was found in a plan and why: the texts of `kehoach explain`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pipeline.document import UNREAD
from pipeline.errors import SettingsError
from pipeline.plan import Evidence, Head, Plan, Status, Value, values_of
from pipeline.tables.rows import parts_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_PLACE = re.compile(r"(?:(?P<table>\w+)[.\[](?:(?P<row>\d+)\]?\.)?)?(?P<column>\w+)")
"""`issuer`, `plans.issuer`, `phases.start`, `phases.2.start`, `phases[2].start`."""

DOUBTFUL_PAGE = 0.8
"""A page read with less confidence than this may hide a missing value."""

Cell = tuple[str, int, str, Value]


def explain(plan: Plan, field: str | None = None) -> RenderableType:
    """How each page was read and what was found; or, with a field, all about that one.

    `field` is a column of `plans` (`issuer`), a list table (`phases`), one of its
    columns (`phases.start`) or a cell (`phases.2.start`; `phases[2].start` too).
    Raises SettingsError (`unknown-field`) that names the nearest ones.
    """
    from rich.console import Group

    if field is None:
        return Group(_title(plan), _pages(plan), _values(list(_cells(plan))), _findings(plan))
    chosen = _chosen(plan, field)
    if not chosen:
        return Group(_title(plan), f"{field}: the document has no such row.", _findings(plan))
    return Group(_title(plan), *(part for cell in chosen for part in _detail(plan, cell)))


def _cells(plan: Plan) -> Iterator[Cell]:
    """Every value of the head; of the lists what is there."""
    for table, row, part in parts_of(plan):
        for column, value in values_of(part):
            if table == "plans" or value.status is not Status.MISSING:
                yield table, row, column, value


def check_field(field: str) -> None:
    """Before a plan is read for it: raises SettingsError (`unknown-field`) that names the
    nearest ones."""
    _target(field)


def _target(field: str) -> re.Match[str] | None:
    """Where the field points; None for a whole list table."""
    tables = _columns()
    if field in tables and field != "plans":
        return None
    match = _PLACE.fullmatch(field)
    table = (match["table"] or "plans") if match else ""
    if not match or match["column"] not in tables.get(table, ()):
        raise SettingsError("unknown-field", f"no field '{field}'{_nearest(field, tables)}")
    return match


def _chosen(plan: Plan, field: str) -> list[Cell]:
    match = _target(field)
    if match is None:
        return [cell for cell in _cells(plan) if cell[0] == field]
    table = match["table"] or "plans"
    row, column = match["row"], match["column"]
    return [
        (name, order, column, value)
        for name, order, part in parts_of(plan)
        for at, value in values_of(part)
        if name == table and at == column and (row is None or order == int(row))
    ]


def _columns() -> dict[str, set[str]]:
    """The columns of each table that can be asked for."""
    from pipeline.tables.schema import LIST_TABLES, tables

    lists = {name: set(tables()[name].names[3:]) for name in LIST_TABLES}
    return {"plans": {column.name for column in fields(Head)}, **lists}


def _nearest(field: str, tables: dict[str, set[str]]) -> str:
    names = [*tables["plans"], *tables, *(f"{t}.{c}" for t, of in tables.items() for c in of)]
    near = get_close_matches(field, names, n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""


def _title(plan: Plan) -> str:
    from rich.markup import escape

    document = plan.document
    return f"[bold]{escape(document.name)}[/bold]  {plan.plan_id}  {document.route}"


def _pages(plan: Plan) -> Table:
    table = _table("Pages", "page", "route", "why", "turned", "skew", "words", "confidence")
    for page in plan.document.pages:
        known = sum(bool(word.text) for word in page.words)
        table.add_row(
            str(page.number),
            page.route.value,
            _plain(page.why),
            f"{page.rotation}°",
            f"{page.skew:.1f}°",
            str(known),
            f"{page.confidence:.2f}",
        )
    return table


def _values(cells: list[Cell]) -> Table:
    table = _table("Values", "field", "status", "value", "raw", "place", "rule", "confidence")
    for name, row, column, value in cells:
        e = value.evidence
        label = column if name == "plans" else f"{name}.{row}.{column}"
        raw = "" if e.raw == value.text else e.raw
        shown = (label, value.status.value, value.text, raw, _place(e), e.rule)
        table.add_row(*map(_plain, shown), f"{e.confidence:.2f}" if e.rule else "")
    return table


def _findings(plan: Plan) -> Table:
    table = _table("Findings", "page", "stage", "code", "severity", "message")
    for f in (*plan.document.findings, *plan.findings):
        page = str(f.page) if f.page else ""
        table.add_row(page, f.stage, f.code, f.severity.value, _plain(f.message, 400))
    return table


def _detail(plan: Plan, cell: Cell) -> Iterator[RenderableType]:
    """The value, its evidence, what lost to it; for an empty one, why."""
    name, row, column, value = cell
    e = value.evidence
    label = column if name == "plans" else f"{name}.{row}.{column}"
    table = _table(label, "", "")
    table.show_header = False
    table.add_row("value", _plain(value.text, 2000))
    table.add_row("status", value.status.value)
    table.add_row("raw", _plain(e.raw, 2000))
    table.add_row("rule", _plain(e.rule) or "none")
    table.add_row("confidence", f"{e.confidence:.2f}")
    table.add_row("place", _place(e) or "none")
    if e.page and e.line:
        table.add_row("line", _plain(_line(plan, e.page, e.line), 400))
    if value.status in (Status.MISSING, Status.BLANK, Status.UNREADABLE):
        table.add_row("why", _plain(" ".join(_why_empty(plan, value)), 2000))
    yield table
    if value.candidates:
        yield _candidates(value)


def _candidates(value: Value) -> Table:
    conflict = value.status is Status.CONFLICT
    title = "All readings of the conflict" if conflict else "What lost to it"
    table = _table(title, "value", "rule", "confidence", "place", "why it lost")
    for c in value.candidates:
        e = c.evidence
        cells = (c.value, e.rule, f"{e.confidence:.2f}", _place(e), c.lost)
        table.add_row(*map(_plain, cells))
    return table


def _why_empty(plan: Plan, value: Value) -> Iterator[str]:
    """Sentences that say why there is nothing, and what may hide it."""
    if value.status is Status.BLANK:
        yield "The place for it is there and was left empty."
    elif value.status is Status.UNREADABLE:
        yield "There is ink in its place that could not be read."
    elif value.candidates:
        yield "Nothing held: each reading below was turned down."
    else:
        yield "No rule found anything that looks like it."
    if value.evidence.rule.startswith("inferred:"):
        yield "It would be inferred, and what it follows from is missing."
    pages = plan.document.pages
    doubtful = [str(p.number) for p in pages if p.words and p.confidence < DOUBTFUL_PAGE]
    if doubtful:
        yield f"Pages read with doubt, where it may stand: {', '.join(doubtful)}."
    unread = sum(word.text == UNREAD for page in pages for word in page.words)
    if unread:
        yield f"Places with ink that could not be read: {unread}."
    empty = [str(p.number) for p in pages if not p.words]
    if empty:
        yield f"Pages without a word: {', '.join(empty)}."


def _line(plan: Plan, page: int, line: int) -> str:
    """The text of a line, "" where the numbers point nowhere."""
    lines = next((p.lines for p in plan.document.pages if p.number == page), ())
    return lines[line - 1].text if 0 < line <= len(lines) else ""


def _place(e: Evidence) -> str:
    parts = [f"page {e.page}" if e.page else "", f"line {e.line}" if e.line else ""]
    if e.box:
        b = e.box
        parts.append(f"box {b.x0:.0f},{b.top:.0f} to {b.x1:.0f},{b.bottom:.0f}")
    return ", ".join(part for part in parts if part)


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _plain(text: str, limit: int = 160) -> str:
    """Text on one line, cut, with no markup of `rich` in it."""
    from rich.markup import escape

    running = " ".join(text.split())
    return escape(running if len(running) <= limit else running[: limit - 1] + "…")
