"""A clock that jumps by years, forwards and back, while a run goes on: nobody asks it.

What is kept is known by content and limits run on the clock that only goes on, so that a
laptop that slept, or whose time was set, loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bench import Bench

Hashes = Callable[[Path], dict[str, str]]


def test_a_clock_that_jumps_changes_nothing(bench: Bench, tables_of: Hashes) -> None:
    """It jumps in the run's own process and in all workers, whenever one looks at it."""
    for n in range(6):
        bench.write(f"{n:02}.txt", f"KẾ HOẠCH số {n}{' ~' if n % 5 == 0 else ''}\n")
    bench.write("empty.txt", "")
    bench.kehoach("--quiet", out=bench.folder / "undisturbed")
    expected = tables_of(bench.folder / "undisturbed")
    for _ in range(2):  # the second finds that nothing is to be done
        done = bench.kehoach("--quiet", KEHOACH_CLOCK="jumps")
        assert (done.returncode, done.stderr) == (1, "")
        assert tables_of(bench.out) == expected
    assert bench.worked_on() == []
    log = (bench.out / ".kehoach" / "log.jsonl").read_text("utf-8").splitlines()
    times = [json.loads(line)["at"] for line in log]
    assert times != sorted(times), "the clock did not jump"
