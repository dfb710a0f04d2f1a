"""A line of print for tests: drawn in our letters, with the boxes of its words."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.document import Box, Word
from pipeline.reading.picture.crops import Crop
from pipeline.reading.picture.skew import Grey
from pipeline.reading.signature.letterforms import letterforms

DPI, EM = 210, 38.0
LEFT, BASE = 260, 110


def printed(text: str, older: bool = False, seed: int = 1) -> tuple[Crop, list[Word]]:
    """A crop 900 x 200 with the text from LEFT on, a little noise, and its words."""
    known = letterforms()
    page = np.zeros((200, 900), dtype=np.float32)
    words: list[Word] = []
    at = float(LEFT)
    for part in text.split():
        form = known.forms(part)[-1 if older else 0]
        scale = EM / known.em
        small = cv2.resize(form, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        x, y = round(at - known.origin[0] * scale), round(BASE - known.origin[1] * scale)
        place = page[y : y + small.shape[0], x : x + small.shape[1]]
        np.maximum(place, small, out=place)
        left, right, top, bottom = (round(e * EM) for e in known.extent(part))
        box = (at + left, BASE + top, at + right, BASE + bottom)
        words.append(Word(part, part, Box(*(v * 72 / DPI for v in box)), 0.95))
        at += (known.width(part) + 0.25) * EM
    noise = np.random.default_rng(seed).normal(0, 6, page.shape)
    grey: Grey = np.clip(255 - 235 * cv2.GaussianBlur(page, (0, 0), 0.6) + noise, 0, 255).astype(
        np.uint8
    )
    return Crop(grey, 0.0, 0.0, DPI), words
