"""Misreadings that cannot be Vietnamese."""

from __future__ import annotations

import pytest
from fake_engines import seen_row

from pipeline.reading.again.repairs import Repair, repaired, repairs

FITTING = {"small": "hiện", "figures": "2024"}
"""A word that may follow, by what a rule asks of it."""


@pytest.mark.parametrize("rule", repairs(), ids=lambda rule: rule.id)
def test_every_rule_does_what_its_example_says(rule: Repair) -> None:
    read, meant = rule.example
    before, following = rule.within
    following = following or FITTING.get(rule.following, "MỤC")
    for word in (read, meant):
        assert (
            _as_repaired(f"{before} {word} {following}") == f"{before} {meant} {following}".strip()
        )


def _as_repaired(line: str) -> str:
    return " ".join(word.text for word in repaired(seen_row(line, 100, 100)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("H. NỘI DUNG", "II. NỘI DUNG"),
        ("H. Bình Chánh", "H. Bình Chánh"),  # a district, no numeral
        ("1I. Mục tiêu", "II. Mục tiêu"),
        ("Khóa XHI", "Khóa XIII"),
        ("trong Quý 11/2023", "trong Quý II/2023"),
        ("tháng 11/2023", "tháng 11/2023"),
        ("- Các xã (th);", "- Các xã (t/h);"),
        ("- Sở Tư pháp (để th);", "- Sở Tư pháp (để t/h);"),
        ("HH. Tổ chức thực hiện", "III. Tổ chức thực hiện"),
        ("IL PHÂN CÔNG", "II. PHÂN CÔNG"),
        ("- UBND tỉnh (đế b/c);", "- UBND tỉnh (để b/c);"),
        ("(đề án kèm theo)", "(đề án kèm theo)"),
        ("từ ~ 5 đến 6", "từ ~ 5 đến 6"),  # within a line it may mean about
        ("100 €", "100 €"),
        ("thôn. a) Tổ chức", "thôn. a) Tổ chức"),  # the next item, not the same sentence
        ("Số: 15", "Số: 15"),
        ("Nơi nhận. Như trên", "Nơi nhận. Như trên"),
        ("số 15/KH-UBND (b/c);", "số 15/KH-UBND (b/c);"),
        ("giai đoạn 2921 - 2939.", "giai đoạn 2021 - 2039."),  # each by what stands before it
        ("năm học 2921-2922", "năm học 2021-2022"),
        ("ngày 05.12.2924", "ngày 05.12.2024"),
        ("Quyết định số 2924/QĐ-UBND", "Quyết định số 2924/QĐ-UBND"),  # a number is no year
        ("hỗ trợ 2924 hộ", "hỗ trợ 2924 hộ"),
        ("Số 63/QĐ-TIg ngày 26 tháng II năm 2003", "Số 63/QĐ-TTg ngày 26 tháng 11 năm 2003"),
        ("trong tháng II năm 2024", "trong tháng II năm 2024"),  # no day: it may be February
        ("quý II năm 2024", "quý II năm 2024"),
        ("_KT. GIÁM ĐÓC", "KT. GIÁM ĐỐC"),
        ("ngày __ tháng", "ngày __ tháng"),  # left to be filled in
        ("Giám đốc SỞ Y tế cơ SỞ 2;", "Giám đốc SỞ Y tế cơ sở 2;"),
        ("(đề b/c); (đề án)", "(để b/c); (đề án)"),
    ],
)
def test_what_may_be_meant_stays(line: str, expected: str) -> None:
    assert _as_repaired(line) == expected


def test_sound_text_is_not_touched(seeds) -> None:  # type: ignore[no-untyped-def]
    for path in sorted(seeds.glob("00[0-3]*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words and words[0] not in {"—", "_", "~"}:
                assert _as_repaired(line) == " ".join(words)


def test_a_year_put_right_is_less_sure() -> None:
    before, year = repaired(seen_row("năm 2924", 100, 100, 0.96))
    assert (before.confidence, year.confidence) == (0.96, 0.8)
