"""Cells whose words the recogniser passed over."""

from __future__ import annotations

import numpy as np
import pytest
from fake_engines import Reads
from page_words import row

from pipeline.document import Box, Word
from pipeline.reading.again.lost_cells import with_lost_cells
from pipeline.reading.engine.tesseract import LINES, Seen
from pipeline.reading.layout.tables import Table
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.rules import Rules

DPI = 72  # a pixel is a point
CELLS = [Box(50, 100, 100, 140), Box(100, 100, 300, 140), Box(300, 100, 380, 140)]
TABLES = [Table.of(CELLS)]
READ = row("Nội dung công việc", 110, 112)


def _page(*ink: tuple[int, int, int, int]) -> Cleaned:
    """White, with bars of ink (x0, top, x1, bottom) and the rules' rests at the cells' sides."""
    grey = np.full((300, 500), 255, dtype=np.uint8)
    for box in CELLS:
        grey[int(box.top) : int(box.bottom), int(box.x0) : int(box.x0) + 2] = 0
    for x0, top, x1, bottom in ink:
        grey[top:bottom, x0:x1] = 0
    return Cleaned(grey, grey, DPI, Rules())


def _reads(*words: tuple[str, float, int]) -> Reads:
    """Words (text, confidence, row of the picture) 20 pixels from its left edge on."""
    return Reads([], {LINES: [Seen(t, 22, y, 42, y + 8, sure) for t, sure, y in words]})


def test_a_word_comes_back_to_its_cell() -> None:
    engine = _reads(("lượt", 0.8, 22))
    made = with_lost_cells(_page((320, 112, 345, 121)), READ, TABLES, engine)
    assert [w.text for w in made] == ["Nội", "dung", "công", "việc", "lượt"]
    assert made[-1].box == Box(320, 112, 340, 120)
    assert engine.calls == [(LINES, "")]


def test_two_lines_of_a_cell_are_two_lines_of_the_picture() -> None:
    # The first from row 20 on, 13 rows high; 16 rows of white; the second from row 49 on.
    page = _page((60, 106, 90, 115), (60, 122, 90, 131))
    made = with_lost_cells(page, READ, TABLES, _reads(("Số", 0.9, 22), ("TT", 0.9, 51)))
    assert [(w.text, w.box and w.box.top) for w in made[4:]] == [("Số", 106), ("TT", 122)]


@pytest.mark.parametrize(
    ("text", "confidence", "kept"),
    [
        ("lượt", 0.55, False),  # unsure
        ("xqz", 0.9, False),  # no word
        ("12", 0.8, False),  # figures must be surer than words
        ("12", 0.95, True),
        ("%", 0.95, True),
        ("TT", 0.7, True),
    ],
)
def test_what_is_believed(text: str, confidence: float, kept: bool) -> None:
    engine = _reads((text, confidence, 22))
    made = with_lost_cells(_page((320, 112, 345, 121)), READ, TABLES, engine)
    assert (text in [w.text for w in made]) is kept


@pytest.mark.parametrize(
    "ink",
    [
        (),  # nothing there
        ((320, 112, 322, 121),),  # a stroke
        ((320, 102, 345, 138),),  # a seal
        ((110, 112, 200, 121),),  # where words were read
    ],
)
def test_nothing_is_read_where_nothing_was_lost(ink: tuple[tuple[int, int, int, int], ...]) -> None:
    engine = _reads(("lượt", 0.9, 22))
    words: list[Word] = with_lost_cells(_page(*ink), READ, TABLES, engine)
    assert words == READ
    assert engine.calls == []


def test_a_word_alone_below_a_full_line_comes_back() -> None:
    lines = [row("một dòng dài đầy trang " * 3, 40, y) for y in (100, 117, 151)]
    words = [w for line in lines for w in line]
    page = _page((40, 136, 62, 145))
    made = with_lost_cells(page, words, (), _reads(("hội.", 0.9, 22)))
    assert [w.text for w in made[len(words) :]] == ["hội."]
    assert with_lost_cells(_page(), words, (), Reads([])) == words  # no ink, no reading
