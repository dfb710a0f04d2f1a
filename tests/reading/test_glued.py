"""Words that the recogniser glued together are cut where their ink shows a space."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image

from pipeline.reading.again.glued import with_glued_parted
from pipeline.reading.engine.tesseract import EngineError, Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

EM = 30


def page(*runs: tuple[int, int]) -> Cleaned:
    """A page whose only line has ink in these columns."""
    grey = np.full((200, 600), 255, dtype=np.uint8)
    for x0, x1 in runs:
        grey[50 : 50 + EM, x0:x1] = 0
    return Cleaned(grey, grey, 200, Rules())


def word(text: str, x0: int, x1: int) -> Seen:
    return Seen(text, x0, 50, x1, 50 + EM, 0.9, 1, 1, 1)


@dataclass
class Apart:
    """Reads the picture's runs of ink from left to right as these words."""

    says: list[tuple[str, float]]
    asked: list[Image.Image] = field(default_factory=list)
    fails: bool = False

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.asked.append(image)
        if self.fails:
            raise EngineError("ocr-failed", "gone")
        ink = np.flatnonzero((np.asarray(image) < 100).any(axis=0))
        rows = np.flatnonzero((np.asarray(image) < 100).any(axis=1))
        runs = np.split(ink, np.flatnonzero(np.diff(ink) > 1) + 1)
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        return [
            Seen(text, int(run[0]), top, int(run[-1]) + 1, bottom, sure)
            for run, (text, sure) in zip(runs, self.says, strict=False)
        ]

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        raise AssertionError("the same model reads the parts")

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


@pytest.mark.parametrize(
    ("read", "says", "texts"),
    [
        ("SởY", [("Sở", 0.9), ("Y", 0.9)], ["SởY"]),  # too short to be told
        ("SởNội", [("Sở", 0.9), ("Nội", 0.9)], ["Sở", "Nội"]),
        ("Thưvưiện", [("Thư", 0.9), ("viện,", 0.9)], ["Thư", "viện,"]),  # read anew, not cut
        ("UBNDcác", [("UBND", 0.9), ("các", 0.9)], ["UBND", "các"]),
        ("QuýlI-", [("Quý", 0.9), ("-", 0.9)], ["Quý", "-"]),  # a range goes on below
        ("KHOẠCH", [("K", 0.9), ("HOẠCH", 0.9)], ["KHOẠCH"]),  # capitals may be spaced
        ("nghiêng", [("nghi", 0.9), ("êng", 0.9)], ["nghiêng"]),  # a word, however it is set
        ("31/KH-Sở", [("31/KH-", 0.9), ("Sở", 0.9)], ["31/KH-Sở"]),  # symbols are left alone
        ("„anphu", [("ạnn", 0.9), ("pnu", 0.9)], ["„anphu"]),  # parts that are no words
        ("SởNội", [("Sở", 0.9), ("Nội", 0.3)], ["SởNội"]),  # a part that is not sure
        ("SởNội", [("Sở", 0.9)], ["SởNội"]),  # a part that was not read
    ],
)
def test_parts_stand_where_each_is_read(
    read: str, says: list[tuple[str, float]], texts: list[str]
) -> None:
    cleaned = page((10, 50), (60, 110), (200, 260))
    found = with_glued_parted(cleaned, [word(read, 10, 110), word("sau", 200, 260)], Apart(says))
    assert [w.text for w in found] == [*texts, "sau"]


def test_each_part_has_its_own_place_on_the_same_line() -> None:
    cleaned = page((10, 50), (60, 110))
    engine = Apart([("Sở", 0.9), ("Nội", 0.8)])
    found = with_glued_parted(cleaned, [word("SởNội", 8, 112)], engine)
    assert [(w.x0, w.x1, w.confidence) for w in found] == [(10, 50, 0.9), (60, 110, 0.8)]
    assert len({w.row for w in found}) == 1


def test_ink_without_a_space_is_not_read_again() -> None:
    engine = Apart([])
    glued = word("SởNội", 10, 110)
    assert with_glued_parted(page((10, 55), (58, 110)), [glued], engine) == [glued]
    assert with_glued_parted(page(), [glued], engine) == [glued]
    assert with_glued_parted(page(), [], engine) == []
    assert not engine.asked


def test_a_page_of_nothing_but_glued_words_is_left_as_it_is() -> None:
    cleaned = page((10, 50), (60, 110))
    words = [word("SởNội", 10, 110)] * 81
    assert with_glued_parted(cleaned, words, Apart([])) == words


def test_the_engine_s_failure_is_passed_on() -> None:
    with pytest.raises(EngineError):
        with_glued_parted(
            page((10, 50), (60, 110)), [word("SởNội", 10, 110)], Apart([], fails=True)
        )
