"""The words that there are, and which of them are near to what was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from pipeline.restoration.casing import LOWER, TITLE, UPPER, apply_case
from pipeline.restoration.channel import LONGEST_WRITTEN, Alphabet, Codes
from pipeline.vietnamese import strip_marks

Ids = npt.NDArray[np.int64]
Memory = Mapping[str, Mapping[int, float]]
"""What was read (lower case) to log P(read | word) of the words that it was read for."""

_SKELETONS = 40
_FURTHER = 1
"""Letters further than the nearest skeleton, or than one letter, that are still near."""
_REMEMBERED = 6_000

_STROKES = re.compile(r"(?<=[^\W\d_])(?:i[irtfuv]|[tv][rf]|u[uo])(?=\w|$)")
_LOOKALIKE = str.maketrans("60@©¢14w&$5|!8", "ooooclauassllb")


def fold(read: str) -> str:
    """A read word as letters without marks, digits as the letters they look like."""
    return strip_marks(read).lower().translate(_LOOKALIKE)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words[i]` is word i of the language model; the first `special` are classes.

    `skeletons` are the words without marks, `members` the words of each, and `known` the
    same skeletons to be looked up.
    """

    words: tuple[str, ...]
    special: int
    skeletons: tuple[str, ...]
    members: tuple[Ids, ...]
    known: frozenset[str]

    @staticmethod
    def of(words: tuple[str, ...], special: int, frequency: npt.NDArray[np.float32]) -> Lexicon:
        """Group the words by their letters without marks, the most frequent groups first."""
        groups: dict[str, list[int]] = {}
        for number, word in enumerate(words[special:], special):
            groups.setdefault(strip_marks(word), []).append(number)
        order = sorted(groups, key=lambda bare: -float(frequency[groups[bare]].max()))
        members = tuple(np.array(groups[bare], dtype=np.int64) for bare in order)
        return Lexicon(words, special, tuple(order), members, frozenset(order))


@dataclass(slots=True)
class Nearby:
    """Finds the words near to a read one, and remembers them: no channel changes them.

    `written` is the alphabet that all channels share.
    """

    lexicon: Lexicon
    written: Alphabet
    _found: dict[str, npt.NDArray[np.uint16]] = field(default_factory=dict, repr=False)
    _spelled: Codes | None = field(default=None, repr=False)

    @property
    def spelled(self) -> Codes:
        """Codes of every word by case (lower, title, upper), made when first needed."""
        if self._spelled is None:
            made = [
                self.written.encode([apply_case(w, c) for w in self.lexicon.words], LONGEST_WRITTEN)
                for c in (LOWER, TITLE, UPPER)
            ]
            self._spelled = np.stack(made)
        return self._spelled

    def of(self, read: list[str], memory: Memory) -> list[Ids]:
        """Ids of the words whose skeletons are nearest, and of those remembered."""
        new = [word for word in dict.fromkeys(read) if word not in self._found]
        if len(self._found) + len(new) > _REMEMBERED:
            self._found.clear()
            new = list(dict.fromkeys(read))
        self._found.update(zip(new, self._search(new), strict=True))
        made = []
        for word in read:
            ids = self._found[word]
            remembered = memory.get(word.lower())
            if remembered:
                ids = np.union1d(ids, np.fromiter(remembered, dtype=np.uint16))
            made.append(ids.astype(np.int64))
        return made

    def _search(self, read: list[str]) -> list[npt.NDArray[np.uint16]]:
        if not read:
            return []
        distances = self._distances(read)
        limits = np.maximum(distances.min(axis=1, initial=99), 1) + _FURTHER
        found = []
        for row, limit in zip(distances, limits, strict=True):
            close = np.flatnonzero(row <= limit)
            if len(close) > _SKELETONS:  # the order of skeletons is by frequency
                close = close[np.argsort(row[close], kind="stable")[:_SKELETONS]]
            ids = np.concatenate([self.lexicon.members[c] for c in close])
            found.append(ids.astype(np.uint16))
        return found

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
