"""A PDF page by page: which way each is read, and that way gone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.document import Finding, Page, Route, Severity, Word
from pipeline.errors import ReadingError
from pipeline.reading.engine.tesseract import Engine, EngineError
from pipeline.reading.layout.grids import find_tables
from pipeline.reading.layout.order import lay_out
from pipeline.reading.layout.tables import Table
from pipeline.reading.pdf.filled import with_filled_in
from pipeline.reading.pdf.fragments import put_together
from pipeline.reading.pdf.pdfium import Placed, covered, frame_of, images_of, open_pdf
from pipeline.reading.pdf.rendering import MOST_PIXELS, fitting_dpi, native_dpi, pixels_of
from pipeline.reading.pdf.tables import PdfTables, may_hold_table
from pipeline.reading.pdf.textlayer import Layer, as_words, decoded, read_layer, turned
from pipeline.reading.picture.cleaning import READ_AT, clean
from pipeline.reading.picture.rules import rules_of_pdf
from pipeline.reading.scan import read_picture
from pipeline.reading.text.judging import Judgement, Verdict, judge
from pipeline.settings import ReadingSettings

SCANNED = 0.5
"""Share of the page under images from which on it is a scan."""
_SMALLEST = 18.0
"""Points; a page smaller than a quarter inch holds no text."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, and what was noticed on it."""

    page: Page
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page can be read by."""

    settings: ReadingSettings
    engine: Engine
    tables: PdfTables


def read_pdf(
    path: Path, head: bytes, settings: ReadingSettings, engine: Engine
) -> tuple[list[Page], list[Finding]]:
    """All pages in order; `head` is the file's beginning. One bad page is a finding, not the
    document's end.

    Raises ReadingError as `open_pdf` does, and `too-many-pages`, `no-tesseract`.
    """
    pages: list[Page] = []
    findings: list[Finding] = []
    count = _page_count(path, head, settings)
    for start in range(0, count, _AT_ONCE):
        with open_pdf(path) as document, closing(PdfTables(path)) as tables:
            ways = Ways(settings, engine, tables)
            for index in range(start, min(start + _AT_ONCE, count)):
                read = _one_page(document, index, ways)
                pages.append(read.page)
                findings.extend(read.findings)
    return pages, findings


_AT_ONCE = 100
"""Pages after which the PDF is opened anew: PDFium keeps fonts and images until it is closed."""


def _page_count(path: Path, head: bytes, settings: ReadingSettings) -> int:
    with open_pdf(path, head) as document:
        count = len(document)
    if count > settings.max_pages:
        raise ReadingError(
            "too-many-pages",
            f"The PDF has {count} pages, more than reading.max_pages "
            f"({settings.max_pages}): split it or raise the limit.",
        )
    return count


def _one_page(document: Any, index: int, ways: Ways) -> PageRead:
    number = index + 1
    try:
        page = document[index]
    except Exception as error:  # PDFium's own error type has no common base
        return _failed(number, "page-damaged", f"The page cannot be opened: {error}")
    try:
        return _read_page(page, number, ways)
    except EngineError as error:
        return _failed(number, error.code, str(error), frame_of(page).size)
    except (ValueError, MemoryError, RuntimeError) as error:
        return _failed(number, "page-unreadable", f"The page cannot be read: {error}")
    finally:
        page.close()


def _failed(
    number: int, code: str, message: str, size: tuple[float, float] = (0.0, 0.0)
) -> PageRead:
    page = Page(number, (), Route.OCR, f"not read: {message}", *size)
    finding = Finding("reading", code, message, Severity.ERROR, number)
    return PageRead(page, (finding,))


def _read_page(page: Any, number: int, ways: Ways) -> PageRead:
    frame, settings = frame_of(page), ways.settings
    size = frame.size
    if min(size) < _SMALLEST:
        why = f"too small to hold text ({size[0]:g} x {size[1]:g} points)"
        finding = Finding("reading", "page-too-small", f"The page is {why}.", page=number)
        return PageRead(Page(number, (), Route.TEXT_LAYER, why, *size), (finding,))
    layer, legacy = decoded(put_together(read_layer(page, frame)))
    judgement = judge(layer.text)
    images = images_of(page, frame)
    share = covered(images, size)
    if not _wants_ocr(judgement, layer, share, settings.force_ocr):
        layer = with_filled_in(page, number, frame, layer)
        scanned = share > SCANNED and not layer.turn
        tables = (
            _tables_in_picture(page, images, size, as_words(layer))
            if scanned
            else _tables_of(page, number, layer, ways.tables)
        )
        return PageRead(_from_layer(layer, tables, _layer_route(legacy, judgement), number, size))
    if judgement.verdict is Verdict.ABSENT and not images and _is_empty(page):
        why = "empty page"
        return PageRead(Page(number, (), Route.TEXT_LAYER, why, *size))
    try:
        dpi = fitting_dpi(size, native_dpi(images, size, settings.dpi), settings.max_pixels)
        made = _from_picture(page, number, dpi, ways.engine)
    except (EngineError, ReadingError) as error:
        if judgement.verdict is not Verdict.GARBLED:
            raise
        return _garbled_layer(layer, judgement, number, size, f"recognition failed: {error}")
    if judgement.verdict is Verdict.GARBLED and share < SCANNED and _is_garbled(made):
        return _garbled_layer(layer, judgement, number, size, "so is the page as it is drawn")
    return PageRead(replace(made, why=f"{_why_ocr(judgement, share, settings)}; {made.why}"))


def _from_picture(page: Any, number: int, dpi: int, engine: Engine) -> Page:
    """The page rendered and recognised."""
    reading = read_picture(pixels_of(page, dpi), dpi, engine)
    return Page(
        number,
        reading.lines,
        Route.OCR,
        reading.how,
        *reading.size,
        reading.rotation,
        reading.skew,
    )


def _is_garbled(page: Page) -> bool:
    return judge(page.text).verdict is not Verdict.SOUND


def _garbled_layer(
    layer: Layer, judgement: Judgement, number: int, size: tuple[float, float], why: str
) -> PageRead:
    """What restoration works on: a garbled layer that no picture can replace."""
    route = (Route.GARBLED_TEXT, f"text layer garbled: {judgement.why}; {why}")
    return PageRead(_from_layer(layer, (), route, number, size))


_FEW_WORDS = 60
"""A layer of so few words over a scan is a digital signature's or a stamp's, or a page
with little on it: its picture is read."""


def _wants_ocr(judgement: Judgement, layer: Layer, share: float, forced: bool) -> bool:
    """A sound layer is kept, even over a scan; a garbled one is read from the page as drawn;
    a few words over a scan (a digital signature's text, a page number) are no layer."""
    if forced or judgement.verdict is not Verdict.SOUND:
        return True
    return share > SCANNED and len(layer.words) < _FEW_WORDS


def _why_ocr(judgement: Judgement, share: float, settings: ReadingSettings) -> str:
    if settings.force_ocr:
        return "recognition was asked for"
    if judgement.verdict is Verdict.ABSENT:
        return "no text layer"
    if judgement.verdict is Verdict.GARBLED:
        return f"text layer garbled: {judgement.why}"
    return f"text layer of few words over an image of {share:.0%} of the page"


def _layer_route(legacy: bool, judgement: Judgement) -> tuple[Route, str]:
    if legacy:
        return Route.LEGACY_TEXT, f"legacy fonts decoded: {judgement.why}"
    return Route.TEXT_LAYER, f"text layer sound: {judgement.why}"


def _tables_of(page: Any, number: int, layer: Layer, tables: PdfTables) -> Sequence[Table]:
    """The page's tables, turned upright with its text."""
    frame = frame_of(page)
    rules = rules_of_pdf(page, frame)
    if not may_hold_table(rules):
        return ()
    try:
        found = tables.of(number - 1)
    except ValueError:  # a file that PDFium reads and pdfminer does not
        found = find_tables(rules, [])
    if not layer.turn:
        return found
    return [
        Table.of([turned(cell, layer.turn, frame.size) for row in t.rows for cell in row if cell])
        for t in found
    ]


_LEVEL = 0.3
"""Degrees of skew up to which a text layer's words stand between the picture's level rules."""


def _tables_in_picture(
    page: Any, images: list[Placed], size: tuple[float, float], words: Sequence[Word]
) -> Sequence[Table]:
    """The tables of a scan under a sound text layer: their rules are in the picture alone."""
    dpi = fitting_dpi(size, min(READ_AT, native_dpi(images, size, READ_AT)), MOST_PIXELS)
    cleaned = clean(pixels_of(page, dpi), dpi)
    return find_tables(cleaned.rules, words) if abs(cleaned.skew) <= _LEVEL else ()


def _from_layer(
    layer: Layer,
    tables: Sequence[Table],
    route: tuple[Route, str],
    number: int,
    size: tuple[float, float],
) -> Page:
    wide, high = (size[1], size[0]) if layer.turn in (90, 270) else size
    lines = lay_out(as_words(layer), wide, high, tables)
    return Page(number, lines, *route, wide, high, layer.turn)


def _is_empty(page: Any) -> bool:
    return next(iter(page.get_objects(max_depth=1)), None) is None
