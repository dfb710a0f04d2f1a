"""Dates in all written forms."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalisation.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 21 tháng 02 năm 2012", "2012-02-21"),
        ("ngày 5 tháng 3 năm 2024", "2024-03-05"),
        ("ngàyl2 tháng3 năm 2024", "2024-03-12"),  # l for 1, no spaces
        ("NGÀY L1 THÁNG 0L NĂM 2010", "2010-01-11"),  # L for 1
        ("ngày O8 tháng lO năm 2024", "2024-10-08"),  # O for 0
        ("NGÀY 04 THÁNG 01 NĂM 2010", "2010-01-04"),
        ("08/3/2024", "2024-03-08"),
        ("8.3.2024", "2024-03-08"),
        ("08-03-2024", "2024-03-08"),
        ("ngày 08/3/24", "2024-03-08"),
        ("tháng 4/2024", "2024-04"),
        ("tháng 4 năm 2024", "2024-04"),
        ("ngày tháng 3 năm 2024", "2024-03"),  # the day left blank
        ("ngày /0 tháng 10 năm 2024", "2024-10"),  # a stroke for a figure: which?
        ("ngày 1/ tháng 10 năm 2024", "2024-10"),
        ("ngày 0 tháng 10 năm 2024", "2024-10"),
        ("ngày 12/ tháng 10 năm 2024", "2024-10-12"),
        ("ngày ..... tháng ..... năm 2024", "2024"),
        ("31/02/2024", None),  # on no calendar
        ("ngày 5 tháng 13 năm 2024", None),
        ("24/7", None),
        ("15/KH-UBND", None),
    ],
)
def test_written_forms(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


def test_a_year_in_two_halves_is_not_the_first_of_them() -> None:
    assert parse_date("ngày 16/7/20 21") is None
    assert parse_date("ngày 16/7/20") == "2020-07-16"


def test_blank_and_unread_are_told_apart() -> None:
    (blank,) = find_dates("ngày   tháng 3 năm 2024")
    (unread,) = find_dates("ngày □ tháng 3 năm 2024")
    assert (blank.blank, blank.unread) == (("day",), ())
    assert (unread.blank, unread.unread) == ((), ("day",))


@given(st.dates(datetime.date(1945, 9, 2), datetime.date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: datetime.date) -> None:
    forms = (
        f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day.day:02d}/{day.month}/{day.year}",
        f"{day.day}.{day.month:02d}.{day.year}",
    )
    assert {parse_date(form) for form in forms} == {day.isoformat()}
