"""Faults made for real: kills, a full disk, a folder that may not be written, a lost worker."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from bench import Bench

from pipeline.batch.discovery import discover, identify
from pipeline.batch.run import Options, run_folder
from pipeline.errors import KehoachError, SettingsError

Hashes = Callable[[Path], dict[str, str]]


def fill(bench: Bench, documents: int) -> None:
    """Clean and garbled texts, some bad files, some duplicates."""
    for n in range(documents):
        bench.write(f"{n:04}.txt", f"KẾ HOẠCH số {n}{' ~' if n % 5 == 0 else ''}\nNội dung {n}\n")
    bench.write("empty.txt", "")
    bench.write("raise.txt", "!raise")
    bench.write("crash.txt", "!crash")
    bench.write("same.txt", (bench.plans / "0001.txt").read_bytes())


def children_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def killed_after(bench: Bench, seconds: float) -> bool:
    """Runs and kills -9 after so long; false where it was done before."""
    with subprocess.Popen(
        bench.command("--quiet"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            workers = children_of(process)
            process.kill()
            process.wait()
            gone, alive = psutil.wait_procs(workers, timeout=60)
            assert not alive, f"left behind: {alive} beside {gone}"
            return True
    return False


def kill_often(bench: Bench, kills: int, hashes: Hashes, seed: int) -> None:
    undisturbed = bench.folder / "undisturbed"
    began = time.monotonic()
    bench.kehoach("--quiet", out=undisturbed)
    whole = time.monotonic() - began
    expected = hashes(undisturbed)
    chance = random.Random(seed)
    whole_runs = 0
    while kills:
        # Half a run at most: what is gone on with is killed again, at every stage of it.
        if killed_after(bench, chance.uniform(0.05, 0.5 * whole)):
            kills -= 1
            continue
        # A new folder when a run has come to its end: kills at its beginning, too.
        assert hashes(bench.out) == expected
        bench.out.rename(bench.folder / f"whole-{whole_runs}")
        whole_runs += 1
    bench.kehoach("--quiet")
    assert hashes(bench.out) == expected
    assert len(bench.files()) == len(set(bench.files()))


def test_a_killed_run_ends_with_the_same_tables(bench: Bench, tables_of: Hashes) -> None:
    fill(bench, 5)
    (bench.plans / "crash.txt").unlink()
    kill_often(bench, 2, tables_of, seed=1)


@pytest.mark.long
def test_fifty_kills_over_two_hundred_documents(bench: Bench, tables_of: Hashes) -> None:
    fill(bench, 200)
    kill_often(bench, 50, tables_of, seed=7)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond so many bytes: a disk that fills up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)


@pytest.mark.parametrize(
    "size", [0, 12_000, *(pytest.param(n, marks=pytest.mark.long) for n in (1_000, 40_000))]
)
def test_a_full_disk_stops_the_run_and_spoils_nothing(
    bench: Bench, tables_of: Hashes, size: int
) -> None:
    fill(bench, 6)
    undisturbed = bench.folder / "undisturbed"
    bench.run(out=undisturbed)
    bench.write("more.txt", "one more")
    if size:
        bench.run()
        (bench.plans / "more.txt").write_text("changed " * 9000)
    before = tables_of(bench.out) if size else {}
    with files_up_to(size), pytest.raises(KehoachError):
        bench.run()
    assert (tables_of(bench.out) if size else {}) == before
    (bench.plans / "more.txt").unlink()
    bench.run()
    assert tables_of(bench.out) == tables_of(undisturbed)


@contextmanager
def as_another_user() -> Iterator[None]:
    """Root may read and write everything; the tests of permissions are another user's."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter, as pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_a_folder_that_may_not_be_written(open_folder: Path) -> None:
    (open_folder / "plans").mkdir()
    out = open_folder / "out"
    out.mkdir(mode=0o555)
    with as_another_user(), pytest.raises(SettingsError, match="cannot be written") as caught:
        run_folder([open_folder / "plans"], out, Options())
    assert caught.value.code == "out-not-writable"
    assert list(out.iterdir()) == []


def test_a_file_and_a_folder_without_permission_are_named(open_folder: Path) -> None:
    (open_folder / "a.txt").write_text("a")
    (open_folder / "a.txt").chmod(0)
    (open_folder / "closed").mkdir(mode=0)
    (open_folder / "good.txt").write_text("good")
    with as_another_user():
        found = discover([open_folder], open_folder / "out")
        items = identify(found)
    assert [item.source.name for item in items] == ["good.txt"]
    assert {Path(u.name).name: u.code for u in found.unreadable} == {
        "a.txt": "no-permission",
        "closed": "no-permission",
    }
