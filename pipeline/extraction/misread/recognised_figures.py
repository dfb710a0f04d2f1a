"""Figures of recognised pages that cannot be what was read, and stops within words.

A month begins with 0 or 1 and a day with 0 to 3: `29/61/2024` is 29/01/2024, for a nought
is read as 6, 8 or 9. A stroke behind `ngày`, `tháng` or the name of a phase is a 1
(`tháng í1`), a stop within a word a speck (`mùa mưa.bão`). `Word.raw` keeps what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Document, Line, Route, Word
from pipeline.segmentation.rows import fold
from pipeline.vietnamese import is_syllable

_PUT_RIGHT = 0.72
"""Confidence of a word put right, at most: a value of it has 0.85."""
_DATE = re.compile(r"(?P<day>\d?\d)(?P<mark>[/.-])(?P<month>\d?\d)(?=[/.-](?:19|20)\d\d(?!\d))")
_NO_TENS = re.compile(r"[689](?=\d$)")
_STROKES = re.compile(r"[\d|!¡íìîïĩ]{1,2}(?=[.,;:)/]*$)")
_STROKE = re.compile(r"[|!¡íìîïĩ]")
_NUMBERED = ("ngay", "thang")
_PHASES = ("doan", "dot", "buoc", "vong")
_ONLY_STROKE = re.compile(r"[|!¡](?=\W*$)")
_SPECK = re.compile(r"(?P<left>[^\W\d_]{2,})\.(?P<right>[^\W\d_A-ZĐ]{2,})(?P<end>\W*)")


def with_figures(document: Document) -> Document:
    """The document with these put right on its recognised pages."""
    pages = tuple(
        replace(page, lines=tuple(map(_line, page.lines))) if page.route is Route.OCR else page
        for page in document.pages
    )
    return replace(document, pages=pages)


def _line(line: Line) -> Line:
    parted = [tuple(_parted(word)) for word in line.words]
    read = [part for parts in parted for part in parts]
    words = tuple(_word(read, at) for at in range(len(read)))
    cells = tuple(sum(map(len, parted[:cell])) for cell in line.cells)
    return replace(line, words=words, cells=cells) if words != line.words else line


def _parted(word: Word) -> Iterator[Word]:
    """`mưa.bão` as two words: both are syllables, as the parts of no address are."""
    two = _SPECK.fullmatch(word.text) if word.raw == word.text else None
    if two and is_syllable(two["left"].lower()) and is_syllable(two["right"]):
        yield replace(word, text=two["left"], raw=f"{two['left']}.")
        rest = two["right"] + two["end"]
        yield replace(word, text=rest, raw=rest)
    else:
        yield word


def _word(words: Sequence[Word], at: int) -> Word:
    word = words[at]
    before = fold(words[at - 1].text) if at else ""
    text = _DATE.sub(_possible, word.text)
    if before in _NUMBERED:
        text = _STROKE.sub("1", text) if _STROKES.match(text) else text
        text = _NO_TENS.sub("0", text) if text.isdigit() else text
    elif before in _PHASES:
        text = _ONLY_STROKE.sub("1", text)
    if text == word.text:
        return word
    return replace(word, text=text, confidence=min(word.confidence, _PUT_RIGHT))


def _possible(match: re.Match[str]) -> str:
    day, month = (_NO_TENS.sub("0", match[part]) for part in ("day", "month"))
    return f"{day}{match['mark']}{month}"
