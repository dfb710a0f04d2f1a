"""Names of bodies to their parts and their full form."""

from __future__ import annotations

import pytest

from pipeline.normalisation.bodies import full_name, located, parse_body
from pipeline.normalisation.body_codes import code_fits
from pipeline.normalisation.gazetteer import named_bodies
from pipeline.normalisation.provinces import find_province
from pipeline.normalisation.text import key


@pytest.mark.parametrize(
    ("raw", "province", "full"),
    [
        # Abbreviations are one with their long form, whoever writes them how.
        ("Sở KH&CN", "Bắc Giang", "Sở Khoa học và Công nghệ tỉnh Bắc Giang"),
        ("Sở GD & ĐT", "Lạng Sơn", "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn"),
        ("PHÒNG VH&TT HUYỆN CHI LĂNG", None, "Phòng Văn hóa và Thông tin huyện Chi Lăng"),
        ("Sở VH&TT", "Ninh Bình", "Sở Văn hóa và Thể thao tỉnh Ninh Bình"),
        ("Bộ GD&ĐT", None, "Bộ Giáo dục và Đào tạo"),
        ("UBMTTQ Việt Nam tỉnh", "Hà Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Nam"),
        # Which district it is was not written: it is not the province's body.
        ("UBND huyện", "Bắc Giang", "UBND huyện"),
        ("Phòng Nội vụ huyện", "Bắc Giang", "Phòng Nội vụ huyện"),
        ("UBND tỉnh", "Đà Nẵng", "UBND thành phố Đà Nẵng"),
        # Who heads it is said, the body is meant.
        ("Trưởng phòng Nội vụ huyện Lục Ngạn", None, "Phòng Nội vụ huyện Lục Ngạn"),
        ("Chánh án Tòa án nhân dân tối cao", "Bắc Giang", "Tòa án nhân dân tối cao"),
        ("Chánh Văn phòng UBND tỉnh", "Hà Nam", "Văn phòng UBND tỉnh Hà Nam"),
        # A lost hook: nothing else stands behind these words.
        ("TỈNH ÚY HÒA BÌNH", None, "Tỉnh ủy Hòa Bình"),
        # Case, dashes, tone placement.
        ("SỞ Y TẾ", "Hoà Bình", "Sở Y tế tỉnh Hòa Bình"),
        (
            "Sở Lao động – Thương binh và xã hội tỉnh Sơn La",
            None,
            "Sở Lao động - Thương binh và Xã hội tỉnh Sơn La",
        ),
        # Places: written, bare, not named, of the document.
        ("UBND tỉnh", "Quảng Trị", "UBND tỉnh Quảng Trị"),
        ("UBND tỉnh", None, "UBND tỉnh"),
        ("Uỷ ban nhân dân tỉnh Hà Tĩnh", None, "UBND tỉnh Hà Tĩnh"),
        ("Sở Y tế Hà Giang", None, "Sở Y tế tỉnh Hà Giang"),
        ("UBND TP. Đà Nẵng", None, "UBND thành phố Đà Nẵng"),
        ("UBND thành phố", "Đà Nẵng", "UBND thành phố Đà Nẵng"),
        ("UBND thành phố", "Bắc Giang", "UBND thành phố"),  # a city of the province: which?
        ("UBND huyện Lục Ngạn", "Bắc Giang", "UBND huyện Lục Ngạn, tỉnh Bắc Giang"),
        ("UBND QUẬN 5", "Hồ Chí Minh", "UBND quận 5, Thành phố Hồ Chí Minh"),
        (
            "UBND xã Tân An, huyện Yên Dũng, tỉnh Bắc Giang",
            None,
            "UBND xã Tân An, huyện Yên Dũng, tỉnh Bắc Giang",
        ),
        # Offices: a chairman issues, a director acts for his body.
        ("Chủ tịch UBND tỉnh", "Lào Cai", "Chủ tịch UBND tỉnh Lào Cai"),
        ("Bộ trưởng Bộ Nội vụ", None, "Bộ Nội vụ"),
        ("Giám đốc Sở Y tế", "Lào Cai", "Sở Y tế tỉnh Lào Cai"),
        # National bodies have no province, whatever the document's.
        ("Hội Khuyến học Việt nam", "Lào Cai", "Hội Khuyến học Việt Nam"),
        ("Thủ tướng Chính phủ", "Lào Cai", "Thủ tướng Chính phủ"),
        # Bodies that no list knows.
        ("TRƯỜNG ĐẠI HỌC HÀ TĨNH", "Hà Tĩnh", "Trường Đại học Hà Tĩnh"),
        ("TRƯỜNG THPT PHAN VĂN TRỊ", "Bến Tre", "Trường THPT Phan Văn Trị, tỉnh Bến Tre"),
        ("Trung tâm Dịch vụ việc làm", "Sơn La", "Trung tâm Dịch vụ việc làm tỉnh Sơn La"),
        ("BỆNH VIỆN ĐA KHOA TỈNH LÀO CAI", None, "Bệnh viện Đa khoa tỉnh Lào Cai"),
        ("HUYỆN ỦY LỆ THỦY", "Quảng Bình", "Huyện ủy Lệ Thủy, tỉnh Quảng Bình"),
        ("TỈNH ỦY BẮC GIANG", None, "Tỉnh ủy Bắc Giang"),
        # The word xã in xã hội is no commune.
        (
            "BAN CHỈ ĐẠO XÂY DỰNG XÃ HỘI HỌC TẬP TỈNH HÀ GIANG",
            None,
            "Ban Chỉ đạo Xây dựng xã hội học tập tỉnh Hà Giang",
        ),
        ("BẢO HIỂM XÃ HỘI TỈNH HÒA BÌNH", None, "Bảo hiểm xã hội tỉnh Hòa Bình"),
    ],
)
def test_full_names(raw: str, province: str | None, full: str) -> None:
    assert _in_full(raw, province) == full


def _in_full(raw: str, province: str | None = None) -> str:
    body = parse_body(raw)
    assert body is not None, raw
    return full_name(body, find_province(province) if province else None)


@pytest.mark.parametrize(
    "text", ["Thi đua là yêu nước", "Báo cáo tình hình", "Hội nghị sơ kết", "Ban hành kèm theo", ""]
)
def test_what_is_no_body(text: str) -> None:
    assert parse_body(text) is None


def test_names_four_letters_apart_are_different_bodies() -> None:
    assert _in_full("Sở Nội vụ") != _in_full("Sở Ngoại vụ")
    assert _in_full("Sở Ngoai vụ") == "Sở Ngoại vụ"  # a lost mark
    assert _in_full("Sở Xyz") == "Sở Xyz"  # unlike any: kept as written


def test_every_known_name_and_variant_is_itself() -> None:
    for body in named_bodies():
        for name in (body.name, body.name.upper(), *body.variants):
            parsed = parse_body(name)
            assert parsed is not None, name
            assert key(parsed.name) == key(body.name), name


def test_a_full_name_is_its_own_full_name() -> None:
    for body in named_bodies():
        full = _in_full(body.name, "Hà Giang")
        assert _in_full(full, "Hà Giang") == full


@pytest.mark.parametrize(
    ("body", "code", "fits"),
    [
        ("Sở KH&CN", "KHCN", True),  # both habits are real
        ("Sở KH&CN", "SKHCN", True),
        ("UBND tỉnh Hà Tĩnh", "UBND", True),
        ("UBND tỉnh Hà Tĩnh", "TĐHHT", False),  # seed 004
        ("Sở Y tế", "UBND", False),
        ("Trường Đại học Hà Tĩnh", "TĐHHT", True),  # initials
        ("Trung tâm Dịch vụ việc làm", "TTDVVL", True),
        ("Trung tâm Dịch vụ việc làm", "XYZ", None),  # own abbreviations are free
        ("Thủ tướng Chính phủ", "TTg", True),
    ],
)
def test_codes_in_symbols(body: str, code: str, fits: bool | None) -> None:
    parsed = parse_body(body)
    assert parsed is not None
    assert code_fits(parsed, code) is fits


def test_open_places_are_filled_from_the_documents_own() -> None:
    issuer = parse_body("UBND xã Tân An, huyện Yên Dũng")
    above = parse_body("UBND huyện")
    assert issuer is not None
    assert above is not None
    assert [p.text for p in located(above, issuer.places).places] == ["huyện Yên Dũng"]
