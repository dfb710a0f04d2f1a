"""A plan as rows."""

from __future__ import annotations

from dataclasses import fields, replace

from pipeline.document import Finding
from pipeline.plan import Deadline, Evidence, Head, Plan, Status, Value
from pipeline.tables.rows import rows_of, with_campaign


def test_counts_are_made_of_the_lists(plan: Plan) -> None:
    row = rows_of(plan, review_below=0.8)["plans"][0]
    assert (row["phase_count"], row["recipient_count"]) == (1, 1)
    # Văn phòng has two tasks and counts once; Sở Nội vụ only coordinates.
    assert row["unit_count"] == 1


def test_review_takes_unsure_unreadable_and_conflict_but_not_blank(plan: Plan) -> None:
    row = rows_of(plan, review_below=0.8)["plans"][0]
    assert row["needs_review"] == "issuer;base_symbol;signer_name"
    assert rows_of(plan, review_below=0.5)["plans"][0]["needs_review"] == "base_symbol;signer_name"


def test_a_row_without_a_type_of_document_is_to_be_reviewed(plan: Plan) -> None:
    empty = rows_of(replace(plan, head=Head()), review_below=0.8)
    assert empty["plans"][0]["needs_review"] == "doc_type"
    asked = [row["column"] for row in empty["evidence"] if row["needs_review"]]
    assert "doc_type" in asked


def test_confidence_is_the_mean_of_what_is_there(plan: Plan) -> None:
    row = rows_of(plan, review_below=0.8)["plans"][0]
    assert row["confidence"] == round((3 * 0.95 + 0.5 + 0.6) / 5, 4)
    empty = replace(plan, head=Head())
    assert rows_of(empty, review_below=0.8)["plans"][0]["confidence"] is None


def test_evidence_has_every_head_column_and_the_list_values_that_are_there(plan: Plan) -> None:
    evidence = rows_of(plan, review_below=0.8)["evidence"]
    of_plans = [row["column"] for row in evidence if row["table"] == "plans"]
    assert of_plans == [f.name for f in fields(Head)]
    of_phases = [row["column"] for row in evidence if row["table"] == "phases"]
    assert of_phases == ["label", "start", "end"]
    assert {row["row"] for row in evidence if row["table"] == "assignments"} == {1, 2, 3}


def test_of_a_mere_text_there_is_no_page_to_look_at(plan: Plan) -> None:
    placed = [row for row in rows_of(plan, review_below=0.8)["evidence"] if row["page"]]
    assert placed
    text = replace(plan.document.pages[0], width=0.0, height=0.0)
    as_text = replace(plan, document=replace(plan.document, pages=(text,)))
    assert not any(row["page"] for row in rows_of(as_text, review_below=0.8)["evidence"])


def test_a_conflict_keeps_both_readings(plan: Plan) -> None:
    rows = rows_of(plan, review_below=0.8)["evidence"]
    row = next(r for r in rows if r["column"] == "base_symbol")
    assert (row["status"], row["value"], row["others"]) == ("conflict", "KH-TĐHHT", "KH-UBND")


def test_findings_of_all_stages_stand_in_one_order(plan: Plan) -> None:
    plan = replace(
        plan, document=replace(plan.document, findings=(Finding("reading", "skew", "m"),))
    )
    findings = rows_of(plan, review_below=0.8)["findings"]
    assert [f["code"] for f in findings] == ["skew", "symbol-issuer-mismatch"]
    assert [f["order"] for f in findings] == [1, 2]


def test_a_cell_too_long_for_excel_is_whole_here_and_noticed(hostile: Plan) -> None:
    rows = rows_of(hostile, review_below=0.8)
    assert len(str(rows["plans"][0]["place"])) == 40_000
    cut = [f["message"] for f in rows["findings"] if f["code"] == "cell-cut"]
    # In plans, and raw and value in evidence.
    assert len(cut) == 3
    assert str(cut[0]).startswith("plans.place, row 1")


def test_text_in_a_column_of_numbers_is_a_finding_and_no_crash(plan: Plan) -> None:
    wrong = Deadline(month=Value("mười hai", Status.FOUND, Evidence("mười hai", "r", 1.0)))
    rows = rows_of(replace(plan, deadlines=(wrong,)), review_below=0.8)
    assert rows["deadlines"][0]["month"] is None
    assert "cell-not-a-number" in [f["code"] for f in rows["findings"]]


def test_a_campaign_says_that_it_was_inferred(plan: Plan) -> None:
    named = with_campaign(plan, "1315/QĐ-TTg")
    row = next(r for r in rows_of(named, review_below=0.8)["evidence"] if r["column"] == "campaign")
    assert (row["value"], row["rule"]) == ("1315/QĐ-TTg", "inferred:campaign")
    assert with_campaign(plan, None) == plan
