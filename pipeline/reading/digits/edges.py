"""Where a digit field begins and ends, told by the ink between its printed neighbours.

What stands by hand between `Số:` and the slash, or `ngày` and `tháng`, touches and overlaps
them, so the recogniser's boxes for these hold part of it as often as not. How wide the
printed words are is known, though, the colon is two dots, and the slash one straight stroke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipeline.document import Box, Word
from pipeline.reading.digits.pieces import Piece, parted, pieces_of
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import cut
from pipeline.vietnamese import strip_marks

_WIDE = {"so": 1.7, "ngay": 2.73, "thang": 3.22, "nam": 2.4}
"""Width of a printed neighbour by the height of the line's digits: medians of 118 letterheads
(in Times, of which nearly all are); `Số` with its colon."""
_SURE = 0.9
"""Confidence from which a word's box is a measure of its print."""
_MOST = 1.12
"""Times that width: a wider box holds ink beside the word."""
_COLON = (1.25, 2.6)
"""Digit heights behind the beginning of `Số` between which its colon stands."""
_DOT = 0.36
"""Digit heights that a colon's dot is at most wide and high."""
_SLASH_HIGH, _SLASH_WIDE = (0.8, 1.25), (0.22, 0.62)
"""Digit heights of a printed slash."""
_SLASH_AWAY = 1.6
"""Digit heights by which a guessed right edge may be off."""
_OFF = 0.4
"""Digit heights by which a slash stands before the box of its word at most."""
_LEAN = 0.2
"""Columns a row by which a slash leans at least."""
_SINGLE = 0.9
"""Share of its rows that one run of ink crosses: a 9 has two in its loop."""
_STRAIGHT = 0.035
"""Digit heights by which a straight stroke's middle leaves the line, root mean square."""


class Page(Protocol):
    """A page and the height of its typed digits in points."""

    @property
    def cleaned(self) -> Cleaned:
        """Its picture."""

    @property
    def digit_height(self) -> float:
        """Points."""


def letters_of(word: Word) -> str:
    """Its letters, small and without marks."""
    return re.sub(r"[^a-z]", "", strip_marks(word.text).lower())


def height_by_width(word: Word) -> float | None:
    """The height of the line's digits (points) by the width of a word of the date."""
    wide = _WIDE.get(letters_of(word))
    surely = wide and word.box and word.confidence > _SURE and word.text.isalpha()
    return word.box.width / wide if wide and word.box and surely else None


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a field begins or ends (points); `known` if print or ink tells it."""

    at: float
    known: bool = True


def left_edge(box: Box, label: str, whole: bool, page: Page) -> Edge:
    """Where the label (its letters) in front of a field ends; `whole` if its box is not
    guessed. A box that is too wide holds ink beside the word."""
    if label.startswith("s"):
        colon = _colon(box, page)
        if colon is not None:
            return Edge(colon)
    wide = _WIDE.get(label, _WIDE["so"] if label.startswith("s") else 0.0) * page.digit_height
    if wide and (not whole or box.width > _MOST * wide):
        return Edge(box.x0 + wide)
    return Edge(box.x1, whole)


def right_edge(box: Box, text: str, whole: bool, page: Page) -> Edge:
    """Where the word behind a field begins. A digit may have been read as its slash."""
    if text.startswith("/"):
        found = _slash(box, whole, page)
        return found or Edge(box.x0, known=False)
    wide = _WIDE.get(re.sub(r"[^a-z]", "", strip_marks(text).lower()), 0.0) * page.digit_height
    if wide and (not whole or box.width > _MOST * wide):
        return Edge(box.x1 - wide)
    return Edge(box.x0, whole)


def _colon(box: Box, page: Page) -> float | None:
    """Where the colon behind `Số` ends: two dots, one above the other."""
    height = page.digit_height
    near, far = (box.x0 + times * height for times in _COLON)
    place = Box(box.x0 - 2, box.top - 4, far + height, box.bottom + 4)
    crop = cut(page.cleaned, place, every=True)
    scale = crop.dpi / 72
    most = _DOT * height * scale
    dots = [p for p in pieces_of(crop.grey) if p.wide <= most and p.high <= most]
    ends = [
        crop.x0 + max(upper.x1, lower.x1) / scale
        for upper in dots
        for lower in dots
        if 0.15 * height * scale < lower.top - upper.bottom + 1 < 0.65 * height * scale
        and abs(lower.middle - upper.middle) < 0.12 * height * scale
        and 0.5 < (lower.high * lower.wide) / (upper.high * upper.wide) < 2
    ]
    ends = [end for end in ends if near <= end <= far]
    return min(ends, default=None)


def _slash(box: Box, whole: bool, page: Page) -> Edge | None:
    """Where the printed slash about a box's beginning stands, not before it where the word
    was read as a `whole`; None where there is none. One by hand is longer than print or bent.

    The last one: before it a 1 may stand, behind it print. What was cut from others may be
    part of a digit, but not where the recogniser saw it, too.
    """
    away = _SLASH_AWAY * page.digit_height
    around = Box(box.x0 - 2 * away, box.top - 4, box.x0 + 2 * away, box.bottom + 4)
    crop = cut(page.cleaned, around, every=True)
    scale = crop.dpi / 72
    first = box.x0 - (_OFF * page.digit_height if whole else away)
    pieces = pieces_of(crop.grey)
    for parts, alone in ((pieces, True), ([p for own in pieces for p in parted(own)], False)):
        found = [p for p in parts if _is_slash(p, page.digit_height * scale)]
        starts = [crop.x0 + p.x0 / scale for p in found]
        near = [x for x in starts if first <= x <= box.x0 + away]
        if near:
            seen = whole and abs(max(near) - box.x0) <= _OFF * page.digit_height
            return Edge(max(near), alone or seen)
    return None


def _is_slash(piece: Piece, height: float) -> bool:
    """One straight stroke, as high and wide as that of print, that leans to the right."""
    if not _SLASH_HIGH[0] <= piece.high / height <= _SLASH_HIGH[1]:
        return False
    if not _SLASH_WIDE[0] <= piece.wide / height <= _SLASH_WIDE[1]:
        return False
    weights = piece.ink.sum(axis=1)
    if (weights == 0).any():
        return False
    middles = (piece.ink * np.arange(piece.wide)).sum(axis=1) / weights
    rows = np.arange(piece.high)
    lean, start = np.polyfit(rows, middles, 1)
    off = float(np.sqrt(np.mean((middles - (lean * rows + start)) ** 2)))
    runs = (np.diff((piece.ink > 0).astype(np.int8), axis=1, prepend=0) == 1).sum(axis=1)
    single = float(np.mean(runs == 1)) >= _SINGLE
    return single and lean < -_LEAN and off <= _STRAIGHT * height
