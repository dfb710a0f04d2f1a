"""The likeliest words for a run of read words: a beam search over many windows at once.

The run is cut into windows that overlap, and all of them take each step
together, so that one numpy call serves hundreds of words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from pipeline.restoration.candidates import Candidates
from pipeline.restoration.language import Floats, Ids, Pairs, Payloads, Scored
from pipeline.restoration.ranking import best_first

Flags = npt.NDArray[np.bool_]

CORE = 60
BEFORE = 4
AFTER = 3
"""A window decides so many words and sees so many before and after them: seven and five
changed none of 46,000 words."""
_WINDOWS, _LEAST_CORE = 64, 24
"""A shorter run is cut into narrower windows, since many cost hardly more than a few."""
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
    """How wide to search: states kept, and how far (natural log) behind the best.

    `behind` holds for a candidate by itself, before its neighbours are asked; `doubtful`
    once they have said how well each word follows the one before it. Only what is left
    then is looked at closely.
    """

    states: int
    behind: float
    doubtful: float


THOROUGH = Effort(10, 14.0, 10.0)
QUICK = Effort(4, 8.0, 7.0)


class Language(Protocol):
    """What the decoder needs of a language model."""

    @property
    def order(self) -> int:
        """The longest n-gram."""

    def start(self, words: Ids) -> Floats:
        """Weights of histories."""

    def alone(self, words: Ids) -> Floats:
        """Log probabilities of words whatever stands before them."""

    def after_one(self, last: Ids, backoff: Floats, words: Ids, of: Ids) -> Pairs:
        """Log probabilities of `words[i]` after the single word `last[of[i]]`."""

    def score(
        self,
        history: Ids,
        backoffs: Floats,
        words: Ids,
        of: Ids | None = None,
        pairs: Payloads | None = None,
    ) -> Scored:
        """Log probabilities after histories of `order - 1` words; word i after `of[i]`."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Candidates of a run as rectangles: a row for each different read word, padded with
    score -1e9. Place i of the run holds row `at[i]`.
    """

    words: Ids
    scores: Floats
    at: Ids

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
        return Lattice(words, scores, at)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`chosen[i]` is the column of the lattice for word i, `sure[i]` its probability."""

    chosen: Ids
    sure: Floats


def decode(lattice: Lattice, language: Language, effort: Effort = THOROUGH) -> Decoded:
    """The best column for each row of the lattice."""
    lattice, columns = _plausible(lattice, language, effort)
    total = len(lattice.at)
    core = min(max(total // _WINDOWS, _LEAST_CORE), CORE)
    starts = np.arange(0, total, core)
    chosen = np.zeros(total, dtype=np.int64)
    likely = np.zeros((total, lattice.words.shape[1]), dtype=bool)
    for group in range(0, len(starts), _AT_ONCE):
        part = starts[group : group + _AT_ONCE]
        places = part[:, None] + np.arange(-BEFORE, core + AFTER)
        best = _windows(lattice, language, places, effort, likely)
        own = places[:, BEFORE : BEFORE + core]
        inside = own < total
        chosen[own[inside]] = best[:, BEFORE : BEFORE + core][inside]
    sure = _posterior(lattice, language, chosen, likely)
    return Decoded(columns[lattice.at, chosen], sure)


def _plausible(lattice: Lattice, language: Language, effort: Effort) -> tuple[Lattice, Ids]:
    """Without the candidates that are hopeless by themselves: misread oddly, and rare.

    The others move together, so that the rectangle is narrower; and their old columns.
    """
    alone = lattice.scores.copy()
    row, column = np.nonzero((lattice.words > 0) & (lattice.scores > _NEVER / 2))
    alone[row, column] += language.alone(lattice.words[row, column])
    hopeless = alone < alone.max(axis=1, keepdims=True) - effort.behind
    width = int((~hopeless).sum(axis=1).max(initial=1))
    columns = np.argsort(hopeless, axis=1, kind="stable")[:, :width]
    scores = np.where(hopeless, _NEVER, lattice.scores)
    words, scores = (np.take_along_axis(of, columns, axis=1) for of in (lattice.words, scores))
    return Lattice(words, scores, lattice.at), columns


@dataclass(slots=True)
class _Beam:
    """States by (window, rank): their last words, these words' weights, their scores."""

    history: Ids
    backoffs: Floats
    scores: Floats


def _windows(
    lattice: Lattice, language: Language, places: Ids, effort: Effort, likely: Flags
) -> Ids:
    """The best column at each place of each window; places outside the run are passed over.

    What was looked at closely at a window's own places is noted in `likely`.
    """
    count, length = places.shape
    history = np.zeros((count, 1, language.order - 1), dtype=np.int64)
    beam = _Beam(history, language.start(history), np.zeros((count, 1), dtype=np.float32))
    parents, columns = [], []
    for step in range(length):
        slot = _Slot.of(lattice, places[:, step])
        new = _grown(beam, slot, language, effort).near_best(count, effort.doubtful)
        if BEFORE <= step < length - AFTER:
            own = slot.inside[new.window]
            likely[slot.place[new.window[own]], new.column[own]] = True
        beam, parent, column = _kept(new, count, effort.states)
        parents.append(parent)
        columns.append(column)
    best = np.zeros((count, length), dtype=np.int64)
    state = beam.scores.argmax(axis=1)
    rows = np.arange(count)
    for step in range(length - 1, -1, -1):
        best[:, step] = columns[step][rows, state]
        state = parents[step][rows, state]
    return best


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of each window: what it may hold, and whether it lies in the run."""

    place: Ids
    inside: Flags
    words: Ids
    scores: Floats

    @staticmethod
    def of(lattice: Lattice, at: Ids) -> _Slot:
        """Outside the run there is one candidate, the paragraph mark."""
        inside = (at >= 0) & (at < len(lattice.at))
        place = np.where(inside, at, 0)
        row = lattice.at[place]
        scores = lattice.scores[row]
        scores[~inside] = _NEVER
        scores[~inside, 0] = 0
        width = int(np.flatnonzero((scores > _NEVER / 2).any(axis=0))[-1]) + 1
        words = lattice.words[row, :width]
        words[~inside] = 0
        return _Slot(place, inside, words, scores[:, :width])


@dataclass(frozen=True, slots=True)
class _States:
    """New states, windows ascending: whence they come, what they took, what they know."""

    window: Ids
    parent: Ids
    column: Ids
    history: Ids
    backoffs: Floats
    score: Floats

    def near_best(self, count: int, behind: float) -> _States:
        """Those that are not far behind the best of their window, of so many windows."""
        first = np.searchsorted(self.window, np.arange(count))
        best = np.maximum.reduceat(self.score, first)
        near = np.flatnonzero(self.score > best.take(self.window) - behind)
        return _States(
            self.window.take(near),
            self.parent.take(near),
            self.column.take(near),
            self.history.take(near, axis=0),
            self.backoffs.take(near, axis=0),
            self.score.take(near),
        )


def _grown(beam: _Beam, slot: _Slot, language: Language, effort: Effort) -> _States:
    """Every state of the beam with every candidate that may well follow it."""
    count, states = beam.scores.shape
    ending, following = _following(beam, slot, language, effort)
    totals = beam.scores[:, :, None] + following.log_probability[ending]
    limit = totals.max(axis=(1, 2), keepdims=True) - effort.doubtful
    near = np.flatnonzero(totals > np.maximum(limit, _NEVER / 2))
    old, column = np.divmod(near, slot.words.shape[1])
    window, state = np.divmod(old, states)
    word = slot.words[window, column]
    history = beam.history.reshape(count * states, -1)
    backoffs = beam.backoffs.reshape(count * states, -1)
    found = following.found[ending.ravel().take(old), column]
    scored = language.score(history, backoffs, np.maximum(word, 0), old, found)
    score = beam.scores.ravel().take(old) + slot.scores[window, column]
    score += np.where(word <= 0, 0, scored.log_probability)
    silent = (word == NOISE)[:, None]
    history = history.take(old, axis=0)
    longer = np.concatenate([history[:, 1:], word[:, None]], axis=1)
    history = np.where(silent, history, longer)
    backoffs = np.where(silent, backoffs.take(old, axis=0), scored.backoffs)
    return _States(window, state, column, history, backoffs, score)


def _following(beam: _Beam, slot: _Slot, language: Language, effort: Effort) -> tuple[Ids, Pairs]:
    """Log P(read | word) P(word | last word) by last word and column, and each state's row.

    States that end in the same word are asked about once.
    """
    count, states = beam.scores.shape
    last = beam.history[:, :, -1]
    # The best state of each window that ends in a word stands for all of them.
    ends = (np.arange(count)[:, None] << 32) | last
    _, first, ending = np.unique(ends.ravel(), return_index=True, return_inverse=True)
    window = first // states
    alive = beam.scores.ravel().take(first) > beam.scores[window, 0] - effort.doubtful
    scores = slot.scores.take(window, axis=0)
    asked = np.flatnonzero((scores > _NEVER / 2) & alive[:, None])
    of = asked // scores.shape[1]
    word = slot.words.take(window, axis=0).ravel().take(asked)
    backoff = beam.backoffs[:, :, 0].ravel()[first]
    pairs = language.after_one(last.ravel()[first], backoff, np.maximum(word, 0), of)
    said = np.full(scores.shape, _NEVER, dtype=np.float32)
    spoken = np.where(word <= 0, np.float32(0), pairs.log_probability)
    said.ravel()[asked] = scores.ravel().take(asked) + spoken
    found = np.zeros(scores.shape, dtype=np.uint32)
    found.ravel()[asked] = pairs.found
    return ending.reshape(count, states), Pairs(said, found)


def _kept(new: _States, count: int, states: int) -> tuple[_Beam, Ids, Ids]:
    """The best of the new states; for each the old state and the column it took."""
    kept = _best(new.window, new.history, new.score, states)
    window = new.window[kept]
    rank = _rank(window)
    shape = count, int(rank.max()) + 1
    beam = _Beam(
        np.zeros((*shape, new.history.shape[1]), dtype=np.int64),
        np.zeros((*shape, new.history.shape[1]), dtype=np.float32),
        np.full(shape, _NEVER, dtype=np.float32),
    )
    where = window, rank
    beam.history[where], beam.backoffs[where] = new.history[kept], new.backoffs[kept]
    beam.scores[where] = new.score[kept]
    parents, columns = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    parents[where], columns[where] = new.parent[kept], new.column[kept]
    return beam, parents, columns


def _best(window: Ids, history: Ids, score: Floats, states: int) -> Ids:
    """The best of each window, best first; of those that end in the same two words one."""
    ends = (window << 40) | (history[:, -2] << 20) | history[:, -1]
    order = best_first(window, score)
    _, first = np.unique(ends.take(order), return_index=True)
    order = order.take(np.sort(first))
    best: Ids = order[_rank(window.take(order)) < states]
    return best


def _rank(window: Ids) -> Ids:
    """The number of each within its window; windows ascend."""
    return np.arange(len(window)) - np.searchsorted(window, window)


def _posterior(lattice: Lattice, language: Language, chosen: Ids, likely: Flags) -> Floats:
    """How probable each chosen word is, given the words chosen around it.

    What the search never looked at closely is as good as impossible.
    """
    total = len(lattice.at)
    winners = lattice.words[lattice.at, chosen]
    spoken, around = winners != NOISE, surroundings(winners, language.order - 1)
    made = np.full(total, _DROPPED_SURELY, dtype=np.float32)
    for start in range(0, total, _PLACES_AT_ONCE):
        at = start + np.flatnonzero(spoken[start : start + _PLACES_AT_ONCE])
        part = replace(lattice, at=lattice.at[at])
        made[at] = _certainty(part, language, chosen[at], around[at], likely[at])
    return made


def surroundings(words: Ids, reach: int) -> Ids:
    """Each place's word between the `reach` words before it and behind it, 0 beyond the ends.

    (places, 2 reach + 1); NOISE stands between no words. A row of a place that holds NOISE
    is its predecessor's.
    """
    spoken = words != NOISE
    edge = np.zeros(reach, np.int64)
    said = np.concatenate([edge, words[spoken], edge, edge])
    rows: Ids = sliding_window_view(said, 2 * reach + 1)[np.maximum(np.cumsum(spoken) - 1, 0)]
    return rows


def _certainty(
    lattice: Lattice, language: Language, chosen: Ids, around: Ids, likely: Flags
) -> Floats:
    """The share of each place's chosen word in the probability of all that it may hold."""
    reach = language.order - 1
    rows = np.arange(len(chosen))
    possible = likely & (lattice.words[lattice.at] != NOISE)
    possible &= possible.sum(axis=1, keepdims=True) > 1
    row, column = np.nonzero(possible)
    score = lattice.scores[lattice.at[row], column]
    target = lattice.words[lattice.at[row], column]
    history, of = around[:, :reach], row
    backoffs = language.start(history)
    for ahead in range(reach + 1):
        scored = language.score(history, backoffs, target, of)
        score = score + np.where(target == 0, 0, scored.log_probability)
        # What stands behind is looked up only for those that are likely so far.
        near = score > _row_maximum(row, score)[row] - _BEYOND_DOUBT
        row, column, score = row[near], column[near], score[near]
        history = np.concatenate([history[of[near], 1:], target[near, None]], axis=1)
        backoffs, of = scored.backoffs[near], np.arange(len(row))
        target = around[row, min(reach + 1 + ahead, 2 * reach)]
    table = np.full(possible.shape, _NEVER, dtype=np.float32)
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
