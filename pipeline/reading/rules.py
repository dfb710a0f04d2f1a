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
from pipeline.reading.pdf import Frame
from pipeline.reading.skew import Grey

_THICKEST_IN = 0.035
"""Inches; thicker is a bar or a scan's black border, not a rule."""
_STANDS_OUT = 40
"""Greys by which a rule is darker than what lies above and below it. Worn and pale rules
keep that much; paper whitened by `cleaning` has no such edges."""
_SURE = ((0.45, 0.93), (0.8, 0.7))
"""Inches of a run, and the share of them that must have ink: a short rule is one when it is
unbroken, a longer one may be worn. Strokes that letters share along a line of text come to
seven tenths of half an inch, and to half of a longer run."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Horizontal and vertical rules as thin boxes, in points."""

    horizontal: tuple[Box, ...] = ()
    vertical: tuple[Box, ...] = ()


def find_rules(grey: Grey, dpi: int) -> tuple[Rules, NDArray[np.bool_]]:
    """The rules of a level grey page, and the mask of their pixels (rows x columns).

    Pale, worn and broken rules are found whole: a rule is a ridge, darker than what lies
    beside it, most of whose length has ink.
    """
    thick = max(3, round(_THICKEST_IN * dpi))
    mask = np.zeros(grey.shape, dtype=bool)
    found: list[tuple[Box, ...]] = []
    for across in (True, False):
        runs = _runs(_ridges(grey, thick // 2 + 1, across), dpi, across)
        boxes = list(_thin(runs, thick, round(0.9 * _SURE[0][0] * dpi), across))
        for x, y, wide, high in boxes:
            mask[y : y + high, x : x + wide] |= runs[y : y + high, x : x + wide] > 0
        scale = 72 / dpi
        found.append(
            tuple(
                Box(x * scale, y * scale, (x + w) * scale, (y + h) * scale) for x, y, w, h in boxes
            )
        )
    return Rules(found[0], found[1]), mask


def _ridges(grey: Grey, thick: int, across: bool) -> Grey:
    """255 where ink of less than twice `thick` pixels has lighter paper on both sides, else 0."""
    import cv2

    beside = np.zeros_like(grey)
    if across:
        beside[thick:-thick] = cv2.min(grey[: -2 * thick], grey[2 * thick :])
    else:
        beside[:, thick:-thick] = cv2.min(grey[:, : -2 * thick], grey[:, 2 * thick :])
    ridge = cv2.subtract(beside, grey)
    return np.asarray(cv2.threshold(ridge, _STANDS_OUT, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _runs(ridges: Grey, dpi: int, across: bool) -> Grey:
    """The ridges that run on for long enough to be sure, their gaps closed."""
    import cv2

    def along(pixels: int) -> tuple[int, int]:
        return (pixels, 1) if across else (1, pixels)

    def block(pixels: int) -> NDArray[np.uint8]:
        return np.ones(along(pixels)[::-1], np.uint8)

    # Paper waves and a rest of skew: a rule may step by a pixel.
    wider = cv2.dilate(ridges, np.ones((3, 1) if across else (1, 3), np.uint8))
    sure = np.zeros_like(wider)
    for inches, share in _SURE:
        length = max(8, round(inches * dpi))
        core = cv2.threshold(cv2.blur(wider, along(length)), 255 * share, 255, cv2.THRESH_BINARY)
        sure = np.bitwise_or(sure, np.asarray(cv2.dilate(core[1], block(length)), dtype=np.uint8))
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, block(round(_SURE[0][0] * dpi / 3)))
    return np.asarray(cv2.bitwise_and(sure, closed), dtype=np.uint8)


def _thin(
    runs: NDArray[np.uint8], thick: int, shortest: int, across: bool
) -> Iterator[tuple[int, int, int, int]]:
    """(x, y, width, height) of the runs that are as long and thin as a rule."""
    import cv2

    filled = np.flatnonzero(runs.any(axis=1))
    if not len(filled):
        return
    start = int(filled[0])
    runs = runs[start : int(filled[-1]) + 1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, wide, high, area in stats[1:]:
        long, short = (wide, high) if across else (high, wide)
        # The runs are two pixels thicker than the rules they were made from.
        thin = area / max(1, long) <= thick + 2 and short <= max(thick + 2, 0.03 * long)
        if thin and long >= shortest:
            yield int(x), int(y) + start, int(wide), int(high)


def erase(grey: Grey, mask: NDArray[np.bool_]) -> Grey:
    """The page without the rules: they and their grey edges painted as paper."""
    import cv2

    if not mask.any():
        return grey
    wider = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    cleaned = grey.copy()
    cleaned[wider] = 255
    return cleaned


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
