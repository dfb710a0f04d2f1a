"""PNG, JPEG and TIFF files: their pages as pictures with a resolution."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import ReadingError
from pipeline.reading.pdf.rendering import MOST_PIXELS

_A4_INCHES = (8.27, 11.69)
_PLAUSIBLE = (72.5, 1300)
"""Dots an inch; 72 and less is what programs write when they don't know."""


def pages_of_image(data: bytes, max_pixels: int) -> Iterator[tuple[Image.Image, int]]:
    """(picture in grey or RGB, upright by its own EXIF; dots an inch) for each frame.

    Raises ReadingError `not-an-image`, `page-too-large`, `damaged-image`.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first and has a code
    try:
        picture = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReadingError(
            "not-an-image", "The file is not a picture that can be opened: fetch it again."
        ) from error
    for index in range(getattr(picture, "n_frames", 1)):
        yield _frame(picture, index, max_pixels)


def _frame(picture: Image.Image, index: int, max_pixels: int) -> tuple[Image.Image, int]:
    try:
        picture.seek(index)
        if picture.width * picture.height > max_pixels:
            raise ReadingError(
                "page-too-large",
                f"The picture has {picture.width} x {picture.height} pixels, more than "
                f"{max_pixels}: scan it at 300 dpi.",
            )
        dpi = _dpi(picture)
        upright = ImageOps.exif_transpose(picture)
        return _brought_down(_plain(upright), dpi)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ReadingError(
            "damaged-image", f"The picture is damaged or cut off: fetch it again ({error})."
        ) from error


def _brought_down(picture: Image.Image, dpi: int) -> tuple[Image.Image, int]:
    """A picture with more pixels than are read well, made smaller."""
    excess = picture.width * picture.height / MOST_PIXELS
    if excess <= 1:
        return picture, dpi
    scale = excess**-0.5
    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BOX), max(1, round(dpi * scale))


def _plain(picture: Image.Image) -> Image.Image:
    """Grey or RGB; transparent parts become white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        solid = picture.convert("RGBA")
        paper = Image.new("RGBA", solid.size, "white")
        return Image.alpha_composite(paper, solid).convert("RGB")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")


def _dpi(picture: Image.Image) -> int:
    """What the file says where that is plausible, else as if the page were A4."""
    told = picture.info.get("dpi")
    try:
        value = float(told[0]) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        value = 0.0
    if _PLAUSIBLE[0] < value < _PLAUSIBLE[1]:
        return round(value)
    return max(50, round(max(picture.size) / _A4_INCHES[1]))
