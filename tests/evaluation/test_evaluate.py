"""Gold against a run: what counts as right, wrong, unfound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.errors import SettingsError
from pipeline.evaluation import evaluate, render, save
from pipeline.evaluation.agreement import agree
from pipeline.evaluation.reading_errors import error_rates, page_errors
from pipeline.evaluation.scores import reliability, score, statuses
from pipeline.plan import (
    Assignment,
    Evidence,
    Head,
    Phase,
    Plan,
    Recipient,
    Signer,
    Status,
    Value,
)
from pipeline.tables import FailedFile, write_tables


def found(value: str | int, confidence: float = 0.95) -> Value:
    return Value(value, Status.FOUND, Evidence(str(value), "test:rule", confidence))


def plan(**parts: Any) -> Plan:
    words = tuple(Word(w, w) for w in "Kế hoạch năm".split())
    page = Page(1, (Line(words),), Route.PLAIN_TEXT)
    return Plan("p1", Document("a.txt", "0" * 64, (page,)), **parts)


def run(tmp_path: Path, gold: dict[str, Any], plans: Sequence[Plan], **more: Any) -> Any:
    """Writes both and evaluates."""
    write_tables(plans, tmp_path / "out", **more)
    whole = {"schema": 1, "id": "a", "part": "dev", "files": {"a.txt": "txt"}, **gold}
    (tmp_path / "gold.json").write_text(json.dumps(whole), encoding="utf-8")
    return evaluate(tmp_path / "gold.json", tmp_path / "out")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Sở Y tế", "sở  y tế", True),  # case and spacing
        ("Hoà Bình", "Hòa Bình", True),  # where the tone stands
        ("2023 – 2030", "2023-2030", True),  # kind of dash and the spaces around it
        ("Như trên;", "Như trên", True),  # punctuation at the end
        ("Sở Nội vụ", "Sở Ngoại vụ", False),
        ("12/KH-SYT", "21/KH-SYT", False),
    ],
)
def test_agreement(left: str, right: str, same: bool) -> None:
    assert agree(left, right) is same


def test_right_wrong_unfound_and_made_up(tmp_path: Path) -> None:
    head = Head(issuer=found("sở y tế"), number=found("13"), title=found("made up"))
    gold = {"plans": {"issuer": "Sở Y tế", "number": "12", "date": "2024-03", "title": None}}
    fields = run(tmp_path, gold, [plan(head=head)]).fields()
    issuer = fields["plans.issuer"]  # right after normalisation, not to the letter
    assert (issuer.gold, issuer.claimed, issuer.right, issuer.exact) == (1, 1, 1, 0)
    number = fields["plans.number"]
    assert (number.precision, number.recall, number.f1) == (0.0, 0.0, 0.0)
    date = fields["plans.date"]
    assert (date.precision, date.recall) == (None, 0.0)
    title = fields["plans.title"]
    assert (title.precision, title.recall) == (0.0, None)


def test_columns_that_gold_leaves_out_are_not_judged(tmp_path: Path) -> None:
    result = run(tmp_path, {"plans": {"issuer": None}}, [plan(head=Head(number=found("1")))])
    assert [o.field for o in result.outcomes] == ["plans.issuer"]


def test_statuses_are_told_apart(tmp_path: Path) -> None:
    blank = Value(None, Status.BLANK, Evidence("Số:   /KH", "number:blank", 0.9))
    torn = Value("KH-UBND", Status.CONFLICT, Evidence("x", "r", 0.5))
    gold = {
        "plans": {
            "number": {"status": "blank"},
            "signer_name": {"status": "unreadable"},
            "base_symbol": {"status": "conflict", "value": "KH-UBND"},
        }
    }
    result = run(tmp_path, gold, [plan(head=Head(number=blank, base_symbol=torn))])
    told = statuses(result.outcomes)
    assert told.of("blank") == (1, 1)
    assert told.of("unreadable") == (0, 1)
    assert told.of("conflict") == (1, 1)
    assert told.accuracy == told.empty_accuracy == pytest.approx(2 / 3)
    assert result.fields()["plans.base_symbol"].f1 == 1.0


def test_a_form_can_have_its_own_gold(tmp_path: Path) -> None:
    gold = {
        "plans": {"number": "12", "date": "2024"},
        "by_form": {"txt": {"plans": {"number": {"status": "unreadable"}}}},
    }
    result = run(tmp_path, gold, [plan()])
    by_column = {o.column: o.gold.status for o in result.outcomes}
    assert by_column == {"number": Status.UNREADABLE, "date": Status.FOUND}


def test_list_rows_are_paired_by_likeness_not_by_order(tmp_path: Path) -> None:
    phases = (
        Phase(label=found("Giai đoạn 2"), start=found("2026"), end=found("2030")),
        Phase(label=found("Giai đoạn 1"), start=found("2023"), end=found("2024")),
        Phase(label=found("Bước 9"), start=found("1999"), end=found("1999")),
    )
    gold = {
        "phases": [
            {"label": "Giai đoạn 1", "start": "2023", "end": "2025"},
            {"label": "Giai đoạn 2", "start": "2026", "end": "2030"},
        ]
    }
    fields = run(tmp_path, gold, [plan(phases=phases)]).fields()
    rows = fields["phases.(row)"]  # one right, one with a wrong end, one made up
    assert (rows.gold, rows.claimed, rows.right) == (2, 3, 1)
    assert (fields["phases.start"].right, fields["phases.end"].right) == (2, 1)
    assert fields["phases.end"].claimed == 3


def test_a_row_with_unread_cells_is_still_that_row(tmp_path: Path) -> None:
    """A signer whose name and title could not be read: unfound, and nothing made up."""
    torn = Value(None, Status.UNREADABLE, Evidence("□", "signer:name", 0.3))
    signers = (Signer(role=found("main"), name=torn, title=torn),)
    gold = {"signers": [{"role": "main", "name": "Nguyễn Văn An", "title": "Chủ tịch"}]}
    fields = run(tmp_path, gold, [plan(signers=signers)]).fields()
    assert (fields["signers.role"].right, fields["signers.role"].claimed) == (1, 1)
    assert (fields["signers.name"].recall, fields["signers.name"].claimed) == (0.0, 0)


def test_an_empty_list_says_that_there_is_none(tmp_path: Path) -> None:
    result = run(
        tmp_path, {"phases": []}, [plan(phases=(Phase(start=found("2023"), end=found("2024")),))]
    )
    assert result.fields()["phases.(row)"].precision == 0.0
    assert run(tmp_path, {}, [plan()]).outcomes == []


def test_units_condense_assignments(tmp_path: Path) -> None:
    def task(unit: str, order: int, role: str, number: int) -> Assignment:
        return Assignment(
            section=found("V.1"),
            unit=found(unit),
            unit_order=found(order),
            role=found(role),
            task=found(f"việc {number}"),
        )

    assignments = (
        task("Văn phòng", 1, "lead", 1),
        task("Văn phòng", 1, "implement", 2),
        task("Sở Nội vụ", 2, "coordinate", 2),
        task("Phòng Y tế", 3, "implement", 3),
    )
    gold = {"units": [{"unit": "Văn phòng", "tasks": 2}, {"unit": "Phòng Y tế", "tasks": 2}]}
    fields = run(tmp_path, gold, [plan(assignments=assignments)]).fields()
    assert fields["units.(row)"].f1 == 1.0  # gold has no coordinating units: not judged
    assert (fields["units.tasks"].right, fields["units.tasks"].claimed) == (1, 2)
    with_coordinating = {"units": [*gold["units"], {"unit": "Sở Nội vụ", "role": "coordinate"}]}
    fields = run(tmp_path, with_coordinating, [plan(assignments=assignments)]).fields()
    assert fields["units.(row)"].right == 3


def test_running_text_may_differ_by_a_letter_in_a_row_but_not_in_its_column(
    tmp_path: Path,
) -> None:
    recipients = (Recipient(recipient=found("Sở Giáo dục và Đào tạo tỉnh")),)
    gold = {"recipients": [{"recipient": "Sở Giáo dục và Đào tạo tỉnh", "note": None}]}
    assert run(tmp_path, gold, [plan(recipients=recipients)]).fields()["recipients.(row)"].f1 == 1


def test_a_failed_file_is_unfound_and_one_that_was_not_run_is_absent(tmp_path: Path) -> None:
    gold = {"plans": {"number": "1"}, "files": {"a.txt": "txt", "b.pdf": "scan", "c.pdf": "scan"}}
    failures = [FailedFile("b.pdf", "", "pdf-damaged", "x")]
    result = run(tmp_path, gold, [plan(head=Head(number=found("1")))], failures=failures)
    assert result.absent == ["c.pdf"]
    assert result.by("route")["failed"].recall == 0.0
    assert score(result.values).recall == 0.5


@pytest.mark.parametrize(
    ("gold", "absent"),
    [("a.txt", []), ("raw/a.txt", []), ("b.txt", ["b.txt"])],  # the run began below raw/
)
def test_a_run_may_begin_in_another_folder(tmp_path: Path, gold: str, absent: list[str]) -> None:
    assert run(tmp_path, {"files": {gold: "txt"}}, [plan()]).absent == absent


def test_reliability_counts_claimed_values_by_confidence(tmp_path: Path) -> None:
    head = Head(number=found("1", 0.95), symbol=found("KH-X", 0.92), date=found("2024", 0.6))
    gold = {"plans": {"number": "1", "symbol": "KH-Y", "date": "2024", "title": None}}
    bins = reliability(run(tmp_path, gold, [plan(head=head)]).outcomes)
    assert [(b.low, b.values, b.right) for b in bins if b.values] == [(0.5, 1, 1), (0.9, 2, 1)]


def test_what_changed_since_the_saved_evaluation(tmp_path: Path) -> None:
    gold = {"plans": {"number": "1", "date": "2024"}}
    first = run(tmp_path, gold, [plan(head=Head(number=found("1"), date=found("2023")))])
    assert first.changes is None
    save(first, tmp_path / "out")
    second = run(tmp_path, gold, [plan(head=Head(number=found("2"), date=found("2024")))])
    assert second.changes is not None
    assert {(c.key.split("|")[1], c.better) for c in second.changes} == {
        ("plans.number", False),
        ("plans.date", True),
    }


def test_error_rates_count_grapheme_clusters_in_nfc() -> None:
    decomposed = "Ke\u0302\u0301 hoa\u0323ch"
    same = page_errors("a", "scan", ["Kế hoạch"], [decomposed])
    assert (same[0].character_edits, same[0].characters, same[0].words) == (0, 8, 2)
    wrong = page_errors("a", "scan", ["Kế hoạch", "năm"], ["Ké hoạch", "năm 1"])
    rates = error_rates(wrong)
    assert (rates.cer, rates.wer) == (pytest.approx(3 / 11), pytest.approx(2 / 3))
    # Plain text has one page where the drawn document has two.
    assert error_rates(page_errors("a", "txt", ["a b", "c"], ["a b c"])).cer == 0


def test_pages_are_read_from_the_tables(tmp_path: Path) -> None:
    result = run(tmp_path, {"pages": ["Kế hoạch năm"]}, [plan()])
    assert error_rates(result.pages).cer == 0
    assert len(result.pages) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1]", "not a gold file"),
        ("{", "not a gold file"),
        ('{"id": "a", "files": {"a": "txt"}, "plans": {"isuer": "x"}}', "no column 'isuer'"),
        ('{"id": "a", "files": {"a": "txt"}, "plans": {"issuer": {"status": "x"}}}', "'x'"),
    ],
)
def test_wrong_gold_is_named(tmp_path: Path, text: str, why: str) -> None:
    write_tables([], tmp_path / "out")
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(SettingsError, match=why) as error:
        evaluate(tmp_path / "bad.json", tmp_path / "out")
    assert "bad.json" in error.value.message


def test_rendered_and_as_json(tmp_path: Path) -> None:
    head = Head(issuer=found("[bold]Sở[/bold]"), number=found("1"))
    gold = {"plans": {"issuer": "Sở", "number": "1"}, "pages": ["Kế hoạch năm"]}
    result = run(tmp_path, gold, [plan(head=head)])
    console = Console(width=160, record=True, file=(tmp_path / "shown").open("w"))
    for part in render(result):
        console.print(part)
    text = console.export_text()
    assert "[bold]Sở[/bold]" in text  # shown, not taken for markup
    assert "CER 0.000" in text
    data = json.loads(json.dumps(result.as_json()))
    assert data["fields"]["plans.number"]["f1"] == 1.0
