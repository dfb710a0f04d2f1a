"""What a stage's result depends on besides its input: the stage's code, data and tools."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pipeline.programs import said_by

_PACKAGE = Path(__file__).resolve().parent.parent
_DOCUMENT = ("document.py", "errors.py", "names.py", "vietnamese.py", "batch/one.py")
"""What every stage stands on."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """Rooms and files of a stage, and the libraries whose version can change its result."""

    rooms: tuple[str, ...]
    libraries: tuple[str, ...]
    files: tuple[str, ...] = _DOCUMENT


_STAGES: Mapping[str, _Stage] = {
    "reading": _Stage(
        ("reading", "data"),
        (
            "pypdfium2",
            "pdfplumber",
            "pdfminer.six",
            "pillow",
            "numpy",
            "opencv-python-headless",
            "pytesseract",
            "python-docx",
        ),
    ),
    "restoration": _Stage(("restoration", "data"), ("numpy", "rapidfuzz", "regex")),
    "extraction": _Stage(
        ("segmentation", "extraction", "normalisation", "data"),
        ("spacy", "underthesea", "rapidfuzz", "regex"),
        (*_DOCUMENT, "plan.py"),
    ),
    "tables": _Stage(
        ("tables", "comparison", "batch"),
        ("pandas", "pyarrow", "xlsxwriter"),
        (*_DOCUMENT, "plan.py"),
    ),
}


@dataclass(frozen=True, slots=True)
class Versions:
    """A digest for each stage; equal digests give equal results on equal input."""

    reading: str
    restoration: str
    extraction: str
    tables: str


def versions(tools: Mapping[str, str]) -> Versions:
    """The digests of the code that is installed now. `tools` are part of reading's."""
    digests = {name: _version_of(stage) for name, stage in _STAGES.items()}
    outside = "\n".join(f"{name} {version}" for name, version in sorted(tools.items()))
    digests["reading"] = _digest(digests["reading"].encode(), outside.encode())
    return Versions(**digests)


def tools_of(tesseract: str, languages: str) -> dict[str, str]:
    """The outside programs that reading uses, with their versions; "" where absent.

    A failure for want of a program is so tried again when the program is there.
    """
    from pipeline.reading.engine.tesseract import larger_of

    program = shutil.which(tesseract or "tesseract")
    version = said_by(program, "--version") if program else [""]
    trained = (said_by(program, "--list-langs") if program else None) or []
    found = {"tesseract": version[0].strip() if version else "broken"}
    for language in languages.split("+"):
        found[f"tesseract {language}"] = "found" if language in trained[1:] else ""
    # The larger model reads doubted words again where it is installed.
    found["tesseract, larger"] = larger_of(trained[1:])
    office = shutil.which("soffice") or shutil.which("libreoffice")
    found["libreoffice"] = "found" if office else ""
    return found


def libraries() -> dict[str, str]:
    """Versions of the Python packages that stages depend on."""
    names = {name for stage in _STAGES.values() for name in stage.libraries}
    return {name: _version(name) for name in sorted(names)}


def _version_of(stage: _Stage) -> str:
    parts = [_file(_PACKAGE / name) for name in stage.files]
    for room in stage.rooms:
        parts.extend(
            path.relative_to(_PACKAGE).as_posix().encode() + _file(path)
            for path in sorted((_PACKAGE / room).rglob("*"))
            if path.is_file() and path.suffix not in (".pyc", ".pyo")
        )
    parts.extend(f"{name} {_version(name)}".encode() for name in stage.libraries)
    return _digest(*parts)


def _file(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
