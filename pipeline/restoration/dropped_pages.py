"""A document's pages that lost letters, with these put back, and its lines if they came as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Document, Line, Page, Route, Word
from pipeline.one_line import in_lines
from pipeline.restoration.dropped import Mended, mended
from pipeline.restoration.lost_letters import lost_letters
from pipeline.restoration.restorer import Restorer

_CLOSING, _OPENING = ",;:.)/”", "(“"


def with_letters(document: Document, restorer: Restorer) -> tuple[Page, ...]:
    """The garbled pages, restored, if their letters beyond Latin-1 are gone; else none."""
    pages = [p for p in document.pages if p.route is Route.GARBLED_TEXT and p.words]
    lost = lost_letters(word.text for page in pages for word in page.words)
    if not lost:
        return ()
    runs = [run for page in pages for line in page.lines for run in _runs(line)]
    texts = [[word.text for word in run] for run in runs]
    found = iter(mended(texts, lost, restorer.model, restorer.language))
    return tuple(
        replace(page, lines=in_lines([_line(line, found) for line in page.lines])) for page in pages
    )


def _runs(line: Line) -> list[tuple[Word, ...]]:
    """A line's words; those of a table's row by its cells."""
    return [line.words[first:end] for first, end in pairwise((0, *line.cells, len(line.words)))]


def _line(line: Line, found: Iterator[list[Mended]]) -> Line:
    words: list[Word] = []
    cells: list[int] = []
    for run in _runs(line):
        cells.append(len(words))
        words.extend(_words(run, next(found)))
    return replace(line, words=tuple(words), cells=tuple(cells[1:]))


def _words(run: Sequence[Word], found: Sequence[Mended]) -> list[Word]:
    """The words of a run; marks that stood apart, as letters between were lost, beside them."""
    made: list[Word] = []
    opening: list[Word] = []
    at = 0
    for word in (*found, Mended(len(run), len(run), "", 1.0)):
        for mark in run[at : word.first]:
            if made and not opening and mark.text in _CLOSING:
                made[-1] = _beside(made[-1], mark)
            else:
                opening.append(mark)
        if word.text:
            own = replace(
                run[min(word.first, len(run) - 1)],
                raw=" ".join(token.raw for token in run[word.first : word.last + 1]),
                text=word.text,
                confidence=word.confidence,
            )
            if opening and opening[-1].text in _OPENING:
                own = _beside(opening.pop(), own)
            made += [*opening, own]
            opening = []
        at = max(at, word.last + 1)
    return made + opening


def _beside(first: Word, second: Word) -> Word:
    """Two tokens as one word, as sure as the less sure of them."""
    sure = min(first.confidence, second.confidence)
    raw = f"{first.raw} {second.raw}".strip()
    return replace(first, raw=raw, text=first.text + second.text, confidence=sure)
