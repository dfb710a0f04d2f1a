"""What was restored a short while ago: the same lines again cost next to nothing."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.restoration.assembling import RestoredToken

WORDS = 25_000
"""Words remembered altogether (about 6 MB); the lines used longest ago go first."""

_Lines = list[list[RestoredToken]]


@dataclass(slots=True)
class Remembered:
    """Restored lines by what was read, the newest last."""

    _known: OrderedDict[bytes, _Lines] = field(default_factory=OrderedDict)
    _words: int = 0

    @staticmethod
    def key(profile: str, lines: Sequence[Sequence[str]]) -> bytes:
        """Different for different lines: words hold neither spaces nor line ends."""
        text = "\n".join([profile, *(" ".join(line) for line in lines)])
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def find(self, key: bytes) -> _Lines | None:
        """What was made of these lines, or None."""
        if key not in self._known:
            return None
        self._known.move_to_end(key)
        return self._known[key]

    def add(self, key: bytes, lines: _Lines) -> None:
        """Remember it, and forget the oldest where that is too much."""
        self._known[key] = lines
        self._words += sum(map(len, lines))
        while self._words > WORDS and self._known:
            _, oldest = self._known.popitem(last=False)
            self._words -= sum(map(len, oldest))
