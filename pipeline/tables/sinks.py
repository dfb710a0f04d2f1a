"""A table written row by row as CSV and as Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.tables.cells import clean, csv_cell
from pipeline.tables.rows import Cell, Record
from pipeline.tables.schema import Table

ROW_GROUP = 20_000
"""Rows kept in memory before they go to Parquet: some 10 MB of evidence."""


def arrow_schema(table: Table) -> Any:
    """The table's columns as a `pyarrow.Schema`: the same whatever the cells hold."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema([(column.name, kinds[column.type]) for column in table.columns])


class TableSink:
    """Appends rows to `<folder>/<table>.csv` and `<folder>/tables/<table>.parquet`."""

    def __init__(self, table: Table, folder: Path) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._waiting: list[list[Cell]] = []
        self._schema = arrow_schema(table)
        self.rows = 0
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        # The byte-order mark makes Excel take the file for UTF-8.
        self._file = (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, lineterminator="\r\n")
        self._csv.writerow(table.names)
        self._parquet = pq.ParquetWriter(
            folder / "tables" / f"{table.name}.parquet", self._schema, compression="zstd"
        )

    def add(self, records: Iterable[Record]) -> None:
        """Writes rows; a column that a row lacks is empty."""
        for record in records:
            cells = [_typed(clean(record.get(c.name)), c.type) for c in self._table.columns]
            self._csv.writerow([csv_cell(cell) for cell in cells])
            self._waiting.append(cells)
            self.rows += 1
        if len(self._waiting) >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Writes what waits and ends both files."""
        try:
            if self._waiting:
                self._flush()
        finally:
            self._parquet.close()
            self._file.close()

    def __enter__(self) -> TableSink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = zip(*self._waiting, strict=True)
        arrays = [
            pa.array(cells, type=kind.type)
            for cells, kind in zip(columns, self._schema, strict=True)
        ]
        self._parquet.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting.clear()


def _typed(cell: Cell, kind: str) -> Cell:
    """The cell in its column's type; raises ValueError for text in a column of numbers."""
    if cell is None:
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "text":
        return str(cell)
    return bool(cell)
