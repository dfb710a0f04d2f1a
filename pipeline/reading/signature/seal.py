"""A round seal without colour: found by its shape, lightened where its ink is paler than print.

On colour scans the seal goes with its colour (see cleaning); on grey ones it lies
over the title and the name as a grey disc of rings and letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.picture.skew import Grey

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


_STEPS = (-30, -18, -6, 8, 20)
"""From the grey that parts the inks: how dark print is under a seal differs from letter to
letter, and the readings must differ enough to count as so many."""


def shades(grey: Grey, seal: Seal) -> tuple[int, ...]:
    """Greys for `lightened`: around the one that best parts the inks inside the seal.

    Copies differ; the ink of print and of the seal are two heaps of greys in each.
    """
    import cv2

    rows, columns = np.indices(grey.shape)
    inside = np.hypot(columns - seal.x, rows - seal.y) < seal.radius
    ink = grey[inside & (grey < 150)]
    if len(ink) < 200:
        return ()
    parting, _ = cv2.threshold(ink.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return tuple(int(parting) + step for step in _STEPS)


def lightened(grey: Grey, seal: Seal, print_below: int) -> Grey:
    """The picture with all inside the seal that is paler than `print_below` (a grey) white.

    Print under a seal is darker than the seal alone, on grey scans.
    """
    made, place = grey.copy(), _square(grey.shape, seal, 1.06 * seal.radius)
    part = grey[place]
    disc = _away(seal, place) < 1.06 * seal.radius
    darkest = print_below - 40.0
    stretched = np.clip((part.astype(np.float64) - darkest) * 255.0 / 40.0, 0, 255)
    made[place] = np.where(disc, stretched.astype(np.uint8), part)
    return made


def without(grey: Grey, seal: Seal, radius: float) -> Grey:
    """The picture with all within `radius` pixels of the seal's middle white."""
    made, place = grey.copy(), _square(grey.shape, seal, radius)
    made[place][_away(seal, place) < radius] = 255
    return made


_RINGS_FROM, _RINGS_TO = 0.5, 1.08
"""Times the radius: where a seal has rings."""
_RING_INK = 0.55
"""Share of a circle that is ink from which it is part of a ring; letters cover less."""


def without_rings(grey: Grey, seal: Seal) -> Grey:
    """The picture without the seal's rings; strokes that cross a ring stay whole."""
    place = _square(grey.shape, seal, (_RINGS_TO + 0.1) * seal.radius)
    away = _away(seal, place)
    made = grey.copy()
    for inner, outer in _rings(grey[place], away, seal):
        ring = (away > inner - 1.0) & (away < outer + 1.0)
        y, x = np.nonzero(ring)
        y, x = y + place[0].start, x + place[1].start
        crossed = _dark_at(grey, seal, x, y, inner - 2.5) & _dark_at(grey, seal, x, y, outer + 2.5)
        made[y[~crossed], x[~crossed]] = 255
    return made


def haze(grey: Grey, seal: Seal, shape: tuple[int, int], shift: tuple[float, float]) -> Grey:
    """How often the seal is dark in each place of another picture (0..255 of `shape`).

    A seal is much the same all around: what is dark at a distance from its middle on most
    sides is so in the places that print lies over. `shift` is where the other picture's
    left top corner lies in this one (x, y).
    """
    last = int(_RINGS_TO * seal.radius)
    place = _square(grey.shape, seal, last + 1)
    radius = np.rint(_away(seal, place)).astype(np.int64)
    near = radius <= last
    dark = np.bincount(radius[near], weights=255.0 - grey[place][near], minlength=last + 1)
    often = dark / np.maximum(np.bincount(radius[near], minlength=last + 1), 1)
    spread = np.maximum(often, np.maximum(np.roll(often, 1), np.roll(often, -1)))
    there = Seal(seal.x - shift[0], seal.y - shift[1], seal.radius)
    made, place = np.zeros(shape, dtype=np.uint8), _square(shape, there, last + 1)
    away = np.rint(_away(there, place)).astype(np.int64)
    made[place] = np.where(away <= last, spread[np.minimum(away, last)], 0)
    return made


def _square(shape: tuple[int, ...], seal: Seal, reach: float) -> tuple[slice, slice]:
    """The part of a picture (rows, columns) within so many pixels of the seal's middle."""
    ends = [(int(at - reach), int(at + reach + 1)) for at in (seal.y, seal.x)]
    (top, bottom), (left, right) = (np.clip(e, 0, n) for e, n in zip(ends, shape, strict=True))
    return slice(top, bottom), slice(left, right)


def _away(seal: Seal, place: tuple[slice, slice]) -> NDArray[np.float64]:
    """The distance of each pixel in a part of the picture from the seal's middle."""
    rows, columns = np.ogrid[place]
    return np.asarray(np.hypot(columns - seal.x, rows - seal.y), dtype=np.float64)


_ASIDE = 4
"""Pixels by which a circle found at _WORK_DPI may lie off, in each direction."""


def centred(grey: Grey, seal: Seal) -> Seal:
    """The seal with its middle where its rings are sharpest, to half a pixel."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    radii = np.arange(0.82 * seal.radius, 1.1 * seal.radius)
    across, down = (
        np.cos(angles)[None, :] * radii[:, None],
        np.sin(angles)[None, :] * radii[:, None],
    )
    edge = _ASIDE + 1
    dark = np.pad(grey < 140, edge, mode="edge")

    def places(x: float, y: float) -> NDArray[np.intp]:
        """Where in `dark` the rings around this middle lie, one behind the other."""
        columns = np.clip(np.rint(across + x), 0, grey.shape[1] - 1).astype(np.intp) + edge
        rows = np.clip(np.rint(down + y), 0, grey.shape[0] - 1).astype(np.intp) + edge
        return np.asarray(rows * dark.shape[1] + columns)

    def sharpness(at: NDArray[np.intp]) -> float:
        inked = np.count_nonzero(dark.ravel()[at], axis=1) / len(angles)
        return float((inked**3).sum())

    here, reach = places(seal.x, seal.y), range(-_ASIDE, _ASIDE + 1)
    moves = [(dx, dy) for dx in reach for dy in reach]
    dx, dy = max(moves, key=lambda move: sharpness(here + move[1] * dark.shape[1] + move[0]))
    x, y = seal.x + dx, seal.y + dy
    near = [(x + dx, y + dy) for dx in (-0.5, 0.0, 0.5) for dy in (-0.5, 0.0, 0.5)]
    x, y = max(near, key=lambda place: sharpness(places(*place)))
    return Seal(x, y, seal.radius)


def _rings(grey: Grey, away: NDArray[np.float64], seal: Seal) -> list[tuple[float, float]]:
    """Inner and outer radius of each ring, in pixels."""
    radius = np.rint(away).astype(int)
    first, last = int(_RINGS_FROM * seal.radius), int(_RINGS_TO * seal.radius)
    near = radius <= last
    dark = np.bincount(radius[near], weights=(grey[near] < 140).astype(float), minlength=last + 1)
    size = np.bincount(radius[near], minlength=last + 1)
    inked = dark / np.maximum(size, 1) >= _RING_INK
    found: list[tuple[float, float]] = []
    for r in range(first, last + 1):
        if not inked[r]:
            continue
        if found and r - found[-1][1] <= 1:
            found[-1] = (found[-1][0], float(r))
        else:
            found.append((float(r), float(r)))
    return [ring for ring in found if ring[1] - ring[0] < 0.14 * seal.radius]


def _dark_at(
    grey: Grey, seal: Seal, x: NDArray[np.int64], y: NDArray[np.int64], radius: float
) -> NDArray[np.bool_]:
    """Whether the picture is dark where the ray through each pixel meets the circle."""
    across, down = x - seal.x, y - seal.y
    length = np.maximum(np.hypot(across, down), 1e-6)
    columns = np.clip(np.rint(seal.x + across / length * radius), 0, grey.shape[1] - 1)
    rows = np.clip(np.rint(seal.y + down / length * radius), 0, grey.shape[0] - 1)
    return np.asarray(grey[rows.astype(int), columns.astype(int)] < 140)
