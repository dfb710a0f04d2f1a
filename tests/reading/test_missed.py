"""Lines that the recogniser passed over are found by their ink and read again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pipeline.reading.again.missed import with_missed
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

DPI, EM = 210, 26


@dataclass
class Again:
    """Reads two words in every crop, and remembers how large the crops were."""

    confidence: float = 0.95
    text: str = "Bộ Tài"
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.sizes.append(image.size)
        return [
            Seen(text, 30 + 90 * i, 14, 100 + 90 * i, 14 + EM, self.confidence)
            for i, text in enumerate(self.text.split())
        ]

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        return []

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


def letters(page: NDArray[np.uint8], y: int, x0: int = 200, x1: int = 900) -> None:
    """A line of what looks like letters: bars of half a line's height."""
    for x in range(x0, x1, 14):
        page[y : y + EM, x : x + 4] = 20
        page[y + EM // 2 : y + EM // 2 + 4, x : x + 10] = 20


def page() -> NDArray[np.uint8]:
    sheet = np.full((1400, 1200), 255, dtype=np.uint8)
    letters(sheet, 300)
    return sheet


def cleaned(sheet: NDArray[np.uint8]) -> Cleaned:
    return Cleaned(sheet, sheet, DPI, Rules())


READ = [Seen("word", x, 298, x + 100, 300 + EM, 0.96, 1, 1, 1) for x in range(195, 900, 105)]


def test_a_page_read_whole_is_not_looked_at_again() -> None:
    engine = Again()
    assert with_missed(cleaned(page()), READ, engine) == READ
    assert engine.sizes == []


def test_a_line_without_words_is_read() -> None:
    sheet = page()
    letters(sheet, 400)
    engine = Again()
    found = with_missed(cleaned(sheet), READ, engine)[len(READ) :]
    assert [w.text for w in found] == ["Bộ", "Tài"]
    assert all(380 < w.top < 430 and 150 < w.x0 < 450 for w in found)


def test_lines_close_together_are_one_crop() -> None:
    sheet = page()
    letters(sheet, 400)
    letters(sheet, 440)
    engine = Again()
    with_missed(cleaned(sheet), READ, engine)
    assert len(engine.sizes) == 1


def disc(sheet: NDArray[np.uint8]) -> None:
    """A seal: a ring of three centimetres."""
    ys, xs = np.mgrid[0 : sheet.shape[0], 0 : sheet.shape[1]]
    far = np.hypot(ys - 700, xs - 600)
    sheet[(far > 116) & (far < 124)] = 20


def stroke(sheet: NDArray[np.uint8]) -> None:
    """A pen's, thin and long."""
    for x in range(200, 900):
        sheet[700 + (x - 200) // 12 : 703 + (x - 200) // 12, x] = 20


def logo(sheet: NDArray[np.uint8]) -> None:
    """Below the text's area."""
    letters(sheet, 1370)


def speck(sheet: NDArray[np.uint8]) -> None:
    letters(sheet, 700, 300, 340)


@pytest.mark.parametrize("drawn", [disc, stroke, logo, speck])
def test_what_is_no_line_is_left_alone(drawn: object) -> None:
    sheet = page()
    drawn(sheet)  # type: ignore[operator]
    engine = Again()
    assert with_missed(cleaned(sheet), READ, engine) == READ
    assert engine.sizes == []


@pytest.mark.parametrize(
    "engine",
    [Again(confidence=0.3), Again(text="Vielnam"), Again(text="")],  # unsure; one word; nothing
)
def test_what_is_read_badly_there_is_not_taken(engine: Again) -> None:
    sheet = page()
    letters(sheet, 400)
    assert with_missed(cleaned(sheet), READ, engine) == READ


def test_a_page_without_words_is_left_alone() -> None:
    assert with_missed(cleaned(page()), [], Again()) == []
