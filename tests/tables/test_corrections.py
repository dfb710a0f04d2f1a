"""What people said of values, and what it does to the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.plan import Plan, Status, values_of
from pipeline.tables import load, refresh, write_tables
from pipeline.tables.codec import plan_from_json, plan_to_json
from pipeline.tables.corrections import (
    CORRECTIONS,
    Correction,
    Verdict,
    correction_line,
    header_line,
    read_corrections,
    standing,
)
from pipeline.tables.judging import corrected, uncorrected
from pipeline.tables.rows import rows_of

ISSUER = Correction(
    "p00001",
    "plans",
    1,
    "issuer",
    "Sở Y tế 1",
    "Sở Y tế 1",
    "Sở Y tế",
    Verdict.CORRECTED,
    "Lan",
    "2026-11-21T08:00:00+00:00",
    "0.1.0",
    "a",
)


def written(folder: Path, *lines: Correction) -> None:
    text = header_line() + "".join(map(correction_line, lines))
    (folder / CORRECTIONS).write_bytes(text.encode())


def head(plan: Plan, *lines: Correction) -> dict[str, tuple[object, str]]:
    """Value and status of the head's columns after these lines."""
    done = corrected(plan, standing(lines))
    return {name: (value.value, value.status.value) for name, value in values_of(done.head)}


@pytest.mark.parametrize(
    ("verdict", "text", "expected"),
    [
        (Verdict.CORRECTED, "Sở Y tế", ("Sở Y tế", "corrected")),
        (Verdict.ACCEPTED, "", ("Sở Y tế 1", "found")),
        (Verdict.MISSING, "", (None, "missing")),
        (Verdict.BLANK, "", (None, "blank")),
        (Verdict.UNREADABLE, "", (None, "unreadable")),
    ],
)
def test_each_verdict(
    plan: Plan, verdict: Verdict, text: str, expected: tuple[object, str]
) -> None:
    line = replace(ISSUER, status=verdict, corrected_value=text)
    assert head(plan, line)["issuer"] == expected


def test_an_accepted_conflict_is_a_persons_choice(plan: Plan) -> None:
    line = replace(
        ISSUER,
        column="base_symbol",
        raw="KH-TĐHHT",
        machine_value="KH-TĐHHT",
        status=Verdict.ACCEPTED,
    )
    assert head(plan, line)["base_symbol"] == ("KH-TĐHHT", "corrected")


def test_the_machines_value_stays_beside(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, ISSUER)
    write_tables([plan], tmp_path)
    corpus = load(tmp_path)
    assert corpus.plans.loc[0, "issuer"] == "Sở Y tế"
    assert "issuer" not in corpus.plans.loc[0, "needs_review"].split(";")
    row = corpus.evidence.query("table == 'plans' and column == 'issuer'").iloc[0]
    assert (row["status"], row["value"], row["raw"]) == ("corrected", "Sở Y tế", "Sở Y tế 1")
    assert (row["machine_value"], row["machine_status"]) == ("Sở Y tế 1", "found")
    assert (row["machine_confidence"], row["confidence"]) == (0.5, 1.0)
    assert (row["checked_by"], row["checked_at"]) == ("Lan", ISSUER.when)


@pytest.mark.parametrize(
    "changed",
    [{"machine_value": "Sở Nội vụ"}, {"raw": "SO Y TE"}],
    ids=["another value", "another source"],
)
def test_it_is_asked_again_where_the_machine_changed(plan: Plan, changed: dict[str, str]) -> None:
    done = corrected(plan, standing([replace(ISSUER, **changed)]))  # type: ignore[arg-type]
    assert done.head.issuer.value == "Sở Y tế 1"
    assert done.head.issuer.checked
    assert not done.head.issuer.checked.holds
    assert [f.code for f in done.findings] == ["symbol-issuer-mismatch", "correction-outdated"]


def test_a_sure_value_is_put_up_again_where_the_machine_changed(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, replace(ISSUER, column="doc_type", raw="Báo cáo", machine_value="Báo cáo"))
    write_tables([plan], tmp_path)
    assert "doc_type" in load(tmp_path).plans.loc[0, "needs_review"].split(";")


def test_list_values_are_corrected_in_their_type(plan: Plan, tmp_path: Path) -> None:
    line = replace(
        ISSUER,
        table="assignments",
        row=2,
        column="task_order",
        raw="2",
        machine_value="2",
        corrected_value="5",
    )
    written(tmp_path, line)
    write_tables([plan], tmp_path)
    assert load(tmp_path).assignments["task_order"].to_list()[:2] == [1, 5]


def test_a_row_that_is_gone_is_a_finding(plan: Plan) -> None:
    line = replace(ISSUER, table="phases", row=9, column="start")
    done = corrected(plan, standing([line]))
    assert done.findings[-1].code == "correction-outdated"
    assert done.phases == plan.phases


NUMBER = 10_007
MISSED = replace(
    ISSUER, table="phases", row=NUMBER, column="label", raw="", machine_value="",
    corrected_value="Giai đoạn 3", status=Verdict.ADDED, id="m",
)  # fmt: skip


def test_a_row_that_the_machine_missed(plan: Plan, tmp_path: Path) -> None:
    start = replace(MISSED, column="start", corrected_value="2028", id="m.1")
    written(tmp_path, MISSED, start)
    write_tables([plan], tmp_path)
    corpus = load(tmp_path)
    row = corpus.phases.iloc[-1]
    assert (row["order"], row["label"], row["start"]) == (NUMBER, "Giai đoạn 3", "2028")
    assert corpus.plans.loc[0, "phase_count"] == len(plan.phases) + 1
    evidence = corpus.evidence[corpus.evidence["row"] == NUMBER]
    assert set(evidence["status"]) == {"corrected"}
    assert set(evidence["rule"]) == {"person:added"}
    assert set(evidence["machine_status"]) == {"missing"}
    # Taken back, it is gone; and nothing of it comes back with the machine's own.
    undo = replace(MISSED, status=Verdict.UNDONE, when="2026-11-22T08:00:00+00:00")
    lines = [replace(undo, corrected_value="m", id="u")]
    lines.append(replace(undo, column="start", corrected_value="m.1", id="u.1"))
    written(tmp_path, MISSED, start, *lines)
    assert refresh(tmp_path)
    assert len(load(tmp_path).phases) == len(plan.phases)


def test_an_added_row_is_corrected_struck_and_comes_off(plan: Plan) -> None:
    later = {"when": "2026-11-22T08:00:00+00:00", "id": "n"}
    other = replace(MISSED, status=Verdict.CORRECTED, corrected_value="Giai đoạn III", **later)
    done = corrected(plan, standing([MISSED, other]))
    assert done.phases[-1].label.value == "Giai đoạn III"
    assert corrected(done, standing([MISSED, other])) == done  # asked again, it is not doubled
    assert uncorrected(plan_from_json(plan_to_json(done))) == plan
    gone = replace(MISSED, status=Verdict.MISSING, corrected_value="", **later)
    rows = rows_of(corrected(plan, standing([MISSED, gone])), review_below=0.8)
    assert len(rows["phases"]) == len(plan.phases)


@pytest.mark.parametrize(
    "changes", [{"row": 3}, {"table": "sections", "column": "text"}, {"table": "plans"}]
)
def test_a_row_that_cannot_be_added(tmp_path: Path, changes: dict[str, object]) -> None:
    line = replace(MISSED, **{"column": "title", **changes})  # type: ignore[arg-type]
    if line.table == "phases":
        line = replace(line, column="label")
    written(tmp_path, line)
    with pytest.raises(SettingsError, match="row 2"):
        read_corrections(tmp_path / CORRECTIONS)


def test_the_last_word_counts_and_undo_takes_it_back() -> None:
    second = replace(ISSUER, corrected_value="B", when="2026-11-21T09:00:00+00:00", id="b")
    undo = replace(
        ISSUER,
        status=Verdict.UNDONE,
        corrected_value="b",
        when="2026-11-21T10:00:00+00:00",
        id="c",
    )
    assert standing([second, ISSUER])[ISSUER.place] == second  # by time, not by line
    assert standing([ISSUER, second, undo])[ISSUER.place] == ISSUER
    both = replace(undo, corrected_value="a", when="2026-11-21T11:00:00+00:00", id="d")
    assert standing([ISSUER, second, undo, both, both, ISSUER]) == {}


def test_corrections_come_off_again(plan: Plan) -> None:
    other = replace(ISSUER, column="date", raw="x", machine_value="x", id="b")  # outdated
    done = corrected(plan, standing([ISSUER, other]))
    assert done != plan
    assert uncorrected(plan_from_json(plan_to_json(done))) == plan


def test_refresh_writes_only_what_changed(tmp_path: Path, make_plan: Callable[[int], Plan]) -> None:
    write_tables([make_plan(1), make_plan(2)], tmp_path, run={"kehoach": "0.1"})
    assert refresh(tmp_path) is False
    written(tmp_path, ISSUER)
    assert refresh(tmp_path) is True
    assert list(load(tmp_path).plans["issuer"]) == ["Sở Y tế", "Sở Y tế 2"]
    assert refresh(tmp_path) is False
    (tmp_path / CORRECTIONS).unlink()
    assert refresh(tmp_path) is True
    assert list(load(tmp_path).plans["issuer"]) == ["Sở Y tế 1", "Sở Y tế 2"]
    assert "kehoach" in (tmp_path / "run.json").read_text()


def test_lines_come_back_whatever_they_hold(tmp_path: Path) -> None:
    hostile = replace(ISSUER, corrected_value='=1+1,"x";', who="-Lan", raw="'=x")
    written(tmp_path, ISSUER, hostile)
    assert read_corrections(tmp_path / CORRECTIONS)[0] == ISSUER
    back = read_corrections(tmp_path / CORRECTIONS)[1]
    assert (back.corrected_value, back.who) == ('=1+1,"x";', "-Lan")
    assert not any(
        line.startswith(("=", "-"))
        for line in (tmp_path / CORRECTIONS).read_text().replace(",", "\n").split("\n")
    )


def test_a_spreadsheet_may_save_it_with_semicolons(tmp_path: Path) -> None:
    text = (header_line() + correction_line(ISSUER)).replace(",", ";").replace("\ufeff", "")
    (tmp_path / CORRECTIONS).write_text(text, encoding="utf-8", newline="")
    assert read_corrections(tmp_path / CORRECTIONS) == [ISSUER]


@pytest.mark.parametrize("cut", [3, 20, 60])
def test_a_line_that_a_full_disk_cut_is_left_out(tmp_path: Path, cut: int) -> None:
    text = header_line() + correction_line(ISSUER) + correction_line(ISSUER)[:cut]
    (tmp_path / CORRECTIONS).write_text(text, encoding="utf-8", newline="")
    assert read_corrections(tmp_path / CORRECTIONS) == [ISSUER]


def test_an_editor_may_leave_out_the_last_line_end(tmp_path: Path) -> None:
    text = header_line() + correction_line(ISSUER).rstrip()
    (tmp_path / CORRECTIONS).write_text(text, encoding="utf-8", newline="")
    assert read_corrections(tmp_path / CORRECTIONS) == [ISSUER]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("corrected,Lan", "perhaps,Lan", "perhaps"),
        ("issuer", "isuer", "isuer"),
        (",1,", ",one,", "one"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    text = header_line() + correction_line(ISSUER).replace(old, new)
    (tmp_path / CORRECTIONS).write_text(text, encoding="utf-8", newline="")
    with pytest.raises(SettingsError, match=f"row 2.*{why}"):
        read_corrections(tmp_path / CORRECTIONS)


def test_statuses_of_verdicts_are_statuses_of_values() -> None:
    empty = (Verdict.MISSING, Verdict.BLANK, Verdict.UNREADABLE)
    assert {Status(v.value) for v in empty} == {Status.MISSING, Status.BLANK, Status.UNREADABLE}
