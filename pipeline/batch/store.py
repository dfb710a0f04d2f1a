"""Results of stages with what is known of them: the cache and the ledger as one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pipeline.batch.cache import Cache
from pipeline.batch.codec import CodecError
from pipeline.batch.ledger import Facts, Ledger


@dataclass(frozen=True, slots=True)
class Store:
    """Results by key. The ledger answers fast; the cache's entries hold the same facts,
    so a ledger that was lost, or another folder's cache, loses nothing."""

    cache: Cache
    ledger: Ledger

    def facts(self, key: str) -> Facts | None:
        """What is known of a result; None where there is none."""
        known = self.ledger.facts(key)
        if known is not None:
            return known
        entry = self._entry(key)
        if entry is None:
            return None
        self.ledger.put(key, entry[0])
        return entry[0]

    def sound(self, key: str) -> bool:
        """Whether the result is there, whole."""
        if self._entry(key) is None:
            return False
        return self.facts(key) is not None

    def body(self, key: str) -> bytes:
        """The packed result. Raises CodecError where it is not there, or not whole."""
        entry = self._entry(key)
        if entry is None:
            self.ledger.drop(key)
            raise CodecError(f"no result under {key}")
        return entry[1]

    def put(self, key: str, facts: Facts, body: bytes) -> None:
        """Keeps a result: the entry first, then the note that it is there."""
        self.cache.put(key, json.dumps(facts).encode() + b"\n" + body)
        self.ledger.put(key, facts)

    def drop(self, key: str) -> None:
        """Forgets a result that turned out not to unpack."""
        self.cache.drop(key)
        self.ledger.drop(key)

    def _entry(self, key: str) -> tuple[Facts, bytes] | None:
        data = self.cache.get(key)
        if data is None:
            return None
        head, _, body = data.partition(b"\n")
        try:
            return json.loads(head), body
        except ValueError:
            return None
