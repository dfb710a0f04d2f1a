"""What plans say that their template does not, and which plans say it alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.comparison.difference import difference
from pipeline.comparison.near import NearIndex
from pipeline.comparison.words import Words

ALIKE = 0.5
"""Similarity from which two additions are one and the same."""
CANDIDATE = 0.3
"""Estimated Jaccard similarity of word pairs from which two are looked at word by word."""


def clusters(texts: Sequence[Words]) -> list[int]:
    """The cluster of each addition, numbered from 1 by size, then by first member.

    Leader clustering: each text goes to the likest leader found by locality
    sensitive hashing, or leads a new cluster; long texts lead before short ones.
    """
    index = NearIndex(CANDIDATE)
    leader_of = [0] * len(texts)
    by_keys: dict[tuple[str, ...], int] = {}
    for number in sorted(range(len(texts)), key=lambda n: (-len(texts[n]), texts[n].keys, n)):
        same = by_keys.get(texts[number].keys)
        leader = same if same is not None else _likest(texts, number, index)
        if leader is None:
            leader = number
            index.add(number, texts[number].keys)
        by_keys.setdefault(texts[number].keys, leader)
        leader_of[number] = leader
    sizes = Counter(leader_of)
    order = {leader: n for n, leader in enumerate(sorted(sizes, key=lambda k: (-sizes[k], k)), 1)}
    return [order[leader] for leader in leader_of]


def _likest(texts: Sequence[Words], number: int, index: NearIndex) -> int | None:
    near = index.near(texts[number].keys)
    likeness = {n: difference(texts[n], texts[number]).similarity for n in near}
    good = [n for n, value in likeness.items() if value >= ALIKE]
    return min(good, key=lambda n: (-likeness[n], n), default=None)
