"""How the batch behaves at scale: rate, memory, and what a second run costs.

    python -m benchmarks.batch FOLDER [--documents 10000] [--workers 2]

Makes plans by variation of the plain-text samples (numbers, dates, bodies, tasks), runs
them, and prints one JSON object: seconds and documents a second of the first run, of
a run with nothing changed, with one file changed, and with one rule changed; the most
memory that the run's own process took, and how it grew.
"""

from __future__ import annotations

import argparse
import json
import random
import re
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

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "raw"
_NUMBER = re.compile(r"\b\d{1,3}(?=/)")
_DAY = re.compile(r"(?<=ngày )\d{1,2}(?= tháng)")


def make(folder: Path, documents: int, seed: int = 20240312) -> None:
    """Plain-text plans, each different from every other, a thousand to a folder."""
    texts = [
        path.read_text("utf-8")
        for path in sorted(SAMPLES.rglob("*"))
        if path.suffix in (".txt", ".md")
    ]
    chance = random.Random(seed)
    for number in range(documents):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_varied(chance.choice(texts), number, chance), "utf-8")


def _varied(text: str, number: int, chance: random.Random) -> str:
    """Other numbers and days, some paragraphs left out, one sentence that no other has."""
    text = _NUMBER.sub(lambda _: str(chance.randint(10, 999)), text)
    text = _DAY.sub(lambda _: f"{chance.randint(1, 28):02}", text)
    lines = [line for line in text.split("\n") if chance.random() > 0.02]
    place = chance.randrange(len(lines) // 2, len(lines))
    return "\n".join([*lines[:place], f"- Hồ sơ thứ {number} của năm.", *lines[place:]])


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
        first = _seconds(run)
    tenth = max(1, len(memory.course) // 10)
    figures: dict[str, object] = {
        "documents": documents,
        "workers": workers,
        "first_seconds": first,
        "documents_a_second": round(documents / first, 1),
        "memory_mb_most": round(max(memory.course, default=0)),
        "memory_mb_over_time": [round(m) for m in memory.course[::tenth]],
        "unchanged_seconds": _seconds(run),
    }
    changed = next(iter(sorted(plans.rglob("*.txt"))))
    changed.write_text(changed.read_text("utf-8") + "\nMột dòng mới.\n", "utf-8")
    figures["one_file_changed_seconds"] = _seconds(run)
    now = Keys.now(options.settings)
    other = replace(now, versions=replace(now.versions, extraction="another rule"))
    with mock.patch.object(Keys, "now", return_value=other):
        figures["one_rule_changed_seconds"] = _seconds(run)
    return figures


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


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
