"""The letters of a Word file put into Unicode: by its fonts, else by the text's statistics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.reading.text import legacy, miscoded


def put_into_unicode(document: Any) -> bool:
    """Decodes an opened Word file's text in place, and says whether there was any to decode.

    A font of before Unicode tells for its runs; it may be named by the run or by a style.
    Runs that have letters no such font has are Unicode whatever the style says.
    """
    runs = [(run, _reader(run, paragraph)) for paragraph, run in _runs(document)]
    if not any(reader for _, reader in runs):
        found = miscoded.reader_of("".join(_whole(runs)))
        runs = [(run, found[1]) for run, _ in runs] if found else []
    changed = [(part, reader) for run, reader in runs if reader for part in _parts(run)]
    for part, reader in changed:
        part.text = reader(part.text)
    return bool(changed)


def _runs(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every paragraph's runs with the paragraph, those in tables and links too."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    for element in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document)
        for run in element.iter(qn("w:r")):
            yield paragraph, Run(run, paragraph)


def _reader(run: Any, paragraph: Any) -> miscoded.Reader | None:
    font = _font(run, paragraph)
    kind = legacy.encoding_of_font(font)
    if kind is None or any(letter > "\u02ff" for part in _parts(run) for letter in part.text):
        return None
    return partial(legacy.decode, encoding=kind, capitals=legacy.is_capital_font(font))


def _font(run: Any, paragraph: Any) -> str:
    """The font that a run is set in, its own or its styles'; "" where none is named."""
    own = (run.font, *(s.font for style in (run.style, paragraph.style) for s in _based(style)))
    return next((str(font.name) for font in own if font.name), "")


def _based(style: Any) -> Iterator[Any]:
    """A style and those that it is based on."""
    while style is not None:
        yield style
        style = style.base_style


def _whole(runs: list[tuple[Any, Any]]) -> Iterator[str]:
    """The text of all runs, paragraphs on lines of their own."""
    last = None
    for run, _ in runs:
        if last is not None and run._parent._p is not last:
            yield "\n"
        last = run._parent._p
        yield run.text


def _parts(run: Any) -> list[Any]:
    from docx.oxml.ns import qn

    return [part for part in run._r.iter(qn("w:t")) if part.text]
