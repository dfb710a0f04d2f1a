"""What clean sister texts teach: their wording, mixed into the language model by weight.

Plans of one campaign copy one another. The sisters' n-grams are counted, and the
model's probability is the prior of theirs, order by order (Witten and Bell 1991):
a history that the sisters never have leaves the model as it is. Digits are in no
model; names are left out of the counts, so neither can come from a sister.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.restoration.language import (
    Floats,
    Ids,
    LanguageModel,
    Scored,
    Table,
    extend_hash,
    gram_hash,
)
from pipeline.restoration.tokens import Kind, atoms

PRIOR = (25.0, 8.0, 3.0)
"""What the shorter history counts for beside the sisters' 2-, 3- and 4-grams."""
_OPEN = 2.0
"""And for each different word that followed the history: after `thi đua` anything may come."""
_MOST = 0xFFFE
_BREAK = -1


@dataclass(frozen=True, slots=True)
class TaughtModel:
    """A language model and the sisters' counts by order: `grams[n - 1]` of n words.

    `followers[n - 1]` tells how many different words came after n words.
    """

    base: LanguageModel
    grams: tuple[Table, ...]
    followers: tuple[Table, ...]

    @property
    def order(self) -> int:
        """The longest n-gram."""
        return self.base.order

    def start(self, words: Ids) -> Floats:
        """Back-off weights of histories, as the base has them."""
        return self.base.start(words)

    def score(self, history: Ids, backoffs: Floats, words: Ids) -> Scored:
        """The base's probabilities, moved towards what the sisters say."""
        scored = self.base.score(history, backoffs, words)
        probability = np.exp(scored.log_probability)
        rows = np.arange(len(words))
        longest = self.order - 1
        for length in range(1, longest + 1):
            gram = gram_hash(history[rows, longest - length :])
            seen = _times(self.grams[length - 1].find(gram))
            known = seen > 0
            rows, gram, seen = rows[known], gram[known], seen[known]
            if not len(rows):
                break
            both = _times(self.grams[length].find(extend_hash(gram, words[rows])))
            prior = PRIOR[length - 1] + _OPEN * _times(self.followers[length - 1].find(gram))
            probability[rows] = (both + prior * probability[rows]) / (seen + prior)
        return Scored(np.log(np.maximum(probability, 1e-12)), scored.backoffs)


def _times(found: npt.NDArray[np.uint32]) -> Floats:
    return np.where(found > 0, found - np.uint32(1), 0).astype(np.float32)


def teach(base: LanguageModel, index: Mapping[str, int], texts: Iterable[str]) -> TaughtModel:
    """The model taught by these texts. `index` gives the ids of words and classes."""
    stream: list[int] = []
    for text in texts:
        for line in text.split("\n"):
            stream.extend(_ids(line, index))
        stream.extend([_BREAK] * base.order)
    wide = np.array(stream, dtype=np.int64)
    return TaughtModel(
        base,
        tuple(_counted(_grams(wide, n)) for n in range(1, base.order + 1)),
        # Each different n-gram counts once for the history that it extends.
        tuple(
            _counted(np.unique(_grams(wide, n), axis=0)[:, :-1]) for n in range(2, base.order + 1)
        ),
    )


def _grams(stream: Ids, n: int) -> Ids:
    if len(stream) < n:
        return np.zeros((0, n), dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(stream, n)
    whole: Ids = windows[(windows != _BREAK).all(axis=1)]
    return whole


def _counted(grams: Ids) -> Table:
    hashes, times = np.unique(gram_hash(grams), return_counts=True)
    return Table.build(hashes, np.minimum(times, _MOST).astype(np.uint16))


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
