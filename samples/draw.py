"""Draws a content in the official layout (Decree 30/2020, Appendix I) as a PDF.

What is drawn comes back with it, line by line in reading order: the gold text
of each page, in the order and form that the contract gives for `pages.text`.
"""

from __future__ import annotations

from samples import marks
from samples.content import Attachment, Block, Content, Kind, Signature
from samples.sheet import A4, INDENT, LEFT, Drawn, DrawnLine, Sheet, Style
from samples.table import draw_table
from samples.typeset import pieces_of, text_of

__all__ = ["Drawn", "DrawnLine", "Style", "draw"]

HEAD_COLUMN = 212.0
"""The widest line of the letterhead's left block."""


def draw(content: Content, style: Style | None = None) -> Drawn:
    """The document as a PDF. The same content and style give the same bytes.

    Raises FontNotFoundError where no font with Vietnamese letters is installed.
    """
    sheet = Sheet.blank(style or Style())
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


# --- the three head rows -------------------------------------------------------


def _letterhead(sheet: Sheet, content: Content) -> None:
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


def _addressees(sheet: Sheet, content: Content) -> None:
    """Kính gửi: on the line of a single addressee, above several."""
    lines = list(content.to)
    if len(lines) == 1:
        lines = [f"Kính gửi: {lines[0]}"]
    elif lines:
        lines.insert(0, "Kính gửi:")
    for line in lines:
        sheet.centred(line, sheet.size[0] / 2, sheet.y, "body", 14)
        sheet.y -= 19


def _wrapped_about(sheet: Sheet, about: str) -> list[str]:
    setter = sheet.setter(12)
    return [text_of(line) for line in setter.balanced(pieces_of(about), 190)]


def _issuer_block(sheet: Sheet, content: Content, middle: float, y: float) -> float:
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


def _state_block(sheet: Sheet, content: Content, middle: float, y: float) -> float:
    lines = content.state
    if len(lines) == 1:
        length = sheet.centred(lines[0], middle, y, "letterhead-right", 14, bold=True)
        sheet.rule(middle, y - 4, length)
        return y - 15.5
    sheet.centred(lines[0], middle, y, "letterhead-right", 12.5, bold=True)
    length = sheet.centred(lines[1], middle, y - 15.5, "letterhead-right", 13.5, bold=True)
    sheet.rule(middle, y - 20, length)
    return y - 31


def _number(sheet: Sheet, content: Content, middle: float, y: float) -> None:
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


def _left_first(sheet: Sheet) -> None:
    """The contract's order: the left block whole, then the right block."""
    page = sheet.pages[-1]
    page.sort(key=lambda line: line.region == "letterhead-right")


# --- title and body ------------------------------------------------------------


def _title(sheet: Sheet, content: Content) -> None:
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


def _blocks(sheet: Sheet, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if block.kind is Kind.BREAK:
            sheet.turn()
        elif block.kind is Kind.TABLE:
            draw_table(sheet, block.rows)
        elif block.kind in (Kind.CENTRED, Kind.CENTRED_BOLD, Kind.CENTRED_ITALIC):
            _centred(sheet, block)
        else:
            _paragraph(sheet, block)


def _centred(sheet: Sheet, block: Block) -> None:
    bold, italic = block.kind is Kind.CENTRED_BOLD, block.kind is Kind.CENTRED_ITALIC
    for line in sheet.setter().wrap(pieces_of(block.text, bold, italic), sheet.width - 40):
        sheet.need(18)
        sheet.centred(text_of(line), sheet.size[0] / 2, sheet.y, "body", None, bold, italic)
        sheet.y -= sheet.style.size * sheet.style.leading
    sheet.y -= 4


def _paragraph(sheet: Sheet, block: Block) -> None:
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


# --- recipients, signatures, attachments ---------------------------------------


def _closing(sheet: Sheet, recipients: tuple[str, ...], signatures: tuple[Signature, ...]) -> None:
    """Nơi nhận left, the signing block right; joint signers side by side above Nơi nhận.

    A third signer stands in the middle below the first two.
    """
    if not recipients and not signatures:
        return
    lines = max((len(s.lines) for s in signatures), default=0)
    room = max(lines * 17 + 110.0 if signatures else 0, 20 + 14.0 * len(recipients))
    joint = len(signatures) > 1
    rows = [signatures[i : i + 2] for i in range(0, len(signatures), 2)]
    sheet.need(room * max(1, len(rows)) + (20 + 14 * len(recipients) if joint else 0))
    sheet.y -= 8
    top = sheet.y
    if joint:
        for row in rows:
            places = (0.27, 0.72) if len(row) == 2 else (0.5,)
            for place, signature in zip(places, row, strict=True):
                sheet.y = min(sheet.y, _signature(sheet, signature, sheet.size[0] * place, top))
            top = sheet.y - 8
        _recipients(sheet, recipients, sheet.y - 14)
        return
    low = _recipients(sheet, recipients, top)
    for signature in signatures:
        low = min(low, _signature(sheet, signature, sheet.size[0] * 0.715, top))
    sheet.y = low


def _recipients(sheet: Sheet, recipients: tuple[str, ...], y: float) -> float:
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


def _signature(sheet: Sheet, signature: Signature, middle: float, y: float) -> float:
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


def _attachment(sheet: Sheet, attachment: Attachment) -> None:
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
