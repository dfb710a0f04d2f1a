"""Words that the recogniser glued together, read again apart.

Where a row of a table has wide gaps between its cells, Tesseract takes them for the row's
spaces, and those between words for none: `SởNộivụ`, `Thưvưiện`. The paper shows them: of
1,770 words of one syllable one in two hundred has white within it that is a quarter of a
line's height wide, of such words each. So what is no word and has such white is cut there,
and its parts are read side by side with room between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from PIL import Image

from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.engine.wordfilter import without_signs
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.skew import Grey
from pipeline.vietnamese import is_syllable

_DARK = 140
_SPACE = 0.28
"""White within a word from which it is a space, in the page's middle height of a word: of
1,770 syllables one in two hundred had more than 0.25, of 20 glued words none less than 0.32."""
_ROOM = 0.8
"""White between two parts as they are read again, in the same measure."""
_SURE = 0.5
"""Confidence that each part must be read with."""
_LETTERS = 4
"""A word of fewer letters is not two."""
_MOST = 80
"""A page with more of them was not read as text."""
_NO_SYLLABLE = re.compile(r"[\d./,%]+|[A-ZĐ&]+(?:[-/][A-ZĐ&]+)*|[-–]")
"""Parts that need not be syllables: numbers, abbreviations and numerals, dashes."""


@dataclass(frozen=True, slots=True)
class Glued:
    """A word (its place among the page's), its parts' edges and its place in the picture.

    `parts` are pixels of the page from left to right, `copies` the same in the picture.
    """

    word: int
    parts: tuple[tuple[int, int], ...]
    copies: tuple[tuple[int, int], ...] = ()
    top: int = 0


def with_glued_parted(cleaned: Cleaned, words: Sequence[Seen], engine: Engine) -> list[Seen]:
    """The page's words in order, glued ones in their parts. Raises EngineError."""
    em = median([w.height for w in words if w.text.isalpha()] or [0])
    found = [g for i, w in enumerate(words) if (g := _glued(cleaned.grey, i, w, em))]
    if not found or len(found) > _MOST:
        return list(words)
    placed, picture = _picture(cleaned.grey, found, words, em)
    read = engine.words(Image.fromarray(picture), psm=6, dpi=cleaned.dpi)
    parted = {g.word: _parts(g, words[g.word], read) for g in placed}
    return [part for i, w in enumerate(words) for part in parted.get(i) or [w]]


def _glued(grey: Grey, index: int, word: Seen, em: float) -> Glued | None:
    if _is_one(word.text):
        return None
    columns = np.flatnonzero((grey[word.top : word.bottom, word.x0 : word.x1] < _DARK).any(axis=0))
    ends = np.flatnonzero(np.diff(columns) - 1 >= _SPACE * em)
    if not len(ends):
        return None
    starts = [int(columns[0]), *(int(columns[e + 1]) for e in ends)]
    stops = [*(int(columns[e]) + 1 for e in ends), int(columns[-1]) + 1]
    return Glued(
        index, tuple((word.x0 + a, word.x0 + b) for a, b in zip(starts, stops, strict=True))
    )


def _is_one(text: str) -> bool:
    """Whether this can be one word: a short one, spelled, in capitals, or a symbol."""
    core = without_signs(text)
    letters = sum(c.isalpha() for c in core)
    return letters < _LETTERS or core.isupper() or is_syllable(core) or "/" in core


def _picture(
    grey: Grey, found: Sequence[Glued], words: Sequence[Seen], em: float
) -> tuple[list[Glued], Grey]:
    """The parts of each word on a line of its own, with room between them."""
    room = round(_ROOM * em)
    high = max(words[g.word].height for g in found) + room
    wide = max(sum(b - a + room for a, b in g.parts) for g in found) + room
    picture = np.full((len(found) * high + room, wide), 255, dtype=np.uint8)
    placed: list[Glued] = []
    for number, glued in enumerate(found):
        word, top, x = words[glued.word], room + number * high, room
        copies: list[tuple[int, int]] = []
        for a, b in glued.parts:
            picture[top : top + word.height, x : x + b - a] = grey[word.top : word.bottom, a:b]
            copies.append((x, x + b - a))
            x += b - a + room
        placed.append(replace(glued, copies=tuple(copies), top=top))
    return placed, picture


def _parts(glued: Glued, word: Seen, read: Sequence[Seen]) -> list[Seen]:
    """The word's parts as read again, each in its place; none where one was not read surely."""
    line = [s for s in read if glued.top <= (s.top + s.bottom) / 2 < glued.top + word.height]
    made: list[Seen] = []
    for (x0, x1), (left, right) in zip(glued.parts, glued.copies, strict=True):
        there = [s for s in line if left <= (s.x0 + s.x1) / 2 < right]
        if len(there) != 1 or there[0].confidence < _SURE or not _is_spelled(there[0].text):
            return []
        made.append(replace(word, text=there[0].text, x0=x0, x1=x1, confidence=there[0].confidence))
    return made


def _is_spelled(text: str) -> bool:
    core = without_signs(text) or text
    return is_syllable(core) or bool(_NO_SYLLABLE.fullmatch(core))
