"""Lines appended to `corrections.csv`: on the disk before anybody is told "saved".

Every line goes through one lock, whatever the number of windows and servers, and
is forced to the disk. A line that does not fit is taken back whole. A line whose
id is there already is not written twice, so that a client that heard no answer
may ask again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.tables.corrections import (
    CORRECTIONS,
    Correction,
    correction_line,
    delimiter_of,
    header_line,
    read_corrections,
)

_TAIL = 1 << 16
"""Bytes at the end of the file in which the last line end is looked for."""


class CorrectionFile:
    """The corrections of a folder; several processes may have one each."""

    def __init__(self, folder: Path, lock: Path) -> None:
        self.path = folder / CORRECTIONS
        self._lock = lock

    def append(
        self, corrections: Sequence[Correction], *, known: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        """Writes the lines whose id is not `known`, in one piece; gives the new stamp.

        None where all are known: the request was done before.
        `known` is asked under the lock, when nobody else can write. Raises OSError (disk
        full, no right to write); then nothing was written.
        """
        with _locked(self._lock):
            new = [c for c in corrections if not known(c.id)]
            if not new:
                return None
            delimiter = delimiter_of(self.path)
            lines = "".join(correction_line(c, delimiter) for c in new)
            _append(self.path, lines.encode("utf-8"))
            return self.stamp()

    def read(self) -> list[Correction]:
        """All lines. Raises SettingsError (`corrections-invalid`)."""
        return read_corrections(self.path)

    def stamp(self) -> tuple[int, int]:
        """Changes whenever the file does; (0, 0) where there is none."""
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return facts.st_size, facts.st_mtime_ns


def _append(path: Path, lines: bytes) -> None:
    new = not path.exists()
    with path.open("ab+") as file:
        start = _sound_end(file)
        try:
            file.truncate(start)
            file.write((header_line().encode("utf-8") if start == 0 else b"") + lines)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise
    if new:
        _folder_to_disk(path.parent)


def _sound_end(file: BinaryIO) -> int:
    """Where the next line goes: behind the last line end.

    What a killed process left behind it was never acknowledged. A last line that an
    editor saved whole but without its end is kept.
    """
    end = file.seek(0, os.SEEK_END)
    begin = file.seek(max(0, end - _TAIL))
    tail = file.read()
    cut = tail.rfind(b"\n") + 1
    if cut == len(tail):
        return end
    if tail[cut:].count(b",") + tail[cut:].count(b";") >= header_line().count(","):
        file.write(b"\r\n")
        file.flush()
        return file.seek(0, os.SEEK_END)
    return begin + cut


def _folder_to_disk(folder: Path) -> None:
    """Makes the new file's name lasting; Windows does that by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Waits for the lock; the system frees it when its holder dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _take(file)
        try:
            yield
        finally:
            _free(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(0)
        while True:
            try:
                # Tries for ten seconds, then raises.
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:
                continue
            return

    def _free(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _free(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
