"""A document with its garbled pages restored; the others pass through untouched."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.restoration.restorer import RestoredToken, Restorer
from pipeline.settings import RestorationSettings


def restore(document: Document, restorer: Restorer, settings: RestorationSettings) -> Document:
    """The document as it is now understood. Every word keeps its `raw`."""
    pages = tuple(_page(page, restorer, settings) for page in document.pages)
    return replace(document, pages=pages)


def _page(page: Page, restorer: Restorer, settings: RestorationSettings) -> Page:
    if page.route is not Route.GARBLED_TEXT:
        return page
    read = restorer.read([[word.text for word in line.words] for line in page.lines])
    lines = tuple(
        _line(line, tokens, settings.threshold)
        for line, tokens in zip(page.lines, read, strict=True)
    )
    return replace(page, lines=lines)


def _line(line: Line, tokens: list[RestoredToken], threshold: float) -> Line:
    words = tuple(
        _word(word, token, threshold) for word, token in zip(line.words, tokens, strict=True)
    )
    return replace(line, words=words)


def _word(word: Word, token: RestoredToken, threshold: float) -> Word:
    """Below the threshold a word is left as it was read, and its confidence says so."""
    text = token.text if token.confidence >= threshold else word.text
    return replace(word, text=text, confidence=min(word.confidence, token.confidence))
