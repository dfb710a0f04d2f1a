"""A picture of a page to its words: clean, recognise, drop specks, lay out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.document import Box, Line, Word
from pipeline.reading.again.doubts import with_second_opinions
from pipeline.reading.again.gathering import with_lone_marks
from pipeline.reading.again.glued import with_glued_parted
from pipeline.reading.again.left_block import with_left_block
from pipeline.reading.again.lost_cells import with_lost_cells
from pipeline.reading.again.misread_stops import with_commas
from pipeline.reading.again.missed import with_missed
from pipeline.reading.again.numerals import with_numerals
from pipeline.reading.again.rejoining import rejoined
from pipeline.reading.again.repairs import repaired
from pipeline.reading.digits.letterhead import look_at_letterhead
from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.engine.wordfilter import keep
from pipeline.reading.layout.grids import find_tables, without_strokes
from pipeline.reading.layout.order import lay_out
from pipeline.reading.layout.stamps import without_stamps
from pipeline.reading.picture.cleaning import Cleaned, clean
from pipeline.reading.picture.crops import cut, tallest
from pipeline.reading.picture.skew import unstraighten
from pipeline.reading.signature.joint_signers import look_at_signers

_READS_WELL = 0.6
"""Mean confidence below which the page may stand on its head or on its side."""
_LYING_READS_WELL = 0.85
"""The same for pages wider than high: a table on its side, or a page that was laid so."""
_OSD_SURE = 1.5
"""Tesseract's own measure; below it orientation is a guess."""
_UPRIGHT_LETTERS = 3
"""Letters from which on a word that lies is wider than high."""
_AS_LETTERS = 0.3
"""Share of a word's height from which on ink is more than dots."""
_AS_WORTHY = 0.7
"""What a page turned upright must be worth of what was read on its side."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a page's picture. `size` in points, after turning."""

    lines: tuple[Line, ...]
    size: tuple[float, float]
    rotation: int
    skew: float
    how: str


def read_picture(picture: NDArray[np.uint8], dpi: int, engine: Engine) -> Reading:
    """The page's lines, with boxes in points of the page as it came (turned, not levelled).

    `picture` is rows x columns of grey, or x 3 of RGB. Raises EngineError.
    """
    cleaned, seen = _recognise(picture, dpi, engine)
    rotation = 0
    lying = picture.shape[1] > picture.shape[0]
    sideways = _reads_upwards(seen)
    if sideways or _mean_confidence(seen) < (_LYING_READS_WELL if lying else _READS_WELL):
        turn = _better_turn(cleaned, engine)
        if turn:
            turned = np.ascontiguousarray(np.rot90(picture, -turn // 90))
            again, seen_again = _recognise(turned, dpi, engine)
            if _worth(seen_again) > _worth(seen) * (_AS_WORTHY if sideways else 1):
                picture, cleaned, seen, rotation = turned, again, seen_again, turn
    seen = with_lone_marks(cleaned, keep(seen), engine)
    seen = with_missed(cleaned, seen, engine)
    seen = with_glued_parted(cleaned, seen, engine)
    seen = with_numerals(cleaned.grey, with_second_opinions(cleaned, seen, engine))
    words = [_word(s, cleaned.dpi) for s in repaired(rejoined(seen))]
    size = (picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi)

    def inked(box: Box) -> bool:
        return tallest(cut(cleaned, box, every=True)) > _AS_LETTERS * box.height

    words, stamps, rules = without_stamps(cleaned.rules, words, size[1], inked)
    tables = find_tables(rules, words)
    words = with_lost_cells(cleaned, words, tables, engine)
    laid = lay_out(without_strokes(tables, words), *size, tables)
    lines = (*with_commas(laid), *stamps)
    lines = with_left_block(lines, cleaned, engine)
    lines = look_at_letterhead(lines, cleaned, engine)
    lines = look_at_signers(lines, cleaned, size[0], engine)
    how = "1-bit" if cleaned.bilevel else "colour" if cleaned.coloured else "grey"
    level = _back_on_page(lines, cleaned.skew, size)
    return Reading(level, size, rotation, cleaned.skew, f"{how} image read at {dpi} dpi")


def _recognise(picture: NDArray[np.uint8], dpi: int, engine: Engine) -> tuple[Cleaned, list[Seen]]:
    cleaned = clean(picture, dpi)
    return cleaned, engine.words(Image.fromarray(cleaned.grey), psm=3, dpi=cleaned.dpi)


def _mean_confidence(seen: list[Seen]) -> float:
    return sum(s.confidence for s in seen) / len(seen) if seen else 0.0


def _reads_upwards(seen: list[Seen]) -> bool:
    """Whether most words stand on end: Tesseract reads a page that lies on its side, too.

    Then its words are right and their order is not (an annex laid across a portrait page).
    """
    words = [s for s in seen if sum(map(str.isalpha, s.text)) >= _UPRIGHT_LETTERS]
    on_end = sum(s.bottom - s.top > s.x1 - s.x0 for s in words)
    return on_end * 2 > len(words) > 0


def _worth(seen: list[Seen]) -> float:
    """Letters read with confidence: more of a page's text is worth more."""
    return sum(len(s.text) * s.confidence for s in seen if s.confidence > 0.5)


def _better_turn(cleaned: Cleaned, engine: Engine) -> int:
    turn, sure = engine.turn(Image.fromarray(cleaned.grey))
    return turn if sure >= _OSD_SURE and turn in (90, 180, 270) else 0


def _word(seen: Seen, dpi: int) -> Word:
    scale = 72 / dpi
    box = Box(seen.x0 * scale, seen.top * scale, seen.x1 * scale, seen.bottom * scale)
    return Word(seen.text, seen.text, box, seen.confidence, seen.others)


def _back_on_page(
    lines: tuple[Line, ...], skew: float, size: tuple[float, float]
) -> tuple[Line, ...]:
    """Boxes of the levelled picture to the page as it lies."""
    if not skew:
        return lines

    def moved(box: Box | None) -> Box | None:
        if box is None:
            return None
        middle = unstraighten((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, skew, size)
        half_wide, half_high = box.width / 2, box.height / 2
        return Box(
            middle[0] - half_wide,
            middle[1] - half_high,
            middle[0] + half_wide,
            middle[1] + half_high,
        )

    made: list[Line] = []
    for line in lines:
        words = tuple(replace(w, box=moved(w.box)) for w in line.words)
        made.append(replace(line, words=words, box=Box.around(w.box for w in words)))
    return tuple(made)
