"""The letter channel by expectation maximisation over aligned pairs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from pipeline.restoration.channel import (
    LONGEST_READ,
    LONGEST_WRITTEN,
    Alphabet,
    Channel,
    probability,
    steps,
)
from pipeline.vietnamese import strip_marks

ROUNDS = 7
_WEIGHT = 6.0
"""How many times seen the built-in expectation is worth, for each written letter."""
FLOOR = 0.03
"""Share of the expectation in the finished channel."""
READ_LETTERS = 240
SEEN_WRITTEN = 2
"""A letter must stand in so many different misreadings to have a row of its own."""
_LENGTHS = (0.02, 0.94, 0.04)
"""Expected shares of letters that give no, one and two read characters."""

Pairs = Counter[tuple[str, str]]


def learn(pairs: Pairs, written: str, read: str, narrow: int) -> Channel:
    """The channel that makes these (read, written) pairs most likely, smoothed."""
    outer, inner = Alphabet(written), Alphabet(read)
    usable = sorted((r, w) for r, w in pairs if _possible(r, w))
    weights = np.array([pairs[p] for p in usable], dtype=np.float64)
    seen = inner.encode([r for r, _ in usable], LONGEST_READ)
    true = outer.encode([w for _, w in usable], LONGEST_WRITTEN)
    prior = expectation(outer, inner, narrow)
    channel = prior
    for _ in range(ROUNDS):
        channel = prior.with_events(channel.expected(seen, true, weights), _WEIGHT)
    return mixed(channel, prior, FLOOR)


def mixed(learned: Channel, prior: Channel, share: float) -> Channel:
    """Another engine errs in ways that were not seen: keep a share of the expectation."""
    none = (1 - share) * learned.none + share * prior.none
    one = (1 - share) * learned.one + share * prior.one
    two = (1 - share) * probability(learned.two) + share * probability(prior.two)
    return Channel(learned.written, learned.read, none, one, steps(two))


def alphabets(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The written and the read characters of these pairs, the most frequent read ones first."""
    written: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for seen, true in pairs:
        read.update(seen)
        written.update(true)
    ranked = sorted(read, key=lambda c: (-read[c], c))
    usual = sorted(c for c, times in written.items() if times >= SEEN_WRITTEN)
    return "".join(usual), "".join(ranked[:READ_LETTERS])


def _possible(read: str, written: str) -> bool:
    lengths_fit = len(read) <= min(LONGEST_READ, 2 * len(written))
    return lengths_fit and 0 < len(written) <= LONGEST_WRITTEN and bool(read)


def expectation(outer: Alphabet, inner: Alphabet, narrow: int) -> Channel:
    """What is expected before anything is seen: the same letter, with any marks or none."""
    alike = np.full((outer.size, inner.size), 0.1 / inner.size)
    for row, letter in enumerate(outer.letters, 2):
        for column, char in enumerate(inner.letters, 2):
            alike[row, column] += _likeness(letter, char)
    alike[:, 0] = 0
    alike /= alike.sum(axis=1, keepdims=True)
    none = np.full(outer.size, _LENGTHS[0])
    near = alike[:, :narrow]
    pairs = (near[:, :, None] + near[:, None, :]) / narrow
    pairs[:, 0, :] = pairs[:, :, 0] = 0
    pairs /= pairs.sum(axis=(1, 2), keepdims=True)
    return Channel(outer, inner, none, _LENGTHS[1] * alike, steps(_LENGTHS[2] * pairs))


def _likeness(letter: str, char: str) -> float:
    if letter == char:
        return 0.4
    left, right = strip_marks(letter), strip_marks(char)
    if left == right:
        return 0.12 if char == right else 0.04
    return 0.02 if left.lower() == right.lower() else 0.0
