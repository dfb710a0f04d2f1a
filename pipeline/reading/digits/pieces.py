"""Ink in a crop, piece by piece: what is connected, how dark it is for its own pen, and
where a wide piece may be cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.digits.networks import Ink
from pipeline.reading.picture.crops import FAINT
from pipeline.reading.picture.skew import Grey

_CORE = 25
"""Percentile of a stroke's greys that is its pen: what lies over another is darker."""
_EDGE = 0.5
"""Share of the way from a pen's grey to the paper's at which its stroke ends."""
_LEAST_AREA = 6
"""Pixels; less is dust."""
_WIDE = 0.75
"""Times its height: a piece so wide may be two digits that touch."""
_SLANTS = (0.0, 0.3)
"""Columns a row by which what touches is cut."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected piece of ink in a crop, in pixels: x0 and x1 (behind it), its ink."""

    x0: int
    x1: int
    top: int
    bottom: int
    ink: Ink

    @property
    def middle(self) -> float:
        """Across."""
        return (self.x0 + self.x1) / 2

    @property
    def wide(self) -> int:
        """Columns."""
        return self.x1 - self.x0

    @property
    def high(self) -> int:
        """Rows."""
        return self.bottom - self.top

    def between(self, start: int, end: int) -> Piece | None:
        """What stands in columns start..end of the crop; None where nothing does."""
        columns = np.arange(self.x0, self.x1)
        return _trimmed(self, np.where((columns >= start) & (columns < end), self.ink, 0))


def pieces_of(grey: Grey) -> list[Piece]:
    """The crop's connected pieces, from left to right."""
    import cv2

    if not grey.size:
        return []
    ink = _ink(grey)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (ink > 0).astype(np.uint8), connectivity=8
    )
    made: list[Piece] = []
    for label in range(1, count):
        x, y, wide, high, area = (int(v) for v in stats[label])
        if area < _LEAST_AREA:
            continue
        rows, columns = slice(y, y + high), slice(x, x + wide)
        own = np.where(labels[rows, columns] == label, ink[rows, columns], 0).astype(np.float32)
        made.append(Piece(x, x + wide, y, y + high, own))
    return sorted(made, key=lambda piece: piece.middle)


def _ink(grey: Grey) -> Ink:
    """1 where a pen is as dark as it is, 0 on paper: every stroke by the darkness of its own pen.

    One threshold would lose a pale pen beside black print, or run dark strokes together.
    """
    import cv2

    paper = float(np.percentile(grey, 75))
    faint = (grey < FAINT * paper).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    ink = np.zeros(grey.shape, dtype=np.float32)
    for label in range(1, count):
        x, y, wide, high, _ = (int(v) for v in stats[label])
        rows, columns = slice(y, y + high), slice(x, x + wide)
        own = labels[rows, columns] == label
        greys = grey[rows, columns].astype(np.float32)
        pen = float(np.percentile(greys[own], _CORE))
        depth = np.clip((paper - greys) / max(1.0, paper - pen), 0, 1)
        ink[rows, columns] += np.where(own & (depth > _EDGE), depth, 0)
    return ink


def together(pieces: Sequence[Piece]) -> Ink:
    """The pieces as one picture."""
    x0, top = min(p.x0 for p in pieces), min(p.top for p in pieces)
    x1, bottom = max(p.x1 for p in pieces), max(p.bottom for p in pieces)
    ink = np.zeros((bottom - top, x1 - x0), dtype=np.float32)
    for p in pieces:
        part = ink[p.top - top : p.bottom - top, p.x0 - x0 : p.x1 - x0]
        np.maximum(part, p.ink, out=part)
    return ink


def parted(piece: Piece) -> Iterator[Piece]:
    """A wide piece cut where its ink is thinnest, upright or as hands slant; others whole."""
    if piece.wide < _WIDE * piece.high:
        yield piece
        return
    rows, columns = np.indices(piece.ink.shape)
    for slant in _SLANTS:
        across = np.rint(columns + slant * (rows - piece.high / 2)).astype(int)
        across -= across.min()
        sums = np.bincount(across.ravel(), weights=piece.ink.ravel()).astype(np.float64)
        cuts = _thin_columns(sums, piece.high)
        if cuts:
            break
    for start, end in pairwise([0, *cuts, len(sums)]):
        part = _trimmed(piece, np.where((across >= start) & (across < end), piece.ink, 0))
        if part:
            yield part


def _trimmed(piece: Piece, ink: Ink) -> Piece | None:
    """The part of a piece that is ink here; None where nothing is."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    x0, above = piece.x0, piece.top
    inside = ink[top:bottom, left:right].astype(np.float32)
    return Piece(x0 + int(left), x0 + int(right), above + int(top), above + int(bottom), inside)


def _thin_columns(sums: NDArray[np.float64], high: int) -> list[int]:
    """Columns in which a stroke or less of ink stands, the thinnest of each neighbourhood."""
    reach = max(2, round(0.2 * high))
    found: list[int] = []
    for column in range(reach, len(sums) - reach):
        around = sums[column - reach : column + reach + 1]
        thin = sums[column] <= min(around.min() + 1e-6, 0.3 * high)
        if thin and (not found or column - found[-1] > reach):
            found.append(column)
    return found
