"""A plan made by hand, with a value of every status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.document import Box, Document, Finding, Line, Page, Route, Word
from pipeline.plan import (
    Assignment,
    Candidate,
    Evidence,
    Head,
    Phase,
    Plan,
    Recipient,
    Status,
    Value,
)


def found(value: str | int, confidence: float = 0.95, raw: str | None = None) -> Value:
    """A found value with a place on page 1."""
    place = Box(72, 100, 200, 112)
    evidence = Evidence(str(value) if raw is None else raw, "test:rule", confidence, 1, place, 3)
    return Value(value, Status.FOUND, evidence)


def a_plan(number: int = 1) -> Plan:
    """A plan; those of different numbers differ in id, file and issuer."""
    words = (Word("Ké", "Kế", Box(72, 80, 90, 92), 0.7), Word("hoạch", "hoạch", bold=True))
    page = Page(1, (Line(words, paragraph=True),), Route.GARBLED_TEXT, "marks lost", 595, 842)
    conflict = Value(
        "KH-TĐHHT",
        Status.CONFLICT,
        Evidence("KH-TĐHHT", "base:symbol", 0.6),
        (
            Candidate("KH-TĐHHT", Evidence("KH-TĐHHT", "base:symbol", 0.6)),
            Candidate("KH-UBND", Evidence("UBND tỉnh", "base:issuer", 0.5), "symbol is written"),
        ),
    )
    head = Head(
        doc_type=found("Kế hoạch"),
        number=Value(None, Status.BLANK, Evidence("Số:    /KH-SYT", "number:blank", 0.9, 1)),
        date=found("2024-03-12"),
        issuer=found(f"Sở Y tế {number}", 0.5),
        base_symbol=conflict,
        period_start=found("2023"),
        signer_name=Value(None, Status.UNREADABLE, Evidence("□", "signer:name", 0.4, 1)),
    )
    return Plan(
        plan_id=f"p{number:05}",
        document=Document(f"tỉnh/{number}.pdf", f"{number:064}", (page,)),
        head=head,
        phases=(Phase(label=found("Giai đoạn 1"), start=found("2023"), end=found("2025-06")),),
        assignments=(
            Assignment(
                unit=found("Văn phòng"), role=found("lead"), task_order=found(1), task=found("A")
            ),
            Assignment(
                unit=found("Văn phòng"), role=found("lead"), task_order=found(2), task=found("B")
            ),
            Assignment(unit=found("Sở Nội vụ"), role=found("coordinate"), task=found("B")),
        ),
        recipients=(Recipient(recipient=found("- Như trên")),),
        findings=(Finding("extraction", "symbol-issuer-mismatch", "…"),),
    )


@pytest.fixture
def make_plan() -> Callable[[int], Plan]:
    """Makes plan number n."""
    return a_plan


@pytest.fixture
def plan() -> Plan:
    """One plan."""
    return a_plan()


@pytest.fixture
def hostile() -> Plan:
    """A plan whose title would run in a spreadsheet, and one cell too long for it."""
    plan = a_plan()
    head = replace(plan.head, title=found("=cmd|'/C calc'!A1"), place=found("x" * 40_000))
    return replace(plan, head=head)
