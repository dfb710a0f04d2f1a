"""One run of a folder in a process of its own, measured from within.

    python -m benchmarks.once PLANS OUT [--workers 2] [--rule NAME]

Prints one JSON object: seconds on the clock, processor time of this process (of it that of
writing the tables) and of its workers, pages, when each pass began, the most memory that
this process took, and how it grew. With `--rule` the extraction counts as changed, as a new
version's would. Imports nothing that a run does not: the memory is a run's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from pipeline.batch.keys import Keys
from pipeline.batch.run import Options, run_folder
from pipeline.settings import BatchSettings, RestorationSettings, Settings
from pipeline.tables import write_pieces

_STEPS = 20
"""Points of the memory's course that are shown."""


class Memory:
    """The memory of this process (resident, MB) second by second while the block runs."""

    def __init__(self) -> None:
        self.course: list[int] = []
        self._over = threading.Event()

    def __enter__(self) -> Memory:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(1):
            self.course.append(memory_mb("VmRSS"))


@dataclass(slots=True)
class Passes:
    """A run's progress: when each pass began, in seconds since this was made."""

    began: dict[str, float] = field(default_factory=dict)
    _start: float = field(default_factory=time.perf_counter)

    def begin(self, stage: str, documents: int) -> None:  # noqa: ARG002 - as every progress
        """Notes the time."""
        self.began[stage] = round(time.perf_counter() - self._start, 2)

    def step(self, pages: int, failed: bool) -> None:
        """Says nothing."""


def memory_mb(what: str) -> int:
    """`VmRSS` (now) or `VmHWM` (the most) of this process, as Linux counts it."""
    said = Path("/proc/self/status").read_text("ascii")
    found = re.search(rf"{what}:\s*(\d+) kB", said)
    return int(found[1]) // 1000 if found else 0


def cost(work: Callable[[], None]) -> dict[str, float]:
    """Seconds on the clock, and of processor time: this process's and its children's."""
    before, began = os.times(), time.perf_counter()
    work()
    after, ended = os.times(), time.perf_counter()
    own = after.user + after.system - before.user - before.system
    children = after.children_user + after.children_system
    children -= before.children_user + before.children_system
    return {
        "seconds": round(ended - began, 2),
        "own_cpu": round(own, 2),
        "workers_cpu": round(children, 2),
    }


def measured(plans: Path, out: Path, options: Options) -> dict[str, object]:
    """The figures of one run. Raises SystemExit where a document failed."""
    passes, pages, tables = Passes(), 0, 0.0

    def run() -> None:
        nonlocal pages
        summary = run_folder([plans], out, options, passes)
        if summary.failed:
            raise SystemExit(f"{summary.failed} failed, see {out}: the figures would mean nothing")
        pages = summary.pages

    def timed(*given: Any, **named: Any) -> Any:
        nonlocal tables
        began = time.process_time()
        written = write_pieces(*given, **named)
        tables += time.process_time() - began
        return written

    with Memory() as memory, mock.patch("pipeline.batch.outputs.write_pieces", timed):
        spent = cost(run)
    every = max(1, len(memory.course) // _STEPS)
    return {
        **spent,
        "tables_cpu": round(tables, 2),
        "pages": pages,
        "passes_began": passes.began,
        "memory_mb_most": memory_mb("VmHWM"),
        "memory_mb_over_time": memory.course[::every],
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rule", default="")
    parser.add_argument("--no-sisters", action="store_true")
    given = parser.parse_args()
    settings = Settings(
        batch=BatchSettings(workers=given.workers),
        restoration=RestorationSettings(sisters=not given.no_sisters),
    )
    if given.rule:
        now = Keys.now(settings)
        other = replace(now, versions=replace(now.versions, extraction=given.rule))
        mock.patch.object(Keys, "now", return_value=other).start()
    json.dump(measured(given.plans, given.out, Options(settings)), sys.stdout)


if __name__ == "__main__":
    main()
