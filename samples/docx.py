"""A content as a Word file: the head rows and the closing are tables, as offices make them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from samples.content import Block, Content, Kind, spans

_STILL = (2024, 1, 1, 0, 0, 0)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(content: Content) -> bytes:
    """The document as .docx; the same content gives the same bytes."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13.5)
    stamp = datetime(*_STILL, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = stamp
    head = document.add_table(rows=2, cols=2)
    bodies = [(text, False) for text in content.parents]
    _cell(head.cell(0, 0), bodies + [(text, True) for text in content.issuers])
    _cell(head.cell(0, 1), [(text, True) for text in content.state])
    _cell(head.cell(1, 0), [(content.number_line, False)])
    _cell(head.cell(1, 1), [(content.place_line, False)], italic=True)
    for text in (content.type, content.subject):
        _run(document.add_paragraph(), text, bold=True, align=CENTRE)
    for block in (*content.preamble, *content.body):
        _block(document, block)
    foot = document.add_table(rows=1, cols=2)
    recipients = [("Nơi nhận:", True), *((text, False) for text in content.recipients)]
    _cell(foot.cell(0, 0), recipients, align=None)
    signed = [line for s in content.signatures for line in (*s.lines, "", "(MẪU)", "", s.name)]
    _cell(foot.cell(0, 1), [(line, True) for line in signed])
    return _still(document)


def _block(document: Any, block: Block) -> None:
    if block.kind is Kind.TABLE:
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        return
    paragraph = document.add_paragraph()
    bold = block.kind in (Kind.HEADING, Kind.CENTRED_BOLD)
    for text, run_bold, run_italic in spans(block.text):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or run_bold, run_italic or block.kind is Kind.ITALIC


def _cell(
    cell: Any, lines: list[tuple[str, bool]], italic: bool = False, align: Any = CENTRE
) -> None:
    for index, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _run(paragraph, text, bold, italic, align)


def _run(
    paragraph: Any, text: str, bold: bool = False, italic: bool = False, align: Any = None
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    paragraph.alignment = align


def _still(document: Any) -> bytes:
    """The file's bytes with every member at one fixed time."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, _STILL)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(member.filename))
    return out.getvalue()
