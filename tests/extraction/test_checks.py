"""Each check gives its finding, and gives none where all is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.document import Document
from pipeline.extraction.checks import check_head, check_plan
from pipeline.extraction.head.fields import read_head
from pipeline.normalisation.known_documents import known_document
from pipeline.plan import Assignment, Head, Phase, Plan, Recipient, Status, Value

TEXT = """UBND TỈNH HÀ NAM
SỞ Y TẾ
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày 05 tháng 4 năm 2024

{type}
Xây dựng xã hội học tập

Thực hiện {base}, Sở Y tế xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao nhận thức.
"""
SOUND = {
    "number": "31/KH-SYT",
    "place": "Hà Nam",
    "type": "KẾ HOẠCH",
    "base": "Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh",
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"number": "31/KH-UBND"}, "symbol-issuer-mismatch"),
        ({"number": "31/BC-SYT"}, "type-code-mismatch"),
        ({"place": "Nam Định"}, "place-province-mismatch"),
        (
            {"base": "Kế hoạch số 15/KH-UBND ngày 29/01/2025 của UBND tỉnh"},
            "cited-after-own-date",
        ),
        (
            {"base": "Kế hoạch số 15/KH-UBND ngày 31/02/2024 của UBND tỉnh"},
            "citation-date-impossible",
        ),
        (
            {"base": "Kế hoạch số 15/KH-SNV ngày 29/01/2024 của UBND tỉnh"},
            "citation-symbol-issuer-conflict",
        ),
        (
            {"base": "Quyết định số 1315/QĐ-TTg ngày 19/11/2023 của Thủ tướng Chính phủ"},
            "citation-date-unlike-known",
        ),
    ],
)
def test_head_checks(context_of, change: dict[str, str], code: str | None) -> None:
    reading = read_head(context_of(TEXT.format(**(SOUND | change))))
    assert [f.code for f in check_head(reading)] == ([code] if code else [])


def found(text: str) -> Value:
    return Value(text, Status.FOUND)


def plan(**parts) -> Plan:
    head = Head(
        doc_type=found("Kế hoạch"),
        title=found("T"),
        issuer=found("Sở Y tế"),
        period_start=found("2023"),
        period_end=found("2030"),
    )
    return replace(Plan("p1", Document("a.pdf", "a" * 64, ()), head), **parts)


def phase(start: str, end: str) -> Phase:
    return Phase(label=found("Giai đoạn"), start=found(start), end=found(end))


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        ((phase("2023", "2025"), phase("2026", "2030")), None),
        ((phase("2023", "2025"), phase("2025", "2030")), None),  # may share a year
        ((phase("2022", "2025"),), "phase-outside-period"),
        ((phase("2024", "2031-06"),), "phase-outside-period"),
        ((phase("2025", "2024"),), "phase-reversed"),
        ((phase("2023", "2026"), phase("2025", "2030")), "phases-overlap"),
    ],
)
def test_phases_against_the_period(phases: tuple[Phase, ...], code: str | None) -> None:
    assert [f.code for f in check_plan(plan(phases=phases))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("recipients", "codes"),
    [
        (["Sở Nội vụ", "Lưu: VT"], []),
        (["Sở NV", "Lưu: VT"], []),  # by its abbreviation
        (["Các sở, ban, ngành", "Lưu: VT"], []),
        (["Như Điều 3", "Lưu: VT"], []),
        (["UBND tỉnh", "Lưu: VT"], ["unit-not-among-recipients"]),
        ([], []),  # no list, nothing to say
    ],
)
def test_units_against_recipients(recipients: list[str], codes: list[str]) -> None:
    made = plan(
        recipients=tuple(Recipient(recipient=found(r)) for r in recipients),
        assignments=(Assignment(unit=found("Sở Nội vụ"), task=found("Tham mưu.")),),
    )
    assert [f.code for f in check_plan(made)] == codes


def test_what_a_plan_must_have() -> None:
    made = replace(plan(), head=Head(doc_type=found("Kế hoạch")))
    assert {f.code for f in check_plan(made)} == {"title-missing", "issuer-missing"}


def test_the_known_chain() -> None:
    decision = known_document("1315/qđ-ttg")
    assert decision is not None
    assert decision.date == "2023-11-09"
    assert known_document("15/KH-UBND") is None
