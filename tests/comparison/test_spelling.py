"""Two spellings of one thing are no rewording: (template, plan, difference shown)."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from pipeline.comparison.difference import difference, written
from pipeline.comparison.spelling import spells
from pipeline.comparison.words import Words


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("UBND các xã chủ trì", "Ủy ban nhân dân các xã chủ trì", ""),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh", ""),  # the tone on another vowel
        ("Sở KH&CN, Sở LĐ-TB&XH", "Sở Khoa học và Công nghệ, Sở LĐTBXH", ""),
        ("CB, VC, NLĐ", "cán bộ, viên chức, người lao động", ""),
        ("CCVC&NLĐ", "công chức, viên chức và người lao động", ""),
        ("phòng, chống thiên tai và TKCN", "PCTT&TKCN", ""),
        ("phát triển KT-XH", "phát triển kinh tế - xã hội", ""),
        ("HĐND, UBND các cấp", "Hội đồng nhân dân, Ủy ban nhân dân các cấp", ""),
        # Introduced beside its words, then used.
        ("chuyển đổi số (CĐS) trong trường", "chuyển đổi số trong trường", ""),
        ("Ban (sau đây gọi tắt là Ban Chỉ đạo) họp", "Ban họp", ""),
        # In no list: told by the first letters.
        ("tổ công nghệ số cộng đồng họp", "TCNSCĐ họp", ""),
        ("giao CLBTDBV tổ chức", "giao câu lạc bộ thể dục buổi vui tổ chức lễ", "{+lễ+}"),
        ("90% hộ dân", "90 phần trăm hộ dân", ""),
        ("05 năm, ngày 01/3/2024", "5 năm, ngày 01 tháng 03 năm 2024", ""),
        ("tháng 6/2025", "tháng 06 năm 2025", ""),
        ("đúng hạn; đầy đủ", "đúng hạn, đầy đủ.", ""),
        ("CCVC&NLĐ", "cong chuc, vien chuc & NLD", ""),  # all marks lost in reading
        # Other things stay other things.
        ("Ủy ban Mặt trận Tổ quốc", "UBND", "[-Ủy ban Mặt trận Tổ quốc-]{+UBND+}"),
        ("Sở KHCN", "Sở GDĐT", "[-KHCN-]{+GDĐT+}"),
        ("ngày 01/3/2024 họp", "ngày 02/4/2024 họp", "ngày [-01/3/2024-]{+02/4/2024+} họp"),
        ("ngày 01/3/2024", "ngày 01 tháng 4 năm 2024", "[-01/3/2024-]{+01 tháng 4 năm 2024+}"),
        ("Kế hoạch 15/KH-UBND", "Kế hoạch 15/KH-SYT", "[-15/KH-UBND-]{+15/KH-SYT+}"),
        ("100 hộ", "10 hộ", "[-100-]{+10+}"),
        ("Trường CĐ Y tế", "Trường công đoàn Y tế", ""),  # two meanings: letters decide
        ("thi đua", "TĐX", "[-thi đua-]{+TĐX+}"),
    ],
)
def test_difference(left: str, right: str, expected: str) -> None:
    for before, after, is_turned in ((left, right, False), (right, left, True)):
        found = difference(Words.of(before), Words.of(after))
        assert found.is_none is (expected == "")
        if not is_turned:
            assert expected in written(Words.of(before), Words.of(after), found)


def test_an_abbreviation_is_shown_once_and_counts_as_its_words() -> None:
    words = Words.of("UBND xã")
    assert words.shown == ("UBND", "", "", "", "xã")
    assert words.keys == ("uy", "ban", "nhan", "dan", "xa")
    assert words.written(0, 5) == "UBND xã"
    assert words.written(2, 5) == "UBND xã"  # a span that cuts it shows it whole


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        (("CĐS",), ("chuyen", "doi", "so"), True),
        (("KH", "CN"), ("khoa", "hoc", "va", "cong", "nghe"), True),
        (("cđs",), ("chuyen", "doi", "so"), False),  # small letters are a word
        (("A",), ("an",), False),
        (("AN",), ("an", "ninh"), True),
        ((), ("an", "ninh"), False),
    ],
)
def test_spells(short: tuple[str, ...], long: tuple[str, ...], expected: bool) -> None:
    assert spells(short, long) is expected


def test_every_listed_example_holds_its_abbreviation() -> None:
    text = files("pipeline.comparison").joinpath("data/spellings.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["long"]:
            short, long = Words.of(row["short"]), Words.of(row["long"])
            assert short.keys == long.keys, row
            joined = row["example"].replace(" ", "").replace(",", "").replace("-", "")
            assert row["short"] in joined, row


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("cho CCVC học", "cho CeVC học", True),  # known on one side, misread on the other
        ("giao NLĐ làm", "giao N1Đ làm", True),
        ("trước 30/4/2025", "trước 30/5/2025", False),  # another date, whoever read it
        ("giao NLĐ làm", "giao SYT làm", False),
    ],
)
def test_a_misread_abbreviation(left: str, right: str, expected: bool) -> None:
    assert difference(Words.of(left), Words.of(right), noisy=True).is_none is expected
