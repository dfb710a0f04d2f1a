"""Lines of text that the recogniser passed over, read in crops of their own.

Tesseract divides the page into text and pictures before it reads. A seal or a signature
makes a picture of the lines beside it, and they are lost without a word. What is left of
the page's ink when all words are taken away shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.engine.wordfilter import keep
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.skew import Grey, shrunk

_LOOK_AT = 70
"""Dots an inch, about, at which lines are looked for: letters of a word touch there."""
_DARK = 160
_LINE_EMS = (0.35, 1.7)
"""Height of a line of text, in heights of the page's words."""
_SHORTEST_EMS = 3.5
"""A missed line shorter than that is a speck's or a stroke's more often than a word's."""
_FILLED = (0.12, 0.7)
"""Share of a line's box that has ink; a pen stroke has less, a bar more."""
_SURE = 0.6
"""Mean confidence of a missed line's words from which on it is one."""
_TEXT_AREA = (0.03, 0.93)
"""Shares of the page's height; beyond them stand logos, running heads and scanner marks."""
_MOST_CROPS = 6
"""A page with more is a picture or a form, not a text with lines missed."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of a page, in pixels; right and bottom edge outside."""

    x0: int
    top: int
    x1: int
    bottom: int

    def around(self, other: Patch) -> Patch:
        """The smallest patch that holds both."""
        return Patch(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


def with_missed(cleaned: Cleaned, words: Sequence[Seen], engine: Engine) -> list[Seen]:
    """The words, and behind them those of lines that were passed over. Raises EngineError."""
    em = _em(words)
    patches = _blocks(_missed_lines(cleaned, words, em), em)
    if len(patches) > _MOST_CROPS:
        return list(words)
    found = list(words)
    for number, patch in enumerate(patches, 1):
        seen = engine.words(_picture(cleaned.grey, patch, em), psm=6, dpi=cleaned.dpi)
        placed = [_placed(s, patch, number) for s in keep(seen)]
        new = [s for s in placed if not any(_same_place(s, w) for w in words)]
        found += _whole_lines(new)
    return found


def _picture(grey: Grey, patch: Patch, em: float) -> Image.Image:
    """The patch without the seal and the pen strokes that hid its lines."""
    part = grey[patch.top : patch.bottom, patch.x0 : patch.x1]
    ink = (part < _DARK).astype(np.uint8)
    tall = ink - _letters(ink.copy(), em)
    return Image.fromarray(np.where(tall > 0, 255, part).astype(np.uint8))


def _whole_lines(words: Sequence[Seen]) -> list[Seen]:
    """Those on lines of two words and more, read with confidence on the whole.

    One alone is a logo's or a stroke's too often.
    """
    lines: dict[tuple[int, int], list[Seen]] = {}
    for word in words:
        lines.setdefault((word.paragraph, word.line), []).append(word)
    return [
        word
        for line in lines.values()
        if sum(any(c.isalnum() for c in w.text) for w in line) > 1
        and fmean(w.confidence for w in line) >= _SURE
        for word in line
    ]


def _placed(seen: Seen, patch: Patch, number: int) -> Seen:
    """The word on its page, in a block of its own."""
    return replace(
        seen,
        x0=seen.x0 + patch.x0,
        x1=seen.x1 + patch.x0,
        top=seen.top + patch.top,
        bottom=seen.bottom + patch.top,
        block=10_000 + number,
    )


def _same_place(one: Seen, other: Seen) -> bool:
    """Whether the middle of one word lies in the other."""
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    return other.x0 <= x <= other.x1 and other.top <= y <= other.bottom


def _em(words: Sequence[Seen]) -> float:
    """The usual height of a word in pixels; 0 on a page without words."""
    return float(median(w.height for w in words)) if words else 0.0


def _missed_lines(cleaned: Cleaned, words: Sequence[Seen], em: float) -> list[Patch]:
    """Runs of ink of a text line's shape where no word was read."""
    import cv2

    times = max(1, round(cleaned.dpi / _LOOK_AT))
    scale = 1 / times
    em *= scale
    if em < 3:
        return []
    small = shrunk(cleaned.grey, times)
    ink = _letters((small < 255 - (255 - _DARK) * 0.6).astype(np.uint8), em)
    for word in words:
        x0, x1 = int(word.x0 * scale) - 1, int(word.x1 * scale) + 2
        ink[max(0, int(word.top * scale) - 1) : int(word.bottom * scale) + 2, max(0, x0) : x1] = 0
    lines = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(em)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    solid = np.bincount(labels[ink > 0], minlength=len(stats))
    found: list[Patch] = []
    for (x, y, wide, high, _), dots in zip(stats[1:], solid[1:], strict=True):
        tall_enough = _LINE_EMS[0] * em <= high <= _LINE_EMS[1] * em
        low, high_end = (share * len(ink) for share in _TEXT_AREA)
        in_text = low < y + high / 2 < high_end
        filled = _FILLED[0] <= dots / (wide * high) <= _FILLED[1]
        if tall_enough and in_text and filled and wide >= _SHORTEST_EMS * em:
            found.append(
                Patch(
                    int(x / scale), int(y / scale), int((x + wide) / scale), int((y + high) / scale)
                )
            )
    return found


def _letters(ink: NDArray[np.uint8], em: float) -> NDArray[np.uint8]:
    """The ink without what is too tall for letters: seals, pen strokes, borders."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT] > 2.2 * em
    tall[0] = False
    ink[tall[labels]] = 0
    return ink


def _blocks(lines: Sequence[Patch], em: float) -> list[Patch]:
    """Lines that stand close above one another as one patch, with white around it."""
    blocks: list[Patch] = []
    for line in sorted(lines, key=lambda p: p.top):
        home = next(
            (
                i
                for i, b in enumerate(blocks)
                if line.top - b.bottom < em and line.x0 < b.x1 and b.x0 < line.x1
            ),
            None,
        )
        if home is None:
            blocks.append(line)
        else:
            blocks[home] = blocks[home].around(line)
    edge = round(0.5 * em)
    return [
        Patch(max(0, b.x0 - 2 * edge), max(0, b.top - edge), b.x1 + 2 * edge, b.bottom + edge)
        for b in blocks
    ]
