"""Roman numerals are what their strokes are, whatever letters they were read as."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.reading.again.numerals import with_numerals
from pipeline.reading.engine.tesseract import Seen


def page(strokes: int, joined: bool = False, stop: bool = True) -> NDArray[np.uint8]:
    """A numeral at (100, 100), 26 pixels high: strokes of 4 pixels, 14 apart."""
    grey = np.full((300, 600), 255, dtype=np.uint8)
    for i in range(strokes):
        grey[100:126, 104 + 14 * i : 108 + 14 * i] = 20
        for y in (100, 125):  # serifs
            grey[y, 101 + 14 * i : 111 + 14 * i] = 20
    if joined:
        grey[112:115, 104 : 108 + 14 * (strokes - 1)] = 20
    if stop:
        grey[122:126, 100 + 14 * strokes : 104 + 14 * strokes] = 20
    return grey


def words(text: str, *after: str, confidence: float = 0.95, before: str = "") -> list[Seen]:
    made = [Seen(before, 20, 100, 90, 126, 0.95)] if before else []
    made.append(Seen(text, 99, 99, 160, 127, confidence))
    made += [Seen(t, 180 + 90 * i, 100, 260 + 90 * i, 126, 0.95) for i, t in enumerate(after)]
    return made


@pytest.mark.parametrize(
    ("strokes", "read", "is_in_truth"),
    [
        (2, "H.", "II."),
        (3, "HI.", "III."),
        (3, "1H.", "III."),
        (3, "II.", "III."),
        (2, "III.", "III."),  # a stroke was worn away
        (1, "L.", "I."),
        (2, "IL", "II."),  # the stop went into the L
        (2, "II.", "II."),
        (4, "IIII.", "IIII."),  # no numeral: as read
    ],
)
def test_strokes_tell(strokes: int, read: str, is_in_truth: str) -> None:
    first, *_ = with_numerals(page(strokes), words(read, "NỘI", "DUNG"))
    assert first.text == is_in_truth


@pytest.mark.parametrize(
    ("given", "joined"),
    [
        (words("H.", "Trần"), True),  # a letter: its strokes are joined
        (words("H.", "và"), False),  # opens no heading
        (words("H.", "Nội", before="ông"), False),  # within a line
        (words("11.", "Tổ"), False),  # figures
        (words("1l.", "Tổ"), False),
        (words("H."), False),  # nothing behind it
        (words("Hà", "Nội"), False),
    ],
)
def test_letters_stay(given: list[Seen], joined: bool) -> None:
    assert with_numerals(page(2, joined), given) == given


@pytest.mark.parametrize("before", ["Phần", "Chương", "Mục", "Quý"])
def test_behind_such_a_word_it_is_a_numeral(before: str) -> None:
    _, numeral, _ = with_numerals(page(3, stop=False), words("HI", "năm", before=before))
    assert numeral.text == "III"


@pytest.mark.parametrize(
    ("confidence", "after", "text"),
    [(0.8, "MỤC", "I."), (0.97, "MỤC", "1."), (0.8, "Mục", "1.")],
)
def test_a_one_before_capitals_that_was_doubted(confidence: float, after: str, text: str) -> None:
    first, *_ = with_numerals(page(1), words("1.", after, confidence=confidence))
    assert first.text == text


def test_a_numeral_that_ran_into_its_heading() -> None:
    run_on = Seen("H.MỤC", 99, 99, 300, 127, 0.72)
    found = with_numerals(page(2), [run_on, Seen("ĐÍCH", 310, 100, 380, 126, 0.95)])
    assert [w.text for w in found] == ["II.", "MỤC", "ĐÍCH"]


def test_an_empty_box_is_no_numeral() -> None:
    given = [Seen("H.", 10, 10, 10, 10, 0.5), Seen("NỘI", 20, 10, 60, 30, 0.9)]
    assert with_numerals(page(0, stop=False), given) == given
