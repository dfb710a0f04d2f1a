"""Pages as pictures for people: the report and the review page."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipeline.errors import ReadingError
from pipeline.reading.images import pages_of_image
from pipeline.reading.kinds import kind_of_file
from pipeline.reading.opening import read_bytes
from pipeline.reading.pdf.pdfium import frame_of, open_pdf
from pipeline.reading.pdf.rendering import fitting_dpi, render

_MOST_PIXELS = 50_000_000


def render_page(path: Path, number: int, dpi: int, rotation: int = 0) -> Image.Image:
    """Page `number` (from 1) as a picture; a box in points is at `box * dpi / 72` on it.

    `rotation` is `Page.rotation`, for pages that were read turned.
    Raises ReadingError as `read` does, and `no-such-page`, `no-picture`.
    """
    kind = kind_of_file(path)
    if kind == ".pdf":
        return _of_pdf(path, number, dpi, rotation)
    if kind in (".png", ".jpg", ".jpeg", ".tif", ".tiff"):
        return _of_image(path, number, dpi, rotation)
    raise ReadingError("no-picture", f"A '{kind}' file has no pages to show.")


def _of_pdf(path: Path, number: int, dpi: int, rotation: int) -> Image.Image:
    with open_pdf(path) as document:
        if not 1 <= number <= len(document):
            raise ReadingError("no-such-page", f"The PDF has no page {number}.")
        page = document[number - 1]
        try:
            fitting = fitting_dpi(frame_of(page).size, dpi, _MOST_PIXELS)
            return render(page, fitting, rotation)
        finally:
            page.close()


def _of_image(path: Path, number: int, dpi: int, rotation: int) -> Image.Image:
    pages = pages_of_image(read_bytes(path), max_pixels=500_000_000)
    for index, (picture, own) in enumerate(pages, 1):
        if index == number:
            size = (
                max(1, round(picture.width * dpi / own)),
                max(1, round(picture.height * dpi / own)),
            )
            shown = picture.resize(size, Image.Resampling.LANCZOS)
            return shown.rotate(-rotation, expand=True) if rotation else shown
    raise ReadingError("no-such-page", f"The file has no page {number}.")
