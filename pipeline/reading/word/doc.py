"""Old Word files (.doc) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.document import Page
from pipeline.errors import ReadingError
from pipeline.reading.word.docx import read_docx

_NAMES = ("soffice", "libreoffice")
_WEB_PAGE = "HTML (StarWriter)"
"""LibreOffice's filter for a web page that is called .doc, as law sites give them: without it
it is opened as a page of the web, which cannot become a .docx."""
_HEAD = 1024
"""Bytes within which a web page says that it is one."""
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


def find_libreoffice() -> str | None:
    """The program's path, or None."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return str(_MAC) if _MAC.exists() else None


def read_doc(path: Path, seconds: float) -> Page:
    """The .doc turned into .docx in a temporary folder and read as such.

    Raises ReadingError `no-libreoffice`, `libreoffice-failed`, and those of .docx.
    """
    program = find_libreoffice()
    if program is None:
        raise ReadingError(
            "no-libreoffice",
            "Old .doc files need LibreOffice: install it (`kehoach doctor` says how), "
            "or save the file as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="kehoach-doc-") as folder:
        made = _convert(program, path, Path(folder), seconds)
        return read_docx(made.read_bytes())


def _convert(program: str, path: Path, folder: Path, seconds: float) -> Path:
    source = folder / "document.doc"
    shutil.copyfile(path, source)
    profile = (folder / "profile").as_uri()  # two workers must not share one
    command = [program, f"-env:UserInstallation={profile}", "--headless"]
    if _is_web_page(source):
        command.append(f"--infilter={_WEB_PAGE}")
    command += ["--convert-to", "docx", "--outdir", str(folder), str(source)]
    try:
        subprocess.run(command, capture_output=True, timeout=seconds, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadingError(
            "libreoffice-failed", "LibreOffice could not open the file: save it as .docx."
        ) from error
    made = folder / "document.docx"
    if not made.exists():
        raise ReadingError(
            "libreoffice-failed", "LibreOffice could not open the file: save it as .docx."
        )
    return made


def _is_web_page(source: Path) -> bool:
    with source.open("rb") as file:
        return b"<html" in file.read(_HEAD).lower()
