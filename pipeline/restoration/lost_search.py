"""The likeliest words whose pieces, one behind another, are those that were read.

A word of the lexicon leaves pieces where its lost letters are taken out: `dựng` leaves `d`, `ng`,
`để` nothing. The search goes over the language model, from a piece to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.restoration.copying import known_abbreviations, listed
from pipeline.restoration.decoder import Language
from pipeline.restoration.lost_symbols import Token
from pipeline.restoration.model import Model

_LONGEST = 4
"""Pieces that one word leaves at most."""
_BEAM, _MARGIN, _FILLED = 10, 10.0, 3
"""States kept at a place; log units behind the best; states behind which a lost word is tried."""
_COPIED, _CODE = -7.0, -4.0
"""What it costs to take a piece for a word that the lexicon lacks, or for an abbreviation."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A token of a line: letters between marks, and the class that copies it, if any."""

    line: int
    token: Token
    head: str
    letters: str
    tail: str
    copied: int | None


@dataclass(frozen=True, slots=True)
class Index:
    """Words by the pieces that they leave; abbreviations in capitals by theirs."""

    words: Mapping[tuple[str, ...], list[int]]
    codes: Mapping[tuple[str, ...], str]
    unknown: int

    @staticmethod
    def of(model: Model, lost: frozenset[str]) -> Index:
        """For the letters that a text has lost."""
        words: dict[tuple[str, ...], list[int]] = {}
        gone = re.compile(f"[{''.join(sorted(lost))}]+")
        lexicon = model.lexicon
        for number, word in enumerate(lexicon.words[lexicon.special :], lexicon.special):
            words.setdefault(_left(word, gone), []).append(number)
        forms = {f for same in known_abbreviations().values() for f in same} | set(
            listed()["joined"]
        )
        codes = {_left(form.lower(), gone): form for form in sorted(forms) if form.isupper()}
        split = {left: form for left, form in codes.items() if left != (form.lower(),) and left}
        return Index(words, split, model.classes["<unk>"])


def _left(word: str, gone: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(gone.sub(" ", word).split())


class Step(NamedTuple):
    """A word on the way: its id, the pieces start..end, the step before, and the text if told."""

    word: int
    start: int
    end: int
    before: int
    code: str


class _State(NamedTuple):
    score: float
    history: tuple[int, ...]
    backoffs: npt.NDArray[np.float32]
    step: int
    filled: bool


class Search:
    """The likeliest words whose pieces are those that were read."""

    def __init__(self, pieces: Sequence[Piece], index: Index, language: Language) -> None:
        self.pieces, self.index, self.language = pieces, index, language
        self._steps: list[Step] = []

    def best(self) -> list[Step]:
        """The words of the best way, in order."""
        opening = np.zeros((1, self.language.order - 1), dtype=np.int64)
        first = _State(0.0, tuple(opening[0]), self.language.start(opening)[0], -1, False)
        at: list[dict[tuple[int, ...], _State]] = [{} for _ in range(len(self.pieces) + 1)]
        at[0][first.history] = first
        for place in range(len(self.pieces)):
            states = sorted(at[place].values(), key=lambda s: -s.score)[:_BEAM]
            at[place] = {}
            states += self._filled(states[:_FILLED], place)
            self._expand(states, list(self._candidates(place)), at)
        return self._way(max(at[-1].values(), key=lambda s: s.score).step)

    def _way(self, step: int) -> list[Step]:
        way: list[Step] = []
        while step >= 0:
            way.append(self._steps[step])
            step = self._steps[step].before
        return way[::-1]

    def _candidates(self, place: int) -> Iterator[tuple[int, int, float, str]]:
        """(word, behind its last piece, what it costs, its text if told) from a place on."""
        piece = self.pieces[place]
        if piece.copied is not None:
            yield piece.copied, place + 1, 0.0, ""
            return
        yield self.index.unknown, place + 1, self._copied(place), piece.letters
        key: tuple[str, ...] = ()
        for end in range(place + 1, min(place + _LONGEST, len(self.pieces)) + 1):
            if end > place + 1 and not self._joins(end - 1):
                return
            key = (*key, self.pieces[end - 1].letters.lower())
            for word in self.index.words.get(key, ()):
                yield word, end, 0.0, ""
            if key in self.index.codes and all(p.letters.isupper() for p in self.pieces[place:end]):
                yield self.index.unknown, end, _CODE, self.index.codes[key]

    def _copied(self, place: int) -> float:
        """What it costs to copy a piece: less for capitals between words that are not."""
        piece, around = self.pieces[place], self.pieces[max(0, place - 1) : place + 2]
        beside = "".join(p.letters for p in around if p is not piece and p.copied is None)
        short = piece.letters.isupper() and len(piece.letters) > 1 and not beside.isupper()
        return _CODE if short else _COPIED

    def _joins(self, place: int) -> bool:
        """Whether a piece may go on with the word of the piece before."""
        before, piece = self.pieces[place - 1 : place + 1]
        apart = before.tail or piece.head or before.line != piece.line
        follows = piece.token.first == before.token.last + 1
        return follows and not apart and piece.copied is None

    def _filled(self, states: list[_State], place: int) -> list[_State]:
        """The states behind a word of which nothing is left."""
        gone = self.index.words.get((), [])
        if not gone or self.pieces[place].copied is not None:
            return []
        made: list[dict[tuple[int, ...], _State]] = [{}]
        self._score(states, [(word, 0, 0.0, "") for word in gone], made, (place, True))
        return sorted(made[0].values(), key=lambda s: -s.score)[:_FILLED]

    def _expand(
        self,
        states: list[_State],
        candidates: list[tuple[int, int, float, str]],
        at: list[dict[tuple[int, ...], _State]],
    ) -> None:
        place = candidates[0][1] - 1
        self._score(states, candidates, at, (place, False))

    def _score(
        self,
        states: list[_State],
        candidates: list[tuple[int, int, float, str]],
        at: list[dict[tuple[int, ...], _State]],
        where: tuple[int, bool],
    ) -> None:
        """Puts each candidate behind each state, and what is near the best at its end."""
        start, filled = where
        history = np.array([s.history for s in states], dtype=np.int64)
        backoffs = np.stack([s.backoffs for s in states])
        of = np.repeat(np.arange(len(states)), len(candidates))
        which = np.tile(np.arange(len(candidates)), len(states))
        words = np.array([c[0] for c in candidates], dtype=np.int64)[which]
        scored = self.language.score(history, backoffs, words, of)
        cost = np.array([c[2] for c in candidates])[which]
        total = np.array([s.score for s in states])[of] + scored.log_probability + cost
        ends = np.array([c[1] for c in candidates])[which]
        for end in np.unique(ends).tolist():
            rows = np.flatnonzero(ends == end)
            rows = rows[np.argsort(-total[rows])][:_BEAM]
            for row in rows[total[rows] > total[rows[0]] - _MARGIN].tolist():
                state, (word, _, _, code) = states[of[row]], candidates[which[row]]
                key = (*state.history[1:], word)
                known = at[end].get(key)
                if known is None or known.score < total[row]:
                    to = start if filled else end
                    self._steps.append(Step(word, start, to, state.step, code))
                    at[end][key] = _State(
                        float(total[row]), key, scored.backoffs[row], len(self._steps) - 1, filled
                    )
