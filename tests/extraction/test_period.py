"""The plan's own period: by its schedule, its title, its announcement; never a programme's."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.times.period import find_period
from pipeline.plan import Status

PLAN = """KẾ HOẠCH
{title}

Căn cứ Quyết định số 1373/QĐ-TTg phê duyệt Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”;
{preamble}
I. MỤC ĐÍCH
Hoàn thành Đề án “Xây dựng xã hội học tập giai đoạn 2021 - 2030”.
{body}
"""


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Triển khai phong trào “Cả nước học tập giai đoạn 2023 - 2030”", "2023", "2030"),
        ("Triển khai phong trào học tập giai đoạn 2024-2030", "2024", "2030"),
        ("Cải cách hành chính năm 2024", "2024", "2024"),
        ("Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 giai đoạn 2023 - 2030", "2023", "2030"),
        # what stands outside the quoted name is the plan's own
        ("Thực hiện Đề án “Học tập suốt đời giai đoạn 2021 - 2030” năm 2024", "2024", "2024"),
        ("Tự đánh giá chương trình năm học 2023 - 2024", "2023", "2024"),
        ("Kiểm tra chuyên ngành quý IV năm 2024", "2024-10", "2024-12"),
        ("Quảng bá vải thiều niên vụ 2024", "2024", "2024"),
        ("Phát triển năng lượng đến năm 2030", None, "2030"),  # where it begins is not said
        ("Xây dựng xã hội học tập", None, None),
    ],
)
def test_by_title(context_of, title: str, start: str | None, end: str | None) -> None:
    found = find_period(context_of(PLAN.format(title=title, preamble="", body="")))
    assert tuple(v.value for v in found) == (start, end)


@pytest.mark.parametrize(
    ("schedule", "start", "end"),
    [
        ("Phong trào được triển khai từ năm 2024 đến năm 2030.", "2024", "2030"),
        ("Kế hoạch thực hiện từ tháng 3/2024 đến hết tháng 12/2024.", "2024-03", "2024-12"),
        ("Thời gian: 03 ngày, từ 12/7/2024 đến 14/7/2024.", "2024-07-12", "2024-07-14"),
        ("Trong 6 tuần, từ ngày 03/6/2024 đến ngày 14/7/2024.", "2024-06-03", "2024-07-14"),
        ("Từ ngày 01/6/2024 đến ngày 30/9/2024.", "2024-06-01", "2024-09-30"),
        ("Bắt đầu từ ngày 05/01/2024, kết thúc ngày 05/4/2024.", "2024-01-05", "2024-04-05"),
        # times of its parts are not the plan's
        ("1. Giai đoạn 1 (từ 2023 - 2025): triển khai.", "2023", "2030"),
        ("Lớp thứ nhất học từ 03/6 đến 21/6/2024; lớp thứ hai từ 24/6 đến 12/7/2024.", "2023", "2030"),
    ],
)  # fmt: skip
def test_by_schedule(context_of, schedule: str, start: str, end: str) -> None:
    title = "Triển khai phong trào “Cả nước học tập giai đoạn 2023 - 2030”"
    body = "II. THỜI GIAN THỰC HIỆN\n" + schedule
    found = find_period(context_of(PLAN.format(title=title, preamble="", body=body)))
    assert tuple(v.value for v in found) == (start, end)


def test_a_schedule_that_contradicts_the_title_is_a_conflict(context_of) -> None:
    body = "II. THỜI GIAN\nPhong trào được triển khai từ năm 2019 đến năm 2022."
    text = PLAN.format(title="Triển khai phong trào giai đoạn 2023 - 2030", preamble="", body=body)
    start, end = find_period(context_of(text))
    assert {start.status, end.status} == {Status.CONFLICT}
    assert {c.value for c in start.candidates} == {"2019", "2023"}


def test_by_the_announcement(context_of) -> None:
    preamble = "Sở Y tế ban hành Kế hoạch năm 2024 như sau:"
    found = find_period(context_of(PLAN.format(title="Phòng bệnh", preamble=preamble, body="")))
    assert [v.value for v in found] == ["2024", "2024"]


def test_from_the_phases_when_nothing_else_says_it(context_of) -> None:
    body = "II. TIẾN ĐỘ\n- Đợt 1: từ tháng 4/2024 đến tháng 9/2024.\n- Đợt 2: từ tháng 10/2024 đến tháng 12/2024."
    start, end = find_period(context_of(PLAN.format(title="Phòng bệnh", preamble="", body=body)))
    assert (start.value, end.value) == ("2024-04", "2024-12")
    assert start.evidence.rule.startswith("inferred:")
    assert "tháng 4/2024" in start.evidence.raw
    assert "tháng 12/2024" in end.evidence.raw  # each side is shown where it stands


def test_no_period_in_other_texts(context_of) -> None:
    found = find_period(context_of("It was the best of times in 1859.\n\nYours,\nC. Dickens\n"))
    assert [v.status for v in found] == [Status.MISSING, Status.MISSING]


def test_a_time_beside_who_does_it_is_the_tasks(context_of) -> None:
    body = (
        "II. NHIỆM VỤ\n1. Rà soát văn bản\n- Cơ quan chủ trì: Sở Tư pháp.\n"
        "- Thời gian thực hiện: Quý I và Quý II/2024."
    )
    found = find_period(context_of(PLAN.format(title="Cải cách năm 2024", preamble="", body=body)))
    assert [v.value for v in found] == ["2024", "2024"]
