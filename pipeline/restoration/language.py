"""The packed n-gram model: log probabilities behind 16-bit fingerprints, read in place.

Each order from 2 up is one hash table: grams lie by the bucket that their hash
names, and a directory tells how many each bucket has, so that most look-ups of what
is not known end there. A slot is 32 bits: fingerprint (16), log probability (8), log
back-off weight (8). No n-gram is
stored as words; a look-up that meets a wrong fingerprint (about 1 in 60,000)
scores one n-gram slightly wrong, never gives a wrong word. A batch of any size
is looked up with a few numpy calls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Payloads = npt.NDArray[np.uint32]
"""What a table knows of grams: the payload + 1, or 0."""

STEP = 0.075
"""Natural-log units of one quantisation step of a log probability."""
BACKOFF_STEP = 0.04
_BACKOFF_ZERO = 220
_BLOCK = 6
"""The directory counts a bucket's slots from the first of its 2**6 neighbours."""
_COUNT = 7
"""Bits of a directory entry that tell how many slots a bucket has; the others, where."""
_PAYLOADS = np.uint32(1 << 16)
_COUNTED = np.uint16((1 << _COUNT) - 1)
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
    """The grams of one order, by bucket.

    `slots` hold fingerprint and payload. Bucket b has the last `_COUNT` bits of
    `directory[b]` of them; the other bits tell the first one's place behind
    `blocks[b >> _BLOCK]`.
    """

    blocks: npt.NDArray[np.uint32]
    directory: npt.NDArray[np.uint16]
    slots: npt.NDArray[np.uint32]

    @staticmethod
    def build(hashes: npt.NDArray[np.uint64], payload: npt.NDArray[np.uint16]) -> Table:
        """A table of these grams; deterministic for a set, whatever its order.

        Raises ValueError if the hashes crowd into a few buckets.
        """
        size = _whole(max(1, len(hashes)))
        home = _home(hashes, size)
        slots = (_fingerprint(hashes) << np.uint32(16)) | payload.astype(np.uint32)
        counts = np.bincount(home, minlength=size)
        first = (np.cumsum(counts) - counts).reshape(-1, 1 << _BLOCK)
        within = (first - first[:, :1]).ravel()
        if counts.max() >= 1 << _COUNT or within.max() >= 1 << (16 - _COUNT):
            raise ValueError("too many grams in one bucket")
        directory = ((within << _COUNT) | counts).astype(np.uint16)
        blocks = first[:, 0].astype(np.uint32)
        return Table(blocks, directory, slots[np.lexsort((slots, home))])

    @staticmethod
    def unpacked(packed: npt.NDArray[np.uint32]) -> Table:
        """From the stored form; nothing is copied."""
        buckets = int(packed[0])
        ends = np.cumsum([1, buckets >> _BLOCK, buckets // 2])
        _, blocks, directory, slots = np.split(packed, ends)
        return Table(blocks, directory.view(np.uint16), slots)

    def packed(self) -> npt.NDArray[np.uint32]:
        """The stored form: the number of buckets, blocks, directory, slots."""
        head = np.array([len(self.directory)], dtype=np.uint32)
        return np.concatenate([head, self.blocks, self.directory.view(np.uint32), self.slots])

    def find(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        """The payload + 1 of each gram; 0 where it is not known."""
        flat = hashes.ravel()
        home = _home(flat, len(self.directory))
        entry = self.directory.take(home)
        asked = np.flatnonzero((entry & _COUNTED) > 0)
        entry = entry.take(asked)
        place = self.blocks.take(home.take(asked) >> _BLOCK) + (entry >> np.uint16(_COUNT))
        wanted = _fingerprint(flat.take(asked)) << np.uint32(16)
        found = np.zeros(len(flat), dtype=np.uint32)
        left = (entry & _COUNTED).astype(np.int64) - 1
        hit = self._hits(place, wanted, asked, found)
        left[hit] = 0
        # What did not find its gram in the first slot is compared with all others at once.
        some = np.flatnonzero(left > 0)
        left = left.take(some)
        behind = np.cumsum(left)
        place = np.repeat(place.take(some) + 1 - (behind - left), left) + np.arange(left.sum())
        again = np.repeat(some, left)
        self._hits(place, wanted.take(again), asked.take(again), found)
        return found.reshape(hashes.shape)

    def _hits(self, place: Ids, wanted: Payloads, asked: Ids, found: Payloads) -> Ids:
        """Which slots are what was wanted; what they hold is written where it was asked."""
        # Where the fingerprints are the same, only the payload is left of the two.
        payload = self.slots.take(place) ^ wanted
        hit = np.flatnonzero(payload < _PAYLOADS)
        found[asked.take(hit)] = payload.take(hit) + np.uint32(1)
        return hit


def _whole(buckets: int) -> int:
    """So many buckets or a few more: whole blocks, and an even number."""
    return -(-buckets >> _BLOCK) << _BLOCK


def _home(hashes: npt.NDArray[np.uint64], size: int) -> Ids:
    high = (hashes >> np.uint64(32)) * np.uint64(size)
    return (high >> np.uint64(32)).astype(np.int64)


def _fingerprint(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    return (hashes & np.uint64(0xFFFF)).astype(np.uint32)


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
class Pairs:
    """Log probabilities of words after single words, and what the pairs were found as.

    The latter spares `score` the same look-ups, where these words stand after longer
    histories.
    """

    log_probability: Floats
    found: Payloads


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

    def after_one(self, last: Ids, backoff: Floats, words: Ids, of: Ids) -> Pairs:
        """The probability of `words[i]` after the single word `last[of[i]]`.

        `backoff` is that word's weight, as `start` and `score` give it first.
        """
        known = extend_hash(gram_hash(last[:, None]).take(of), words)
        found = self.tables[0].find(known)
        said = np.where(
            found > 0, _probability(found), self.unigrams.take(words) + backoff.take(of)
        )
        return Pairs(said, found)

    def score(
        self,
        history: Ids,
        backoffs: Floats,
        words: Ids,
        of: Ids | None = None,
        pairs: Payloads | None = None,
    ) -> Scored:
        """The probability of each word after its history.

        `history` is (histories, order - 1), newest last; `backoffs` as `start` or `Scored`
        gave them. Word i stands after history `of[i]`; without `of` after history i.
        `pairs` is what `after_one` found of these words after the last ones.
        """
        at = np.arange(len(words)) if of is None else of
        # What it costs to know only so many of a history's last words.
        lost = np.cumsum(backoffs[:, ::-1], axis=1)[:, ::-1]
        found = pairs
        if found is None:
            found = self.after_one(history[:, -1], lost[:, 0], words, at).found
        total = np.where(found > 0, _probability(found), self.unigrams.take(words))
        total += np.where(found > 0, np.float32(0), lost[:, 0].take(at))
        made = np.zeros((len(words), self.order - 1), dtype=np.float32)
        made[:, 0] = self.first_backoffs.take(words)
        rows = np.flatnonzero(found)
        found = found.take(rows)
        for length in range(2, self.order):
            made[rows, length - 1] = _backoff(found)
            before = at.take(rows)
            grams = gram_hash(history[:, self.order - 1 - length :]).take(before)
            found = self.tables[length - 1].find(extend_hash(grams, words.take(rows)))
            shorter = total.take(rows) + lost[:, length - 1].take(before)
            total[rows] = np.where(found > 0, _probability(found), shorter)
            known = np.flatnonzero(found)
            rows, found = rows.take(known), found.take(known)
        return Scored(total, made)


def _probability(found: npt.NDArray[np.uint32]) -> Floats:
    return -STEP * ((found - np.uint32(1)) >> np.uint32(8)).astype(np.float32)


def _backoff(found: npt.NDArray[np.uint32]) -> Floats:
    low = ((found - np.uint32(1)) & np.uint32(0xFF)).astype(np.float32)
    return BACKOFF_STEP * (low - _BACKOFF_ZERO)
