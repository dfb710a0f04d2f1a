"""What is said before and behind each place, and how probable whole stretches are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pipeline.restoration.decoder import Language
from pipeline.restoration.language import Floats, Ids
from pipeline.restoration.places import Place

AHEAD = 3
"""Words behind a stretch whose probability depends on it."""
_MARK = 0
"""The paragraph mark: it ends what stands behind, and is in what stands before."""


@dataclass(frozen=True, slots=True)
class Context:
    """The decoded words of a run, without noise, with a mark where a paragraph begins."""

    _said: Ids
    _at: Ids
    _reach: int

    @staticmethod
    def of(run: Sequence[Place], words: Sequence[int], reach: int) -> Context:
        """`words` are the decoded ids by place, negative where nothing stands."""
        opens = np.array([place.opens for place in run], dtype=bool)
        spoken = np.array(words, dtype=np.int64) >= 0
        # Each place gives its paragraph's mark, if it opens one, and its word, if there is one.
        both = np.stack([np.zeros(len(run), np.int64), np.array(words, dtype=np.int64)], axis=1)
        there = np.stack([opens, spoken], axis=1)
        before = np.cumsum(there.sum(axis=1)) - spoken
        edge = np.zeros(max(reach, AHEAD), dtype=np.int64)
        said = np.concatenate([edge, both[there], edge])
        at = np.append(before + len(edge), len(said) - len(edge))
        return Context(said, at, reach)

    def before(self, starts: Ids) -> Ids:
        """The words before these places, newest last: shape (n, reach)."""
        return sliding_window_view(self._said, self._reach)[self._at[starts] - self._reach]

    def behind(self, stops: Ids) -> Ids:
        """The words from these places on, to the paragraph's end: shape (n, AHEAD)."""
        # A place that opens a paragraph is itself behind its mark.
        first = np.where(stops < len(self._at) - 1, self._at[stops], self._at[-1])
        marked = self._said[first - 1] == _MARK
        words = sliding_window_view(self._said, AHEAD)[first]
        ended = np.cumsum(words == _MARK, axis=1) > 0
        return np.where(ended | marked[:, None], _MARK, words)


def spoken(language: Language, sentences: Ids) -> Floats:
    """Log probability of each row's words, given those in its first `order - 1` columns.

    A mark counts nothing, so that shorter rows can be filled up with it.
    """
    reach = language.order - 1
    history = sentences[:, :reach]
    backoffs = language.start(history)
    total = np.zeros(len(sentences), dtype=np.float32)
    for column in range(reach, sentences.shape[1]):
        word = sentences[:, column]
        scored = language.score(history, backoffs, word)
        total += np.where(word == _MARK, 0, scored.log_probability)
        history = np.concatenate([history[:, 1:], word[:, None]], axis=1)
        backoffs = scored.backoffs
    return total
