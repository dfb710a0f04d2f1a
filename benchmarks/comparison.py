"""Time and memory of `kehoach compare` against the number of plans.

    python -m benchmarks.comparison            # all sizes, writes the table into docs
    python -m benchmarks.comparison 1000       # one size, prints its row

Each size runs in a process of its own, so that its peak memory is its own. The
plans are those of the tests' generator, brought to 40 items of some 45 words: three
in ten items edited, one plan in four read badly, all in one campaign (the worst case
for a search of similar plans: all of them are similar).
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.comparison.campaigns import campaigns_of
from pipeline.comparison.compare import compare
from tests.comparison.synthetic import Made, edited, laid_out, texts

SIZES = (100, 1_000, 10_000, 20_000)
ITEMS = 40
DOCS = Path(__file__).resolve().parent.parent / "docs" / "comparison.md"
BEGIN, END = "<!-- benchmark -->", "<!-- /benchmark -->"


@dataclass(frozen=True)
class _Frames:
    plans: pd.DataFrame
    sections: pd.DataFrame
    evidence: pd.DataFrame


def main(arguments: list[str]) -> None:
    """Runs one size, or all and writes them down."""
    if arguments:
        print(_measure(int(arguments[0])))
        return
    rows = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.comparison", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(done.stdout.strip().splitlines()[-1])
        print(rows[-1], flush=True)
    _write(rows)


def _measure(size: int) -> str:
    """A row of the table: plans, seconds of one core, memory.

    Processor time, for it does not change with what else the machine does; with a
    core to itself a run takes as long.
    """
    frames = _frames(size)
    before = _peak()
    start = time.process_time()
    frames.plans["campaign"] = campaigns_of(frames.plans).to_numpy()
    grouped = time.process_time()
    result = compare(frames)
    compared = time.process_time()
    with TemporaryDirectory() as folder:
        result.write(Path(folder))
    written = time.process_time()
    times = (grouped - start, compared - grouped, written - compared, written - start)
    shown = " | ".join(f"{seconds:.1f}" for seconds in times)
    return f"| {size:,} | {shown} | {before:.1f} | {_peak():.1f} |"


def _peak() -> float:
    """Peak memory of this process in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _frames(size: int) -> _Frames:
    items = _template()
    plans, rows = [], []
    for number in range(size):
        made = _plan(number, items)
        plans.append(
            {
                "plan_id": made.plan_id,
                "file": f"{made.plan_id}.pdf",
                "doc_type": "Kế hoạch",
                "title": "Triển khai công tác phòng ngừa hỏa hoạn năm 2024",
                "issuer_normalised": f"Sở số {number % 1200}",
            }
        )
        rows += made.rows
    return _Frames(pd.DataFrame(plans), pd.DataFrame(rows), pd.DataFrame())


def _template() -> list[tuple[int, str]]:
    """ITEMS texts of some 45 words: the tests' sentences, joined to pairs."""
    own = texts()
    rng = random.Random(0)
    items = [(section, f"{text}; {rng.choice(own)[1]}") for section, text in own]
    while len(items) < ITEMS:
        section, text = rng.choice(own)
        half = " ".join(text.split()[: len(text.split()) // 2])
        items.append((section, f"{half}; {rng.choice(own)[1].lower()}"))
    return sorted(items, key=lambda item: item[0])


def _plan(number: int, items: list[tuple[int, str]]) -> Made:
    rng = random.Random(number)
    noise = 0.04 if number % 4 == 0 else 0.0
    placed = edited(rng, items, weights=(70, 10, 5, 5, 4, 6))
    return laid_out(f"{number:06d}", placed, rng, noise, bare=False)


def _write(rows: list[str]) -> None:
    head = (
        "| plans | campaigns, s | compare, s | write, s | together, s | memory before, GiB "
        "| peak, GiB |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    text = DOCS.read_text("utf-8")
    first, last = text.index(BEGIN) + len(BEGIN), text.index(END)
    DOCS.write_text(f"{text[:first]}\n{head}\n" + "\n".join(rows) + f"\n{text[last:]}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
