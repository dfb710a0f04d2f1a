"""The texts of `kehoach explain`."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from pipeline.document import Box, Document, Finding, Line, Page, Route, Word
from pipeline.errors import SettingsError
from pipeline.explain import explain
from pipeline.plan import Candidate, Evidence, Head, Phase, Plan, Status, Value

ISSUER = Value(
    "Sở Y tế tỉnh Cà Mau",
    Status.FOUND,
    Evidence("SỞ Y TÉ", "issuer:letterhead", 0.9, 1, Box(72, 80, 200, 92), 1),
    (Candidate("UBND tỉnh", Evidence("UBND tỉnh", "issuer:preamble", 0.4), "a base's issuer"),),
)


@pytest.fixture
def plan() -> Plan:
    words = (Word("SỞ", "SỞ"), Word("Y", "Y"), Word("[TÉ]", "[TẾ]"))
    pages = (
        Page(1, (Line(words),), Route.OCR, "no text layer", skew=-0.4),
        Page(2, (Line((Word("?", "□", confidence=0.2),)),), Route.OCR, "no text layer"),
    )
    phase = Phase(start=Value("2023", Status.FOUND, Evidence("2023", "phase:years", 0.9)))
    blank = Value(None, Status.BLANK, Evidence("Số:   /KH", "number:blank", 0.9))
    return Plan(
        "p1",
        Document("a[b].pdf", "0" * 64, pages, (Finding("reading", "page-doubtful", "m", page=2),)),
        Head(issuer=ISSUER, number=blank),
        phases=(phase,),
    )


def shown(plan: Plan, field: str | None = None) -> str:
    console = Console(width=200, file=io.StringIO(), record=True)
    console.print(explain(plan, field))
    return console.export_text()


def test_all_of_a_plan(plan: Plan) -> None:
    text = shown(plan)
    for part in ("a[b].pdf", "no text layer", "issuer:letterhead", "phases.1.start", "SỞ Y TÉ"):
        assert part in text
    assert "page-doubtful" in text


def test_a_field_with_what_it_beat(plan: Plan) -> None:
    text = shown(plan, "issuer")
    assert "box 72,80 to 200,92" in text
    assert "SỞ Y [TẾ]" in text  # the line, its brackets taken for text
    assert "UBND tỉnh" in text
    assert "a base's issuer" in text


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("date", "No rule found anything"),
        ("date", "Pages read with doubt, where it may stand: 2."),
        ("date", "could not be read: 1."),
        ("number", "left empty"),
    ],
)
def test_why_a_field_is_empty(plan: Plan, field: str, why: str) -> None:
    assert why in shown(plan, field)


def test_a_conflict_shows_all_its_readings(plan: Plan) -> None:
    torn = replace(ISSUER, status=Status.CONFLICT)
    assert "All readings" in shown(replace(plan, head=Head(issuer=torn)), "plans.issuer")


@pytest.mark.parametrize("field", ["phases", "phases.start", "phases.1.start", "phases[1].start"])
def test_cells_of_lists(plan: Plan, field: str) -> None:
    assert "phase:years" in shown(plan, field)


def test_a_row_that_is_not_there(plan: Plan) -> None:
    assert "no such row" in shown(plan, "phases.2.start")


@pytest.mark.parametrize("field", ["isuer", "phases.begin", "", "a b", "pages.text"])
def test_an_unknown_field_is_an_error(plan: Plan, field: str) -> None:
    with pytest.raises(SettingsError) as error:
        explain(plan, field)
    assert error.value.code == "unknown-field"


def test_an_unknown_field_names_the_nearest(plan: Plan) -> None:
    with pytest.raises(SettingsError, match="did you mean issuer"):
        explain(plan, "isuer")
