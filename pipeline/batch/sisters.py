"""The clean documents of a folder, to find those most like a garbled one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

_OFFERED = 64
"""Documents that the choice is left to: more than it takes, few beside ten thousand."""


class CleanOnes:
    """Signatures by key, as one matrix."""

    def __init__(self, signatures: Iterable[tuple[str, Sequence[int]]]) -> None:
        # Each becomes 8 bytes a number as it comes: Python takes 40.
        known = {key: np.array(numbers, dtype=np.int64) for key, numbers in signatures if numbers}
        self._keys = sorted(known)
        self._matrix = np.array([known.pop(key) for key in self._keys], dtype=np.int64)

    def sisters(self, signature: Sequence[int]) -> list[str]:
        """The keys of those that may teach a document with this signature, sorted.

        Only the most alike are offered to the choice; ties go by key, so that the
        order in which documents were read does not matter.
        """
        from pipeline.restoration import choose_sisters

        if not self._keys or not signature:
            return []
        alike = (self._matrix == np.array(signature, dtype=np.int64)).sum(axis=1)
        best = np.argsort(-alike, kind="stable")[:_OFFERED]
        offered = {self._keys[i]: tuple(int(n) for n in self._matrix[i]) for i in sorted(best)}
        return sorted(choose_sisters(tuple(signature), offered))
