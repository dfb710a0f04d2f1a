"""All that a place may hold: words of the lexicon, a copy of what was read, or noise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from pipeline.restoration import copying
from pipeline.restoration.candidates import Candidates, Finder, Key
from pipeline.restoration.decoder import NOISE
from pipeline.restoration.model import Model
from pipeline.restoration.places import Place
from pipeline.restoration.tokens import Kind

_UNKNOWN = (-8.0, -3.6)
_CAPITALS = (-4.0, -1.6)
_ABBREVIATION = (-1.0, -0.3)
"""Log P(read | a word that is in no lexicon): fixed part, and part for each letter."""
_DIGIT = -2.3
_MISREAD_DIGIT = -4.5
_DIGITS_ARE_WORD = -4.0
_NOISE = (-9.5, -3.0)
_LONGEST_NOISE = 2
UNKNOWN = "<unk>"


@dataclass(frozen=True, slots=True)
class Options:
    """Candidates of every kind for the places of one run; remembers what it has found."""

    model: Model
    finder: Finder
    _known: dict[tuple[object, ...], Candidates] = field(default_factory=dict, repr=False)

    def of(self, run: list[Place]) -> list[Candidates]:
        """One list for each place, never empty."""
        words = (p.key for p in run if p.atom.kind in (Kind.WORD, Kind.NUMBER))
        found = self.finder.find(words)
        return [self._remembered(place, found) for place in run]

    def _remembered(self, place: Place, found: dict[Key, Candidates]) -> Candidates:
        key = (place.atom.text, place.setting, place.atom.kind, place.first)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._of(place, found.get(place.key, _NONE))
        return known

    def likeliest(self, run: list[Place]) -> list[Candidates]:
        """The best only, found by a shorter search: to weigh how likely places are."""
        words = (p.key for p in run if p.atom.kind in (Kind.WORD, Kind.NUMBER))
        found = self.finder.likeliest(words)
        return [self._of(place, found.get(place.key, _NONE)) for place in run]

    def _of(self, place: Place, found: Candidates) -> Candidates:
        kind = place.atom.kind
        if kind is Kind.WORD:
            return self._word(place, found)
        if kind is Kind.NUMBER and _may_be_word(place.atom.text):
            return _with(
                Candidates(found.words, found.cases, found.scores + _DIGITS_ARE_WORD),
                (self.model.classes[kind.value], _DIGIT * len(place.atom.text)),
            )
        return _with(_NONE, (self.model.classes[kind.value], 0.0))

    def _word(self, place: Place, found: Candidates) -> Candidates:
        read = place.atom.text
        more = [(self.model.classes[UNKNOWN], self._unknown(read))]
        if copying.number(read):
            more.append((self.model.classes[Kind.NUMBER.value], _MISREAD_DIGIT * len(read)))
        if place.first and copying.roman(read):
            more.append((self.model.classes[Kind.ROMAN.value], _MISREAD_DIGIT))
        if len(read) <= _LONGEST_NOISE:
            more.append((NOISE, _NOISE[0] + _NOISE[1] * len(read)))
        return _with(found, *more)

    def _unknown(self, read: str) -> float:
        if copying.abbreviation(read):
            fixed, each = _ABBREVIATION
        else:
            fixed, each = _CAPITALS if _ABBREVIATED.fullmatch(read) else _UNKNOWN
        return fixed + each * len(read)


_ABBREVIATED = re.compile(r"(?=..)[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ0-9&/-]+")
"""Capitals, and what stands between them; a sign for a letter that was not known is neither."""
_NONE = Candidates(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))


def _may_be_word(read: str) -> bool:
    """Whether two or three bare digits could be a misread word (`161` for `lối`)."""
    return read.isdigit() and 2 <= len(read) <= 3 and read[0] in "016"


def _with(found: Candidates, *more: tuple[int, float]) -> Candidates:
    # Filled in place: this is done for each different word, and joining arrays costs thrice that.
    known = len(found.words)
    words = np.empty(known + len(more), dtype=np.int64)
    cases = np.zeros(len(words), dtype=np.int64)
    scores = np.empty(len(words), dtype=np.float32)
    words[:known], cases[:known], scores[:known] = found.words, found.cases, found.scores
    for at, (word, score) in enumerate(more, known):
        words[at], scores[at] = word, score
    return Candidates(words, cases, scores)
