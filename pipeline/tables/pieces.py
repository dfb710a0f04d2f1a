"""A plan's rows as the bytes of every kind of file.

A piece says nothing of where it will stand, so pieces can be made by many processes,
be kept, and be put together in any order; what is left to the writer is copying.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.plan import Plan
from pipeline.tables.cells import clean, csv_cell, sheet_cell
from pipeline.tables.codec import plan_to_json
from pipeline.tables.rows import Cell, Record, needs_review, rows_of
from pipeline.tables.schema import PLAN_TABLES, Table, tables


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of one table: lines of its CSV, lines of XML for its sheet (one a row),
    and its cells by column."""

    rows: int
    csv: bytes
    sheet: bytes
    columns: tuple[Sequence[Cell], ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """All of a plan: a piece for each of `PLAN_TABLES`, its line of `plans.jsonl`, and
    how many of its values are put up for review."""

    plan_id: str
    tables: tuple[Piece, ...]
    line: bytes
    review: int


def pieces_of(plan: Plan, review_below: float) -> Pieces:
    """The plan in all its tables. Raises ValueError for a cell that is not of its column's type."""
    rows = rows_of(plan, review_below=review_below)
    line = plan_to_json(plan) + "\n"
    return Pieces(
        plan.plan_id,
        tuple(piece_of(tables()[name], rows[name]) for name in PLAN_TABLES),
        # A byte of a file name that is no UTF-8 becomes a JSON escape, which loads back.
        line.encode("utf-8", "backslashreplace"),
        len(needs_review(plan.head, review_below)),
    )


def piece_of(table: Table, records: Iterable[Record]) -> Piece:
    """Rows of a table; a column that a row lacks is empty."""
    kinds = [(column.name, _CONVERT[column.type]) for column in table.columns]
    rows = [[_typed(record.get(name), convert) for name, convert in kinds] for record in records]
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows([*map(csv_cell, row)] for row in rows)
    return Piece(
        len(rows),
        lines.getvalue().encode("utf-8"),
        "".join(map(sheet_row, rows)).encode("utf-8"),
        tuple(zip(*rows, strict=True)) if rows else ((),) * len(kinds),
    )


def sheet_row(cells: Iterable[Cell]) -> str:
    """A row of a sheet as one line. Rows and cells without a reference follow one another."""
    return f"<row>{''.join(map(sheet_cell, cells))}</row>\n"


_CONVERT: dict[str, Callable[[Any], Cell]] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": bool,
}


def _typed(cell: Cell, convert: Callable[[Any], Cell]) -> Cell:
    """The cell in its column's type; raises ValueError for text in a column of numbers."""
    cell = clean(cell)
    return cell if cell is None or (convert is str and isinstance(cell, str)) else convert(cell)
