"""Reading: a file to a `Document`.

Text layers are judged page by page; pages without a sound one are rendered, cleaned
and recognised; both are put in the order of the official layout.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.document import Document
    from pipeline.settings import ReadingSettings

__all__ = ["read", "render_page"]


def read(path: Path, name: str, settings: ReadingSettings) -> Document:
    """The document that a file holds; `name` is its path relative to the input, with `/`.

    Raises ReadingError with a stable code and a message that says what to do.
    """
    from pipeline.reading.reader import read as read_file

    return read_file(path, name, settings)


def render_page(path: Path, number: int, dpi: int, rotation: int = 0) -> Image:
    """Page `number` (from 1) of a PDF or image file as a picture.

    A box in points is at `box * dpi / 72` on it when `rotation` is its `Page.rotation`.
    Raises ReadingError (`no-such-page`, `no-picture`, and those of `read`).
    """
    from pipeline.reading.pictures import render_page as render

    return render(path, number, dpi, rotation)
