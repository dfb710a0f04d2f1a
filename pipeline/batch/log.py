"""The run's log: a line of JSON per thing that happened."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO


class Log:
    """Appends to a file. Times stand here and nowhere in the tables."""

    def __init__(self, path: Path, now: Callable[[], float] | None = None) -> None:
        self._file: IO[str] = path.open("a", encoding="utf-8", errors="backslashreplace")
        self._now = now or time.time

    def write(self, event: str, **facts: object) -> None:
        """One line: when, what, and what is known of it. A full disk does not end a run here."""
        at = datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": event, **facts}
        with suppress(OSError):
            self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Closes the file."""
        with suppress(OSError):
            self._file.close()
