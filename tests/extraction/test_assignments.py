"""Units and their tasks, wherever the plan names them."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.document import Box, Document, Line, Page, Route, Word
from pipeline.extraction.context import Context
from pipeline.extraction.tasks.assignments import find_assignments
from pipeline.segmentation import segment

PLAN = """KẾ HOẠCH
Triển khai phong trào học tập

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh như sau:
I. MỤC ĐÍCH
1. Văn phòng là nơi tiếp nhận. Các đơn vị nâng cao nhận thức.
II. {heading}
{body}
"""


def rows(context_of, body: str, heading: str = "TỔ CHỨC THỰC HIỆN"):
    return find_assignments(context_of(PLAN.format(heading=heading, body=body)))


def counts(context_of, body: str, heading: str = "TỔ CHỨC THỰC HIỆN") -> list[tuple]:
    """(section, unit, number of tasks) in order, coordinating bodies left out."""
    found: dict[tuple, int] = {}
    for row in rows(context_of, body, heading):
        if row.role.value != "coordinate":
            key = (row.section.value, row.unit.value)
            found[key] = found.get(key, 0) + 1
    return [(*key, number) for key, number in found.items()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a heading over bullets: a task each
        ("1. Văn phòng Sở\n- Hướng dẫn các phòng; đôn đốc.\n- Tổng hợp. Báo cáo.\n2. Thanh tra Sở\n- Kiểm tra.",
         [("II.1", "Văn phòng Sở", 2), ("II.2", "Thanh tra Sở", 1)]),
        # a heading over prose: cut at sentences and semicolons
        ("1. Phòng Quản lý đô thị\nKhảo sát, thiết kế công trình. Tổng hợp kết quả; báo cáo UBND quận.",
         [("II.1", "Phòng Quản lý đô thị", 3)]),
        # who holds an office is no task, but what a person is to do is one; a greeting is none
        ("1. Ban Chỉ đạo phong trào\n- Đồng chí Lê Văn An, Phó Chủ tịch;\n- (2) Bà Trần Thị Bé - Ủy viên.\n- Đồng chí Vũ Hùng, Trưởng phòng, phụ trách chung.\nTrân trọng.",
         [("II.1", "Ban Chỉ đạo phong trào", 1)]),
        # run in with a colon
        ("1. Văn phòng Sở: chủ trì tham mưu; tổng hợp báo cáo.\n2. Các đơn vị trực thuộc: xây dựng kế hoạch.",
         [("II.1", "Văn phòng Sở", 2), ("II.2", "Các đơn vị trực thuộc", 1)]),
        # run into the sentence
        ("1. Văn phòng Sở có trách nhiệm đôn đốc.\n2. Trung tâm Ứng dụng KH&CN sưu tầm tin, bài.",
         [("II.1", "Văn phòng Sở", 1), ("II.2", "Trung tâm Ứng dụng KH&CN", 1)]),
        # "có trách nhiệm:" over bullets
        ("1. Phòng Nội vụ quận có trách nhiệm:\n- Theo dõi;\n- Tham mưu.",
         [("II.1", "Phòng Nội vụ quận", 2)]),
        # prose with several units
        ("Công chức Văn hóa - Xã hội lập danh sách; Trạm Y tế xã cử cán bộ dự họp; đề nghị Hội Nông dân vận động.",
         [("II", "Công chức Văn hóa - Xã hội", 1), ("II", "Trạm Y tế xã", 1), ("II", "Hội Nông dân", 1)]),
        # bullets that name the unit inside
        ("- Căn cứ chức năng, nhiệm vụ, các đơn vị xây dựng kế hoạch; tạo điều kiện; hướng dẫn.\n"
         "- Thường trực Hội đồng Thi đua triển khai, đôn đốc; đánh giá, tham mưu.",
         [("II", "các đơn vị", 3), ("II", "Thường trực Hội đồng Thi đua", 2)]),
        # a sentence behind the list names another unit
        ("1. Khoa Khám bệnh\n- Bố trí bàn tư vấn.\nPhòng Công tác xã hội tổng hợp, báo cáo Giám đốc.",
         [("II.1", "Khoa Khám bệnh", 1), ("II.1", "Phòng Công tác xã hội", 1)]),
        # unit, then a level more
        ("1. Bộ Nội vụ\na) Vụ Pháp chế\n- Rà soát.\n- Thẩm định.\nb) Văn phòng Bộ\n- Chuẩn bị.",
         [("II.1.a", "Vụ Pháp chế", 2), ("II.1.b", "Văn phòng Bộ", 1)]),
        # no unit at all
        ("1. Kinh phí: từ ngân sách nhà nước.\n2. Tăng cường tuyên truyền, phổ biến.", []),
    ],
)  # fmt: skip
def test_where_units_stand(context_of, body: str, expected: list[tuple]) -> None:
    assert counts(context_of, body) == expected


def test_lead_and_coordinating_bodies(context_of) -> None:
    found = rows(
        context_of,
        "1. Sở Y tế\n- Chủ trì, phối hợp với Sở Tài chính, UBND các huyện, thành phố xây dựng kế hoạch.",
    )
    assert [(r.unit.value, r.role.value) for r in found] == [
        ("Sở Y tế", "lead"),
        ("Sở Tài chính", "coordinate"),
        ("UBND các huyện, thành phố", "coordinate"),
    ]
    assert len({r.task.value for r in found}) == 1


TABLE = (
    "TT\tNội dung công việc\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n"
    "1\tXây dựng kế hoạch truyền thông\tBảo hiểm xã hội tỉnh\tSở Y tế\tTháng 01\n"
    "2\tNâng cấp trạm y tế\tSở Y tế; Sở Xây dựng\tSở Tài chính\tQuý III/2024\n"
)


def test_a_table_of_tasks(context_of) -> None:
    found = rows(context_of, TABLE, "PHÂN CÔNG NHIỆM VỤ")
    assert [(r.unit.value, r.role.value, r.task.value) for r in found] == [
        ("Bảo hiểm xã hội tỉnh", "lead", "Xây dựng kế hoạch truyền thông"),
        ("Sở Y tế", "coordinate", "Xây dựng kế hoạch truyền thông"),
        ("Sở Y tế", "lead", "Nâng cấp trạm y tế"),
        ("Sở Xây dựng", "lead", "Nâng cấp trạm y tế"),
        ("Sở Tài chính", "coordinate", "Nâng cấp trạm y tế"),
    ]


def test_a_decision_tells_units_in_its_articles(context_of) -> None:
    found = find_assignments(
        context_of(
            "QUYẾT ĐỊNH\nPhê duyệt Kế hoạch\n\nCăn cứ Luật;\nQUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Kế hoạch.\n"
            "Điều 2. Giao Sở Y tế chủ trì tổ chức thực hiện Kế hoạch.\n"
            "Điều 3. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này.\n"
        )
    )
    assert [r.unit.value for r in found] == ["Sở Y tế"]


def test_orders_count_units_and_their_tasks(context_of) -> None:
    found = rows(
        context_of, "1. Văn phòng Sở\n- Một việc.\n- Hai việc.\n2. Thanh tra Sở\n- Ba việc."
    )
    assert [(r.unit_order.value, r.task_order.value) for r in found] == [(1, 1), (1, 2), (2, 1)]


def test_a_unit_told_over_items_under_a_heading_of_content(context_of) -> None:
    body = (
        "1. Về thể chế\nGiao Sở Tư pháp chủ trì, phối hợp với các đơn vị liên quan:\n"
        "a) Rà soát văn bản.\nb) Tham mưu sửa đổi.\n"
        "2. Về bộ máy\nSắp xếp các đầu mối.\n"
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi, đôn đốc."
    )
    found = counts(context_of, body, "NHIỆM VỤ TRỌNG TÂM")
    assert sorted(found) == [("II.1", "Sở Tư pháp", 2), ("III.1", "Sở Nội vụ", 1)]


def test_sections_outside_the_organisation_assign_nothing(context_of) -> None:
    assert rows(context_of, "1. Văn phòng Sở đôn đốc thực hiện.", "GIẢI PHÁP") == ()


def _row(text: str, top: float) -> Line:
    """A row of a ruled table; `|` parts its cells."""
    words: list[Word] = []
    cuts: list[int] = []
    for index, cell in enumerate(text.split("|")):
        if index:
            cuts.append(len(words))
        words += [Word(w, w, box=Box(50, top, 100, top + 10)) for w in cell.split()]
    return Line(tuple(words), cells=tuple(cuts), paragraph=True)


def test_a_row_that_a_page_cuts_is_one() -> None:
    """The first line of the next page has dust for a number and goes on in small letters."""
    head = PLAN.format(heading="PHÂN CÔNG NHIỆM VỤ", body="").splitlines()
    text = [Line(tuple(Word(w, w) for w in line.split()), paragraph=True) for line in head if line]
    first = [
        "STT | Nội dung công việc | Đơn vị chủ trì | Thời gian",
        "1 | Số hóa tài liệu | Thư viện tỉnh | Quý I",
        "2 | Rà soát nhân lực | Sở Nội vụ | Quý II",
        "3 | Tuyên truyền trên | Đài Phát thanh và | Cả năm",
    ]
    second = ["' | báo, đài | Truyền hình tỉnh |", "4 | Kiểm tra | Thanh tra tỉnh | Quý IV"]
    pages = tuple(
        Page(number, (*above, *(_row(r, 100 + 12 * i) for i, r in enumerate(rows))), Route.OCR)
        for number, above, rows in ((1, text, first), (2, [], second))
    )
    document = Document("a.pdf", "0" * 64, pages)
    found = find_assignments(Context.of(document, segment(document)))
    assert [(r.unit.value, r.task.value) for r in found] == [
        ("Thư viện tỉnh", "Số hóa tài liệu"),
        ("Sở Nội vụ", "Rà soát nhân lực"),
        ("Đài Phát thanh và Truyền hình tỉnh", "Tuyên truyền trên báo, đài"),
        ("Thanh tra tỉnh", "Kiểm tra"),
    ]
