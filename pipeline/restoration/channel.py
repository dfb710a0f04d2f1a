"""P(what was read | what was written), letter by letter, for one kind of noise.

Every written letter gives none, one or two read characters. The probability of
a whole word is the sum over all ways to divide the read characters among its
letters, computed for thousands of (read, written) pairs at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int16]
Singles = npt.NDArray[np.float32]
Indexes = npt.NDArray[np.int64]

STEP = 0.05
"""Natural-log units of one quantisation step in the stored tables."""
LONGEST_WRITTEN = 10
LONGEST_READ = 14
END = 0
"""Code of the place behind a word's last letter, and of unknown read characters: 1."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Characters to codes; 0 is no character, 1 is any that is not listed."""

    letters: str

    def encode(self, words: list[str], width: int) -> Codes:
        """(words, width) codes, END behind the last; longer words are cut."""
        index = {letter: code for code, letter in enumerate(self.letters, 2)}
        coded = np.zeros((len(words), width), dtype=np.int16)
        for row, word in enumerate(words):
            codes = [index.get(letter, 1) for letter in word[:width]]
            coded[row, : len(codes)] = codes
        return coded

    @property
    def size(self) -> int:
        """The number of codes."""
        return len(self.letters) + 2


@dataclass(frozen=True, slots=True)
class Events:
    """Expected numbers of each event; `two` as (cell of the flattened table, number)."""

    none: Reals
    one: Reals
    cells: npt.NDArray[np.int64]
    times: Reals


@dataclass(frozen=True, slots=True)
class Channel:
    """`none[w]`, `one[w, r]`: probabilities by written letter w; `two[w, r1, r2]` packed.

    The large table stays in bytes (-log p / STEP, 255 for never) and may be mapped. It
    knows only the first, most frequent read characters; the others are one to it.
    """

    written: Alphabet
    read: Alphabet
    none: Reals
    one: Reals
    two: npt.NDArray[np.uint8]

    @staticmethod
    def unpacked(written: str, read: str, narrow: int, packed: npt.NDArray[np.uint8]) -> Channel:
        """From the stored form: none, one and two one behind another; `narrow` is two's width."""
        outer, inner = Alphabet(written), Alphabet(read)
        rows, cells = outer.size, inner.size
        none, one, two = np.split(packed, [rows, rows + rows * cells])
        return Channel(
            outer,
            inner,
            _PROBABILITY[none],
            _PROBABILITY[one].reshape(rows, cells),
            two.reshape(rows, narrow, narrow),
        )

    @property
    def narrow(self) -> int:
        """The number of read characters that the table of pairs tells apart."""
        return int(self.two.shape[1])

    def packed(self) -> npt.NDArray[np.uint8]:
        """The stored form."""
        parts = (steps(self.none), steps(self.one.ravel()), self.two.ravel())
        return np.concatenate(parts)

    def log_probability(self, read: Codes, at: Indexes, tails: Codes, heads: Codes) -> Singles:
        """Log P(read word | written word), by pair and first letter; -inf where impossible.

        Pair i is the read word `read[at[i]]` and the written one whose first letter is one
        of `heads[i]` and whose further ones are `tails[i]`: a word that may begin with a
        capital or without shares all the work but the last step. Sums over all ways to
        divide the read characters, from the words' ends to their beginnings.
        """
        lengths = (read > 0).sum(axis=1)
        width = max(2, int(lengths.max(initial=0)))
        one, two = self._by_letter(read[:, :width])
        # rest[i, j]: the probability of the characters from j on, two places of room behind.
        rest = np.zeros((len(at), width + 2), dtype=np.float32)
        rest[np.arange(len(at)), lengths[at]] = 1
        base = at * self.written.size
        none = self.none.astype(np.float32)
        for position in range(tails.shape[1] - 1, -1, -1):
            longer = np.flatnonzero(tails[:, position])
            if len(longer):
                letter, after = tails[longer, position], rest[longer]
                row = base[longer] + letter
                before = none[letter, None] * after
                before[:, :-2] += one[row] * after[:, 1:-1] + two[row] * after[:, 2:]
                rest[longer] = before
        row = base[:, None] + heads
        made = none[heads] * rest[:, :1]
        made += one[row, 0] * rest[:, 1:2] + two[row, 0] * rest[:, 2:3]
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(made), dtype=np.float32)

    def _by_letter(self, read: Codes) -> tuple[Singles, Singles]:
        """P(one), P(two characters | letter) in row n * letters + letter, column of the first."""
        near = self._narrowed(read).astype(np.int64)
        following = np.concatenate([near[:, 1:], np.zeros((len(near), 1), np.int64)], axis=1)
        flat = self.two.reshape(self.written.size, -1)
        cells, where = np.unique(near * self.narrow + following, return_inverse=True)
        two = _SINGLE_PROBABILITY[flat[:, cells]][:, where.reshape(near.shape)]
        one = self.one.astype(np.float32)[:, read]
        rows = (len(read) * self.written.size, read.shape[1])
        return one.swapaxes(0, 1).reshape(rows), two.swapaxes(0, 1).reshape(rows)

    def expected(self, read: Codes, written: Codes, weights: Reals) -> Events:
        """Expected numbers of each event (forward-backward), summed over all pairs."""
        count, width = written.shape
        rows = np.arange(count)
        ends = (read > 0).sum(axis=1)
        forward = np.zeros((width + 1, count, LONGEST_READ + 1))
        forward[0, :, 0] = 1
        for i in range(width):
            step = self._step(forward[i], written[:, i], read)
            forward[i + 1] = np.where((written[:, i] > 0)[:, None], step, forward[i])
        total = forward[width, rows, ends]
        backward = np.zeros((count, LONGEST_READ + 1))
        backward[rows, ends] = np.where(total > 0, weights / np.maximum(total, 1e-300), 0)
        none, one = np.zeros_like(self.none), np.zeros_like(self.one)
        pairs: list[tuple[npt.NDArray[np.int64], Reals]] = []
        for i in range(width - 1, -1, -1):
            letter = written[:, i]
            p0, p1, p2 = self._terms(letter, read)
            live = (letter > 0)[:, None]
            np.add.at(none, letter, (forward[i] * p0 * backward).sum(axis=1))
            np.add.at(one, (letter[:, None], read), forward[i][:, :-1] * p1 * backward[:, 1:])
            share = live * forward[i][:, :-2] * p2 * backward[:, 2:]
            cell = self._cell(letter, read)
            pairs.append((cell[share > 0], share[share > 0]))
            before = backward * p0
            before[:, :-1] += p1 * backward[:, 1:]
            before[:, :-2] += p2 * backward[:, 2:]
            backward = np.where(live, before, backward)
        none[0] = one[0] = 0
        cells, where = np.unique(np.concatenate([c for c, _ in pairs]), return_inverse=True)
        times = np.bincount(where, np.concatenate([t for _, t in pairs]), len(cells)).astype(float)
        return Events(none, one, cells, times)

    def with_events(self, events: Events, trust: float) -> Channel:
        """This channel, taken for `trust` events a letter, and these events together."""
        size = self.narrow**2
        in_two = np.bincount(events.cells // size, events.times, self.written.size)
        total = trust + events.none + events.one.sum(axis=1) + in_two
        none = (trust * self.none + events.none) / total
        one = (trust * self.one + events.one) / total[:, None]
        fainter = np.clip(np.rint(np.log(total / trust) / STEP), 0, 255).astype(np.uint8)
        fainter = fainter[:, None, None]
        # Bytes that stop at 255: the sum of the step and what the letter lost.
        two = 255 - (np.maximum(255 - self.two, fainter) - fainter)
        flat = two.reshape(-1)
        old = _PROBABILITY[self.two.reshape(-1)[events.cells]]
        flat[events.cells] = steps((trust * old + events.times) / total[events.cells // size])
        return Channel(self.written, self.read, none, one, two)

    def _cell(self, letter: Codes, read: Codes) -> npt.NDArray[np.int64]:
        near = self._narrowed(read)
        wide = letter.astype(np.int64)[:, None] * self.narrow + near[:, :-1]
        made: npt.NDArray[np.int64] = wide * self.narrow + near[:, 1:]
        return made

    def _narrowed(self, read: npt.NDArray[np.signedinteger]) -> npt.NDArray[np.signedinteger]:
        """Codes as the table of pairs counts them."""
        return np.where(read < self.narrow, read, 1)

    def _terms(self, letter: Codes, read: Codes) -> tuple[Reals, Reals, Reals]:
        one = self.one[letter[:, None], read]
        two = _PROBABILITY[self.two.reshape(-1)[self._cell(letter, read)]]
        return self.none[letter][:, None], one, two

    def _step(self, before: Reals, letter: Codes, read: Codes) -> Reals:
        none, one, two = self._terms(letter, read)
        after = before * none
        after[:, 1:] += before[:, :-1] * one
        after[:, 2:] += before[:, :-2] * two
        return after


def steps(probability: Reals) -> npt.NDArray[np.uint8]:
    """Probabilities as bytes; below e**-12.7 is never."""
    with np.errstate(divide="ignore"):
        made = np.clip(np.rint(-np.log(probability) / STEP), 0, 255)
    packed: npt.NDArray[np.uint8] = made.astype(np.uint8)
    return packed


def probability(packed: npt.NDArray[np.uint8]) -> Reals:
    """What `steps` packed."""
    return _PROBABILITY[packed]


_PROBABILITY: Reals = np.append(np.exp(-STEP * np.arange(255.0)), 0.0)
_SINGLE_PROBABILITY: Singles = _PROBABILITY.astype(np.float32)
