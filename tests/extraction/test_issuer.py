"""Issuer, parent, level and province, from wherever the document says them."""

from __future__ import annotations

import pytest

from pipeline.extraction.head.fields import read_head
from pipeline.plan import Status

RIGHT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày 05 tháng 4 năm 2024
"""
REST = """
KẾ HOẠCH
{title}

{preamble}
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức.
Trên đây là Kế hoạch{closing}./.

Nơi nhận:
- Lưu: VT.

GIÁM ĐỐC

Trần Văn Bình
"""


def head(context_of, left="", place="", *, title="Chuyển đổi số năm 2024", preamble="", closing=""):
    right = RIGHT.format(place=place) if place else ""
    text = left + right + REST.format(title=title, preamble=preamble, closing=closing)
    return read_head(context_of(text)).head


@pytest.mark.parametrize(
    ("left", "place", "issuer", "parent", "level"),
    [
        (
            "UBND TỈNH YÊN BÁI\nSỞ NỘI VỤ\nSố: 07/KH-SNV\n",
            "Yên Bái",
            "Sở Nội vụ tỉnh Yên Bái",
            "UBND tỉnh Yên Bái",
            "sở",
        ),
        (  # the name on two lines
            "UBND TỈNH HÀ GIANG\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 07/KH-SLĐTBXH\n",
            "Hà Giang",
            "Sở Lao động - Thương binh và Xã hội tỉnh Hà Giang",
            "UBND tỉnh Hà Giang",
            "sở",
        ),
        (  # no parent line for a committee
            "ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG\nSố: 20/KH-UBND\n",
            "Bắc Giang",
            "UBND tỉnh Bắc Giang",
            None,
            "tỉnh",
        ),
        (  # a commune under its district: the district is part of the name
            "UBND HUYỆN QUẢN BẠ\nUBND XÃ QUYẾT TIẾN\nSố: 20/KH-UBND\n",
            "Quyết Tiến",
            "UBND xã Quyết Tiến, huyện Quản Bạ",
            "UBND huyện Quản Bạ",
            "xã",
        ),
        (  # a school under its department
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO ĐIỆN BIÊN\nTRƯỜNG THPT CHUYÊN LÊ QUÝ ĐÔN\nSố: 9/KH-CLQĐ\n",
            "Điện Biên Phủ",
            "Trường THPT Chuyên Lê Quý Đôn, tỉnh Điện Biên",
            "Sở Giáo dục và Đào tạo tỉnh Điện Biên",
            "đơn vị",
        ),
        (  # a university is known by its own name
            "UBND TỈNH HÀ TĨNH\nTRƯỜNG ĐẠI HỌC HÀ TĨNH\nSố: 31/KH-TĐHHT\n",
            "Hà Tĩnh",
            "Trường Đại học Hà Tĩnh",
            "UBND tỉnh Hà Tĩnh",
            "đơn vị",
        ),
        (  # joint issuers on one line
            "UBND TỈNH HẬU GIANG\nSỞ Y TẾ - BẢO HIỂM XÃ HỘI\nSố: 2/KHLT-SYT-BHXH\n",
            "Hậu Giang",
            "Sở Y tế tỉnh Hậu Giang; Bảo hiểm xã hội tỉnh Hậu Giang",
            "UBND tỉnh Hậu Giang",
            "sở",
        ),
        (  # an organ of the council
            "HỘI ĐỒNG NHÂN DÂN\nTỈNH VĨNH PHÚC\nBAN PHÁP CHẾ\nSố: 9/KH-BPC\n",
            "Vĩnh Phúc",
            "Ban Pháp chế HĐND tỉnh Vĩnh Phúc",
            None,
            "hđnd",
        ),
        (
            "ĐẢNG BỘ TỈNH QUẢNG BÌNH\nHUYỆN ỦY LỆ THỦY\nSố: 45-KH/HU\n",
            "Lệ Thủy",
            "Huyện ủy Lệ Thủy, tỉnh Quảng Bình",
            "Đảng bộ tỉnh Quảng Bình",
            "đảng",
        ),
        (
            "BỘ Y TẾ\nSố: 357/KH-BYT\n",
            "Hà Nội",
            "Bộ Y tế",
            None,
            "bộ",
        ),
    ],
)
def test_from_the_letterhead(context_of, *, left, place, issuer, parent, level) -> None:
    found = head(context_of, left, place)
    assert found.issuer_normalised.value == issuer
    assert found.parent_body.value == parent
    assert found.body_level.value == level
    assert found.issuer.evidence.rule == "issuer:letterhead"


@pytest.mark.parametrize(
    ("left", "issuer"),
    [
        # A stamp's letter above the name.
        ("s\nUBND TỈNH HÀ NAM\nSỞ Y TẾ\nSố: 7/KH-SYT\n", "Sở Y tế tỉnh Hà Nam"),
        # Marks lost or wrong in capitals.
        ("ỦY BAN NHÂN ĐÂN\nTỈNH HÀ NAM\nSố: 7/KH-UBND\n", "UBND tỉnh Hà Nam"),
        ("UỶ BAN NHÂN DÂN\nTỈNH HÀ NAM\nSố: 7/KH-UBND\n", "UBND tỉnh Hà Nam"),
        # A letter read as a mark.
        ("UBND TỈNH HÀ NAM\nSỞ NỘ! VỤ\nSố: 7/KH-SNV\n", "Sở Nội vụ tỉnh Hà Nam"),
        # The name's end lost.
        (
            "UBND TỈNH HÀ NAM\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ\nSố: 7/KH-SLĐTBXH\n",
            "Sở Lao động - Thương binh và Xã hội tỉnh Hà Nam",
        ),
        # The first line of the committee above lost.
        (
            "HUYỆN BÁT XÁT\nỦY BAN NHÂN DÂN\nXÃ QUANG KIM\nSố: 3/KH-UBND\n",
            "UBND xã Quang Kim, huyện Bát Xát, tỉnh Hà Nam",
        ),
        # An organ that acts for an association.
        (
            "ỦY BAN MTTQ VIỆT NAM\nTỈNH HÀ NAM\nBAN THƯỜNG TRỰC\nSố: 7/KH-MTTQ-BTT\n",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Nam",
        ),
    ],
)
def test_letterheads_of_scans(context_of, left: str, issuer: str) -> None:
    assert head(context_of, left, "Hà Nam").issuer_normalised.value == issuer


@pytest.mark.parametrize(
    ("left", "issuer", "parent"),
    [
        (  # a district's room takes the district's name
            "UBND HUYỆN MỘC CHÂU\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nSố: 45/KH-PGDĐT\n",
            "Phòng Giáo dục và Đào tạo huyện Mộc Châu, tỉnh Sơn La",
            "UBND huyện Mộc Châu, tỉnh Sơn La",
        ),
        (  # the xã of thị xã is no commune
            "UBND THỊ XÃ SA PA\nUBND PHƯỜNG CẦU MÂY\nSố: 45/KH-UBND\n",
            "UBND phường Cầu Mây, thị xã Sa Pa, tỉnh Sơn La",
            "UBND thị xã Sa Pa, tỉnh Sơn La",
        ),
        (  # an organ of a Party committee is named with it
            "TỈNH ỦY SƠN LA\nBAN TUYÊN GIÁO\n*\nSố 15-KH/BTGTU\n",
            "Ban Tuyên giáo Tỉnh ủy Sơn La",
            "Tỉnh ủy Sơn La",
        ),
        (
            "ĐOÀN TNCS HỒ CHÍ MINH\nBCH TỈNH SƠN LA\n***\nSố: 123 KH/TĐTN\n",
            "Tỉnh đoàn Sơn La",
            None,
        ),
        (
            "BỘ CHQS TỈNH SƠN LA\nBAN CHQS HUYỆN YÊN CHÂU\nSố: 45/KH-BCH\n",
            "Ban Chỉ huy quân sự huyện Yên Châu, tỉnh Sơn La",
            "Bộ Chỉ huy quân sự tỉnh Sơn La",
        ),
        (
            "UBND TỈNH SƠN LA\nSỞ NỘI VỤ\nSỞ TÀI CHÍNH\nSố: 12/KHLT-SNV-STC\n",
            "Sở Nội vụ tỉnh Sơn La; Sở Tài chính tỉnh Sơn La",
            "UBND tỉnh Sơn La",
        ),
        (
            "UBND TỈNH SƠN LA\nBAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ\nSố: 45/KH-BCĐ\n",
            "Ban Chỉ đạo Chuyển đổi số tỉnh Sơn La",
            "UBND tỉnh Sơn La",
        ),
    ],
)
def test_letterheads_of_many_kinds(context_of, left: str, issuer: str, parent: str) -> None:
    found = head(context_of, left, "Sơn La")
    assert (found.issuer_normalised.value, found.parent_body.value) == (issuer, parent)


def test_a_decisions_authority_line(context_of) -> None:
    text = """QUYẾT ĐỊNH
Về việc phê duyệt quy chế hoạt động của Trung tâm Văn hóa

CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN LỤC NGẠN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
QUYẾT ĐỊNH:
Điều 1. Phê duyệt quy chế.
"""
    found = read_head(context_of(text)).head
    assert found.issuer_normalised.value == "Chủ tịch UBND huyện Lục Ngạn"
    assert found.issuer.evidence.rule == "issuer:authority-line"
    assert found.title.value == "Về việc phê duyệt quy chế hoạt động của Trung tâm Văn hóa"


BASIS = "Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh{where}, "


def test_from_the_preamble_where_there_is_no_letterhead(context_of) -> None:
    preamble = BASIS.format(where=" Quảng Trị") + "Sở KH&CN xây dựng Kế hoạch như sau:"
    found = head(context_of, preamble=preamble)
    assert found.issuer.value == "Sở KH&CN"
    assert found.issuer_normalised.value == "Sở Khoa học và Công nghệ tỉnh Quảng Trị"
    assert found.parent_body.value == "UBND tỉnh Quảng Trị"
    assert found.parent_body.evidence.rule == "inferred:kind-of-body"
    assert found.province.value == "Quảng Trị"


def test_a_province_that_is_not_named_is_missing(context_of) -> None:
    preamble = BASIS.format(where="") + "Ban Dân tộc ban hành Kế hoạch như sau:"
    found = head(context_of, preamble=preamble)
    assert found.issuer_normalised.value == "Ban Dân tộc"
    assert (found.province.status, found.province.value) == (Status.MISSING, None)
    assert (found.province_2025.status, found.province_2025.value) == (Status.MISSING, None)
    assert found.parent_body.value == "UBND tỉnh"


def test_the_base_issuer_is_not_the_issuer(context_of) -> None:
    found = head(context_of, preamble=BASIS.format(where="") + "đơn vị triển khai như sau:")
    assert found.issuer.status is Status.MISSING


def test_the_closing_sentence_adds_the_place(context_of) -> None:
    found = head(
        context_of,
        preamble="Trung tâm Dịch vụ việc làm ban hành kế hoạch như sau:",
        closing=" của Trung tâm Dịch vụ việc làm tỉnh Sơn La",
    )
    assert found.issuer.value == "Trung tâm Dịch vụ việc làm"
    assert found.issuer_normalised.value == "Trung tâm Dịch vụ việc làm tỉnh Sơn La"
    assert found.province.value == "Sơn La"
    assert found.issuer.candidates  # what else said it is kept for `kehoach explain`


@pytest.mark.parametrize(
    ("place", "province", "today"),
    [
        ("Bắc Giang", "Bắc Giang", "Bắc Ninh"),  # merged
        ("Quảng Trị", "Quảng Trị", "Quảng Trị"),  # took others in
        ("Huế", "Thừa Thiên Huế", "Huế"),  # the city of a province of that name, in 2024
        ("Lục Ngạn", None, None),  # a district: its province is outside knowledge
    ],
)
def test_the_province_from_the_place_line(context_of, place, province, today) -> None:
    found = head(context_of, "SỞ Y TẾ\nSố: 7/KH-SYT\n", place)
    assert (found.province.value, found.province_2025.value) == (province, today)


def test_issuer_and_place_of_two_provinces_keep_both(context_of) -> None:
    found = head(context_of, "UBND TỈNH HÀ NAM\nSỞ Y TẾ\nSố: 7/KH-SYT\n", "Nam Định")
    assert found.province.value == "Hà Nam"
    assert [c.value for c in found.province.candidates] == ["Nam Định"]
