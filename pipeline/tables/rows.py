"""A plan as rows of every table.

A row is a mapping from column to cell; a cell is text, a number, a boolean or
None. Nothing here knows how a table is written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.document import Finding, Severity
from pipeline.plan import MISSING, Assignment, Head, Plan, Row, Status, Value, values_of
from pipeline.tables.messages import vietnamese
from pipeline.tables.schema import LIST_TABLES, tables

Cell = str | int | float | bool | None
Record = Mapping[str, Cell]

EXCEL_CELL = 32_767
"""Characters (UTF-16 units) that a cell of Excel holds: Excel's specification."""

_SILENT = frozenset({"section", "unit_order", "task_order"})
"""Columns that say where a row stands in its document, as all of `sections` do: nobody
is asked about them."""

_UNSURE = frozenset({Status.UNREADABLE, Status.CONFLICT})
_EMPTY = frozenset({Status.MISSING, Status.BLANK, Status.UNREADABLE})


def parts_of(plan: Plan) -> Iterator[tuple[str, int, Head | Row]]:
    """(table, order, part) of the head and of each list row; orders count from 1.

    A row that a person added has the number it was given then.
    """
    yield "plans", 1, plan.head
    for table in LIST_TABLES:
        for order, part in enumerate(getattr(plan, table), start=1):
            yield table, added_row(part) or order, part


def added_row(part: Head | Row) -> int:
    """The number of a row that a person added; 0 for a row of the machine's."""
    return max((v.checked.row for _, v in values_of(part) if v.checked), default=0)


def plan_row(plan: Plan, review_below: float) -> Record:
    """The plan's row of `plans`, in the contract's order of columns."""
    cells: dict[str, Cell] = {
        "plan_id": plan.plan_id,
        "file": plan.document.name,
        "sha256": plan.document.sha256,
        "pages": len(plan.document.pages),
        "route": plan.document.route.value,
        "phase_count": sum(not struck(row) for row in plan.phases),
        "unit_count": unit_count(plan.assignments),
        "recipient_count": sum(not struck(row) for row in plan.recipients),
        "confidence": confidence(plan.head),
        "needs_review": ";".join(needs_review(plan.head, review_below)),
    }
    cells.update((name, value.value) for name, value in values_of(plan.head))
    return {name: cells[name] for name in tables()["plans"].names}


def unit_count(assignments: Iterable[Assignment]) -> int:
    """Different units that lead or carry out a task; who only coordinates is left out."""
    return len(
        {
            a.unit_order.text or a.unit.text.casefold()
            for a in assignments
            if a.role.value != "coordinate" and a.unit.text
        }
    )


def struck(part: Head | Row) -> bool:
    """Whether a person said of all that the row held that it is not in the document.

    Such a row is left out; the others keep their orders, by which they are judged.
    """
    values = [value for _, value in values_of(part)]
    return any(v.checked for v in values) and all(v.value is None for v in values)


def confidence(head: Head) -> float | None:
    """Mean confidence of the values that are there; None where there are none."""
    known = [v.evidence.confidence for _, v in values_of(head) if v.status not in _EMPTY]
    return round(sum(known) / len(known), 4) if known else None


def needs_review(head: Head, below: float) -> list[str]:
    """The columns a person should look at."""
    return [name for name, value in values_of(head) if _asked("plans", name, value, below)]


def _asked(table: str, column: str, value: Value, below: float) -> bool:
    """Whether a person should look: the machine is unsure, or what every document has is not
    there. A row that is empty because nothing was recognised is asked by its type."""
    never_missing = (table, column) == ("plans", "doc_type")
    return unsure(value, below) or (
        never_missing and value.status is Status.MISSING and not value.checked
    )


def unsure(value: Value, below: float) -> bool:
    """Unreadable or contradictory, or there with less than `below` confidence.

    Not where a person judged it, unless the machine's value changed since.
    """
    if value.checked:
        return not value.checked.holds
    if value.status in _UNSURE:
        return True
    return value.status is Status.FOUND and value.evidence.confidence < below


def rows_of(plan: Plan, *, review_below: float) -> dict[str, list[Record]]:
    """The plan's rows of every table of `PLAN_TABLES`.

    A text too long for a cell of Excel adds a finding: only the workbook cuts it.
    """
    key: dict[str, Cell] = {"plan_id": plan.plan_id, "file": plan.document.name}
    rows: dict[str, list[Record]] = {
        "plans": [plan_row(plan, review_below)],
        "pages": [{**key, **row} for row in _pages(plan)],
        **{table: [] for table in LIST_TABLES},
        "evidence": [{**key, **row} for row in _evidence(plan, review_below)],
    }
    for table, order, part in parts_of(plan):
        if table != "plans" and not struck(part):
            cells = {name: value.value for name, value in values_of(part)}
            rows[table].append({**key, "order": order, **cells})
    misfits = [finding for table, of in rows.items() for finding in _misfits(table, of)]
    noticed = [*plan.document.findings, *plan.findings, *misfits, *_cut(rows)]
    rows["findings"] = [
        {**key, "order": order, **_finding(f)} for order, f in enumerate(noticed, start=1)
    ]
    return rows


def _pages(plan: Plan) -> Iterator[Record]:
    for page in plan.document.pages:
        yield {
            "page": page.number,
            "route": page.route.value,
            "why": page.why,
            "rotation": page.rotation,
            "skew": round(page.skew, 3),
            "words": sum(bool(word.text) for word in page.words),
            "confidence": round(page.confidence, 4),
            "text": page.text,
            "width": round(page.width, 2),
            "height": round(page.height, 2),
        }


def _evidence(plan: Plan, below: float) -> Iterator[Record]:
    """For `plans` each value, for the list tables each that is or was not missing."""
    paper = {page.number for page in plan.document.pages if page.width}
    for table, order, part in parts_of(plan):
        for column, value in values_of(part):
            if table == "plans" or value != MISSING:
                silent = table == "sections" or column in _SILENT
                asked = not silent and _asked(table, column, value, below)
                place: Record = {"table": table, "row": order, "column": column}
                yield {**place, **_evidence_cells(value, paper), "needs_review": asked}


def _evidence_cells(value: Value, paper: Container[int]) -> Record:
    """A value's columns in `evidence`; `paper` are the pages that are a sheet and no mere text."""
    e, box, checked = value.evidence, value.evidence.box, value.checked
    others = [c.value for c in value.candidates if c.value != value.text]
    unread = value.status is Status.UNREADABLE and value.value is None
    return {
        "status": value.status.value,
        "raw": e.raw,
        "value": value.text,
        "page": e.page if e.page in paper else None,
        "x0": round(box.x0, 2) if box else None,
        "top": round(box.top, 2) if box else None,
        "x1": round(box.x1, 2) if box else None,
        "bottom": round(box.bottom, 2) if box else None,
        "line": e.line,
        "char_start": e.char_start,
        "char_end": e.char_end,
        "rule": e.rule,
        "confidence": None if unread else round(e.confidence, 4),
        "others": "; ".join(others) if value.status is Status.CONFLICT else None,
        "machine_value": checked.value if checked else None,
        "machine_status": checked.status.value if checked else None,
        "machine_confidence": round(checked.confidence, 4) if checked else None,
        "checked_by": checked.who if checked else None,
        "checked_at": checked.when if checked else None,
    }


def _finding(finding: Finding) -> Record:
    return {
        "page": finding.page,
        "stage": finding.stage,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "message_vi": vietnamese(finding.code, finding.message),
    }


def _misfits(table: str, rows: list[Record]) -> Iterator[Finding]:
    """Empties cells of whole numbers that hold something else, and says so."""
    whole = [c.name for c in tables()[table].columns if c.type == "integer"]
    for number, row in enumerate(rows):
        for column in whole:
            cell = row.get(column)
            if isinstance(cell, str) and not cell.isdecimal():
                rows[number] = {**rows[number], column: None}
                message = f"{table}.{column}, row {number + 1}: '{cell}' is not a whole number"
                yield Finding("tables", "cell-not-a-number", message)


def too_long(text: str) -> bool:
    """Whether a cell of Excel cannot hold it. Excel counts UTF-16 units."""
    if len(text) <= EXCEL_CELL // 2:
        return False
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * EXCEL_CELL


def _cut(rows: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    for table, of in rows.items():
        for number, row in enumerate(of, start=1):
            for column, cell in row.items():
                if isinstance(cell, str) and too_long(cell):
                    where = f"{table}.{column}, row {row.get('order') or row.get('row') or number}"
                    message = f"{where}: cut at {EXCEL_CELL} characters in the workbook only"
                    yield Finding("tables", "cell-cut", message, Severity.INFO)


def with_campaign(plan: Plan, campaign: str | None) -> Plan:
    """The plan with the campaign that the comparison of all plans gave it."""
    if not campaign or plan.head.campaign.value:
        return plan
    evidence = replace(plan.head.campaign.evidence, rule="inferred:campaign", confidence=1.0)
    value = Value(campaign, Status.FOUND, evidence)
    return replace(plan, head=replace(plan.head, campaign=value))
