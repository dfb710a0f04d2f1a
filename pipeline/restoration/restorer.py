"""The restorer: lines of read words in, the same lines of restored words out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.restoration.candidates import Candidates, Finder
from pipeline.restoration.casing import apply_case, line_is_capital
from pipeline.restoration.decoder import Lattice, decode
from pipeline.restoration.model import DATA, Model
from pipeline.restoration.tokens import Atom, Kind, atoms

GARBLED, RECOGNISED = "eng", "vie"
"""Profiles: text read without a Vietnamese model, and with one."""

_COPY = -4.0
_COPY_LETTER = -3.0
"""Log probability that an unknown word was written as read: by word, and by letter."""


@dataclass(frozen=True, slots=True)
class RestoredToken:
    """One read word and what it is understood as; `confidence` in 0..1."""

    raw: str
    text: str
    confidence: float

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return self.raw != self.text


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    token: int
    atom: Atom
    capital: bool


@dataclass(frozen=True, slots=True)
class Restorer:
    """A model, ready to use. Not changed by use but for what it remembers of words."""

    model: Model
    digest: str
    _finders: dict[str, Finder] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(folder: Path = DATA) -> Restorer:
        """The shipped model, or one from another folder."""
        model = Model.load(folder)
        return Restorer(model, model.digest)

    def taught_by(self, texts: Iterable[str]) -> Restorer:
        """A restorer that also knows the wording of these clean texts."""
        return replace(self, _finders={}) if list(texts) else self

    def read(
        self, lines: Sequence[Sequence[str]], profile: str = GARBLED
    ) -> list[list[RestoredToken]]:
        """Restore lines of words read with one kind of noise."""
        places = list(_places(lines))
        run = self._candidates(places, profile)
        decoded = decode(Lattice.of(run), self.model.language)
        pieces: dict[tuple[int, int], list[tuple[Atom, str, float]]] = {}
        for place, options, column, sure in zip(
            places, run, decoded.chosen.tolist(), decoded.sure.tolist(), strict=True
        ):
            text = self._spell(place, options, column)
            pieces.setdefault((place.line, place.token), []).append((place.atom, text, sure))
        return [
            [_assemble(token, pieces.get((i, j), [])) for j, token in enumerate(line)]
            for i, line in enumerate(lines)
        ]

    def _spell(self, place: _Place, options: Candidates, column: int) -> str:
        word = int(options.words[column])
        if word < self.model.lexicon.special:
            return place.atom.text
        return apply_case(self.model.lexicon.words[word], int(options.cases[column]))

    def _candidates(self, places: list[_Place], profile: str) -> list[Candidates]:
        finder = self._finder(profile)
        words = [(p.atom.text, p.capital) for p in places if p.atom.kind is Kind.WORD]
        found = finder.find(words)
        return [
            self._with_copy(p, found[p.atom.text, p.capital])
            if p.atom.kind is Kind.WORD
            else _only(self.model.classes[p.atom.kind.value])
            for p in places
        ]

    def _finder(self, profile: str) -> Finder:
        if profile not in self._finders:
            known = self.model.profiles[profile]
            self._finders[profile] = Finder(
                self.model.lexicon, known.channel, known.memory, self.model.language.unigrams
            )
        return self._finders[profile]

    def _with_copy(self, place: _Place, found: Candidates) -> Candidates:
        cost = _COPY + _COPY_LETTER * len(place.atom.text)
        return Candidates(
            np.append(found.words, self.model.classes["<unk>"]),
            np.append(found.cases, 0),
            np.append(found.scores, cost),
        )


def _only(word: int) -> Candidates:
    return Candidates(np.array([word]), np.array([0]), np.array([0.0]))


def _places(lines: Sequence[Sequence[str]]) -> Iterable[_Place]:
    for number, line in enumerate(lines):
        capital = line_is_capital(" ".join(line))
        for index, token in enumerate(line):
            for atom in atoms(token):
                yield _Place(number, index, atom, capital)


def _assemble(token: str, pieces: list[tuple[Atom, str, float]]) -> RestoredToken:
    """The token with its atoms replaced; a token without any keeps its form."""
    text, end, sure = "", 0, 1.0
    for atom, restored, confidence in pieces:
        text += token[end : atom.start] + restored
        end, sure = atom.end, min(sure, confidence)
    return RestoredToken(token, text + token[end:], sure)
