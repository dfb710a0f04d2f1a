"""What workers gain on scans, and what the handling of them costs.

    python -m benchmarks.workers FOLDER [--workers 2] [--level medium] [--documents 36]

Draws and scans documents of the tuning part (`--level text`: plans as text instead, where
the handling weighs most), then works through them:

- `plain`: every stage of every document and its rows, in one process without a run's
  cache, ledger and workers; and in as many such processes at once as workers are given,
  which shows what the machine itself gives (two threads of one core are not two cores);
- `one`, `many`: whole runs from nothing with one worker and with as many as given.

Prints one JSON object: the figures of `benchmarks.once`; pages a minute in the pass that
reads (`ocr`) and over the whole run, start and tables included; how much faster many were
than one in both; and the part of the processor time that is neither the documents' own nor
the tables' writing. Where the machine is busy with other things only the processor time is
to be trusted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.batch import make, once
from benchmarks.once import cost
from pipeline.batch import one
from pipeline.settings import RestorationSettings, Settings
from pipeline.tables.pieces import pieces_of
from samples.variants import scans

NO_SISTERS = RestorationSettings(sisters=False)
"""A document is the same work whether it is alone or not."""


def plain(files: Path, part: int, parts: int) -> None:
    """Every stage of every document, the rows last, and nothing else."""
    settings = Settings(restoration=NO_SISTERS)
    paths = sorted((p for p in files.rglob("*") if p.is_file()), key=lambda p: -p.stat().st_size)
    restorer = one.teach(())
    for path in paths[part::parts]:
        document = one.read(path, path.name, settings)
        plan = one.plan_of(one.restore(document, restorer, settings.restoration))
        pieces_of(plan, settings.extraction.review_below)


def bare(files: Path, parts: int) -> dict[str, float]:
    """`plain` in so many processes at once."""
    command = [sys.executable, "-m", "benchmarks.workers", str(files), "--plain"]

    def work() -> None:
        running = [subprocess.Popen([*command, f"{n}/{parts}"]) for n in range(parts)]
        if any([process.wait() for process in running]):  # noqa: C419 - all are waited for
            raise SystemExit("a document failed: the figures would mean nothing")

    return cost(work)


def rated(run: dict[str, Any]) -> dict[str, Any]:
    """A run's figures with its pages a minute."""
    reading, after, *_ = run["passes_began"].values()
    shown = {name: value for name, value in run.items() if name != "memory_mb_over_time"}
    return {
        **shown,
        "ocr_pages_a_minute": round(60 * run["pages"] / (after - reading), 1),
        "pages_a_minute": round(60 * run["pages"] / run["seconds"], 1),
    }


def measure(folder: Path, level: str, documents: int, workers: int) -> dict[str, object]:
    """All figures. `folder` is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    files = folder / "files"
    if level == "text":
        make(files, documents)
    else:
        list(islice(scans("dev", level, folder), documents))
    alone, together = bare(files, 1), bare(files, workers)
    single = rated(once(files, folder / "one", 1, "--no-sisters"))
    many = rated(once(files, folder / "many", workers, "--no-sisters"))
    spent = single["own_cpu"] + single["workers_cpu"] - single["tables_cpu"]
    own = single["own_cpu"] - single["tables_cpu"]
    return {
        "plain": alone,
        "plain_at_once": together,
        "one": single,
        "many": {"workers": workers, **many},
        "machine_faster": round(alone["seconds"] / together["seconds"], 2),
        "ocr_faster": round(many["ocr_pages_a_minute"] / single["ocr_pages_a_minute"], 2),
        "whole_run_faster": round(many["pages_a_minute"] / single["pages_a_minute"], 2),
        "handling_percent": round(100 * (spent - alone["workers_cpu"]) / spent, 2),
        "own_percent": round(100 * own / spent, 2),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=36)
    parser.add_argument("--level", default="medium")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--plain", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        plain(given.folder, *map(int, given.plain.split("/")))
        return
    figures = measure(given.folder, given.level, given.documents, given.workers)
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
