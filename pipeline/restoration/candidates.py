"""What a read word may have been: words near to it, scored by the channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.restoration.casing import LOWER, TITLE, UPPER, likely_cases
from pipeline.restoration.channel import LONGEST_READ, Channel, Codes
from pipeline.restoration.lexicon import FEW_SKELETONS, SKELETONS, Ids, Lexicon, Memory, Nearby
from pipeline.restoration.places import Setting

Key = tuple[str, Setting]
"""A read word and how its line shapes capitals."""
Scores = npt.NDArray[np.float32]

KEEP = 24
KEEP_POOR = 64
_POOR_BEST = -8.0
"""Candidates kept for a word."""
_AGAIN = 96
"""Of a word's candidates so many are weighed again under the document's own channel."""
_AT_ONCE = 128
_REMEMBERED = 2_000
_UNEXPLAINED = -30.0
"""Log probability of a word that nothing explains."""
_MARGIN = 16.0
"""Candidates this much less likely (natural log) than the best are dropped."""
_IMPOSSIBLE = np.float32(-1e9)
_LEEWAY = 8.0
"""Candidates this much further behind are not asked what memory and habit say of them."""
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

    @property
    def best(self) -> Candidates:
        """The first of them; more where none explains well what was read."""
        most = KEEP if self.scores.max(initial=-np.inf) > _POOR_BEST else KEEP_POOR
        # Copies, lest each keep alive all that was weighed with it.
        words, cases = self.words[:most].copy(), self.cases[:most].copy()
        return Candidates(words, cases, self.scores[:most].copy())


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Read word `rows[i]` as word `words[i]`; rows ascend, and words within a row."""

    rows: Ids
    words: Ids

    def only(self, which: Ids) -> _Pairs:
        """Some of the pairs."""
        return _Pairs(self.rows[which], self.words[which])

    def behind_best(self, scores: Scores) -> Scores:
        """How much less likely (natural log) each pair is than the best of its row."""
        first = np.flatnonzero(np.diff(self.rows, prepend=-1))
        best = np.maximum.reduceat(scores, first) if len(first) else scores
        best = np.maximum(best, _IMPOSSIBLE)  # a row of which nothing is possible has none
        behind: Scores = np.repeat(best, np.diff(first, append=len(self.rows))) - scores
        return behind


@dataclass(frozen=True, slots=True)
class _Said:
    """What memory says of some pairs: where they stand, log P(read | word)."""

    at: Ids
    scores: Scores


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
    _near: dict[Key, npt.NDArray[np.uint16]] = field(default_factory=dict, repr=False)
    _before: dict[Key, npt.NDArray[np.uint16]] = field(default_factory=dict, repr=False)

    def under(self, channel: Channel, read: Iterable[Key]) -> Finder:
        """A finder of the same words under another channel with the same alphabets.

        For what was read in this document, what was found near to it under this channel
        is only weighed again, not sought again.
        """
        near = {key: self._near[key] for key in read if key in self._near}
        return replace(self, channel=channel, adapted=True, _known={}, _near={}, _before=near)

    def find(self, read: Iterable[Key]) -> dict[Key, Candidates]:
        """Candidates for read words in their settings."""
        wanted = list(dict.fromkeys(read))
        for key, ranked in self._sought([k for k in wanted if k not in self._known], SKELETONS):
            self._near[key] = ranked.words[:_AGAIN].astype(np.uint16)
            self._known[key] = ranked.best
        if len(self._known) > _REMEMBERED:  # a stream of any length in constant memory
            self._known = {key: self._known[key] for key in wanted}
            self._near = {key: self._near[key] for key in wanted}
        return {key: self._known[key] for key in wanted}

    def likeliest(self, read: Iterable[Key]) -> dict[Key, Candidates]:
        """The best candidates only, by a shorter search: to weigh, not to choose from."""
        found = self._sought(list(dict.fromkeys(read)), FEW_SKELETONS)
        return {key: ranked.best for key, ranked in found}

    def _sought(self, new: list[Key], skeletons: int) -> Iterator[tuple[Key, Candidates]]:
        """Everything near to these words, best first."""
        ordered = sorted(new, key=lambda item: len(item[0]))  # one length goes fast together
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            yield from zip(some, self._ranked(some, skeletons), strict=True)

    def forget(self) -> None:
        """Keep nothing of what was found."""
        self._known, self._near = {}, {}

    def evidence(self, read: list[Key]) -> float:
        """Log probability of these read words, whatever was written, under this channel."""
        found = self.likeliest(read)
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
        spelled = self.nearby.spelled
        ends, heads = spelled.endings, spelled.heads[words]
        made = self.channel.log_probability(codes, at, ends, ends.nodes[words], heads)
        if not self.adapted:  # a sign at the beginning may be any letter, small or capital
            signs = np.array([not word[:1].isalnum() for word in read])[at]
            made[signs] = made[signs].max(axis=1, keepdims=True)
        return made

    def _upper(self, codes: Codes, at: Ids, words: Ids) -> Scores:
        spelled = self.nearby.spelled
        ends, heads = spelled.capitals, spelled.heads[words, 1:]
        return self.channel.log_probability(codes, at, ends, ends.nodes[words], heads)

    def _ranked(self, new: list[Key], skeletons: int) -> Iterator[Candidates]:
        pairs, said = self._pairs(new, skeletons)
        by_case = self._by_case(new, pairs)
        near = pairs.behind_best(by_case.max(axis=1)) < _MARGIN + _LEEWAY
        near[said.at] = True
        kept = np.flatnonzero(near)
        said = _Said(np.searchsorted(kept, said.at), said.scores)
        pairs = pairs.only(kept)
        by_case = by_case[kept] + self._habits(new, pairs)
        cases = by_case.argmax(axis=1)
        scores = by_case[np.arange(len(kept)), cases]
        # Raise the words that were read so as a whole.
        boost = said.scores + np.where(np.isfinite(scores[said.at]), 0, _ONLY_REMEMBERED)
        scores[said.at] = np.logaddexp(scores[said.at], boost)
        kept = np.flatnonzero(pairs.behind_best(scores) <= _MARGIN)
        return self._in_order(new, pairs.only(kept), cases[kept], scores[kept])

    def _pairs(self, new: list[Key], skeletons: int) -> tuple[_Pairs, _Said]:
        """The words that each read word may be, and what memory says of some of them."""
        marked = np.zeros((len(new), len(self.lexicon.words)), dtype=bool)
        unseen = [row for row, key in enumerate(new) if key not in self._before]
        rows, words = self.nearby.of([new[row][0] for row in unseen], skeletons)
        marked[np.array(unseen, dtype=np.int64)[rows], words] = True
        for row, key in enumerate(new):
            if key in self._before:
                marked[row, self._before[key]] = True
        listed = [
            (row, word, score)
            for row, (read, _) in enumerate(new)
            for word, score in self.memory.get(read.lower(), {}).items()
        ]
        at, remembered = (np.array([x[i] for x in listed], dtype=np.int64) for i in (0, 1))
        marked[at, remembered] = True
        flat = np.flatnonzero(marked)
        pairs = _Pairs(*np.divmod(flat, marked.shape[1]))
        where = np.searchsorted(flat, at * marked.shape[1] + remembered)
        return pairs, _Said(where, np.array([x[2] for x in listed], dtype=np.float32))

    def _by_case(self, new: list[Key], pairs: _Pairs) -> Scores:
        """Log P(read | word in each case), -inf in a case that the read word rules out."""
        read = [word for word, _ in new]
        codes = self.channel.read.encode(read, LONGEST_READ)
        tried = np.zeros((len(new), 3), dtype=bool)
        for row, (word, setting) in enumerate(new):
            tried[row, list(_cases(word, setting))] = True
        made = np.full((len(pairs.rows), 3), -np.inf, dtype=np.float32)
        small = np.flatnonzero((tried[:, LOWER] | tried[:, TITLE])[pairs.rows])
        upper = np.flatnonzero(tried[pairs.rows, UPPER])
        some = pairs.only(small)
        made[small, :UPPER] = self._small_or_title(read, codes, some.rows, some.words)
        some = pairs.only(upper)
        made[upper, UPPER:] = self._upper(codes, some.rows, some.words)
        made += np.where(tried, np.float32(0), -np.inf)[pairs.rows]
        return made

    def _habits(self, new: list[Key], pairs: _Pairs) -> Scores:
        """What each case gains by how the word is usually written."""
        initial = np.array([setting is Setting.INITIAL for _, setting in new])[pairs.rows]
        fixed = np.array([s in (Setting.CAPITAL, Setting.NAME) for _, s in new])[pairs.rows]
        habit = _HABITS * self.cases[pairs.words]
        habit[initial] = _HABITS * _AT_START
        habit[fixed] = 0
        return habit

    def _in_order(
        self, new: list[Key], pairs: _Pairs, cases: Ids, scores: Scores
    ) -> Iterator[Candidates]:
        rank = scores + 0.5 * self.frequency[pairs.words]
        order = np.lexsort((-rank, pairs.rows))
        words, cases, scores = pairs.words[order], cases[order], scores[order]
        bounds = np.searchsorted(pairs.rows, np.arange(len(new) + 1)).tolist()
        for start, end in pairwise(bounds):
            yield Candidates(words[start:end], cases[start:end], scores[start:end])
