"""What people's corrections make of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.document import Finding
from pipeline.plan import ROW_TYPES, Checked, Evidence, Plan, Status, Value, values_of
from pipeline.tables.corrections import Correction, Corrections, Verdict
from pipeline.tables.rows import added_row, parts_of
from pipeline.tables.schema import LIST_TABLES, tables
from pipeline.vietnamese import nfc


def corrected(plan: Plan, corrections: Corrections) -> Plan:
    """The plan with what people said of it; the machine's values stay in `checked`.

    Where the machine now has another value or another text, its value stands, and
    a finding (`correction-outdated`) says that it has to be asked again.
    """
    mine = {place: c for place, c in corrections.items() if place[0] == plan.plan_id}
    if not mine:
        return plan
    added = [mine.pop(place) for place in list(mine) if mine[place].is_of_added_row]
    outdated: list[Finding] = []
    parts: dict[tuple[str, int], Any] = {}
    for table, row, part in _own_parts(plan):
        changed: dict[str, Value] = {}
        for column, value in values_of(part):
            correction = mine.pop((plan.plan_id, table, row, column), None)
            if correction:
                changed[column] = judged(value, correction)
                outdated += _outdated(changed[column], correction)
        parts[table, row] = _changed(part, changed)
    outdated += [_gone(correction) for correction in mine.values()]
    parts.update(_added_parts(added))
    return _with_parts(plan, parts, outdated)


def uncorrected(plan: Plan) -> Plan:
    """The plan as the machine had it."""
    parts = {
        (table, row): _changed(part, {c: machine(v) for c, v in values_of(part) if v.checked})
        for table, row, part in _own_parts(plan)
    }
    kept = tuple(f for f in plan.findings if f.code != OUTDATED)
    return _with_parts(replace(plan, findings=kept), parts, [])


OUTDATED = "correction-outdated"
ADDED = "person:added"
"""The rule of a value that a person added."""


def judged(value: Value, correction: Correction) -> Value:
    """The value with a person's word on it."""
    was = machine(value)
    holds = _same(was.text, correction.machine_value) and _same(was.evidence.raw, correction.raw)
    checked = Checked(
        correction.who, correction.when, was.value, was.status, was.evidence.confidence, holds
    )
    if not holds:
        return replace(was, checked=checked)
    sure = replace(was.evidence, confidence=1.0)
    status, content = _said(was, correction)
    return replace(was, value=content, status=status, evidence=sure, checked=checked)


def machine(value: Value) -> Value:
    """The value as the machine had it."""
    if value.checked is None:
        return value
    checked = value.checked
    evidence = replace(value.evidence, confidence=checked.confidence)
    return replace(
        value, value=checked.value, status=checked.status, evidence=evidence, checked=None
    )


def _said(was: Value, correction: Correction) -> tuple[Status, str | int | None]:
    verdict = correction.status
    if verdict in (Verdict.CORRECTED, Verdict.ADDED):
        return Status.CORRECTED, _typed(correction)
    if verdict is Verdict.ACCEPTED:
        chosen = was.status is Status.CONFLICT
        return (Status.CORRECTED if chosen else was.status), was.value
    return Status(verdict.value), None


def _typed(correction: Correction) -> str | int:
    kinds = {c.name: c.type for c in tables()[correction.table].columns}
    text = correction.corrected_value
    whole = kinds[correction.column] == "integer" and text.isdecimal()
    return int(text) if whole else text


def _same(left: str, right: str) -> bool:
    """Spreadsheets change line ends and outer spaces, not the words."""
    return nfc(left).split() == nfc(right).split()


def _outdated(value: Value, correction: Correction) -> Iterator[Finding]:
    if value.checked and not value.checked.holds:
        message = (
            f"{correction.table}.{correction.column}, row {correction.row}: {correction.who} said "
            f"{correction.status} '{correction.corrected_value}' of '{correction.machine_value}'; "
            f"it is '{value.text}' now and has to be asked again"
        )
        yield Finding("tables", OUTDATED, message, page=value.evidence.page)


def _gone(correction: Correction) -> Finding:
    message = (
        f"{correction.table}.{correction.column}, row {correction.row}: {correction.who} said "
        f"{correction.status} '{correction.corrected_value}'; there is no such row any more"
    )
    return Finding("tables", OUTDATED, message)


def _own_parts(plan: Plan) -> Iterator[tuple[str, int, Any]]:
    """The parts that the machine found."""
    return (found for found in parts_of(plan) if not added_row(found[2]))


def _added_parts(added: Iterable[Correction]) -> dict[tuple[str, int], Any]:
    """The rows that people added, by table and number."""
    values: dict[tuple[str, int], dict[str, Value]] = {}
    for correction in sorted(added, key=lambda c: (c.table, c.row)):
        cells = values.setdefault((correction.table, correction.row), {})
        cells[correction.column] = _added_value(correction)
    return {place: ROW_TYPES[place[0]](**cells) for place, cells in values.items()}


def _added_value(correction: Correction) -> Value:
    checked = Checked(
        correction.who, correction.when, None, Status.MISSING, 0.0, row=correction.row
    )
    status, content = _said(Value(), correction)
    return Value(content, status, Evidence(rule=ADDED, confidence=1.0), checked=checked)


def _changed(part: Any, values: Mapping[str, Value]) -> Any:
    """The head or row with these values in it."""
    return replace(part, **values) if values else part


def _with_parts(plan: Plan, parts: Mapping[tuple[str, int], Any], found: list[Finding]) -> Plan:
    lists: dict[str, list[Any]] = {table: [] for table in LIST_TABLES}
    for (table, _), part in parts.items():
        lists.setdefault(table, []).append(part)
    (head,) = lists.pop("plans")
    rows: dict[str, Any] = {table: tuple(of) for table, of in lists.items()}
    return replace(plan, head=head, findings=(*plan.findings, *found), **rows)
