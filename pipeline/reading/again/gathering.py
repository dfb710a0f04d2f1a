"""Numbers that stand alone, gathered into a line that the recogniser takes for text.

Tesseract takes a lone digit for a speck: page numbers and the first column of tables come
out empty, at every quality of scan. So what stands alone and has a digit's size is copied
into a line of its own, is read there as one line of text, and goes back to its place. The
recogniser's answer is taken as it is; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.skew import Grey, shrunk

_LOOK_AT = 70
"""Dots an inch, about, at which marks are looked for: the parts of a letter touch there."""
_DARK = 198
_HIGH = (6, 12)
"""Height of a digit or capital of 10 to 16 points' type, in pixels at that resolution."""
_WIDE = (2, 16)
"""A digit to three, likewise."""
_ALONE = 13
"""Nothing stands beside it within so many pixels: more than a space, even a justified one."""
_BROKEN = 3
"""Rows that a worn digit's pieces may lie apart."""
_APART_IN = (0.05, 0.3)
"""Inches between the copies: in between they are neither a number nor words."""
_MARGIN_IN = 0.4
_SURE = 0.7
"""Confidence of the surer of two lines that say the same of a mark."""
_SURE_ALONE = 0.9
"""The same where the other line says nothing."""
_POOR = 0.6
"""Confidence below which a word gives way to a mark that was read in its line."""
_MOST = 60
"""A page with more is a form or a picture."""
GATHERED = 20_000
"""Blocks from which on words were read here."""
_READ = re.compile(r"[0-9A-ZĐa-zđ%][0-9A-Za-zÀ-ỹĐđ]{0,3}[.)]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands alone: its place on the page, and that of its copy (pixels)."""

    x0: int
    top: int
    x1: int
    bottom: int
    copy_x0: int = 0
    copy_x1: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """A line of copies, from left to right."""

    picture: Grey
    copies: tuple[Mark, ...]


Said = dict[Mark, tuple[str, float]]
"""Text and confidence of each mark that was read."""


def with_lone_marks(cleaned: Cleaned, words: Sequence[Seen], engine: Engine) -> list[Seen]:
    """The page's words, and behind them what stands alone on it. Raises EngineError.

    The marks are read in two lines, close together as the digits of a number and apart as
    words: what both say counts, and what one says surely where the other says nothing.
    """
    marks = [
        mark
        for mark in lone_marks(cleaned.grey, cleaned.dpi)
        if not any(w.confidence >= _POOR and _lies_in(mark, w) for w in words)
    ][:_MOST]
    if not marks:
        return list(words)
    close, apart = (_read(cleaned, marks, inches, engine) for inches in _APART_IN)
    both = _agreed(close, apart)
    placed = [_at(mark, *said, number) for number, (mark, said) in enumerate(both.items())]
    placed = _ones(placed)
    own = [w for w in words if not any(_lies_in(p, w) for p in placed)]
    return own + placed


def _agreed(close: Said, apart: Said) -> Said:
    nothing = ("", 0.0)
    made: Said = {}
    for mark in close | apart:
        one, other = close.get(mark, nothing), apart.get(mark, nothing)
        best = max(one, other, key=lambda said: said[1])
        alike, alone = one[0] == other[0], not (one[0] and other[0])
        if (alike and best[1] >= _SURE) or (alone and best[1] >= _SURE_ALONE):
            made[mark] = best
    return made


def _read(cleaned: Cleaned, marks: Sequence[Mark], apart: float, engine: Engine) -> Said:
    line = gathered(cleaned.grey, cleaned.dpi, marks, apart)
    words = engine.words(Image.fromarray(line.picture), psm=7, dpi=cleaned.dpi)
    said = ((copy, _of_copy(copy, line, words)) for copy in line.copies)
    return {
        replace(copy, copy_x0=0, copy_x1=0): (text, sure)
        for copy, (text, sure) in said
        if _READ.fullmatch(text)
    }


def gathered(grey: Grey, dpi: int, marks: Sequence[Mark], inches: float) -> Gathered:
    """The line of the marks' copies, so many inches apart, as many as a page's width holds."""
    high = max(m.bottom - m.top for m in marks)
    margin, apart = round(_MARGIN_IN * dpi), round(inches * dpi)
    line = np.full((high + 2 * margin, grey.shape[1]), 255, dtype=np.uint8)
    copies: list[Mark] = []
    x = margin
    for mark in marks:
        wide, tall = mark.x1 - mark.x0, mark.bottom - mark.top
        if x + wide + margin > grey.shape[1]:
            break
        foot = margin + high
        line[foot - tall : foot, x : x + wide] = grey[mark.top : mark.bottom, mark.x0 : mark.x1]
        copies.append(replace(mark, copy_x0=x, copy_x1=x + wide))
        x += wide + apart
    return Gathered(line[:, : x + margin], tuple(copies))


def lone_marks(grey: Grey, dpi: int) -> list[Mark]:
    """Marks of a digit's size with nothing beside them, row by row."""
    import cv2

    if dpi < _LOOK_AT:
        return []  # nothing so small can be read there, and enlarging a poster takes gigabytes
    times = round(dpi / _LOOK_AT)
    scale, small = 1 / times, shrunk(grey, times)
    ink = (small < _DARK).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((_BROKEN, _ALONE), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    high, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    fits = (high >= _HIGH[0]) & (high <= _HIGH[1]) & (wide >= _WIDE[0]) & (wide <= _WIDE[1])
    found: list[Mark] = []
    for x, y, w, h, _ in stats[1:][fits[1:]]:
        beside = joined[y + 1 : y + h - 1, max(0, x - _ALONE) : x + w + _ALONE].any(axis=0)
        if beside.sum() <= w:
            edges = (x - 1, y - 1, x + w + 1, y + h + 1)
            x0, top, x1, bottom = (max(0, int(edge / scale)) for edge in edges)
            found.append(Mark(x0, top, min(x1, grey.shape[1]), min(bottom, grey.shape[0])))
    return sorted(found, key=lambda m: (m.top, m.x0))


def _of_copy(copy: Mark, line: Gathered, words: Sequence[Seen]) -> tuple[str, float]:
    """(text, confidence) of what was read on a copy; ("", 0) for nothing.

    Copies that were read as one word share it out, a letter or digit each.
    """
    for word in words:
        inside = [c for c in line.copies if word.x0 <= (c.copy_x0 + c.copy_x1) / 2 <= word.x1]
        if inside == [copy]:
            return word.text, word.confidence
        solid = [c for c in word.text if c.isalnum() or c == "%"]
        if copy in inside and len(inside) == len(solid):
            return solid[inside.index(copy)], word.confidence
    return "", 0.0


def _at(mark: Mark, text: str, confidence: float, number: int) -> Seen:
    """The word at the mark's place, in a block of its own."""
    return Seen(text, mark.x0, mark.top, mark.x1, mark.bottom, confidence, GATHERED + number)


_LOOKS_ONE = frozenset("Il|i!]¡")


def _ones(placed: Sequence[Seen]) -> list[Seen]:
    """Those that stand over a 2 in their column and look like a 1 are one."""
    return [
        replace(word, text=f"1{word.text[1:]}")
        if word.text.rstrip(".") in _LOOKS_ONE and _next_below(word, placed) == "2"
        else word
        for word in placed
    ]


def _next_below(word: Seen, placed: Sequence[Seen]) -> str:
    below = [w for w in placed if w.top > word.bottom and w.x0 < word.x1 and word.x0 < w.x1]
    return min(below, key=lambda w: w.top).text.rstrip(".") if below else ""


def _lies_in(mark: Mark | Seen, word: Seen) -> bool:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    return word.x0 <= x <= word.x1 and word.top <= y <= word.bottom
