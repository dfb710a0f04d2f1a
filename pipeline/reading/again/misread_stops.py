"""Full stops that are commas: what goes on in small letters is the same sentence.

`trong gia đình, dòng họ. cộng đồng`: a comma that lost its tail, or at a line's end a speck on the
base line, would end a sentence there, and with it a task or the name of a unit. On 1,400 real
scanned pages the stop was the author's in none of 30 such places, a comma in most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.document import Line, Region, Word
from pipeline.reading.engine.wordfilter import without_signs
from pipeline.vietnamese import is_syllable

_RUNNING = (Region.TITLE, Region.BODY)
_SHORTER = 12.0
"""Points by which a full line may end before the one below it."""


def with_commas(lines: Sequence[Line]) -> list[Line]:
    """The lines with commas for the stops behind which a sentence goes on."""
    following = [*pairwise(lines), *((line, None) for line in lines[-1:])]
    return [_mended(line, below) for line, below in following]


def _mended(line: Line, below: Line | None) -> Line:
    after = below.words[0] if below is not None and _goes_on(line, below) else None
    words = tuple(_words(line, after))
    return replace(line, words=words) if words != line.words else line


def _goes_on(line: Line, below: Line) -> bool:
    """Whether a line is a full one of running text and the next of the same paragraph."""
    if line.region not in _RUNNING or line.cells or not below.words:
        return False
    if below.region is not line.region or below.paragraph or below.cells:
        return False
    return bool(line.box and below.box and line.box.x1 > below.box.x1 - _SHORTER)


def _words(line: Line, after: Word | None) -> Iterator[Word]:
    behind = (*line.words[1:], after)[: len(line.words)]
    for at, (word, following) in enumerate(zip(line.words, behind, strict=True), 1):
        ends = following is None or at in line.cells or not _is_comma(word, following)
        yield word if ends else replace(word, text=f"{word.text[:-1]},")


def _is_comma(word: Word, following: Word) -> bool:
    """Whether a syllable or a date has a stop and a small one stands behind it."""
    small = without_signs(following.text)
    begins = small.islower() and following.text.startswith(small[0])
    text = word.text.removesuffix(".")
    ends = text != word.text and (_is_whole(text) or bool(_DATE.search(text)))
    return ends and begins and _is_whole(small)


_DATE = re.compile(r"\d/\d{4}$")


def _is_whole(text: str) -> bool:
    """Whether it is a syllable, and no abbreviation or mark of a list."""
    return len(text) > 1 and is_syllable(text)
