"""Markers that a recogniser lost, put back by the items around them."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.segmentation import segment

HEAD = ["KẾ HOẠCH", "Triển khai phong trào", "Thực hiện Kế hoạch của UBND tỉnh như sau:"]


def markers(lines: list[str], route: Route = Route.OCR) -> list[str]:
    """The markers of the body's sections, as a page of such lines is read."""
    made = tuple(Line(tuple(Word(w, w) for w in t.split()), paragraph=True) for t in HEAD + lines)
    outline = segment(Document("scan.pdf", "", (Page(1, made, route),)))
    return [section.marker for section in outline.sections]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # 2. lost between 1. and 3.
        (["IV. TỔ CHỨC", "1. Sở Y tế: kiểm tra.", "Sở Nội vụ: theo dõi.", "3. Sở Tài chính: cấp."],
         ["IV.", "1.", "2.", "3."]),
        # 1. lost right below its heading
        (["I. MỤC ĐÍCH", "Nâng cao nhận thức.", "2. Bảo đảm thiết thực.", "II. NỘI DUNG"],
         ["I.", "1.", "2.", "II."]),
        # b) lost between a) and c)
        (["I. NỘI DUNG", "a) Kiểm tra.", "Giám sát.", "c) Báo cáo.", "II. KINH PHÍ"],
         ["I.", "a)", "b)", "c)", "II."]),
        # two paragraphs without a marker: nobody knows which is 2.
        (["IV. TỔ CHỨC", "1. Kiểm tra.", "Giám sát chặt.", "Theo dõi sát.", "3. Báo cáo."],
         ["IV.", "1.", "3."]),
        # a numeral of which letters are left, where one is missing
        (["I. Quý một", "1. Rà soát.", "HM. Quý hai", "1. Tổ chức.", "III. Quý ba"],
         ["I.", "1.", "II.", "1.", "III."]),
        # the last one, known by its title
        (["I. Mục đích", "1. Một.", "II. Nội dung", "1. Hai.", "DỊ. Tổ chức thực hiện", "1. Ba."],
         ["I.", "1.", "II.", "1.", "III.", "1."]),
        # chapters and articles without their numbers
        (["Chương I", "QUY ĐỊNH", "Điều 1. Mục tiêu", "Điều Nguyên tắc", "Chương", "THI HÀNH"],
         ["Chương I", "Điều 1.", "Điều 2.", "Chương II"]),
        (["Chương I", "QUY ĐỊNH", "Điều 1. Mục tiêu", "Chương 1", "NGUỒN VỐN", "Điều 2. Vốn",
          "Chương Il", "THI HÀNH", "Điều 3. Thi hành"],  # strokes lost: II and III
         ["Chương I", "Điều 1.", "Chương II", "Điều 2.", "Chương III", "Điều 3."]),
        # chapters with figures begin anew
        (["Chương 1", "QUY ĐỊNH", "Chương 2", "THI HÀNH", "Chương 1", "MỤC ĐÍCH"],
         ["Chương 1", "Chương 2", "Chương 1"]),
        # of three numerals only the sign is left
        (["I. VIỆC", "1. Kiểm tra.", ". Giám sát.", ". Theo dõi.", "II. KINH PHÍ"],
         ["I.", "1.", "2.", "3.", "II."]),
        # a heading in small letters that lost its stroke: 1. below 1.
        (["A. MỘT", "1. Phòng Tổ chức", "1. Theo dõi.", "2. Báo cáo.", "II. Khoa Dược", "1. Cấp."],
         ["A.", "I.", "1.", "2.", "II.", "1."]),
        # a) read as a figure before b)
        (["I. VIỆC", "4. Sở Y tế", "8) Kiểm tra.", "b) Giám sát.", "5. Sở Nội vụ", "Báo cáo."],
         ["I.", "4.", "a)", "b)", "5."]),
        # figures with a bracket stay where figures follow
        (["I. VIỆC", "1. Sở Y tế", "1) Kiểm tra.", "2) Giám sát.", "2. Sở Nội vụ", "Báo cáo."],
         ["I.", "1.", "1)", "2)", "2."]),
        # the last of a list, whose sister ends with a semicolon
        (["I. VIỆC", "1. Sở Y tế", "a) Kiểm tra;", "b) Giám sát;", "Báo cáo kết quả.", "2. Ban A"],
         ["I.", "1.", "a)", "b)", "c)", "2."]),
        # a figure read as a letter, at the end of its list and within it
        (["I. VIỆC", "1. Kiểm tra.", "2. Giám sát.", "Đ. Báo cáo.", "II. KINH PHÍ"],
         ["I.", "1.", "2.", "3.", "II."]),
        (["I. VIỆC", "1. Kiểm tra.", "Z. Giám sát.", "3. Báo cáo."], ["I.", "1.", "2.", "3."]),
        # letters of a list of their own
        (["A. MỘT", "1. Kiểm tra.", "2. Giám sát.", "B. HAI", "1. Báo cáo."],
         ["A.", "1.", "2.", "B.", "1."]),
        (["A. MỘT", "{. Phòng Tổ chức", "1. Theo dõi.", "2. Báo cáo.", "II. Khoa Dược", "1. Cấp."],
         ["A.", "I.", "1.", "2.", "II.", "1."]),
        # a dash lost between two dashes
        (["I. MỤC ĐÍCH", "- Một việc.", "Hai việc.", "- Ba việc.", "II. NỘI DUNG"],
         ["I.", "-", "-", "-", "II."]),
    ],
)  # fmt: skip
def test_lost_markers(lines: list[str], expected: list[str]) -> None:
    assert markers(lines) == expected


def test_sound_text_keeps_what_its_author_left_out() -> None:
    lines = ["IV. TỔ CHỨC", "1. Kiểm tra.", "Giám sát chặt.", "3. Báo cáo."]
    assert markers(lines, Route.TEXT_LAYER) == ["IV.", "1.", "3."]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (["A. MỘT", "B. HAI", "C. BA", "Đ. BỐN"], ["A.", "B.", "C.", "D."]),  # dust on the D
        (["PHẦN A. MỘT", "PHẦN B. HAI", "PHẦN C. BA", "PHẦN Đ. BỐN"],
         ["PHẦN A.", "PHẦN B.", "PHẦN C.", "PHẦN D."]),
        (["PHẦN I", "MỘT VIỆC", "PHẦN H", "HAI VIỆC", "PHẦN II", "BA VIỆC", "PHẦN IV", "BỐN VIỆC"],
         ["PHẦN I", "PHẦN II", "PHẦN III", "PHẦN IV"]),
        (["PHẦN I", "MỘT VIỆC", "PHẦN", "HAI VIỆC"], ["PHẦN I", "PHẦN II"]),
        (["I. MỘT", "3) Kiểm tra.", "b) Giám sát.", "II. HAI"], ["I.", "a)", "b)", "II."]),
    ],
)  # fmt: skip
def test_letters_misread(read: list[str], expected: list[str]) -> None:
    assert markers(read) == expected
