"""Numbers that the recogniser took apart."""

from __future__ import annotations

import pytest

from pipeline.reading.again.rejoining import rejoined
from pipeline.reading.engine.tesseract import Seen


def _row(*words: tuple[str, int, int, int]) -> list[Seen]:
    """Words as (text, x0, x1, height) on one line."""
    return [Seen(t, x0, 0, x1, high, 0.9, 1, 1, 1) for t, x0, x1, high in words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # Gaps as measured on a plan scanned at 200 dpi; a space there is 13 to 16 pixels.
        ((("số", 0, 32, 35), ("1", 48, 58, 28), ("1/2022/TT", 69, 300, 44)), ["số", "11/2022/TT"]),
        (
            (("ngày", 0, 60, 34), ("3", 74, 90, 28), ("1/7/2024:", 98, 210, 40)),
            ["ngày", "31/7/2024:"],
        ),
        # An l is a 1 only before a number with a stroke.
        ((("l", 0, 10, 28), ("1/2022", 21, 120, 44)), ["11/2022"]),
        ((("l", 0, 10, 28), ("15", 21, 50, 28)), ["l", "15"]),
        # Two numbers of a sentence, two cells of a table.
        ((("quý", 0, 50, 34), ("1", 64, 74, 28), ("2024", 90, 160, 28)), ["quý", "1", "2024"]),
        ((("12", 0, 30, 28), ("15", 120, 150, 28)), ["12", "15"]),
        # A dash that both words have; one between words stays.
        ((("22/QĐ-", 0, 110, 34), ("-TTg", 108, 160, 34)), ["22/QĐ-TTg"]),
        ((("Hà", 0, 40, 34), ("-", 52, 60, 5), ("-Nam", 72, 130, 34)), ["Hà", "-", "-Nam"]),
        # A word is no number.
        ((("KH-1", 0, 60, 28), ("1", 66, 76, 28)), ["KH-11"]),
        ((("mục", 0, 60, 28), ("1", 66, 76, 28)), ["mục", "1"]),
    ],
)
def test_gaps_tell(words: tuple[tuple[str, int, int, int], ...], expected: list[str]) -> None:
    assert [w.text for w in rejoined(_row(*words))] == expected


def test_boxes_and_doubt_are_kept() -> None:
    left = Seen("1", 0, 10, 10, 38, 0.6, 1, 1, 1)
    right = Seen("1/2022", 21, 5, 120, 45, 0.9, 1, 1, 1)
    (made,) = rejoined([left, right])
    assert (made.x0, made.top, made.x1, made.bottom, made.confidence) == (0, 5, 120, 45, 0.6)


def test_other_lines_stay_apart() -> None:
    assert (
        len(
            rejoined(
                [Seen("1", 0, 0, 10, 28, 0.9, 1, 1, 1), Seen("1/2", 21, 0, 60, 28, 0.9, 1, 1, 2)]
            )
        )
        == 2
    )
