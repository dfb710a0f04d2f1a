"""From corpus lines to one long array of word ids, and what case each word is written in."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable

START = "<s>"
UNKNOWN = "<unk>"
SPECIAL = (START, UNKNOWN, *(k.value for k in Kind if k is not Kind.WORD))
SEEN_SYLLABLE = 3
SEEN_OTHER = 60
"""A spelling that is no Vietnamese syllable must be seen this often to be a word."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`words[i]` is word i; `stream` the corpus in ids; `cases[i]` = lower, title, upper.

    `capitals[i]` is the case at place i of the stream.
    """

    words: tuple[str, ...]
    stream: npt.NDArray[np.uint16]
    cases: npt.NDArray[np.int64]
    capitals: npt.NDArray[np.int8]


class _Interner:
    """Raw tokens to the ids of their surface words, each token parsed once."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._parsed: dict[str, tuple[int, ...]] = {}

    def of(self, token: str) -> tuple[int, ...]:
        known = self._parsed.get(token)
        if known is None:
            surfaces = (a.text if a.kind is Kind.WORD else a.kind.value for a in atoms(token))
            known = tuple(self.ids.setdefault(s, len(self.ids)) for s in surfaces)
            self._parsed[token] = known
        return known


def count(lines: Iterable[str]) -> Counted:
    """Read all lines once. Numbers, dates, symbols and markers count as their class."""
    interner = _Interner()
    stream = array("i")
    for line in lines:
        stream.append(-1)
        for token in line.split():
            stream.extend(interner.of(token))
    surfaces = list(interner.ids)
    ids = np.frombuffer(stream, dtype=np.int32)
    seen = np.bincount(ids[ids >= 0], minlength=len(surfaces))
    words = _vocabulary(surfaces, seen)
    index = {word: i for i, word in enumerate(words)}
    lookup = np.array([index.get(s.lower(), 1) for s in surfaces] + [0], dtype=np.uint16)
    cases = _cases(surfaces, ids, index, len(words))
    shapes = np.array([case_of(surface) for surface in surfaces] + [0], dtype=np.int8)
    return Counted(words, lookup[ids], cases, shapes[ids])


def _vocabulary(surfaces: list[str], seen: npt.NDArray[np.int64]) -> tuple[str, ...]:
    totals: Counter[str] = Counter()
    for surface, times in zip(surfaces, seen.tolist(), strict=True):
        totals[surface.lower()] += times
    kept = [
        word
        for word, times in totals.items()
        if word not in SPECIAL
        and times >= (SEEN_SYLLABLE if is_syllable(word) else SEEN_OTHER)
        and word.replace("&", "").isalpha()
    ]
    return (*SPECIAL, *sorted(kept))


def _cases(
    surfaces: list[str], ids: npt.NDArray[np.int32], index: dict[str, int], words: int
) -> npt.NDArray[np.int64]:
    """Counts by case, the first word of a line left out."""
    inner = ids[1:][(ids[:-1] >= 0) & (ids[1:] >= 0)]
    times = np.bincount(inner, minlength=len(surfaces))
    cases = np.zeros((words, 3), dtype=np.int64)
    for surface, seen in zip(surfaces, times.tolist(), strict=True):
        word = index.get(surface.lower())
        if word is not None:
            cases[word, case_of(surface)] += seen
    return cases


def case_of(surface: str) -> int:
    """0 lower, 1 first letter capital, 2 all capitals (two letters or more)."""
    if surface.isupper() and len(surface) > 1:
        return 2
    return int(surface[:1].isupper())
