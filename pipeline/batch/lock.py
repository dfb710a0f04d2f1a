"""One run at a time in a folder. The system frees the lock of a process that dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipeline.errors import SettingsError


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Holds the lock file. Raises SettingsError (`out-in-use`) where another run has it."""
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            raise SettingsError(
                "out-in-use",
                f"{folder}: another run{_owner(file)} is writing here; wait for it or stop it",
            )
        with suppress(OSError):  # a full disk: the lock holds without a name on it
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        yield


def _owner(file: IO[str]) -> str:
    try:
        file.seek(0)
        number = file.read(20).strip()
    except OSError:  # Windows lets nobody read what is locked
        return ""
    return f" (process {number})" if number.isdigit() else ""


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
