"""Digits that people wrote, as two public sets have them: the way of a pen, and pictures.

E. Alpaydin and F. Alimoglu, Pen-Based Recognition of Handwritten Digits, 1996 (44 writers,
`pendigits-orig.tra`, `.tes`: the points that a tablet saw), and E. Alpaydin and C. Kaynak, Optical
Recognition of Handwritten Digits, 1998 (43 writers, `optdigits-orig.tra`: 32 x 32 points of
ink), UCI Machine Learning Repository, licence CC BY 4.0. They are not shipped: whoever trains
lays the unpacked files into a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.reading.digits.networks import Ink
from training.digit_drawing import Drawer

Strokes = list[NDArray[np.float64]]
"""Each n x 2: across and down, the digit as high as `HIGH` and about its middle."""
HIGH = 96.0
_SIDE = 32
_LARGE, _ROOM = 96, 32
"""Pixels to which a picture is enlarged, and of paper around it."""
_LEAST_INK = 60
_SEGMENT = re.compile(r'^\.SEGMENT DIGIT\s+\S+ \? "(\d)"(.*?)(?=^\.SEGMENT|\Z)', re.M | re.S)
_PEN = re.compile(r"\.PEN_DOWN(.*?)\.PEN_UP", re.S)


def pen_digits(file: Path) -> list[tuple[Strokes, int]]:
    """What the pen did, and which digit that is. Raises OSError."""
    found = []
    for value, body in _SEGMENT.findall(file.read_text(encoding="latin-1")):
        strokes = [np.array(s.split(), dtype=float).reshape(-1, 2) for s in _PEN.findall(body)]
        if strokes := [s for s in strokes if len(s) > 1]:
            found.append((_upright(strokes), int(value)))
    return found


def _upright(strokes: Strokes) -> Strokes:
    every = np.vstack(strokes)
    middle = (every.min(axis=0) + every.max(axis=0)) / 2
    size = max(np.ptp(every[:, 1]), np.ptp(every[:, 0]) / 2, 1.0)
    return [(s - middle) * np.array([1.0, -1.0]) * HIGH / size for s in strokes]


def bitmaps(file: Path) -> list[tuple[NDArray[np.float32], int]]:
    """32 x 32 pixels, 1 for ink, and what each shows. Raises OSError."""
    rows = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
    at = next(i for i, row in enumerate(rows) if len(row) == _SIDE and set(row) <= {"0", "1"})
    step = _SIDE + 1
    return [
        (np.array([list(map(float, row)) for row in rows[i : i + _SIDE]], np.float32), int(value))
        for i in range(at, len(rows) - _SIDE, step)
        if (value := rows[i + _SIDE])
    ]


def penned(
    digits: list[tuple[Strokes, int]], count: int, drawer: Drawer
) -> Iterator[tuple[Ink, int]]:
    """`count` of them, each with another pen, slant and width, and copied as a scan is."""
    for _ in range(count):
        strokes, value = digits[int(drawer.chance.integers(len(digits)))]
        yield drawer.copied(drawer.with_pen(strokes, drawer.bent())), value


def varied(
    digits: list[tuple[NDArray[np.float32], int]], count: int, drawer: Drawer
) -> Iterator[tuple[Ink, int]]:
    """`count` of them, each enlarged, bent, thickened or thinned, and copied as a scan is."""
    made = 0
    while made < count:
        picture, value = digits[int(drawer.chance.integers(len(digits)))]
        ink = _bent(picture, drawer.chance)
        if ink.sum() >= _LEAST_INK:
            made += 1
            yield drawer.copied(ink), value


def _bent(picture: NDArray[np.float32], chance: np.random.Generator) -> Ink:
    large = cv2.resize(picture, (_LARGE, _LARGE), interpolation=cv2.INTER_CUBIC)
    canvas = cv2.GaussianBlur(np.pad(large, _ROOM), (0, 0), 2)
    bent = np.eye(2) + chance.normal(0, 0.07, (2, 2))
    bent[0, 0] *= float(np.exp(chance.normal(0, 0.18)))
    bent[0, 1] -= float(chance.normal(0.12, 0.2))
    middle = np.full(2, _LARGE / 2 + _ROOM)
    matrix = np.column_stack([bent, middle - bent @ middle])
    moved = np.asarray(cv2.warpAffine(canvas, matrix, canvas.shape), dtype=np.float32)
    edge = float(chance.uniform(0.35, 0.75))  # high for a thin pen, low for a thick one
    return np.asarray(np.clip((moved - edge) * 6 + 0.5, 0, 1), dtype=np.float32)
