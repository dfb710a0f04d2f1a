"""Which documents copy from the same template: MinHash over shingles without marks.

Broder 1997. Marks and case are taken off first, so that a garbled plan and a
clean one of the same campaign still share shingles.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np

from pipeline.document import Document
from pipeline.vietnamese import strip_marks

HASHES = 192
_SHINGLE = 2
_LEAST_ALIKE = 0.1
# The letterhead alone makes any two short documents 0.07 alike; plans of one campaign, of
# which one is garbled, were 0.19 and more.
_MOST = 8
_PRIME = (1 << 31) - 1


def signature(document: Document) -> tuple[int, ...]:
    """The MinHash of the document's shingles; empty for one without words."""
    bare = [_bare(word) for word in document.text.split()]
    words = [word for word in bare if word]
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    if not shingles:
        return ()
    hashes = np.array([zlib.crc32(s.encode()) for s in sorted(shingles)], dtype=np.int64) % _PRIME
    rng = np.random.default_rng(20230809)
    factors = rng.integers(1, _PRIME, size=(2, HASHES, 1), dtype=np.int64)
    mixed = (hashes[None, :] * (factors[0] % (1 << 31)) + factors[1]) % _PRIME
    return tuple(int(value) for value in mixed.min(axis=1))


def _bare(word: str) -> str:
    return "".join(c for c in strip_marks(word).lower() if "a" <= c <= "z")


def likeness(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Estimated share of shingles in common, 0..1."""
    if not left or not right:
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / len(left)


def choose_sisters(garbled: tuple[int, ...], clean: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The names of the clean documents most like a garbled one, in sorted order."""
    alike = sorted((-likeness(garbled, other), name) for name, other in clean.items())
    chosen = [name for score, name in alike[:_MOST] if -score >= _LEAST_ALIKE]
    return sorted(chosen)
