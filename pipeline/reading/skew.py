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
_WORK_WIDTH = 800
"""Points across that show an angle; a narrower page is looked at as it is, since enlarging
a strip of paper to it would take gigabytes."""
_ENOUGH = (12_000, 60_000)
"""Dark points that tell the coarse angle of a page, and the fine one."""
_LEAST_INK = 200
"""Dark points that tell an angle; a page of one picture has none left without it."""


def find_skew(grey: Grey) -> float:
    """Degrees clockwise by which the text leans, 0.0 where there is no text to tell.

    The row sums of the ink are sharpest when the lines lie level: coarse steps of
    0.5 degrees, then fine ones of 0.05 around the best.
    """
    import cv2

    scale = min(1.0, _WORK_WIDTH / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    limit = float(np.percentile(small, 60)) - 40
    ink = (small < limit).astype(np.uint8)
    _without_big_blobs(ink)
    if ink.sum() < _LEAST_INK:
        return 0.0
    rows, columns = (places.astype(np.float32) for places in np.nonzero(ink))
    few, more = (slice(None, None, max(1, len(rows) // enough)) for enough in _ENOUGH)
    steps = np.arange(-LIMIT, LIMIT + 0.1, 0.5)
    coarse = max(steps, key=lambda angle: _sharpness(rows[few], columns[few], angle))
    steps = np.arange(coarse - 0.5, coarse + 0.51, 0.05)
    fine = max(steps, key=lambda angle: _sharpness(rows[more], columns[more], angle))
    return float(round(fine, 2)) if abs(fine) > _WORTH else 0.0


def _without_big_blobs(ink: NDArray[np.uint8]) -> None:
    """Scan borders and pictures would outvote the text."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT] > 60
    wide = stats[:, cv2.CC_STAT_WIDTH] > ink.shape[1] // 2
    drop = np.flatnonzero(tall | wide)
    if count > 1 and len(drop):
        ink[np.isin(labels, drop[drop > 0])] = 0


def _sharpness(rows: NDArray[np.float32], columns: NDArray[np.float32], degrees: float) -> float:
    """Sum of squared differences of neighbouring row sums after shearing by the angle."""
    shifted = (rows - columns * np.float32(np.tan(np.radians(degrees)))).astype(np.int32)
    sums = np.bincount(shifted - shifted.min()).astype(np.float64)
    return float(np.square(np.diff(sums)).sum())


def straighten(picture: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The picture turned back by `degrees` around its middle, same size, white outside."""
    import cv2

    if not degrees:
        return picture
    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    white = 255 if picture.ndim == 2 else (255, 255, 255)
    turned = cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=white)
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
