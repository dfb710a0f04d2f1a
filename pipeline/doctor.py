"""`kehoach doctor`: what is installed, what is missing, how to get it on this system."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pipeline.programs import said_by
from pipeline.reading.engine.tesseract import larger_of


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `needed` is false for what only some documents want."""

    name: str
    found: str
    needed: bool
    remedy: str = ""

    @property
    def well(self) -> bool:
        """There, or not needed."""
        return bool(self.found) or not self.needed


@dataclass(frozen=True, slots=True)
class Report:
    """All checks."""

    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        """Whether nothing that is needed is missing."""
        return all(check.well for check in self.checks)

    @property
    def text(self) -> str:
        """A line per check, and under what is missing how to get it."""
        lines = [line for check in self.checks for line in _lines(check)]
        lines.append("All is there." if self.well else "Something is missing: see above.")
        return "\n".join(lines)


def _lines(check: Check) -> Iterator[str]:
    mark = "ok " if check.found else ("MISSING" if check.needed else "absent")
    yield f"{mark:<8}{check.name}: {check.found or 'not found'}"
    if not check.found and check.remedy:
        yield f"        {check.remedy}"


_TESSERACT: Mapping[str, str] = {
    "apt": "sudo apt install tesseract-ocr tesseract-ocr-vie",
    "dnf": "sudo dnf install tesseract tesseract-langpack-vie",
    "pacman": "sudo pacman -S tesseract tesseract-data-vie",
    "zypper": "sudo zypper install tesseract-ocr tesseract-ocr-traineddata-vie",
    "brew": "brew install tesseract tesseract-lang",
    "windows": "winget install UB-Mannheim.TesseractOCR  (tick Vietnamese among the additional "
    "language data; then set reading.tesseract in config.toml if it is not on PATH)",
    "": "install Tesseract 4.1 or newer with its Vietnamese data (vie.traineddata)",
}
"""By package manager. The Vietnamese data is a package of its own on most systems."""

_LARGER_REMEDY = (
    "Debian, Ubuntu: sudo apt install tesseract-ocr-script-viet; elsewhere put "
    "Vietnamese.traineddata of tessdata_fast/script beside vie.traineddata"
)

_OFFICE: Mapping[str, str] = {
    "apt": "sudo apt install libreoffice-writer",
    "dnf": "sudo dnf install libreoffice-writer",
    "pacman": "sudo pacman -S libreoffice-fresh",
    "zypper": "sudo zypper install libreoffice-writer",
    "brew": "brew install --cask libreoffice",
    "windows": "winget install TheDocumentFoundation.LibreOffice",
    "": "install LibreOffice",
}

_PACKAGES = (
    "pypdfium2 pdfplumber pytesseract spacy underthesea pandas pyarrow rapidfuzz "
    "opencv-python-headless python-docx xlsxwriter"
).split()


def package_manager(system: str = sys.platform) -> str:
    """The name under which this system's way to install things is known here; "" for none."""
    if system == "win32":
        return "windows"
    if system == "darwin":
        return "brew"
    names = {"apt-get": "apt", "dnf": "dnf", "pacman": "pacman", "zypper": "zypper"}
    return next((name for program, name in names.items() if shutil.which(program)), "")


def examine(tesseract: str = "") -> Report:
    """Looks at this system; `tesseract` is the program of the settings, if they name one."""
    manager = package_manager()
    return Report(
        (
            Check("Kehoach", _version("kehoach"), needed=True),
            Check("Python", f"{platform.python_version()} on {platform.platform()}", needed=True),
            *_tesseract(tesseract, _TESSERACT[manager]),
            Check(
                "LibreOffice (for .doc)",
                shutil.which("soffice") or shutil.which("libreoffice") or "",
                needed=False,
                remedy=_OFFICE[manager],
            ),
            Check("restoration model", _model(), needed=True, remedy="reinstall Kehoach"),
            *(Check(n, _version(n), needed=True, remedy=f"pip install {n}") for n in _PACKAGES),
            Check(
                "Dask (for --dask)",
                _version("distributed"),
                needed=False,
                remedy="pip install 'kehoach[dask]'",
            ),
            Check("console encoding", sys.stdout.encoding or "", needed=False),
        )
    )


def _tesseract(program: str, remedy: str) -> Iterator[Check]:
    path = shutil.which(program or "tesseract")
    version = (said_by(path, "--version") or [])[:1] if path else []
    yield Check("Tesseract", " ".join([*version, *([path] if path else [])]), True, remedy)
    languages = (said_by(path, "--list-langs") or [])[1:] if path else []
    yield Check("Tesseract's Vietnamese", "vie" if "vie" in languages else "", True, remedy)
    larger = larger_of(languages)
    yield Check("its larger model, for doubted words", larger, False, _LARGER_REMEDY)


def _model() -> str:
    folder = Path(__file__).parent / "restoration" / "data"
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
    return f"{size / 1e6:.1f} MB" if size else ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
