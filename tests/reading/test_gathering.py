"""Lone digits are read in a line of their own and go back to their places."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.reading.gathering import gathered, put_back
from pipeline.reading.tesseract import Seen

DPI = 210


def sheet() -> NDArray[np.uint8]:
    """A page with a line of letters on it."""
    page = np.full((1200, 1000), 255, dtype=np.uint8)
    for x in range(200, 800, 16):
        page[500:526, x : x + 6] = 20
    return page


def digit(page: NDArray[np.uint8], x: int, y: int) -> None:
    page[y : y + 26, x : x + 4] = 20
    page[y + 22 : y + 26, x : x + 12] = 20


def read_below(page: NDArray[np.uint8], *texts: str, confidence: float = 0.95) -> list[Seen]:
    """What a recogniser gives that reads the copies as `texts`."""
    made = gathered(page, DPI)
    return put_back(
        [
            Seen(text, copy.copy_x0, made.bottom + 80, copy.copy_x1, made.bottom + 110, confidence)
            for text, copy in zip(texts, made.copies, strict=False)
        ],
        made,
    )


def test_a_page_without_lone_marks_stays_as_it_is() -> None:
    page = sheet()
    assert gathered(page, DPI).picture is page


def test_each_mark_comes_back_to_its_place() -> None:
    page = sheet()
    for y in (700, 800, 900):
        digit(page, 300, y)
    found = read_below(page, "1", "2", "3")
    assert [w.text for w in found] == ["1", "2", "3"]
    assert all(abs(w.top - y) < 8 for w, y in zip(found, (700, 800, 900), strict=True))


def test_one_mark_is_asked_three_times_and_must_agree() -> None:
    page = sheet()
    digit(page, 480, 60)  # a page number
    assert len(gathered(page, DPI).copies) == 3
    assert [w.text for w in read_below(page, "2", "2", "2")] == ["2"]
    assert read_below(page, "2", "7", "2") == []
    assert read_below(page, "2", "2") == []


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("2", 0.4), ("~", 0.95), ("...", 0.95), ("hộinh", 0.95)],  # unsure, no number or word
)
def test_what_is_not_sure_stays_unread(text: str, confidence: float) -> None:
    page = sheet()
    for y in (700, 800, 900):
        digit(page, 300, y)
    assert read_below(page, text, text, text, confidence=confidence) == []


def test_a_word_read_in_place_is_kept() -> None:
    page = sheet()
    for y in (700, 800, 900):
        digit(page, 300, y)
    made = gathered(page, DPI)
    own = Seen("1.", 296, 696, 320, 730, 0.9, 1, 1, 1)
    copy = made.copies[0]
    below = Seen("7", copy.copy_x0, made.bottom + 80, copy.copy_x1, made.bottom + 110, 0.95)
    assert put_back([own, below], made) == [own]


@pytest.mark.parametrize(("wide", "high"), [(3, 3), (120, 26), (12, 90), (30, 4)])
def test_specks_words_and_strokes_are_no_digits(wide: int, high: int) -> None:
    page = sheet()
    page[800 : 800 + high, 300 : 300 + wide] = 20
    assert gathered(page, DPI).copies == ()


def test_a_digit_within_a_line_is_not_alone() -> None:
    page = sheet()
    digit(page, 815, 500)
    assert gathered(page, DPI).copies == ()
