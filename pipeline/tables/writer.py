"""The tables of a run, written as a stream: one plan in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.document import Finding
from pipeline.plan import Plan


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read: a row of `failures.csv`."""

    file: str
    sha256: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DuplicateFile:
    """A file with the same bytes as `same_as`, the file that stands in `plans.csv`."""

    plan_id: str
    file: str
    sha256: str
    same_as: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows per table, values put up for review, notes for the user."""

    rows: Mapping[str, int]
    review: int
    workbook: Path
    notes: tuple[str, ...] = ()


def write_tables(  # noqa: PLR0913 - each is a table or a file of its own
    plans: Iterable[Plan],
    out: Path,
    *,
    failures: Iterable[FailedFile] = (),
    duplicates: Iterable[DuplicateFile] = (),
    campaigns: Mapping[str, str] | None = None,
    findings: Mapping[str, Sequence[Finding]] | None = None,
    review_below: float = 0.8,
    run: Mapping[str, object] | None = None,
) -> Written:
    """All tables of the contract into `out`, whole or not at all.

    `plans` come in the final order and are taken one at a time. `campaigns` maps
    plan_id to campaign; `findings` maps plan_id to what was noticed across the
    folder (two plans with one number); `run` becomes `run.json`.
    """
    raise NotImplementedError
