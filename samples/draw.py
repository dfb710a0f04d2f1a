"""Draws a content in the official layout (Decree 30/2020, Appendix I) as a PDF.

What is drawn comes back with it, line by line in reading order: the gold text
of each page, in the order and form that the contract gives for `pages.text`.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from samples import marks
from samples.content import PARTY, STATE, Attachment, Block, Content, Kind, Signature, plain
from samples.fonts import Family, family
from samples.typeset import Piece, Setter, Typeface, pieces_of, text_of

A4 = (595.28, 841.89)
LEFT, RIGHT, TOP, BOTTOM = 85.0, 48.0, 62.0, 60.0
INDENT = 34.0
HEAD_COLUMN = 212.0
"""The widest line of the letterhead's left block."""


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


def draw(content: Content, style: Style | None = None) -> Drawn:
    """The document as a PDF. The same content and style give the same bytes.

    Raises FontNotFoundError where no font with Vietnamese letters is installed.
    """
    sheet = _Sheet.blank(style or Style())
    if content.letterhead:
        _letterhead(sheet, content)
    _title(sheet, content)
    if not content.about:  # a report names its addressees below its title
        _addressees(sheet, content)
    _blocks(sheet, (*content.preamble, *content.body))
    _closing(sheet, content.recipients, content.signatures)
    for attachment in content.attachments:
        _attachment(sheet, attachment)
    return sheet.finish()


@dataclass(slots=True)
class _Sheet:
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
    def blank(style: Style) -> _Sheet:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
        sheet = _Sheet(style, canvas, buffer, family(style.font), random.Random(style.seed))
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


# --- the three head rows -------------------------------------------------------


def _letterhead(sheet: _Sheet, content: Content) -> None:
    """Issuer | state title, then number | place and date; each block in one column."""
    left, right = sheet.size[0] * 0.268, sheet.size[0] * 0.695
    top = sheet.y
    low_left = _issuer_block(sheet, content, left, top)
    low_right = _state_block(sheet, content, right, top)
    row = min(low_left, low_right) - 17
    y = row
    if content.number_line:
        _number(sheet, content, left, row)
    for text in _wrapped_about(sheet, content.about):
        y -= 15
        sheet.centred(text, left, y, "letterhead-left", 12)
    if content.place_line:
        sheet.centred(content.place_line, right, row, "letterhead-right", 13.5, italic=True)
    if sheet.style.incoming:
        marks.incoming(sheet.canvas, sheet.fonts.files[1], sheet.style.incoming, 42, row - 10)
    _left_first(sheet)
    sheet.y = y - 28
    if content.about:
        _addressees(sheet, content)


def _addressees(sheet: _Sheet, content: Content) -> None:
    """Kính gửi: on the line of a single addressee, above several."""
    lines = list(content.to)
    if len(lines) == 1:
        lines = [f"Kính gửi: {lines[0]}"]
    elif lines:
        lines.insert(0, "Kính gửi:")
    for line in lines:
        sheet.centred(line, sheet.size[0] / 2, sheet.y, "body", 14)
        sheet.y -= 19


def _wrapped_about(sheet: _Sheet, about: str) -> list[str]:
    setter = sheet.setter(12)
    return [text_of(line) for line in setter.balanced(pieces_of(about), 190)]


def _issuer_block(sheet: _Sheet, content: Content, middle: float, y: float) -> float:
    setter = sheet.setter(12.5)
    length = 60.0
    bodies = [(text, False) for text in content.parents] + [(t, True) for t in content.issuers]
    for text, bold in bodies:
        for line in setter.balanced(pieces_of(text, bold), HEAD_COLUMN):
            length = setter.width(line)
            sheet.line(line, middle - length / 2, y, "letterhead-left", 12.5)
            y -= 15.5
    if content.party:
        sheet.canvas.drawCentredString(middle, y - 2, "*")
        return y - 6
    if content.issuers:
        sheet.rule(middle, y + 10.5, length * 0.42)
    return y


def _state_block(sheet: _Sheet, content: Content, middle: float, y: float) -> float:
    if content.party:
        length = sheet.centred(PARTY, middle, y, "letterhead-right", 14, bold=True)
        sheet.rule(middle, y - 4, length)
        return y - 15.5
    sheet.centred(STATE[0], middle, y, "letterhead-right", 12.5, bold=True)
    length = sheet.centred(STATE[1], middle, y - 15.5, "letterhead-right", 13.5, bold=True)
    sheet.rule(middle, y - 20, length)
    return y - 31


def _number(sheet: _Sheet, content: Content, middle: float, y: float) -> None:
    setter = sheet.setter(13)
    line = content.number_line
    if content.number:
        sheet.centred(line, middle, y, "letterhead-left", 13)
        return
    start = "Số" if content.party else "Số:"
    symbol = f"-{content.symbol}" if content.party else f"/{content.symbol}"
    gap = 34.0
    width = setter.width(pieces_of(start)) + gap + setter.width(pieces_of(symbol))
    x = middle - width / 2
    setter.put(sheet.canvas, pieces_of(start), x, y, None)
    setter.put(
        sheet.canvas, pieces_of(symbol), x + width - setter.width(pieces_of(symbol)), y, None
    )
    written = sheet.style.written_number
    if written:
        at = x + setter.width(pieces_of(start)) + 3
        marks.hand_digits(sheet.canvas, written, at, y, sheet.rng)
    sheet.note(f"{start} {written}{symbol}", "letterhead-left")


def _left_first(sheet: _Sheet) -> None:
    """The contract's order: the left block whole, then the right block."""
    page = sheet.pages[-1]
    page.sort(key=lambda line: line.region == "letterhead-right")


# --- title and body ------------------------------------------------------------


def _title(sheet: _Sheet, content: Content) -> None:
    middle = sheet.size[0] / 2
    if content.type:
        sheet.centred(content.type, middle, sheet.y, "title", 14, bold=True)
        sheet.y -= 18
    if content.subject:
        for line in sheet.setter(14).balanced(
            pieces_of(content.subject, bold=True), sheet.width - 50
        ):
            sheet.centred(text_of(line), middle, sheet.y, "title", 14, bold=True)
            sheet.y -= 17.5
        sheet.rule(middle, sheet.y + 11, 110)
    if content.type or content.subject:
        sheet.y -= 14


def _blocks(sheet: _Sheet, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if block.kind is Kind.BREAK:
            sheet.turn()
        elif block.kind is Kind.TABLE:
            _table(sheet, block.rows)
        elif block.kind in (Kind.CENTRED, Kind.CENTRED_BOLD, Kind.CENTRED_ITALIC):
            _centred(sheet, block)
        else:
            _paragraph(sheet, block)


def _centred(sheet: _Sheet, block: Block) -> None:
    bold, italic = block.kind is Kind.CENTRED_BOLD, block.kind is Kind.CENTRED_ITALIC
    for line in sheet.setter().wrap(pieces_of(block.text, bold, italic), sheet.width - 40):
        sheet.need(18)
        sheet.centred(text_of(line), sheet.size[0] / 2, sheet.y, "body", None, bold, italic)
        sheet.y -= sheet.style.size * sheet.style.leading
    sheet.y -= 4


def _paragraph(sheet: _Sheet, block: Block) -> None:
    """First line indented, justified, the last line ragged; 5 points after it."""
    bold, italic = block.kind is Kind.HEADING, block.kind is Kind.ITALIC
    setter = sheet.setter()
    lines = setter.wrap(pieces_of(block.text, bold, italic), sheet.width, INDENT)
    step = sheet.style.size * sheet.style.leading
    if block.kind is Kind.HEADING:
        sheet.need(step * (len(lines) + 1))
    for index, line in enumerate(lines):
        sheet.need(step)
        indent = INDENT if index == 0 else 0.0
        last = index == len(lines) - 1
        fill = None if last else sheet.width - indent
        sheet.line(line, LEFT + indent, sheet.y, "body", None, fill)
        sheet.y -= step
    sheet.y -= 5


# --- tables ---------------------------------------------------------------------


def _table(sheet: _Sheet, rows: tuple[tuple[str, ...], ...]) -> None:
    """Ruled cells, the header bold; a row goes on the next page whole."""
    setter = sheet.setter(12)
    widths = _column_widths(setter, rows, sheet.width)
    sheet.y += 6
    for index, row in enumerate(rows):
        cells = [
            setter.wrap(pieces_of(cell, bold=index == 0), width - 9)
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(1, *(len(cell) for cell in cells)) * 14.5 + 6
        sheet.need(height)
        _row(sheet, setter, cells, widths, height)
        sheet.note("\t".join(plain(cell) for cell in row), "table")
    sheet.y -= 20


def _column_widths(setter: Setter, rows: tuple[tuple[str, ...], ...], width: float) -> list[float]:
    """Shares of the width by the square root of a column's longest cell, words unbroken."""
    columns = list(zip(*rows, strict=True))
    least = [
        max((setter.width([p]) for cell in column for p in pieces_of(cell, True)), default=0) + 10
        for column in columns
    ]
    wish = [max(len(cell) for cell in column) ** 0.6 for column in columns]
    spare = max(0.0, width - sum(least))
    return [low + spare * share / sum(wish) for low, share in zip(least, wish, strict=True)]


def _row(
    sheet: _Sheet,
    setter: Setter,
    cells: list[list[list[Piece]]],
    widths: list[float],
    height: float,
) -> None:
    x = LEFT
    sheet.canvas.setLineWidth(0.6)
    for lines, width in zip(cells, widths, strict=True):
        sheet.canvas.rect(x, sheet.y - height, width, height)
        for number, line in enumerate(lines):
            setter.put(sheet.canvas, line, x + 4.5, sheet.y - 13 - number * 14.5, None)
        x += width
    sheet.y -= height


# --- recipients, signatures, attachments ---------------------------------------


def _closing(sheet: _Sheet, recipients: tuple[str, ...], signatures: tuple[Signature, ...]) -> None:
    """Nơi nhận left, the signing block right; two signers side by side above Nơi nhận."""
    if not recipients and not signatures:
        return
    lines = max((len(s.lines) for s in signatures), default=0)
    room = max(lines * 17 + 110.0 if signatures else 0, 20 + 14.0 * len(recipients))
    joint = len(signatures) > 1
    sheet.need(room + (20 + 14 * len(recipients) if joint else 0))
    sheet.y -= 8
    top = sheet.y
    if joint:
        for place, signature in zip((0.27, 0.72), signatures, strict=True):
            sheet.y = min(sheet.y, _signature(sheet, signature, sheet.size[0] * place, top))
        _recipients(sheet, recipients, sheet.y - 14)
        return
    low = _recipients(sheet, recipients, top)
    for signature in signatures:
        low = min(low, _signature(sheet, signature, sheet.size[0] * 0.715, top))
    sheet.y = low


def _recipients(sheet: _Sheet, recipients: tuple[str, ...], y: float) -> float:
    if not recipients:
        return y
    sheet.line(pieces_of("Nơi nhận:", True, True), LEFT, y, "recipients", 12)
    setter = sheet.setter(11)
    for recipient in recipients:
        for line in setter.wrap(pieces_of(recipient), sheet.width * 0.47):
            y -= 13.5
            sheet.line(line, LEFT, y, "recipients", 11)
    sheet.y = min(sheet.y, y - 13.5)
    return y - 13.5


def _signature(sheet: _Sheet, signature: Signature, middle: float, y: float) -> float:
    for text in signature.lines:
        for line in sheet.setter(13.5).balanced(pieces_of(text, bold=True), 225):
            sheet.centred(text_of(line), middle, y, "signature", 13.5, bold=True)
            y -= 16.5
    if sheet.style.signed:
        ink = marks.INK if sheet.style.seal == "red" else marks.BLACK
        marks.signature(sheet.canvas, middle + 6, y - 27, sheet.rng, ink)
    if sheet.style.seal != "none":
        colour = marks.RED if sheet.style.seal == "red" else marks.BLACK
        jitter = (sheet.rng.uniform(-8, 6), sheet.rng.uniform(-5, 5))
        marks.seal(
            sheet.canvas, sheet.fonts.files[1], middle - 44 + jitter[0], y - 24 + jitter[1], colour
        )
    y -= 66
    if signature.name:
        sheet.centred(signature.name, middle, y, "signature", 13.5, bold=True)
    return y - 20


def _attachment(sheet: _Sheet, attachment: Attachment) -> None:
    sheet.turn((A4[1], A4[0]) if attachment.landscape else A4)
    middle = sheet.size[0] / 2
    for index, text in enumerate(attachment.titles):
        for line in sheet.setter(14).balanced(pieces_of(text, bold=True), sheet.width - 40):
            region = "title" if index < 2 else "body"
            sheet.centred(text_of(line), middle, sheet.y, region, 14, bold=True)
            sheet.y -= 18
    for line in sheet.setter(13).balanced(
        pieces_of(attachment.note, italic=True), sheet.width - 40
    ):
        sheet.centred(text_of(line), middle, sheet.y, "title", 13, italic=True)
        sheet.y -= 17
    sheet.rule(middle, sheet.y + 9, 90)
    sheet.y -= 12
    _blocks(sheet, attachment.body)
    _closing(sheet, (), attachment.signatures)
