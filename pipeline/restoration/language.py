"""The packed n-gram model: log probabilities behind 16-bit fingerprints, read in place.

Each order from 2 up is one hash table with linear probing. A slot is 32 bits:
fingerprint (16), log probability (8), log back-off weight (8). No n-gram is
stored as words; a look-up that meets a wrong fingerprint (about 1 in 10,000)
scores one n-gram slightly wrong, never gives a wrong word. A batch of any size
is looked up with a few numpy calls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

STEP = 0.075
"""Natural-log units of one quantisation step of a log probability."""
BACKOFF_STEP = 0.04
_BACKOFF_ZERO = 220
FULL = 0.62
"""Share of slots used in a table that is built; more is smaller and slower."""
_PROBES = np.arange(12)
"""Slots looked at together where a gram is not at home."""
_PAYLOADS = np.uint32(1 << 16)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xD6E8FEB86659FD93)


def gram_hash(words: Ids) -> npt.NDArray[np.uint64]:
    """64-bit hashes of n-grams, `words` of shape (..., n)."""
    made = np.zeros(words.shape[:-1], dtype=np.uint64)
    for position in range(words.shape[-1]):
        made = extend_hash(made, words[..., position])
    return made


def extend_hash(made: npt.NDArray[np.uint64], word: Ids) -> npt.NDArray[np.uint64]:
    """The hash of (gram, word) from the hash of gram."""
    with np.errstate(over="ignore"):
        mixed = (made ^ (word.astype(np.uint64) + np.uint64(1))) * _MIX
        out: npt.NDArray[np.uint64] = (mixed ^ (mixed >> np.uint64(29))) * _MIX2
    return out


@dataclass(frozen=True, slots=True)
class Table:
    """One order's slots, a uint32 each; 0 is empty."""

    slots: npt.NDArray[np.uint32]

    @staticmethod
    def build(hashes: npt.NDArray[np.uint64], payload: npt.NDArray[np.uint16]) -> Table:
        """A table of these grams; deterministic for a set, whatever its order."""
        size = max(16, int(len(hashes) / FULL))
        home = _home(hashes, size)
        slots = (_fingerprint(hashes) << np.uint32(16)) | payload.astype(np.uint32)
        order = np.lexsort((slots, home))
        home, slots = home[order], slots[order]
        index = np.arange(len(home))
        # Linear probing, all at once: each goes to its home or behind the one before it.
        place = np.maximum.accumulate(home - index) + index if len(home) else home
        room = size + 64 if not len(place) else max(size, int(place[-1])) + 64
        table = np.zeros(room, dtype=np.uint32)
        table[0] = size  # slot 0 tells the size that the homes are counted in
        table[1 + place] = slots
        return Table(table)

    def find(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        """The payload + 1 of each gram; 0 where it is not known."""
        flat = hashes.ravel()
        position = _home(flat, int(self.slots[0])) + 1
        wanted = _fingerprint(flat) << np.uint32(16)
        # Where the fingerprints are the same, only the payload is left of the two.
        slot = self.slots.take(position)
        left = slot ^ wanted
        found = np.where(left < _PAYLOADS, left + np.uint32(1), np.uint32(0))
        active = np.flatnonzero((slot != 0) & (left >= _PAYLOADS))
        position = position.take(active) + 1
        while len(active):
            slots = self.slots.take(position[:, None] + _PROBES)
            left = slots ^ wanted.take(active)[:, None]
            stop = (left < _PAYLOADS) | (slots == 0)
            first = stop.argmax(axis=1) + np.arange(0, stop.size, len(_PROBES))
            ended, left = stop.ravel().take(first), left.ravel().take(first)
            hit = left < _PAYLOADS
            found[active[hit]] = left[hit] + np.uint32(1)
            active = active[~ended]
            position = position[~ended] + len(_PROBES)
        return found.reshape(hashes.shape)


def _home(hashes: npt.NDArray[np.uint64], size: int) -> Ids:
    high = (hashes >> np.uint64(32)) * np.uint64(size)
    return (high >> np.uint64(32)).astype(np.int64)


def _fingerprint(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    return ((hashes & np.uint64(0xFFFF)).astype(np.uint32)) | np.uint32(1 << 15)


def pack(log_probability: Floats, log_backoff: Floats) -> npt.NDArray[np.uint16]:
    """The 16-bit payload of a slot."""
    high = np.clip(np.rint(-log_probability / STEP), 0, 255).astype(np.uint16)
    low = np.clip(np.rint(log_backoff / BACKOFF_STEP) + _BACKOFF_ZERO, 0, 255).astype(np.uint16)
    packed: npt.NDArray[np.uint16] = (high << np.uint16(8)) | low
    return packed


@dataclass(frozen=True, slots=True)
class Scored:
    """Log probabilities of a batch and the back-off weights of the histories it makes.

    `backoffs[..., n-1]` belongs to the history of the last n words.
    """

    log_probability: Floats
    backoffs: Floats


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`unigrams` are log probabilities by word id; `first_backoffs` their weights."""

    unigrams: Floats
    first_backoffs: Floats
    tables: tuple[Table, ...]

    @property
    def order(self) -> int:
        """The longest n-gram."""
        return len(self.tables) + 1

    def start(self, words: Ids) -> Floats:
        """Back-off weights of histories, words of shape (..., order - 1), newest last."""
        longest = self.order - 1
        weights = np.zeros((*words.shape[:-1], longest), dtype=np.float32)
        weights[..., 0] = self.first_backoffs[words[..., -1]]
        for length in range(2, longest + 1):
            found = self.tables[length - 2].find(gram_hash(words[..., longest - length :]))
            weights[..., length - 1] = np.where(found > 0, _backoff(found), 0)
        return weights

    def alone(self, words: Ids) -> Floats:
        """Log probability of each word whatever stands before it."""
        return self.unigrams[words]

    def score(self, history: Ids, backoffs: Floats, words: Ids) -> Scored:
        """The probability of each word after its history; one row each.

        `history` is (rows, n) with n up to order - 1, newest last; `backoffs` as `Scored`
        gave them, as many.
        """
        total = self.unigrams[words].copy()
        made = np.zeros((len(words), self.order - 1), dtype=np.float32)
        made[:, 0] = self.first_backoffs[words]
        longest = history.shape[1]
        rows = np.arange(len(words))
        for length in range(1, longest + 1):
            gram = gram_hash(history[rows, longest - length :])
            found = self.tables[length - 1].find(extend_hash(gram, words[rows]))
            missing = rows[found == 0]
            for rest in range(length, longest + 1):
                total[missing] += backoffs[missing, rest - 1]
            known = found > 0
            rows = rows[known]
            total[rows] = _probability(found[known])
            if length < longest:
                made[rows, length] = _backoff(found[known])
        return Scored(total, made)


def _probability(found: npt.NDArray[np.uint32]) -> Floats:
    return -STEP * ((found - np.uint32(1)) >> np.uint32(8)).astype(np.float32)


def _backoff(found: npt.NDArray[np.uint32]) -> Floats:
    low = ((found - np.uint32(1)) & np.uint32(0xFF)).astype(np.float32)
    return BACKOFF_STEP * (low - _BACKOFF_ZERO)
