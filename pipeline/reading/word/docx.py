"""Word files: paragraphs and tables in order, the layout's header tables as its blocks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pipeline.document import Line, Page, Region, Route, Word
from pipeline.errors import ReadingError
from pipeline.reading.layout.anchors import is_motto, is_recipients_head, is_signing
from pipeline.reading.text.judging import Verdict, judge
from pipeline.reading.text.plaintext import words_of_text
from pipeline.reading.word.letters import put_into_unicode
from pipeline.reading.word.numbers import Numbering


def read_docx(data: bytes) -> Page:
    """The document as one page of lines without boxes.

    A two-column table that holds the letterhead or the signature becomes two blocks,
    left before right; other tables come row by row with their cells.
    Raises ReadingError `not-a-docx`, `no-text`.
    """
    document = _open(data)
    converted = put_into_unicode(document)
    numbering = Numbering.of(document)
    lines = [line for item in document.iter_inner_content() for line in _block(item, numbering)]
    lines = [line for line in lines if line.words]
    if not lines:
        raise ReadingError("no-text", "The Word file has no text in it.")
    text = "\n".join(line.text for line in lines)
    judgement = judge(text)
    route = Route.LEGACY_TEXT if converted else Route.TEXT_LAYER
    if judgement.verdict is Verdict.GARBLED:
        route = Route.GARBLED_TEXT
    return Page(1, tuple(lines), route, f"Word file: {judgement.why}")


def _open(data: bytes) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets zip, XML and key errors through
        raise ReadingError(
            "not-a-docx", "The file is not a Word file that can be opened: save it again as .docx."
        ) from error


def _block(block: Any, numbering: Numbering) -> Iterator[Line]:
    if hasattr(block, "rows"):
        yield from _table(block, numbering)
    else:
        yield from _paragraph(block, Region.BODY, numbering)


def _paragraph(paragraph: Any, region: Region, numbering: Numbering) -> Iterator[Line]:
    """A line for each line of the paragraph that its author broke, with Word's own number."""
    has_text = bool(paragraph.text.strip())
    lines: list[list[Word]] = [words_of_text(numbering.marker(paragraph)) if has_text else []]
    glued = False
    for run in _runs(paragraph):
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
                glued = False
            glued = _append(lines[-1], part, glued, bool(run.bold), bool(run.italic))
    for index, words in enumerate(lines):
        if words:
            yield Line(tuple(words), region, paragraph=index == 0)


def _runs(paragraph: Any) -> Iterator[Any]:
    """All runs in order, those inside of links too."""
    for item in paragraph.iter_inner_content():
        yield from getattr(item, "runs", [item])


def _append(words: list[Word], text: str, glued: bool, bold: bool, italic: bool) -> bool:
    """Adds a run's words; a word that runs over from the last run is one word.

    Returns whether the run ended inside a word.
    """
    new = words_of_text(text, bold, italic)
    if glued and words and new and not text[:1].isspace():
        joined = words.pop().text + new.pop(0).text
        words.extend(words_of_text(joined, bold, italic))
    words.extend(new)
    return bool(text) and not text[-1].isspace() if text else glued


def _table(table: Any, numbering: Numbering) -> Iterator[Line]:
    rows = [_unique_cells(row) for row in table.rows]
    columns = _columns(rows)
    if columns is not None:
        for cells, region in columns:
            yield from (line for cell in cells for line in _cell_lines(cell, region, numbering))
        return
    for cells in rows:
        line = _row(cells, numbering)
        if line.words:
            yield line


def _unique_cells(row: Any) -> list[Any]:
    """Merged cells come once for each column they span."""
    cells: list[Any] = []
    for cell in row.cells:
        if not cells or cell._tc is not cells[-1]._tc:
            cells.append(cell)
    return cells


Column = tuple[list[Any], Region]


def _columns(rows: list[list[Any]]) -> tuple[Column, ...] | None:
    """The columns with their regions where the table is letterhead or signature.

    What stands between left and right (a third signature, mostly nothing) goes with the right.
    """
    if not rows or any(len(cells) > 3 for cells in rows) or len(rows) > 6:
        return None
    left = [cells[0] for cells in rows]
    middle = [cells[1] for cells in rows if len(cells) > 2]
    right = [cells[-1] for cells in rows if len(cells) > 1]
    if not right:
        return None
    if any(is_motto(text) for text in _texts(right)):
        beside = Region.LETTERHEAD_RIGHT
        return (left, Region.LETTERHEAD_LEFT), (middle, beside), (right, beside)
    recipients = any(is_recipients_head(text) for text in _texts(left))
    signing = any(is_signing(text) for text in _texts(right))
    if recipients or (signing and len(rows) <= 3):
        region = Region.RECIPIENTS if recipients else Region.SIGNATURE
        return (left, region), (middle, Region.SIGNATURE), (right, Region.SIGNATURE)
    return None


def _texts(cells: list[Any]) -> Iterator[str]:
    """The cells' printed lines."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            yield from paragraph.text.split("\n")


def _cell_lines(cell: Any, region: Region, numbering: Numbering) -> Iterator[Line]:
    for paragraph in cell.paragraphs:
        yield from _paragraph(paragraph, region, numbering)


def _row(cells: list[Any], numbering: Numbering) -> Line:
    words: list[Word] = []
    starts: list[int] = []
    for index, cell in enumerate(cells):
        if index:
            starts.append(len(words))
        for line in _cell_lines(cell, Region.TABLE, numbering):
            words.extend(line.words)
    return Line(tuple(words), Region.TABLE, paragraph=True, cells=tuple(starts))
