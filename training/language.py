"""Interpolated Kneser-Ney with modified discounts, cut at three, in numpy sorts.

Chen and Goodman 1998. Lower orders are estimated from all n-grams; those seen
fewer than three times are then left out, and the back-off weights are made so
that every history still sums to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.restoration.language import LanguageModel, Table, gram_hash, pack

Keys = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

BITS = 13
"""A word id's bits in a key; four words fit 52 bits, so ids end at 8,191."""
SEEN = 3


@dataclass(frozen=True, slots=True)
class _Order:
    """All n-grams of one order: sorted keys, times seen, probability, kept or not."""

    length: int
    keys: Keys
    seen: Keys
    probability: Reals

    @property
    def kept(self) -> npt.NDArray[np.bool_]:
        """Those that are shipped."""
        return self.seen >= SEEN


def estimate(stream: npt.NDArray[np.uint16], words: int, order: int) -> LanguageModel:
    """The packed model of a stream of word ids (0 separates paragraphs)."""
    if words > 1 << BITS:
        raise ValueError(f"{words} words do not fit {BITS} bits")
    grams = [_grams(stream, n) for n in range(1, order + 1)]
    orders = [_unigrams(grams, words)]
    for n in range(2, order + 1):
        orders.append(_interpolate(grams, n, orders[-1]))
    return _packed(orders)


def _grams(stream: npt.NDArray[np.uint16], n: int) -> tuple[Keys, Keys]:
    wide = stream.astype(np.int64)
    keys = np.zeros(len(wide) - n + 1, dtype=np.int64)
    for position in range(n):
        keys = (keys << BITS) | wide[position : len(wide) - n + 1 + position]
    keys.sort()
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    return keys[edges[:-1]], np.diff(edges)


def _continuations(grams: list[tuple[Keys, Keys]], n: int) -> Keys:
    """How many different words stand before each n-gram; times seen for the longest."""
    keys, seen = grams[n - 1]
    if n == len(grams):
        return seen
    longer = grams[n][0] & ((1 << BITS * n) - 1)
    made = np.bincount(np.searchsorted(keys, longer), minlength=len(keys))
    # A paragraph's first words have nothing before them that could vary.
    opens = (keys >> BITS * (n - 1)) == 0
    return np.where(opens | (made == 0), seen, made)


def _unigrams(grams: list[tuple[Keys, Keys]], words: int) -> _Order:
    keys, seen = grams[0]
    times = np.zeros(words)
    times[keys] = _continuations(grams, 1)
    times[0] = 0
    probability = (times + 0.5) / (times.sum() + 0.5 * words)
    everything = np.zeros(words, dtype=np.int64)
    everything[keys] = seen
    return _Order(1, np.arange(words), everything, probability)


def _discounts(times: Keys) -> Reals:
    ones, twos, threes, fours = (int((times == k).sum()) for k in (1, 2, 3, 4))
    if not min(ones, twos, threes):
        return np.array([0.0, 0.5, 0.7, 0.9])
    base = ones / (ones + 2 * twos)
    return np.clip(
        [
            0,
            1 - 2 * base * twos / ones,
            2 - 3 * base * threes / twos,
            3 - 4 * base * fours / threes,
        ],
        0,
        [0, 0.95, 1.9, 2.9],
    )


def _interpolate(grams: list[tuple[Keys, Keys]], n: int, lower: _Order) -> _Order:
    keys, seen = grams[n - 1]
    times = _continuations(grams, n)
    discount = _discounts(times)[np.minimum(times, 3)]
    history, where = np.unique(keys >> BITS, return_inverse=True)
    total = np.bincount(where, weights=times, minlength=len(history))
    freed = np.bincount(where, weights=discount, minlength=len(history)) / total
    shorter = np.searchsorted(lower.keys, keys & ((1 << BITS * (n - 1)) - 1))
    below = lower.probability[shorter]
    return _Order(n, keys, seen, (times - discount) / total[where] + freed[where] * below)


def _packed(orders: list[_Order]) -> LanguageModel:
    backoffs = [_backoffs(o, higher) for o, higher in pairwise(orders)]
    backoffs.append(np.zeros(len(orders[-1].keys)))
    tables = []
    for n, (order, weights) in enumerate(zip(orders, backoffs, strict=True), 1):
        if n == 1:
            continue
        kept = order.kept
        grams = np.stack([order.keys[kept] >> BITS * (n - 1 - p) for p in range(n)], axis=1)
        payload = pack(_log(order.probability[kept]), weights[kept].astype(np.float32))
        tables.append(Table.build(gram_hash(grams & ((1 << BITS) - 1)), payload))
    unigrams = _log(orders[0].probability)
    return LanguageModel(unigrams, backoffs[0].astype(np.float32), tuple(tables))


def _log(probability: Reals) -> npt.NDArray[np.float32]:
    return np.log(np.maximum(probability, 1e-9)).astype(np.float32)


def _backoffs(order: _Order, higher: _Order) -> Reals:
    """Log of what a history leaves to the order below, over what it can give there."""
    kept = higher.kept
    history = np.searchsorted(order.keys, higher.keys[kept] >> BITS)
    suffix = np.searchsorted(order.keys, higher.keys[kept] & ((1 << BITS * order.length) - 1))
    taken = np.bincount(history, higher.probability[kept], minlength=len(order.keys))
    below = np.bincount(history, order.probability[suffix], minlength=len(order.keys))
    return np.log(np.clip(1 - taken, 1e-4, 1) / np.clip(1 - below, 1e-4, 1))
