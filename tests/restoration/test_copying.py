"""What is copied, and what the grammars of symbols, numbers and markers mend."""

from __future__ import annotations

import pytest

from pipeline.restoration import copying

NAMED = copying.Copying(copying.initials("Trường Đại học Hà Tĩnh xây dựng kế hoạch".split()))

SYMBOLS = [
    ("QD-TTg", "QĐ-TTg"),  # code of a type of document
    ("26/2020/ND-CP", "26/2020/NĐ-CP"),
    ("112/KH-SLDTBXH", "112/KH-SLĐTBXH"),  # a known body
    ("27/KH-TDHHT", "27/KH-TĐHHT"),  # the initials of a name in the same document
    ("31/KH-TPHHT", "31/KH-TĐHHT"),  # P is how a recogniser without Đ sees it
    ("15/KH-UBND", "15/KH-UBND"),
    ("415/KH-PGDDT", "415/KH-PGDĐT"),  # a district's office, not the ministry's BGDĐT
    ("562/BGDPT", "562/BGDĐT"),
    ("05/HD-ABC", "05/HD-ABC"),  # HD or HĐ: both are codes, so it stays
    ("9/BC-XYZD", "9/BC-XYZD"),  # nothing says what the D is
]


@pytest.mark.parametrize(("read", "expected"), SYMBOLS)
def test_symbol(read: str, expected: str) -> None:
    assert NAMED.symbol(read) == expected


def test_digits_of_a_symbol_never_change() -> None:
    assert NAMED.symbol("1O/KH-UBND").startswith("1O/")


NUMBERS = [("l2", "12"), ("2O24", "2024"), ("I0", "10"), ("lo", None), ("12a", None), ("7", "7")]


@pytest.mark.parametrize(("read", "expected"), NUMBERS)
def test_number(read: str, expected: str | None) -> None:
    assert copying.number(read) == expected


ROMANS = [("Il", "II"), ("I1", "II"), ("IlI", "III"), ("TV", "IV"), ("VX", None), ("la", None)]


@pytest.mark.parametrize(("read", "expected"), ROMANS)
def test_roman(read: str, expected: str | None) -> None:
    assert copying.roman(read) == expected


MARKERS = [("¢", "b", "c"), ("d", "c", "d"), ("d", "d", "đ"), ("e", "đ", "e")]


@pytest.mark.parametrize(("read", "before", "expected"), MARKERS)
def test_list_letters_follow_the_vietnamese_alphabet(read: str, before: str, expected: str) -> None:
    assert copying.marker(read, before) == expected


ABBREVIATIONS = [
    ("CCVC&NLD", "CCVC&NLĐ"),
    ("HDND", "HĐND"),
    ("b/c", "b/c"),
    ("TINH", None),
    ("hoc", None),
]


@pytest.mark.parametrize(("read", "expected"), ABBREVIATIONS)
def test_abbreviation(read: str, expected: str | None) -> None:
    assert copying.abbreviation(read) == expected
