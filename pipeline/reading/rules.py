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

_SHORTEST_IN = 0.45
"""Inches; no letter, nor a row of touching letters, has so long a straight stroke."""
_THICKEST_IN = 0.035
"""Inches; thicker is a bar or a scan's black border, not a rule."""
_DARK = 160


@dataclass(frozen=True, slots=True)
class Rules:
    """Horizontal and vertical rules as thin boxes, in points."""

    horizontal: tuple[Box, ...] = ()
    vertical: tuple[Box, ...] = ()


def find_rules(grey: Grey, dpi: int) -> tuple[Rules, NDArray[np.bool_]]:
    """The rules of a level grey page, and the mask of their pixels (rows x columns)."""
    import cv2

    ink = (grey < _DARK).astype(np.uint8)
    length, thick = max(8, round(_SHORTEST_IN * dpi)), max(3, round(_THICKEST_IN * dpi))
    mask = np.zeros(grey.shape, dtype=bool)
    found: list[tuple[Box, ...]] = []
    for shape in ((length, 1), (1, length)):
        # Scans break rules; a wider bridge would join the strokes of neighbouring letters.
        bridge = np.ones((min(3, shape[1]), min(3, shape[0])), np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
        opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((shape[1], shape[0]), np.uint8))
        runs = np.asarray(opened, dtype=np.uint8)
        boxes = list(_thin(runs, thick, across=shape[0] > 1))
        for x, y, wide, high in boxes:
            mask[y : y + high, x : x + wide] |= runs[y : y + high, x : x + wide] > 0
        scale = 72 / dpi
        found.append(
            tuple(
                Box(x * scale, y * scale, (x + w) * scale, (y + h) * scale) for x, y, w, h in boxes
            )
        )
    return Rules(found[0], found[1]), mask


def _thin(runs: NDArray[np.uint8], thick: int, across: bool) -> Iterator[tuple[int, int, int, int]]:
    import cv2

    filled = np.flatnonzero(runs.any(axis=1))
    if not len(filled):
        return
    start = int(filled[0])
    runs = runs[start : int(filled[-1]) + 1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, wide, high, area in stats[1:]:
        long, short = (wide, high) if across else (high, wide)
        if area / max(1, long) <= thick and short <= max(thick, 0.03 * long):
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


_THIN_PT = 3.0
_SHORT_PT = 12.0


def rules_of_pdf(page: Any, frame: Frame) -> Rules:
    """Thin paths, and the edges of framed rectangles, in points as seen."""
    horizontal: list[Box] = []
    vertical: list[Box] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        box = Box(*frame.seen(*item.get_bounds()))
        if box.height <= _THIN_PT < _SHORT_PT <= box.width:
            horizontal.append(box)
        elif box.width <= _THIN_PT < _SHORT_PT <= box.height:
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
