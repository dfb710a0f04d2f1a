"""The page being drawn, and what was drawn on it so far."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from samples import marks
from samples.fonts import Family, family
from samples.typeset import Piece, Setter, Typeface, pieces_of, text_of

A4 = (595.28, 841.89)
LEFT, RIGHT, TOP, BOTTOM = 85.0, 48.0, 62.0, 60.0
INDENT = 34.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is drawn. `seal`: red, black or none; `size` in points.

    `written_number` puts the number in by hand where the print leaves it blank;
    `incoming` are the lines of the receiving office's red stamp, if there is one.
    """

    seal: str = "red"
    signed: bool = True
    watermark: bool = True
    size: float = 13.5
    leading: float = 1.22
    written_number: str = ""
    incoming: tuple[str, ...] = ()
    typeface: Typeface | None = None
    font: str = ""
    seed: int = 7


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A printed line (cells by tabs) and its region, named as `pipeline.document.Region`."""

    text: str
    region: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF and what stands on each of its pages, in reading order."""

    pdf: bytes
    pages: tuple[tuple[DrawnLine, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The gold text of each page."""
        return tuple("\n".join(line.text for line in page) for page in self.pages)


@dataclass(frozen=True, slots=True)
class _Unicode:
    """The plain case: the family's faces take the text as it is."""

    family: Family

    def runs(self, text: str, bold: bool, italic: bool) -> list[tuple[str, str]]:
        return [(self.family.face(bold, italic), text)]


@dataclass(slots=True)
class Sheet:
    """The page being drawn: where the next line goes, and what was drawn so far."""

    style: Style
    canvas: Any
    buffer: io.BytesIO
    fonts: Family
    rng: random.Random
    size: tuple[float, float] = A4
    y: float = 0.0
    pages: list[list[DrawnLine]] = field(default_factory=list)

    @staticmethod
    def blank(style: Style) -> Sheet:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
        sheet = Sheet(style, canvas, buffer, family(style.font), random.Random(style.seed))
        sheet.open(A4)
        return sheet

    @property
    def width(self) -> float:
        return self.size[0] - LEFT - RIGHT

    def setter(self, size: float | None = None) -> Setter:
        return Setter(self.style.typeface or _Unicode(self.fonts), size or self.style.size)

    def open(self, size: tuple[float, float]) -> None:
        self.size = size
        self.canvas.setPageSize(size)
        if self.style.watermark:
            marks.watermark(self.canvas, self.fonts.files[1], *size)
        self.pages.append([])
        self.y = size[1] - TOP
        if len(self.pages) > 1:
            number = pieces_of(str(len(self.pages)))
            self.setter(13).put(self.canvas, number, size[0] / 2 - 3, size[1] - 40, None)

    def close(self) -> None:
        if len(self.pages) > 1:
            self.note(str(len(self.pages)), "page-number")
        self.canvas.showPage()

    def turn(self, size: tuple[float, float] | None = None) -> None:
        self.close()
        self.open(size or self.size)

    def need(self, height: float) -> None:
        """Turns the page unless so much room is left."""
        if self.y - height < BOTTOM:
            self.turn()

    def note(self, text: str, region: str) -> None:
        self.pages[-1].append(DrawnLine(text, region))

    def line(  # noqa: PLR0913, PLR0917
        self,
        pieces: list[Piece],
        x: float,
        y: float,
        region: str,
        size: float | None = None,
        fill: float | None = None,
    ) -> None:
        self.setter(size).put(self.canvas, pieces, x, y, fill)
        self.note(text_of(pieces), region)

    def centred(  # noqa: PLR0913, PLR0917
        self,
        text: str,
        middle: float,
        y: float,
        region: str,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
    ) -> float:
        """One centred line; its width comes back."""
        pieces = pieces_of(text, bold, italic)
        width = self.setter(size).width(pieces)
        self.line(pieces, middle - width / 2, y, region, size)
        return width

    def rule(self, middle: float, y: float, length: float) -> None:
        self.canvas.setLineWidth(0.7)
        self.canvas.line(middle - length / 2, y, middle + length / 2, y)

    def finish(self) -> Drawn:
        self.close()
        self.canvas.save()
        return Drawn(self.buffer.getvalue(), tuple(tuple(page) for page in self.pages))
