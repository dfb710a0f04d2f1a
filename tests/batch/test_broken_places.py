"""One thing broken at a time, at every place where it can break: a table that cannot be
written, a kept result that is spoilt, a ledger with a hole, a run killed in its last pass."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from bench import Bench

from pipeline.batch.cache import Cache
from pipeline.batch.codec import pack
from pipeline.errors import KehoachError
from pipeline.tables import placing, writer
from pipeline.tables.schema import RUN_TABLES

Hashes = Callable[[Path], dict[str, str]]

FILES = (
    *(f"{name}.csv" for name in RUN_TABLES),
    *(f"tables/{name}.parquet" for name in RUN_TABLES),
    *(f"sheets/{name}.xml" for name in ("plans", "pages", "evidence", "findings")),
    *(f"sheets/{name}.xml" for name in ("failures", "duplicates")),
    "plans.jsonl",
    "plans.xlsx",
    "codebook.csv",
    "run.json",
)
"""Sheets only of tables that have rows: where nothing is written, no disk is full."""


def some(bench: Bench) -> None:
    """Rows in every table that the stand-ins fill, a failure and a duplicate."""
    bench.write("a.txt", "KẾ HOẠCH A")
    bench.write("b.txt", "KẾ HOẠCH B ~")
    bench.write("same.txt", "KẾ HOẠCH A")
    bench.write("empty.txt", "")


@contextmanager
def full(path: Path) -> Iterator[None]:
    """What is written there meets a full disk, as the system itself says it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/dev/full")
    yield


ONE_OF_EACH = ("evidence.csv", "tables/plans.parquet", "sheets/pages.xml", "plans.xlsx", "run.json")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize(
    "files", [ONE_OF_EACH, pytest.param(FILES, marks=pytest.mark.long)], ids=["one of each", "all"]
)
def test_a_disk_that_is_full_at_any_file(
    bench: Bench, tables_of: Hashes, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...]
) -> None:
    """The old tables stay whole, nothing is left beside them, the next run writes them."""
    some(bench)
    bench.run()
    # A file that nothing is written to would be read back from /dev/full, without end.
    assert all(bench.rows(table) for table in ("plans", "pages", "evidence", "findings"))
    before = tables_of(bench.out)
    around = sorted(path.name for path in bench.out.iterdir())
    bench.write("c.txt", "KẾ HOẠCH C")
    sheets, stage = writer._sheets, placing.staged
    for name in files:

        @contextmanager
        def full_stage(out: Path, name: str = name) -> Iterator[tuple[Path, placing.Placed]]:
            with stage(out) as (folder, placed), full(folder / name):
                yield folder, placed

        @contextmanager
        def full_sheets(folder: Path, name: str = name) -> Iterator[Path]:
            with sheets(folder) as made, full(made / Path(name).name):
                yield made

        with monkeypatch.context() as broken:
            if name.startswith("sheets/"):
                broken.setattr(writer, "_sheets", full_sheets)
            else:
                broken.setattr(writer, "staged", full_stage)
            with pytest.raises(KehoachError) as caught:
                bench.run()
        assert caught.value.code == "out-failed", name
        assert tables_of(bench.out) == before, name
        assert sorted(path.name for path in bench.out.iterdir()) == around, name
    bench.run()
    bench.run(out=bench.folder / "undisturbed")
    assert tables_of(bench.out) == tables_of(bench.folder / "undisturbed")


def kept_results(bench: Bench) -> list[str]:
    """The keys of all results: of each stage's at least one."""
    return [key for key, _ in Cache(bench.out / ".kehoach" / "cache").entries()]


SPOIL: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data[:-1],
    lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    lambda data: b"no entry at all",
)


@pytest.mark.long
def test_each_kept_result_spoilt_alone(bench: Bench, tables_of: Hashes) -> None:
    """Cut, with another bit, with something else: one after the other, each alone."""
    bench.write("a.txt", "KẾ HOẠCH A")
    bench.write("b.txt", "KẾ HOẠCH B ~")
    bench.run()
    before = tables_of(bench.out)
    keys = kept_results(bench)
    assert len(keys) == 10, "read, profile, restored, plan and rows of two documents"
    for number, key in enumerate(keys):
        path = bench.out / ".kehoach" / "cache" / key[:2] / key
        path.write_bytes(SPOIL[number % len(SPOIL)](path.read_bytes()))
        (bench.out / "plans.csv").unlink()
        bench.run()
        assert tables_of(bench.out) == before


@pytest.mark.long
def test_a_result_that_is_whole_and_holds_something_else(bench: Bench, tables_of: Hashes) -> None:
    """As of a version of ours that packed otherwise. One run may fail and say so; the next
    makes what was spoilt again."""
    bench.write("b.txt", "KẾ HOẠCH B ~")
    bench.run()
    before = tables_of(bench.out)
    cache = Cache(bench.out / ".kehoach" / "cache")
    for key in kept_results(bench):
        whole = cache.get(key) or b""
        facts, _, body = whole.partition(b"\n")
        if not body:
            continue
        cache.put(key, facts + b"\n" + pack(["something else"]))
        bench.write("c.txt", f"another {key}")  # so that there is something to do
        (bench.out / "plans.csv").unlink()
        with suppress(KehoachError):
            bench.run()
        (bench.plans / "c.txt").unlink()
        bench.run()
        assert tables_of(bench.out) == before
        cache.put(key, whole)  # where it was not asked for it would lie in wait for the next


def test_a_ledger_with_a_hole(bench: Bench, tables_of: Hashes) -> None:
    """Its first page is whole, so that only looking at all of it shows the damage."""
    for number in range(40):
        bench.write(f"{number}.txt", f"KẾ HOẠCH {number}")
    bench.run()
    before = tables_of(bench.out)
    ledger = bench.out / ".kehoach" / "ledger.sqlite"
    size = ledger.stat().st_size
    assert size > 5 * 4096
    with ledger.open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    bench.run()
    assert tables_of(bench.out) == before
    assert bench.worked_on() == [], "the results were there; only the ledger was lost"


@pytest.mark.long
@pytest.mark.parametrize("stage", ["read", "plan", "tabulate"])
def test_killed_in_each_pass(bench: Bench, tables_of: Hashes, stage: str) -> None:
    """At the first document that the pass has done; no clock is asked."""
    for number in range(8):
        bench.write(f"{number}.txt", f"KẾ HOẠCH {number}{' ~' * (number % 2)}")
    with subprocess.Popen(bench.command("--quiet"), stderr=subprocess.DEVNULL) as process:
        log = bench.out / ".kehoach" / "log.jsonl"
        while process.poll() is None:
            if log.exists() and f'"stage": "{stage}"' in log.read_text("utf-8"):
                process.kill()
                break
    done = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert any(line.get("stage") == stage for line in done)
    for out in (bench.out, bench.folder / "undisturbed"):
        bench.kehoach("--quiet", out=out)
    assert tables_of(bench.out) == tables_of(bench.folder / "undisturbed")
