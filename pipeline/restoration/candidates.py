"""What a read word may have been: words near to it, scored by the channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from pipeline.restoration.casing import LOWER, TITLE, UPPER, likely_cases
from pipeline.restoration.channel import LONGEST_READ, Channel, Codes
from pipeline.restoration.lexicon import Ids, Lexicon, Memory, Nearby
from pipeline.restoration.places import Setting

Key = tuple[str, Setting]
"""A read word and how its line shapes capitals."""
Scores = npt.NDArray[np.float32]

KEEP = 24
KEEP_POOR = 64
_POOR_BEST = -8.0
"""Candidates kept for a word."""
_AT_ONCE = 128
_REMEMBERED = 2_000
_UNEXPLAINED = -30.0
"""Log probability of a word that nothing explains."""
_MARGIN = 16.0
"""Candidates this much less likely (natural log) than the best are dropped."""
_ONLY_REMEMBERED = -2.0
"""Added to what memory says of a word that the letters cannot explain."""

_HABITS = np.array([0.7, 0.7, 1.4], dtype=np.float32)
"""Weight of what case a word usually has, against what case it was read in."""
_AT_START = np.log(np.array([0.06, 0.92, 0.02])).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Candidates:
    """For one read word: word ids, cases, log P(read | word), best first."""

    words: Ids
    cases: Ids
    scores: Scores


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Read word `rows[i]` as word `words[i]` in case `cases[i]`; rows ascend."""

    rows: Ids
    words: Ids
    cases: Ids
    scores: Scores

    def only(self, which: npt.NDArray[np.bool_] | Ids) -> _Pairs:
        """Some of the pairs, or all in another order."""
        return _Pairs(self.rows[which], self.words[which], self.cases[which], self.scores[which])

    def near_the_best(self) -> _Pairs:
        """Those that are possible and not much less likely than the best of their row."""
        rows, first = np.unique(self.rows, return_index=True)
        best = np.full(int(self.rows.max(initial=0)) + 1, -np.inf, dtype=np.float32)
        if len(rows):
            best[rows] = np.maximum.reduceat(self.scores, first)
        return self.only(np.isfinite(self.scores) & (self.scores >= best[self.rows] - _MARGIN))


def _cases(read: str, setting: Setting) -> tuple[int, ...]:
    """The cases that a read word may be in."""
    if setting is Setting.NAME:
        return (TITLE,)
    return likely_cases(read, setting is Setting.CAPITAL)


@dataclass(slots=True)
class Finder:
    """Candidates of read words under one channel; remembers what it has found.

    `adapted`: the channel was estimated from this very document, so that it also tells
    which letters a sign stands for, capitals or small ones.
    """

    lexicon: Lexicon
    nearby: Nearby
    channel: Channel
    memory: Memory
    frequency: Scores
    cases: Scores
    adapted: bool = False
    _known: dict[Key, Candidates] = field(default_factory=dict, repr=False)

    def under(self, channel: Channel) -> Finder:
        """A finder of the same words under another channel with the same alphabets."""
        return replace(self, channel=channel, adapted=True, _known={})

    def find(self, read: Iterable[Key]) -> dict[Key, Candidates]:
        """Candidates for read words in their settings."""
        wanted = list(dict.fromkeys(read))
        new = [item for item in wanted if item not in self._known]
        new.sort(key=lambda item: len(item[0]))  # words of one length go fast together
        for start in range(0, len(new), _AT_ONCE):
            self._add(new[start : start + _AT_ONCE])
        if len(self._known) > _REMEMBERED:  # a stream of any length in constant memory
            self._known = {item: self._known[item] for item in wanted}
        return {item: self._known[item] for item in wanted}

    def forget(self) -> None:
        """Keep nothing of what was found."""
        self._known = {}

    def evidence(self, read: list[Key]) -> float:
        """Log probability of these read words, whatever was written, under this channel."""
        found = self.find(read)
        totals = [
            np.logaddexp.reduce(c.scores + self.frequency[c.words], initial=_UNEXPLAINED)
            for c in found.values()
        ]
        return float(sum(totals))

    def read_as(self, read: list[str], words: Ids) -> Scores:
        """Log P(read | word) in small letters, and with a capital first, by read word."""
        different = list(dict.fromkeys(read))
        number = {word: n for n, word in enumerate(different)}
        at = np.array([number[word] for word in read], dtype=np.int64)
        made = np.zeros((len(read), 2), dtype=np.float32)
        for start in range(0, len(different), _AT_ONCE):
            some = different[start : start + _AT_ONCE]
            rows = np.flatnonzero((at >= start) & (at < start + _AT_ONCE))
            codes = self.channel.read.encode(some, LONGEST_READ)
            made[rows] = self._small_or_title(some, codes, at[rows] - start, words[rows])
        return made

    def _small_or_title(self, read: list[str], codes: Codes, at: Ids, words: Ids) -> Scores:
        small = self.nearby.spelled[LOWER, words]
        heads = np.stack([small[:, 0], self.nearby.spelled[TITLE, words, 0]], axis=1)
        made = self.channel.log_probability(codes, at, small[:, 1:], heads)
        if not self.adapted:  # a sign at the beginning may be any letter, small or capital
            signs = np.array([not word[:1].isalnum() for word in read])[at]
            made[signs] = made[signs].max(axis=1, keepdims=True)
        return made

    def _upper(self, codes: Codes, at: Ids, words: Ids) -> Scores:
        upper = self.nearby.spelled[UPPER, words]
        return self.channel.log_probability(codes, at, upper[:, 1:], upper[:, :1])

    def _add(self, new: list[Key]) -> None:
        near = self.nearby.of([read for read, _ in new], self.memory)
        rows = np.repeat(np.arange(len(new)), [len(ids) for ids in near])
        words = np.concatenate(near)
        by_case = self._by_case(new, rows, words) + self._habits(new, rows, words)
        cases = by_case.argmax(axis=1)
        scores = by_case[np.arange(len(rows)), cases]
        self._boost(new, rows, words, scores)
        self._keep(new, _Pairs(rows, words, cases, scores).near_the_best())

    def _by_case(self, new: list[Key], rows: Ids, words: Ids) -> Scores:
        """Log P(read | word in each case), -inf in a case that the read word rules out."""
        read = [word for word, _ in new]
        codes = self.channel.read.encode(read, LONGEST_READ)
        tried = np.zeros((len(new), 3), dtype=bool)
        for row, (word, setting) in enumerate(new):
            tried[row, list(_cases(word, setting))] = True
        wanted = tried[rows]
        made = np.full((len(rows), 3), -np.inf, dtype=np.float32)
        small = np.flatnonzero(wanted[:, LOWER] | wanted[:, TITLE])
        upper = np.flatnonzero(wanted[:, UPPER])
        made[small, :UPPER] = self._small_or_title(read, codes, rows[small], words[small])
        made[upper, UPPER:] = self._upper(codes, rows[upper], words[upper])
        made[~wanted] = -np.inf
        return made

    def _habits(self, new: list[Key], rows: Ids, words: Ids) -> Scores:
        """What each case gains by how the word is usually written."""
        initial = np.array([setting is Setting.INITIAL for _, setting in new])[rows, None]
        fixed = np.array([s in (Setting.CAPITAL, Setting.NAME) for _, s in new])[rows, None]
        habit = np.where(initial, _AT_START, self.cases[words])
        return np.where(fixed, 0, _HABITS * habit).astype(np.float32)

    def _boost(self, new: list[Key], rows: Ids, words: Ids, scores: Scores) -> None:
        """Raise the words that were read so as a whole."""
        listed = [
            (row * len(self.lexicon.words) + word, score)
            for row, (read, _) in enumerate(new)
            for word, score in self.memory.get(read.lower(), {}).items()
        ]
        if not listed:
            return
        pairs = rows * len(self.lexicon.words) + words
        keys, said = np.array([k for k, _ in listed]), np.array([s for _, s in listed])
        at = np.flatnonzero(np.isin(pairs, keys))
        order = np.argsort(keys)
        boost = said[order][np.searchsorted(keys[order], pairs[at])]
        boost += np.where(np.isfinite(scores[at]), 0, _ONLY_REMEMBERED)
        scores[at] = np.logaddexp(scores[at], boost)

    def _keep(self, new: list[Key], pairs: _Pairs) -> None:
        frequency = self.frequency[pairs.words]
        rank = pairs.scores + 0.5 * frequency
        pairs = pairs.only(np.lexsort((-frequency, -rank, pairs.rows)))
        bounds = np.searchsorted(pairs.rows, np.arange(len(new) + 1)).tolist()
        for item, start, end in zip(new, bounds, bounds[1:], strict=False):
            good = pairs.scores[start:end].max(initial=-np.inf) > _POOR_BEST
            part = slice(start, min(end, start + (KEEP if good else KEEP_POOR)))
            self._known[item] = Candidates(pairs.words[part], pairs.cases[part], pairs.scores[part])
