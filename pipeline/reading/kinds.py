"""What kind of file bytes are, whatever the file is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_HEAD = 1024
"""Bytes before which `%PDF` stands, also behind a mail's or scanner's header."""
_MAGIC = {
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"\xd0\xcf\x11\xe0": ".doc",
    b"{\\rtf": ".doc",
}
_WORD = "word/document.xml"
_SAME = {".jpeg": ".jpg", ".tiff": ".tif"}


def kind_of(data: bytes, ending: str) -> str:
    """The ending that the content asks for, as `.pdf`; `ending` where the content tells none.

    Files are renamed by hand: a scan sent as `.jpg` that is a PDF, an old Word file `.docx`.
    """
    told = _told(data)
    return ending if not told or told == _SAME.get(ending, ending) else told


def kind_of_file(path: Path) -> str:
    """The same by the file's first bytes; its own ending where it cannot be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        head = b""
    return kind_of(head, path.suffix.lower())


def _told(data: bytes) -> str:
    if b"%PDF-" in data[:_HEAD]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return ".docx" if _holds_word(data) else ""
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")


def _holds_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORD in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):  # also of a newer ZIP
        return False
