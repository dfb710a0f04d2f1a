"""A PDF page to pixels: at the resolution of its scan, never at more than is read well."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.reading.pdf.pdfium import Placed

MOST_PIXELS = 36_000_000
"""Of a page to be read: A3 at 400 dpi, A1 at 200; beyond it memory grows and nothing else."""
LOW, HIGH = 150, 300
"""Dots an inch: below LOW Tesseract reads Vietnamese marks badly and the page is enlarged;
above HIGH it gains nothing and costs time."""


ENOUGH = 210
"""What greys and colours are rendered at most at: pages are read at 210 (cleaning.READ_AT),
and of 1-bit scans alone the finer pixels help, which are softened before."""


def native_dpi(images: list[Placed], page: tuple[float, float], default: int) -> int:
    """The resolution to render at: of the image that covers most of the page, within
    LOW..ENOUGH, or HIGH for one of one bit a pixel; `default` for a page drawn without one."""
    big = [i for i in images if _share(i, page) > 0.3 and i.dpi >= 36]
    if not big:
        return default
    best = max(big, key=lambda i: _share(i, page))
    return round(max(LOW, min(HIGH if best.bilevel else ENOUGH, best.dpi)))


def _share(image: Placed, page: tuple[float, float]) -> float:
    x0, top, x1, bottom = image.box
    area = page[0] * page[1]
    return (x1 - x0) * (bottom - top) / area if area > 0 else 0.0


def fitting_dpi(size: tuple[float, float], dpi: int, max_pixels: int) -> int:
    """The resolution at which a page of that size (points) keeps under the pixel limit."""
    wide, high = (max(1.0, s) / 72 for s in size)
    limit = (min(max_pixels, MOST_PIXELS) / (wide * high)) ** 0.5
    return max(1, min(dpi, int(limit)))


_JUST_BELOW = 1 - 1e-6
"""A page's size in points is kept in single precision, seven digits."""


def render(page: Any, dpi: int, turn: int = 0) -> Image.Image:
    """The page as RGB, turned clockwise by `turn` (0, 90, 180, 270)."""
    return Image.fromarray(pixels_of(page, dpi, turn))


def pixels_of(page: Any, dpi: int, turn: int = 0) -> NDArray[np.uint8]:
    """The page as PDFium draws it: rows x columns x 3 of RGB.

    PDFium rounds sides up: 1654.00001 pixels become 1655, and a scan that is stretched by
    that one pixel loses the sharp edges that tell one of one bit a pixel.
    """
    bitmap = page.render(scale=dpi / 72 * _JUST_BELOW, rotation=turn, rev_byteorder=True)
    try:
        return np.array(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
