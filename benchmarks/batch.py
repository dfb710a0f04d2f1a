"""How the batch behaves at scale: rate, memory, and what a second run costs.

    python -m benchmarks.batch FOLDER [--documents 10000] [--workers 2]

Makes plans as text by mutation of the samples of the tuning part (other provinces,
numbers, dates, names), runs them through all real stages from nothing, and prints one JSON
object: the figures of `benchmarks.once` for the first run, for a run with nothing changed,
with one file changed, and with one rule changed; each is a process of its own.

Where the machine is busy with other things only the processor time is to be trusted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def once(plans: Path, out: Path, workers: int, *options: str) -> dict[str, Any]:
    """The figures of one run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.once", str(plans), str(out)]
    command += ["--workers", str(workers), *options]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measure(folder: Path, documents: int, workers: int) -> dict[str, object]:
    """All figures for one number of workers. `folder` is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    plans, out = folder / "plans", folder / "out"
    make(plans, documents)
    first = once(plans, out, workers)
    again = once(plans, out, workers)
    changed = min(plans.rglob("*.txt"))
    changed.write_text(changed.read_text("utf-8") + "\nMột dòng mới.\n", "utf-8")
    spent = first["own_cpu"] + first["workers_cpu"]
    return {
        "documents": documents,
        "workers": workers,
        "documents_a_second": round(documents / first["seconds"], 1),
        "first": first,
        "nothing_changed": again,
        "nothing_changed_percent": round(100 * again["own_cpu"] / spent, 2),
        "one_file_changed": once(plans, out, workers),
        "one_rule_changed": once(plans, out, workers, "--rule", "another"),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    json.dump(measure(given.folder, given.documents, given.workers), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
