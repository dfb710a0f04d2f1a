"""A PDF page's text layer: words with boxes and fonts, by PDFium alone."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium_c

from pipeline.document import Box, Word
from pipeline.reading.pdf.pdfium import Frame
from pipeline.reading.text import legacy
from pipeline.reading.text.glyph_codes import Letters, letters_by_font
from pipeline.vietnamese import as_seen

_BREAKS = {0, 9, 10, 11, 12, 13, 32, 0xA0, 0x200B, 0x3000} | set(range(0x2000, 0x200B))
_LINE_END_HYPHEN = {0x02: "-", 0xFFFE: "-"}
"""PDFium's own codes for a hyphen at a line's end."""
_FOREIGN = (0x2EE, 0x4FD)
"""Codes that Vietnamese text does not have, but for the marks of decomposed letters."""
_UPRIGHT = 4
"""Degrees; text that leans more is a watermark or turned."""
_LEVEL = 0.02
"""Rise of a line that counts as level."""
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Font:
    """What of a font matters for reading."""

    name: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word as it stands in the layer. `angle` is in whole degrees, clockwise.

    `tied`: drawn right behind the word before it, with a gap between that only letters
    drawn elsewhere may fill (see fragments.py).
    """

    text: str
    box: Box
    font: Font
    angle: int
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """The layer's words in drawing order; `turn` (0, 90, 180, 270) makes it upright.

    `from_glyphs`: fonts gave glyph numbers, which were turned into letters.
    """

    words: tuple[LayerWord, ...]
    turn: int = 0
    from_glyphs: bool = False

    @property
    def text(self) -> str:
        """All words by spaces, to judge."""
        return " ".join(w.text for w in self.words)


class _Chars:
    """PDFium's characters of one page by index."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        self.raw = textpage.raw
        self.frame = frame
        self.count = textpage.count_chars()
        self._rect = pdfium_c.FS_RECTF()
        self._fonts: dict[tuple[bytes, int, int], Font] = {}
        self._buffer = ctypes.create_string_buffer(256)
        self.letters: dict[str, Letters] = {}
        if any(_FOREIGN[0] <= self.code(i) <= _FOREIGN[1] for i in range(self.count)):
            self.letters = letters_by_font(self._drawn())

    def code(self, index: int) -> int:
        """The character; a letter where the font's codes are glyph numbers."""
        code = int(pdfium_c.FPDFText_GetUnicode(self.raw, index))
        if not self.letters or pdfium_c.FPDFText_IsGenerated(self.raw, index) == 1:
            return code
        return self.letters.get(self.font(index).name, {}).get(code, code)

    def _drawn(self) -> Iterator[tuple[str, int]]:
        """(font, code) of each character; a blank where PDFium put one between words."""
        for index in range(self.count):
            made = pdfium_c.FPDFText_IsGenerated(self.raw, index) == 1
            yield self.font(index).name, ord(" ") if made else self.code(index)

    def box(self, index: int) -> tuple[float, float, float, float]:
        rect = self._rect
        pdfium_c.FPDFText_GetLooseCharBox(self.raw, index, rect)
        return self.frame.seen(rect.left, rect.bottom, rect.right, rect.top)

    def angle(self, index: int) -> int:
        radians = pdfium_c.FPDFText_GetCharAngle(self.raw, index)
        if radians < 0:
            return 0
        if radians and self._is_slanted(index):
            radians = 0.0
        return (round(math.degrees(radians)) + self.frame.rotation) % 360

    def _is_slanted(self, index: int) -> bool:
        """Whether the character leans on a level line: italics that a program made itself.

        PDFium takes the lean for the angle. Offices' programs fill in the day so.
        """
        matrix = pdfium_c.FS_MATRIX()
        known = pdfium_c.FPDFText_GetMatrix(self.raw, index, matrix)
        return bool(known) and matrix.a > 0 and abs(matrix.b) < _LEVEL * matrix.a

    def font(self, index: int) -> Font:
        flags = ctypes.c_int()
        length = pdfium_c.FPDFText_GetFontInfo(self.raw, index, self._buffer, 256, flags)
        name = self._buffer.raw[: max(0, min(length, 256) - 1)]
        weight = pdfium_c.FPDFText_GetFontWeight(self.raw, index)
        key = (name, weight, flags.value)
        if key not in self._fonts:
            self._fonts[key] = _font(name.decode("utf-8", "replace"), weight, flags.value)
        return self._fonts[key]


def _font(name: str, weight: int, flags: int) -> Font:
    low = name.lower()
    bold = "bold" in low or "black" in low or weight >= _BOLD_WEIGHT or bool(flags & 1 << 18)
    return Font(name, bold, "italic" in low or "oblique" in low or bool(flags & 1 << 6))


def read_layer(page: Any, frame: Frame) -> Layer:
    """The page's words, turned upright where most of the text is turned."""
    textpage = page.get_textpage()
    try:
        chars = _Chars(textpage, frame)
        words = tuple(_words(chars))
    finally:
        textpage.close()
    turn = _common_turn(words)
    from_glyphs = bool(chars.letters)
    if not turn:
        return Layer(words, 0, from_glyphs)
    size = frame.size
    made = (replace(w, box=turned(w.box, turn, size), angle=(w.angle + turn) % 360) for w in words)
    return Layer(tuple(made), turn, from_glyphs)


def _words(chars: _Chars) -> Iterator[LayerWord]:
    codes: list[int] = []
    first = -1
    tied = False
    box = [0.0, 0.0, 0.0, 0.0]
    for index in range(chars.count):
        code = chars.code(index)
        if code in _BREAKS:
            if codes:
                yield _word(chars, codes, first, box, tied)
            codes, tied = [], False
            continue
        x0, top, x1, bottom = chars.box(index)
        if codes:
            joins = _adjoins(box, x0, top, x1, bottom)
            jumps = joins and _jumps(box, x0, top, bottom) and _own_place(chars, code, index)
            if jumps or not joins:
                yield _word(chars, codes, first, box, tied)
                codes, tied = [], jumps
        if not codes:
            first, box = index, [x0, top, x1, bottom]
        else:
            box = [min(box[0], x0), min(box[1], top), max(box[2], x1), max(box[3], bottom)]
        codes.append(code)
    if codes:
        yield _word(chars, codes, first, box, tied)


def _adjoins(box: list[float], x0: float, top: float, x1: float, bottom: float) -> bool:
    """Whether a character stands right behind (turned text: beside) the word so far."""
    size = max(2.0, min(box[3] - box[1], bottom - top), min(box[2] - box[0], x1 - x0))
    across = max(x0 - box[2], box[0] - x1)
    along = max(top - box[3], box[1] - bottom)
    return across < 0.35 * size + 1.5 and along < 0.35 * size + 1.5


def _jumps(box: list[float], x0: float, top: float, bottom: float) -> bool:
    """Whether a letter's room lies between the word so far and this character, or it goes back."""
    size = min(box[3] - box[1], bottom - top)
    return not -0.25 * size < x0 - box[2] < 0.2 * size


def _own_place(chars: _Chars, code: int, index: int) -> bool:
    """A mark stands over its letter, and turned text goes down: neither jumps."""
    return not unicodedata.combining(chr(code)) and chars.angle(index) == 0


def _word(chars: _Chars, codes: list[int], first: int, box: list[float], tied: bool) -> LayerWord:
    text = "".join(_LINE_END_HYPHEN.get(code) or chr(code) for code in codes)
    return LayerWord(text, Box(*box), chars.font(first), chars.angle(first), tied)


def _common_turn(words: tuple[LayerWord, ...]) -> int:
    """The turn that most of the page's text needs to stand upright."""
    if not words:
        return 0
    angles = Counter(round(w.angle / 90) * 90 % 360 for w in words)
    angle, count = angles.most_common(1)[0]
    return (360 - angle) % 360 if count > len(words) / 2 else 0


def turned(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """A box of a page of that size (width, height) when the page is turned clockwise."""
    wide, high = size
    if turn == 90:
        return Box(high - box.bottom, box.x0, high - box.top, box.x1)
    if turn == 180:
        return Box(wide - box.x1, high - box.bottom, wide - box.x0, high - box.top)
    if turn == 270:
        return Box(box.top, wide - box.x1, box.bottom, wide - box.x0)
    return box


def leans(word: LayerWord) -> bool:
    """Whether the word stands askew: a watermark, a note in the margin."""
    return min(word.angle, 360 - word.angle) > _UPRIGHT


def decoded(layer: Layer) -> tuple[Layer, bool]:
    """The layer with its TCVN3 and VNI words in Unicode, and whether any font needed decoding.

    The font's name decides word by word; where no font tells, the whole page's
    statistics do (PDF producers rename fonts).
    """
    named = [legacy.encoding_of_font(w.font.name) for w in layer.words]
    guessed = None if any(named) else legacy.guess(layer.text)
    if not any(named) and guessed is None:
        return layer, layer.from_glyphs
    words = tuple(
        _decoded(word, kind or guessed) for word, kind in zip(layer.words, named, strict=True)
    )
    return replace(layer, words=words), True


def _decoded(word: LayerWord, kind: legacy.Encoding | None) -> LayerWord:
    if kind is None:
        return word
    capitals = legacy.is_capital_font(word.font.name)
    return replace(word, text=legacy.decode(word.text, kind, capitals))


def as_words(layer: Layer) -> list[Word]:
    """The upright words as `Word`, NFC, in drawing order."""
    made: list[Word] = []
    for word in layer.words:
        text = as_seen(word.text)
        if text and not leans(word):
            font = word.font
            made.append(Word(text, text, word.box, bold=font.bold, italic=font.italic))
    return made
