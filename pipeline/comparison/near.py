"""Near-duplicates without all pairs: MinHash signatures in an LSH index.

Shingles are pairs of neighbouring words without marks. The hashing is
datasketch's; only the hash of a shingle is ours, for Python's own differs from
run to run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from zlib import crc32

from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 64
MOST_CANDIDATES = 50
"""Candidates looked at for one text: boilerplate has more near-duplicates than help."""
_SEED = 1


def shingles(keys: Sequence[str]) -> set[int]:
    """32-bit hashes of the pairs of neighbouring words; of the words where there is one."""
    pairs: Iterable[tuple[str, ...]] = pairwise(keys) if len(keys) > 1 else [tuple(keys)]
    return {crc32(" ".join(pair).encode()) for pair in pairs}


def signature(hashes: Iterable[int], permutations: int = PERMUTATIONS) -> MinHash:
    """The MinHash of a set of 32-bit hashes."""
    sketch = MinHash(num_perm=permutations, seed=_SEED, hashfunc=int)
    sketch.update_batch(sorted(hashes))
    return sketch


class NearIndex:
    """Texts by number, found again by their likes.

    `threshold` is the Jaccard similarity of shingles from which a like text is
    probably found.
    """

    def __init__(self, threshold: float, permutations: int = PERMUTATIONS) -> None:
        self._permutations = permutations
        self._index = MinHashLSH(threshold=threshold, num_perm=permutations)

    def add(self, number: int, keys: Sequence[str]) -> None:
        """Enters a text; its number must be new."""
        self._index.insert(number, signature(shingles(keys), self._permutations))

    def near(self, keys: Sequence[str]) -> list[int]:
        """The numbers of texts that may be like this one, the lowest first."""
        found = self._index.query(signature(shingles(keys), self._permutations))
        return sorted(int(str(n)) for n in found)[:MOST_CANDIDATES]
