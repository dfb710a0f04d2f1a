"""What workers gain on scans, and what the handling of them costs.

    python -m benchmarks.workers FOLDER [--workers 2] [--level medium] [--documents 12]

Draws and scans documents of the tuning part, then works through them: one after the other
in one process without a run's cache, ledger and workers (`plain`), with one worker, and with
as many as given. Prints one JSON object: seconds, processor time, pages a minute, how much
faster the workers were than one, and the part of the processor time that is neither the
documents' own nor the tables'.

Where the machine is busy with other things only the processor time is to be trusted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any
from unittest import mock

from benchmarks.batch import cost
from pipeline.batch import one
from pipeline.batch.run import Options, run_folder
from pipeline.settings import BatchSettings, RestorationSettings, Settings
from pipeline.tables import write_pieces
from samples.variants import scans

NO_SISTERS = RestorationSettings(sisters=False)
"""A document is the same work whether it is alone or not."""


def plain(files: Path) -> None:
    """Every stage of every document, and nothing else."""
    settings = Settings(restoration=NO_SISTERS)
    for path in sorted(files.iterdir()):
        one.read_plan(path, settings)


def with_workers(files: Path, out: Path, workers: int) -> dict[str, Any]:
    """A whole run, with the processor time of its tables told apart."""
    tables = [0.0]

    def timed(*given: Any, **named: Any) -> Any:
        began = process_time()
        written = write_pieces(*given, **named)
        tables[0] += process_time() - began
        return written

    shutil.rmtree(out, ignore_errors=True)
    settings = Settings(batch=BatchSettings(workers=workers), restoration=NO_SISTERS)
    options = Options(settings)
    pages: list[int] = []
    with mock.patch("pipeline.batch.outputs.write_pieces", timed):
        spent = cost(lambda: pages.append(run_folder([files], out, options).pages))
    rate = round(60 * pages[0] / spent["seconds"], 1)
    return {**spent, "tables_cpu": round(tables[0], 2), "pages": pages[0], "pages_a_minute": rate}


def measure(folder: Path, level: str, documents: int, workers: int) -> dict[str, object]:
    """All figures. `folder` is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    list(islice(scans("dev", level, folder), documents))
    files = folder / "files"
    command = [sys.executable, "-m", "benchmarks.workers", str(files), "--plain"]

    def alone() -> None:
        subprocess.run(command, check=True)

    bare = cost(alone)
    single = with_workers(files, folder / "one", 1)
    many = with_workers(files, folder / "many", workers)
    needed = bare["workers_cpu"]
    spent = single["own_cpu"] + single["workers_cpu"] - single["tables_cpu"]
    return {
        "plain": bare,
        "one": single,
        "many": {"workers": workers, **many},
        "faster": round(many["pages_a_minute"] / single["pages_a_minute"], 2),
        "handling_percent": round(100 * (spent - needed) / spent, 2),
        "own_percent": round(100 * (single["own_cpu"] - single["tables_cpu"]) / spent, 2),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--level", default="medium")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--plain", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        plain(given.folder)
        return
    figures = measure(given.folder, given.level, given.documents, given.workers)
    json.dump(figures, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
