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
class Channel:
    """`none[w]`, `one[w, r]`, `two[w, r1, r2]`: probabilities by written letter w."""

    written: Alphabet
    read: Alphabet
    none: Reals
    one: Reals
    two: Reals

    @staticmethod
    def unpacked(written: str, read: str, packed: npt.NDArray[np.uint8]) -> Channel:
        """From the stored form: none, one and two one behind another, as -log p / STEP."""
        outer, inner = Alphabet(written), Alphabet(read)
        rows, cells = outer.size, inner.size
        values = np.exp(-STEP * np.arange(256.0))[packed]
        values[packed == 255] = 0
        none, one, two = np.split(values, [rows, rows + rows * cells])
        return Channel(
            outer, inner, none, one.reshape(rows, cells), two.reshape(rows, cells, cells)
        )

    def packed(self) -> npt.NDArray[np.uint8]:
        """The stored form."""
        values = np.concatenate([self.none, self.one.ravel(), self.two.ravel()])
        with np.errstate(divide="ignore"):
            steps = np.rint(-np.log(values) / STEP)
        return np.clip(steps, 0, 255).astype(np.uint8)

    def log_probability(self, read: Codes, written: Codes) -> Reals:
        """Of each row's read codes given its written codes; -inf where impossible."""
        forward = np.zeros((len(read), LONGEST_READ + 1))
        forward[:, 0] = 1
        lengths = (read > 0).sum(axis=1)
        for position in range(written.shape[1]):
            letter = written[:, position]
            rows = np.flatnonzero(letter)
            if len(rows) == 0:
                break
            forward[rows] = self._step(forward[rows], letter[rows], read[rows])
        with np.errstate(divide="ignore"):
            made: Reals = np.log(forward[np.arange(len(read)), lengths])
        return made

    def _step(self, before: Reals, letter: Codes, read: Codes) -> Reals:
        after = before * self.none[letter][:, None]
        after[:, 1:] += before[:, :-1] * self.one[letter[:, None], read]
        after[:, 2:] += before[:, :-2] * self.two[letter[:, None], read[:, :-1], read[:, 1:]]
        return after
