"""Lone digits are read in a line of their own and go back to their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pipeline.reading.again.gathering import lone_marks, with_lone_marks
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

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


@dataclass
class Reader:
    """Reads the copies of its first line as `first`, those of the second as `second`."""

    first: str
    second: str
    confidence: float = 0.95
    lines: int = 0

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.lines += 1
        columns = np.flatnonzero((np.asarray(image) < 128).any(axis=0))
        starts = [int(x) for i, x in enumerate(columns) if i == 0 or x - columns[i - 1] > 5]
        texts = (self.first if self.lines == 1 else self.second).split()
        return [
            Seen(text, x - 4, 80, x + 16, 110, self.confidence)
            for text, x in zip(texts, starts, strict=False)
            if text != "_"
        ]

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        return []

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


def read(page: NDArray[np.uint8], reader: Reader, words: Sequence[Seen] = ()) -> list[Seen]:
    return with_lone_marks(Cleaned(page, page, DPI, Rules()), words, reader)


def column(*rows: int) -> NDArray[np.uint8]:
    page = sheet()
    for y in rows:
        digit(page, 300, y)
    return page


def test_a_page_without_lone_marks_is_not_asked_about() -> None:
    reader = Reader("7", "7")
    assert read(sheet(), reader) == []
    assert reader.lines == 0


def test_each_mark_comes_back_to_its_place() -> None:
    found = read(column(700, 800, 900), Reader("1 2 3", "1 2 3"))
    assert [w.text for w in found] == ["1", "2", "3"]
    assert all(abs(w.top - y) < 8 for w, y in zip(found, (700, 800, 900), strict=True))


@pytest.mark.parametrize(
    ("close", "apart", "confidence", "text"),
    [
        ("2", "2", 0.75, ["2"]),
        ("2", "7", 0.97, []),
        ("2", "", 0.75, []),
        ("2", "", 0.95, ["2"]),
        ("", "2", 0.95, ["2"]),
        ("2", "2", 0.6, []),
    ],
)
def test_both_lines_agree_or_one_is_sure(
    close: str, apart: str, confidence: float, text: list[str]
) -> None:
    page = sheet()
    digit(page, 480, 60)  # a page number
    assert [w.text for w in read(page, Reader(close, apart, confidence))] == text


@pytest.mark.parametrize("looks", ["I", "l", "|", "¡", "I."])
def test_over_a_two_stands_a_one(looks: str) -> None:
    found = read(column(700, 800, 900), Reader(f"{looks} 2 3", f"{looks} 2 3"))
    assert [w.text[:1] for w in found if w.top < 750] == (["1"] if looks not in "|¡" else [])
    above = read(column(700, 800, 900), Reader("I II III", "I II III"))
    assert "1" not in [w.text for w in above], "Roman numerals stay"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("2", 0.4), ("~", 0.95), ("...", 0.95), ("hộinh", 0.95)],  # unsure, no number or word
)
def test_what_is_not_sure_stays_unread(text: str, confidence: float) -> None:
    said = " ".join([text] * 3)
    assert read(column(700, 800, 900), Reader(said, said, confidence)) == []


def test_a_word_read_in_place_is_kept() -> None:
    own = Seen("1.", 296, 696, 320, 730, 0.9, 1, 1, 1)
    found = read(column(700, 800, 900), Reader("8 9", "8 9"), [own])
    assert [w.text for w in found] == ["1.", "8", "9"]


def test_a_word_that_hardly_is_one_gives_way() -> None:
    own = Seen(">>", 296, 696, 320, 830, 0.22, 1, 1, 1)
    found = read(column(700, 800, 900), Reader("7 8 9", "7 8 9"), [own])
    assert [w.text for w in found] == ["7", "8", "9"]


def test_a_digit_in_two_pieces_is_one_mark() -> None:
    page = column(700)
    page[711:715, 290:330] = 255
    assert len(lone_marks(page, DPI)) == 1


@pytest.mark.parametrize(("wide", "high"), [(3, 3), (120, 26), (12, 90), (30, 4)])
def test_specks_words_and_strokes_are_no_digits(wide: int, high: int) -> None:
    page = sheet()
    page[800 : 800 + high, 300 : 300 + wide] = 20
    assert lone_marks(page, DPI) == []


def test_a_digit_within_a_line_is_not_alone() -> None:
    page = sheet()
    digit(page, 815, 500)
    assert lone_marks(page, DPI) == []
