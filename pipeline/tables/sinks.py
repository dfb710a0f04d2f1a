"""A table written piece by piece: as CSV, as Parquet, and as lines for its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipeline.tables.pieces import Piece, piece_of
from pipeline.tables.rows import Cell, Record
from pipeline.tables.schema import Table

ROW_GROUP = 1 << 20
"""Bytes of CSV whose rows make a group of rows in Parquet: some 12,000 rows of evidence."""
_ROWS = 2_000
"""Rows that are made into one piece where nobody made pieces before."""
_CELLS = 1 << 17
"""Bytes of CSV whose cells are kept as Python's objects, of many times their size, before
they become Arrow's arrays, of about their size."""


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
    """Appends to `<folder>/<table>.csv` and `<folder>/tables/<table>.parquet`; where
    `sheets` is a folder, also to `<sheets>/<table>.xml`, a row of the workbook a line.

    To be closed (`contextlib.closing`), also where writing failed."""

    def __init__(self, table: Table, folder: Path, sheets: Path | None = None) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._waiting: list[Sequence[Sequence[Cell]]] = []
        self._arrays: list[Any] = []
        self._size = self._grouped = 0
        self._schema = arrow_schema(table)
        self.rows = 0
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        self._csv = (folder / f"{table.name}.csv").open("wb")
        # The byte-order mark makes Excel take the file for UTF-8.
        self._csv.write(("\ufeff" + ",".join(table.names) + "\r\n").encode("utf-8"))
        self._sheet = (sheets / f"{table.name}.xml").open("wb") if sheets else None
        self._parquet = pq.ParquetWriter(
            folder / "tables" / f"{table.name}.parquet", self._schema, compression="zstd"
        )

    def add(self, records: Iterable[Record]) -> None:
        """Writes rows, some thousand at a time; a column that a row lacks is empty."""
        left = iter(records)
        while some := list(islice(left, _ROWS)):
            self.put(piece_of(self._table, some))

    def put(self, piece: Piece) -> None:
        """Writes rows that were made before."""
        if not piece.rows:
            return
        self._csv.write(piece.csv)
        if self._sheet:
            self._sheet.write(piece.sheet)
        self._waiting.append(piece.columns)
        self._size += len(piece.csv)
        self.rows += piece.rows
        if self._size >= _CELLS:
            self._to_arrow()
        if self._grouped >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Writes what waits and ends all files."""
        try:
            self._to_arrow()
            self._flush()
        finally:
            self._parquet.close()
            self._csv.close()
            if self._sheet:
                self._sheet.close()

    def _to_arrow(self) -> None:
        import pyarrow as pa

        if not self._waiting:
            return
        arrays = [
            pa.array(chain.from_iterable(some[n] for some in self._waiting), type=column.type)
            for n, column in enumerate(self._schema)
        ]
        self._arrays.append(pa.Table.from_arrays(arrays, schema=self._schema))
        self._grouped += self._size
        self._waiting.clear()
        self._size = 0

    def _flush(self) -> None:
        import pyarrow as pa

        if self._arrays:
            self._parquet.write_table(pa.concat_tables(self._arrays))
        self._arrays.clear()
        self._grouped = 0
