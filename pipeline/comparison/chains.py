"""The heaviest chain of pairs that rises in both coordinates."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[int, int]


def heaviest_chain(weights: Mapping[Pair, float], fixed: set[Pair] | None = None) -> list[Pair]:
    """Pairs that rise strictly in both coordinates, with the greatest sum of weights.

    None of them crosses a pair of `fixed`. Dynamic programming over the pairs in
    order: quadratic in their number, which is a section's and small.
    """
    anchors = sorted(fixed or ())
    pairs = sorted(p for p in weights if not any(_crosses(p, anchor) for anchor in anchors))
    best: list[float] = []
    before: list[int] = []
    for number, pair in enumerate(pairs):
        previous = -1
        for earlier in range(number):
            rises = pairs[earlier][0] < pair[0] and pairs[earlier][1] < pair[1]
            if rises and (previous < 0 or best[earlier] > best[previous]):
                previous = earlier
        best.append(weights[pair] + (best[previous] if previous >= 0 else 0.0))
        before.append(previous)
    return _traced(pairs, best, before)


def _traced(pairs: list[Pair], best: list[float], before: list[int]) -> list[Pair]:
    last = max(range(len(pairs)), key=lambda n: best[n], default=-1)
    chain: list[Pair] = []
    while last >= 0:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _crosses(pair: Pair, anchor: Pair) -> bool:
    return (pair[0] - anchor[0]) * (pair[1] - anchor[1]) <= 0
