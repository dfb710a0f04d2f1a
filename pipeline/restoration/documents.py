"""A document with its garbled pages restored and its recognised pages corrected.

Pages with a sound text layer, plain text and legacy fonts pass through untouched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from pipeline.document import Box, Document, Line, Route, Word
from pipeline.one_line import in_lines
from pipeline.restoration.assembling import RestoredToken
from pipeline.restoration.correcting import corrected
from pipeline.restoration.name_shapes import names_in
from pipeline.restoration.restorer import GARBLED, RECOGNISED, Restorer

if TYPE_CHECKING:  # settings are checked by pydantic, which plain text has no need of
    from pipeline.settings import RestorationSettings


def restore(document: Document, restorer: Restorer, settings: RestorationSettings) -> Document:
    """The document as it is now understood. Every word keeps its `raw`.

    Garbled pages are restored whole; words of recognised pages are changed only
    where the recogniser and the model agree that they are wrong. All pages of one
    kind are read together, so that they teach each other their noise.
    """
    pages = {page.number: page for page in document.pages}
    for route, profile in ((Route.GARBLED_TEXT, GARBLED), (Route.OCR, RECOGNISED)):
        chosen = [p for p in document.pages if p.route is route and p.words]
        lines = [line for page in chosen for line in page.lines]
        read = iter(restorer.read([cell for line in lines for cell in _cells(line)], profile))
        tokens = [list(chain.from_iterable(next(read) for _ in _cells(line))) for line in lines]
        restored = map(partial(_line, settings=settings, profile=profile), lines, tokens)
        for page in chosen:
            mended = tuple(next(restored) for _ in page.lines)
            pages[page.number] = replace(page, lines=in_lines(mended))
    return replace(document, pages=tuple(pages[page.number] for page in document.pages))


def _cells(line: Line) -> list[list[str]]:
    """A line's words; those of a table's row by its cells, of which none goes on in the next."""
    texts = [word.text for word in line.words]
    return [texts[first:end] for first, end in pairwise((0, *line.cells, len(texts)))]


def _line(
    line: Line, tokens: Sequence[RestoredToken], settings: RestorationSettings, profile: str
) -> Line:
    words: list[Word] = []
    cells: list[int] = []
    named = names_in([word.text for word in line.words])
    for index, (word, token) in enumerate(zip(line.words, tokens, strict=True)):
        if index in line.cells:
            cells.append(len(words))
        if profile == RECOGNISED:
            # What is a commoner name is not therefore the right one.
            words.append(word if named[index] else corrected(word, token))
        elif token.joined and token.confidence >= settings.threshold:
            words[-1] = _joined(words[-1], word)
        else:
            words.extend(_words(word, token, settings.threshold))
    return replace(line, words=tuple(words), cells=tuple(cells))


def _words(word: Word, token: RestoredToken, threshold: float) -> Iterator[Word]:
    """Below the threshold a word is left as it was read, and its confidence says so."""
    sure = min(word.confidence, token.confidence)
    if token.confidence < threshold:
        yield replace(word, confidence=sure)
    elif token.parts:
        for raw, text, confidence in token.parts:
            yield replace(word, raw=raw, text=text, confidence=min(word.confidence, confidence))
    else:
        yield replace(word, text=token.text, confidence=sure)


def _joined(first: Word, second: Word) -> Word:
    box = Box.around((first.box, second.box))
    return replace(first, raw=f"{first.raw} {second.raw}", box=box)
