"""Runs of words that are shaped like a person's name: where they are, and how likely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.names import name_parts
from pipeline.restoration.places import Place, Setting
from pipeline.restoration.tokens import Kind
from pipeline.vietnamese import strip_marks

LENGTHS = {2: 0.04, 3: 0.76, 4: 0.2}
"""Shares of names by their number of words."""
_LONGEST_NAME = 5
_CUED, _AT_EDGE, _TITLED, _IN_CAPITALS = 0.3, 0.03, 0.01, 0.002
"""How likely a run of such a shape is a name, before its words are looked at."""
_CONSONANTS = frozenset("BCDĐFGHJKLMNPQRSTVWXZ")
"""A word of these alone is an abbreviation (`THPT`), no part of a name."""
_CUES = frozenset(
    "ông bà anh chị thầy cô đồng đ/c chí gs ts ths bs pgs họ tên thpt thcs pthông học non".split()
)


class Span(NamedTuple):
    """Places `start` to `stop` of a run, and how likely such a stretch is a name."""

    start: int
    stop: int
    prior: float


def names_in(words: Sequence[str]) -> list[bool]:
    """Which words of a recognised line look like parts of a person's name.

    A run of two to five words with a capital each, the first like a family name; a
    run in capitals only where it is the whole line.
    """
    found = [False] * len(words)
    for start, stop in _runs(
        len(words),
        lambda at, begins: _has_capital(words[at]) and (begins or words[at - 1][-1:].isalpha()),
    ):
        for first in range(max(start, stop - _LONGEST_NAME), stop - 1):
            capitals = all(word.isupper() for word in words[first:stop])
            whole = (first, stop) == (0, len(words))
            family = strip_marks(words[first]).lower() in _families()
            if family and (whole or not capitals):
                found[first:stop] = [True] * (stop - first)
    return found


def name_spans(run: list[Place], words: list[int], texts: list[str]) -> Iterator[Span]:
    """Runs of two to four places shaped like a name.

    `words` are the decoded ids (negative: nothing), `texts` what they stand for.
    """
    for start, stop in _runs(
        len(run),
        lambda at, begins: (
            _shaped(run[at]) and words[at] >= 0 and (begins or _follows(run[at - 1], run[at]))
        ),
    ):
        for first in range(start, stop):
            cued = first > 0 and texts[first - 1].lower() in _CUES
            for last in (first + length for length in LENGTHS if first + length <= stop):
                prior = _prior(run, first, last, cued, (first, last) == (start, stop))
                if last - first > 2 or prior >= _AT_EDGE:
                    yield Span(first, last, prior)


def _runs(count: int, belongs: Callable[[int, bool], bool]) -> Iterator[tuple[int, int]]:
    """The longest stretches of numbers that `belongs(number, begins a stretch)` lets in."""
    start = 0
    while start < count:
        stop = start
        while stop < count and belongs(stop, stop == start):
            stop += 1
        if stop > start:
            yield start, stop
        start = max(stop, start + 1)


@cache
def _families() -> frozenset[str]:
    """Family names without marks: a recogniser may have lost or changed them."""
    return frozenset(
        strip_marks(word).lower() for _, words in name_parts()["family"] for word in words.split()
    )


def _has_capital(word: str) -> bool:
    return word[:1].isupper() and word.rstrip(".,;:)").isalpha()


def _shaped(place: Place) -> bool:
    text = place.atom.text
    if place.atom.kind is not Kind.WORD or not text.isalpha():
        return False
    if len(text) > 1 and set(text) <= _CONSONANTS:
        return False
    if place.setting is Setting.CAPITAL:
        return text.isupper()
    return text[0].isupper() and (len(text) == 1 or not text.isupper())


def _follows(before: Place, here: Place) -> bool:
    """Whether a place stands right behind another, with nothing between."""
    near = before.line == here.line and here.token == before.token + 1
    same = (before.setting is Setting.CAPITAL) == (here.setting is Setting.CAPITAL)
    return near and same and before.atom.closes and here.atom.start == 0


def _prior(run: list[Place], first: int, last: int, cued: bool, whole: bool) -> float:
    line = run[first].line
    opens = first == 0 or run[first - 1].line != line
    closes = last == len(run) or run[last].line != line
    if cued and not opens:
        return _CUED
    if run[first].setting is Setting.CAPITAL:
        return _IN_CAPITALS  # a letterhead's line is a body or a place
    if opens and closes:
        return _CUED
    if closes or whole:
        return _AT_EDGE
    return _TITLED
