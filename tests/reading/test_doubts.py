"""Words of little confidence are read again by a larger model, and the surer reading stands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image

from pipeline.reading.again.doubts import with_second_opinions
from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

WHITE = np.full((600, 1000), 255, dtype=np.uint8)
PAGE = Cleaned(WHITE, WHITE, 200, Rules())


def line(*words: tuple[str, float], top: int = 100, number: int = 0) -> list[Seen]:
    """Words of 80 pixels, 20 apart."""
    return [
        Seen(text, 50 + 100 * i, top, 130 + 100 * i, top + 30, sure, 1, 1, number)
        for i, (text, sure) in enumerate(words)
    ]


@dataclass
class Larger:
    """Reads each strip of the picture as the words of `says`, side by side."""

    says: list[list[tuple[str, float]]]
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        raise AssertionError("only the larger model is asked")

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        self.sizes.append(image.size)
        found: list[Seen] = []
        top = 24
        for strip in self.says:
            found += [
                Seen(text, 23 + 100 * i, top, 103 + 100 * i, top + 30, sure)
                for i, (text, sure) in enumerate(strip)
            ]
            top += 30 + 8 + 16
        return found

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


@pytest.mark.parametrize(
    ("first", "sure", "second", "surer", "text"),
    [
        ("tố", 0.83, "tổ", 0.97, "tổ"),
        ("ruột", 0.84, "một", 0.97, "một"),
        ("tổ", 0.84, "tố", 0.8, "tổ"),  # not surer
        ("tổ", 0.6, "tố", 0.8, "tổ"),  # surer, and not sure
        ("lỷi", 0.55, "lý", 0.8, "lý"),  # against what is no word that is enough
        ("(truyền", 0.0, "truyền", 0.67, "truyền"),  # or was hardly read
        ("(b/€);", 0.76, "(b/c);", 0.9, "(b/c);"),
        ("trì", 0.44, "ưjì", 0.97, "trì"),  # nothing that can be spelled so
        ("UPND", 0.45, "UBND", 0.9, "UBND"),  # capitals may be an abbreviation
        ("214/KH-BQL", 0.48, "214/KH-BQI.", 0.91, "214/KH-BQL"),  # figures: as first read
        ("20283:", 0.76, "2023:", 0.97, "20283:"),
        ("3i/12", 0.89, "31/12", 0.96, "31/12"),  # but what is no number
        ("31/5⁄2023", 0.77, "31/5/2023", 0.94, "31/5/2023"),
        ("III.", 0.8, "HI.", 0.95, "III."),  # numerals: the larger model is worse at them
    ],
)
def test_the_surer_reading_stands(
    first: str, sure: float, second: str, surer: float, text: str
) -> None:
    words = line(("kế", 0.96), (first, sure), ("hoạch", 0.96))
    engine = Larger([[("kế", 0.96), (second, surer), ("hoạch", 0.96)]])
    found = with_second_opinions(PAGE, words, engine)
    assert [w.text for w in found] == ["kế", text, "hoạch"]
    other = second if text == first else first
    assert [a.text for a in found[1].others] == [other]


@pytest.mark.parametrize(
    ("first", "second", "confidence"),
    [("10/6/2024", "19/6/2024", 0.5), ("10/6/2024.", "10/6/2024", 0.92), ("tin", "tín", 0.8)],
)
def test_figures_that_differ_are_not_sure(first: str, second: str, confidence: float) -> None:
    sure = 0.92 if first[0].isdigit() else 0.8
    (word,) = with_second_opinions(PAGE, line((first, sure)), Larger([[(second, 0.7)]]))
    assert word.text == first
    assert word.confidence == confidence


@pytest.mark.parametrize(
    ("one", "sure", "two", "texts"),
    [
        ("tinvà", 0.95, ("tin", "và"), ["tin", "và"]),  # sure of what is no word
        ("thiếtbj", 0.5, ("thiết", "bị"), ["thiết", "bị"]),
        ("thiếtbj", 0.5, ("thiết", "bjx"), ["thiếtbj"]),
        ("hoạch", 0.5, ("ho", "ạch"), ["hoạch"]),  # is a word
    ],
)
def test_two_words_in_one(one: str, sure: float, two: tuple[str, str], texts: list[str]) -> None:
    words = [Seen(one, 50, 100, 230, 130, sure, 3, 1, 2)]
    found = with_second_opinions(PAGE, words, Larger([[(two[0], 0.9), (two[1], 0.9)]]))
    assert [w.text for w in found] == texts
    assert {(w.block, w.paragraph, w.line) for w in found} == {(3, 1, 2)}


def test_signs_that_both_have_stand_once() -> None:
    words = line(("này", 0.4), ("./.", 0.5))
    found = with_second_opinions(PAGE, words, Larger([[("này./.", 0.93)]]))
    assert [w.text for w in found] == ["này./."]


@dataclass
class InOne(Larger):
    """Reads the first two words of each strip as one."""

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        return [Seen(strip[0][0], 23, 24, 203, 54, strip[0][1]) for strip in self.says]


@pytest.mark.parametrize(
    ("second", "texts"),
    [
        ("VT,NL.", ["VT,", "NL."]),  # the word before is in it and stands once
        ("VTNL.", ["VT,", "NI."]),  # something else there
    ],
)
def test_a_second_reading_of_two_words_in_one(second: str, texts: list[str]) -> None:
    words = line(("VT,", 0.95), ("NI.", 0.4))
    found = with_second_opinions(PAGE, words, InOne([[(second, 0.9)]]))
    assert [w.text for w in found] == texts


def test_agreement_makes_surer() -> None:
    words = line(("kế", 0.96), ("hoạch", 0.6))
    (_, again) = with_second_opinions(PAGE, words, Larger([[("kế", 0.96), ("hoạch", 0.97)]]))
    assert again.confidence == 0.9
    assert again.others == ()


@pytest.mark.parametrize(
    ("text", "sure", "wide"),
    [
        ("", 0.0, 0),  # nothing is asked
        ("tổ", 0.89, 180),  # with the shorter word beside it
        ("tổ", 0.91, 0),
        ("CHỦ", 0.84, 180),
        ("CHỦ", 0.86, 0),  # capitals are read right or not at all
        ("12/KH-UBND", 0.86, 80),  # a symbol, a number and a date alone
        ("12/KH-UBND", 0.91, 0),
        ("15/7/2024", 0.94, 80),
        ("15/7/2024", 0.84, 180),
        ("1.", 0.94, 180),  # too short to stand alone
        ("3i/12", 0.94, 180),  # no number
    ],
)
def test_what_is_read_again(text: str, sure: float, wide: int) -> None:
    words = line(("kế", 0.96), (text, sure), ("hoạch", 0.96)) if text else line(("kế", 0.96))
    engine = Larger([])
    with_second_opinions(PAGE, words, engine)
    around = 2 * (20 + 3)  # white beside the strip, and pixels beside its words
    assert [size[0] - around for size in engine.sizes] == ([wide] if wide else [])


def test_a_neighbour_comes_along_and_strips_that_touch_are_one() -> None:
    sure = [("a", 0.96)] * 3
    words = [
        *line(*sure, ("tố", 0.5), ("b", 0.96), ("tố", 0.5), *sure),
        *line(("tố", 0.5), *sure, top=200, number=1),
    ]
    engine = Larger(
        [
            [("a", 0.9), ("tổ", 0.95), ("b", 0.9), ("tổ", 0.95)],
            [("tổ", 0.95), ("a", 0.9)],
        ]
    )
    found = with_second_opinions(PAGE, words, engine)
    assert [i for i, w in enumerate(found) if w.text == "tổ"] == [3, 5, 9]
    assert engine.sizes == [(380 + 6 + 40, 2 * (38 + 16) + 40)]


@pytest.mark.parametrize(
    "words",
    [
        line(("kế", 0.95), ("hoạch", 0.9)),  # sure
        line(("-", 0.3), ("./.", 0.2)),  # no letters
        line(*[("tố", 0.3)] * 8) * 20,  # no text
        [],
    ],
)
def test_nothing_is_asked(words: list[Seen]) -> None:
    engine = Larger([])
    assert with_second_opinions(PAGE, words, engine) == words
    assert engine.sizes == []


def test_without_a_larger_model_all_stays() -> None:
    words = line(("kế", 0.5), ("hoạch", 0.5))
    assert with_second_opinions(PAGE, words, Larger([])) == words
