"""From a path to bytes: the failures a person can mend have a code and say how."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.errors import ReadingError


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises ReadingError `no-permission`, `not-found`, `not-a-file`, `unreadable-file`
    or `empty-file`.
    """
    try:
        data = path.read_bytes()
    except PermissionError as error:
        raise ReadingError(
            "no-permission", "The file may not be read: give yourself read permission on it."
        ) from error
    except FileNotFoundError as error:
        raise ReadingError("not-found", "There is no such file (any more).") from error
    except IsADirectoryError as error:
        raise ReadingError("not-a-file", "This is a folder, not a file.") from error
    except OSError as error:
        raise ReadingError("unreadable-file", f"The file cannot be read: {error}") from error
    if not data:
        raise ReadingError("empty-file", "The file is empty (0 bytes): fetch or scan it again.")
    return data


def sha256(data: bytes) -> str:
    """Hex digest of the file's bytes."""
    return hashlib.sha256(data).hexdigest()
