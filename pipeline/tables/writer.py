"""The tables of a run, written as a stream: one plan in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.document import Finding
from pipeline.plan import Plan
from pipeline.tables.cells import csv_cell
from pipeline.tables.codec import plan_from_json
from pipeline.tables.corpus import load
from pipeline.tables.corrections import (
    CORRECTIONS,
    digest,
    read_corrections,
    standing,
)
from pipeline.tables.judging import corrected, uncorrected
from pipeline.tables.messages import vietnamese
from pipeline.tables.pieces import Pieces, pieces_of
from pipeline.tables.placing import staged
from pipeline.tables.rows import Record, plan_row, with_campaign
from pipeline.tables.schema import CODEBOOK, COMPARED, PLAN_TABLES, RUN_TABLES, tables
from pipeline.tables.sinks import TableSink
from pipeline.tables.workbook import lines_of, write_workbook

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "plans.xlsx"
PLANS = "plans.jsonl"
RUN = "run.json"
_ROWS = 2_000
"""Rows of a frame that are objects at a time."""


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
    folder (two plans with one number). What people said in `corrections.csv` of `out` is
    put into the plans. Raises as `write_pieces` does, and SettingsError
    (`corrections-invalid`) for a broken line of that file.
    """
    corrections = standing(read_corrections(out / CORRECTIONS))
    ready = (
        finished(plan, (campaigns or {}).get(plan.plan_id), (findings or {}).get(plan.plan_id, ()))
        for plan in plans
    )
    pieces = (pieces_of(corrected(plan, corrections), review_below) for plan in ready)
    return write_pieces(
        pieces, out, failures=failures, duplicates=duplicates, review_below=review_below, run=run
    )


def write_pieces(  # noqa: PLR0913 - each is a table or a file of its own
    pieces: Iterable[Pieces],
    out: Path,
    *,
    failures: Iterable[FailedFile] = (),
    duplicates: Iterable[DuplicateFile] = (),
    review_below: float = 0.8,
    run: Mapping[str, object] | None = None,
) -> Written:
    """All tables of the contract into `out`, whole or not at all, of plans in pieces.

    `run` becomes `run.json`. Tables of `kehoach compare` stay as long as the plans are the
    same. Raises OSError where the disk is full.
    """
    facts = {
        **(run or {}),
        "review_below": review_below,
        "corrections": digest(out / CORRECTIONS),
    }
    with staged(out) as (stage, placed):
        with _sheets(stage) as sheets:
            rows, review = _write_plans(pieces, stage, sheets)
            rows["failures"] = _write_table("failures", map(_failure, failures), stage, sheets)
            rows["duplicates"] = _write_table("duplicates", map(asdict, duplicates), stage, sheets)
            same = _plan_ids(out) == _plan_ids(stage)
            lines = {name: sheets / f"{name}.xml" for name in RUN_TABLES}
            compared = parquet_of(out, COMPARED) if same else {}
            lines.update((name, lines_of(path, sheets)) for name, path in compared.items())
            write_workbook(lines, stage / WORKBOOK)
        write_codebook(stage)
        text = json.dumps(facts, ensure_ascii=False, indent=2)
        (stage / RUN).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    if not same:
        _drop_compared(out)
    notes = tuple(
        f"{name} đang mở ở một chương trình khác: bản mới là {path.name}"
        for name, path in placed.elsewhere.items()
    )
    return Written(rows, review, placed.elsewhere.get(WORKBOOK, out / WORKBOOK), notes)


@contextmanager
def _sheets(stage: Path) -> Iterator[Path]:
    """A folder for the rows of the workbook's sheets, on the disk that takes the tables."""
    with TemporaryDirectory(prefix="sheets-", dir=stage) as name:
        yield Path(name)


def refresh(out: Path) -> bool:
    """Writes the tables anew where `corrections.csv` changed since; whether it did.

    Tables that were made public have no plans to make them of, and stay. The plans come
    from `plans.jsonl`: nothing is read or extracted again. Raises as `write_tables`
    does, and SettingsError (`tables-not-found`).
    """
    corpus = load(out)
    run = run_facts(out)
    whole = (out / PLANS).exists()
    if not whole or run.get("corrections", "") == digest(out / CORRECTIONS):
        return False
    write_tables(
        map(uncorrected, read_plans(out)),
        out,
        failures=[FailedFile(**row) for row in _texts(corpus.failures, FailedFile)],
        duplicates=[DuplicateFile(**row) for row in _texts(corpus.duplicates, DuplicateFile)],
        review_below=run.get("review_below", 0.8),
        run=run,
    )
    return True


def run_facts(out: Path) -> dict[str, Any]:
    """`run.json`; nothing where there is none (public tables)."""
    path = out / RUN
    facts: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return facts


def read_plans(out: Path) -> Iterator[Plan]:
    """The plans of `plans.jsonl`, one at a time."""
    with (out / PLANS).open(encoding="utf-8") as lines:
        yield from map(plan_from_json, lines)


def _texts(frame: pd.DataFrame, kind: type) -> list[dict[str, Any]]:
    """Rows of a table of texts, of the columns that `kind` has; "" for an empty cell."""
    mine = frame[[field.name for field in fields(kind)]]
    records: list[Any] = mine.astype(object).where(mine.notna(), "").to_dict("records")
    return records


def finished(plan: Plan, campaign: str | None, findings: Sequence[Finding]) -> Plan:
    """The plan with what only the whole folder shows: its campaign and further findings."""
    plan = with_campaign(plan, campaign)
    return replace(plan, findings=(*plan.findings, *findings)) if findings else plan


def _write_plans(pieces: Iterable[Pieces], stage: Path, sheets: Path) -> tuple[dict[str, int], int]:
    """Rows per table, and the number of values put up for review."""
    review = 0
    with ExitStack() as stack:
        sinks = [
            stack.enter_context(closing(TableSink(tables()[name], stage, sheets)))
            for name in PLAN_TABLES
        ]
        lines = stack.enter_context((stage / PLANS).open("wb"))
        for plan in pieces:
            for sink, piece in zip(sinks, plan.tables, strict=True):
                sink.put(piece)
            lines.write(plan.line)
            review += plan.review
        rows = {name: sink.rows for name, sink in zip(PLAN_TABLES, sinks, strict=True)}
    return rows, review


def _failure(failed: FailedFile) -> Record:
    return {**asdict(failed), "message_vi": vietnamese(failed.code, failed.message)}


def _write_table(name: str, records: Iterable[Record], stage: Path, sheets: Path) -> int:
    with closing(TableSink(tables()[name], stage, sheets)) as sink:
        sink.add(records)
        return sink.rows


def write_codebook(stage: Path) -> None:
    """`codebook.csv`: every column of every table in English and Vietnamese."""
    with (stage / CODEBOOK).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(("table", "column", "type", "english", "vietnamese"))
        for table in tables().values():
            writer.writerows((table.name, *map(csv_cell, astuple(c))) for c in table.columns)


def plans_frame(plans: Iterable[Plan], *, review_below: float = 0.8) -> pd.DataFrame:
    """The `plans` table of these plans, for what has to see all of them before the
    tables are written (campaigns, two plans with one number)."""
    import pandas as pd

    columns = list(tables()["plans"].names)
    return pd.DataFrame([plan_row(plan, review_below) for plan in plans], columns=columns)


def write_frames(frames: Mapping[str, pd.DataFrame], out: Path) -> None:
    """Further tables (of `kehoach compare`) as CSV, Parquet and sheets of the workbook.

    Whole or not at all. Each name must stand in the code book; columns come out in its
    order. Raises OSError.
    """
    with staged(out) as (stage, _), _sheets(stage) as sheets:
        for name, frame in frames.items():
            _write_table(name, _records(frame), stage, sheets)
        others = [name for name in (*RUN_TABLES, *COMPARED) if name not in frames]
        before = parquet_of(out, others)
        if "plans" in before:
            lines = {name: lines_of(path, sheets) for name, path in before.items()}
            lines.update((name, sheets / f"{name}.xml") for name in frames)
            order = [name for name in (*RUN_TABLES, *COMPARED) if name in lines]
            write_workbook({name: lines[name] for name in order}, stage / WORKBOOK)


def _records(frame: pd.DataFrame) -> Iterator[Record]:
    """The frame's rows, None for a gap, made some thousand at a time: as objects they take
    many times the frame's memory."""
    for start in range(0, len(frame), _ROWS):
        some = frame.iloc[start : start + _ROWS]
        rows: list[Any] = some.astype(object).where(some.notna(), None).to_dict("records")
        yield from rows


def parquet_of(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """The Parquet files of those tables that the folder has."""
    paths = {name: folder / "tables" / f"{name}.parquet" for name in names}
    return {name: path for name, path in paths.items() if path.exists()}


def _plan_ids(folder: Path) -> list[str] | None:
    """The plans of a folder's tables in their order; None where there are none to be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "tables" / "plans.parquet"
    if not path.exists():
        return None
    try:
        ids: list[str] = pq.read_table(path, columns=["plan_id"])["plan_id"].to_pylist()
    except (pa.ArrowException, OSError):  # damaged: the new tables take its place
        return None
    return ids


def _drop_compared(out: Path) -> None:
    """A comparison of other plans than those in the tables is none."""
    for name in COMPARED:
        (out / f"{name}.csv").unlink(missing_ok=True)
        (out / "tables" / f"{name}.parquet").unlink(missing_ok=True)
