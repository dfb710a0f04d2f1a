"""Words drawn as the country's offices print titles and names: in bold serif letters.

The letters are a picture (data/letterforms.png, written by `python -m training.letterforms`):
no font need be installed to compare print with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Ink = NDArray[np.float32]
"""Rows x columns, 0 (paper) to 1 (ink)."""
_SPACE = 0.25
"""Ems between words, as in Times New Roman."""


@dataclass(frozen=True, slots=True)
class Letterforms:
    """The letters at `em` pixels: their pictures by letter, their widths in ems.

    A letter's origin (left end of its width, base line) lies at `origin` in its picture.
    `stacked` are the letters with a tone on a hat (ấ) as older fonts have them: above it.
    """

    em: int
    origin: tuple[int, int]
    pictures: dict[str, Ink]
    stacked: dict[str, Ink]
    widths: dict[str, float]

    def has(self, text: str) -> bool:
        """Whether every letter of a text is known."""
        return all(letter in self.pictures for letter in text)

    def width(self, text: str) -> float:
        """In ems."""
        return sum(self.widths[letter] for letter in text)

    def forms(self, text: str) -> tuple[Ink, ...]:
        """The text at `em` in each way that fonts have it; the first letter's origin is its own."""
        older = any(letter in self.stacked for letter in text)
        return (
            (self._drawn(text), self._drawn(text, self.stacked)) if older else (self._drawn(text),)
        )

    def _drawn(self, text: str, other: Mapping[str, Ink] | None = None) -> Ink:
        high, wide = next(iter(self.pictures.values())).shape
        made = np.zeros((high, round(self.width(text) * self.em) + wide), dtype=np.float32)
        at = 0.0
        for letter in text:
            place = made[:, round(at) : round(at) + wide]
            np.maximum(place, (other or {}).get(letter, self.pictures[letter]), out=place)
            at += self.widths[letter] * self.em
        return made

    def extent(self, text: str) -> tuple[float, float, float, float]:
        """Where its ink begins and ends, in ems from the origin: left, right, top, bottom."""
        ink = self._drawn(text) > 0.5
        columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
        left, top = self.origin
        return (
            float(columns[0] - left) / self.em,
            float(columns[-1] + 1 - left) / self.em,
            float(rows[0] - top) / self.em,
            float(rows[-1] + 1 - top) / self.em,
        )


@lru_cache(maxsize=1)
def letterforms() -> Letterforms:
    """data/letterforms.png and .json."""
    folder = files("pipeline.reading") / "data"
    told = json.loads((folder / "letterforms.json").read_text(encoding="utf-8"))
    sheet = Image.open(BytesIO((folder / "letterforms.png").read_bytes()))
    ink = np.asarray(sheet, dtype=np.float32) / np.float32(255)
    wide, high = told["cell"]
    cells: list[Ink] = []
    for index in range(len(told["widths"]) + len(told["stacked"])):
        top, left = index // told["columns"] * high, index % told["columns"] * wide
        cells.append(ink[top : top + high, left : left + wide])
    pictures = dict(zip(told["widths"], cells, strict=False))
    stacked = dict(zip(told["stacked"], cells[len(pictures) :], strict=True))
    pictures[" "] = np.zeros((high, wide), dtype=np.float32)
    widths = {**told["widths"], " ": _SPACE}
    return Letterforms(told["em"], tuple(told["origin"]), pictures, stacked, widths)
