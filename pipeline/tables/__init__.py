"""Plans to tables: the schema, CSV, Parquet, the workbook, JSON Lines, and back."""

from pipeline.tables.corpus import Corpus, load
from pipeline.tables.writer import (
    DuplicateFile,
    FailedFile,
    Written,
    plans_frame,
    read_plans,
    refresh,
    write_frames,
    write_tables,
)

__all__ = [
    "Corpus",
    "DuplicateFile",
    "FailedFile",
    "Written",
    "load",
    "plans_frame",
    "read_plans",
    "refresh",
    "write_frames",
    "write_tables",
]
