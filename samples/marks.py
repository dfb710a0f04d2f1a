"""What lies over the text of a signed page: seal, signature, watermark, hand-written digits.

All of it is drawn as shapes, so that nothing of it gets into a text layer. The
seal reads MẪU and shows no emblem: nobody can take a sample for a document.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

from samples.fonts import Stroke, outline

RED = (0.82, 0.10, 0.14)
BLACK = (0.12, 0.12, 0.13)
INK = (0.10, 0.16, 0.55)
RING = "VĂN BẢN MẪU * KHÔNG CÓ GIÁ TRỊ PHÁP LÝ * "


def _draw(canvas: Any, strokes: tuple[Stroke, ...], fill: bool) -> None:
    path = canvas.beginPath()
    for kind, points in strokes:
        if kind == "move":
            path.moveTo(*points[0])
        elif kind == "line":
            path.lineTo(*points[0])
        elif kind == "curve":
            path.curveTo(*points[0], *points[1], *points[2])
        else:
            path.close()
    canvas.drawPath(path, stroke=int(not fill), fill=int(fill))


def watermark(canvas: Any, file: Path, width: float, height: float) -> None:
    """MẪU, light grey, slanting across the whole page."""
    strokes, length = outline("MẪU", file, 190)
    canvas.saveState()
    canvas.setFillColorRGB(0.935, 0.935, 0.935)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(50)
    canvas.translate(-length / 2, -65)
    _draw(canvas, strokes, fill=True)
    canvas.restoreState()


def seal(canvas: Any, file: Path, x: float, y: float, colour: tuple[float, float, float]) -> None:
    """A round stamp of 35 mm across, centred at (x, y), the text beneath showing through."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(-9)
    canvas.setStrokeColorRGB(*colour, alpha=0.8)
    canvas.setFillColorRGB(*colour, alpha=0.8)
    for radius, line in ((50, 2.6), (46.5, 0.9), (31, 0.9)):
        canvas.setLineWidth(line)
        canvas.circle(0, 0, radius)
    for index, char in enumerate(RING):
        if not char.isspace():
            _on_ring(canvas, file, char, index)
    strokes, length = outline("MẪU", file, 23)
    canvas.translate(-length / 2, -7)
    _draw(canvas, strokes, fill=True)
    canvas.restoreState()


def _on_ring(canvas: Any, file: Path, char: str, index: int) -> None:
    strokes, length = outline(char, file, 9.5)
    canvas.saveState()
    canvas.rotate(-360 * index / len(RING) + 90)
    canvas.translate(-length / 2, 35.5)
    _draw(canvas, strokes, fill=True)
    canvas.restoreState()


def signature(
    canvas: Any, x: float, y: float, rng: random.Random, colour: tuple[float, float, float]
) -> None:
    """A scribble of loops about 85 x 35 points, centred at (x, y)."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*colour, alpha=0.9)
    canvas.setLineWidth(1.25)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    at = (x - 40.0, y + rng.uniform(-8, 8))
    path.moveTo(*at)
    loops = rng.randint(5, 8)
    for loop in range(loops):
        up = (at[0] + rng.uniform(-14, 6), y + rng.uniform(12, 26))
        down = (at[0] + rng.uniform(8, 26), y - rng.uniform(6, 22))
        at = (x - 40 + 80 * (loop + 1) / loops + rng.uniform(-5, 5), y + rng.uniform(-6, 6))
        path.curveTo(*up, *down, *at)
    path.curveTo(x + 20, y - 20, x - 30, y - 16, x - 36, y - 13)
    canvas.drawPath(path)
    canvas.restoreState()


def incoming(canvas: Any, file: Path, lines: tuple[str, ...], x: float, y: float) -> None:
    """The red box that the receiving office stamps beside the title, its top left at (x, y)."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(1.5)
    canvas.setStrokeColorRGB(*RED, alpha=0.85)
    canvas.setFillColorRGB(*RED, alpha=0.85)
    canvas.setLineWidth(1.2)
    canvas.rect(0, -14.0 * len(lines) - 4, 104, 14.0 * len(lines) + 4)
    for number, line in enumerate(lines):
        strokes, length = outline(line, file, 9.5)
        canvas.saveState()
        canvas.translate(max(5.0, 52 - length / 2) if number == 0 else 6, -12 - 14.0 * number)
        _draw(canvas, strokes, fill=True)
        canvas.restoreState()
    canvas.restoreState()


# Polylines in a box of 1 x 1.6, y up: how a clerk writes digits.
_DIGITS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (tuple((0.5 + 0.4 * math.sin(a / 2), 0.8 + 0.75 * math.cos(a / 2)) for a in range(13)),),
    "1": (((0.2, 1.2), (0.55, 1.6), (0.5, 0.0)),),
    "2": (((0.1, 1.2), (0.4, 1.6), (0.8, 1.3), (0.6, 0.7), (0.05, 0.05), (0.5, 0.1), (0.95, 0.0)),),
    "3": (((0.1, 1.5), (0.7, 1.5), (0.4, 0.95), (0.85, 0.6), (0.5, 0.0), (0.05, 0.2)),),
    "4": (((0.5, 1.6), (0.05, 0.6), (0.95, 0.65)), ((0.65, 1.1), (0.6, -0.1))),
    "5": (
        ((0.85, 1.6), (0.25, 1.55), (0.2, 0.95), (0.7, 0.9), (0.8, 0.3), (0.4, 0.0), (0.05, 0.2)),
    ),
    "6": (
        ((0.75, 1.6), (0.25, 0.9), (0.15, 0.3), (0.5, 0.0), (0.8, 0.4), (0.5, 0.75), (0.2, 0.5)),
    ),
    "7": (((0.05, 1.5), (0.9, 1.55), (0.4, 0.0)), ((0.3, 0.8), (0.8, 0.85))),
    "8": (((0.75, 1.4), (0.4, 1.6), (0.2, 1.2), (0.8, 0.5), (0.5, 0.0), (0.15, 0.4), (0.8, 1.3)),),
    "9": (((0.8, 1.3), (0.4, 1.6), (0.15, 1.1), (0.5, 0.8), (0.8, 1.3), (0.75, 0.6), (0.5, 0.0)),),
}


def hand_digits(canvas: Any, text: str, x: float, y: float, rng: random.Random) -> None:
    """Digits in blue ink from x to the right on the base line y, 11 points high."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*INK)
    canvas.setLineWidth(1.1)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for char in text:
        for stroke in _DIGITS[char]:
            path = canvas.beginPath()
            points = [
                (x + 6.2 * px + 1.4 * py + rng.gauss(0, 0.25), y + 7 * py + rng.gauss(0, 0.25))
                for px, py in stroke
            ]
            path.moveTo(*points[0])
            for before, after in pairwise(points):
                middle = ((before[0] + after[0]) / 2, (before[1] + after[1]) / 2)
                path.curveTo(*before, *middle, *after)
            canvas.drawPath(path)
        x += 8.5
    canvas.restoreState()
