"""Words of garbled text put right by their neighbours and by the gazetteers."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.extraction.misread.garbled_spellings import SpellingRule, spelling_rules
from pipeline.extraction.misread.respelling import respelled
from pipeline.vietnamese import strip_marks


def said(*lines: tuple[str, str], route: Route = Route.GARBLED_TEXT) -> list[str]:
    """Each (read, restored) line as it is put right."""
    made = tuple(
        Line(tuple(Word(*pair) for pair in zip(raw.split(), text.split(), strict=True)))
        for raw, text in lines
    )
    document = respelled(Document("a.txt", "", (Page(1, made, route),)))
    return [line.text for page in document.pages for line in page.lines]


PLACES = [
    ("PHUONG AN BIEN", "PHƯƠNG ÁN BIỆN", "PHƯỜNG AN BIÊN"),  # a plan, but for the ward
    ("xa Quyet Tien,", "xã Quyết Tiên,", "xã Quyết Tiến,"),  # with its stop
    ("huyén Luc Ngan", "huyện Lục Ngân", "huyện Lục Ngạn"),
    ("phuong an cu the", "phương án cụ thể", "phương án cụ thể"),  # no capitals, no place
    ("XA HOI HOA", "XÃ HỘI HÓA", "XÃ HỘI HÓA"),  # no commune is called so
    ("xa Binh An", "xã Bình Ân", "xã Bình Ân"),  # Bình An or Bình Ân: nobody knows
    ("tinh Kon Tum", "tính Côn Tum", "tỉnh Kon Tum"),  # a province behind its kind
]


@pytest.mark.parametrize(("raw", "restored", "expected"), PLACES)
def test_places_in_garbled_text(raw: str, restored: str, expected: str) -> None:
    assert said((raw, restored)) == [expected]


def test_the_document_s_province_tells_which_place_is_meant() -> None:
    lines = (
        ("UBND TINH LANG SON", "UBND TỈNH LẠNG SƠN"),
        ("UBND huyén Binh Gia,", "UBND huyện Bình Giã,"),  # Bình Gia is a district there
        ("Trung tam Y té Binh Gia;", "Trung tâm Y tế Bình Giả;"),  # and has been named
        ("tinh Lang Son", "tỉnh Lạng Sơn"),
    )
    assert said(*lines)[1:3] == ["UBND huyện Bình Gia,", "Trung tâm Y tế Bình Gia;"]


def test_a_sound_page_keeps_its_own_slips() -> None:
    lines = (("xã Quyết Tiên", "xã Quyết Tiên"), ("Số GD&ĐT", "Số GD&ĐT"))
    assert said(*lines, route=Route.TEXT_LAYER) == ["xã Quyết Tiên", "Số GD&ĐT"]
    assert said(*lines, route=Route.OCR) == ["xã Quyết Tiên", "Số GD&ĐT"]


@pytest.mark.parametrize("rule", spelling_rules(), ids=lambda rule: rule.id)
def test_each_rule_s_example(rule: SpellingRule) -> None:
    read, meant = rule.example
    assert meant in said((read, strip_marks(read)))[0].split()


NUMERALS = [
    ("Vv. TO CHUC THUC HIEN", "VỀ. TỔ CHỨC THỰC HIỆN", "V. TỔ CHỨC THỰC HIỆN"),
    ("TV. KINH PHI", "TV. KINH PHÍ", "IV. KINH PHÍ"),
    ("Vi. Ve kinh phi", "Vì. Về kinh phí", "Vì. Về kinh phí"),  # no line of capitals
    ("TH. KINH PHI", "TH. KINH PHÍ", "III. KINH PHÍ"),
    ("HL. KINH PHI", "HL. KINH PHÍ", "III. KINH PHÍ"),
]


@pytest.mark.parametrize(("raw", "restored", "expected"), NUMERALS)
def test_numerals_of_headings_in_capitals(raw: str, restored: str, expected: str) -> None:
    assert said((raw, restored)) == [expected]


UNTOUCHED = [
    ("S6 15/KH-UBND", "Số 15/KH-UBND"),  # a number follows: no department
    ("so Noi dung", "số Nội dung"),  # Nội dung is no department's name
    ("tinh than", "tinh thần"),  # no body stands before
    ("Hiéu truong Dai hoc", "Hiệu trưởng Đại học"),  # the head, not the school
    ("Luat viée", "Luật việc"),  # no filing office
]


@pytest.mark.parametrize(("raw", "restored"), UNTOUCHED)
def test_words_that_no_rule_tells_stay(raw: str, restored: str) -> None:
    assert said((raw, restored)) == [restored]


def test_a_body_s_marks_are_the_gazetteer_s() -> None:
    assert said(("So Giao duc va Dao tao,", "Sở Giáo dục và Đào tao,")) == [
        "Sở Giáo dục và Đào tạo,"
    ]


SIGNS = [
    ("Phòng Hành chính — Tổng hợp", "Phòng Hành chính - Tổng hợp"),  # no long dashes
    ("734/QDB-UBND", "734/QĐ-UBND"),  # an Đ read as two letters
    ("12/Q?-TLĐ", "12/QĐ-TLĐ"),  # or as a sign
    ("12/QC-TLĐ", "12/QC-TLĐ"),  # another letter is left alone
    ("S6 Lao động TB&XH", "Sở Lao động TB&XH"),
    ("S@ Tài chính", "Sở Tài chính"),  # a sign for a letter is part of the word
    ("SO Tài chính", "Sở Tài chính"),  # two capitals among small letters
    ("SO TAI CHINH", "SỞ TÀI CHÍNH"),  # among capitals
    ("Sở Văn hóa, Thể tham và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),  # one word of seven
]


@pytest.mark.parametrize(("raw", "expected"), SIGNS)
def test_departments_as_they_are_written(raw: str, expected: str) -> None:
    assert said((raw, raw)) == [expected]
