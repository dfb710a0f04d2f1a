"""Digits as hands, stamps and printers make them, drawn from training/digit_strokes.toml and fonts.

Every picture is that of one class of pipeline.reading.digits.networks: 0 to 9, or NONE (strokes,
letters, halves of digits, two digits that touch).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.reading.digits.networks import NONE, Ink

_FOLDER = Path("/usr/share/fonts")
FONTS = (
    "truetype/croscore/Tinos-Regular.ttf",
    "truetype/croscore/Tinos-Bold.ttf",
    "truetype/croscore/Tinos-Italic.ttf",
    "truetype/croscore/Tinos-BoldItalic.ttf",
    "truetype/croscore/Arimo-Regular.ttf",
    "truetype/croscore/Arimo-Bold.ttf",
    "truetype/croscore/Cousine-Regular.ttf",
    "truetype/croscore/Cousine-Bold.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/dejavu/DejaVuSans-Bold.ttf",
    "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "truetype/freefont/FreeSerif.ttf",
    "truetype/freefont/FreeSerifBoldItalic.ttf",
    "truetype/freefont/FreeMonoBold.ttf",
)
"""Debian's fonts-croscore, fonts-dejavu-core and fonts-freefont-ttf: print and stamps."""
_CANVAS = 160
_HIGH = 96.0
_LETTERS = "aeghkmnpruwxyAEFGHKMNPRUVWXYĐQCT&%$?#=+()"


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws from one stream of chance: the same seed gives the same pictures."""

    chance: np.random.Generator

    def digit(self, value: int) -> Ink:
        """A digit 0..9, two in three written, the others printed; as a copier leaves it."""
        if self.chance.random() < 0.68:
            return self.copied(self.written(value))
        return self.copied(self.printed(str(value)))

    def none(self) -> Ink:
        """What is no digit."""
        kind = self.chance.random()
        if kind < 0.3:
            return self.copied(self.written(NONE))
        if kind < 0.55:
            return self.copied(self.printed(str(self.chance.choice(list(_LETTERS)))))
        if kind < 0.8:
            return self.copied(self._pair())
        return self.copied(self._half())

    def written(self, value: int) -> Ink:
        """Strokes of a pen on the canvas."""
        shapes = _shapes()["none" if value == NONE else str(value)]
        shape = shapes[min(int(self.chance.exponential(len(shapes) / 1.6)), len(shapes) - 1)]
        if self.chance.random() < 0.6:
            shape = shapes[int(self.chance.integers(len(shapes)))]
        sway = self._sway()
        lines = [sway(_curve(self._moved(stroke))) for stroke in shape]
        return self.with_pen(lines, self.bent(upright=value == NONE) * (_HIGH / 100))

    def with_pen(self, lines: Sequence[NDArray[np.float64]], bent: NDArray[np.float64]) -> Ink:
        """Lines (n x 2, about the middle) bent, and drawn with some pen, round or flat."""
        ink = np.zeros((_CANVAS, _CANVAS), dtype=np.float32)
        pen = float(self.chance.triangular(0.04, 0.085, 0.19)) * _HIGH
        nib = self.chance.normal(0, 0.28, 2) * pen
        for line in lines:
            self._stroke(ink, line @ bent.T, pen, nib)
        return ink

    def _sway(self) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        """How a hand's digits differ from the copybook's as a whole: swung, narrower at one end."""
        swing = self.chance.normal(0, 3.5, 2)
        phase, length = self.chance.uniform(0, 2 * np.pi, 2), self.chance.uniform(60, 160, 2)
        taper = float(self.chance.normal(0, 0.0022))

        def swayed(line: NDArray[np.float64]) -> NDArray[np.float64]:
            across, down = line.T
            waves = swing[:, None] * np.sin(
                2 * np.pi * line.T[::-1] / length[:, None] + phase[:, None]
            )
            return np.column_stack([across * (1 + taper * down) + waves[0], down + waves[1]])

        return swayed

    def bent(self, upright: bool = False) -> NDArray[np.float64]:
        """Width, slant and turn; a stroke that may be a slash keeps its slant."""
        wide = float(np.exp(self.chance.normal(-0.2, 0.27)))
        slant = 0.0 if upright else float(self.chance.normal(0.18, 0.2))
        turn = float(self.chance.normal(0, 0.08))
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        made: NDArray[np.float64] = turned @ np.array([[wide, -slant], [0.0, 1.0]])
        return made

    def _moved(self, stroke: str) -> list[NDArray[np.float64]]:
        """The stroke's smooth parts about the middle, each point a little off its place."""
        loose = float(self.chance.uniform(1.0, 5.5))
        parts, last = [], None
        for part in stroke.split("|"):
            points = np.array([[float(v) - 50 for v in p.split(",")] for p in part.split()])
            points = points + self.chance.normal(0, loose, points.shape)
            parts.append(points if last is None else np.vstack([last, points]))
            last = points[-1]
        return parts

    def _stroke(
        self, ink: Ink, line: NDArray[np.float64], pen: float, nib: NDArray[np.float64]
    ) -> None:
        middle = _CANVAS / 2
        for share in np.linspace(-1, 1, 5):
            points = np.rint((line + middle + share * nib) * 8).astype(np.int32)
            thick = max(1, round(pen * float(self.chance.uniform(0.92, 1.08))))
            cv2.polylines(ink, [points], False, 1.0, thick, cv2.LINE_AA, 3)

    def printed(self, text: str) -> Ink:
        """Characters of a font, as a printer or a numbering stamp sets them."""
        font = _font(str(self.chance.choice(FONTS)))
        image = Image.new("L", (_CANVAS, _CANVAS))
        ImageDraw.Draw(image).text((_CANVAS / 2, _CANVAS / 2), text, 255, font, anchor="mm")
        ink = np.asarray(image, dtype=np.float32) / 255
        bent = np.eye(2) + self.chance.normal(0, 0.05, (2, 2))
        bent[0, 0] *= float(np.exp(self.chance.normal(0, 0.12)))
        middle = np.array([_CANVAS / 2, _CANVAS / 2])
        matrix = np.column_stack([bent, middle - bent @ middle])
        return np.asarray(cv2.warpAffine(ink, matrix, (_CANVAS, _CANVAS)), dtype=np.float32)

    def _one(self) -> Ink:
        value = int(self.chance.integers(10))
        drawn = self.written(value) if self.chance.random() < 0.6 else self.printed(str(value))
        return _trimmed(drawn)

    def _pair(self) -> Ink:
        """Two digits that touch."""
        left, right = self._one(), self._one()
        high = max(left.shape[0], right.shape[0])
        over = int(self.chance.integers(1, 8))
        ink = np.zeros((high, left.shape[1] + right.shape[1]), dtype=np.float32)
        ink[: left.shape[0], : left.shape[1]] = left
        start = max(1, left.shape[1] - over)
        part = ink[high - right.shape[0] :, start : start + right.shape[1]]
        np.maximum(part, right, out=part)
        return ink

    def _half(self) -> Ink:
        """A part of a wide digit."""
        ink = self._one()
        while ink.shape[1] < 0.45 * ink.shape[0]:
            ink = self._one()
        cut = int(ink.shape[1] * self.chance.uniform(0.35, 0.65))
        return ink[:, :cut] if self.chance.random() < 0.5 else ink[:, cut:]

    def _run(self, ink: Ink) -> Ink:
        """One in eight with ink that ran: loops and corners filled, so that a 9 may be an 8."""
        if self.chance.random() > 0.125:
            return ink
        size = max(3, round(ink.shape[0] * float(self.chance.uniform(0.06, 0.2))))
        round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        closed = cv2.morphologyEx(np.pad(ink, size), cv2.MORPH_CLOSE, round_)
        return _trimmed(np.asarray(closed, dtype=np.float32))

    def copied(self, ink: Ink) -> Ink:
        """At the size and with the wear of a scan: 14 to 46 pixels high, holes, hard edges."""
        ink = self._run(_trimmed(ink))
        scale = float(self.chance.uniform(14, 46)) / ink.shape[0]
        size = (max(2, round(ink.shape[1] * scale)), max(2, round(ink.shape[0] * scale)))
        small = cv2.resize(np.pad(ink, 6), (size[0] + 4, size[1] + 4), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), float(self.chance.uniform(0.35, 1.1)))
        if self.chance.random() < 0.4:
            rough = np.asarray(self.chance.normal(0, 1, soft.shape), dtype=np.float32)
            grain = np.asarray(cv2.GaussianBlur(rough, (0, 0), 0.9))
            depth = float(self.chance.uniform(0.03, 0.22)) / float(grain.std())
            soft = soft + grain * depth * (soft > 0.25)
        edge = float(self.chance.uniform(0.3, 0.6))
        hard = float(self.chance.choice([3.0, 8.0, 60.0]))
        made = np.asarray(np.clip((soft - edge) * hard + 0.5, 0, 1), dtype=np.float32)
        made[made < 0.1] = 0
        return made if made.any() else np.asarray(small, dtype=np.float32)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, list[list[str]]]:
    text = Path(__file__).with_name("digit_strokes.toml").read_text(encoding="utf-8")
    shapes: dict[str, list[list[str]]] = tomllib.loads(text)["shapes"]
    return shapes


@lru_cache(maxsize=len(FONTS))
def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FOLDER / name), 120)


def _trimmed(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _curve(parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The way of the pen: smooth within each part, a corner between two."""
    return np.vstack([_smooth(points) for points in parts])


def _smooth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points, eight steps between two."""
    if len(points) < 3:
        return points
    around = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    steps = np.linspace(0, 1, 8, endpoint=False)[:, None]
    a, b, c, d = around[:-3, None], around[1:-2, None], around[2:-1, None], around[3:, None]
    ways = (
        2 * b
        + (c - a) * steps
        + (2 * a - 5 * b + 4 * c - d) * steps**2
        + (3 * b - a - 3 * c + d) * steps**3
    ) / 2
    return np.vstack([ways.reshape(-1, 2), points[-1:]])
