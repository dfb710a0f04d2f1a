"""The words that there are, and which of them are near to what was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from pipeline.restoration.casing import LOWER, UPPER, apply_case
from pipeline.restoration.channel import LONGEST_WRITTEN, Alphabet, Codes, Endings
from pipeline.vietnamese import strip_marks

Ids = npt.NDArray[np.int64]
Memory = Mapping[str, Mapping[int, float]]
"""What was read (lower case) to log P(read | word) of the words that it was read for."""

SKELETONS, FEW_SKELETONS = 40, 20
_FURTHER = 1
"""Letters further than the nearest skeleton, or than one letter, that are still near."""
_REMEMBERED = 6_000

_STROKES = re.compile(r"(?<=[^\W\d_])(?:i[irtfuv]|[tv][rf]|u[uo])(?=\w|$)")
_LOOKALIKE = str.maketrans("60@©¢14w&$5|!8", "ooooclauassllb")


@lru_cache(maxsize=8192)
def fold(read: str) -> str:
    """A read word as letters without marks, digits as the letters they look like."""
    return strip_marks(read).lower().translate(_LOOKALIKE)


@dataclass(frozen=True, slots=True)
class Members:
    """Lists of word ids, one behind another; list i is `ids[starts[i]:starts[i + 1]]`."""

    ids: Ids
    starts: Ids

    @staticmethod
    def listed(lists: list[list[int]]) -> Members:
        """From separate lists."""
        starts = np.cumsum([0, *map(len, lists)])
        return Members(np.array([i for some in lists for i in some], dtype=np.int64), starts)

    def of(self, rows: Ids, lists: npt.NDArray[np.uint16]) -> tuple[Ids, Ids]:
        """Every member of each row's list, with the row."""
        starts, ends = self.starts[lists], self.starts[1:][lists]
        sizes = ends - starts
        behind = np.cumsum(sizes)
        at = np.arange(int(sizes.sum())) + np.repeat(starts - behind + sizes, sizes)
        return np.repeat(rows, sizes), self.ids[at]


_NO_SKELETONS = np.zeros(0, dtype=np.uint16)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words[i]` is word i of the language model; the first `special` are classes.

    `skeletons` are the words without marks, `members` the words of each, and `known` the
    same skeletons to be looked up.
    """

    words: tuple[str, ...]
    special: int
    skeletons: tuple[str, ...]
    members: Members
    known: frozenset[str]

    @staticmethod
    def of(words: tuple[str, ...], special: int, frequency: npt.NDArray[np.float32]) -> Lexicon:
        """Group the words by their letters without marks, the most frequent groups first."""
        groups: dict[str, list[int]] = {}
        for number, word in enumerate(words[special:], special):
            groups.setdefault(strip_marks(word), []).append(number)
        order = sorted(groups, key=lambda bare: -float(frequency[groups[bare]].max()))
        members = Members.listed([groups[bare] for bare in order])
        return Lexicon(words, special, tuple(order), members, frozenset(order))


@dataclass(frozen=True, slots=True)
class Spelled:
    """Words' letters as codes: first letters (small, capital) by word, and endings."""

    heads: Codes
    endings: Endings
    capitals: Endings

    @staticmethod
    def of(words: tuple[str, ...], written: Alphabet) -> Spelled:
        """All words, in small letters and in capitals."""
        small = written.encode([apply_case(w, LOWER) for w in words], LONGEST_WRITTEN)
        upper = written.encode([apply_case(w, UPPER) for w in words], LONGEST_WRITTEN)
        return Spelled(np.stack([small[:, 0], upper[:, 0]]), Endings.of(small), Endings.of(upper))


@dataclass(slots=True)
class Nearby:
    """Finds the words near to a read one, and remembers them: no channel changes them.

    `written` is the alphabet that all channels share.
    """

    lexicon: Lexicon
    written: Alphabet
    _found: dict[tuple[str, int], npt.NDArray[np.uint16]] = field(default_factory=dict, repr=False)
    spelled: Spelled = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Spell every word."""
        self.spelled = Spelled.of(self.lexicon.words, self.written)

    def of(self, read: list[str], most: int = SKELETONS) -> tuple[Ids, Ids]:
        """Pairs of a read word's number and the id of a word whose skeleton is near to it.

        So many skeletons are taken for a word; the nearest, then the most frequent.
        """
        new = [word for word in dict.fromkeys(read) if (word, most) not in self._found]
        if len(self._found) + len(new) > _REMEMBERED:
            self._found.clear()
            new = list(dict.fromkeys(read))
        made = self._search(new, most)
        self._found.update(zip(((word, most) for word in new), made, strict=True))
        found = [self._found[word, most] for word in read]
        rows = np.repeat(np.arange(len(found)), [len(close) for close in found])
        return self.lexicon.members.of(rows, np.concatenate([*found, _NO_SKELETONS]))

    def distances(self, read: list[str]) -> list[int]:
        """Letters by which each read word differs from the nearest skeleton."""
        if not read:
            return []
        found: list[int] = self._distances(read).min(axis=1).tolist()
        return found

    def _search(self, read: list[str], most: int) -> list[npt.NDArray[np.uint16]]:
        """The nearest skeletons of each word, of equally near ones the more frequent."""
        if not read:
            return []
        distances = self._distances(read)
        last = np.maximum(distances.min(axis=1, initial=99), 1)[:, None] + _FURTHER
        # Where all nearer ones are too many already, those at the limit have no place.
        last -= (distances < last).sum(axis=1, keepdims=True) > most
        nearer, just = distances < last, distances == last
        room = most - nearer.sum(axis=1, keepdims=True)
        close = nearer | (just & (np.cumsum(just, axis=1, dtype=np.int16) <= room))
        rows, skeletons = np.nonzero(close)
        ends = np.searchsorted(rows, np.arange(1, len(read)))
        return np.split(skeletons.astype(np.uint16), ends)

    def _distances(self, read: list[str]) -> npt.NDArray[np.uint8]:
        """Letters by which each word's letters and each skeleton differ."""
        folded = [fold(word) for word in read]
        distances = self._edits(folded)
        # Two strokes are often read for one broad letter: thirc, chiic for thuc, chuc.
        broad = [_STROKES.sub("u", f) for f in folded]
        other = [i for i, (f, b) in enumerate(zip(folded, broad, strict=True)) if f != b]
        if other:
            again = self._edits([broad[i] for i in other])
            distances[other] = np.minimum(distances[other], again)
        return distances

    def _edits(self, folded: list[str]) -> npt.NDArray[np.uint8]:
        return cdist(folded, self.lexicon.skeletons, scorer=Levenshtein.distance, dtype=np.uint8)
