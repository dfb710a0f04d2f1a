"""What a read word may have been: the nearest words of the lexicon, scored by the channel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from pipeline.restoration.casing import LOWER, TITLE, UPPER, apply_case, likely_cases
from pipeline.restoration.channel import LONGEST_READ, LONGEST_WRITTEN, Channel, Codes
from pipeline.restoration.places import Setting
from pipeline.vietnamese import strip_marks

Key = tuple[str, Setting]
"""A read word and how its line shapes capitals."""

KEEP = 24
KEEP_POOR = 64
_POOR_BEST = -8.0
"""Candidates kept for a word."""
_SKELETONS = 40
_FURTHER = 1
_AT_ONCE = 256
_REMEMBERED = 15_000
_UNEXPLAINED = -30.0
"""Log probability of a word that nothing explains."""
_MARGIN = 16.0
"""Candidates this much less likely (natural log) than the best are dropped."""

_HABIT, _HABIT_CAPITALS = 0.7, 1.4
"""Weight of what case a word usually has, against what case it was read in."""
_AT_START = np.log(np.array([0.06, 0.92, 0.02]))

_STROKES = re.compile(r"(?<=[^\W\d_])(?:i[irtfuv]|[tv][rf]|u[uo])(?=\w|$)")
_LOOKALIKE = str.maketrans("60@©¢14w&$5|!8", "ooooclauassllb")


def fold(read: str) -> str:
    """A read word as letters without marks, digits as the letters they look like."""
    return strip_marks(read).lower().translate(_LOOKALIKE)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words[i]` is word i of the language model; the first `special` are classes."""

    words: tuple[str, ...]
    special: int
    skeletons: tuple[str, ...]
    members: tuple[npt.NDArray[np.int64], ...]

    @staticmethod
    def of(words: tuple[str, ...], special: int, frequency: npt.NDArray[np.float32]) -> Lexicon:
        """Group the words by their letters without marks, the most frequent groups first."""
        groups: dict[str, list[int]] = {}
        for number, word in enumerate(words[special:], special):
            groups.setdefault(strip_marks(word), []).append(number)
        order = sorted(groups, key=lambda bare: -float(frequency[groups[bare]].max()))
        members = tuple(np.array(groups[bare], dtype=np.int64) for bare in order)
        return Lexicon(words, special, tuple(order), members)


@dataclass(frozen=True, slots=True)
class Candidates:
    """For one read word: word ids, cases, log P(read | word), best first."""

    words: npt.NDArray[np.int64]
    cases: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


def _cases(read: str, setting: Setting) -> tuple[int, ...]:
    """The cases that a read word may be in."""
    if setting is Setting.NAME:
        return (TITLE,)
    return likely_cases(read, setting is Setting.CAPITAL)


@dataclass(slots=True)
class Finder:
    """Candidates of read words under one channel; remembers what it has found."""

    lexicon: Lexicon
    channel: Channel
    memory: dict[str, dict[int, float]]
    frequency: npt.NDArray[np.float32]
    cases: npt.NDArray[np.float32]
    _known: dict[Key, Candidates] = field(default_factory=dict)
    _codes: Codes | None = None

    def under(self, channel: Channel) -> Finder:
        """A finder of the same words under another channel with the same alphabets."""
        return Finder(
            self.lexicon, channel, self.memory, self.frequency, self.cases, _codes=self._spelled()
        )

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

    def evidence(self, read: list[Key]) -> float:
        """Log probability of these read words, whatever was written, under this channel."""
        found = self.find(read)
        totals = [
            np.logaddexp.reduce(c.scores + self.frequency[c.words], initial=_UNEXPLAINED)
            for c in found.values()
        ]
        return float(sum(totals))

    def read_as(
        self, read: list[str], words: npt.NDArray[np.int64], case: int
    ) -> npt.NDArray[np.float64]:
        """Log P(read | word in this case), one each."""
        codes = self.channel.read.encode(read, LONGEST_READ)
        return self.channel.log_probability(codes, self._spelled()[words, case])

    def _add(self, new: list[Key]) -> None:
        near = self._near([read for read, _ in new])
        rows, words, cases = [], [], []
        for row, ((read, setting), ids) in enumerate(zip(new, near, strict=True)):
            for case in _cases(read, setting):
                rows.append(np.full(len(ids), row))
                words.append(ids)
                cases.append(np.full(len(ids), case))
        at, word, which = (np.concatenate(parts) for parts in (rows, words, cases))
        codes = self.channel.read.encode([r for r, _ in new], LONGEST_READ)
        scores = self.channel.log_probability(codes[at], self._spelled()[word, which])
        initial = np.array([setting is Setting.INITIAL for _, setting in new])
        fixed = np.array([setting in (Setting.CAPITAL, Setting.NAME) for _, setting in new])
        habit = np.where(initial[at], _AT_START[which], self.cases[word, which])
        weight = np.where(which == UPPER, _HABIT_CAPITALS, _HABIT)
        scores += np.where(fixed[at], 0, weight * habit)
        self._keep(new, at, word, which, scores)

    def _spelled(self) -> Codes:
        """Codes of every word in every case, made when they are first needed."""
        if self._codes is None:
            words = self.lexicon.words
            made = [
                self.channel.written.encode([apply_case(w, case) for w in words], LONGEST_WRITTEN)
                for case in (LOWER, TITLE, UPPER)
            ]
            self._codes = np.stack(made, axis=1)
        return self._codes

    def _near(self, read: list[str]) -> list[npt.NDArray[np.int64]]:
        """Ids of the words whose skeletons are nearest, and of those remembered."""
        folded = [fold(r) for r in read]
        # Two strokes are often read for one broad letter: thirc, chiic for thuc, chuc.
        broad = [_STROKES.sub("u", f) for f in folded]
        distances = self._distances(folded)
        other = [i for i, (f, b) in enumerate(zip(folded, broad, strict=True)) if f != b]
        if other:
            again = self._distances([broad[i] for i in other])
            distances[other] = np.minimum(distances[other], again)
        limits = np.maximum(distances.min(axis=1, initial=99), 1) + _FURTHER
        found = []
        for row, limit, word in zip(distances, limits, read, strict=True):
            close = np.flatnonzero(row <= limit)
            if len(close) > _SKELETONS:  # the order of skeletons is by frequency
                close = close[np.argsort(row[close], kind="stable")[:_SKELETONS]]
            ids = np.concatenate([self.lexicon.members[c] for c in close])
            remembered = self.memory.get(word.lower())
            found.append(np.union1d(ids, list(remembered)) if remembered else ids)
        return found

    def _distances(self, folded: list[str]) -> npt.NDArray[np.uint8]:
        return cdist(folded, self.lexicon.skeletons, scorer=Levenshtein.distance, dtype=np.uint8)

    def _keep(
        self,
        new: list[Key],
        rows: npt.NDArray[np.int64],
        words: npt.NDArray[np.int64],
        cases: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float64],
    ) -> None:
        bounds = np.searchsorted(rows, np.arange(len(new) + 1))
        for row, item in enumerate(new):
            part = slice(bounds[row], bounds[row + 1])
            self._known[item] = self._best(item[0], words[part], cases[part], scores[part])

    def _best(
        self,
        read: str,
        words: npt.NDArray[np.int64],
        cases: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float64],
    ) -> Candidates:
        remembered = self.memory.get(read.lower())
        if remembered:
            boost = np.array([remembered.get(int(w), -np.inf) for w in words])
            scores = np.logaddexp(scores, boost + np.where(np.isfinite(scores), 0, -2))
        order = np.lexsort((-self.frequency[words], -(scores + 0.5 * self.frequency[words])))
        words, cases, scores = words[order], cases[order], scores[order]
        _, first = np.unique(words, return_index=True)  # the better case of each word
        first.sort()
        first = first[np.isfinite(scores[first])]
        first = first[: (KEEP if len(first) and scores[first].max() > _POOR_BEST else KEEP_POOR)]
        words, cases, scores = words[first], cases[first], scores[first]
        close = scores >= (scores.max(initial=-np.inf) - _MARGIN)
        return Candidates(words[close], cases[close], scores[close])
