"""Digits that people wrote: those that scikit-learn ships, enlarged and worn.

E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
Repository 1998, licence CC BY 4.0: 1,797 digits of 8 x 8 pixels with 17 greys. The first
`TAUGHT` of them are shown to the networks in ever new shapes, the others test them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.reading.digits import Ink
from training.digit_drawing import Drawer

TAUGHT = 1200
_LARGE, _ROOM = 96, 32
"""Pixels to which a digit is enlarged, and of paper around it."""
_LEAST_INK = 60


def public_digits() -> list[tuple[NDArray[np.float32], int]]:
    """8 x 8 pixels, 0 (paper) to 1, and what each shows. Raises SystemExit without scikit-learn."""
    found = find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The digits that people wrote come with scikit-learn: install it.")
    folder = Path(next(iter(found.submodule_search_locations)))
    table = np.loadtxt(folder / "datasets" / "data" / "digits.csv.gz", delimiter=",")
    small = table[:, :64].reshape(-1, 8, 8).astype(np.float32) / 16
    return [(picture, int(value)) for picture, value in zip(small, table[:, 64], strict=True)]


def plain(digits: list[tuple[NDArray[np.float32], int]]) -> list[tuple[Ink, int]]:
    """The digits enlarged and no more."""
    large = ((cv2.resize(picture, (32, 32)), value) for picture, value in digits)
    return [(np.clip((ink - 0.3) * 3, 0, 1).astype(np.float32), value) for ink, value in large]


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
    canvas = np.pad(large, _ROOM)
    bent = np.eye(2) + chance.normal(0, 0.07, (2, 2))
    bent[0, 0] *= float(np.exp(chance.normal(-0.15, 0.18)))
    bent[0, 1] -= float(chance.normal(0.12, 0.2))
    middle = np.full(2, _LARGE / 2 + _ROOM)
    matrix = np.column_stack([bent, middle - bent @ middle])
    moved = np.asarray(cv2.warpAffine(canvas, matrix, canvas.shape), dtype=np.float32)
    edge = float(chance.uniform(0.25, 0.65))  # high for a thin pen, low for a thick one
    return np.asarray(np.clip((moved - edge) * 6 + 0.5, 0, 1), dtype=np.float32)
