"""The words of a document's garbled pages as one run, to be put right one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.document import Document, Line, Route, Word
from pipeline.vietnamese import strip_marks

_EDGES = re.compile(r"^((?:(?![@&¢€©$])[\W_])*)(.*?)((?:(?![@&¢€©$])[\W_])*)$", re.DOTALL)
"""A word between its punctuation; signs that stand for letters (`S@` of Sở) are no edge."""
_LOOKALIKE = str.maketrans("60@¢14$", "oooolas")
_OPENING = '(“"-–+•*'
_CLOSING = ',;:.)”"!?/…'


@dataclass(slots=True)
class GarbledWord:
    """One word of a garbled page; `word` changes as rules put it right."""

    page: int
    line: int
    index: int
    word: Word

    @property
    def core(self) -> str:
        """As it was read, without punctuation around it."""
        return _edges(self.word.raw)[1]

    @property
    def tail(self) -> str:
        """The punctuation behind it, as it was read."""
        return _edges(self.word.raw)[2]

    @property
    def bare(self) -> str:
        """The letters that were read, small and without marks."""
        return strip_marks(self.core).lower().translate(_LOOKALIKE)

    @property
    def understood(self) -> str:
        """The letters of what restoration made of it, small and without marks."""
        return strip_marks(_edges(self.word.text)[1]).lower()

    @property
    def capital(self) -> bool:
        """Whether it was read with a capital at its beginning."""
        return self.core[:1].isupper()

    @property
    def capitals(self) -> bool:
        """Whether all of two or more letters were read as capitals.

        Of a single letter, the others lost, what restoration made of it tells (`B` of BỘ).
        """
        letters = sum(c.isalpha() for c in self.core)
        told = self.core if letters > 1 else _edges(self.word.text)[1]
        return self.core.isupper() and told.isupper() and sum(c.isalpha() for c in told) > 1

    @property
    def stops(self) -> bool:
        """Whether a mark parts it from the next word."""
        return any(c in self.tail for c in ',;:.)”"')

    def says(self, text: str, sure: float, stop: str = "", capitals: bool = True) -> None:
        """Puts another text, in the case that was read, between the marks that restoration left.

        Without `capitals` a word is not in capitals even where two letters were (`SO Y te`).
        """
        head, tail = _edges(self.word.raw)[0], _edges(self.word.text or self.word.raw)[2]
        opening = "".join(c for c in head if c in _OPENING)
        tail = "".join(c for c in tail if c in _CLOSING)
        written = text.upper() if self.capitals and capitals else text
        if self.capital:
            written = written[:1].upper() + written[1:]
        self.word = replace(self.word, text=f"{opening}{written}{stop or tail}", confidence=sure)


def _edges(text: str) -> tuple[str, str, str]:
    match = _EDGES.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def garbled_words(document: Document) -> list[GarbledWord]:
    """The words of all garbled pages in reading order, noise left out where it has no letter."""
    return [
        GarbledWord(number, at, index, word)
        for number, page in enumerate(document.pages)
        if page.route is Route.GARBLED_TEXT
        for at, line in enumerate(page.lines)
        for index, word in enumerate(line.words)
        if word.text or any(c.isalnum() for c in word.raw)
    ]


def with_words(document: Document, words: list[GarbledWord]) -> Document:
    """The document with these words in the places from which they were taken."""
    changed = {(w.page, w.line, w.index): w.word for w in words}
    pages = list(document.pages)
    for number in {w.page for w in words}:
        lines = tuple(_lines(pages[number].lines, number, changed))
        pages[number] = replace(pages[number], lines=lines)
    return replace(document, pages=tuple(pages))


def _lines(
    lines: tuple[Line, ...], number: int, changed: dict[tuple[int, int, int], Word]
) -> Iterator[Line]:
    for at, line in enumerate(lines):
        words = tuple(changed.get((number, at, i), w) for i, w in enumerate(line.words))
        yield line if words == line.words else replace(line, words=words)
