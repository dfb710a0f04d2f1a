"""Words that the recogniser ran together or tore apart, found before decoding.

`thựchiện` is two words, `ho c` one. Each possibility is weighed by the channel
and the frequencies of words and pairs; only a clear gain changes the division.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.restoration import copying
from pipeline.restoration.candidates import Candidates, Finder, Key
from pipeline.restoration.decoder import Language
from pipeline.restoration.language import Floats, Ids
from pipeline.restoration.places import Place, Setting
from pipeline.restoration.tokens import Atom, Kind

_POOR = -9.0
_GAIN = 4.0
_SPACE = -7.0
"""Log probability that a space was lost, or put in, at one place."""
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class _Half:
    """The best candidates of a piece, with log P(word) added."""

    words: Ids
    scores: Floats


def divide(places: list[Place], finder: Finder, language: Language) -> list[Place]:
    """The places with run-together words divided and torn ones joined.

    A joined word is one place of the first token; its atom's text is the whole.
    """
    words = [p for p in places if p.atom.kind is Kind.WORD]
    found = finder.find(p.key for p in words)
    poor = {
        p.key: _best(found[p.key], finder)
        for p in words
        if _best(found[p.key], finder) < _POOR - 1.2 * len(p.atom.text)
    }
    return _split(_join(places, poor, finder, language), poor, finder, language)


def _best(candidates: Candidates, finder: Finder) -> float:
    if not len(candidates.words):
        return -60.0
    return float((candidates.scores + finder.frequency[candidates.words]).max())


def _half(candidates: Candidates) -> _Half:
    return _Half(candidates.words[:4], candidates.scores[:4])


def _pair(left: _Half, right: _Half, language: Language, finder: Finder) -> float:
    """The best log probability of a word of each, one behind the other."""
    if not len(left.words) or not len(right.words):
        return -99.0
    first = np.repeat(left.words, len(right.words))
    second = np.tile(right.words, len(left.words))
    history = np.zeros((len(first), language.order - 1), dtype=np.int64)
    history[:, -1] = first
    after = language.score(history, language.start(history), second).log_probability
    given = np.add.outer(left.scores, right.scores).ravel() + finder.frequency[first]
    return float((given + after).max())


def _split(
    places: list[Place], poor: dict[Key, float], finder: Finder, language: Language
) -> list[Place]:
    cuts = {
        key: [(key[0][:i], key[0][i:]) for i in range(2, len(key[0]) - 1)]
        for key in poor
        if 5 <= len(key[0]) <= _LONGEST and key[0].isalpha() and not _abbreviated(key)
    }
    halves = {(part, key[1]) for key, pairs in cuts.items() for pair in pairs for part in pair}
    found = finder.find(sorted(halves))
    chosen: dict[Key, int] = {}
    for key, pairs in cuts.items():
        scores = [
            _pair(_half(found[a, key[1]]), _half(found[b, key[1]]), language, finder)
            for a, b in pairs
        ]
        at = int(np.argmax(scores))
        if scores[at] + _SPACE > poor[key] + _GAIN:
            chosen[key] = at + 1
    made: list[Place] = []
    for place in places:
        at = chosen.get(place.key, 0) if place.atom.kind is Kind.WORD else 0
        made.extend(_cut(place, at) if at else [place])
    return made


def _abbreviated(key: Key) -> bool:
    """Capitals outside a line of capitals: UNESCO is one word, as is CCVC&NLĐ."""
    if copying.abbreviation(key[0]):
        return True
    return key[0].isupper() and key[1] is not Setting.CAPITAL


def _cut(place: Place, at: int) -> list[Place]:
    atom = place.atom
    left = Atom(atom.text[:at], atom.start, atom.start + at, Kind.WORD, atom.gap)
    right = Atom(atom.text[at:], atom.start + at, atom.end, Kind.WORD, True)
    second = Setting.RUNNING if place.setting is Setting.INITIAL else place.setting
    return [
        Place(place.line, place.token, left, place.setting, place.first, place.opens),
        Place(place.line, place.token, right, second, False, False),
    ]


def _join(
    places: list[Place], poor: dict[Key, float], finder: Finder, language: Language
) -> list[Place]:
    near = [
        (i, places[i].atom.text + places[i + 1].atom.text)
        for i in range(len(places) - 1)
        if _neighbours(places[i], places[i + 1])
        and (places[i].key in poor or places[i + 1].key in poor)
    ]
    found = finder.find(sorted({(whole, places[i].setting) for i, whole in near}))
    made: list[Place] = []
    joined = {}
    for i, whole in near:
        left, right = (_half(finder.find([p.key])[p.key]) for p in places[i : i + 2])
        apart = _pair(left, right, language, finder)
        if _best(found[whole, places[i].setting], finder) + _SPACE > apart + _GAIN:
            joined[i] = whole
    skip = False
    for i, place in enumerate(places):
        if skip:
            skip = False
        elif i in joined:
            made.append(_whole(place, places[i + 1], joined[i]))
            skip = True
        else:
            made.append(place)
    return made


def _neighbours(left: Place, right: Place) -> bool:
    """Whether two words stand in neighbouring tokens with nothing between them."""
    return (
        left.line == right.line
        and left.token + 1 == right.token
        and left.atom.kind is Kind.WORD is right.atom.kind
        and left.atom.closes
        and left.atom.until < 0 > right.atom.until
        and right.atom.start == 0
        and len(left.atom.text) + len(right.atom.text) <= 8
    )


def _whole(left: Place, right: Place, text: str) -> Place:
    atom = Atom(
        text,
        left.atom.start,
        left.atom.end,
        Kind.WORD,
        left.atom.gap,
        True,
        right.token,
        right.atom.end,
    )
    return Place(left.line, left.token, atom, left.setting, left.first, left.opens)
