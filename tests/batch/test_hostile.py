"""Two hundred hostile files among fifty good ones, through the real reader."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from bench import Bench
from hostile import hostile, special

from pipeline.settings import BatchSettings, ReadingSettings, Settings

LIMITS = Settings(
    reading=ReadingSettings(page_seconds=10, max_pages=50),
    batch=BatchSettings(workers=2, document_seconds=60, worker_memory_mb=1024),
)


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def left_behind(mark: str) -> list[psutil.Process]:
    """Processes that any worker of this test started and that still run."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("KEHOACH_MARK") == mark and process.pid != os.getpid():
                found.append(process)
        except psutil.Error:
            continue
    return found


def check(
    bench: Bench,
    bad: list[tuple[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    sound: int = 50,
) -> None:
    mark = uuid.uuid4().hex
    temporary = bench.folder / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("KEHOACH_MARK", mark)
    monkeypatch.setenv("TMPDIR", str(temporary))
    for name, data in bad:
        bench.write(f"bad/{name}", data)
    good = [f"good/{n}.txt" for n in range(sound)]
    for name in good:
        bench.write(name, f"KẾ HOẠCH {name}")
    before = everything(bench.folder)
    replace(bench, settings=LIMITS).run()
    done, failed = set(bench.files()), bench.codes()
    assert set(good) <= done
    duplicates = set(bench.files("duplicates"))
    for name, _ in bad:
        assert f"bad/{name}" in done | set(failed) | duplicates, name
    assert all(failed.values())
    assert "internal-error" not in failed.values(), [
        row for row in bench.rows("failures") if row["code"] == "internal-error"
    ]
    new = everything(bench.folder) - before
    assert {name.split("/")[0] for name in new} <= {"out"}
    assert left_behind(mark) == []


def test_the_files_made_to_harm(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = ("unfolds.docx", "one-line.txt", "many-pages.pdf")
    quick = [f for f in special() if "-as." not in f[0] and f[0] not in slow]
    check(bench, quick, monkeypatch, sound=5)


@pytest.mark.long
def test_two_hundred_hostile_files(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    check(bench, hostile(seed=11, number=200), monkeypatch)
