"""What a bad scan leaves of letterheads, numbers and titles: cut right, or not believed."""

from __future__ import annotations

import pytest

from pipeline.document import UNREAD, Region, Route
from pipeline.plan import Status
from tests.extraction.test_mending import LEFT, RIGHT, head, plan

PLACE = (RIGHT, "Sơn La, ngày 18 tháng 3 năm 2024")
BODY = (Region.BODY, "I. MỤC ĐÍCH")


@pytest.mark.parametrize(
    ("rows", "issuer", "status"),
    [
        (("SỞ XÂY DỰNG: VŨNG",), None, Status.UNREADABLE),  # a colon stands in no name
        (("TRƯỜNG TRUNG HỌC C0SỞ SỐNG MÃ",), None, Status.UNREADABLE),  # nor a figure in a word
        (("TRUNG TÂM Y TẾ dành cho",), None, Status.UNREADABLE),  # nor another line's words
        (("QUÂN KHU 5",), "QUÂN KHU 5", Status.FOUND),
        (("TỈNH ỦY SƠN LA", "BAN TUYÊN GIAO"), "BAN TUYÊN GIÁO", Status.FOUND),
    ],
)
def test_names_in_the_letterhead(rows, issuer, status) -> None:
    left = ((LEFT, row) for row in rows)
    made = head(Route.OCR, *left, (LEFT, "Số: 12/KH-XYZ"), PLACE, (Region.TITLE, "KẾ HOẠCH"), BODY)
    assert (made.issuer.value, made.issuer.status) == (issuer, status)


def test_a_committees_place_gets_its_marks_back() -> None:
    left = ((LEFT, "TĨNH ỦY LÂM ĐÒNG"), (LEFT, "BAN NỘI CHÍNH"), (LEFT, "Số 12-KH/BNCTU"))
    made = head(Route.OCR, *left, (Region.TITLE, "KẾ HOẠCH"), BODY)
    assert made.parent_body.value == "Tỉnh ủy Lâm Đồng"


@pytest.mark.parametrize(
    ("line", "symbol", "number"),
    [
        ("Sé: □ /UBND-KGVX", "UBND-KGVX", Status.UNREADABLE),  # a line by its form
        ("Sô ĐCA-C04", None, Status.UNREADABLE),  # the symbol's first part is misread
        ("Số: 12/TM-SYT", "TM-SYT", Status.FOUND),
    ],
)
def test_number_lines(line: str, symbol: str | None, number: Status) -> None:
    rows = ((LEFT, "ỦY BAN NHÂN DÂN"), (LEFT, "TỈNH SƠN LA"), (LEFT, line), PLACE)
    made = head(Route.OCR, *rows, (Region.BODY, "Kính gửi: Sở Y tế."), BODY)
    assert made.symbol.value == symbol
    assert made.number.status is number
    assert made.issuer_normalised.value == "UBND tỉnh Sơn La"


def test_the_initials_of_the_letterhead_bear_a_symbol_out() -> None:
    rows = ((LEFT, "HỘI LUẬT GIA TỈNH SƠN LA"), (LEFT, "BAN THƯỜNG VỤ"))
    for read, status in (("HLG-BTV", Status.FOUND), ("HXG-QTV", Status.UNREADABLE)):
        lines = (*rows, (LEFT, f"Số: □ /{read}"), PLACE, (Region.BODY, "Kính gửi: Sở Nội vụ."))
        assert head(Route.OCR, *lines, BODY, confidence=0.7).symbol.status is status


@pytest.mark.parametrize("number", ["37i1", "4□", "¡066"])
def test_a_cited_number_with_strokes_among_its_figures_is_unread(number: str) -> None:
    """The document is cited and is the base; its number is not known, its date is."""
    made = plan("KH-STTTT", route=Route.OCR, base=f"{number}/KH-UBND")
    assert made.base_number.status is Status.UNREADABLE
    assert (made.base_symbol.value, made.base_date.value) == ("KH-UBND", "2024-01-29")


@pytest.mark.parametrize("symbol", ["KXH-UBND", "KHI-UBND", "KN-UBND"])
def test_a_cited_symbol_takes_the_code_of_the_type_that_is_said(symbol: str) -> None:
    made = plan("KH-STTTT", route=Route.OCR, base=f"15/{symbol}")
    assert (made.base_number.value, made.base_symbol.value) == ("15", "KH-UBND")
    assert plan("KH-STTTT", route=Route.OCR, base="15/CT-UBND").base_symbol.value == "CT-UBND"


def test_what_lacks_ink_is_not_found() -> None:
    made = head(
        Route.OCR,
        (LEFT, f"SỞ {UNREAD} VÀ XÃ HỘI"),
        (LEFT, "Số: 12/KH-XYZ"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, f"Phòng, chống {UNREAD} năm 2024"),
        BODY,
    )
    assert made.title.status is Status.UNREADABLE


def test_the_types_row_is_no_title_though_misread() -> None:
    rows = ((LEFT, "SỞ Y TẾ SƠN LA"), (LEFT, "Số: 12/QĐ-SYT"), PLACE)
    title = ((Region.TITLE, "QUYẾTĐỊH"), (Region.TITLE, "Về việc khen thưởng -_ đợt 1"))
    made = head(Route.OCR, *rows, *title, (Region.BODY, "GIÁM ĐỐC SỞ Y TẾ"), BODY)
    assert made.doc_type.value == "Quyết định"
    assert made.title.value == "Về việc khen thưởng đợt 1"


def test_what_is_left_of_the_place_date_line() -> None:
    rows = ((LEFT, "SỞ Y TẾ"), (LEFT, "Số: 12/KH-SYT"), (RIGHT, f"Sơn {UNREAD} tháng 3 năm 2024"))
    made = head(Route.OCR, *rows, (Region.TITLE, "KẾ HOẠCH"), BODY)
    assert (made.date.value, made.date.status) == ("2024-03", Status.UNREADABLE)
    assert made.place.status is Status.UNREADABLE


def test_words_written_together_are_no_place() -> None:
    rows = ((LEFT, "ỦY BAN NHÂN DÂN"), (LEFT, "XÃIAHRUNGỔ"), (LEFT, "Số: 12/KH-UBND"), PLACE)
    made = head(Route.OCR, *rows, (Region.TITLE, "KẾ HOẠCH"), BODY)
    assert made.issuer_normalised.status is Status.UNREADABLE


def test_the_subject_of_a_letter_whose_mark_was_cut() -> None:
    rows = ((LEFT, "SỞ Y TẾ SƠN LA"), (LEFT, "Số: 12/SYT-NVY"), PLACE)
    text = "95/9/2225 Kính gửi: Sở Nội vụ tỉnh."  # a receipt stamp's figures before it
    made = head(Route.OCR, *rows, (LEFT, "V/ cử nhân sự tham gia"), (Region.BODY, text), BODY)
    assert (made.doc_type.value, made.title.value) == ("Công văn", "cử nhân sự tham gia")
