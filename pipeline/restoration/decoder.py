"""The likeliest words for a run of read words: a beam search over many windows at once.

The run is cut into windows that overlap, and all of them take each step
together, so that one numpy call serves hundreds of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pipeline.restoration.candidates import Candidates
from pipeline.restoration.language import Floats, Ids, Scored

CORE = 60
BEFORE = 7
AFTER = 5
"""A window decides `CORE` words and sees so many before and after them."""
_AT_ONCE = 256
_PLACES_AT_ONCE = 1024
"""Windows that are decoded together, and places whose certainty is found together."""
_NEVER = np.float32(-1e9)
NOISE = -1
"""A candidate that is no word: what was read there is dropped, the history stays."""
_DROPPED_SURELY = 0.8
_BEYOND_DOUBT = 16.0
"""A word so much less likely than another (natural log) is as good as impossible."""
_MODESTY = 0.8
"""Scores are flattened so before they become probabilities: set on the tuning pages, so
that of the words given 0.9 or more at least 98 % are right."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How wide to search: states kept, and how far (natural log) behind the best."""

    states: int
    behind: float


THOROUGH = Effort(10, 14.0)
QUICK = Effort(4, 9.0)


class Language(Protocol):
    """What the decoder needs of a language model."""

    @property
    def order(self) -> int:
        """The longest n-gram."""

    def start(self, words: Ids) -> Floats:
        """Weights of histories."""

    def score(self, history: Ids, backoffs: Floats, words: Ids) -> Scored:
        """Log probabilities."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Candidates of a run as rectangles: row i is read word i, padded with score -1e9."""

    words: Ids
    scores: Floats

    @staticmethod
    def of(run: list[Candidates]) -> Lattice:
        """From lists of different lengths; each must have a candidate."""
        different = {id(candidates): candidates for candidates in run}
        width = max((len(c.words) for c in different.values()), default=1)
        words = np.zeros((len(different), width), dtype=np.int64)
        scores = np.full((len(different), width), _NEVER, dtype=np.float32)
        for row, candidates in enumerate(different.values()):
            words[row, : len(candidates.words)] = candidates.words
            scores[row, : len(candidates.words)] = candidates.scores
        rows = {key: row for row, key in enumerate(different)}
        at = np.array([rows[id(candidates)] for candidates in run], dtype=np.int64)
        return Lattice(words[at], scores[at])


@dataclass(frozen=True, slots=True)
class Decoded:
    """`chosen[i]` is the column of the lattice for word i, `sure[i]` its probability."""

    chosen: Ids
    sure: Floats


def decode(lattice: Lattice, language: Language, effort: Effort = THOROUGH) -> Decoded:
    """The best column for each row of the lattice."""
    total = len(lattice.words)
    starts = np.arange(0, total, CORE)
    chosen = np.zeros(total, dtype=np.int64)
    for group in range(0, len(starts), _AT_ONCE):
        part = starts[group : group + _AT_ONCE]
        places = part[:, None] + np.arange(-BEFORE, CORE + AFTER)
        best = _windows(lattice, language, places, effort)
        core = places[:, BEFORE : BEFORE + CORE]
        inside = core < total
        chosen[core[inside]] = best[:, BEFORE : BEFORE + CORE][inside]
    return Decoded(chosen, _posterior(lattice, language, chosen))


@dataclass(slots=True)
class _Beam:
    """States by (window, rank): their last words, these words' weights, their scores."""

    history: Ids
    backoffs: Floats
    scores: Floats


def _windows(lattice: Lattice, language: Language, places: Ids, effort: Effort) -> Ids:
    """The best column at each place of each window; places outside the run are passed over."""
    count, length = places.shape
    history = np.zeros((count, 1, language.order - 1), dtype=np.int64)
    beam = _Beam(history, language.start(history), np.zeros((count, 1), dtype=np.float32))
    parents, columns = [], []
    for step in range(length):
        beam, parent, column = _advance(beam, lattice, language, places[:, step], effort)
        parents.append(parent)
        columns.append(column)
    best = np.zeros((count, length), dtype=np.int64)
    state = beam.scores.argmax(axis=1)
    rows = np.arange(count)
    for step in range(length - 1, -1, -1):
        best[:, step] = columns[step][rows, state]
        state = parents[step][rows, state]
    return best


def _advance(
    beam: _Beam, lattice: Lattice, language: Language, at: Ids, effort: Effort
) -> tuple[_Beam, Ids, Ids]:
    """The beam one place further; for each new state the old one and the column it took."""
    inside = (at >= 0) & (at < len(lattice.words))
    place = np.where(inside, at, 0)
    given = lattice.scores[place]
    given[~inside] = _NEVER
    given[~inside, 0] = 0  # outside: one candidate, the paragraph mark
    totals = beam.scores[:, :, None] + given[:, None, :]
    limit = totals.max(axis=(1, 2), keepdims=True) - effort.behind
    window, state, column = np.nonzero(totals > np.maximum(limit, _NEVER / 2))
    word = np.where(inside[window], lattice.words[place[window], column], 0)
    history, backoffs = beam.history[window, state], beam.backoffs[window, state]
    scored = language.score(history, backoffs, np.maximum(word, 0))
    score = totals[window, state, column] + np.where(word <= 0, 0, scored.log_probability)
    silent = (word == NOISE)[:, None]
    longer = np.concatenate([history[:, 1:], word[:, None]], axis=1)
    history = np.where(silent, history, longer)
    backoffs = np.where(silent, backoffs, scored.backoffs)
    kept = _best(window, history, score, effort.states)
    window, rank = window[kept], _rank(window[kept])
    shape = len(at), int(rank.max()) + 1
    grown = _Beam(
        np.zeros((*shape, history.shape[1]), dtype=np.int64),
        np.zeros((*shape, history.shape[1]), dtype=np.float32),
        np.full(shape, _NEVER, dtype=np.float32),
    )
    where = window, rank
    grown.history[where], grown.backoffs[where] = history[kept], backoffs[kept]
    grown.scores[where] = score[kept]
    parents, columns = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    parents[where], columns[where] = state[kept], column[kept]
    return grown, parents, columns


def _best(window: Ids, history: Ids, score: Floats, states: int) -> Ids:
    """The best of each window, best first; of those that end in the same two words one."""
    ends = (window << 40) | (history[:, -2] << 20) | history[:, -1]
    order = np.lexsort((-score, ends))
    order = order[np.diff(ends[order], prepend=-1) != 0]
    order = order[np.lexsort((-score[order], window[order]))]
    best: Ids = order[_rank(window[order]) < states]
    return best


def _rank(window: Ids) -> Ids:
    """The number of each within its window; windows ascend."""
    return np.arange(len(window)) - np.searchsorted(window, window)


def _posterior(lattice: Lattice, language: Language, chosen: Ids) -> Floats:
    """How probable each chosen word is, given the words chosen around it."""
    total = len(lattice.words)
    reach = language.order - 1
    winners = lattice.words[np.arange(total), chosen]
    spoken = winners != NOISE
    edge = np.zeros(reach, np.int64)
    best = np.concatenate([edge, winners[spoken], edge, edge])
    # The words around each place: those before it, itself, and those behind it.
    around = sliding_window_view(best, 2 * reach + 1)[np.maximum(np.cumsum(spoken) - 1, 0)]
    made = np.full(total, _DROPPED_SURELY, dtype=np.float32)
    for start in range(0, total, _PLACES_AT_ONCE):
        at = start + np.flatnonzero(spoken[start : start + _PLACES_AT_ONCE])
        part = Lattice(lattice.words[at], lattice.scores[at])
        made[at] = _certainty(part, language, chosen[at], around[at])
    return made


def _certainty(lattice: Lattice, language: Language, chosen: Ids, around: Ids) -> Floats:
    """The share of each place's chosen word in the probability of all that it may hold."""
    reach = language.order - 1
    rows = np.arange(len(chosen))
    possible = (lattice.scores > _NEVER / 2) & (lattice.words != NOISE)
    possible &= possible.sum(axis=1, keepdims=True) > 1
    row, column = np.nonzero(possible)
    score = lattice.scores[row, column]
    history, target = around[row, :reach], lattice.words[row, column]
    backoffs = language.start(around[:, :reach])[row]
    for ahead in range(reach + 1):
        scored = language.score(history, backoffs, target)
        score = score + np.where(target == 0, 0, scored.log_probability)
        # What stands behind is looked up only for those that are likely so far.
        likely = score > _row_maximum(row, score)[row] - _BEYOND_DOUBT
        row, column, score = row[likely], column[likely], score[likely]
        history = np.concatenate([history[likely, 1:], target[likely, None]], axis=1)
        backoffs = scored.backoffs[likely]
        target = around[row, min(reach + 1 + ahead, 2 * reach)]
    table = np.full(lattice.scores.shape, _NEVER, dtype=np.float32)
    table[rows, chosen] = np.where(possible.any(axis=1), _NEVER, 0)
    table[row, column] = score
    table -= table.max(axis=1, keepdims=True, initial=_NEVER)
    weights = np.exp(_MODESTY * table)
    made: Floats = weights[rows, chosen] / weights.sum(axis=1)
    return made


def _row_maximum(row: Ids, score: Floats) -> Floats:
    """The greatest score of each row; rows ascend, and those without a score have none."""
    made = np.full(int(row.max(initial=-1)) + 1, _NEVER, dtype=np.float32)
    if len(row):
        first = np.flatnonzero(np.diff(row, prepend=-1))
        made[row[first]] = np.maximum.reduceat(score, first)
    return made
