"""TCVN3 and VNI: all of Vietnamese, by font name and by the text's own statistics."""

from __future__ import annotations

import pytest
from reading_texts import SENTENCE, legacy_bytes

from pipeline.reading.text import legacy

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


@pytest.mark.parametrize("kind", ["tcvn3", "vni"])
def test_every_letter(kind: legacy.Encoding) -> None:
    assert legacy.decode(legacy_bytes(LETTERS, kind).decode("latin-1"), kind) == LETTERS


def test_vni_has_capitals_of_its_own() -> None:
    capitals = LETTERS.upper()
    assert legacy.decode(legacy_bytes(capitals, "vni").decode("latin-1"), "vni") == capitals


def test_tcvn3_capitals_come_from_the_font() -> None:
    written = legacy_bytes("ủy ban nhân dân tỉnh", "tcvn3").decode("latin-1")
    assert legacy.decode(written, "tcvn3", capitals=True) == "ỦY BAN NHÂN DÂN TỈNH"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("ABCDEF+.VnTimeH,Bold", "tcvn3", True),  # a subset, as PDF producers name it
        (".VnArial Narrow", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("ABCDEF+VNI-Helve", "vni", False),
        ("TimesNewRomanPSMT", None, False),
        ("Vnhelvetica", "tcvn3", False),
        ("Verdana", None, False),
    ],
)
def test_fonts(font: str, encoding: str | None, capitals: bool) -> None:
    assert legacy.encoding_of_font(font) == encoding
    assert legacy.is_capital_font(font) == capitals


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ph-¬ng h-íng", "phương hướng"),  # the soft hyphen extracted as a hyphen
        ("®-îc", "được"),
        ("KH-UBND", "KH-UBND"),  # a real hyphen stays
        ("2023-2030", "2023-2030"),
        ("KÕ ho¹ch ... thùc hiÖn", "Kế hoạch ... thực hiện"),
    ],
)
def test_horn_that_came_as_hyphen(written: str, expected: str) -> None:
    assert legacy.decode(written, "tcvn3") == expected


@pytest.mark.parametrize("kind", ["tcvn3", "vni"])
def test_statistics_tell(kind: legacy.Encoding) -> None:
    assert legacy.guess(legacy_bytes(SENTENCE.lower(), kind).decode("latin-1")) == kind


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,  # sound Vietnamese
        "Le département a été créé à l'école où l'élève a été reçu",  # French has such letters
        "Thue hién Ké hoach s6 27/KH-TDHHT ngay 19/01/2024 caa UBND tinh",  # an OCR's é
        "",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert legacy.guess(text) is None
