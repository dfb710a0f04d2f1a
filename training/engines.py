"""Engines that read a line of text at a time and tell no places: Ocrad and GOCR.

Their words are matched with the drawn ones by likeness, without marks.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import numpy as np
from PIL import Image
from rapidfuzz import fuzz

from pipeline.vietnamese import nfc, strip_marks

COMMANDS = {"ocrad": ("ocrad", "-F", "utf8", "-"), "gocr": ("gocr", "-i", "-")}
_STEPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 0), (0, 1))
"""So many drawn words and so many read ones may belong together."""
_MANY = 0.3
_CROSSED = 1.0
_LOST = 0.5


def read_line(image: Image.Image, engine: str) -> list[str]:
    """The words that an engine of COMMANDS reads on the image of one line."""
    done = subprocess.run(COMMANDS[engine], input=pgm(image), capture_output=True, check=True)
    return nfc(done.stdout.decode("utf-8", "replace")).split()


def pgm(image: Image.Image) -> bytes:
    """A grey image as the simplest format that every engine reads."""
    return f"P5 {image.width} {image.height} 255\n".encode() + image.tobytes()


def align(drawn: Sequence[str], read: Sequence[str]) -> list[tuple[str, str]]:
    """(read, drawn) words that belong together, by the cheapest way through both lines."""
    gold = [strip_marks(word).lower() for word in drawn]
    got = [strip_marks(word).lower() for word in read]
    cost = np.full((len(gold) + 1, len(got) + 1), np.inf)
    cost[0, 0] = 0
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(gold) + 1):
        for j in range(len(got) + 1):
            for a, b in _STEPS:
                if a <= i and b <= j:
                    step = _cost("".join(gold[i - a : i]), "".join(got[j - b : j]), (a, b))
                    if cost[i - a, j - b] + step < cost[i, j]:
                        cost[i, j] = cost[i - a, j - b] + step
                        back[i, j] = a, b
    made: list[tuple[str, str]] = []
    i, j = len(gold), len(got)
    while i or j:
        a, b = back[i, j]
        made.append((" ".join(read[j - b : j]), " ".join(drawn[i - a : i])))
        i, j = i - a, j - b
    return made[::-1]


def _cost(gold: str, got: str, step: tuple[int, int]) -> float:
    """About the number of letters that differ, and a little for each further word."""
    if 0 in step:
        return len(gold) + len(got) + _LOST
    differ = (1 - fuzz.ratio(gold, got) / 100) * max(len(gold), len(got))
    return differ + _MANY * (sum(step) - 2) + (_CROSSED if step == (2, 2) else 0)
