"""Fonts with all Vietnamese letters, wherever the system keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# Debian's fonts-liberation 1.07 lacks Vietnamese letters and draws boxes without an error.
_FAMILIES = (
    ("Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"),
    ("times", "timesbd", "timesi", "timesbi"),
    (
        "Times New Roman",
        "Times New Roman Bold",
        "Times New Roman Italic",
        "Times New Roman Bold Italic",
    ),
    ("FreeSerif", "FreeSerifBold", "FreeSerifItalic", "FreeSerifBoldItalic"),
    (
        "LiberationSerif-Regular",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
    ),
    ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic"),
)
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:/Windows/Fonts",
)
_MUST_HAVE = "ăâđêôơưĐƯẵậễợữỷỵẲẬỄỢỮỶỴ“”–…"


class FontNotFoundError(Exception):
    """No font with all Vietnamese letters is installed."""


@dataclass(frozen=True, slots=True)
class Family:
    """The reportlab names of a family's four faces and the files behind them."""

    name: str
    files: tuple[Path, Path, Path, Path]

    def face(self, bold: bool, italic: bool) -> str:
        """The registered name of a face."""
        return f"{self.name}-{'b' if bold else ''}{'i' if italic else ''}"


@lru_cache(maxsize=4)
def family(first: str = "") -> Family:
    """The first complete family, one whose name begins with `first` preferred.

    Raises FontNotFoundError when no family has every Vietnamese letter.
    """
    found = _font_files()
    for names in sorted(_FAMILIES, key=lambda names: not names[0].startswith(first)):
        files = [found.get(name) for name in names]
        if all(files) and all(_has_letters(file) for file in files if file):
            return register(names[0].split("-")[0], [file for file in files if file])
    raise FontNotFoundError("no font with Vietnamese letters: apt install fonts-croscore")


def register(name: str, files: list[Path]) -> Family:
    """The family of these four files (regular, bold, italic, bold italic), known to reportlab."""
    chosen = Family(name, (files[0], files[1], files[2], files[3]))
    faces = [(False, False), (True, False), (False, True), (True, True)]
    for (bold, italic), file in zip(faces, chosen.files, strict=True):
        pdfmetrics.registerFont(TTFont(chosen.face(bold, italic), str(file)))
    return chosen


def _font_files() -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            for path in sorted(root.rglob("*.ttf")):
                files.setdefault(path.stem, path)
    return files


def _has_letters(file: Path) -> bool:
    return not missing_letters(file, _MUST_HAVE)


def missing_letters(file: Path, text: str) -> set[str]:
    """The characters of a text for which a font file has no glyph."""
    known = _cmap(file)
    return {char for char in text if ord(char) not in known and not char.isspace()}


@lru_cache(maxsize=16)
def _cmap(file: Path) -> frozenset[int]:
    with FontFile(file) as font:
        return frozenset(font.getBestCmap())


Stroke = tuple[str, tuple[tuple[float, float], ...]]


class _Recorder(BasePen):  # type: ignore[misc]
    """Collects a glyph's outline as move, line, curve and close with points in em."""

    def __init__(self, glyphs: object, scale: float, dx: float) -> None:
        super().__init__(glyphs)
        self.strokes: list[Stroke] = []
        self._scale, self._dx = scale, dx

    def _add(self, kind: str, *points: tuple[float, float]) -> None:
        placed = tuple((x * self._scale + self._dx, y * self._scale) for x, y in points)
        self.strokes.append((kind, placed))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("move", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("line", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("curve", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._add("close")


@lru_cache(maxsize=64)
def outline(text: str, file: Path, size: float) -> tuple[tuple[Stroke, ...], float]:
    """The outline of a text and its width, in points: what is drawn as a shape, not as text."""
    strokes: list[Stroke] = []
    at = 0.0
    with FontFile(file) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        scale = size / font["head"].unitsPerEm
        for char in text:
            name = names[ord(char)]
            pen = _Recorder(glyphs, scale, at)
            glyphs[name].draw(pen)
            strokes.extend(pen.strokes)
            at += glyphs[name].width * scale
    return tuple(strokes), at
