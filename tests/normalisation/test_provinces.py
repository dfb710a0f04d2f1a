"""Provinces of before and after 1 July 2025."""

from __future__ import annotations

import pytest

from pipeline.normalisation.provinces import find_province, mentions_of, provinces


def test_the_counts_of_the_reform() -> None:
    assert len(provinces()) == 63
    assert len({p.successor for p in provinces()}) == 34


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Bắc Giang", "Bắc Giang"),
        ("tỉnh BẮC GIANG", "Bắc Giang"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("Hoà Bình", "Hòa Bình"),
        ("Đăk Lăk", "Đắk Lắk"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Lục Ngạn", None),
        ("Bac Giang", None),  # without its marks it is no reading: restoration comes before
    ],
)
def test_names(name: str, found: str | None) -> None:
    province = find_province(name)
    assert (province.name if province else None) == found


@pytest.mark.parametrize(
    ("old", "new"), [("Bắc Giang", "Bắc Ninh"), ("Ninh Thuận", "Khánh Hòa"), ("Huế", "Huế")]
)
def test_what_became_of_them(old: str, new: str) -> None:
    province = find_province(old)
    assert province is not None
    assert province.successor == new


def test_a_name_as_of_a_date() -> None:
    hue = find_province("Thừa Thiên Huế")
    assert hue is not None
    assert hue.full_name("2024-12-31") == "tỉnh Thừa Thiên Huế"
    assert hue.full_name("2025-02") == "thành phố Huế"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("trên địa bàn tỉnh Quảng Trị năm 2024", [("Quảng Trị", True)]),
        ("Sở Y tế Hà Giang và Sở Y tế Hà Nam", [("Hà Giang", False), ("Hà Nam", False)]),
        ("UBND TỈNH HÀ TĨNH", [("Hà Tĩnh", True)]),
        ("sông nước hà giang", []),  # no capitals, no name
        ("KH-TTH và HCMC", []),  # within a code
    ],
)
def test_mentions(text: str, names: list[tuple[str, bool]]) -> None:
    assert [(m.province.name, m.marked) for m in mentions_of(text)] == names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ĐOÀN TNCS HỒ CHÍ MINH", []),  # the man
        ("phong cách Hồ Chí Minh", []),
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", ["Hồ Chí Minh"]),
        ("Sở Y tế TP. Hồ Chí Minh", ["Hồ Chí Minh"]),
    ],
)
def test_the_city_and_the_man(text: str, named: list[str]) -> None:
    assert [m.province.name for m in mentions_of(text)] == named
