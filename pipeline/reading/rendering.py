"""A PDF page to pixels: at the resolution of its scan, never at more than is read well."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image

from pipeline.reading.pdf import Placed

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
    return Image.fromarray(_drawn(page, dpi, turn))


def pixels_of(page: Any, dpi: int, masked: bool = True) -> NDArray[np.uint8]:
    """The page as rows x columns x 3 of RGB, or of grey.

    A page that is nothing but a JPEG is not drawn, its own pixels are taken; not so where
    images of the document may be `masked`.
    """
    own = None if masked else _own_pixels(page, dpi)
    return _drawn(page, dpi) if own is None else own


_MASK = re.compile(rb"/(?:SMask(?!InData|\s*/None)|Mask)\b")


def has_masks(data: bytes) -> bool:
    """Whether an image in a PDF file may have a mask, which PDFium does not tell.

    Images are streams, whose dictionaries stand in the file as they are.
    """
    return _MASK.search(data) is not None


def _drawn(page: Any, dpi: int, turn: int = 0) -> NDArray[np.uint8]:
    """The page as PDFium draws it, in RGB.

    PDFium rounds sides up: 1654.00001 pixels become 1655, and a scan that is stretched by
    that one pixel loses the sharp edges that tell one of one bit a pixel.
    """
    bitmap = page.render(scale=dpi / 72 * _JUST_BELOW, rotation=turn, rev_byteorder=True)
    try:
        return np.array(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()


_OFF = 0.4
"""Points by which the only image of a page may lie off its edges: one pixel at READ_AT."""
_MOST_DECODED = 10_000_000
"""Pixels of an image that is taken whole into memory: A4 at 300 dpi has 8.7 million."""


def _own_pixels(page: Any, dpi: int) -> NDArray[np.uint8] | None:
    """The pixels of the JPEG that is all there is on an upright page, at `dpi`; None for
    every other page, and for coarser images.

    So most pages of scans are made, and to draw them takes twice as long as to decode them.
    JPEGs alone: what else there is has palettes, masks and bits.
    """
    import cv2

    image = _only_image(page)
    wide, high = (round(side * dpi / 72) for side in page.get_size())
    if image is None or not _is_plain(image, page, (wide, high)):
        return None
    try:
        bitmap = image.get_bitmap()  # which owns the pixels
    except pypdfium2.PdfiumError:
        return None
    pixels = bitmap.to_numpy()
    if pixels.ndim == 3 and pixels.shape[2] != len("BGR"):
        return None
    if pixels.shape[:2] != (high, wide):
        pixels = cv2.resize(pixels, (wide, high), interpolation=cv2.INTER_LINEAR)
    own = pixels.copy() if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return np.asarray(own, dtype=np.uint8)


def _only_image(page: Any) -> Any | None:
    """The image that a page without annotations consists of."""
    objects = list(islice(page.get_objects(max_depth=1), 2))
    alone = len(objects) == 1 and objects[0].type == pdfium_c.FPDF_PAGEOBJ_IMAGE
    noted = pdfium_c.FPDFPage_GetAnnotCount(page) > 0 or pdfium_c.FPDFPage_HasTransparency(page)
    return objects[0] if alone and not noted and not page.get_rotation() else None


def _is_plain(image: Any, page: Any, size: tuple[int, int]) -> bool:
    """A JPEG of at least `size` that lies upright and uncut over the page and nowhere else."""
    pixels = image.get_px_size()
    fine = all(own >= side > 0 for own, side in zip(pixels, size, strict=True))
    if not fine or pixels[0] * pixels[1] > _MOST_DECODED:
        return False
    across, turned, leaning, up, *_ = image.get_matrix().get()
    upright = turned == leaning == 0 and across > 0 and up > 0
    clip = pdfium_c.FPDFPageObj_GetClipPath(image)
    cut = bool(clip) and pdfium_c.FPDFClipPath_CountPaths(clip) > 0
    edges = zip(image.get_bounds(), page.get_bbox(), strict=True)
    covers = all(abs(own - edge) <= _OFF for own, edge in edges)
    return upright and not cut and covers and image.get_filters()[-1:] == ["DCTDecode"]
