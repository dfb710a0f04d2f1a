"""One written digit: its picture to features, its features to probabilities.

For digits that the recogniser was never taught: by hand, or stamped. The features are
the directions of the ink's edges, counted in fields of a square to which the digit is
brought (the gradient features of Liu, Nakashima, Sako and Fujisawa, Pattern Recognition
37, 2004); a few small networks vote. They were trained on digits that the project draws
(`python -m training.digits`). Everything here is numpy: no framework is needed to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.float32]
"""Rows x columns, 0 (paper) to 1 (ink)."""

NONE = 10
"""The class of what is no single digit: strokes, letters, halves and pairs of digits."""
CLASSES = 11
_SIDE = 28
_MARGIN = 3
_FIELDS = 7
_DIRECTIONS = 8
FEATURES = _FIELDS * _FIELDS * _DIRECTIONS + 1


def squared(ink: Ink) -> Ink:
    """The digit in the middle of a square of 28 x 28; narrow ones widened a little."""
    import cv2

    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return np.zeros((_SIDE, _SIDE), dtype=np.float32)
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = cut.shape
    longest = _SIDE - 2 * _MARGIN
    ratio = float(np.sqrt(np.sin(np.pi / 2 * min(high, wide) / max(high, wide))))
    size = (longest, max(1, round(longest * ratio)))
    across, down = size if wide > high else size[::-1]
    method = cv2.INTER_AREA if high > down else cv2.INTER_LINEAR
    made = np.asarray(cv2.resize(cut, (across, down), interpolation=method), dtype=np.float32)
    square = np.zeros((_SIDE, _SIDE), dtype=np.float32)
    top, left = (_SIDE - down) // 2, (_SIDE - across) // 2
    square[top : top + down, left : left + across] = made
    return square


def features(ink: Ink) -> NDArray[np.float32]:
    """FEATURES numbers: the strength of each edge direction in each field, and the shape."""
    import cv2

    soft = cv2.GaussianBlur(squared(ink), (0, 0), 0.8)
    right, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(right, down)
    turn = np.arctan2(down, right) / (2 * np.pi) * _DIRECTIONS % _DIRECTIONS
    low = np.floor(turn).astype(int) % _DIRECTIONS
    share = (turn - np.floor(turn)).astype(np.float32)
    maps = np.zeros((_DIRECTIONS, _SIDE, _SIDE), dtype=np.float32)
    rows, columns = np.indices((_SIDE, _SIDE))
    maps[low, rows, columns] += strength * (1 - share)
    maps[(low + 1) % _DIRECTIONS, rows, columns] += strength * share
    fields = _window() @ maps @ _window().T
    high, wide = ink.any(axis=1).sum(), ink.any(axis=0).sum()
    shape = np.float32(np.log((wide + 1) / (high + 1)))
    return np.append(np.sqrt(fields.ravel()), shape).astype(np.float32)


@lru_cache(maxsize=1)
def _window() -> NDArray[np.float32]:
    """Fields x rows: a bell over each field."""
    step = _SIDE / _FIELDS
    middles = (np.arange(_FIELDS) + 0.5) * step
    away = np.arange(_SIDE)[None, :] + 0.5 - middles[:, None]
    return np.exp(-(away**2) / (2 * (0.55 * step) ** 2)).astype(np.float32)


_SLANTS = (-0.15, 0.0, 0.15)
"""Columns a row."""


def _slanted(ink: Ink, slant: float) -> Ink:
    import cv2

    if not slant:
        return ink
    high, wide = ink.shape
    room = int(abs(slant) * high) + 2
    matrix = np.array([[1, slant, room - slant * high / 2], [0, 1, 0]], dtype=np.float32)
    return np.asarray(cv2.warpAffine(ink, matrix, (wide + 2 * room, high)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Network:
    """Networks of one hidden layer that vote.

    `hidden` is networks x (FEATURES + 1) x cells, `output` networks x (cells + 1) x
    CLASSES; the last row of each is what is added.
    """

    hidden: NDArray[np.float32]
    output: NDArray[np.float32]

    def probabilities(self, glyphs: Sequence[Ink]) -> NDArray[np.float64]:
        """Glyphs x CLASSES: the mean of what the networks say of each in three slants.

        Hands slant; what is a 7 only while it leans is doubtful. (Errors above 0.7 on
        handwriting never seen: 4 instead of 7 of 1,200.)
        """
        total = np.zeros((len(glyphs), CLASSES))
        if not glyphs:
            return total
        for slant in _SLANTS:
            rows = np.stack([features(_slanted(ink, slant)) for ink in glyphs])
            total += self.of_features(rows)
        return total / len(_SLANTS)

    def of_features(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The same for features that are known (n x FEATURES)."""
        total = np.zeros((len(rows), CLASSES))
        for hidden, output in zip(self.hidden, self.output, strict=True):
            cells = np.maximum(rows @ hidden[:-1] + hidden[-1], 0)
            scores = (cells @ output[:-1] + output[-1]).astype(np.float64)
            grown = np.exp(scores - scores.max(axis=1, keepdims=True))
            total += grown / grown.sum(axis=1, keepdims=True)
        return total / len(self.hidden)


@lru_cache(maxsize=1)
def network() -> Network:
    """The shipped one, from data/digits-*.npy (half precision)."""
    return Network(_array("digits-hidden"), _array("digits-output"))


def _array(name: str) -> NDArray[np.float32]:
    data = (files("pipeline.reading") / "data" / f"{name}.npy").read_bytes()
    return np.asarray(np.load(BytesIO(data), allow_pickle=False), dtype=np.float32)
