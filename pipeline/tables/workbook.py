"""The tables as one workbook for people, made from their Parquet files.

It is read and written in batches, so that memory does not grow with the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.tables.cells import excel_cell
from pipeline.tables.rows import Cell
from pipeline.tables.schema import Table, tables

SHEET_ROWS = 1_048_575
"""Rows of a sheet below its header: Excel's specification, 1,048,576 in all."""

_BATCH = 5_000
_WIDTHS = {"text": 60, "title": 50, "task": 60, "as_written": 45, "plan_id": 14, "sha256": 14}


def write_workbook(
    parquet: Mapping[str, Path], target: Path, *, sheet_rows: int = SHEET_ROWS
) -> None:
    """A sheet per table, in the order of `parquet` (its file by name), and the code book.

    A table with more than `sheet_rows` rows goes on in `<name> (2)` and so on.
    Text stays text: no formulas, no links, no guessed numbers.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(target), options) as book:
        # The same tables are the same bytes, whenever they were made.
        book.set_properties({"created": datetime(2000, 1, 1)})
        header = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
        for name, path in parquet.items():
            _sheets(book, tables()[name], _rows(path), header, sheet_rows)
        _codebook(book, header)


def _sheets(
    book: Any, table: Table, rows: Iterator[tuple[Cell, ...]], header: Any, sheet_rows: int
) -> None:
    number = 1
    while True:
        sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} ({number})")
        _head(sheet, table, header)
        count = _fill(sheet, islice(rows, sheet_rows))
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
        following = next(rows, None)
        if following is None:
            return
        rows = _again(following, rows)
        number += 1


def _again(first: tuple[Cell, ...], rest: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    yield first
    yield from rest


def _head(sheet: Any, table: Table, header: Any) -> None:
    """Names in bold, kept in sight; what a column means as a note in Vietnamese."""
    sheet.freeze_panes(1, 2 if table.columns[0].name == "plan_id" else 0)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _WIDTHS.get(column.name, max(10, len(column.name) + 3)))
        sheet.write_string(0, index, column.name, header)
        sheet.write_comment(0, index, column.vietnamese, {"x_scale": 2})


def _fill(sheet: Any, rows: Iterable[tuple[Cell, ...]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(count, index, excel_cell(cell))
            elif isinstance(cell, bool):
                sheet.write_boolean(count, index, cell)
            elif cell is not None:
                sheet.write_number(count, index, cell)
    return count


def _rows(parquet: Path) -> Iterator[tuple[Cell, ...]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(parquet) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _codebook(book: Any, header: Any) -> None:
    sheet = book.add_worksheet("codebook")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, 18)
    sheet.set_column(3, 4, 80)
    for index, name in enumerate(("table", "column", "type", "english", "vietnamese")):
        sheet.write_string(0, index, name, header)
    described = [(t.name, c) for t in tables().values() for c in t.columns]
    for row, (table, column) in enumerate(described, start=1):
        cells = (table, column.name, column.type, column.english, column.vietnamese)
        for index, cell in enumerate(cells):
            sheet.write_string(row, index, cell)
