"""How the batch behaves at scale: rate, memory, and what a second run costs.

    python -m benchmarks.batch FOLDER [--documents 10000] [--workers 2]

Makes plans as text by mutation of the samples of the tuning part (other provinces,
numbers, dates, names), runs them through all real stages, and prints one JSON object:
seconds and documents a second of the first run, of a run with nothing changed, with one
file changed, and with one rule changed; seconds of processor time, the run's own and its
workers'; the most memory that the run's own process took, and how it grew.

Where the machine is busy with other things only the processor time is to be trusted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import psutil

from pipeline.batch.keys import Keys
from pipeline.batch.run import Options, run_folder
from pipeline.settings import BatchSettings, Settings
from samples import content, text
from samples.mutate import mutated
from samples.variants import sources


def make(folder: Path, documents: int) -> None:
    """Plain-text plans, each different from every other, a thousand to a folder."""
    originals = sources("dev")
    for number in range(documents):
        seed, which = divmod(number, len(originals))
        data = mutated(originals[which], seed)
        lines = text.write(content.of(data), data.get("style", "blocks")).split("\n")
        lines.insert(len(lines) * 2 // 3, f"- Hồ sơ thứ {number} của năm.")
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")


class Memory:
    """The most memory of this process (resident, MB) while the block runs, and its course."""

    def __init__(self) -> None:
        self.course: list[float] = []
        self._over = threading.Event()

    def __enter__(self) -> Memory:
        self._over.clear()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._over.wait(1):
            self.course.append(process.memory_info().rss / 1e6)


def measure(folder: Path, documents: int, workers: int) -> dict[str, object]:
    """All figures for one number of workers. `folder` is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    plans, out = folder / "plans", folder / "out"
    make(plans, documents)
    options = Options(Settings(batch=BatchSettings(workers=workers)))

    def run() -> None:
        summary = run_folder([plans], out, options)
        if summary.failed:
            raise SystemExit(f"{summary.failed} failed, see {out}: the figures would mean nothing")

    with Memory() as memory:
        first = cost(run)
    tenth = max(1, len(memory.course) // 10)
    figures: dict[str, object] = {
        "documents": documents,
        "workers": workers,
        "first": first,
        "documents_a_second": round(documents / first["seconds"], 1),
        "memory_mb_most": round(max(memory.course, default=0)),
        "memory_mb_over_time": [round(m) for m in memory.course[::tenth]],
        "unchanged": cost(run),
    }
    changed = next(iter(sorted(plans.rglob("*.txt"))))
    changed.write_text(changed.read_text("utf-8") + "\nMột dòng mới.\n", "utf-8")
    figures["one_file_changed"] = cost(run)
    now = Keys.now(options.settings)
    other = replace(now, versions=replace(now.versions, extraction="another rule"))
    with mock.patch.object(Keys, "now", return_value=other):
        figures["one_rule_changed"] = cost(run)
    return figures


def cost(work: Callable[[], None]) -> dict[str, float]:
    """Seconds on the clock, and of processor time: this process's and its children's."""
    before, began = os.times(), time.perf_counter()
    work()
    after, ended = os.times(), time.perf_counter()
    return {
        "seconds": round(ended - began, 2),
        "own_cpu": round(after.user + after.system - before.user - before.system, 2),
        "workers_cpu": round(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system,
            2,
        ),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    figures = measure(given.folder, given.documents, given.workers)
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
