"""A folder of files to a folder of tables.

The run's own process finds the files, hands out the work, keeps results and writes
the tables; it holds keys and names, never all plans. Whatever ends it, the same
command goes on from there and ends with the same tables.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.codec import CodecError
from pipeline.batch.documents import Course, Planning, Reading
from pipeline.batch.folder import Folder, opened
from pipeline.batch.gathering import Gathered, gather
from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.keeper import Limits
from pipeline.batch.keys import Keys
from pipeline.batch.outputs import Summary, remember, unchanged, write
from pipeline.batch.pool import Executor, Pool
from pipeline.batch.progress import Progress, Silent
from pipeline.batch.tabling import Tabling
from pipeline.errors import KehoachError
from pipeline.settings import Settings
from pipeline.tables.corrections import CORRECTIONS, read_corrections, standing

Step = tuple[Course, Job | None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a folder is worked through, beside the settings."""

    settings: Settings = field(default_factory=Settings)
    add: bool = False
    retry_failed: bool = False
    dask: str = ""


def run_folder(
    inputs: Sequence[Path], out: Path, options: Options, progress: Progress | None = None
) -> Summary:
    """Reads all files of `inputs` and writes the contract's tables into `out`.

    Raises SettingsError for a wrong use, KehoachError (`disk-full`, `out-not-writable`,
    `worker-start`, `cluster-lost`) where it cannot go on; what was done is kept.
    """
    settings = options.settings
    with opened(out, settings.batch.cache) as folder:
        try:
            return _run(inputs, folder, options, progress or Silent())
        except OSError as error:
            folder.log.write("stopped", error=str(error))
            raise _stopped(out, error) from error
        except CodecError as error:
            raise KehoachError(
                "cache-damaged", f"a kept result is damaged ({error}): run the same again"
            ) from error


def _run(inputs: Sequence[Path], folder: Folder, options: Options, progress: Progress) -> Summary:
    keys = Keys.now(options.settings)
    if options.retry_failed:
        folder.ledger.forget_failures()
    gathered = gather(inputs, folder, add=options.add)
    folder.log.write("begun", files=len(gathered.items), skipped=gathered.skipped)
    mark = keys.tables(gathered.contents())
    before = None if options.retry_failed else unchanged(folder, mark)
    if before is not None:
        folder.log.write("unchanged")
        return before
    courses = [Course(item) for item in gathered.items]
    said = standing(read_corrections(folder.out / CORRECTIONS))
    tabling = Tabling(folder.store, keys, said)
    with closing(_executor(options, keys)) as executor:
        _work(executor, courses, tabling, folder, progress)
    return _finish(folder, gathered, courses, tabling, mark)


def _work(
    executor: Executor,
    courses: list[Course],
    tabling: Tabling,
    folder: Folder,
    progress: Progress,
) -> None:
    """All passes. Each needs the whole one before: clean documents teach the others, and
    what is shown of one depends on what the others are."""
    keys = tabling.keys
    progress.begin("Đọc văn bản", len(courses))
    reading = Reading(folder.store, keys)
    # The largest first: no worker is left with a long scan when the others are done.
    largest = sorted(courses, key=lambda course: -course.item.source.size)
    _pass(executor, reading, reading.jobs(largest), folder, progress)
    planning = Planning(folder.store, keys, courses)
    left = [c for c in courses if not c.failure]
    progress.begin("Trích xuất", len(left))
    _pass(executor, planning, planning.jobs(left), folder, progress)
    left = [c for c in left if not c.failure]
    progress.begin("Lập bảng", len(left))
    tabling.compare(left)
    _pass(executor, tabling, tabling.jobs(left), folder, progress)


def _pass(
    executor: Executor,
    stage: Reading | Planning | Tabling,
    steps: Iterator[Step],
    folder: Folder,
    progress: Progress,
) -> None:
    """Hands out the jobs that are left and keeps what comes back, as it comes."""
    out: dict[str, Course] = {}

    def left() -> Iterator[Job]:
        for course, job in steps:
            if job is None:
                progress.step(course.pages, course.failure is not None)
            else:
                out[job.id] = course
                yield job

    for job, outcome in executor.perform(left()):
        course = out.pop(job.id)
        stage.take(course, outcome)
        _log(folder, job, course, outcome)
        progress.step(course.pages, course.failure is not None)


def _log(folder: Folder, job: Job, course: Course, outcome: Outcome) -> None:
    facts = {"file": course.item.source.name, "sha256": course.item.sha256, "stage": job.kind}
    if outcome.code:
        folder.log.write("failed", code=outcome.code, message=outcome.message, **facts)
    else:
        folder.log.write("done", pages=course.pages, **facts)


def _finish(
    folder: Folder,
    gathered: Gathered,
    courses: Iterable[Course],
    tabling: Tabling,
    mark: str,
) -> Summary:
    ordered = sorted(courses, key=lambda c: c.item.source.name)
    summary = write(folder, gathered, ordered, tabling)
    remember(folder, ordered, summary, mark)
    cache = folder.store.cache
    facts = {"hits": cache.hits, "misses": cache.misses, "damaged": cache.damaged}
    folder.ledger.set_state("cache", facts)
    folder.log.write("ended", **facts, done=summary.done, failed=summary.failed)
    return summary


def _executor(options: Options, keys: Keys) -> Executor:
    batch = options.settings.batch
    limits = Limits(batch.document_seconds, batch.worker_memory_mb)
    if options.dask:
        from pipeline.batch.cluster import Cluster

        return Cluster(options.dask, limits, keys)
    return Pool(batch.workers or cores(), limits)


def cores() -> int:
    """The processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def _stopped(out: Path, error: OSError) -> KehoachError:
    """A disk that is full or gone. A failed write of SQLite carries no number."""
    reason = error.strerror or str(error)
    return KehoachError(
        "out-failed",
        f"{out}: cannot be written to any more ({reason}); what is done is kept: "
        "make room and run the same command again",
    )
