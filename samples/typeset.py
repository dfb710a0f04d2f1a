"""Words to lines: widths, wrapping, and the drawing of one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from reportlab.pdfbase import pdfmetrics

from samples.content import spans


class Typeface(Protocol):
    """How a text becomes runs of one font each; a legacy typeface changes the characters."""

    def runs(self, text: str, bold: bool, italic: bool) -> list[tuple[str, str]]:
        """(registered font, characters as that font has them) pairs."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or part of a word: no space inside; `glued` to the piece before it."""

    text: str
    bold: bool = False
    italic: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Setter:
    """A typeface at a size, in points."""

    typeface: Typeface
    size: float

    def width(self, pieces: Iterable[Piece]) -> float:
        """Set with single spaces."""
        total = 0.0
        for index, piece in enumerate(pieces):
            if index and not piece.glued:
                total += self.space
            for font, text in self.typeface.runs(piece.text, piece.bold, piece.italic):
                total += pdfmetrics.stringWidth(text, font, self.size)
        return total

    @property
    def space(self) -> float:
        """The width of a word space."""
        font, text = self.typeface.runs(" ", False, False)[0]
        return float(pdfmetrics.stringWidth(text, font, self.size))

    def wrap(self, pieces: list[Piece], width: float, indent: float = 0.0) -> list[list[Piece]]:
        """Greedy lines no wider than `width`, the first one less by `indent`."""
        lines: list[list[Piece]] = []
        line: list[Piece] = []
        room = width - indent
        for group in _unbroken(pieces):
            if line and self.width([*line, *group]) > room:
                lines.append(line)
                line, room = [], width
            line.extend(group)
        return [*lines, line] if line else lines

    def balanced(self, pieces: list[Piece], width: float) -> list[list[Piece]]:
        """As few lines as `width` allows, as even as they can be: titles are broken so."""
        lines = self.wrap(pieces, width)
        narrow = width
        while narrow > width / 3 and len(again := self.wrap(pieces, narrow - 6)) == len(lines):
            narrow, lines = narrow - 6, again
        return lines

    def put(self, canvas: Any, line: list[Piece], x: float, y: float, fill: float | None) -> None:
        """Draws a line from x on the base line y, stretched to `fill` points where given."""
        gaps = sum(1 for piece in line[1:] if not piece.glued)
        stretch = (fill - self.width(line)) / gaps if fill is not None and gaps else 0.0
        text = canvas.beginText(x, y)
        text.setWordSpace(stretch)
        for index, piece in enumerate(line):
            joint = "" if piece.glued or not index else " "
            for font, chars in self.typeface.runs(joint + piece.text, piece.bold, piece.italic):
                text.setFont(font, self.size)
                text.textOut(chars)
        text.setWordSpace(0)
        canvas.drawText(text)


def _unbroken(pieces: list[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.glued and groups:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def pieces_of(text: str, bold: bool = False, italic: bool = False) -> list[Piece]:
    """The words of a paragraph with its inline marks."""
    pieces: list[Piece] = []
    glue = False
    for run, run_bold, run_italic in spans(text):
        words = run.split()
        for index, word in enumerate(words):
            glued = index == 0 and glue and not run[:1].isspace()
            pieces.append(Piece(word, bold or run_bold, italic or run_italic, glued))
        glue = bool(words) and not run[-1:].isspace()
    return pieces


def text_of(line: Iterable[Piece]) -> str:
    """A line's text as a reader sees it."""
    out = ""
    for piece in line:
        out += piece.text if piece.glued or not out else f" {piece.text}"
    return out
