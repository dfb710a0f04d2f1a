"""Letters, marks, tones and syllables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese import (
    as_seen,
    fold_tone_placement,
    is_syllable,
    nfc,
    same_text,
    split_tone,
    strip_marks,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nơi nhận", "Nơi nhận"),  # decomposed, as in text layers
        ("Q\u00d0-TTg", "Q\u0110-TTg"),  # the Icelandic letter that looks the same
        ("\u00f0iều", "\u0111iều"),
    ],
)
def test_nfc(text: str, expected: str) -> None:
    assert nfc(unicodedata.normalize("NFD", text)) == expected


@given(st.text())
def test_nfc_is_settled_after_one_time(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert as_seen(as_seen(text)) == as_seen(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("B\u0421T-BY\u0422", "BCT-BYT"),  # Cyrillic letters of a recogniser that knew Russian
        ("K\u1ebe H\u039fẠCH", "KẾ HOẠCH"),  # a Greek one
        ("Москва", "Москва"),  # a word of another script stays
        ("\u03b1-amylase", "\u03b1-amylase"),  # and a letter that looks like none
        ("S\u1edf\u200b Y\ufeff t\u00adế", "Sở Y tế"),  # what web pages leave
    ],
)
def test_text_is_taken_as_it_is_seen(text: str, seen: str) -> None:
    assert as_seen(unicodedata.normalize("NFD", text)) == seen


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x1EF9)))
def test_stripped_text_has_no_marks_left(text: str) -> None:
    stripped = strip_marks(text)
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", stripped))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("hoà", "hòa", True),  # two schools of tone placement
        ("THUÝ", "Thúy", True),
        ("Uỷ  ban", "Ủy ban", True),
        ("Tổ", "Tố", False),  # another tone is another word
        ("má", "ma", False),
    ],
)
def test_same_text(left: str, right: str, same: bool) -> None:
    assert same_text(left, right) is same


def test_tone_stands_behind_its_syllable() -> None:
    assert split_tone("hoà") == ("hoa", "\u0300")
    assert fold_tone_placement("hoà bình") == "hoa\u0300 binh\u0300"


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        ("nghiệp", True),
        ("Ké", True),  # spelled right, though no word of the language
        ("giêng", True),  # gi- before ê
        ("gìn", True),
        ("khuya", True),
        ("quyền", True),
        ("hién", False),  # iê is needed before n
        ("chirc", False),  # what a recogniser made of chức
        ("hoc", False),  # closed by c, it needs sắc or nặng
        ("the", True),
        ("xyz", False),
        ("", False),
    ],
)
def test_is_syllable(word: str, allowed: bool) -> None:
    assert is_syllable(word) is allowed
