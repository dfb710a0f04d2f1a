"""Words of a head field put right by what the same document writes elsewhere.

A title says what the text below says again: `thiếu nhỉ hè` of a title is the `thiếu nhi`
of the text. A doubtful word on a recognised page gives way to another with the same bare
letters that stands beside the same neighbour elsewhere and was read with more certainty,
and only where the word as read stands beside no neighbour of its own anywhere else: `địa
bàn tỉnh` keeps its word beside `văn bản tỉnh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.normalisation.dates import find_dates
from pipeline.normalisation.text import bare_key
from pipeline.segmentation.outline import Span
from pipeline.vietnamese import is_syllable, strip_marks

_SURELY = 0.85
"""Reading confidence from which another place's word is believed."""
_NO_DOUBT = 0.965
"""Reading confidence from which a word stays as it was read."""
_LIKE = 0.5
"""Share of letters in common from which a word stands for one that is no syllable."""
_MOST = 400
"""Places of one word that are looked at: a page of one word over and over costs no more."""
_STOPS = (",", ".", ";", ":", ")", "”")
"""Ends of words behind which the next word is no neighbour."""
_YEAR = re.compile(r"(?:19|20)\d\d$")
_OF_ALL = frozenset(
    bare_key(word)
    for word in "và của các cho về theo trên trong với tại là năm số từ đến do một những để có "
    "được".split()
)
"""Words beside which any word may stand: as neighbours they say nothing."""


def agreed_words(context: Context, span: Span) -> list[str]:
    """The span's words, the misread ones as the document writes them elsewhere."""
    texts = [token.word.text for token in context.flow.words(span)]
    if not was_recognised(context, span):
        return texts
    for index in range(*span):
        better = _better(context, index, span)
        if better:
            texts[index - span[0]] = _written_like(texts[index - span[0]], better)
    return texts


def _better(context: Context, index: int, span: Span) -> str | None:
    """The word that stands for this one elsewhere; None where it may be right."""
    word = context.tokens[index].word
    read = bare_key(word.text)
    if not read or word.confidence >= _NO_DOUBT or _supported(context, index, span, read):
        return None
    for other, sides in _like_places(context, index, span):
        there = context.tokens[other].word
        surer = there.confidence >= max(_SURELY, word.confidence)
        if surer and _is_meant(word.text, there.text, sides):
            return there.text
    return None


def _supported(context: Context, index: int, span: Span, read: str) -> bool:
    """Whether the word as read stands beside one of its neighbours elsewhere."""
    return any(
        bare_key(context.tokens[other].word.text) == read
        for other, _ in _like_places(context, index, span)
    )


def _like_places(context: Context, index: int, span: Span) -> Iterator[tuple[int, int]]:
    """(a word outside the span beside the same neighbour, how many neighbours are the same)."""
    before, after = _before(context, index), _after(context, index)
    for other in context.places_of(before)[:_MOST]:
        place = other + 1
        if place < len(context.keys) and not span[0] <= place < span[1]:
            both = bool(after) and _after(context, place) == after
            if _before(context, place) == before:
                yield place, 1 + both
    for other in context.places_of(after)[:_MOST]:
        place = other - 1
        if place >= 0 and not span[0] <= place < span[1]:
            both = bool(before) and _before(context, place) == before
            if _after(context, place) == after:
                yield place, 1 + both


def _before(context: Context, index: int) -> str:
    """The key of the word before; "" across a comma and for words that stand beside all."""
    if index == 0 or context.tokens[index - 1].word.text.endswith(_STOPS):
        return ""
    key = context.keys[index - 1]
    return "" if key in _OF_ALL else key


def _after(context: Context, index: int) -> str:
    """The key of the word behind, in the same way."""
    if index + 1 >= len(context.keys) or context.tokens[index].word.text.endswith(_STOPS):
        return ""
    key = context.keys[index + 1]
    return "" if key in _OF_ALL else key


def _is_meant(read: str, other: str, sides: int) -> bool:
    """Whether `other` is what was misread as `read`."""
    left, right = bare_key(read), bare_key(other)
    if any(c.isdigit() for c in left + right):
        return _impossible(left) and not _impossible(right) and _one_off(left, right)
    if not is_syllable(right):
        return False
    if _letters(left) == _letters(right):
        return True
    return sides == 2 and not is_syllable(left) and _alike(left, right)


def _impossible(figures: str) -> bool:
    """`98/3/2024`, `2921`: no day of any calendar, no year of such a document."""
    if figures.count("/") == 2:
        return not find_dates(figures)
    return len(figures) == 4 and figures.isdigit() and not _YEAR.match(figures)


def _one_off(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _letters(word: str) -> str:
    """What is left of a word when marks, and m and rn, are confused."""
    return strip_marks(word).replace("rn", "m")


def _alike(left: str, right: str) -> bool:
    return SequenceMatcher(None, strip_marks(left), strip_marks(right)).ratio() >= _LIKE


def _written_like(read: str, better: str) -> str:
    """The better word with the case and the punctuation of the one that was read."""
    core = better.strip(" ,.;:“”\"'()")
    head = read[: len(read) - len(read.lstrip("“\"'("))]
    tail = read[len(read.rstrip(",.;:”\"')")) :]
    bare = read.strip(",.;:“”\"'()")
    if bare.isupper() and len(bare) > 1:
        core = core.upper()
    elif bare[:1].isupper():
        core = core[:1].upper() + core[1:]
    elif bare.islower():
        core = core.lower()
    return f"{head}{core}{tail}"
