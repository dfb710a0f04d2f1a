"""From a path to a `Document`, by the file's kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pipeline.document import Document, Finding, Page, Route, Severity
from pipeline.errors import ReadingError
from pipeline.reading.engine.library import engine_of
from pipeline.reading.engine.tesseract import Engine, EngineError
from pipeline.reading.images import pages_of_image
from pipeline.reading.kinds import kind_of
from pipeline.reading.layout.furniture import set_aside
from pipeline.reading.opening import read_bytes, sha256
from pipeline.reading.pdf.pages import read_pdf
from pipeline.reading.scan import read_picture
from pipeline.reading.text.plaintext import read_text
from pipeline.reading.word.doc import read_doc
from pipeline.reading.word.docx import read_docx
from pipeline.settings import ReadingSettings

Pages = tuple[list[Page], list[Finding]]
_Reader = Callable[[Path, bytes, ReadingSettings, Engine], Pages]


def read(
    path: Path, name: str, settings: ReadingSettings, engine: Engine | None = None
) -> Document:
    """The document that a file holds; `name` is its path relative to the input.

    Raises ReadingError with a stable code and a message that says what to do.
    """
    data = read_bytes(path)
    ending = path.suffix.lower()
    if ending not in _READERS:
        advice = f"Files ending in '{path.suffix}' are not read: save it as PDF or Word (.docx)."
        raise ReadingError("unknown-kind", advice)
    kind = kind_of(data, ending)
    pages, findings = _READERS[kind](path, data, settings, engine or engine_of(settings))
    if findings and not any(page.words for page in pages):
        raise ReadingError(findings[0].code, findings[0].message)
    if not any(page.words for page in pages):
        findings.append(Finding("reading", "no-text", "Nothing was read on any page."))
    if kind != ending:
        findings.append(_renamed(ending, kind))
    return Document(name, sha256(data), tuple(set_aside(pages)), tuple(findings))


def _renamed(ending: str, kind: str) -> Finding:
    message = f"The file is named {ending} but holds a {kind}: it was read as that."
    return Finding("reading", "other-kind", message, Severity.INFO)


def _pdf(path: Path, data: bytes, settings: ReadingSettings, engine: Engine) -> Pages:
    return read_pdf(path, data[:_HEAD], settings, engine)


_HEAD = 1024
"""Bytes within which a PDF says that it is one."""


def _image(_: Path, data: bytes, settings: ReadingSettings, engine: Engine) -> Pages:
    pages: list[Page] = []
    findings: list[Finding] = []
    for number, (picture, dpi) in enumerate(pages_of_image(data, settings.max_pixels), 1):
        try:
            read = read_picture(np.asarray(picture), dpi, engine)
        except EngineError as error:
            findings.append(Finding("reading", error.code, str(error), Severity.ERROR, number))
            pages.append(Page(number, (), Route.OCR, f"not read: {error}"))
            continue
        made = Page(number, read.lines, Route.OCR, read.how, *read.size, read.rotation, read.skew)
        pages.append(made)
    return pages, findings


def _text(path: Path, data: bytes, _: ReadingSettings, __: Engine) -> Pages:
    return [read_text(data, markdown=path.suffix.lower() == ".md")], []


def _docx(_: Path, data: bytes, __: ReadingSettings, ___: Engine) -> Pages:
    return [read_docx(data)], []


def _doc(path: Path, _: bytes, settings: ReadingSettings, __: Engine) -> Pages:
    return [read_doc(path, settings.page_seconds)], []


_READERS: dict[str, _Reader] = {
    ".pdf": _pdf,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), _image),
    **dict.fromkeys((".txt", ".md"), _text),
    ".docx": _docx,
    ".doc": _doc,
}
"""By file ending; `batch` counts other files as skipped."""
