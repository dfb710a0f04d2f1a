"""People's corrections: `corrections.csv` beside the tables, and what it does to a plan.

A line is a judgement of one value. Nothing is ever changed in the file; the last
line on a value counts, and an `undone` line takes back the one whose id it names.
It may be edited in a spreadsheet, and two files may be merged by putting their
lines together: lines are taken by `when`, double ones by `id` once.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.document import Finding
from pipeline.errors import SettingsError
from pipeline.plan import Checked, Plan, Status, Value, values_of
from pipeline.tables.cells import csv_cell
from pipeline.tables.rows import parts_of
from pipeline.tables.schema import tables
from pipeline.vietnamese import nfc

CORRECTIONS = "corrections.csv"


class Verdict(StrEnum):
    """What a person said of a value."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    MISSING = "missing"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of `corrections.csv`. `row` is 1 for `plans`; `when` ISO 8601 with zone."""

    plan: str
    table: str
    row: int
    column: str
    raw: str
    machine_value: str
    corrected_value: str
    status: Verdict
    who: str
    when: str
    extractor: str
    id: str

    @property
    def place(self) -> Place:
        """The value that is judged."""
        return self.plan, self.table, self.row, self.column


Place = tuple[str, str, int, str]
"""Plan, table, row, column."""

Corrections = Mapping[Place, Correction]


def read_corrections(path: Path) -> list[Correction]:
    """All lines, none where there is no file.

    Takes what a spreadsheet makes of it: `;` between cells, a byte-order mark or
    none. A last line that a full disk or a power cut left unfinished (without its line
    end and with cells missing) is left out.
    Raises SettingsError (`corrections-invalid`) that names the line.
    """
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("corrections-invalid", f"{path}: not UTF-8: {error}") from error
    lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(path)))
    if lines and not text.endswith("\n") and None in lines[-1].values():
        lines.pop()
    return [_line(path, number, line) for number, line in enumerate(lines, start=2)]


def delimiter_of(path: Path) -> str:
    """What stands between the cells: `,`, or the `;` that Excel writes in Vietnam."""
    if not path.exists():
        return ","
    with path.open("rb") as file:
        return ";" if file.readline().count(b";") > len(_COLUMNS) // 2 else ","


def correction_line(correction: Correction, delimiter: str = ",") -> str:
    """The line as it is appended, with its end; always one line of the file."""
    out = io.StringIO(newline="")
    cells = [csv_cell(_on_one_line(getattr(correction, name))) for name in _COLUMNS]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _on_one_line(cell: str | int) -> str:
    return " ".join(str(cell).split())


def header_line() -> str:
    """The first line of the file, with the byte-order mark that Excel wants."""
    return "\ufeff" + ",".join(_COLUMNS) + "\r\n"


_COLUMNS = tuple(column.name for column in fields(Correction))


def standing(lines: Iterable[Correction]) -> dict[Place, Correction]:
    """The correction that counts for each value."""
    of: dict[Place, list[Correction]] = {}
    seen: set[str] = set()
    for line in sorted(lines, key=lambda c: c.when):
        if line.id in seen:
            continue
        seen.add(line.id)
        earlier = of.setdefault(line.place, [])
        if line.status is Verdict.UNDONE:
            earlier[:] = [c for c in earlier if c.id != line.corrected_value]
        else:
            earlier.append(line)
    return {place: earlier[-1] for place, earlier in of.items() if earlier}


def digest(path: Path) -> str:
    """Tells two states of the file apart; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def corrected(plan: Plan, corrections: Corrections) -> Plan:
    """The plan with what people said of it; the machine's values stay in `checked`.

    Where the machine now has another value or another text, its value stands, and
    a finding (`correction-outdated`) says that it has to be asked again.
    """
    mine = {place: c for place, c in corrections.items() if place[0] == plan.plan_id}
    if not mine:
        return plan
    outdated: list[Finding] = []
    parts: dict[tuple[str, int], Any] = {}
    for table, row, part in parts_of(plan):
        changed: dict[str, Value] = {}
        for column, value in values_of(part):
            correction = mine.pop((plan.plan_id, table, row, column), None)
            if correction:
                changed[column] = judged(value, correction)
                outdated += _outdated(changed[column], correction)
        parts[table, row] = _changed(part, changed)
    outdated += [_gone(correction) for correction in mine.values()]
    return _with_parts(plan, parts, outdated)


def uncorrected(plan: Plan) -> Plan:
    """The plan as the machine had it."""
    parts = {
        (table, row): _changed(part, {c: machine(v) for c, v in values_of(part) if v.checked})
        for table, row, part in parts_of(plan)
    }
    kept = tuple(f for f in plan.findings if f.code != OUTDATED)
    return _with_parts(replace(plan, findings=kept), parts, [])


OUTDATED = "correction-outdated"


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
    if verdict is Verdict.CORRECTED:
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


def _changed(part: Any, values: Mapping[str, Value]) -> Any:
    """The head or row with these values in it."""
    return replace(part, **values) if values else part


def _with_parts(plan: Plan, parts: Mapping[tuple[str, int], Any], found: list[Finding]) -> Plan:
    lists: dict[str, list[Any]] = {}
    for (table, _), part in parts.items():
        lists.setdefault(table, []).append(part)
    rows: dict[str, Any] = {table: tuple(of) for table, of in lists.items()}
    (head,) = rows.pop("plans")
    return replace(plan, head=head, findings=(*plan.findings, *found), **rows)


def _line(path: Path, number: int, line: Mapping[str, str | None]) -> Correction:
    try:
        cells: dict[str, Any] = {name: _unguarded(line[name] or "") for name in _COLUMNS}
        correction = Correction(
            **{**cells, "row": int(cells["row"]), "status": Verdict(cells["status"])}
        )
        if correction.column not in tables()[correction.table].names:
            raise ValueError(f"no column '{correction.table}.{correction.column}'")
    except (KeyError, ValueError, TypeError) as error:
        raise SettingsError("corrections-invalid", f"{path}, row {number}: {error}") from error
    return correction


def _unguarded(cell: str) -> str:
    """Takes off the `'` that keeps a spreadsheet from running the cell."""
    guarded = cell.startswith("'") and csv_cell(cell[1:]) == cell
    return nfc(cell[1:] if guarded else cell)
