"""People's corrections: `corrections.csv` beside the tables.

A line is a judgement of one value, or a value of a row that the machine did not find.
Nothing is ever changed in the file; the last line on a value counts, and an `undone`
line takes back the one whose id it names. It may be edited in a spreadsheet, and two
files may be merged by putting their lines together: lines are taken by `when`, double
ones by `id` once.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.tables.cells import csv_cell
from pipeline.tables.schema import LIST_TABLES, tables
from pipeline.vietnamese import nfc

CORRECTIONS = "corrections.csv"
ADDED_ROWS = range(10_000, 100_000)
"""Numbers of rows that people added; no document has as many of the machine's."""
GROWING = tuple(table for table in LIST_TABLES if table != "sections")
"""The tables to which a person may add a row."""


class Verdict(StrEnum):
    """What a person said of a value."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    MISSING = "missing"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    ADDED = "added"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of `corrections.csv`. `row` is 1 for `plans`; `when` ISO 8601 with zone.

    A row that a person added has its number from ADDED_ROWS, so that it is the same
    whatever the machine finds next time.
    """

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

    @property
    def is_of_added_row(self) -> bool:
        """Whether its row is one that a person added."""
        return self.table in GROWING and self.row in ADDED_ROWS


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


def _line(path: Path, number: int, line: Mapping[str, str | None]) -> Correction:
    try:
        cells: dict[str, Any] = {name: _unguarded(line[name] or "") for name in _COLUMNS}
        correction = Correction(
            **{**cells, "row": int(cells["row"]), "status": Verdict(cells["status"])}
        )
        if correction.column not in tables()[correction.table].names:
            raise ValueError(f"no column '{correction.table}.{correction.column}'")
        if correction.status is Verdict.ADDED and not correction.is_of_added_row:
            raise ValueError(f"no row {correction.row} can be added to '{correction.table}'")
    except (KeyError, ValueError, TypeError) as error:
        raise SettingsError("corrections-invalid", f"{path}, row {number}: {error}") from error
    return correction


def _unguarded(cell: str) -> str:
    """Takes off the `'` that keeps a spreadsheet from running the cell."""
    guarded = cell.startswith("'") and csv_cell(cell[1:]) == cell
    return nfc(cell[1:] if guarded else cell)
