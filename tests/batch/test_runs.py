"""Whole runs with stand-in stages: what comes out, what is remembered, what is not done twice."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bench import Bench

from pipeline.batch.command import cache_command
from pipeline.settings import BatchSettings, RestorationSettings, Settings
from pipeline.tables.corrections import CORRECTIONS, header_line

Hashes = Callable[[Path], dict[str, str]]


def test_a_folder_becomes_tables(bench: Bench) -> None:
    bench.write("a.txt", "KẾ HOẠCH\nNội dung")
    bench.write("x.pdf/b.txt", "=1+1\nNội dung")
    bench.write("x.pdf/c.txt", "KẾ HOẠCH\nNội dung")
    bench.write("rest.zip", "PK")
    summary = bench.run()
    assert (summary.done, summary.failed, summary.skipped, summary.duplicates) == (2, 0, 1, 1)
    plans = bench.rows("plans")
    assert [(p["file"], p["title"]) for p in plans] == [
        ("a.txt", "KẾ HOẠCH"),
        ("x.pdf/b.txt", "'=1+1"),  # a spreadsheet runs nothing
    ]
    assert [(d["file"], d["same_as"]) for d in bench.rows("duplicates")] == [
        ("x.pdf/c.txt", "a.txt")
    ]
    run = json.loads((bench.out / "run.json").read_text("utf-8"))
    assert set(run["inputs"]) == {"a.txt", "x.pdf/b.txt", "x.pdf/c.txt"}


def test_the_summary_names_archives_that_were_skipped(bench: Bench) -> None:
    bench.write("a.txt", "KẾ HOẠCH\nNội dung")
    bench.write("b/đến.zip", "PK")
    (note,) = bench.run().notes
    assert "b/đến.zip" in note
    bench.write("b/đi.rar", "Rar")  # nothing new to read, but something new to say
    (note,) = bench.run().notes
    assert "b/đi.rar, b/đến.zip" in note


def test_one_bad_file_never_ends_a_run(bench: Bench) -> None:
    bench.write("empty.txt", "")
    bench.write("empty too.txt", "")
    bench.write("crash.txt", "!crash")
    bench.write("raise.txt", "!raise")
    bench.write("exit.txt", "!exit")
    bench.write("text.pdf", "a text file")
    bench.write("print.txt", "!print")
    bench.write("good.txt", "good")
    assert bench.run().failed == 6
    assert bench.files() == ["good.txt", "print.txt"]
    codes = bench.codes()
    assert codes.pop("text.pdf") not in ("", "internal-error", "worker-crashed")
    assert codes == {
        "empty.txt": "empty-file",
        "empty too.txt": "empty-file",
        "crash.txt": "worker-crashed",
        "raise.txt": "internal-error",
        "exit.txt": "worker-crashed",
    }
    assert all(row["message"] for row in bench.rows("failures"))


def test_a_document_that_hangs_is_ended(bench: Bench) -> None:
    """The good one is done before, so that no slow machine can end it with the other."""
    bench.write("good.txt", "good")
    bench.run()
    bench.write("hang.txt", "!hang")
    limits = BatchSettings(workers=2, document_seconds=2)
    replace(bench, settings=Settings(batch=limits)).run()
    assert bench.files() == ["good.txt"]
    assert bench.codes() == {"hang.txt": "time-limit"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_document_that_eats_memory_is_ended(bench: Bench) -> None:
    bench.write("eat.txt", "!eat")
    bench.write("good.txt", "good")
    limits = BatchSettings(workers=2, worker_memory_mb=512)
    replace(bench, settings=Settings(batch=limits)).run()
    assert bench.files() == ["good.txt"]
    assert bench.codes() == {"eat.txt": "memory-limit"}


def test_a_worker_that_dies_once_is_forgiven(bench: Bench) -> None:
    bench.write("once.txt", f"!once {bench.folder / 'mark'}\n")
    assert bench.run().failed == 0
    assert bench.files() == ["once.txt"]


def test_failures_are_remembered_until_asked_again(bench: Bench) -> None:
    mark = bench.folder / "mark"
    bench.write("crash.txt", f"!flag {mark}\n")
    assert bench.run().failed == 1
    mark.touch()
    assert bench.run().failed == 1, "the failure was not remembered"
    assert bench.worked_on() == []
    assert bench.run(retry_failed=True).failed == 0
    assert bench.files() == ["crash.txt"]


def test_a_second_run_does_nothing(bench: Bench, tables_of: Hashes) -> None:
    bench.write("a.txt", "a")
    bench.write("bad.txt", "")
    first = bench.run()
    before = tables_of(bench.out)
    assert bench.run() == first
    assert tables_of(bench.out) == before
    assert bench.worked_on() == []


def test_two_runs_give_the_same_bytes(bench: Bench, tables_of: Hashes) -> None:
    for n in range(6):
        bench.write(f"{n}.txt", f"KẾ HOẠCH số {n} {'~' * (n % 2)}")
    bench.write("bad.txt", "")
    bench.run()
    one = replace(bench, settings=Settings(batch=BatchSettings(workers=1)))
    one.run(out=bench.folder / "other")
    assert tables_of(bench.out) == tables_of(bench.folder / "other")


def test_a_renamed_file_costs_only_its_rows(bench: Bench) -> None:
    """The file's name stands in each of its rows; all else is as it was."""
    path = bench.write("a.txt", "a")
    bench.run()
    path.rename(bench.plans / "b.txt")
    bench.run()
    assert bench.files() == ["b.txt"]
    assert bench.worked_on() == [("tabulate", "b.txt")]


def test_a_changed_file_is_done_again_and_only_it(bench: Bench) -> None:
    bench.write("a.txt", "a")
    bench.write("b.txt", "b")
    bench.run()
    bench.write("b.txt", "changed")
    bench.run()
    assert bench.worked_on() == [("plan", "b.txt"), ("read", "b.txt"), ("tabulate", "b.txt")]
    assert [p["title"] for p in bench.rows("plans")] == ["a", "changed"]


def test_a_table_that_somebody_changed_is_made_again(bench: Bench, tables_of: Hashes) -> None:
    bench.write("a.txt", "a")
    bench.run()
    before = tables_of(bench.out)
    (bench.out / "plans.csv").write_text("spoilt")
    (bench.out / "pages.csv").unlink()
    (bench.out / "report.html").write_text("of another command")
    bench.run()
    after = tables_of(bench.out)
    assert after.pop("report.html")
    assert after == before
    assert bench.worked_on() == []


def test_the_second_run_shows_exactly_its_inputs(bench: Bench) -> None:
    bench.write("a.txt", "a").unlink()
    bench.write("b.txt", "b")
    bench.run()
    assert bench.files() == ["b.txt"]


def test_add_keeps_what_was_there(bench: Bench) -> None:
    bench.write("a.txt", "a")
    bench.write("same.txt", "a")
    bench.write("b.txt", "b")
    bench.run()
    for name in ("a.txt", "same.txt"):
        (bench.plans / name).unlink()
    bench.write("c.txt", "c")
    for _ in range(2):
        bench.run(add=True)
        assert bench.files() == ["a.txt", "b.txt", "c.txt"]
        assert bench.files("duplicates") == ["same.txt"]


def test_clean_documents_teach_garbled_ones(bench: Bench) -> None:
    """`~` makes a text garbled for the stand-ins, which then note who taught it."""
    bench.write("clean.txt", "KẾ HOẠCH SẠCH")
    bench.write("garbled.txt", "Ké ho~ach")
    bench.run()
    taught = [f for f in bench.rows("findings") if f["code"] == "taught"]
    assert [(f["file"], f["message"]) for f in taught] == [("garbled.txt", "KẾ HOẠCH SẠCH")]
    alone = Settings(restoration=RestorationSettings(sisters=False))
    replace(bench, settings=alone).run()
    assert [f for f in bench.rows("findings") if f["code"] == "taught"] == []
    assert ("read", "garbled.txt") not in bench.worked_on()


def test_damaged_results_are_made_again(bench: Bench, tables_of: Hashes) -> None:
    """Cut, emptied, with a bit flipped, gone."""
    for n in range(4):
        bench.write(f"{n}.txt", f"plan {n}")
    bench.run()
    before = tables_of(bench.out)
    entries = sorted((bench.out / ".kehoach" / "cache").glob("??/*"))
    for number, entry in enumerate(entries):
        data = bytearray(entry.read_bytes())
        if number % 4 == 0:
            entry.write_bytes(data[: len(data) // 2])
        elif number % 4 == 1:
            entry.write_bytes(b"")
        elif number % 4 == 2:
            data[-1] ^= 1
            entry.write_bytes(data)
        else:
            entry.unlink()
    (bench.out / "plans.csv").unlink()
    bench.run()
    assert tables_of(bench.out) == before


def test_a_damaged_ledger_loses_nothing(bench: Bench, tables_of: Hashes) -> None:
    bench.write("a.txt", "a")
    bench.write("b.txt", "b~")
    bench.run()
    before = tables_of(bench.out)
    ledger = bench.out / ".kehoach" / "ledger.sqlite"
    ledger.write_bytes(b"SQLite format 3\0" + b"spoilt" * 1000)
    bench.run()
    assert tables_of(bench.out) == before
    assert bench.worked_on() == [], "the results were there; only the ledger was lost"
    assert ledger.with_name("ledger.sqlite.damaged").exists()


def test_several_folders_can_share_their_results(bench: Bench) -> None:
    shared = Settings(batch=BatchSettings(workers=1, cache=str(bench.folder / "kept")))
    bench.write("a.txt", "a")
    both = replace(bench, settings=shared)
    both.run(out=bench.folder / "first")
    both.run()
    assert bench.files() == ["a.txt"]
    assert bench.worked_on() == []


def test_pruning_keeps_what_the_tables_are_made_of(bench: Bench) -> None:
    """Also the rows: after it a run that has to write the tables again does no work."""
    bench.write("a.txt", "a")
    bench.write("b.txt", "b~")
    bench.run()
    (bench.plans / "a.txt").rename(bench.plans / "c.txt")
    bench.run()
    before = len([*(bench.out / ".kehoach" / "cache").glob("??/*")])
    cache_command(bench.out, prune=True)
    after = len([*(bench.out / ".kehoach" / "cache").glob("??/*")])
    assert after == before - 1, "the rows under the old name"
    (bench.out / "plans.csv").unlink()
    bench.run()
    assert bench.files() == ["b.txt", "c.txt"]
    assert bench.worked_on() == []


def test_what_people_said_is_in_the_rows(bench: Bench, tables_of: Hashes) -> None:
    """Corrections are put in when the tables are written; without them all is as it was."""
    bench.write("a.txt", "a")
    bench.write("b.txt", "b")
    bench.run()
    before = tables_of(bench.out)
    (plan, _) = bench.rows("plans")
    said = bench.out / CORRECTIONS
    line = f"{plan['plan_id']},plans,1,title,a,a,Kế hoạch A,corrected,Lan,2024-03-12T08:00:00+07:00"
    said.write_text(f"{header_line()}{line},x,1\r\n", "utf-8")
    bench.run()
    assert [p["title"] for p in bench.rows("plans")] == ["Kế hoạch A", "b"]
    assert bench.worked_on() == []
    said.unlink()
    bench.run()
    assert tables_of(bench.out) == before
