"""Recognisers that read what they are told, or fail."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from pipeline.reading.engine.tesseract import EngineError, Seen


def seen_row(text: str, x: int, y: int, confidence: float = 0.96, line: int = 0) -> list[Seen]:
    """The text's words at 200 dpi from pixel x on."""
    words: list[Seen] = []
    for part in text.split():
        words.append(Seen(part, x, y, x + 17 * len(part), y + 36, confidence, 1, 1, line))
        x += 17 * len(part) + 11
    return words


@dataclass
class Reads:
    """Gives `pages` one after the other for whole pages, `crops` for parts of them."""

    pages: list[list[Seen]]
    crops: dict[int, list[Seen]] = field(default_factory=dict)
    calls: list[tuple[int, str]] = field(default_factory=list)

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.calls.append((psm, only))
        if psm == 3:
            return self.pages.pop(0) if self.pages else []
        return self.crops.get(psm, [])

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        return []

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0


@dataclass
class Fails:
    """Fails on the pages numbered in `on` (from 1), reads a line on the others."""

    on: set[int]
    code: str = "ocr-timeout"
    count: int = 0

    def words(self, image: Image.Image, psm: int = 3, dpi: int = 0, only: str = "") -> list[Seen]:
        self.count += 1
        if self.count in self.on:
            raise EngineError(self.code, "it failed")
        return seen_row("Kế hoạch tổ chức thực hiện phong trào thi đua", 200, 300)

    def again(self, image: Image.Image, dpi: int) -> list[Seen]:
        return []

    def turn(self, image: Image.Image) -> tuple[int, float]:
        return 0, 0.0
