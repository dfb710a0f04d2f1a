"""What clean sister texts teach: their wording, mixed into the language model by weight.

Plans of one campaign copy one another. The sisters' n-grams are counted, and the
model's probability is the prior of theirs, order by order (Witten and Bell 1991):
a history that the sisters never have leaves the model as it is. Digits are in no
model; names are left out of the counts, so neither can come from a sister.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.restoration.language import (
    Floats,
    Ids,
    LanguageModel,
    Pairs,
    Payloads,
    Scored,
    extend_hash,
    gram_hash,
)
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import strip_marks

PRIOR = (25.0, 8.0, 3.0)
"""What the shorter history counts for beside the sisters' 2-, 3- and 4-grams."""
_OPEN = 2.0
"""And for each different word that followed the history: after `thi đua` anything may come."""
_BREAK = -1
_FAR_RARER = 20
"""So many times as often stands the wording of which a pair is a misprint."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each n-gram stands in the sisters: sorted 64-bit hashes, exact.

    The shipped model's tables save memory by 16-bit fingerprints, which take an
    unknown n-gram for a known one now and then; the sisters' few need not.
    """

    hashes: npt.NDArray[np.uint64]
    times: Floats

    def find(self, hashes: npt.NDArray[np.uint64]) -> Floats:
        """The number of times, 0 where the sisters do not have it."""
        if not len(self.hashes):
            return np.zeros(hashes.shape, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        found: Floats = np.where(self.hashes[place] == hashes, self.times[place], 0)
        return found


@dataclass(frozen=True, slots=True)
class TaughtModel:
    """A language model and the sisters' counts by order: `grams[n - 1]` of n words.

    `followers[n - 1]` tells how many different words came after n words.
    """

    base: LanguageModel
    grams: tuple[Counts, ...]
    followers: tuple[Counts, ...]

    @property
    def order(self) -> int:
        """The longest n-gram."""
        return self.base.order

    def start(self, words: Ids) -> Floats:
        """Back-off weights of histories, as the base has them."""
        return self.base.start(words)

    def alone(self, words: Ids) -> Floats:
        """What the base says: the sisters are asked where a word has neighbours."""
        return self.base.alone(words)

    def after_one(self, last: Ids, backoff: Floats, words: Ids, of: Ids) -> Pairs:
        """The base's probabilities after single words, moved as `score` does."""
        pairs = self.base.after_one(last, backoff, words, of)
        return Pairs(self._moved(pairs.log_probability, last[:, None], words, of), pairs.found)

    def score(
        self,
        history: Ids,
        backoffs: Floats,
        words: Ids,
        of: Ids | None = None,
        pairs: Payloads | None = None,
    ) -> Scored:
        """The base's probabilities, moved towards what the sisters say."""
        at = np.arange(len(words)) if of is None else of
        scored = self.base.score(history, backoffs, words, at, pairs)
        return Scored(self._moved(scored.log_probability, history, words, at), scored.backoffs)

    def _moved(self, said: Floats, history: Ids, words: Ids, of: Ids) -> Floats:
        probability = np.exp(said)
        rows = np.arange(len(words))
        longest = history.shape[1]
        for length in range(1, longest + 1):
            gram = gram_hash(history[of[rows], longest - length :])
            seen = self.grams[length - 1].find(gram)
            known = seen > 0
            rows, gram, seen = rows[known], gram[known], seen[known]
            if not len(rows):
                break
            both = self.grams[length].find(extend_hash(gram, words[rows]))
            prior = PRIOR[length - 1] + _OPEN * self.followers[length - 1].find(gram)
            probability[rows] = (both + prior * probability[rows]) / (seen + prior)
        moved: Floats = np.log(np.maximum(probability, 1e-12))
        return moved


def teach(base: LanguageModel, index: Mapping[str, int], texts: Iterable[str]) -> TaughtModel:
    """The model taught by these texts. `index` gives the ids of words and classes."""
    stream: list[int] = []
    for text in texts:
        for line in text.split("\n"):
            stream.extend(_ids(line, index))
        stream.extend([_BREAK] * base.order)
    wide = np.array(_without_misprints(stream, index), dtype=np.int64)
    return TaughtModel(
        base,
        tuple(_counted(_grams(wide, n)) for n in range(1, base.order + 1)),
        # Each different n-gram counts once for the history that it extends.
        tuple(
            _counted(np.unique(_grams(wide, n), axis=0)[:, :-1]) for n in range(2, base.order + 1)
        ),
    )


def _without_misprints(stream: list[int], index: Mapping[str, int]) -> list[int]:
    """The stream with a break in place of a word that the sisters themselves misprint.

    Two words that are, but for marks, another pair that stands there many times as
    often (`thi đưa` once, `thi đua` a hundred times) teach nothing.
    """
    bare = {number: strip_marks(word) for word, number in index.items()}
    pairs = Counter(pairwise(stream))
    usual: dict[tuple[str, str], int] = {}
    for (left, right), times in pairs.items():
        key = bare.get(left, ""), bare.get(right, "")
        usual[key] = max(usual.get(key, 0), times)
    kept = stream[:1]
    for left, right in pairwise(stream):
        most = usual[bare.get(left, ""), bare.get(right, "")]
        known = _BREAK not in (left, right)
        kept.append(_BREAK if known and pairs[left, right] * _FAR_RARER <= most else right)
    return kept


def _grams(stream: Ids, n: int) -> Ids:
    if len(stream) < n:
        return np.zeros((0, n), dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(stream, n)
    whole: Ids = windows[(windows != _BREAK).all(axis=1)]
    return whole


def _counted(grams: Ids) -> Counts:
    hashes, times = np.unique(gram_hash(grams), return_counts=True)
    return Counts(hashes, times.astype(np.float32))


def _ids(line: str, index: Mapping[str, int]) -> Iterator[int]:
    """Ids of a line's words; a break in place of names and of words the model lacks."""
    found = [atom for token in line.split() for atom in atoms(token)]
    named = _names([a.text for a in found])
    for atom, name in zip(found, named, strict=True):
        if atom.kind is not Kind.WORD:
            yield index[atom.kind.value]
        else:
            yield _BREAK if name else index.get(atom.text.lower(), _BREAK)


def _names(words: list[str]) -> list[bool]:
    """Which words belong to a run of two or more that begin with a capital."""
    capital = [w[:1].isupper() and not w.isupper() for w in words]
    before = [False, *capital][:-1]
    after = [*capital, False][1:]
    return [c and (b or a) for c, b, a in zip(capital, before, after, strict=True)]
