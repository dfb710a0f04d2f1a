"""Parts of a cleaned page, for a second look at what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from pipeline.document import Box, Word
from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.skew import Grey, straightened_part

STRIP_EDGE = 20
"""Pixels of white around strips of print that are put into one picture."""
_APART = 16
"""Pixels of white between two of them."""
FAINT = 0.72
"""Share of the paper's grey below which there may be ink: a pencil, a pale blue pen."""
_EDGE = 10
"""Pixels of white around a crop: letters that touch its edge are read badly."""


@dataclass(frozen=True, slots=True)
class Crop:
    """Part of a page: its pixels, and its left and top edge in points."""

    grey: Grey
    x0: float
    top: float
    dpi: int

    def place(self, seen: Seen) -> Word:
        """The word with its box on the page."""
        scale = 72 / self.dpi
        box = Box(
            self.x0 + seen.x0 * scale,
            self.top + seen.top * scale,
            self.x0 + seen.x1 * scale,
            self.top + seen.bottom * scale,
        )
        return Word(seen.text, seen.text, box, seen.confidence)

    def read(self, engine: Engine, psm: int, only: str = "") -> list[Word]:
        """The words in the crop, placed on the page; `only` limits the characters.

        Raises EngineError.
        """
        if min(self.grey.shape) < 6:
            return []
        padded = np.pad(self.grey, _EDGE, constant_values=255)
        seen = engine.words(Image.fromarray(padded), psm=psm, dpi=self.dpi, only=only)
        shift = _EDGE * 72 / self.dpi
        moved = replace(self, x0=self.x0 - shift, top=self.top - shift)
        return [moved.place(s) for s in seen]


def cut(cleaned: Cleaned, box: Box, every: bool = False) -> Crop:
    """The part of the page within the box (points); `every` with the ink of every colour."""
    scale = cleaned.dpi / 72
    high, wide = cleaned.grey.shape
    left, top = max(0, int(box.x0 * scale)), max(0, int(box.top * scale))
    right, bottom = min(wide, int(box.x1 * scale)), min(high, int(box.bottom * scale))
    part = (
        straightened_part(cleaned.every, cleaned.skew, (top, left), (bottom - top, right - left))
        if every
        else cleaned.grey[top:bottom, left:right]
    )
    return Crop(part, left / scale, top / scale, cleaned.dpi)


def tallest(crop: Crop, reaching: float = 0.0) -> float:
    """Height in points of the tallest ink that the crop's left and right edge do not cut.

    With `reaching`, ink that they cut counts too where it reaches so far (points) into it.
    """
    import cv2

    if not crop.grey.size:
        return 0.0
    ink = (crop.grey < FAINT * np.percentile(crop.grey, 75)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, wide = stats[1:, cv2.CC_STAT_LEFT], stats[1:, cv2.CC_STAT_WIDTH]
    whole = (left > 0) & (left + wide < crop.grey.shape[1])
    if reaching:
        whole |= wide * 72 / crop.dpi >= reaching
    heights = stats[1:, cv2.CC_STAT_HEIGHT][whole]
    return float(heights.max()) * 72 / crop.dpi if len(heights) else 0.0


def stacked(strips: Sequence[Grey]) -> tuple[Grey, list[int]]:
    """One picture of strips of print, one below the other, and the top of each in it.

    All begin `STRIP_EDGE` pixels from the left.
    """
    tops: list[int] = []
    at = STRIP_EDGE
    for strip in strips:
        tops.append(at)
        at += strip.shape[0] + _APART
    wide = max(strip.shape[1] for strip in strips) + 2 * STRIP_EDGE
    picture = np.full((at + STRIP_EDGE, wide), 255, dtype=np.uint8)
    for strip, top in zip(strips, tops, strict=True):
        high, across = strip.shape
        picture[top : top + high, STRIP_EDGE : STRIP_EDGE + across] = strip
    return picture, tops
