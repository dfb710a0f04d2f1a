"""The run's results as the contract's tables, and what the next run needs to know of them."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from pipeline.batch.discovery import absolute
from pipeline.batch.documents import Course
from pipeline.batch.folder import Folder
from pipeline.batch.gathering import Gathered
from pipeline.batch.keys import Keys
from pipeline.batch.ledger import KnownSource
from pipeline.batch.one import plan_id
from pipeline.batch.tabling import Tabling
from pipeline.batch.versions import libraries
from pipeline.tables import DuplicateFile, FailedFile, write_pieces
from pipeline.tables.corrections import CORRECTIONS, digest
from pipeline.tables.schema import CODEBOOK, RUN_TABLES
from pipeline.tables.writer import PLANS, RUN, WORKBOOK

_NAMED = 10
"""Skipped files that the summary names; more are counted."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `review` counts the values put up for review."""

    done: int
    failed: int
    skipped: int
    duplicates: int
    pages: int
    review: int
    notes: tuple[str, ...] = ()


def write(
    folder: Folder,
    gathered: Gathered,
    courses: Sequence[Course],
    tabling: Tabling,
) -> Summary:
    """All tables, whole or not at all. Raises OSError where the disk is full."""
    done = [course for course in courses if course.plan and not course.failure]
    keys = tabling.keys
    failures = list(_failures(gathered, courses))
    duplicates = list(_duplicates(done))
    written = write_pieces(
        map(tabling.pieces, done),
        folder.out,
        failures=failures,
        duplicates=duplicates,
        review_below=keys.settings.extraction.review_below,
        run=_run_facts(gathered, keys),
    )
    return Summary(
        done=len(done),
        failed=len(failures),
        skipped=gathered.skipped,
        duplicates=len(duplicates),
        pages=written.rows.get("pages", 0),
        review=written.review,
        notes=(*_not_opened(gathered.unopened), *written.notes),
    )


def _not_opened(names: Sequence[str]) -> Iterator[str]:
    """Tells which skipped files may hold documents: an archive is easily overlooked."""
    if not names:
        return
    more = len(names) - _NAMED
    rest = f" và {more} tệp khác" if more > 0 else ""
    yield (
        f"Có thể còn văn bản trong các tệp bị bỏ qua: {', '.join(names[:_NAMED])}{rest}. "
        "Hãy giải nén, hoặc lưu thành PDF hay Word, rồi chạy lại."
    )


def _failures(gathered: Gathered, courses: Sequence[Course]) -> Iterator[FailedFile]:
    """A row for each file, also for the second of two broken ones with the same bytes."""
    rows = [FailedFile(u.name, "", u.code, u.message) for u in gathered.unreadable]
    for course in courses:
        if course.failure:
            files = (course.item.source, *course.item.duplicates)
            code, message = course.failure.code, course.failure.message
            rows += [FailedFile(f.name, course.item.sha256, code, message) for f in files]
    yield from sorted(rows, key=lambda row: row.file)


def _duplicates(done: Sequence[Course]) -> Iterator[DuplicateFile]:
    for course in done:
        item = course.item
        for source in item.duplicates:
            yield DuplicateFile(plan_id(item.sha256), source.name, item.sha256, item.source.name)


def _run_facts(gathered: Gathered, keys: Keys) -> dict[str, object]:
    """`run.json`: how the tables were made. The same run gives the same facts: times,
    machines and numbers of workers stand in the log."""
    inputs = {
        source.name: item.sha256
        for item in gathered.items
        for source in (item.source, *item.duplicates)
    }
    return {
        "kehoach": metadata.version("kehoach"),
        "settings": keys.settings.model_dump(mode="json", exclude={"batch"}),
        "tools": {"python": platform.python_version(), **keys.tools, **libraries()},
        "skipped": gathered.skipped,
        "inputs": dict(sorted(inputs.items())),
    }


def remember(folder: Folder, courses: Sequence[Course], summary: Summary, mark: str) -> None:
    """So that a run with nothing new sees it, and one with `--add` knows what is there."""
    shown = {course.rows for course in courses if course.rows and not course.failure}
    folder.ledger.set_sources(_known(courses), shown)
    folder.ledger.set_state(
        "tables",
        {
            "mark": mark,
            "corrections": digest(folder.out / CORRECTIONS),
            "files": _stamps(folder.out),
            "summary": asdict(summary),
        },
    )


def _known(courses: Sequence[Course]) -> Iterator[KnownSource]:
    for course in courses:
        plan = "" if course.failure else course.plan
        for source in (course.item.source, *course.item.duplicates):
            yield KnownSource(source.name, absolute(source.path), course.item.sha256, plan)


def unchanged(folder: Folder, mark: str) -> Summary | None:
    """The last run's summary where its tables are still what this run would write."""
    last = folder.ledger.state("tables")
    now = {
        "mark": mark,
        "corrections": digest(folder.out / CORRECTIONS),
        "files": _stamps(folder.out),
    }
    if not last or any(last.get(name) != value for name, value in now.items()):
        return None
    return Summary(**{**last["summary"], "notes": tuple(last["summary"]["notes"])})


def _stamps(out: Path) -> dict[str, list[int]]:
    """Size and time of each table: enough to see that somebody changed one."""
    names = [f"{name}.csv" for name in RUN_TABLES]
    names += [f"tables/{name}.parquet" for name in RUN_TABLES]
    names += [CODEBOOK, PLANS, RUN, WORKBOOK]
    stamps: dict[str, list[int]] = {}
    for name in names:
        with suppress(OSError):
            facts = (out / name).stat()
            stamps[name] = [facts.st_size, facts.st_mtime_ns]
    return stamps
