"""Where a field begins and ends, when what stands in it touches the print beside it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.document import Box, Word
from pipeline.reading.digits.edges import height_by_width, left_edge, right_edge
from pipeline.reading.digits.pieces import parted, pieces_of
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

HIGH = 10.0
"""Height of typed digits in pixels, which are points here (72 dpi), times three."""
SCALE = 3


@dataclass(frozen=True)
class Sheet:
    """A page drawn at 216 dpi: three pixels a point."""

    cleaned: Cleaned
    digit_height: float = HIGH


def sheet(*strokes: tuple[tuple[int, int], tuple[int, int]], thick: int = 4) -> Sheet:
    """Strokes between points (x, y) of a page of 200 x 40 points."""
    grey = np.full((40 * SCALE, 200 * SCALE), 255, dtype=np.uint8)
    for start, end in strokes:
        a, b = (tuple(SCALE * value for value in point) for point in (start, end))
        cv2.line(grey, a, b, 0, thick)
    return Sheet(Cleaned(grey, grey, 72 * SCALE, Rules()))


COLON = (((28, 17), (28, 17)), ((28, 24), (28, 24)))
"""Two dots behind a `Số` that begins at 12."""
SLASH = ((60, 25), (64, 15))


@pytest.mark.parametrize(
    ("box", "label", "whole", "strokes", "expected"),
    [
        ((12, 29), "so", True, COLON, 28.7),  # the colon is seen
        ((12, 46), "so", True, COLON, 28.7),  # the box holds a digit, too
        ((12, 46), "so", True, (), 29.0),  # no colon: as wide as `Số:` is
        ((12, 39), "ngay", True, (), 39.0),  # as wide as it should be
        ((12, 55), "ngay", True, (), 39.3),  # the day is in its box
        ((12, 50), "ngay", False, (), 39.3),  # its end was guessed
        ((12, 30), "tinh", True, (), 30.0),  # a word whose width nobody knows
    ],
)
def test_where_a_label_ends(
    box: tuple[int, int],
    label: str,
    whole: bool,
    strokes: tuple[tuple[tuple[int, int], tuple[int, int]], ...],
    expected: float,
) -> None:
    edge = left_edge(Box(box[0], 12, box[1], 26), label, whole, sheet(*strokes))
    assert edge.at == pytest.approx(expected, abs=0.8)


@pytest.mark.parametrize(
    ("x0", "whole", "strokes", "expected", "known"),
    [
        (60, True, (SLASH,), 60, True),
        (53, False, (SLASH,), 60, True),  # the guess is a digit's width off
        (52, True, (SLASH,), 60, True),  # a digit was read as the slash
        (60, True, (), 60, False),  # no slash where one was read
        (60, True, (((60, 15), (60, 25)),), 60, False),  # upright: a 1
        (60, True, (((60, 28), (66, 12)),), 60, False),  # longer than print: a hand's
    ],
)
def test_where_the_slash_stands(
    x0: int,
    whole: bool,
    strokes: tuple[tuple[tuple[int, int], tuple[int, int]], ...],
    expected: float,
    known: bool,
) -> None:
    edge = right_edge(Box(x0, 14, 110, 26), "/QĐ-UBND", whole, sheet(*strokes))
    assert edge.at == pytest.approx(expected, abs=1.2)
    assert edge.known is known


def test_the_month_begins_before_its_word_ends() -> None:
    """`tháng` whose box reaches over the day: 32.2 points wide where digits are 10 high."""
    assert right_edge(Box(40, 12, 90, 27), "tháng", True, sheet()).at == pytest.approx(57.8)
    assert right_edge(Box(58, 12, 90, 27), "tháng", True, sheet()).at == 58


def test_digits_are_as_high_as_the_words_of_the_date_are_wide() -> None:
    word = Word("tháng", "tháng", Box(0, 0, 32.2, 13), 0.96)
    assert height_by_width(word) == pytest.approx(10)
    assert height_by_width(Word("tỉnh", "tỉnh", Box(0, 0, 30, 13), 0.96)) is None


def inked(*strokes: tuple[tuple[int, int], tuple[int, int], int]) -> NDArray[np.uint8]:
    """Strokes (from, to, grey) of a pen of four pixels."""
    grey = np.full((60, 90), 255, dtype=np.uint8)
    for start, end, shade in strokes:
        cv2.line(grey, start, end, shade, 4)
    return grey


def test_a_pale_pen_is_seen_beside_black_print() -> None:
    """A pencil's grey of 165 beside black: each stroke by its own darkness."""
    found = pieces_of(inked(((20, 10), (20, 50), 0), ((60, 10), (60, 50), 165)))
    assert [round(p.middle / 20) for p in found] == [1, 3]
    assert all(p.high >= 38 for p in found)


def test_slanted_digits_that_touch_are_cut_along_their_slant() -> None:
    """Two slanted strokes with a thread between them; no upright cut parts them."""
    slanted = inked(((20, 50), (32, 10), 0), ((44, 50), (56, 10), 0), ((26, 30), (50, 30), 0))
    parts = list(parted(pieces_of(slanted)[0]))
    assert len(parts) == 2
    assert all(part.wide < 32 for part in parts)
