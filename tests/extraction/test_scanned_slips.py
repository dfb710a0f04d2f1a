"""Slips of recognisers that whole scans showed: each rule on made-up other words."""

from __future__ import annotations

import pytest

from pipeline.document import Document, Line, Page, Region, Route, Word
from pipeline.extraction import extract, respelled
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import lost_a_twin
from pipeline.extraction.misread.spacing import capitals_spaced
from pipeline.extraction.tasks.unit_marks import with_marks
from pipeline.plan import Plan, Status
from pipeline.segmentation import segment

LEFT, RIGHT, TITLE = Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT, Region.TITLE
TAIL = Region.RECIPIENTS
HEAD = ((LEFT, "UBND TỈNH SƠN LA"), (LEFT, "SỞ XÂY DỰNG"), (LEFT, "Số: 31/KH-SXD"))


def pages(*lines: str | tuple[Region, str], route: Route = Route.OCR) -> Document:
    """A page of the body's lines, each with its region where it is another one."""
    placed = [(Region.BODY, line) if isinstance(line, str) else line for line in lines]
    made = tuple(
        Line(tuple(Word(w, w, confidence=0.9) for w in text.split()), region, paragraph=True)
        for region, text in placed
    )
    return Document("a.pdf", "0" * 64, (Page(1, made, route),))


def plan(
    *body: str | tuple[Region, str],
    title: str = "Phát triển nhà ở",
    place: str = "Sơn La",
    route: Route = Route.OCR,
) -> Plan:
    """The plan of a department whose body is these lines."""
    dated = (RIGHT, f"{place}, ngày 18 tháng 3 năm 2024")
    document = pages(*HEAD, dated, (TITLE, "KẾ HOẠCH"), (TITLE, title), *body, route=route)
    document = respelled(document)
    return extract(document, segment(document))


def test_a_date_misread_at_its_first_mention_is_read_at_the_second() -> None:
    made = plan(
        "Căn cứ Quyết định số 15/QĐ-UBND ngày 29/01/2924 của UBND tỉnh về nhà ở;",
        "Thực hiện Quyết định số 15/QĐ-UBND ngày 29/01/2024 của UBND tỉnh, Sở xây dựng kế hoạch:",
        "I. MỤC ĐÍCH",
    )
    assert [b.date.value for b in made.bases] == ["2024-01-29"]


@pytest.mark.parametrize(
    ("cited", "symbol"),
    [
        ("Kế hoạch số 15/H-UBND ngày 12/4/2023 của UBND tỉnh", "KH-UBND"),
        ("Kế hoạch số 15/KH-SGĐT ngày 12/4/2023 của Sở Giáo dục và Đào tạo", "KH-SGDĐT"),
        ("Kế hoạch số 15/KH-STTT ngày 12/4/2023 của Sở Thông tin và Truyền thông", "KH-STTTT"),
    ],
)
def test_a_letter_lost_from_a_cited_symbol(cited: str, symbol: str) -> None:
    body = f"Thực hiện {cited}, Sở xây dựng kế hoạch như sau:"
    assert plan(body, "I. MỤC ĐÍCH").bases[0].symbol.value == symbol
    layer = plan(body, "I. MỤC ĐÍCH", route=Route.TEXT_LAYER)
    assert layer.bases[0].symbol.value != symbol  # the document's own slip stays


def test_a_title_names_its_base_as_it_is_put_right() -> None:
    said = "Chỉ thị số 29-CT{slip}, ngày 17/01/2022 của Ban Bí thư về an toàn giao thông"
    made = plan(
        f"Thực hiện {said.format(slip='/TW')}, Sở xây dựng kế hoạch như sau:",
        "I. MỤC ĐÍCH",
        title=f"thực hiện {said.format(slip='/IW')}",
    )
    assert [b.number_symbol.value for b in made.bases] == ["29-CT/TW"]
    assert made.head.title.value == f"thực hiện {said.format(slip='/TW')}"
    assert made.head.title.evidence.rule == "title:zone:mended"
    assert made.head.title.evidence.raw.count("/IW") == 1


@pytest.mark.parametrize(
    ("chief", "read", "office"),
    [
        ("HIỆU TRƯỞNG", "PHÓ THỦ TRƯỞNG", "Phó Hiệu trưởng"),
        ("GIÁM ĐỐC", "PHÓ TỔNG THANH TRA", "Phó Tổng Thanh tra"),  # another office, clearly read
    ],
)
def test_who_signs_for_a_chief_is_his_deputy(chief: str, read: str, office: str) -> None:
    end = ((TAIL, "Nơi nhận:"), (TAIL, "- Lưu: VT."))
    signed = [(Region.SIGNATURE, row) for row in (f"KT. {chief}", read, "Lê Văn Hùng")]
    made = plan("I. MỤC ĐÍCH", "Nâng cao chất lượng./.", *end, *signed)
    assert made.signers[0].title.value == office


def test_a_twin_is_beside_its_like() -> None:
    assert lost_a_twin("SGDT", "SGDĐT")
    assert not lost_a_twin("SDĐT", "SGDĐT")  # G has no twin
    assert not lost_a_twin("SGDĐT", "SGDĐT")


@pytest.mark.parametrize(
    ("day", "date"),
    [("ngày 97 tháng 9 năm 2022", "2022-09-07"), ("ngày 57 tháng 9 năm 2022", None)],
)
def test_a_day_in_words_that_begins_with_9(day: str, date: str | None) -> None:
    made = plan(f"Căn cứ Quyết định số 15/QĐ-UBND {day} của UBND tỉnh;", "I. MỤC ĐÍCH")
    assert made.bases[0].date.value == date


def test_an_issuer_behind_a_glued_colon() -> None:
    made = plan("Căn cứ Quyết định số 15/QĐ-UBND ngày 24/9/2025:của UBND tỉnh;", "I. MỤC ĐÍCH")
    assert made.bases[0].issuer.value == "UBND tỉnh"


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("Mộc Chôu", "Mộc Châu"),  # one letter off the place that the text names
        ("Mường Ảng", "Mường Ảng"),  # a place, though the text names another
        ("Phù Xôn", "Phù Xôn"),  # like nothing in the text
    ],
)
def test_the_place_of_the_date(place: str, found: str) -> None:
    made = plan("Căn cứ đề nghị của huyện Mộc Châu;", "I. MỤC ĐÍCH", place=place)
    assert made.head.place.value == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Tổng kết năm học.2023 - 2024", "Tổng kết năm học 2023 - 2024"),
        ("Bầu cử Quốc hội khóa X\\V", "Bầu cử Quốc hội khóa XV"),
        ("Phát triển nhà ở tại xã la Grai", "Phát triển nhà ở tại xã Ia Grai"),
    ],
)
def test_titles(title: str, found: str) -> None:
    assert plan("I. MỤC ĐÍCH", title=title).head.title.value == found


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ĐẠI HỌC THÁINGUYÊN", "ĐẠI HỌC THÁI NGUYÊN"),
        ("SỞ GIÁODỤC VÀ ĐÀO TẠO", "SỞ GIÁODỤC VÀ ĐÀO TẠO"),  # seven letters may be a syllable
        ("BCHTƯĐOÀN", "BCHTƯĐOÀN"),  # no syllables
    ],
)
def test_capitals_written_together(read: str, meant: str) -> None:
    assert capitals_spaced(read) == meant


def test_the_first_of_the_phases_in_figures() -> None:
    made = plan(
        "I. CÁC BƯỚC THỰC HIỆN",
        "Bước l1 (từ ngày 20/01/2023 đến ngày 15/02/2023): Lập danh sách.",
        "Bước 2 (từ ngày 16/02/2023 đến ngày 30/6/2023): Khởi công.",
    )
    assert [p.label.value for p in made.phases] == ["Bước 1", "Bước 2"]


def test_a_number_hardly_read_again_is_no_number() -> None:
    note = (TITLE, "(Ban hành kèm theo Quyết định số 512/QĐ-SXD ngày 06/6/2024)")
    rows = ((LEFT, "SỞ XÂY DỰNG"), (LEFT, "Số: □ /QĐ-SXD"), (TITLE, "QUYẾT ĐỊNH"))
    article = "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch."
    document = pages(*rows, article, (TITLE, "KẾ HOẠCH"), note, "I. MỤC ĐÍCH")
    page = document.pages[0]
    for sure, status in ((0.9, Status.FOUND), (0.5, Status.UNREADABLE)):
        lines = tuple(
            Line(tuple(Word(w.raw, w.text, confidence=sure) for w in line.words), line.region)
            for line in page.lines
        )
        read = Document("a.pdf", "0" * 64, (Page(1, lines, Route.OCR),))
        assert extract(read, segment(read)).head.number.status is status


@pytest.mark.parametrize(
    ("line", "recipient", "note"),
    [
        ("- Lưu: VT. TCHC.", "Lưu: VT, TCHC", None),
        ("- Nông trưởng Mộc Châu;", "Nông trường Mộc Châu", None),
        ("- Bộ Xây dựng @®/€c);", "Bộ Xây dựng", None),  # a note that was not read
        ("- Các phòng (để tín);", "Các phòng", None),
        ("- Các phòng (để biết);", "Các phòng", "để biết"),
    ],
)
def test_recipients(line: str, recipient: str, note: str | None) -> None:
    tail = ((TAIL, "Nơi nhận:"), (TAIL, line), (TAIL, "- Lưu: VT."))
    row = plan("I. MỤC ĐÍCH", "Nâng cao chất lượng./.", *tail).recipients[0]
    assert (row.recipient.value, row.note.value) == (recipient, note)


@pytest.mark.parametrize(
    ("read", "symbol"),
    [
        ("88/QĐ-SY 7T", "88/QĐ-SYT"),  # in two, with a letter too many: the issuer's code
        ("88/QĐ-SYT", "88/QĐ-SYT"),
        ("88/QĐ-SYT SYT", "88/QĐ-SYT"),  # its end was read twice
    ],
)
def test_a_symbol_half_read_has_its_date_behind_it(read: str, symbol: str) -> None:
    cited = f"Thực hiện Quyết định số {read} ngày 24 tháng 01 năm 2024 của Sở Y tế tỉnh Sơn La;"
    made = plan(cited, "I. MỤC ĐÍCH")
    assert [(b.number_symbol.value, b.date.value) for b in made.bases] == [(symbol, "2024-01-24")]


def test_two_mentions_one_letter_apart_are_of_one_document() -> None:
    title = "Triển khai Thông tri số 38-TT/HNDTW ngày 12/4/2023 của Trung ương Hội Nông dân"
    again = "Thực hiện Thông tri số 38-T1/HNDTW ngày 12/4/2023 của Trung ương Hội Nông dân;"
    other = "Căn cứ Thông tri số 39-T1/HNDTW ngày 12/4/2023 của Trung ương Hội Nông dân;"
    assert len(plan(again, "I. MỤC ĐÍCH", title=title).bases) == 1
    assert len(plan(other, "I. MỤC ĐÍCH", title=title).bases) == 2  # another number


@pytest.mark.parametrize(
    ("code", "mended"),
    [("TƯHCTĐ", "TƯHCTĐ"), ("TVHCTĐ", "TWHCTĐ")],  # Trung ương has two spellings
)
def test_the_central_committees_code(code: str, mended: str) -> None:
    body = "Trung ương Hội Chữ thập đỏ Việt Nam"
    cited = f"Thực hiện Kế hoạch số 43/KH-{code} ngày 02/01/2024 của {body};"
    assert plan(cited, "I. MỤC ĐÍCH").bases[0].number_symbol.value == f"43/KH-{mended}"


def test_a_speck_before_a_basis_opens_no_list() -> None:
    made = plan(
        "Căn cứ Luật Nhà ở ngày 27 tháng 11 năm 2023;",
        "- Căn cứ Thông báo số 30/TB-VP ngày 08/01/2024 của Văn phòng UBND tỉnh;",
        "Sở Xây dựng xây dựng Kế hoạch như sau:",
        "I. MỤC ĐÍCH",
    )
    assert [b.relation.value for b in made.bases] == ["basis", "basis"]


@pytest.mark.parametrize(
    ("rows", "issuer"),
    [
        (("SỞ VĂN HÓA THỂ THAO VÀ DU LỊCH",), "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"),  # its comma
        (("ỦY BAN NHÂN ĐÂN TỈNH SƠN LA",), "ỦY BAN NHÂN DÂN TỈNH SƠN LA"),
        (("UỶ BAN NHÂN DÂN TỈNH SƠN LA",), "UỶ BAN NHÂN DÂN TỈNH SƠN LA"),  # as it is written
        (("SỞ TÀI NGUYÊN VÀ MÔI", "TRƯỜNG"), "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"),  # no school
        (("BỘ CÔNG THƯƠNG", "2 'BCT-ATMT"), "BỘ CÔNG THƯƠNG"),  # its symbol under a stamp
    ],
)
def test_names_of_the_letterhead(rows: tuple[str, ...], issuer: str) -> None:
    document = pages(
        *((LEFT, row) for row in rows),
        (RIGHT, "Sơn La, ngày 18 tháng 3 năm 2024"),
        (TITLE, "KẾ HOẠCH"),
        (TITLE, "Phát triển nhà ở"),
        "I. MỤC ĐÍCH",
    )
    assert extract(document, segment(document)).head.issuer.value == issuer


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Các Thứ trưởng", "Các Thứ trưởng"),  # no misread Thủ trưởng
        ("Phòng Văn hoá", "Phòng Văn hoá"),  # its tone where the writer put it
        ("Bạn Chính sách", "Ban Chính sách"),
        ("Trạm Thú y khu vực la Grai", "Trạm Thú y khu vực Ia Grai"),
        ("Ban Quản lý dự án quản", "Ban Quản lý dự án quận"),
        ("Tổ tự quản", "Tổ tự quản"),
        ("Khoa Được", "Khoa Dược"),
    ],
)
def test_names_of_units(read: str, meant: str) -> None:
    document = pages(*read.split("\n"))
    context = Context.of(document, segment(document))
    assert with_marks(context, (0, 1), read) == meant


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("Thực hiện Chỉ thị của Chủ", "(tịch Ủy ban nhân dân tỉnh"), "tịch"),  # a speck
        (("trực tại kênh Hai", "“Thước trong mùa lũ."), "Thước"),
        (("gửi về Sở trước ngày 5", "(kèm theo biểu mẫu số 3"), "(kèm"),  # its end was lost
        (("gửi về Sở trước ngày 5", "(theo mẫu) để tổng hợp."), "(theo"),  # closed
        (("phong trào mang tên", "“Sạch nhà, đẹp ngõ” trong năm."), "“Sạch"),
        (("giám sát của Quốc hội năm", ". 2015; Nghị quyết số 32"), "2015;"),  # a stop alone
        (("Chuẩn bị đủ vật tư.", "“Ba sẵn sàng là phương châm"), "“Ba"),  # a new sentence
    ],
)
def test_unclosed_signs_before_a_line(lines: tuple[str, str], kept: str) -> None:
    page = respelled(pages(*lines)).pages[0]
    assert page.lines[1].words[0].text == kept
    layer = respelled(pages(*lines, route=Route.TEXT_LAYER)).pages[0]
    assert layer.lines[1].text == lines[1]
