"""Misreadings put right by the rest of the document, and only on pages that were recognised."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Region, Route, Word
from pipeline.extraction.context import Context
from pipeline.extraction.head.fields import read_head
from pipeline.plan import Status
from pipeline.segmentation import segment

LEFT, RIGHT = Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT


def head(
    route: Route,
    *lines: tuple[Region, str],
    restored: dict[str, str] | None = None,
    confidence: float = 0.9,
):
    changes = restored or {}
    made = tuple(
        Line(
            tuple(Word(w, changes.get(w, w), confidence=confidence) for w in text.split()),
            region,
        )
        for region, text in lines
    )
    document = Document("a.pdf", "0" * 64, (Page(1, made, route),))
    return read_head(Context.of(document, segment(document))).head


def plan(symbol: str, *, route: Route, base: str = "15/KH-UBND", confidence: float = 0.9):
    return head(
        route,
        (LEFT, "UBND TỈNH LẠNG SƠN"),
        (LEFT, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
        (LEFT, f"Số: 19/{symbol}"),
        (RIGHT, "Lạng Sơn, ngày 18 tháng 3 năm 2024"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Phổ cập kỹ năng số"),
        (Region.BODY, f"Thực hiện Kế hoạch số {base} ngày 29/01/2024 của UBND tỉnh,"),
        (Region.BODY, "Sở Thông tin và Truyền thông xây dựng kế hoạch như sau:"),
        (Region.BODY, "I. MỤC ĐÍCH"),
        confidence=confidence,
    )


@pytest.mark.parametrize(
    ("route", "symbol", "found"),
    [
        (Route.OCR, "KH-STTTI", "KH-STTTT"),  # one letter off the issuer's code
        (Route.OCR, "KH-STTTT", "KH-STTTT"),
        (Route.OCR, "KH-SXYZT", "KH-SXYZT"),  # too far: as read
        (Route.TEXT_LAYER, "KH-STTTI", "KH-STTTI"),  # the document's own slip stays
    ],
)
def test_the_own_symbol(route: Route, symbol: str, found: str) -> None:
    made = plan(symbol, route=route)
    assert (made.symbol.value, made.number_symbol.value) == (found, f"19/{found}")
    if symbol != found:
        assert made.symbol.evidence.rule.endswith(":mended")
        assert f"19/{symbol}" in made.symbol.evidence.raw  # what was read is never lost
        assert [c.value for c in made.symbol.candidates] == [symbol]


def test_a_cited_symbol() -> None:
    assert plan("KH-STTTT", route=Route.OCR, base="15/KH-UBNO").base_symbol.value == "KH-UBND"
    text_layer = plan("KH-STTTT", route=Route.TEXT_LAYER, base="15/KH-UBNO")
    assert (text_layer.base_symbol.status, text_layer.base_symbol.value) == (
        Status.CONFLICT,
        "KH-UBNO",
    )


def test_a_symbol_whose_type_is_misread_takes_the_types_code() -> None:
    made = plan("KH-STTTT", route=Route.OCR, base="22/<&H-UBND")
    assert made.base_number_symbol.value == "22/KH-UBND"


def test_a_name_that_was_restored_away_from_the_documents_own() -> None:
    """`UÔNG BÍ` read rightly, then restored to two everyday words."""
    made = head(
        Route.OCR,
        (LEFT, "SỞ Y TẾ TỈNH QUẢNG NINH"),
        (LEFT, "TRUNG TÂM Y TẾ"),
        (LEFT, "THÀNH PHỐ UÔNG BÍ"),
        (LEFT, "Số: 12/KH-TTYT"),
        (RIGHT, "Uông Bí, ngày 18 tháng 3 năm 2024"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Phòng, chống sốt xuất huyết"),
        (Region.BODY, "Trung tâm Y tế ban hành kế hoạch như sau:"),
        (Region.BODY, "I. MỤC ĐÍCH"),
        restored={"UÔNG": "CÔNG", "BÍ": "BỐ"},
    )
    expected = "Trung tâm Y tế thành phố Uông Bí, tỉnh Quảng Ninh"
    assert made.issuer_normalised.value == expected


@pytest.mark.parametrize(
    ("route", "issuer"),
    [
        (Route.GARBLED_TEXT, "Trường Đại học Hà Tĩnh"),
        (Route.TEXT_LAYER, "TRƯỜNG PAI HQOC HA TÍNH"),  # the document's own slip stays
    ],
)
def test_a_letterhead_that_was_misread_is_put_right_by_the_preamble(route, issuer) -> None:
    lines = (
        (LEFT, "UBND TỈNH HÀ TĨNH"),
        (LEFT, "TRƯỜNG PAI HQOC HA TÍNH"),
        (LEFT, "Số: 31/KH-TĐHHT"),
        (RIGHT, "Hà Tĩnh, ngày 12 tháng 3 năm 2024"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Xây dựng xã hội học tập"),
        (Region.BODY, "Trường Đại học Hà Tinh xây dựng kế hoạch như sau:"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    unsure = {"PAI", "HQOC", "HA", "TÍNH"}
    made = tuple(
        Line(tuple(Word(w, w, confidence=0.6 if w in unsure else 0.95) for w in t.split()), region)
        for region, t in lines
    )
    document = Document("a.pdf", "0" * 64, (Page(1, made, route),))
    found = read_head(Context.of(document, segment(document))).head
    assert found.issuer.value == issuer
    assert found.issuer.evidence.raw == "TRƯỜNG PAI HQOC HA TÍNH"  # what was read is never lost


@pytest.mark.parametrize(
    ("route", "symbol", "confidence", "status"),
    [
        (Route.OCR, "KH-STTTT", 0.5, Status.FOUND),  # the issuer's own code bears it out
        (Route.OCR, "KH-SXYZT", 0.5, Status.UNREADABLE),  # badly read, and nobody's code
        (Route.OCR, "HU", 0.95, Status.UNREADABLE),  # a plan's symbol holds KH
        (Route.TEXT_LAYER, "HU", 0.5, Status.FOUND),  # the document's own slip stays
    ],
)
def test_a_symbol_that_nothing_bears_out(route, symbol, confidence, status) -> None:
    made = plan(symbol, route=route, confidence=confidence)
    assert made.symbol.status is status
    if status is Status.UNREADABLE:
        assert [c.value for c in made.symbol.candidates] == [symbol]


@pytest.mark.parametrize(
    ("read", "issuer"),
    [
        ("TỈNH HÀ ! NAM", "UBND tỉnh Hà Nam"),  # a speck between the words
        ("TỈNH. HÀ NAM", "UBND tỉnh Hà Nam"),  # and one behind a word
        ("TỈNH HÀ NAM .", "UBND tỉnh Hà Nam"),
    ],
)
def test_specks_in_a_letterhead(read: str, issuer: str) -> None:
    rows = ((LEFT, "ỦY BAN NHÂN DÂN"), (LEFT, read), (LEFT, "Số: 19/KH-UBND"))
    made = head(Route.OCR, *rows, (Region.TITLE, "KẾ HOẠCH"), (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.issuer_normalised.value == issuer


def test_a_party_committees_marks() -> None:
    rows = ((LEFT, "ĐẲNG ỦY XÃ TÂN THÀNH"), (LEFT, "Số 19-KH/ĐU"), (Region.TITLE, "KẾ HOẠCH"))
    made = head(Route.OCR, *rows, (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.issuer.value == "ĐẢNG ỦY XÃ TÂN THÀNH"


@pytest.mark.parametrize("row", ["/QĐ-XPHC", "□ /QĐ-XPHC"])
def test_a_number_line_cut_before_its_slash(row: str) -> None:
    """The recogniser lost `Số: 15`: no part of the issuer's name, and no blank number."""
    rows = ((LEFT, "ỦY BAN NHÂN DÂN"), (LEFT, "TỈNH QUẢNG NGÃI"), (LEFT, row))
    made = head(Route.OCR, *rows, (Region.TITLE, "QUYẾT ĐỊNH"), (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.issuer_normalised.value == "UBND tỉnh Quảng Ngãi"
    assert (made.symbol.value, made.number.status) == ("QĐ-XPHC", Status.UNREADABLE)


def test_a_known_name_gets_its_marks_back() -> None:
    rows = ((LEFT, "SỞ Y TẾ THANH HÓA"), (LEFT, "BỆNH VIỆN PHỐI"), (LEFT, "Số: 3/KH-BVP"))
    made = head(Route.OCR, *rows, (Region.TITLE, "KẾ HOẠCH"), (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.issuer.value == "BỆNH VIỆN PHỔI"
    assert made.issuer_normalised.value == "Bệnh viện Phổi tỉnh Thanh Hóa"


def test_a_title_goes_on_behind_a_ruled_line() -> None:
    made = head(
        Route.OCR,
        (LEFT, "HUYỆN ỦY LỆ THỦY"),
        (LEFT, "Số 45-KH/HU"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "thực hiện Chỉ thị số 13-CT/TW, ngày 17/01/2022"),
        (Region.BODY, "-"),
        (Region.BODY, "của Ban Bí thư về tăng cường sự lãnh đạo của"),
        (Region.BODY, "Đảng đối với công tác dân số"),
        (Region.BODY, "Thực hiện Chỉ thị số 13-CT/TW, Huyện ủy xây dựng Kế hoạch như sau:"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert made.title.text.endswith(
        "17/01/2022 của Ban Bí thư về tăng cường sự lãnh đạo của Đảng đối với công tác dân số"
    )


def test_a_year_of_no_such_document() -> None:
    made = head(
        Route.OCR,
        (LEFT, "HUYỆN ỦY LỆ THỦY"),
        (RIGHT, "Lệ Thủy, ngày 12 tháng 7 năm 2092"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert (made.date.value, made.date.status) == (None, Status.UNREADABLE)
    assert [c.value for c in made.date.candidates] == ["2092-07-12"]


@pytest.mark.parametrize("route", [Route.OCR, Route.TEXT_LAYER])
def test_misread_places_are_put_right_on_recognised_pages_only(route: Route) -> None:
    made = head(
        route,
        (LEFT, "UBND HUYỆN QUAN BẠ"),
        (LEFT, "ỦY BAN NHÂN DÂN XÃ QUYẾT TIÊN"),
        (LEFT, "Số: 21/KH-UBND"),
        (RIGHT, "Giống Trộm, ngày 18 tháng 3 năm 2024"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Xây dựng nông thôn mới xã Quyết Tiên năm 2024"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    if route is Route.TEXT_LAYER:  # the document's own slips stay
        assert made.issuer.value == "ỦY BAN NHÂN DÂN XÃ QUYẾT TIÊN"
        assert made.place.value == "Giống Trộm"
        return
    assert made.issuer_normalised.value == "UBND xã Quyết Tiến, huyện Quản Bạ"
    assert made.issuer.evidence.rule.endswith(":mended")
    assert made.issuer.evidence.raw == "ỦY BAN NHÂN DÂN XÃ QUYẾT TIÊN"
    assert made.place.value == "Giồng Trôm"
    assert made.title.value == "Xây dựng nông thôn mới xã Quyết Tiến năm 2024"


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Số: 2008/<KH-STTTT", "2008/KH-STTTT"),  # a stroke of K before it
        ("Số: 4089/<H-STTTT", "4089/KH-STTTT"),  # K itself is the stroke
        ("Số: 35KHLT-STTTT-CAT", "35/KHLT-STTTT-CAT"),  # the slash lost
        ("Sở: 35/KH-STTTT", "35/KH-STTTT"),  # the label misread
    ],
)
def test_a_number_line_with_a_stroke_too_many_or_too_few(line: str, whole: str) -> None:
    made = head(
        Route.OCR,
        (LEFT, "UBND TỈNH LẠNG SƠN"),
        (LEFT, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
        (LEFT, line),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Phổ cập kỹ năng số"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert made.number_symbol.value == whole


def test_a_figure_that_may_be_the_slash_is_no_number() -> None:
    """`4441KHLT`: 444 with a slash read as 1, or 4441 with the slash lost."""
    rows = (LEFT, "SỞ Y TẾ TỈNH LẠNG SƠN"), (LEFT, "Số: 4441KH-SYT")
    made = head(Route.OCR, *rows, (Region.TITLE, "KẾ HOẠCH"), (Region.BODY, "I. MỤC ĐÍCH"))
    assert (made.number.status, made.symbol.value) == (Status.UNREADABLE, "KH-SYT")


@pytest.mark.parametrize(
    ("rows", "issuer"),
    [
        (("ỦY BANNHÂNĐÂN", "TỈNH KON TUM"), "ỦY BAN NHÂN DÂN TỈNH KON TUM"),
        (("ỦYBAN NHÂNDÂN", "TÍNH KON TUM"), "ỦY BAN NHÂN DÂN TỈNH KON TUM"),
        (("BỘ CHỈ HUY BỘ", "ĐỘI BIÊN PHÒNG"), "BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG"),
    ],
)  # fmt: skip
def test_words_of_a_letterhead_written_together_or_on_two_lines(rows, issuer: str) -> None:
    left = [(LEFT, row) for row in rows]
    made = head(Route.OCR, *left, (Region.TITLE, "KẾ HOẠCH"), (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.issuer.value == issuer


def test_a_speck_beside_the_types_name_is_not_of_the_title() -> None:
    rows = (LEFT, "SỞ Y TẾ"), (Region.TITLE, "KẾ HOẠCH co"), (Region.TITLE, "Phòng bệnh năm 2024")
    made = head(Route.OCR, *rows, (Region.BODY, "I. MỤC ĐÍCH"))
    assert made.title.value == "Phòng bệnh năm 2024"


def test_a_mark_above_the_number_line_is_no_title() -> None:
    """The layout takes a speck for the title: number and type below it are still found."""
    made = head(
        Route.OCR,
        (LEFT, "SỞ Y TẾ TỈNH KON TUM"),
        (RIGHT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (Region.TITLE, "_"),
        (Region.BODY, "Số: 1860/KH-SYT Kon Tum, ngày 27 tháng 3 năm 2023"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Phòng bệnh năm 2023"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert (made.doc_type.value, made.number_symbol.value) == ("Kế hoạch", "1860/KH-SYT")
    assert made.date.value == "2023-03-27"


def test_figures_of_a_cited_number_that_are_guesses_are_unread() -> None:
    made = plan("KH-STTTT", route=Route.OCR, base="474/KH-UBND", confidence=0.3)
    assert (made.base_number.status, made.base_symbol.value) == (Status.UNREADABLE, "KH-UBND")
    assert made.base_date.status is Status.UNREADABLE


@pytest.mark.parametrize("route", [Route.OCR, Route.TEXT_LAYER])
def test_a_date_whose_year_stands_on_the_next_line(route: Route) -> None:
    made = head(
        route,
        (LEFT, "SỞ Y TẾ TỈNH BÌNH THUẬN"),
        (LEFT, "Số: 20/KH-SYT"),
        (RIGHT, "Bình Thuận, ngày 29 tháng 8 năm"),
        (RIGHT, "2023"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert (made.date.value, made.place.value) == ("2023-08-29", "Bình Thuận")


def test_a_cited_date_of_which_a_figure_is_a_stroke_is_unread() -> None:
    made = head(
        Route.OCR,
        (LEFT, "SỞ Y TẾ"),
        (Region.TITLE, "KẾ HOẠCH"),
        (Region.TITLE, "Phòng bệnh"),
        (Region.BODY, "Thực hiện Kế hoạch số 12/KH-UBND ngày /0 tháng 10 năm 2017 của UBND tỉnh,"),
        (Region.BODY, "Sở Y tế xây dựng kế hoạch như sau:"),
        (Region.BODY, "I. MỤC ĐÍCH"),
    )
    assert (made.base_date.status, made.base_date.value) == (Status.UNREADABLE, "2017-10")
    assert made.base_number.value == "12"
