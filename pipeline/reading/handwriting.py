"""Digits by hand or stamped in a line of print: found, parted and read.

The ink of the field falls into pieces; neighbours may be one digit (a 5 and its hat), a
wide piece may be two that touch. All ways to make digits of the pieces are weighed by
the networks of `pipeline.reading.digits`, and how sure the best is says how much more
likely it is than the best that reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Box
from pipeline.reading.crops import Crop
from pipeline.reading.digits import NONE, Ink, Network

_DARK = 150
_MOST = 6
"""More digits than a number has."""
_SPECK = 0.3
"""Times the height of typed digits: smaller pieces are dots, unless they lie over another."""
_LOWEST = 0.62
"""Times that height: no digit is lower."""
_CRACK = 0.12
"""Times that height: the widest crack through a digit."""
_WIDEST = 1.5
"""A digit's width by its height, at most; wider is more than one."""
_DOUBT = 0.03
"""Share of the probability that a second way to read a digit must have to be followed."""


@dataclass(frozen=True, slots=True)
class Written:
    """Digits, and how sure their reading is (0..1)."""

    text: str
    confidence: float


NOTHING = Written("", 0.0)


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


def read_written(crop: Crop, field: Box, height: float, network: Network) -> Written | None:
    """The digits in the field (points) of a crop that reaches beyond it.

    `height` is that of typed digits, in points. None where nothing of a digit's size
    stands there or where a piece lies across the field's edge.
    """
    scale = crop.dpi / 72
    left, right = (field.x0 - crop.x0) * scale, (field.x1 - crop.x0) * scale
    pieces = _inside(_pieces(crop.grey), left, right, height * scale)
    if not pieces or len(pieces) > 2 * _MOST:
        return None
    return _best(_ways(pieces, height * scale, network))


def _pieces(grey: NDArray[np.uint8]) -> list[Piece]:
    """The crop's connected pieces, from left to right."""
    import cv2

    dark = (grey < _DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    soft = (255 - grey.astype(np.float32)) / 255
    made: list[Piece] = []
    for label in range(1, count):
        x, y, wide, high, area = (int(v) for v in stats[label])
        if area < 6:
            continue
        rows, columns = slice(y, y + high), slice(x, x + wide)
        ink = np.where(labels[rows, columns] == label, soft[rows, columns], 0).astype(np.float32)
        made.append(Piece(x, x + wide, y, y + high, ink))
    return sorted(made, key=lambda piece: piece.middle)


def _inside(
    pieces: Sequence[Piece], left: float, right: float, height: float
) -> list[Piece] | None:
    """The field's pieces without specks; None where one lies across its edge."""
    kept: list[Piece] = []
    for piece in pieces:
        share = (min(piece.x1, right) - max(piece.x0, left)) / (piece.x1 - piece.x0)
        if share <= 0.25:
            continue
        if share < 0.75 and piece.bottom - piece.top > 0.5 * height:
            return None
        kept.append(piece)
    tall = [p for p in kept if p.bottom - p.top >= _LOWEST * height]
    tall += _fallen_apart([p for p in kept if p not in tall], height)
    return [p for p in kept if _belongs(p, tall, height)]


def _fallen_apart(pieces: Sequence[Piece], height: float) -> list[Piece]:
    """Pieces that are one digit's upper and lower part: worn print falls apart."""
    large = [p for p in pieces if _SPECK * height <= p.bottom - p.top and p.x1 - p.x0 <= height]
    return [
        piece
        for upper in large
        for lower in large
        if 0 <= lower.top - upper.bottom <= _CRACK * height
        and min(upper.x1, lower.x1) - max(upper.x0, lower.x0) > 0.6 * (lower.x1 - lower.x0)
        and _LOWEST * height <= lower.bottom - upper.top <= 1.3 * height
        for piece in (upper, lower)
    ]


def _belongs(piece: Piece, tall: Sequence[Piece], height: float) -> bool:
    """A digit's own piece, or a smaller one over, under or in a digit's piece."""
    if piece in tall:
        return True
    if max(piece.bottom - piece.top, piece.x1 - piece.x0) < _SPECK * height:
        return False
    near = 0.15 * height
    return any(
        min(piece.x1, p.x1) - max(piece.x0, p.x0) > 0.3 * (piece.x1 - piece.x0)
        and piece.top < p.bottom + near
        and piece.bottom > p.top - near
        for p in tall
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A reading of the first pieces: its digits and the logarithm of its probability."""

    text: str
    score: float


def _ways(pieces: Sequence[Piece], height: float, network: Network) -> list[_Way]:
    """All likely readings of the pieces from left to right."""
    atoms = [part for piece in pieces for part in _parted(piece)]
    spans = [
        (start, end)
        for start in range(len(atoms))
        for end in range(start + 1, min(start + 4, len(atoms)) + 1)
        if _may_be_digit(atoms[start:end], height)
    ]
    said = network.probabilities([_together(atoms[a:b]) for a, b in spans])
    reached: list[dict[str, float]] = [{} for _ in range(len(atoms) + 1)]
    reached[0][""] = 0.0
    for (start, end), chances in sorted(zip(spans, said, strict=True), key=lambda s: s[0]):
        for digit, chance in enumerate(chances):
            if digit == NONE or chance < _DOUBT:
                continue
            for text, score in reached[start].items():
                made = text + str(digit)
                total = score + float(np.log(chance))
                if len(made) <= _MOST and total > reached[end].get(made, -np.inf):
                    reached[end][made] = total
    return [_Way(text, score) for text, score in reached[-1].items()]


def _parted(piece: Piece) -> Iterator[Piece]:
    """A wide piece cut where its ink is thinnest; others whole."""
    wide, high = piece.x1 - piece.x0, piece.bottom - piece.top
    if wide < 0.75 * high:
        yield piece
        return
    columns = piece.ink.sum(axis=0)
    edges = [0, *_thin_columns(columns, high), wide]
    for start, end in pairwise(edges):
        part = piece.ink[:, start:end]
        rows = np.flatnonzero(part.any(axis=1))
        if len(rows):
            first, last = int(rows[0]), int(rows[-1]) + 1
            top = piece.top + first
            x0 = piece.x0
            yield Piece(x0 + start, x0 + end, top, top + last - first, part[first:last])


def _thin_columns(columns: NDArray[np.float32], high: int) -> list[int]:
    """Columns in which a stroke or less of ink stands, the thinnest of each neighbourhood."""
    reach = max(2, round(0.2 * high))
    found: list[int] = []
    for column in range(reach, len(columns) - reach):
        around = columns[column - reach : column + reach + 1]
        thin = columns[column] <= min(around.min() + 1e-6, 0.3 * high)
        if thin and (not found or column - found[-1] > reach):
            found.append(column)
    return found


def _may_be_digit(atoms: Sequence[Piece], height: float) -> bool:
    wide = max(a.x1 for a in atoms) - min(a.x0 for a in atoms)
    high = max(a.bottom for a in atoms) - min(a.top for a in atoms)
    gap = max((b.x0 - a.x1 for a, b in pairwise(atoms)), default=0)
    return high >= _LOWEST * height and wide <= _WIDEST * high and gap <= 0.25 * height


def _together(atoms: Sequence[Piece]) -> Ink:
    """The pieces as one picture."""
    x0, top = min(a.x0 for a in atoms), min(a.top for a in atoms)
    x1, bottom = max(a.x1 for a in atoms), max(a.bottom for a in atoms)
    ink = np.zeros((bottom - top, x1 - x0), dtype=np.float32)
    for a in atoms:
        part = ink[a.top - top : a.bottom - top, a.x0 - x0 : a.x1 - x0]
        np.maximum(part, a.ink, out=part)
    return ink


def _best(ways: Sequence[_Way]) -> Written | None:
    if not ways:
        return None
    ranked = sorted(ways, key=lambda way: -way.score)
    first = float(np.exp(ranked[0].score))
    others = sum(float(np.exp(way.score)) for way in ranked[1:])
    return Written(ranked[0].text, first * first / (first + others))
