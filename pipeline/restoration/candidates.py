"""What a read word may have been: words near to it, scored by the channel."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from pipeline.restoration.casing import LOWER, TITLE, UPPER, likely_cases
from pipeline.restoration.channel import LONGEST_READ, Channel, Codes, Endings
from pipeline.restoration.lexicon import FEW_SKELETONS, SKELETONS, Ids, Lexicon, Memory, Nearby
from pipeline.restoration.places import Setting
from pipeline.restoration.ranking import best_first

Key = tuple[str, Setting]
"""A read word and how its line shapes capitals."""
Scores = npt.NDArray[np.float32]
Near = npt.NDArray[np.uint16]
"""Word ids."""

KEEP = 24
KEEP_POOR = 64
_POOR_BEST = -8.0
"""Candidates kept for a word; more where none explains well what was read."""
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


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Read word `rows[i]` as word `words[i]`; rows ascend, and words within a row."""

    rows: Ids
    words: Ids

    def only(self, which: Ids) -> _Pairs:
        """Some of the pairs."""
        return _Pairs(self.rows.take(which), self.words.take(which))

    def of_rows(self, chosen: npt.NDArray[np.bool_]) -> tuple[Ids, _Pairs]:
        """The pairs of some rows, which are counted anew; and their places."""
        which = np.flatnonzero(chosen.take(self.rows))
        number = np.cumsum(chosen) - 1
        return which, _Pairs(number.take(self.rows.take(which)), self.words.take(which))

    def behind_best(self, scores: Scores) -> Scores:
        """How much less likely (natural log) each pair is than the best of its row."""
        first = np.flatnonzero(np.diff(self.rows, prepend=-1))
        best = np.maximum.reduceat(scores, first) if len(first) else scores
        best = np.maximum(best, _IMPOSSIBLE)  # a row of which nothing is possible has none
        behind: Scores = np.repeat(best, np.diff(first, append=len(self.rows))) - scores
        return behind


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Pairs, the likeliest case of each, and log P(read | word in that case)."""

    pairs: _Pairs
    cases: Ids
    scores: Scores


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
    _near: dict[Key, Near] = field(default_factory=dict, repr=False)
    _before: dict[Key, Near] = field(default_factory=dict, repr=False)

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
        for key, found, near in self._sought(
            [k for k in wanted if k not in self._known], SKELETONS
        ):
            self._near[key], self._known[key] = near, found
        if len(self._known) > _REMEMBERED:  # a stream of any length in constant memory
            self._known = {key: self._known[key] for key in wanted}
            self._near = {key: self._near[key] for key in wanted}
        return {key: self._known[key] for key in wanted}

    def likeliest(self, read: Iterable[Key]) -> dict[Key, Candidates]:
        """The best candidates only, by a shorter search: to weigh, not to choose from."""
        found = self._sought(list(dict.fromkeys(read)), FEW_SKELETONS)
        return {key: best for key, best, _ in found}

    def _sought(self, new: list[Key], skeletons: int) -> Iterator[tuple[Key, Candidates, Near]]:
        """The best candidates of these words, and all that is near to them, best first."""
        for some in _alike(new):
            yield from self._in_order(some, self._weighed(some, skeletons))

    def forget(self) -> None:
        """Keep nothing of what was found."""
        self._known, self._near = {}, {}

    def evidence(self, read: list[Key]) -> float:
        """Log probability of these read words, whatever was written, under this channel."""
        total = 0.0
        for some in _alike(read):
            weighed = self._weighed(some, FEW_SKELETONS)
            said = np.exp(weighed.scores + self.frequency.take(weighed.pairs.words))
            explained = np.bincount(weighed.pairs.rows, said, len(some))
            total += float(np.log(explained + math.exp(_UNEXPLAINED)).sum())
        return total

    def read_as(self, read: list[str], words: Ids) -> Scores:
        """Log P(read | word) in small letters, and with a capital first, by read word."""
        different = list(dict.fromkeys(read))
        number = {word: n for n, word in enumerate(different)}
        at = np.array([number[word] for word in read], dtype=np.int64)
        made = np.zeros((2, len(read)), dtype=np.float32)
        for start in range(0, len(different), _AT_ONCE):
            some = different[start : start + _AT_ONCE]
            which = np.flatnonzero((at >= start) & (at < start + _AT_ONCE))
            pairs = _Pairs(at[which] - start, words[which])
            made[:, which] = self._small_or_title(some, pairs)
        return made.T

    def _small_or_title(self, read: list[str], pairs: _Pairs) -> Scores:
        spelled = self.nearby.spelled
        made = self._spelled_so(read, pairs, spelled.endings, spelled.heads)
        if not self.adapted:  # a sign at the beginning may be any letter, small or capital
            signs = np.array([not word[:1].isalnum() for word in read])
            which = np.flatnonzero(signs.take(pairs.rows))
            made[:, which] = made[:, which].max(axis=0)
        return made

    def _upper(self, read: list[str], pairs: _Pairs) -> Scores:
        spelled = self.nearby.spelled
        return self._spelled_so(read, pairs, spelled.capitals, spelled.heads[1:])

    def _spelled_so(self, read: list[str], pairs: _Pairs, ends: Endings, heads: Codes) -> Scores:
        codes = self.channel.read.encode(read, LONGEST_READ)
        nodes, first = ends.nodes.take(pairs.words), heads.take(pairs.words, axis=1)
        return self.channel.log_probability(codes, pairs.rows, ends, nodes, first)

    def _weighed(self, new: list[Key], skeletons: int) -> _Weighed:
        """Everything near to these words, but what is far less likely than the best."""
        pairs, said = self._pairs(new, skeletons)
        by_case = self._by_case(new, pairs)
        near = pairs.behind_best(by_case.max(axis=0)) < _MARGIN + _LEEWAY
        near[said.at] = True
        kept = np.flatnonzero(near)
        said = _Said(np.searchsorted(kept, said.at), said.scores)
        pairs = pairs.only(kept)
        by_case = by_case.take(kept, axis=1)
        by_case += self._habits(new, pairs)
        cases, scores = _best_case(by_case)
        # Raise the words that were read so as a whole.
        boost = said.scores + np.where(np.isfinite(scores[said.at]), 0, _ONLY_REMEMBERED)
        scores[said.at] = np.logaddexp(scores[said.at], boost)
        kept = np.flatnonzero(pairs.behind_best(scores) <= _MARGIN)
        return _Weighed(pairs.only(kept), cases.take(kept), scores.take(kept))

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
        tried = np.zeros((3, len(new)), dtype=bool)
        for row, (word, setting) in enumerate(new):
            tried[list(_cases(word, setting)), row] = True
        made = np.full((3, len(pairs.rows)), -np.inf, dtype=np.float32)
        small = tried[LOWER] | tried[TITLE]
        which, some = pairs.of_rows(small)
        made[:UPPER, which] = self._small_or_title(_chosen(read, small), some)
        which, some = pairs.of_rows(tried[UPPER])
        made[UPPER:, which] = self._upper(_chosen(read, tried[UPPER]), some)
        ruled_out = np.where(tried, np.float32(0), np.float32(-np.inf))
        made += ruled_out.take(pairs.rows, axis=1)
        return made

    def _habits(self, new: list[Key], pairs: _Pairs) -> Scores:
        """What each case gains by how the word is usually written."""
        settings = np.array([setting for _, setting in new], dtype=np.int64).take(pairs.rows)
        habit = (self.cases * _HABITS).T.take(pairs.words, axis=1)
        habit = np.where(settings == Setting.INITIAL, (_HABITS * _AT_START)[:, None], habit)
        habit[:, (settings == Setting.CAPITAL) | (settings == Setting.NAME)] = 0
        return habit

    def _in_order(
        self, new: list[Key], weighed: _Weighed
    ) -> Iterator[tuple[Key, Candidates, Near]]:
        rows, words = weighed.pairs.rows, weighed.pairs.words
        rank = weighed.scores + 0.5 * self.frequency.take(words)
        order = best_first(rows, rank)
        words, cases, scores = words[order], weighed.cases[order], weighed.scores[order]
        near = words.astype(np.uint16)
        starts = np.searchsorted(rows, np.arange(len(new) + 1))
        well = np.zeros(len(new), dtype=bool)
        well[rows[weighed.scores > _POOR_BEST]] = True
        ends = starts[:-1] + np.where(well, KEEP, KEEP_POOR)
        ends = np.minimum(ends, starts[1:])
        # Copies, lest each keep alive all that was weighed with it.
        for key, start, end, last in zip(
            new, starts.tolist(), ends.tolist(), starts[1:].tolist(), strict=False
        ):
            found = Candidates(
                words[start:end].copy(), cases[start:end].copy(), scores[start:end].copy()
            )
            yield key, found, near[start : min(last, start + _AGAIN)].copy()


def _alike(words: list[Key]) -> Iterator[list[Key]]:
    """Some at a time: those of one length go fast together."""
    ordered = sorted(words, key=lambda item: len(item[0]))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _chosen(read: list[str], which: npt.NDArray[np.bool_]) -> list[str]:
    return [read[row] for row in np.flatnonzero(which).tolist()]


def _best_case(by_case: Scores) -> tuple[Ids, Scores]:
    """The best of the three cases, and its score; the first of equal ones."""
    cases = np.zeros(by_case.shape[1], dtype=np.int64)
    best = by_case[LOWER].copy()
    for case in (TITLE, UPPER):
        better = by_case[case] > best
        cases[better] = case
        np.maximum(best, by_case[case], out=best)
    return cases, best
