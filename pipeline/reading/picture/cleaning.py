"""A scanned page made ready for the recogniser: coloured ink out, paper white, text grey.

The recipe and what each step gains were measured; see docs/reading.md. It never
thresholds: Tesseract does that itself, and tone marks do not survive it twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.picture.rules import Rules, erase, find_rules
from pipeline.reading.picture.skew import Grey, find_skew, shrunk, straighten

READ_AT = 210
"""Dots an inch at which Tesseract reads best for its time."""
_COLOURED = 45
"""Difference of colour channels above which a pixel is ink of a colour."""
_COLOURED_SHARE = 0.0005
"""Share of coloured pixels that makes a page a colour page."""
_TINT = 8
"""Difference of the paper's channels from which it is tinted."""
_DARK_PAPER = 100
"""Darker than that is a photograph, not paper."""
_EDGE_STEP, _BLACK = 8, 90
"""Times smaller that a scan is looked at for black edges, and the grey from which they are
black there: lines of print are mostly paper."""
_STAMP_SHARE = 8
"""Percentile of a page's red pixels that is the stamp alone; print under it is darker."""
_STAMP_DEPTH = 50
"""Greys below the stamp's at which print under it is black."""
_DARKEST_STAMP = 110.0
_CLIP_SIGMAS = 3.2
"""Paper whiter than (its most common grey - 3.2 sigma of its noise) becomes white."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A grey page, level, at `dpi`. `skew` is what it was turned back by, in degrees clockwise.

    `every` is the page as it lay, with the ink of every colour, to tell a place left empty
    from one written in blue; little of it is looked at and only that is turned. `rules` are
    in points. `coloured` tells whether stamps and signatures could be taken out by their
    colour; `bilevel` whether its print had no greys.
    """

    grey: Grey
    every: Grey
    dpi: int
    rules: Rules
    skew: float = 0.0
    coloured: bool = False
    bilevel: bool = False

    def every_level(self) -> Grey:
        """`every` turned as `grey` is."""
        return straighten(self.every, self.skew)


def clean(picture: NDArray[np.uint8], dpi: int) -> Cleaned:
    """A page (rows x columns, or x 3 RGB) cleaned at READ_AT or, if coarser, its own resolution.

    Finer pages are not read better and take longer, and 1-bit ones are read better once
    their jagged edges are grey; all but the softening of these is done at the lower one.
    """
    if picture.ndim == 3:
        picture = _balanced(picture)
    coloured = picture.ndim == 3 and _is_coloured(picture)
    bilevel = not coloured and _is_bilevel(picture)
    page, at = _brought_down(picture if coloured else _grey(picture, dpi, bilevel), dpi)
    grey = without_coloured_ink(page) if coloured else page
    if not bilevel:
        grey = _whiten(_even_light(grey))
    grey = _without_edges(grey)
    skew = find_skew(grey)
    level = straighten(grey, skew)
    rules, mask = find_rules(level, at)
    every = _darkest(page) if coloured else grey
    return Cleaned(erase(level, mask), every, at, rules, skew, coloured, bilevel)


def _darkest(picture: NDArray[np.uint8]) -> Grey:
    """The darkest channel: ink of every colour."""
    import cv2

    red, green, blue = cv2.split(picture)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def _brought_down(picture: NDArray[np.uint8], dpi: int) -> tuple[NDArray[np.uint8], int]:
    import cv2

    if dpi <= READ_AT * 1.15:
        return picture, dpi
    scale = READ_AT / dpi
    smaller = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, dtype=np.uint8), READ_AT


def _without_edges(grey: Grey) -> Grey:
    """The page with the scanner's black edges white.

    Pale print is lost beside them: Tesseract parts ink from paper by the greys of the whole
    page, and takes what is black alone for ink.
    """
    import cv2

    small = shrunk(grey, _EDGE_STEP)
    dark = (small < _BLACK).astype(np.uint8)
    ends = (dark[0], dark[-1], dark[:, 0], dark[:, -1])
    if not any(end.any() for end in ends):
        return grey
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    sides = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    edge = np.isin(labels, np.unique(sides[sides > 0])).astype(np.uint8)
    wider = cv2.dilate(edge, np.ones((3, 3), np.uint8))
    size = (wider.shape[1] * _EDGE_STEP, wider.shape[0] * _EDGE_STEP)
    mask = cv2.resize(wider, size, interpolation=cv2.INTER_NEAREST) > 0
    high, wide = (min(a, b) for a, b in zip(mask.shape, grey.shape, strict=True))
    made = np.array(grey)
    made[:high, :wide][mask[:high, :wide]] = 255
    made[high:], made[:, wide:] = 255, 255
    return made


def _balanced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A page on tinted paper (bluish scans, yellowed sheets) as on grey paper.

    Pale print on it has the paper's tint and would pass for coloured ink.
    """
    import cv2

    paper = np.median(picture[::8, ::8].reshape(-1, 3), axis=0)
    brightest = float(paper.max())
    if brightest - paper.min() < _TINT or paper.min() < _DARK_PAPER:
        return picture
    scaled = np.arange(256)[:, None] * (brightest / paper)[None, :]
    table = np.clip(scaled, 0, 255).astype(np.uint8)[:, None, :]
    return np.asarray(cv2.LUT(picture, table), dtype=np.uint8)


def _is_coloured(picture: NDArray[np.uint8]) -> bool:
    import cv2

    red, green, blue = cv2.split(np.ascontiguousarray(picture[::4, ::4]))
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return bool((cv2.subtract(most, least) > _COLOURED).mean() > _COLOURED_SHARE)


def _grey(picture: NDArray[np.uint8], dpi: int, bilevel: bool) -> Grey:
    """The page in greys; the edges of a 1-bit one softened."""
    import cv2

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(grey, (0, 0), 0.6 * dpi / 200) if bilevel else grey
    return np.asarray(soft, dtype=np.uint8)


def without_coloured_ink(picture: NDArray[np.uint8]) -> Grey:
    """The brightest channel, in which red ink vanishes, and blue ink painted over.

    Black print is dark in all channels and stays, also where a stamp covers it.
    """
    import cv2

    red, green, blue = cv2.split(picture)
    grey = np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
    is_blue = cv2.subtract(blue, red) > _COLOURED
    is_red = cv2.subtract(red, cv2.min(green, blue)) > _COLOURED
    grey[is_blue & (grey > 110)] = 255  # darker is print under the pen
    if is_red.any():
        grey[is_red] = _without_stamp(grey[is_red])
    return grey


def _without_stamp(seen: Grey) -> Grey:
    """The brightest channel of red pixels with the stamp's own shade made white.

    A scan gives black print under a stamp some of its red, so that no fixed limit parts
    the two; print is darker than the stamp by itself is, however dark that is.
    """
    stamp = max(_DARKEST_STAMP, float(np.percentile(seen, _STAMP_SHARE)))
    lifted = (np.arange(256) - (stamp - _STAMP_DEPTH)) * (255 / _STAMP_DEPTH)
    return np.asarray(np.clip(lifted, 0, 255).astype(np.uint8)[seen])


def _is_bilevel(picture: NDArray[np.uint8]) -> bool:
    sample = picture[::3, ::3] if picture.ndim == 2 else picture[::3, ::3, 1]
    return bool(((sample < 16) | (sample > 239)).mean() > 0.995)


def _even_light(grey: Grey) -> Grey:
    """Divided by the paper's brightness, which is what a small copy without text shows."""
    import cv2

    high, wide = grey.shape
    small = shrunk(grey, 8)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    np.maximum(paper, 1, out=paper)
    light = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, light, scale=255), dtype=np.uint8)


def _whiten(grey: Grey) -> Grey:
    """A light blur against noise, then the paper's noise to plain white."""
    import cv2

    blurred = cv2.GaussianBlur(grey, (3, 3), 0.6)
    sample = blurred[::4, ::4]
    counts = np.bincount(sample.ravel(), minlength=256)
    mode = int(counts[128:].argmax()) + 128
    above = counts[mode:]
    spread = float(above @ np.arange(len(above)) ** 2) / max(1, int(above.sum()))
    sigma = spread**0.5
    limit = max(128.0, mode - _CLIP_SIGMAS * max(sigma, 4.0))
    table = np.clip(np.arange(256) * (255.0 / limit), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(blurred, table), dtype=np.uint8)
