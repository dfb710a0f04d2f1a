"""P(what was read | what was written), letter by letter, for one kind of noise.

Every written letter gives none, one or two read characters. The probability of
a whole word is the sum over all ways to divide the read characters among its
letters, computed for thousands of (read, written) pairs at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

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
class Rows:
    """Cells of a table of endings by read words; 2**bits columns hold the read words."""

    bits: int

    @staticmethod
    def of(words: int) -> Rows:
        """For so many read words."""
        return Rows(max(words - 1, 0).bit_length())

    def cells(self, nodes: int) -> int:
        """The number of cells before this node."""
        return nodes << self.bits

    def cell(self, node: Indexes, row: Indexes) -> Indexes:
        """The cells of nodes and read words."""
        return (node << self.bits) | row

    def node(self, cell: Indexes) -> Indexes:
        """The ending of each cell."""
        return cell >> self.bits

    def row(self, cell: Indexes) -> Indexes:
        """The read word of each cell."""
        return cell & ((1 << self.bits) - 1)


@dataclass(frozen=True, slots=True)
class Endings:
    """Words without their first letters, as a tree that grows from their last ones.

    Node 0 is the empty ending; node n is `letters[n]` before the ending `parents[n]`.
    `levels[k]` is the first node of k + 1 letters; `nodes[w]` is the ending of word w.
    """

    nodes: Indexes
    parents: Indexes
    letters: Codes
    levels: tuple[int, ...]

    @staticmethod
    def of(spelled: Codes) -> Endings:
        """The tree of words by their codes, END behind the last letter."""
        words = [tuple(code for code in row if code != END)[1:] for row in spelled.tolist()]
        every = {word[i:] for word in words for i in range(len(word) + 1)} | {()}
        order = sorted(every, key=lambda ending: (len(ending), ending))
        number = {ending: node for node, ending in enumerate(order)}
        longest = len(order[-1])
        sizes = np.bincount([len(ending) for ending in order], minlength=longest + 1)
        return Endings(
            np.array([number[word] for word in words], dtype=np.int64),
            np.array([number[ending[1:]] for ending in order], dtype=np.int64),
            np.array([ending[0] if ending else END for ending in order], dtype=np.int16),
            tuple(np.cumsum(sizes).tolist()),
        )

    def needed(self, rows: Rows, at: Indexes, nodes: Indexes) -> list[Indexes]:
        """By length from one letter on: these endings of these rows and all within them."""
        wanted = np.zeros(rows.cells(len(self.parents)), dtype=bool)
        wanted[rows.cell(nodes, at)] = True
        found = []
        for start, end in reversed(list(pairwise(self.levels))):
            first = rows.cells(start)
            cell = np.flatnonzero(wanted[first : rows.cells(end)]) + first
            wanted[self._within(rows, cell)] = True
            found.append(cell)
        return found[::-1]

    def _within(self, rows: Rows, cell: Indexes) -> Indexes:
        """The cells of the same read words and the next shorter endings."""
        return rows.cell(self.parents.take(rows.node(cell)), rows.row(cell))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The written letters that some words are spelled with; `number[l]` is l's among them."""

    used: Indexes
    number: Indexes

    @staticmethod
    def of(size: int, *codes: Codes) -> _Letters:
        """Of an alphabet of this size."""
        seen = np.zeros(size, dtype=bool)
        for some in codes:
            seen[some] = True
        return _Letters(np.flatnonzero(seen), np.cumsum(seen) - 1)


@dataclass(frozen=True, slots=True)
class _ByLetter:
    """P(nothing | letter), and of some read words P(one), P(two characters | letter).

    Of the letter of number l and read word n in row l * words + n, in the column of the
    first character.
    """

    number: Indexes
    none: Singles
    one: Singles
    two: Singles


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

    def log_probability(
        self, read: Codes, at: Indexes, written: Endings, nodes: Indexes, heads: Codes
    ) -> Singles:
        """Log P(read word | written word), by first letter and pair; -inf where impossible.

        Pair i is the read word `read[at[i]]` and the written one that ends in `nodes[i]` of
        the tree and begins with one of `heads[:, i]`: a word that may begin with a capital or
        without shares all the work but the last step, and words that end alike share the
        work on their ends. Sums over all ways to divide the read characters.
        """
        lengths = (read > 0).sum(axis=1)
        letters = _Letters.of(self.written.size, written.letters, heads)
        tables = self._by_letter(read[:, : max(2, int(lengths.max(initial=0)))], letters)
        rows = Rows.of(len(read))
        rest, place = _rest(written, rows, written.needed(rows, at, nodes), lengths, tables)
        after = rest[:, :3].take(place.take(rows.cell(nodes, at)), axis=0)
        head = letters.number.take(heads)
        row = head * len(read) + at
        made = tables.none.take(head) * after[:, 0]
        made += tables.one[:, 0].take(row) * after[:, 1]
        made += tables.two[:, 0].take(row) * after[:, 2]
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(made), dtype=np.float32)

    def _by_letter(self, read: Codes, letters: _Letters) -> _ByLetter:
        near = self._narrowed(read).astype(np.int64)
        following = np.concatenate([near[:, 1:], np.zeros((len(near), 1), np.int64)], axis=1)
        flat = self.two.reshape(self.written.size, -1)
        cells, where = np.unique(near * self.narrow + following, return_inverse=True)
        two = _SINGLE_PROBABILITY[flat[letters.used[:, None], cells]].take(where.ravel(), axis=1)
        one = self.one.take(letters.used, axis=0).astype(np.float32).take(read.ravel(), axis=1)
        return _ByLetter(
            letters.number,
            self.none.take(letters.used).astype(np.float32),
            one.reshape(-1, read.shape[1]),
            two.reshape(-1, read.shape[1]),
        )

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


def _rest(
    written: Endings,
    rows: Rows,
    needed: list[Indexes],
    lengths: Indexes,
    tables: _ByLetter,
) -> tuple[Singles, Indexes]:
    """P(read characters from each on | ending), in rows; the row by cell."""
    starts = np.cumsum([len(lengths), *map(len, needed)]).tolist()
    place = np.zeros(rows.cells(len(written.parents)), dtype=np.int64)
    place[: len(lengths)] = np.arange(len(lengths))
    # Two places of room behind the last character.
    rest = np.zeros((starts[-1], tables.one.shape[1] + 2), dtype=np.float32)
    rest[place[: len(lengths)], lengths] = 1
    for (start, end), cell in zip(pairwise(starts), needed, strict=True):
        node, row = rows.node(cell), rows.row(cell)
        after = rest.take(place.take(rows.cell(written.parents.take(node), row)), axis=0)
        letter = tables.number.take(written.letters.take(node))
        at = letter * len(lengths) + row
        before = rest[start:end]
        before[:, :-2] = tables.one.take(at, axis=0) * after[:, 1:-1]
        before[:, :-2] += tables.two.take(at, axis=0) * after[:, 2:]
        after *= tables.none.take(letter)[:, None]
        before += after
        place[cell] = np.arange(start, end)
    return rest, place


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
