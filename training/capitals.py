"""How often a word begins with a capital between which neighbours, from the cased corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.restoration.capitals import AFTER, BEFORE, STEP, Neighbours
from pipeline.restoration.language import Table, gram_hash

SEEN = 10
"""Times that a pair must stand in the corpus."""
TELLING = 1.2
"""A pair is kept if it moves the log odds of a capital by so much."""
_PRIOR = 2.0
_BITS = 13

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cased:
    """The corpus by position: word ids (0 between paragraphs) and cases (0 lower, 1 title)."""

    words: Ids
    cases: npt.NDArray[np.int8]


def learn(corpus: Cased, special: int) -> Table:
    """The table of `Neighbours`. Words in capitals and paragraphs' first words say nothing."""
    words, title = corpus.words, corpus.cases == 1
    inner = words > 0
    counted = inner & (words >= special) & (corpus.cases < 2)
    counted[1:] &= inner[:-1]
    counted[:1] = False
    size = int(words.max()) + 1
    seen = np.bincount(words[counted], minlength=size)
    share = np.bincount(words[counted & title], minlength=size) / np.maximum(seen, 1)
    keys, payloads = [], []
    for side, other in ((BEFORE, np.roll(words, 1)), (AFTER, np.roll(words, -1))):
        usable = counted & (other > 0)
        word, neighbour, odds = _telling(words[usable], other[usable], title[usable], share)
        keys.append(Neighbours.keys(side, word, neighbour))
        payloads.append(np.clip(np.rint(odds / STEP) + 128, 0, 255).astype(np.uint16))
    return Table.build(gram_hash(np.concatenate(keys)), np.concatenate(payloads))


def _telling(
    word: Ids, other: Ids, title: Flags, share: npt.NDArray[np.float64]
) -> tuple[Ids, Ids, npt.NDArray[np.float64]]:
    """Pairs whose log odds differ from the word's own, and by how much."""
    pairs, where = np.unique((word << _BITS) | other, return_inverse=True)
    seen = np.bincount(where, minlength=len(pairs))
    capital = np.bincount(where, weights=title, minlength=len(pairs))
    own = share[pairs >> _BITS]
    odds = _log_odds(capital + _PRIOR * own, seen - capital + _PRIOR * (1 - own))
    odds -= _log_odds(own, 1 - own)
    kept = (seen >= SEEN) & (np.abs(odds) > TELLING)
    pairs = pairs[kept]
    return pairs >> _BITS, pairs & ((1 << _BITS) - 1), odds[kept]


def _log_odds(yes: npt.NDArray[np.float64], no: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    made: npt.NDArray[np.float64] = np.log((yes + 1e-3) / (no + 1e-3))
    return made
