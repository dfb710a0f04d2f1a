"""The tables as one workbook for people, put together of the rows' XML.

XlsxWriter makes the workbook with everything but the rows: headers, notes, filters, the
code book. The rows, made beforehand and often by other processes, are put into its
sheets as they are packed: a tenth of the time of writing cell by cell, and no memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pipeline.tables.pieces import sheet_row
from pipeline.tables.schema import Table, tables

SHEET_ROWS = 1_048_575
"""Rows of a sheet below its header: Excel's specification, 1,048,576 in all."""

_BATCH = 5_000
_WIDTHS = {
    14: ("plan_id", "sha256", "symbol", "base_symbol"),
    20: ("number_symbol", "base_number_symbol", "campaign", "others", "rule"),
    24: ("signer_name", "signer_title", "name", "label", "parent_body", "by", "to", "via"),
    34: ("file", "unit", "unit_normalised", "issuer", "issuer_normalised", "body", "recipient"),
    36: ("base_issuer", "base_issuer_normalised", "signed_for", "needs_review", "raw", "value"),
    46: ("as_written", "what", "occasion"),
    50: ("title", "message"),
    60: ("text", "task", "message_vi"),
}
"""Characters that a column shows of what it mostly holds; the others show their names."""
_CHUNK = 1 << 20
_ZIP64 = 2_000_000_000
"""Bytes of a sheet from which on the archive needs sizes of 8 bytes."""
_PACKING = 2
"""Level of zlib: 4 % larger than its default, in half the time."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be filled: its rows stand in `lines` from byte `start` to `end`."""

    table: Table
    number: int
    rows: int
    lines: Path
    start: int
    end: int

    @property
    def name(self) -> str:
        """`evidence`, `evidence (2)`, ..."""
        return self.table.name if self.number == 1 else f"{self.table.name} ({self.number})"


def write_workbook(
    lines: Mapping[str, Path], target: Path, *, sheet_rows: int = SHEET_ROWS
) -> None:
    """A sheet per table, in the order of `lines` (its rows, one a line), and the code book.

    A table with more than `sheet_rows` rows goes on in `<name> (2)` and so on.
    Text stays text: no formulas, no links, no guessed numbers.
    """
    sheets = [s for name, path in lines.items() for s in _sheets(tables()[name], path, sheet_rows)]
    with (
        zipfile.ZipFile(_empty(sheets)) as empty,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as book,
    ):
        parts = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, start=1)}
        for part in empty.infolist():
            if part.filename in parts:
                _fill(book, part.filename, empty.read(part), parts[part.filename])
            else:
                book.writestr(part, empty.read(part), compresslevel=_PACKING)


def lines_of(parquet: Path, folder: Path) -> Path:
    """The rows of a table's Parquet file as lines for its sheet, in a file of `folder`."""
    import pyarrow.parquet as pq

    target = folder / f"{parquet.stem}.xml"
    with pq.ParquetFile(parquet) as file, target.open("w", encoding="utf-8", newline="") as lines:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            lines.writelines(map(sheet_row, zip(*columns, strict=True)))
    return target


def _sheets(table: Table, lines: Path, sheet_rows: int) -> Iterator[Sheet]:
    """The table's sheets: one, or more where a sheet would be too long."""
    number, start = 1, 0
    with lines.open("rb") as file:
        while True:
            rows = 0
            end = start
            for line in islice(file, sheet_rows):
                rows += 1
                end += len(line)
            if rows or number == 1:
                yield Sheet(table, number, rows, lines, start, end)
            if rows < sheet_rows:
                return
            number, start = number + 1, end


def _empty(sheets: list[Sheet]) -> BytesIO:
    """The workbook without the rows of its tables."""
    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "in_memory": True}) as book:
        # The same tables are the same bytes, whenever they were made.
        book.set_properties({"created": datetime(2000, 1, 1)})
        header = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _head(page, sheet.table, header)
            page.autofilter(0, 0, sheet.rows, len(sheet.table.columns) - 1)
        _codebook(book, header)
    return made


def _fill(book: zipfile.ZipFile, part: str, empty: bytes, sheet: Sheet) -> None:
    """The sheet with its rows behind its header. A part opened by its name bears no time."""
    head, closing, tail = empty.partition(b"</sheetData>")
    last = sheet.rows + 1
    # Programs that read a sheet as a stream believe what it says of its size.
    sized = re.sub(rb'(<dimension ref="A1:[A-Z]+)\d+"', rb'\g<1>%d"' % last, head, count=1)
    large = sheet.end - sheet.start > _ZIP64
    with book.open(part, "w", force_zip64=large) as target:
        target.write(sized)
        _copy(sheet, target)
        target.write(closing + tail)


def _copy(sheet: Sheet, target: IO[bytes]) -> None:
    with sheet.lines.open("rb") as source:
        source.seek(sheet.start)
        left = sheet.end - sheet.start
        while left:
            chunk = source.read(min(_CHUNK, left))
            target.write(chunk)
            left -= len(chunk)


def _head(sheet: Any, table: Table, header: Any) -> None:
    """Names in bold, kept in sight; what a column means as a note in Vietnamese."""
    sheet.freeze_panes(1, 2 if table.columns[0].name == "plan_id" else 0)
    widths = {name: width for width, names in _WIDTHS.items() for name in names}
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, widths.get(column.name, max(10, len(column.name) + 3)))
        sheet.write_string(0, index, column.name, header)
        sheet.write_comment(0, index, column.vietnamese, {"x_scale": 2})


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
