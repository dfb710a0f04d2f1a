"""The tables as they may be given away: `kehoach export DIR --public`.

Left out: the pages' text, phone, identity and account numbers, and lists of
private persons. What is taken out is `data/private.json`; signers and the bodies
in the tables are public offices and stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.tables.corpus import load
from pipeline.tables.placing import staged
from pipeline.tables.schema import RUN_TABLES, tables
from pipeline.tables.sinks import TableSink
from pipeline.tables.workbook import write_workbook
from pipeline.tables.writer import WORKBOOK, refresh, write_codebook

PUBLIC = "public"
"""The folder below the run's, unless another is given."""

OUT = "[…]"
"""Stands where something was taken out."""

_KEYS = frozenset({"plan_id", "file", "sha256", "same_as", "table", "column", "rule"})
_BATCH = 5_000
_CAPITAL = "A-ZÀ-ỸĐ"


@dataclass(frozen=True, slots=True)
class Private:
    """`data/private.json`, compiled."""

    numbers: Sequence[re.Pattern[str]]
    name: re.Pattern[str]
    names: int
    cue: re.Pattern[str]
    heading: re.Pattern[str]

    def clean(self, text: str) -> str:
        """The text without private numbers; a list of private persons is gone whole."""
        if self.is_list(text) and self.cue.search(text):
            return OUT
        for pattern in self.numbers:
            text = pattern.sub(_without, text)
        return text

    def is_list(self, text: str) -> bool:
        """Whether the text names several people."""
        return len(self.name.findall(text)) >= self.names


@cache
def private() -> Private:
    """The packaged patterns."""
    text = (files("pipeline.tables") / "data" / "private.json").read_text(encoding="utf-8")
    data = json.loads(text)
    persons = data["persons"]
    surnames = "|".join(map(re.escape, persons["surnames"].split()))
    syllable = rf"[{_CAPITAL}][\w']*"
    return Private(
        numbers=[re.compile(rule["pattern"]) for rule in data["numbers"]],
        name=re.compile(rf"(?<!\w)(?:{surnames})(?: {syllable}){{1,4}}"),
        names=persons["names"],
        cue=re.compile("|".join(map(re.escape, persons["cues"])), re.IGNORECASE),
        heading=re.compile("|".join(map(re.escape, data["headings"])), re.IGNORECASE),
    )


def export_public(folder: Path, out: Path | None = None) -> Path:
    """Writes the public tables into `out` (`folder/public`) and gives that folder.

    CSV, Parquet and the workbook, whole or not at all. People's corrections are in.
    Raises SettingsError (`tables-not-found`, `corrections-invalid`) and OSError.
    """
    load(folder)
    refresh(folder)
    target = out or folder / PUBLIC
    lists = _listed(folder)
    with staged(target) as (stage, _), TemporaryDirectory(dir=stage) as sheets:
        for name in RUN_TABLES:
            with closing(TableSink(tables()[name], stage, Path(sheets))) as sink:
                for rows in _rows(folder, name):
                    sink.add(_public(name, row, lists) for row in rows)
        lines = {name: Path(sheets) / f"{name}.xml" for name in RUN_TABLES}
        write_workbook(lines, stage / WORKBOOK)
        write_codebook(stage)
    return target


def _public(name: str, row: Mapping[str, Any], lists: set[tuple[str, int]]) -> dict[str, Any]:
    """The row without what is private."""
    cells = {
        column: private().clean(cell) if isinstance(cell, str) and column not in _KEYS else cell
        for column, cell in row.items()
    }
    if name == "pages":
        cells["text"] = None
    if _place(name, row) in lists:
        gone = ("text",) if name == "sections" else ("raw", "value", "others", "machine_value")
        cells.update((column, OUT if cells[column] else cells[column]) for column in gone)
    return cells


def _place(name: str, row: Mapping[str, Any]) -> tuple[str, int] | None:
    """Which section a row of `sections` or of its evidence is about; titles stay."""
    if name == "sections":
        return row["plan_id"], row["order"]
    if name == "evidence" and row["table"] == "sections" and row["column"] == "text":
        return row["plan_id"], row["row"]
    return None


def _listed(folder: Path) -> set[tuple[str, int]]:
    """(plan_id, order) of the sections below a heading such as DANH SÁCH that name people."""
    below: set[tuple[str, int]] = set()
    found: set[tuple[str, int]] = set()
    for row in chain.from_iterable(_rows(folder, "sections")):
        key = (row["plan_id"], row["order"])
        parent = (row["plan_id"], row["parent_order"])
        if parent in below or private().heading.search(row["title"] or ""):
            below.add(key)
            if private().name.search(row["text"] or ""):
                found.add(key)
    return found


def _rows(folder: Path, name: str) -> Iterator[list[dict[str, Any]]]:
    """A table's rows, some thousand at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / "tables" / f"{name}.parquet") as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            yield batch.to_pylist()


def _without(match: re.Match[str]) -> str:
    """The match with its private part taken out."""
    if "private" not in match.re.groupindex:
        return OUT
    start, end = match.span("private")
    text, offset = match.group(), match.start()
    return text[: start - offset] + OUT + text[end - offset :]
