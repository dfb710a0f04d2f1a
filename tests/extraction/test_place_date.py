"""Place and date, as far as they are written."""

from __future__ import annotations

import pytest

from pipeline.extraction.head.place_date import find_place_date
from pipeline.plan import Status

HEAD = """UBND TỈNH HÒA BÌNH
SỞ Y TẾ
Số: 31/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{line}

KẾ HOẠCH
Phòng, chống sốt xuất huyết năm 2024

Căn cứ Kế hoạch số 99/KH-UBND ngày 01/02/2024 của UBND tỉnh, Sở Y tế xây dựng kế hoạch:
"""


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Hòa Bình, ngày 05 tháng 4 năm 2024", "Hòa Bình", "2024-04-05"),
        ("Hòa Bình, ngày tháng 4 năm 2024", "Hòa Bình", "2024-04"),  # day left blank
        ("Hòa Bình, ngày … tháng … năm 2024", "Hòa Bình", "2024"),
        ("TP. Hồ Chí Minh, ngày 5 tháng 12 năm 2023", "TP. Hồ Chí Minh", "2023-12-05"),
        ("Thành phố Hồ Chí Minh, ngày 5 tháng 12 năm 2023", "Thành phố Hồ Chí Minh", "2023-12-05"),
        ("Lục Ngạn, ngàyl2 tháng3 năm 2024", "Lục Ngạn", "2024-03-12"),  # l for 1
        ("bắc Giang, ngày 12 tháng 3 năm 2024", "Bắc Giang", "2024-03-12"),  # a stroke lost
        ("xã nhà, ngày 12 tháng 3 năm 2024", None, "2024-03-12"),
        ("Huế ngày 10 tháng 01 năm 2025", "Huế", "2025-01-10"),  # the comma lost
    ],
)
def test_place_and_date(context_of, line: str, place: str, date: str) -> None:
    found_place, found_date = find_place_date(context_of(HEAD.format(line=line)))
    assert (found_place.value, found_date.value) == (place, date)
    assert found_date.status is Status.FOUND


def test_an_unread_day_is_not_a_blank_one(context_of) -> None:
    _, date = find_place_date(context_of(HEAD.format(line="Hòa Bình, ngày □ tháng 4 năm 2024")))
    assert (date.status, date.value) == (Status.UNREADABLE, "2024-04")


def test_a_date_without_its_year_is_blank(context_of) -> None:
    _, date = find_place_date(context_of(HEAD.format(line="Hòa Bình, ngày 3 tháng 4 năm 202…")))
    assert (date.status, date.value) == (Status.BLANK, None)


def test_the_date_of_a_cited_document_is_not_the_own(context_of) -> None:
    place, date = find_place_date(context_of("KẾ HOẠCH" + HEAD.split("KẾ HOẠCH")[1]))
    assert (place.status, date.status) == (Status.MISSING, Status.MISSING)
