"""Plans to tables: the schema, CSV, Parquet, the workbook, JSON Lines, and back."""

from pipeline.tables.corpus import Corpus, load
from pipeline.tables.public import export_public
from pipeline.tables.writer import (
    DuplicateFile,
    FailedFile,
    Written,
    plans_frame,
    read_plans,
    refresh,
    write_frames,
    write_pieces,
    write_tables,
)

__all__ = [
    "Corpus",
    "DuplicateFile",
    "FailedFile",
    "Written",
    "export_public",
    "load",
    "plans_frame",
    "read_plans",
    "refresh",
    "write_frames",
    "write_pieces",
    "write_tables",
]
