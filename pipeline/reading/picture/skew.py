"""How far a page is turned by some tenths of a degree, and turning it back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""A grey picture, rows x columns, 0 black."""

LIMIT = 6.0
"""Degrees looked at; scanners and photographs of paper seldom exceed them."""
_WORTH = 0.12
"""Below it turning blurs more than it straightens."""
_WORK_WIDTH = 600
"""Points across that show an angle; a narrower page is looked at as it is, since enlarging
a strip of paper to it would take gigabytes."""
_BAND = 8
"""Points across that are looked at as one: at LIMIT a line falls less than one row in them."""
_LEAST_INK = 200
"""Dark points that tell an angle; a page of one picture has none left without it."""


def find_skew(grey: Grey) -> float:
    """Degrees clockwise by which the text leans, 0.0 where there is no text to tell.

    The row sums of the ink are sharpest when the lines lie level: coarse steps of
    0.5 degrees, then fine ones of 0.05 around the best. All ink counts: of a sample of its
    points the rows' pattern can outweigh the lines.
    """
    import cv2

    small = shrunk(grey, grey.shape[1] // _WORK_WIDTH)
    limit = float(np.percentile(small[::2, ::2], 60)) - 40
    ink = (small < limit).astype(np.uint8)
    _without_big_blobs(ink)
    if cv2.countNonZero(ink) < _LEAST_INK:
        return 0.0
    size = (max(1, ink.shape[1] // _BAND), ink.shape[0])
    bands = np.asarray(cv2.resize(ink * 255, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    steps = np.arange(-LIMIT, LIMIT + 0.1, 0.5)
    half = cv2.resize(bands, (size[0], max(1, size[1] // 2)), interpolation=cv2.INTER_AREA)
    coarse = max(steps, key=lambda angle: _sharpness(np.asarray(half, np.uint8), angle, 2))
    steps = np.arange(coarse - 0.5, coarse + 0.51, 0.05)
    fine = max(steps, key=lambda angle: _sharpness(bands, angle))
    return float(round(fine, 2)) if abs(fine) > _WORTH else 0.0


def shrunk(grey: Grey, times: int) -> Grey:
    """The picture so many times smaller, each point the mean of its pixels; what is left
    over at the right and lower edge is cut off. Three times as fast as any other ratio."""
    import cv2

    high, wide = (side // times if times > 1 else side for side in grey.shape)
    if times <= 1 or not min(high, wide):
        return grey
    whole = grey[: high * times, : wide * times]
    return np.asarray(cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _without_big_blobs(ink: NDArray[np.uint8]) -> None:
    """Scan borders and pictures would outvote the text."""
    import cv2

    high, wide = ink.shape
    half = cv2.resize(ink, (max(1, wide // 2), max(1, high // 2)), interpolation=cv2.INTER_NEAREST)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(half, connectivity=8)
    big = (stats[:, cv2.CC_STAT_HEIGHT] > 30) | (stats[:, cv2.CC_STAT_WIDTH] > wide // 4)
    big[0] = False
    if count > 1 and big.any():
        drop = cv2.resize(
            big[labels].astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST
        )
        ink[cv2.dilate(drop, np.ones((3, 3), np.uint8)) > 0] = 0


def _sharpness(bands: Grey, degrees: float, rows: int = 1) -> float:
    """Sum of squared differences of neighbouring row sums after shearing by the angle;
    a column of `bands` stands for _BAND columns of the page, a row for so many rows."""
    import cv2

    high, wide = bands.shape
    fall = float(np.tan(np.radians(degrees))) * _BAND / rows
    room = int(abs(fall) * wide) + 1
    matrix = np.array([[1, 0, 0], [-fall, 1, room if fall > 0 else 0]], dtype=np.float64)
    sheared = cv2.warpAffine(bands, matrix, (wide, high + room), flags=cv2.INTER_NEAREST)
    sums = cv2.reduce(sheared, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float(cv2.norm(sums[1:], sums[:-1], cv2.NORM_L2SQR))


def straighten(grey: Grey, degrees: float) -> Grey:
    """The picture turned back by `degrees` around its middle, same size, white outside."""
    return straightened_part(grey, degrees, (0, 0), grey.shape)


def straightened_part(
    grey: Grey, degrees: float, corner: tuple[int, int], shape: tuple[int, ...]
) -> Grey:
    """Of the picture turned back so, `shape` (rows, columns) from the corner (row, column) on."""
    import cv2

    (top, left), (high, wide) = corner, shape
    if not degrees:
        return grey[top : top + high, left : left + wide]
    middle = (grey.shape[1] / 2, grey.shape[0] / 2)
    matrix = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    matrix[:, 2] -= (left, top)
    turned = cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, dtype=np.uint8)


def unstraighten(
    x: float, y: float, degrees: float, size: tuple[float, float]
) -> tuple[float, float]:
    """A point of the straightened page (width, height) back on the page as it was."""
    angle = np.radians(degrees)
    cx, cy = size[0] / 2, size[1] / 2
    dx, dy = x - cx, y - cy
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return cx + dx * cos - dy * sin, cy + dx * sin + dy * cos
