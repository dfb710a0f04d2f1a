"""Times and ranges of times, on text without marks."""

from __future__ import annotations

import pytest

from pipeline.extraction.times.times import quarter_spelled, ranges, singles
from pipeline.segmentation.rows import fold


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ năm 2023 đến năm 2030", "2023", "2030"),
        ("2023 - 2030", "2023", "2030"),
        ("2023-2030", "2023", "2030"),
        ("từ 2023 – 2025", "2023", "2025"),
        ("từ tháng 3 đến tháng 12 năm 2024", "2024-03", "2024-12"),
        ("từ tháng 10/2024 đến hết tháng 3/2025", "2024-10", "2025-03"),
        ("từ ngày 01 tháng 3 đến ngày 15 tháng 4 năm 2024", "2024-03-01", "2024-04-15"),
        ("từ 11/9 - 22/9/2023", "2023-09-11", "2023-09-22"),
        ("quý II đến quý IV năm 2024", "2024-04", "2024-12"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    assert [(t.first, t.last) for t in ranges(fold(text))] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "từ 3 đến 5 người",
        "3 - 5 lớp",
        "từ năm 2030 đến năm 2023",  # backwards
        "từ tháng 13/2024 đến tháng 14/2024",
        "từ ngày 31/02/2024 đến ngày 30/02/2024",
        "số 15/KH-UBND",
        "Quyết định 2023/QĐ-UBND",
    ],
)
def test_no_ranges(text: str) -> None:
    assert list(ranges(fold(text))) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("năm 2024", "2024", "2024"),
        ("quý IV/2024", "2024-10", "2024-12"),
        ("6 tháng đầu năm 2024", "2024-01", "2024-06"),
        ("5 tháng cuối năm 2024", "2024-08", "2024-12"),
        ("9 tháng đầu năm 2024", "2024-01", "2024-09"),
        ("tháng 3 năm 2024", "2024-03", "2024-03"),
        ("ngày 08/3/2024", "2024-03-08", "2024-03-08"),
    ],
)
def test_singles(text: str, first: str, last: str) -> None:
    assert [(t.first, t.last) for t in singles(fold(text))] == [(first, last)]


@pytest.mark.parametrize(
    ("label", "spelled", "first"),
    [
        ("Quý H/2024", "Quý II/2024", "2024-04"),  # two strokes as one letter
        ("Quý IH/2024", "Quý III/2024", "2024-07"),
        ("Quý II1/2024", "Quý III/2024", "2024-07"),
        ("Quý lV/2024", "Quý IV/2024", "2024-10"),
        ("Quý 1/2024", "Quý 1/2024", "2024-01"),  # a figure may be what the plan has
        ("Quý III/2024", "Quý III/2024", "2024-07"),
    ],
)
def test_quarters_whose_strokes_were_misread(label: str, spelled: str, first: str) -> None:
    assert quarter_spelled(label, fold(label)) == spelled
    assert next(singles(fold(label))).first == first


def test_phases_whose_strokes_were_misread() -> None:
    assert quarter_spelled("Giai đoạn H", "giai doan h") == "Giai đoạn II"
    assert quarter_spelled("Đợt 2", "dot 2") == "Đợt 2"
    assert quarter_spelled("Giai đoạn III", "giai doan iii") == "Giai đoạn III"
