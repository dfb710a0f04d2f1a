"""Names of people: what is found where legal texts know none, and how sure it is."""

from __future__ import annotations

import pytest

from pipeline.restoration import Restorer
from pipeline.restoration.name_shapes import names_in
from pipeline.vietnamese import strip_marks

SIGNED = [
    # A signer's name alone on its line, below the title; all marks lost
    "Trần Thị Hằng",
    "Kiều Văn Sơn",  # kiểu is the commoner word
    "Phạm Quốc Khánh",
]


@pytest.mark.parametrize("name", SIGNED)
def test_a_signer_is_a_name(restorer: Restorer, name: str) -> None:
    lines = [strip_marks(text).split() for text in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", name)]
    assert " ".join(token.text for token in restorer.read(lines)[2]) == name


def test_a_name_in_capitals_behind_the_kind_of_school(restorer: Restorer) -> None:
    lines = [["SO", "GIAO", "DUC", "VA", "DAO", "TAO"], "TRUONG THPT LE HONG PHONG".split()]
    found = restorer.read(lines)[1]
    assert " ".join(token.text for token in found) == "TRƯỜNG THPT LÊ HỒNG PHONG"


def test_an_abbreviation_is_no_part_of_a_name(restorer: Restorer) -> None:
    """Trương Th. Phan is a possible name, but THPT has no vowel; a line stands below."""
    lines = [text.split() for text in ("TRUONG THPT PHAN VAN TRI", "S6: 27/KH-THPTPVT")]
    assert [token.text for token in restorer.read(lines)[0][:2]] == ["TRƯỜNG", "THPT"]


def test_where_two_names_fit_neither_is_sure(restorer: Restorer) -> None:
    """Without marks Hung is Hùng or Hưng: what was read does not say which."""
    lines = [["KT.", "GIAM", "DOC"], ["Nguyen", "Van", "Hung"]]
    family, _, given = restorer.read(lines)[1]
    assert family.text == "Nguyễn"
    assert given.text in ("Hùng", "Hưng")
    assert given.confidence < 0.8


NO_NAMES = [
    "Sở Kế hoạch và Đầu tư tỉnh Hà Tĩnh",
    "Ủy ban nhân dân thành phố Đà Nẵng",
    "Bộ Giáo dục và Đào tạo",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_bodies_and_places_are_no_names(restorer: Restorer, text: str) -> None:
    line = strip_marks(f"Thực hiện chỉ đạo của {text} về công tác này").split()
    (found,) = restorer.read([line])
    assert text in " ".join(token.text for token in found)


RECOGNISED = [
    ("Nguyễn Hông Lĩnh", [True] * 3),  # a doubtful name is not made a commoner one
    ("ông Lê Ô Pích, Phó Chủ tịch", [False, True, True, True, False, False, False]),
    ("NGUYỄN VĂN KHẮNG", [True] * 3),
    ("PHÓ GIÁM ĐÓC", [False] * 3),
    ("Giáo dục và Đào tạo", [False] * 5),
]


@pytest.mark.parametrize(("line", "expected"), RECOGNISED)
def test_names_on_recognised_lines(line: str, expected: list[bool]) -> None:
    assert names_in(line.split()) == expected
