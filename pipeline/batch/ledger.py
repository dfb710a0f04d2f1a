"""What is known of a folder's documents without opening their results.

SQLite with a write-ahead log: a process that dies at any instant leaves it sound.
All in it can be made again (the cache holds the results, the inputs the rest), so a
ledger that is damaged is put aside and a new one begun.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    key TEXT PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
    name BLOB PRIMARY KEY, path BLOB NOT NULL, sha256 TEXT NOT NULL, plan TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shown (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_GROUP_SECONDS = 1.0
"""Results that come faster than this are written in groups. A run that is killed finds those
of its last group in the cache."""

Facts = dict[str, Any]
"""What the run needs to know of a result without unpacking it, as JSON values."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no result; remembered under the key of the stage that failed."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A file that stands in the tables; `plan` is its result's key, "" if it failed."""

    name: str
    path: Path
    sha256: str
    plan: str


class Ledger:
    """The ledger of one output folder. Raises OSError where it cannot be written."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = _connected(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise OSError(f"{path}: {error}") from error
            _put_aside(path)
            self._db = _connected(path)
        self._written = 0.0

    def facts(self, key: str) -> Facts | None:
        """What is known of a result; None where there is none."""
        row = self._db.execute("SELECT facts FROM results WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, key: str, facts: Facts) -> None:
        """Notes a result, soon if not at once, and forgets an earlier failure under its key."""
        with self._writing(soon=True) as db:
            db.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, json.dumps(facts)))
            db.execute("DELETE FROM failures WHERE key = ?", (key,))

    def drop(self, key: str) -> None:
        """Forgets a result."""
        self._write("DELETE FROM results WHERE key = ?", (key,))

    def failure(self, key: str) -> Failure | None:
        """Why there is no result under the key, if that was seen."""
        row = self._db.execute(
            "SELECT code, message FROM failures WHERE key = ?", (key,)
        ).fetchone()
        return None if row is None else Failure(*row)

    def fail(self, key: str, failure: Failure) -> None:
        """Remembers a failure."""
        self._write(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)",
            (key, failure.code, _clean(failure.message)),
        )

    def forget_failures(self) -> None:
        """All that failed is tried again."""
        self._write("DELETE FROM failures", ())

    def sources(self) -> list[KnownSource]:
        """The files of the last tables."""
        rows = self._db.execute("SELECT name, path, sha256, plan FROM sources ORDER BY name")
        return [
            KnownSource(name.decode("utf-8", "surrogateescape"), Path(os.fsdecode(path)), sha, plan)
            for name, path, sha, plan in rows
        ]

    def shown(self) -> set[str]:
        """The keys of the rows that the last tables were put together of."""
        return {key for (key,) in self._db.execute("SELECT key FROM shown")}

    def set_sources(self, sources: Iterable[KnownSource], shown: Iterable[str]) -> None:
        """The files of the tables that were written just now, and the keys of their rows."""
        rows = [
            (s.name.encode("utf-8", "surrogateescape"), os.fsencode(s.path), s.sha256, s.plan)
            for s in sources
        ]
        with self._writing() as db:
            db.execute("DELETE FROM sources")
            db.executemany("INSERT INTO sources VALUES (?, ?, ?, ?)", rows)
            db.execute("DELETE FROM shown")
            db.executemany("INSERT INTO shown VALUES (?)", ((key,) for key in shown))

    def state(self, name: str) -> Any:
        """A value kept for the next run; None where there is none."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def set_state(self, name: str, value: object) -> None:
        """Keeps a JSON value for the next run."""
        self._write("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, json.dumps(value)))

    def keys(self) -> set[str]:
        """The keys of all results that are noted."""
        return {key for (key,) in self._db.execute("SELECT key FROM results")}

    def close(self) -> None:
        """Writes what waits and lets go of the file."""
        with suppress(sqlite3.Error):
            self._db.commit()
        with suppress(sqlite3.Error):
            self._db.close()

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._writing() as db:
            db.execute(statement, values)

    @contextmanager
    def _writing(self, *, soon: bool = False) -> Iterator[sqlite3.Connection]:
        """All that is written in the block, or nothing of it; `soon` may wait for more.

        Raises OSError; what waited is then forgotten, too.
        """
        try:
            yield self._db
            if not soon or time.monotonic() - self._written > _GROUP_SECONDS:
                self._db.commit()
                self._written = time.monotonic()
        except BaseException as error:
            with suppress(sqlite3.Error):
                self._db.rollback()
            if isinstance(error, sqlite3.Error):
                raise OSError(f"the ledger cannot be written: {error}") from error
            raise


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        # A power cut may take back the last results, never break the file.
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_SCHEMA)
        # A page in the middle of the file may be what is damaged: 30 ms for 10,000 documents.
        (said,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _put_aside(path: Path) -> None:
    """Keeps the damaged file for whoever wants to look at it."""
    path.replace(path.with_name(f"{path.name}.damaged"))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _clean(text: str) -> str:
    """Text that UTF-8 can hold: a file name may have bytes that it cannot."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
