"""Phases in every form; names of programmes, committees and awards' occasions left out."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction.context import Context
from pipeline.extraction.times.phases import find_phases
from pipeline.segmentation import segment

PLAN = """KẾ HOẠCH
Triển khai phong trào học tập năm 2024

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức.
II. {heading}
{body}
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở theo dõi, đôn đốc.
"""


def phases(context_of, body: str, heading: str = "TIẾN ĐỘ THỰC HIỆN") -> list[tuple]:
    rows = find_phases(context_of(PLAN.format(heading=heading, body=body)))
    return [(r.label.value, r.start.value, r.end.value) for r in rows]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. Trước kỳ thi (từ 01/5/2024 đến 20/5/2024): rà soát.\n2. Sau kỳ thi (tháng 7/2024): báo cáo.",
         [("Trước kỳ thi", "2024-05-01", "2024-05-20"), ("Sau kỳ thi", "2024-07", "2024-07")]),
        ("- Giai đoạn 1 (từ 2023 - 2025).\n- Giai đoạn 2 (từ 2026 - 2030).",
         [("Giai đoạn 1", "2023", "2025"), ("Giai đoạn 2", "2026", "2030")]),
        ("1. Giai đoạn I: Từ năm 2023 đến năm 2025.\n2. Giai đoạn II: Từ năm 2026 đến năm 2030.",
         [("Giai đoạn I", "2023", "2025"), ("Giai đoạn II", "2026", "2030")]),
        ("Chia làm hai giai đoạn: giai đoạn 1 từ năm 2023 - 2025; giai đoạn 2 từ năm 2026 - 2030.",
         [("Giai đoạn 1", "2023", "2025"), ("Giai đoạn 2", "2026", "2030")]),
        ("Đợt 1: từ tháng 4 đến tháng 9 năm 2024. Đợt 2: từ tháng 10 năm 2024 đến tháng 12 năm 2025.",
         [("Đợt 1", "2024-04", "2024-09"), ("Đợt 2", "2024-10", "2025-12")]),
        ("- Bước 1 (năm 2024): khảo sát.\n- Bước 2 (2025 - 2027): triển khai.",
         [("Bước 1", "2024", "2024"), ("Bước 2", "2025", "2027")]),
        ("- Bước 1: Họp dân, lấy ý kiến (tháng 3/2023).\n- Bước 2: Thi công (từ tháng 4/2023 đến tháng 10/2023).",
         [("Bước 1", "2023-03", "2023-03"), ("Bước 2", "2023-04", "2023-10")]),
        ("Bước 3 (từ 01/9/2023): duy trì kiểm tra.", [("Bước 3", "2023-09-01", None)]),
        ("1. Giai đoạn 2024 - 2025: thí điểm.\n2. Giai đoạn 2026 - 2030: mở rộng.",
         [("Giai đoạn 2024 - 2025", "2024", "2025"), ("Giai đoạn 2026 - 2030", "2026", "2030")]),
        ("- Năm 2024: ký kết.\n- Năm 2025: nhân rộng.",
         [("Năm 2024", "2024", "2024"), ("Năm 2025", "2025", "2025")]),
        ("Quý III năm 2023: khảo sát. Quý IV năm 2023: thi công.",
         [("Quý III năm 2023", "2023-07", "2023-09"), ("Quý IV năm 2023", "2023-10", "2023-12")]),
        ("- Quý I: khảo sát.", [("Quý I", "2024-01", "2024-03")]),  # the year is the title's
        # steps with a name in place of an ordinal
        ("1. Bước khảo sát (tháng 3 - tháng 4 năm 2024): đi thực địa.\n2. Bước thi công: từ tháng 5/2024 đến tháng 9/2024.",
         [("Bước khảo sát", "2024-03", "2024-04"), ("Bước thi công", "2024-05", "2024-09")]),
        ("- Năm 2024 - 2025: thí điểm.\n- Năm 2026 đến năm 2030: mở rộng.",
         [("Năm 2024 - 2025", "2024", "2025"), ("Năm 2026 đến năm 2030", "2026", "2030")]),
        ("- Quý I và Quý II: khảo sát.\n- Quý III, IV/2024: thi công.",
         [("Quý I và Quý II", "2024-01", "2024-06"), ("Quý III, IV/2024", "2024-07", "2024-12")]),
    ],
)  # fmt: skip
def test_forms(context_of, body: str, expected: list[tuple]) -> None:
    assert phases(context_of, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Hoàn thành Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”.",
        "Theo hướng dẫn của Ban Chỉ đạo Xây dựng xã hội học tập giai đoạn 2021 - 2030.",
        "Chương trình mục tiêu quốc gia giai đoạn 1 (từ năm 2021 đến năm 2025) của Chính phủ.",
        "Phong trào được triển khai từ năm 2024 đến năm 2030.",
        "Giai đoạn từ 2021 đến nay còn nhiều khó khăn.",
        "Nâng cao trình độ, giai đoạn hai nước cùng phát triển.",
    ],
)
def test_no_phases(context_of, body: str) -> None:
    assert phases(context_of, body) == []


def test_the_occasion_of_an_award_is_no_phase(context_of) -> None:
    body = "1. Khen thưởng sơ kết giai đoạn 2023 - 2025.\n2. Giai đoạn 1 (2023 - 2025): Giấy khen."
    assert phases(context_of, body, "HÌNH THỨC KHEN THƯỞNG") == []


def test_evidence_points_to_the_words(context_of) -> None:
    context = context_of(PLAN.format(heading="TIẾN ĐỘ", body="- Giai đoạn 1 (từ 2023 - 2025)."))
    (phase,) = find_phases(context)
    found = phase.as_written.evidence
    assert context.flow.text[found.char_start : found.char_end].startswith("Giai đoạn 1 (từ 2023")
    assert phase.as_written.value == "Giai đoạn 1 (từ 2023 - 2025)"


def recognised(body: str, route: Route = Route.OCR) -> list[tuple]:
    """The phases of a page that was read from a picture."""
    text = PLAN.format(heading="TIẾN ĐỘ THỰC HIỆN", body=body)
    rows = tuple(
        Line(tuple(Word(w, w) for w in line.split()), paragraph=True)
        for line in text.splitlines()
        if line
    )
    document = Document("a.pdf", "0" * 64, (Page(1, rows, route),))
    found = find_phases(Context.of(document, segment(document)))
    return [(r.label.value, r.start.value, r.end.value) for r in found]


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        # four of a year, whatever was left of their strokes
        ("- Quý 1/2025: rà soát.\n- Quý I/2025: họp.\n- Quý [I/2025: thi công.\n- Quý IV/2025: báo cáo.",
         ["Quý I/2025", "Quý II/2025", "Quý III/2025", "Quý IV/2025"]),
        # a numeral with a dot that is dust, beside another one
        ("- Quý I và quý II/2025: rà soát.\n- Quý III và Quý ïV/2025: thi công.",
         ["Quý I và quý II/2025", "Quý III và Quý IV/2025"]),
        # one place is left between I and III
        ("- Quý I/2025: rà soát.\n- Quý 1/2025: họp.\n- Quý III/2025: thi công.",
         ["Quý I/2025", "Quý II/2025", "Quý III/2025"]),
    ],
)  # fmt: skip
def test_quarters_that_lost_strokes(body: str, labels: list[str]) -> None:
    assert [label for label, _, _ in recognised(body)] == labels
    starts = [start for _, start, _ in recognised(body)]
    assert starts == sorted(starts)
    assert [label for label, _, _ in recognised(body, Route.TEXT_LAYER)] != labels


def test_rounds_open_items_of_any_section(context_of) -> None:
    """The rules of a contest are no schedule by their title."""
    body = "1. Vòng sơ loại: nộp bài từ ngày 05/3/2024 đến ngày 30/4/2024.\n2. Vòng chung kết: thi thuyết trình trong tháng 6/2024."
    assert phases(context_of, body, "QUY CHẾ CUỘC THI") == [
        ("Vòng sơ loại", "2024-03-05", "2024-04-30"),
        ("Vòng chung kết", "2024-06", "2024-06"),
    ]
    said = "1. Ban Giám khảo chấm vòng sơ loại từ ngày 05/3/2024 đến ngày 30/4/2024."
    assert phases(context_of, said, "QUY CHẾ CUỘC THI") == []


def test_a_round_that_waits_is_a_misread_one(context_of) -> None:
    """`đợi 2` is đợt 2 of a recogniser; `đội 2` is a team."""
    body = "Chia làm hai đợt: đợt 1 từ ngày 05/3/2024 đến ngày 30/4/2024; đợi 2 từ ngày 02/5/2024 đến ngày 30/6/2024."
    found = phases(context_of, body)
    assert [row[1:] for row in found] == [
        ("2024-03-05", "2024-04-30"),
        ("2024-05-02", "2024-06-30"),
    ]
    assert phases(context_of, "Đội 2 từ ngày 05/3/2024 đến ngày 30/4/2024 trực bến đò.") == []
