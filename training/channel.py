"""The letter channel by expectation maximisation over aligned pairs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from pipeline.restoration.channel import LONGEST_READ, LONGEST_WRITTEN, Alphabet, Channel, Reals
from pipeline.vietnamese import strip_marks

ROUNDS = 7
_WEIGHT = 6.0
"""How many times seen the built-in expectation is worth, for each written letter."""
_LENGTHS = (0.02, 0.94, 0.04)
"""Expected shares of letters that give no, one and two read characters."""

Pairs = Counter[tuple[str, str]]


def learn(pairs: Pairs, written: str, read: str) -> Channel:
    """The channel that makes these (read, written) pairs most likely, smoothed."""
    outer, inner = Alphabet(written), Alphabet(read)
    usable = sorted((r, w) for r, w in pairs if _possible(r, w))
    weights = np.array([pairs[p] for p in usable], dtype=np.float64)
    seen = inner.encode([r for r, _ in usable], LONGEST_READ)
    true = outer.encode([w for _, w in usable], LONGEST_WRITTEN)
    prior = expectation(outer, inner)
    channel = _channel(outer, inner, *prior)
    for _ in range(ROUNDS):
        found = _expected(channel, seen, true, weights)
        channel = _channel(outer, inner, *(f + p for f, p in zip(found, prior, strict=True)))
    return channel


def alphabets(pairs: Iterable[tuple[str, str]], read_size: int) -> tuple[str, str]:
    """The written letters (all) and the most frequent read characters of these pairs."""
    written: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for seen, true in pairs:
        read.update(seen)
        written.update(true)
    most = sorted(read, key=lambda c: (-read[c], c))[:read_size]
    return "".join(sorted(written)), "".join(sorted(most))


def _possible(read: str, written: str) -> bool:
    lengths_fit = len(read) <= min(LONGEST_READ, 2 * len(written))
    return lengths_fit and 0 < len(written) <= LONGEST_WRITTEN and bool(read)


def expectation(outer: Alphabet, inner: Alphabet) -> tuple[Reals, Reals, Reals]:
    """What is expected before anything is seen: the same letter, with any marks or none."""
    alike = np.full((outer.size, inner.size), 0.1 / inner.size)
    for row, letter in enumerate(outer.letters, 2):
        for column, char in enumerate(inner.letters, 2):
            alike[row, column] += _likeness(letter, char)
    alike[:, 0] = 0
    alike /= alike.sum(axis=1, keepdims=True)
    none = np.full(outer.size, _LENGTHS[0])
    pairs = alike[:, :, None] * (1 / inner.size) + alike[:, None, :] * (1 / inner.size)
    pairs[:, 0, :] = pairs[:, :, 0] = 0
    pairs /= pairs.sum(axis=(1, 2), keepdims=True)
    made = none, _LENGTHS[1] * alike, _LENGTHS[2] * pairs
    return made[0] * _WEIGHT, made[1] * _WEIGHT, made[2] * _WEIGHT


def _likeness(letter: str, char: str) -> float:
    if letter == char:
        return 0.4
    left, right = strip_marks(letter), strip_marks(char)
    if left == right:
        return 0.12 if char == right else 0.04
    return 0.02 if left.lower() == right.lower() else 0.0


def _channel(outer: Alphabet, inner: Alphabet, none: Reals, one: Reals, two: Reals) -> Channel:
    total = none + one.sum(axis=1) + two.sum(axis=(1, 2))
    total = np.where(total > 0, total, 1)
    return Channel(outer, inner, none / total, one / total[:, None], two / total[:, None, None])


def _expected(
    channel: Channel, seen: npt.NDArray[np.int16], true: npt.NDArray[np.int16], weights: Reals
) -> tuple[Reals, Reals, Reals]:
    """Expected numbers of each event (forward-backward), summed over all pairs."""
    count, width = true.shape
    rows = np.arange(count)
    ends = (seen > 0).sum(axis=1)
    forward = np.zeros((width + 1, count, LONGEST_READ + 1))
    forward[0, :, 0] = 1
    for i in range(width):
        step = channel._step(forward[i], true[:, i], seen)
        forward[i + 1] = np.where((true[:, i] > 0)[:, None], step, forward[i])
    total = forward[width, rows, ends]
    backward = np.zeros((count, LONGEST_READ + 1))
    backward[rows, ends] = np.where(total > 0, weights / np.maximum(total, 1e-300), 0)
    none, one, two = (np.zeros_like(t) for t in (channel.none, channel.one, channel.two))
    for i in range(width - 1, -1, -1):
        letter = true[:, i]
        p0 = channel.none[letter][:, None]
        p1 = channel.one[letter[:, None], seen]
        p2 = channel.two[letter[:, None], seen[:, :-1], seen[:, 1:]]
        np.add.at(none, letter, (forward[i] * p0 * backward).sum(axis=1))
        np.add.at(one, (letter[:, None], seen), forward[i][:, :-1] * p1 * backward[:, 1:])
        np.add.at(
            two,
            (letter[:, None], seen[:, :-1], seen[:, 1:]),
            forward[i][:, :-2] * p2 * backward[:, 2:],
        )
        before = backward * p0
        before[:, :-1] += p1 * backward[:, 1:]
        before[:, :-2] += p2 * backward[:, 2:]
        backward = np.where((letter > 0)[:, None], before, backward)
    for table in (none, one, two):
        table[0] = 0
    return none, one, two
