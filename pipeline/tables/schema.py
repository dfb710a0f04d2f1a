"""Every table and column of the contract, read from the packaged code book."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

CODEBOOK = "codebook.csv"
"""The code book's name in the package and in a run's output."""

PLAN_TABLES = (
    "plans",
    "pages",
    "signers",
    "bases",
    "phases",
    "assignments",
    "deadlines",
    "awards",
    "recipients",
    "sections",
    "evidence",
    "findings",
)
"""The tables that plans fill, in the order of the workbook's sheets."""

LIST_TABLES = PLAN_TABLES[2:10]
"""The tables with a row per part of a plan; each is an attribute of `Plan`."""

RUN_TABLES = (*PLAN_TABLES, "failures", "duplicates")
"""The tables that a run writes."""

COMPARED = ("template", "adaptation", "additions", "slots", "chain", "reuse")
"""The tables that `kehoach compare` adds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (text, integer, number, boolean) and what it means."""

    name: str
    type: str
    english: str
    vietnamese: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name, in the code book's order."""
    text = (files("pipeline.tables") / "data" / CODEBOOK).read_text(encoding="utf-8")
    columns: dict[str, list[Column]] = {}
    for row in csv.DictReader(text.splitlines()):
        column = Column(row["column"], row["type"], row["english"], row["vietnamese"])
        columns.setdefault(row["table"], []).append(column)
    return MappingProxyType({name: Table(name, tuple(of)) for name, of in columns.items()})
