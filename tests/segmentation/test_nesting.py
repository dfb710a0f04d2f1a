"""Depth by the styles that are open, order by the neighbours."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.segmentation import segment
from pipeline.segmentation.outline import Outline

HEAD = "KẾ HOẠCH\nTriển khai phong trào\n\nThực hiện Kế hoạch số 15/KH-UBND của UBND tỉnh:\n"
OPENING = ("KẾ HOẠCH", "Triển khai phong trào", "Thực hiện Kế hoạch của UBND tỉnh như sau:")


def scanned(lines: Sequence[str]) -> Outline:
    """The outline of one recognised page of these lines."""
    made = tuple(Line(tuple(Word(w, w) for w in t.split()), paragraph=True) for t in lines)
    return segment(Document("scan.pdf", "", (Page(1, made, Route.OCR),)))


def test_nested_styles(segmented) -> None:
    found = segmented(
        HEAD + "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\na) Một.\nb) Hai.\n2. Yêu cầu\n- Ba.\n+ Bốn.\n"
        "+ Năm.\n- Sáu.\nII. NỘI DUNG\n1. Bảy.\n1.1. Tám.\n1.2. Chín.\n2. Mười.\n"
    )
    assert found.markers == [
        "I.", "  1.", "    a)", "    b)", "  2.", "    -", "      +", "      +", "    -",
        "II.", "  1.", "    1.1.", "    1.2.", "  2.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        # II. misread: between I. and III. it can be nothing else
        ("I. MỤC ĐÍCH\n{x}\nI1.NỘI DUNG\n{x}\nIII. GIẢI PHÁP\n{x}", ["I", "II", "III"]),
        ("I. MỤC ĐÍCH\n{x}\nH. NỘI DUNG\n{x}\nHI. GIẢI PHÁP\n{x}", ["I", "II", "III"]),
        # 1. for I. over a heading in capitals, when II. comes
        ("1. MỤC ĐÍCH\n{x}\nII. NỘI DUNG\n{x}", ["I", "II"]),
        # numbers in capitals where no Roman numeral is: they are numbers
        ("1. MỤC ĐÍCH\n{x}\n2. NỘI DUNG\n{x}", ["1", "2"]),
        # I. for 1. under I.
        ("I. YÊU CẦU CHUNG\nI. Mục đích là rõ.\n2. Yêu cầu là đủ.\nII. NỘI DUNG\n{x}",
         ["I", "I.1", "I.2", "II"]),
        # a digit misread between its neighbours
        ("1. Một.\n2. Hai.\n8. Ba.\n4. Bốn.", ["1", "2", "3", "4"]),
        # đ) that lost its stroke
        ("a) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\nd) Năm.\ne) Sáu.", ["a", "b", "c", "d", "đ", "e"]),
        ("a) Một.\nb) Hai.\n¢) Ba.\nd) Bốn.", ["a", "b", "c", "d"]),
        # noise before a marker
        ("a) Một.\n~ b) Hai.\nc) Ba.", ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_misread_numerals_by_their_neighbours(segmented, written: str, paths: list[str]) -> None:
    text = "Nâng cao nhận thức của cán bộ, công chức về vai trò của học tập."
    assert segmented(HEAD + written.replace("{x}", text)).paths == paths


def test_a_wrapped_line_that_begins_with_a_number_is_no_item(segmented) -> None:
    found = segmented(
        HEAD
        + "I. THỜI GIAN\n1. Phong trào được triển khai sâu rộng trong toàn tỉnh và tổng kết vào năm\n"
        "2023. Việc đánh giá kết quả phải gắn với nhiệm vụ chính trị của các cơ quan và đơn\n"
        "vị trước ngày 15 tháng 12; báo cáo về Sở Giáo dục và Đào tạo để tổng hợp trước ngày\n"
        "20. Các đơn vị nghiêm túc thực hiện theo đúng nội dung của Kế hoạch này và gửi báo cáo.\n"
        "2. Kinh phí do ngân sách bảo đảm.\n"
    )
    assert found.markers == ["I.", "  1.", "  2."]


def test_a_name_wrapped_before_its_dash_is_no_bullet(segmented) -> None:
    found = segmented(
        HEAD
        + "I. TỔ CHỨC\n- Các đơn vị phối hợp chặt chẽ với Sở Lao động, Phòng Kế hoạch và Phòng Hành chính\n"
        "– Tổng hợp để tổ chức thực hiện các nội dung của Kế hoạch này theo đúng tiến độ đề ra và\n"
        "bảo đảm chất lượng.\n- Gửi báo cáo.\n"
    )
    assert found.markers == ["I.", "  -", "  -"]


@pytest.mark.parametrize(
    ("listed", "markers"),
    [
        # items parted by commas, the last two by a word
        ("+ Bằng khen của Bộ trưởng,\n+ Giấy khen và\n+ Thư khen.", ["I.", "  +", "  +", "  +"]),
        ("- Cấp tỉnh,\n- Cấp huyện hoặc\n- Cấp xã.", ["I.", "  -", "  -", "  -"]),
        # the middle of a name behind a comma, and no dash before it
        ("Giao Phòng Tổ chức, Phòng Kế hoạch,\n– Tài chính, Thanh tra thực hiện.", ["I."]),
    ],
)
def test_items_that_end_with_a_comma(segmented, listed: str, markers: list[str]) -> None:
    assert segmented(HEAD + f"I. KHEN THƯỞNG\n{listed}\n").markers == markers


def test_lists_that_begin_again_inside_a_letter(segmented) -> None:
    found = segmented(HEAD + "1. Một\na) A\n1. X.\n2. Y.\nb) B\n2. Hai\nc) C.\n")
    assert found.outline.sections[0].level == 1
    assert [s.marker for s in found.outline.children(0)] == ["1.", "2."]


def test_markdown_depth_means_nothing(segmented) -> None:
    found = segmented(
        "## KẾ HOẠCH\n\n### Triển khai phong trào\n\nThực hiện Quyết định số 1/QĐ-UBND:\n\n"
        "#### I. MỤC ĐÍCH\n\n##### 1. Một\n\nVăn bản.\n\n## **II. NỘI DUNG**\n\n### **1. Hai**\n\n"
        "Văn bản.\n\n## **2. Ba**\n\nVăn bản.\n"
    )
    assert found.markers == ["I.", "  1.", "II.", "  1.", "  2."]


def test_headings_without_numerals(segmented) -> None:
    found = segmented(
        HEAD + "MỤC ĐÍCH, YÊU CẦU\nNâng cao nhận thức của cán bộ.\nNỘI DUNG THỰC HIỆN\n1. Một.\n"
        "2. Hai.\nTỔ CHỨC THỰC HIỆN\nCác đơn vị triển khai.\n"
    )
    assert [s.title != (0, 0) and found.heading(s.path) for s in found.outline.children(0)] == [
        "MỤC ĐÍCH, YÊU CẦU",
        "NỘI DUNG THỰC HIỆN",
        "TỔ CHỨC THỰC HIỆN",
    ]


def test_spans_nest_and_follow_each_other(segmented) -> None:
    found = segmented(HEAD + "I. MỘT VIỆC\n1. Hai.\n- Ba.\nII. HAI VIỆC\nBốn năm sáu.\n")
    sections = found.outline.sections
    by_order = {s.order: s for s in sections}
    for section in sections:
        assert section.whole[0] <= section.title[0] <= section.title[1] <= section.body[0]
        assert section.body[0] <= section.body[1] <= section.whole[1]
        if section.parent:
            parent = by_order[section.parent].whole
            assert parent[0] <= section.whole[0]
            assert section.whole[1] <= parent[1]


@pytest.mark.parametrize(
    "read",
    [
        ("I.", "I.", "II."),  # strokes lost
        ("1.", "H.", "HI."),  # none read as it was printed
        ("I1.", "II.", "II."),
        ("I.", "I1.", "IïI."),
    ],
)
def test_headings_of_a_scan_are_counted(read: tuple[str, str, str]) -> None:
    """On pages read from pictures the order of the headings counts, not their strokes."""
    titles = ("MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "TỔ CHỨC THỰC HIỆN")
    text = list(OPENING)
    for numeral, title in zip(read, titles, strict=True):
        text += [f"{numeral} {title}", "1. Nâng cao nhận thức.", "2. Bảo đảm thiết thực."]
    outline = scanned(text)
    assert [s.path for s in outline.children(0)] == ["I", "II", "III"]
    assert [s.marker for s in outline.children(0)] == ["I.", "II.", "III."]


def test_chapters_named_on_the_next_line_and_articles_of_an_excerpt(segmented) -> None:
    found = segmented(
        HEAD + "Chương III\nTỔ CHỨC THỰC HIỆN\nĐiều 8. Trách nhiệm của Sở Y tế\n1. Hướng dẫn.\n"
        "2. Kiểm tra.\nĐiều 9. Trách nhiệm của Sở Tài chính\n1. Bố trí kinh phí.\n"
    )
    assert found.heading("III") == "TỔ CHỨC THỰC HIỆN"
    assert [s.marker for s in found.outline.sections] == [
        "Chương III", "Điều 8.", "1.", "2.", "Điều 9.", "1.",
    ]  # fmt: skip


@pytest.mark.parametrize("raw", ["1, Một.", "1.. Một.", "1: Một."])
def test_numerals_with_a_sign_misread(segmented, raw: str) -> None:
    found = segmented(HEAD + f"I. MỤC ĐÍCH\n{raw}\n2. Hai.\nII. NỘI DUNG\n1. Ba.\n")
    assert found.paths == ["I", "I.1", "I.2", "II", "II.1"]


def test_a_heading_in_capitals_of_whose_numeral_a_stroke_is_left() -> None:
    text = list(OPENING)
    text += ["I. MỤC ĐÍCH", "1. Nâng cao.", "- CHẾ ĐỘ LÀM VIỆC", "1. Họp tháng.", "III. KINH PHÍ"]
    outline = scanned(text)
    assert [s.marker for s in outline.children(0)] == ["I.", "II.", "III."]


def test_an_item_below_a_short_line_that_ends_in_a_comma() -> None:
    # Of a stop or semicolon a recogniser makes a comma; a full line goes on below.
    rows = (
        "I. TỔ CHỨC",
        "1. Phòng Kinh tế",
        "- Quyết toán,",
        "2. Phòng Nội vụ",
        "- Tham mưu,",
        "7. Phòng Tư pháp",
    )
    paths = [s.path for s in scanned(OPENING + rows).sections]
    assert "I.2" in paths
    assert "I.7" not in paths  # not the next one


def test_numerals_begin_anew_under_a_letter() -> None:
    rows = ("A. MỤC TIÊU", "I. CHUNG", "II. CỤ THỂ", "B. TỔ CHỨC", "I. SỞ Y TẾ", "II. SỞ NỘI VỤ")
    assert [s.path for s in scanned(OPENING + rows).sections] == [
        "A",
        "A.I",
        "A.II",
        "B",
        "B.I",
        "B.II",
    ]


def test_a_speck_before_a_part_is_no_bullet() -> None:
    rows = ("PHẦN A. MỤC TIÊU", "1. Thu hút vốn.", "- PHẦN B. TỔ CHỨC", "1. Văn phòng", "-2. Tổ xe")
    assert [s.path for s in scanned(OPENING + rows).sections] == ["A", "A.1", "B", "B.1", "B.2"]
