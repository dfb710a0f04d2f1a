"""Deadlines: when, how often, by whom, to whom, through whom, and onward to whom."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.tasks.deadlines import find_deadlines
from pipeline.plan import values_of

PLAN = """KẾ HOẠCH
Triển khai phong trào học tập

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh như sau:
I. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
- {task}
"""


def found(context_of, task: str) -> list[dict]:
    rows = find_deadlines(context_of(PLAN.format(task=task)))
    keep = ("as_written", "recurrence", "date", "month", "day", "by", "to", "via", "onward_to")
    return [
        {k: v.value for k, v in values_of(r) if v.value is not None and k in keep} for r in rows
    ]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("Báo cáo UBND tỉnh trước ngày 15 tháng 11 hằng năm.",
         {"as_written": "trước ngày 15 tháng 11 hằng năm", "recurrence": "yearly", "month": 11, "day": 15,
          "to": "UBND tỉnh"}),
        ("Báo cáo UBND tỉnh trước ngày 05/12 hàng năm.",
         {"as_written": "trước ngày 05/12 hàng năm", "recurrence": "yearly", "month": 12, "day": 5,
          "to": "UBND tỉnh"}),
        ("Gửi kế hoạch về Sở Nội vụ trước ngày 30/4/2024.",
         {"as_written": "trước ngày 30/4/2024", "recurrence": "once", "date": "2024-04-30", "to": "Sở Nội vụ"}),
        ("Báo cáo Công an tỉnh (qua PC07) trước ngày 15/9/2024.",
         {"as_written": "trước ngày 15/9/2024", "recurrence": "once", "date": "2024-09-15",
          "to": "Công an tỉnh", "via": "PC07"}),
        ("Ký cam kết xong trước khai giảng.", {"as_written": "trước khai giảng"}),
        ("Thẩm định trong 07 ngày kể từ ngày nhận đủ hồ sơ.",
         {"as_written": "trong 07 ngày kể từ ngày nhận đủ hồ sơ"}),
        ("Xây dựng đề án khu bảo tồn trong năm 2025.",
         {"as_written": "trong năm 2025", "recurrence": "once", "date": "2025"}),
        ("Báo cáo Sở Y tế chậm nhất sau 05 ngày làm việc.",
         {"as_written": "chậm nhất sau 05 ngày làm việc", "to": "Sở Y tế"}),
        ("Cứ 03 giờ một lần báo cáo Ban Chỉ huy huyện.",
         {"as_written": "Cứ 03 giờ một lần", "to": "Ban Chỉ huy huyện"}),
        ("Báo cáo ngày trước 16 giờ gửi Đội Tổng hợp.",
         {"as_written": "trước 16 giờ", "recurrence": "daily", "to": "Đội Tổng hợp"}),
        ("Gửi Sở Y tế qua Chi cục Bảo vệ môi trường trước ngày 20/9/2024.",
         {"as_written": "trước ngày 20/9/2024", "recurrence": "once", "date": "2024-09-20",
          "to": "Sở Y tế", "via": "Chi cục Bảo vệ môi trường"}),
        ("Hoàn thành trước ngày 30 tháng 4 năm 2024.",
         {"as_written": "trước ngày 30 tháng 4 năm 2024", "recurrence": "once", "date": "2024-04-30"}),
        ("Cung cấp số liệu trước ngày 15 hằng tháng.",
         {"as_written": "trước ngày 15 hằng tháng", "recurrence": "monthly", "day": 15}),
        ("Báo cáo UBND quận vào ngày 20 tháng cuối quý.",
         {"as_written": "vào ngày 20 tháng cuối quý", "recurrence": "quarterly", "day": 20, "to": "UBND quận"}),
        ("Báo cáo UBND tỉnh chậm nhất ngày 10 của tháng cuối quý.",
         {"as_written": "chậm nhất ngày 10 của tháng cuối quý", "recurrence": "quarterly", "day": 10,
          "to": "UBND tỉnh"}),
        ("Báo cáo Trung tâm trước 10 giờ thứ Năm hằng tuần.",
         {"as_written": "trước 10 giờ thứ Năm hằng tuần", "recurrence": "weekly", "to": "Trung tâm"}),
        ("Định kỳ 6 tháng báo cáo Ban Thường vụ Huyện ủy.",
         {"as_written": "Định kỳ 6 tháng", "recurrence": "half-yearly", "to": "Ban Thường vụ Huyện ủy"}),
        ("Báo cáo Sở Y tế trong quý IV năm 2024.",
         {"as_written": "trong quý IV năm 2024", "recurrence": "once", "date": "2024-12", "to": "Sở Y tế"}),
        ("Báo cáo kết quả thực hiện về UBND tỉnh (qua Sở Giáo dục và Đào tạo) theo quy định.",
         {"as_written": "theo quy định", "to": "UBND tỉnh", "via": "Sở Giáo dục và Đào tạo"}),
        ("Trước ngày 01 tháng 12 hằng năm báo cáo tình hình gửi Sở Giáo dục và Đào tạo và Sở Nội vụ "
         "để tổng hợp, báo cáo UBND tỉnh và Bộ Giáo dục và Đào tạo.",
         {"as_written": "Trước ngày 01 tháng 12 hằng năm", "recurrence": "yearly", "month": 12, "day": 1,
          "to": "Sở Giáo dục và Đào tạo; Sở Nội vụ", "onward_to": "UBND tỉnh; Bộ Giáo dục và Đào tạo"}),
        ("Báo cáo hằng ngày số lượt khám bệnh về Trung tâm Y tế huyện trước 17 giờ.",
         {"as_written": "trước 17 giờ", "recurrence": "daily", "to": "Trung tâm Y tế huyện"}),
        ("Thu phiếu khảo sát, hằng ngày chuyển về Phòng Nội vụ.",
         {"as_written": "hằng ngày", "recurrence": "daily", "to": "Phòng Nội vụ"}),
        ("Báo cáo UBND huyện trước ngày 05/6 và 05/12 hằng năm.",
         {"as_written": "trước ngày 05/6 và 05/12 hằng năm", "recurrence": "half-yearly", "to": "UBND huyện"}),
    ],
)  # fmt: skip
def test_forms(context_of, task: str, expected: dict) -> None:
    assert found(context_of, task) == [{**expected, "by": "Văn phòng Sở"}]


@pytest.mark.parametrize(
    "task",
    [
        "Tổ chức sơ kết, tổng kết phong trào hằng năm và theo giai đoạn.",
        "Trình cấp có thẩm quyền khen thưởng theo quy định.",
        "Đề xuất khen thưởng về Sở Lao động (qua Văn phòng Sở) để tổng hợp.",
        "Bố trí kinh phí theo quy định của pháp luật về ngân sách.",
        "Khảo sát trước khi triển khai.",
        "Công bố Bộ tiêu chí trong quý II năm 2024.",
    ],
)
def test_no_deadline(context_of, task: str) -> None:
    assert found(context_of, task) == []


def test_another_unit_in_the_same_list(context_of) -> None:
    rows = found(context_of, "Đôn đốc. Các đơn vị báo cáo Văn phòng Sở trước ngày 20/11 hằng năm.")
    assert [(r["by"], r["to"]) for r in rows] == [("Các đơn vị", "Văn phòng Sở")]


def test_the_second_of_two_goes_to_the_same_body(context_of) -> None:
    rows = found(
        context_of, "Báo cáo Sở Y tế: kỳ I trước ngày 10/01/2024; cả năm trước ngày 25/5/2024."
    )
    assert [(r["date"], r["to"]) for r in rows] == [
        ("2024-01-10", "Sở Y tế"),
        ("2024-05-25", "Sở Y tế"),
    ]


def test_in_the_closing_sentence(context_of) -> None:
    text = PLAN.format(task="Đôn đốc thực hiện.") + (
        "Trên đây là Kế hoạch; yêu cầu các đơn vị báo cáo Sở trước ngày 15/12/2024./.\n"
    )
    assert [r.date.value for r in find_deadlines(context_of(text))] == ["2024-12-15"]


def test_a_letter_without_items(context_of) -> None:
    """In the sentence that goes on from its basis, and in a paragraph of its own."""
    letter = (
        "SỞ Y TẾ\nSố: 12/SYT-NVY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nV/v báo cáo số trạm\n\n"
        "Kính gửi: Các trung tâm y tế.\n\nThực hiện Công văn số 51/BYT-KCB của Bộ Y tế,\n\n"
        "Sở Y tế đề nghị các trung tâm báo cáo, chậm nhất đến hết ngày 15/3/2018.\n\n"
        "Danh sách gửi về UBND tỉnh (qua Văn phòng) trước ngày 05/4/2018 để\ntổng hợp.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Văn An\n"
    )
    dates = [row.date.value for row in find_deadlines(context_of(letter))]
    assert dates == ["2018-03-15", "2018-04-05"]
