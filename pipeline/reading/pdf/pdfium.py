"""Opening PDFs with pypdfium2, and their pages' size, rotation and images."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from pipeline.errors import ReadingError

_HEADER_WITHIN = 1024
"""Readers accept `%PDF-` anywhere in the first kilobyte (ISO 32000-1, Annex H, note 13)."""


@contextmanager
def open_pdf(path: Path, head: bytes | None = None) -> Iterator[Any]:
    """The open document; closed at the end of the block.

    Raises ReadingError `not-a-pdf`, `damaged-pdf`, `encrypted-pdf`, `no-pages`.
    """
    if head is not None and b"%PDF-" not in head[:_HEADER_WITHIN]:
        raise ReadingError(
            "not-a-pdf", "The file is named .pdf but is not one: give it its right ending."
        )
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _why_not(error, path) from error
    try:
        if len(document) == 0:
            raise ReadingError("no-pages", NO_PAGES)
        yield document
    finally:
        document.close()


NO_PAGES = "The PDF has no pages: make it again."
_ROOT_WITHOUT = re.compile(rb"/Count\s+0\b")
_A_PAGE = re.compile(rb"/Type\s*/Page\b")


def _why_not(error: Exception, path: Path) -> ReadingError:
    code = getattr(error, "err_code", None)
    if code == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        return ReadingError(
            "encrypted-pdf",
            "The PDF is protected by a password: save a copy without one and run again.",
        )
    if code == pdfium_c.FPDF_ERR_SECURITY:
        return ReadingError(
            "encrypted-pdf",
            "The PDF's protection is of a kind that cannot be opened: save a copy without it.",
        )
    data = path.read_bytes()
    if _ROOT_WITHOUT.search(data) and not _A_PAGE.search(data):
        return ReadingError("no-pages", NO_PAGES)
    return ReadingError(
        "damaged-pdf", "The PDF is damaged or cut off: fetch it again, or print it to a new PDF."
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible rectangle in its own coordinates, and its rotation (0..270)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in points as a person sees the page."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.rotation in (90, 270) else (wide, high)

    def seen(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box from page space (y up) to (x0, top, x1, bottom) as seen (y down)."""
        if self.rotation == 90:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.rotation == 180:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        if self.rotation == 270:
            return self.top - y1, self.right - x1, self.top - y0, self.right - x0
        return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0


def frame_of(page: Any) -> Frame:
    """The crop box within the media box, as PDFium shows the page."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


@dataclass(frozen=True, slots=True)
class Placed:
    """An image on a page: its pixels, and where it stands (x0, top, x1, bottom as seen).

    `bilevel`: it has one bit a pixel.
    """

    pixels: tuple[int, int]
    box: tuple[float, float, float, float]
    bilevel: bool = False

    @property
    def dpi(self) -> float:
        """The finer of the two directions; sides may be swapped by rotation."""
        wide, high = self.box[2] - self.box[0], self.box[3] - self.box[1]
        if wide <= 0 or high <= 0:
            return 0.0
        return max(self.pixels) / max(wide, high) * 72


def images_of(page: Any, frame: Frame) -> list[Placed]:
    """All image objects of the page, those in forms included, to a depth of four."""
    found: list[Placed] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if not pdfium_c.FPDFImageObj_GetImagePixelSize(item, wide, high):
            continue
        told = pdfium_c.FPDF_IMAGEOBJ_METADATA()
        known = pdfium_c.FPDFImageObj_GetImageMetadata(item, page, told)
        bilevel = bool(known) and told.bits_per_pixel == 1
        found.append(Placed((wide.value, high.value), frame.seen(*item.get_bounds()), bilevel))
    return found


def covered(images: list[Placed], size: tuple[float, float]) -> float:
    """Share of the page that its images cover (strips of one scan add up), at most 1."""
    wide, high = size
    area = 0.0
    for image in images:
        x0, top, x1, bottom = image.box
        seen_wide = max(0.0, min(x1, wide) - max(x0, 0.0))
        area += seen_wide * max(0.0, min(bottom, high) - max(top, 0.0))
    return min(1.0, area / (wide * high)) if wide > 0 and high > 0 else 0.0
