"""Phases in every form; names of programmes, committees and awards' occasions left out."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.phases import find_phases

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
