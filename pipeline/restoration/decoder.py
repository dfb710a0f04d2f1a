"""The likeliest words for a run of read words: a beam search over many windows at once.

The run is cut into windows that overlap, and all of them take each step
together, so that one numpy call serves hundreds of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipeline.restoration.candidates import Candidates
from pipeline.restoration.language import Floats, Ids, Scored

CORE = 40
BEFORE = 8
AFTER = 6
"""A window decides `CORE` words and sees so many before and after them."""
_AT_ONCE = 256
_NEVER = np.float32(-1e9)
NOISE = -1
"""A candidate that is no word: what was read there is dropped, the history stays."""
_DROPPED_SURELY = 0.8
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
        width = max((len(c.words) for c in run), default=1)
        words = np.zeros((len(run), width), dtype=np.int64)
        scores = np.full((len(run), width), _NEVER, dtype=np.float32)
        for row, candidates in enumerate(run):
            words[row, : len(candidates.words)] = candidates.words
            scores[row, : len(candidates.words)] = candidates.scores
        return Lattice(words, scores)


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
    history: Ids
    backoffs: Floats
    scores: Floats


@dataclass(slots=True)
class _Grown:
    """Scores by (window, state, column); `row` is where the back-off weights of each stand."""

    scores: Floats
    row: Ids
    backoffs: Floats


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
    inside = (at >= 0) & (at < len(lattice.words))
    place = np.where(inside, at, 0)
    words = np.where(inside[:, None], lattice.words[place], 0)
    given = np.where(inside[:, None], lattice.scores[place], _NEVER)
    given[~inside, 0] = 0  # outside: one candidate, the paragraph mark
    totals = beam.scores[:, :, None] + given[:, None, :]
    limit = totals.max(axis=(1, 2), keepdims=True) - effort.behind
    window, state, column = np.nonzero(totals > np.maximum(limit, _NEVER / 2))
    word = words[window, column]
    spoken = np.maximum(word, 0)
    scored = language.score(beam.history[window, state], beam.backoffs[window, state], spoken)
    gain = np.where(word <= 0, 0, scored.log_probability)
    scored.backoffs[word == NOISE] = beam.backoffs[window, state][word == NOISE]
    flat = np.full(totals.shape, _NEVER, dtype=np.float32)
    flat[window, state, column] = totals[window, state, column] + gain
    row = np.full(totals.shape, -1, dtype=np.int64)
    row[window, state, column] = np.arange(len(window))
    return _select(beam, _Grown(flat, row, scored.backoffs), words, effort)


def _select(beam: _Beam, grown: _Grown, words: Ids, effort: Effort) -> tuple[_Beam, Ids, Ids]:
    """The best states, of those that end in the same two words only the best."""
    count, _, width = grown.scores.shape
    flat = grown.scores.reshape(count, -1)
    wide = min(3 * effort.states, flat.shape[1])
    top = np.argpartition(-flat, wide - 1, axis=1)[:, :wide]
    order = np.argsort(-np.take_along_axis(flat, top, axis=1), axis=1, kind="stable")
    top = np.take_along_axis(top, order, axis=1)
    scores = np.take_along_axis(flat, top, axis=1)
    state, column = top // width, top % width
    windows = np.arange(count)[:, None]
    newest = np.take_along_axis(words, column, axis=1)
    before = beam.history[windows, state]
    last = np.where(newest == NOISE, before[:, :, -2], before[:, :, -1])
    ends = (last << 20) | np.where(newest == NOISE, before[:, :, -1], newest)
    same = np.tril(ends[:, :, None] == ends[:, None, :], -1).any(axis=2)
    scores = np.where(same, _NEVER, scores)
    keep = np.argsort(-scores, axis=1, kind="stable")[:, : effort.states]
    scores, state = np.take_along_axis(scores, keep, 1), np.take_along_axis(state, keep, 1)
    column = np.take_along_axis(column, keep, 1)
    newest = np.take_along_axis(words, column, axis=1)[:, :, None]
    old = beam.history[windows, state]
    history = np.where(newest == NOISE, old, np.concatenate([old[:, :, 1:], newest], axis=2))
    return _Beam(history, grown.backoffs[grown.row[windows, state, column]], scores), state, column


def _posterior(lattice: Lattice, language: Language, chosen: Ids) -> Floats:
    """How probable each chosen word is, given the words chosen around it."""
    total, width = lattice.words.shape
    reach = language.order - 1
    rows = np.arange(total)
    winners = lattice.words[rows, chosen]
    spoken = winners != NOISE
    edge = np.zeros(reach, np.int64)
    best = np.concatenate([edge, winners[spoken], edge])
    order = np.cumsum(spoken) - 1  # its place among the words that are not dropped
    row, column = np.nonzero((lattice.scores > _NEVER / 2) & (lattice.words != NOISE))
    row, column = row[spoken[row]], column[spoken[row]]
    word = lattice.words[row, column]
    score = lattice.scores[row, column].copy()
    around = best[order[row][:, None] + np.arange(2 * reach + 1)]
    around[:, reach] = word
    for ahead in range(reach + 1):
        history = around[:, ahead : ahead + reach]
        target = around[:, ahead + reach]
        scored = language.score(history, language.start(history), target)
        score += np.where(target == 0, 0, scored.log_probability)
    table = np.full((total, width), _NEVER, dtype=np.float32)
    table[row, column] = score
    table -= table.max(axis=1, keepdims=True)
    weights = np.exp(_MODESTY * table)
    made = weights[rows, chosen] / weights.sum(axis=1)
    return np.where(spoken, made, _DROPPED_SURELY).astype(np.float32)
