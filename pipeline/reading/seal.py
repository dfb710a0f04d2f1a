"""A round seal without colour: found by its shape, lightened where its ink is paler than print.

On colour scans the seal goes with its colour (see cleaning); on grey ones it lies
over the title and the name as a grey disc of rings and letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.reading.skew import Grey

_RADIUS_IN = (0.45, 0.95)
"""Inches; seals of public bodies are 30 to 42 mm across (Thông tư 45/2017/TT-BCA), and
some copies are reduced."""
_WORK_DPI = 60
_RING = 0.6
"""Share of the circle's outline that must be ink."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal's middle and radius in pixels of the picture that was searched."""

    x: float
    y: float
    radius: float


def find_seal(grey: Grey, dpi: int) -> Seal | None:
    """The clearest round seal in the picture, or None."""
    import cv2

    scale = _WORK_DPI / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    low, high = (int(_WORK_DPI * r) for r in _RADIUS_IN)
    if min(small.shape) < 2 * low:
        return None
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, 20, param1=120, param2=22, minRadius=low, maxRadius=high
    )
    if found is None:
        return None
    soft: Grey = np.asarray(small, dtype=np.uint8)
    circles = [(float(x), float(y), float(r)) for x, y, r in np.asarray(found).reshape(-1, 3)[:5]]
    best = max(circles, key=lambda c: _coverage(soft, c))
    if _coverage(soft, best) < _RING:
        return None
    x, y, radius = (value / scale for value in best)
    return Seal(x, y, radius)


def _coverage(soft: Grey, circle: tuple[float, float, float]) -> float:
    """Share of the outline that is ink, at the best radius near the given one."""
    x, y, radius = circle
    angles = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    best = 0.0
    for near in np.arange(radius - 3, radius + 3.1, 0.5):
        columns = np.rint(x + near * np.cos(angles)).astype(int)
        rows = np.rint(y + near * np.sin(angles)).astype(int)
        inside = (rows >= 0) & (rows < soft.shape[0]) & (columns >= 0) & (columns < soft.shape[1])
        dark = soft[rows[inside], columns[inside]] < 200
        best = max(best, float(dark.sum()) / len(angles))
    return best


def lightened(grey: Grey, seal: Seal, print_below: int) -> Grey:
    """The picture with all inside the seal that is paler than `print_below` (a grey) white.

    Print under a seal is darker than the seal alone, on grey scans.
    """
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    disc = np.hypot(columns - seal.x, rows - seal.y) < 1.06 * seal.radius
    darkest = print_below - 40.0
    stretched = np.clip((grey.astype(np.float64) - darkest) * 255.0 / 40.0, 0, 255)
    return np.where(disc, stretched.astype(np.uint8), grey)
