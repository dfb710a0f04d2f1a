"""The letterhead's left block is read again alone where the right one spoiled it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from page_words import row
from PIL import Image

from pipeline.document import Box, Line, Region
from pipeline.reading.again.left_block import with_left_block
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

GREY = np.full((300, 600), 255, dtype=np.uint8)
PAGE = Cleaned(GREY, GREY, 72, Rules())
RIGHT = "CỘNG HÒA XÃ HỘI CHỦ"


def line(text: str, top: float, sure: float, region: Region = Region.LETTERHEAD_LEFT) -> Line:
    x0 = 60.0 if region is Region.LETTERHEAD_LEFT else 300.0
    words = tuple(replace(word, confidence=sure) for word in row(text, x0, top))
    return Line(words, region, Box.around(w.box for w in words), paragraph=True)


def page(*left: tuple[str, float]) -> list[Line]:
    names = [line(text, 40.0 + 16 * i, sure) for i, (text, sure) in enumerate(left)]
    number = line("Số: 12/KH-SGTVT", 120, 0.9)
    return [*names, number, line(RIGHT, 40, 0.9, Region.LETTERHEAD_RIGHT)]


@dataclass
class Alone:
    """Reads the crop as these lines."""

    says: list[tuple[str, float]]
    crops: int = 0

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.crops += 1
        return [
            Seen(word, 10 + 50 * k, 20 * i, 50 + 50 * k, 20 * i + 12, sure)
            for i, (text, sure) in enumerate(self.says)
            for k, word in enumerate(text.split())
        ]

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        raise AssertionError("the same model reads the block")

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


@pytest.mark.parametrize(
    ("left", "alone", "names"),
    [
        (  # a grave that went to the right block's line, and a line of it alone
            [("UBND TỈNH CAO BĂNG", 0.7), ("` -", 0.8), ("SỞ XÂY DỰNG", 0.9)],
            [("UBND TỈNH CAO BẰNG", 0.95), ("SỞ XÂY DỰNG", 0.95)],
            ["UBND TỈNH CAO BẰNG", "SỞ XÂY DỰNG"],
        ),
        (  # one name on two pieces of a row
            [("TĨNH", 0.7), ("CAO BẰNG", 0.9)],
            [("TỈNH CAO BẰNG", 0.95)],
            ["TỈNH CAO BẰNG"],
        ),
        (  # the crop is no surer
            [("TỈNH CAO BẰNG", 0.85)],
            [("TỈNH CAO BĂNG", 0.8)],
            ["TỈNH CAO BẰNG"],
        ),
        (  # it says the same, with a speck
            [("TỈNH CAO BẰNG", 0.85)],
            [("'TỈNH CAO BẰNG", 0.95)],
            ["TỈNH CAO BẰNG"],
        ),
        (  # it has lost a line
            [("TỈNH CAO BẰNG", 0.85), ("SỞ XÂY DỰNG", 0.9)],
            [("SỞ XÂY DỰNG", 0.95)],
            ["TỈNH CAO BẰNG", "SỞ XÂY DỰNG"],
        ),
        ([("TỈNH CAO BẰNG", 0.85)], [], ["TỈNH CAO BẰNG"]),  # nothing was read
        ([("SỞ Y", 0.93)], [("SỞ Y TẾ", 0.7)], ["SỞ Y TẾ"]),  # a word that was lost
        ([("SỞ Y TẾ", 0.93)], [("SỞ Y", 0.97)], ["SỞ Y TẾ"]),
        ([("SỞ Y", 0.93)], [("SỞ Y fk", 0.4)], ["SỞ Y"]),  # a speck
        ([("SỞ NỘI VỤ", 0.8)], [("PHÒNG NỘI CHÍNH", 0.9)], ["SỞ NỘI VỤ"]),  # nothing alike
    ],
)
def test_the_surer_reading_of_the_block_stands(
    left: list[tuple[str, float]], alone: list[tuple[str, float]], names: list[str]
) -> None:
    lines = page(*left)
    found = with_left_block(lines, PAGE, Alone(alone))
    assert [ln.text for ln in found] == [*names, "Số: 12/KH-SGTVT", RIGHT]
    assert {ln.region for ln in found[:-1]} == {Region.LETTERHEAD_LEFT}


def test_a_page_without_two_blocks_is_not_looked_at() -> None:
    engine = Alone([("ANOTHER NAME", 0.99)])
    number, right = page()
    for lines in ([right], [number, right], [line("TỈNH CAO BẰNG", 40, 0.5)], []):
        assert with_left_block(lines, PAGE, engine) == tuple(lines)
    assert engine.crops == 0
