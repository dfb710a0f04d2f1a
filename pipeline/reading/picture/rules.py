"""Ruled lines of a page: found in the picture or among the PDF's paths.

On a picture they are taken out before recognition, which makes letters of them;
the grids they form become table rows.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from pipeline.document import Box
from pipeline.reading.pdf.pdfium import Frame
from pipeline.reading.picture.skew import Grey

_THICKEST_IN = 0.035
"""Inches; thicker is a bar or a scan's black border, not a rule."""
_STANDS_OUT = 40
"""Greys by which a rule is darker than what lies above and below it. Worn and pale rules
keep that much; paper whitened by `cleaning` has no such edges."""
_SURE = ((0.45, 0.93), (0.8, 0.7))
"""Inches of a run, and the share of them that must have ink: a short rule is one when it is
unbroken, a longer one may be worn. Strokes that letters share along a line of text come to
seven tenths of half an inch, and to half of a longer run."""


_SHORT_IN, _PRINT_BESIDE = 1.25, 0.25
"""Inches up to which strokes of letters can make a rule: where thin print is pale, their
serifs run on from one to the next. The letters' stems show it, in 0.27 to 0.78 of the run;
beside 60 short rules below letterheads 0.11 at most had ink."""
_INK = 225
"""Greys of whitened paper below which something is printed."""
_BRIDGE_IN = 0.06
"""Inches of a gap that is closed; a wider bridge would reach letters behind a rule's end."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Horizontal and vertical rules as thin boxes, in points."""

    horizontal: tuple[Box, ...] = ()
    vertical: tuple[Box, ...] = ()


def find_rules(grey: Grey, dpi: int) -> tuple[Rules, Grey]:
    """The rules of a level grey page, and the mask of their pixels (255, rows x columns).

    Pale, worn and broken rules are found whole: a rule is a ridge, darker than what lies
    beside it, most of whose length has ink.
    """
    import cv2

    thick = max(3, round(_THICKEST_IN * dpi))
    mask = np.zeros_like(grey)
    level = _along_rows(grey, dpi, thick, mask, print_beside=_PRINT_BESIDE)
    turned = np.asarray(cv2.transpose(grey), dtype=np.uint8)
    upright = _along_rows(turned, dpi, thick, mask.T, print_beside=1.0)
    return Rules(
        tuple(Box(x0, top, x1, bottom) for x0, top, x1, bottom in level),
        tuple(Box(x0, top, x1, bottom) for top, x0, bottom, x1 in upright),
    ), mask


def _along_rows(
    grey: Grey, dpi: int, thick: int, mask: Grey, print_beside: float
) -> list[tuple[float, float, float, float]]:
    """(x0, top, x1, bottom) in points of the rules along rows; their pixels are set in `mask`.

    Short ones with more print beside them than that share are letters' strokes.
    """
    ridges = _ridges(grey, thick // 2 + 1)
    runs = _runs(ridges, dpi)
    if runs is None:
        return []
    shortest = round(0.9 * _SURE[0][0] * dpi / _STEP)
    scale = 72 / dpi
    found: list[tuple[float, float, float, float]] = []
    for x, y, wide, high in _thin(runs, thick, shortest):
        x0, x1 = x * _STEP, min((x + wide) * _STEP, grey.shape[1])
        short = x1 - x0 < _SHORT_IN * dpi
        if short and _beside(grey, (x0, y, x1, y + high)) > print_beside:
            continue
        drawn = np.repeat(runs[y : y + high, x : x + wide], _STEP, axis=1)[:, : x1 - x0]
        mask[y : y + high, x0:x1] |= drawn
        found.append((x0 * scale, y * scale, x1 * scale, (y + high) * scale))
    return found


def _beside(grey: Grey, run: tuple[int, int, int, int]) -> float:
    """Share of a run's columns that have ink right above or right below, whichever has more."""
    x0, top, x1, bottom = run
    sides = grey[max(0, top - 3) : max(0, top - 1), x0:x1], grey[bottom + 1 : bottom + 3, x0:x1]
    return max(float((s < _INK).any(axis=0).mean()) if s.size else 0.0 for s in sides)


_STEP = 4
"""Pixels along the rules that are looked at as one."""


def _ridges(grey: Grey, thick: int) -> Grey:
    """255 where ink of less than twice `thick` rows has lighter paper above and below, else 0."""
    import cv2

    ridge = np.zeros_like(grey)
    beside = cv2.min(grey[: -2 * thick], grey[2 * thick :])
    ridge[thick:-thick] = cv2.subtract(beside, grey[thick:-thick])
    return np.asarray(cv2.threshold(ridge, _STANDS_OUT, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _runs(ridges: Grey, dpi: int) -> Grey | None:
    """The ridges that run on for long enough to be sure, their gaps closed, a pixel for
    every _STEP along them; None where there are none."""
    import cv2

    short = _shortened(ridges)
    sure = np.zeros_like(short)
    for inches, share in _SURE:
        length = round(inches * dpi / _STEP) | 1  # odd: its middle is a pixel
        core = cv2.threshold(cv2.blur(short, (length, 1)), 255 * share, 255, cv2.THRESH_BINARY)[1]
        if core.any():
            spread = cv2.dilate(core, np.ones((1, length + 2), np.uint8))
            sure = np.asarray(cv2.max(sure, spread), dtype=np.uint8)
    if not sure.any():
        return None
    drawn = cv2.threshold(short, 127, 255, cv2.THRESH_BINARY)[1]
    bridge = np.ones((1, round(_BRIDGE_IN * dpi / _STEP) | 1), np.uint8)
    closed = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, bridge)
    return np.asarray(cv2.bitwise_and(sure, closed), dtype=np.uint8)


def _shortened(ridges: Grey) -> Grey:
    """The share of each _STEP pixels of a row that are of a ridge there or a pixel above or
    below: paper waves, and of skew there is a rest. As four bytes of all or no bits."""
    import cv2

    wide = ridges.shape[1] // _STEP * _STEP
    four = ridges[:, :wide].view(np.uint32)
    wider = four.copy()
    wider[1:] |= four[:-1]
    wider[:-1] |= four[1:]
    shares = np.rint(np.linspace(0, 255 * 255 / 32, 256)).clip(0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(np.bitwise_count(wider), shares), dtype=np.uint8)


def _thin(
    runs: NDArray[np.uint8], thick: int, shortest: int
) -> Iterator[tuple[int, int, int, int]]:
    """(x, y, width, height) of the runs that are as long and thin as a rule."""
    import cv2

    filled = runs.any(axis=1)
    rows = np.flatnonzero(filled | np.roll(filled, 1))  # of empty ones one keeps runs apart
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs[rows], connectivity=8)
    for x, y, wide, high, area in stats[1:]:
        # The runs are two pixels thicker than the rules they were made from.
        thin = area / wide <= thick + 2 and high <= max(thick + 2, 0.03 * wide * _STEP)
        if thin and wide >= shortest:
            yield int(x), int(rows[y]), int(wide), int(high)


def erase(grey: Grey, mask: Grey) -> Grey:
    """The page without the rules: they and their grey edges painted as paper."""
    import cv2

    if not mask.any():
        return grey
    return np.asarray(cv2.max(grey, cv2.dilate(mask, np.ones((3, 3), np.uint8))), dtype=np.uint8)


THIN_PT = 3.0
"""Paths and bars of at most so many points' thickness are rules."""
_SHORT_PT = 12.0


def rules_of_pdf(page: Any, frame: Frame) -> Rules:
    """Thin paths, and the edges of framed rectangles, in points as seen."""
    horizontal: list[Box] = []
    vertical: list[Box] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        box = Box(*frame.seen(*item.get_bounds()))
        if box.height <= THIN_PT < _SHORT_PT <= box.width:
            horizontal.append(box)
        elif box.width <= THIN_PT < _SHORT_PT <= box.height:
            vertical.append(box)
        elif min(box.width, box.height) > 8 and _is_framed(item):
            horizontal += [Box(box.x0, y, box.x1, y) for y in (box.top, box.bottom)]
            vertical += [Box(x, box.top, x, box.bottom) for x in (box.x0, box.x1)]
    return Rules(tuple(horizontal), tuple(vertical))


def _is_framed(item: Any) -> bool:
    """A stroked rectangle: four or five segments, drawn as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke) or not stroke.value:
        return False
    return 4 <= int(pdfium_c.FPDFPath_CountSegments(item)) <= 6
