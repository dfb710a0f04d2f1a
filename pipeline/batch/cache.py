"""Results by key, a file each, so that what was done once is not done again.

A file is the SHA-256 of what follows it, then what follows. One that was cut, or
whose bits flipped, does not match and counts as absent; so nothing needs to reach
the disk at once, and a run that dies leaves at worst a temporary file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DIGEST = 32
_NEW = ".new"


@dataclass(slots=True)
class Cache:
    """Results under a folder. One process writes at a time; `hits` and `misses` count."""

    folder: Path
    hits: int = 0
    misses: int = 0
    damaged: int = 0
    _made: set[Path] = field(default_factory=set, repr=False)

    def get(self, key: str) -> bytes | None:
        """What was put under the key; None where there is nothing sound."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            self.misses += 1
            return None
        body = data[_DIGEST:]
        if hashlib.sha256(body).digest() == data[:_DIGEST]:
            self.hits += 1
            return body
        self.damaged += 1
        self.misses += 1
        self.drop(key)
        return None

    def put(self, key: str, body: bytes) -> None:
        """Keeps a result, whole or not at all. Raises OSError where the disk is full."""
        path = self._path(key)
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        new = path.with_suffix(f"{_NEW}{os.getpid()}")
        try:
            with new.open("wb") as file:
                file.write(hashlib.sha256(body).digest())
                file.write(body)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise

    def drop(self, key: str) -> None:
        """Forgets a result."""
        self._path(key).unlink(missing_ok=True)

    def entries(self) -> Iterator[tuple[str, int]]:
        """(key, bytes) of all that is kept, leftovers of dead runs included."""
        for path in sorted(self.folder.glob("??/*")):
            yield path.name, path.stat().st_size

    def prune(self, keep: set[str]) -> int:
        """Removes all but these keys; gives the bytes that became free."""
        free = 0
        for name, size in self.entries():
            if name not in keep:
                (self.folder / name[:2] / name).unlink(missing_ok=True)
                free += size
        return free

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
