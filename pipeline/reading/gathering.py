"""Numbers that stand alone, gathered into a line that the recogniser takes for text.

Tesseract takes a lone digit for a speck: page numbers and the first column of tables come
out empty, at every quality of scan. So what stands alone and has a digit's size is copied
into a line of its own below the page, is read there in the same call, and goes back to
its place. The recogniser's answer is taken as it is; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.reading.skew import Grey
from pipeline.reading.tesseract import Seen

_LOOK_AT = 70
"""Dots an inch at which marks are looked for: the parts of a letter touch there."""
_DARK = 198
_HIGH = (6, 12)
"""Height of a digit or capital of 10 to 16 points' type, in pixels at that resolution."""
_WIDE = (2, 16)
"""A digit to three, likewise."""
_ALONE = 13
"""Nothing stands beside it within so many pixels: more than a space, even a justified one."""
_APART_IN = 0.12
"""Inches between the copies: further apart they are specks again."""
_MARGIN_IN = 0.4
_FEW = 3
"""Fewer copies make no line: each is put there so many times, and they must agree."""
_SURE = 0.7
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
    """A page with its lone marks copied into a line below `bottom` (pixels)."""

    picture: Grey
    bottom: int
    copies: tuple[Mark, ...]


def gathered(grey: Grey, dpi: int) -> Gathered:
    """The page with the line of its lone marks; as it is where there are none."""
    marks = _lone_marks(grey, dpi)
    if not marks:
        return Gathered(grey, grey.shape[0], ())
    times = _FEW if len(marks) < _FEW else 1
    high = max(m.bottom - m.top for m in marks)
    margin, apart = round(_MARGIN_IN * dpi), round(_APART_IN * dpi)
    line = np.full((high + 2 * margin, grey.shape[1]), 255, dtype=np.uint8)
    copies: list[Mark] = []
    x = margin
    for mark in (m for m in marks for _ in range(times)):
        wide, tall = mark.x1 - mark.x0, mark.bottom - mark.top
        if x + wide + margin > grey.shape[1]:
            break
        foot = margin + high
        line[foot - tall : foot, x : x + wide] = grey[mark.top : mark.bottom, mark.x0 : mark.x1]
        copies.append(replace(mark, copy_x0=x, copy_x1=x + wide))
        x += wide + apart
    return Gathered(np.vstack([grey, line]), grey.shape[0], tuple(copies))


def _lone_marks(grey: Grey, dpi: int) -> list[Mark]:
    """Marks of a digit's size with nothing beside them, row by row."""
    import cv2

    if dpi < _LOOK_AT:
        return []  # nothing so small can be read there, and enlarging a poster takes gigabytes
    scale = _LOOK_AT / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _DARK).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _ALONE), np.uint8))
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


def put_back(words: Sequence[Seen], page: Gathered) -> list[Seen]:
    """The page's words, and those of the line below it at their own places."""
    own = [w for w in words if (w.top + w.bottom) / 2 < page.bottom]
    below = [w for w in words if (w.top + w.bottom) / 2 >= page.bottom]
    read: dict[Mark, list[tuple[str, float]]] = {}
    for copy in page.copies:
        place = replace(copy, copy_x0=0, copy_x1=0)
        read.setdefault(place, []).extend(_of_copy(copy, page, below))
    times = len(page.copies) // max(1, len(read))
    placed = [
        _at(mark, said[0][0], min(sure for _, sure in said), number)
        for number, (mark, said) in enumerate(read.items())
        if len(said) == times and len({text for text, _ in said}) == 1
        if _READ.fullmatch(said[0][0]) and min(sure for _, sure in said) >= _SURE
    ]
    return own + [p for p in placed if not any(_covers(p, w) for w in own)]


def _of_copy(copy: Mark, page: Gathered, below: Sequence[Seen]) -> list[tuple[str, float]]:
    """(text, confidence) of what was read on a copy.

    Copies that were read as one word share it out, a character each.
    """
    for word in below:
        inside = [c for c in page.copies if word.x0 - 4 <= c.copy_x0 and c.copy_x1 <= word.x1 + 4]
        if inside == [copy]:
            return [(word.text, word.confidence)]
        if copy in inside and len(inside) == len(word.text):
            return [(word.text[inside.index(copy)], word.confidence)]
    return []


def _at(mark: Mark, text: str, confidence: float, number: int) -> Seen:
    """The word at the mark's place, in a block of its own."""
    return Seen(text, mark.x0, mark.top, mark.x1, mark.bottom, confidence, 20_000 + number)


def _covers(placed: Seen, word: Seen) -> bool:
    x, y = (placed.x0 + placed.x1) / 2, (placed.top + placed.bottom) / 2
    return word.x0 <= x <= word.x1 and word.top <= y <= word.bottom
