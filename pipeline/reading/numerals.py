"""Roman numerals of headings by the strokes of their ink: `H.`, `1I.` and `III.` are II or III.

Tesseract reads runs of upright strokes as whatever letter has as many or fewer (`IH`, `HI`,
`II` for III), often with confidence, and the larger model is worse at them. What they are
is plain from the ink: so many strokes of full height, none of them joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.reading.skew import Grey
from pipeline.reading.tesseract import Seen

_MAY_BE = re.compile(r"([\[(]?)([IHLl1ïÏ|!\]¡J]{1,4})([.,:;)]?)")
"""A numeral of ones as it is read, between what may stand around it."""
_STROKES = {1: "I", 2: "II", 3: "III"}
_DARK = 140
_TALL = 0.7
"""Share of the tallest stroke's height that a stroke of the numeral has."""
_THIN = 0.62
"""Most of a stroke's height that it is wide, serifs included: an H is wider."""
_SURE = 0.9


def with_numerals(grey: Grey, words: Sequence[Seen]) -> list[Seen]:
    """The same words, numerals of one to three strokes as their ink has them.

    Only those that open a line with a heading's word behind them, or follow `Phần`,
    `Chương`, `Mục`, `Quý`: elsewhere H and l are letters.
    """
    words = _parted(words)
    made = list(words)
    for index, word in enumerate(words):
        match = _MAY_BE.fullmatch(word.text)
        if match and _is_numeral(words, index):
            strokes = _strokes(grey[word.top : word.bottom, word.x0 : word.x1])
            text = _STROKES.get(strokes, "")
            if match[2] == "1":  # a 1 and an I differ by their serifs alone
                text = "I" if _is_doubtful_one(words, index) else ""
            if text and text != match[2]:
                made[index] = replace(word, text=text + match[3], confidence=_SURE)
    return made


_RUN_ON = re.compile(r"([IVXHLl1]{1,4}[.,])([A-ZÀ-ỸĐ]{2,}.*)")


def _parted(words: Sequence[Seen]) -> list[Seen]:
    """`I.MỤC` at a line's start as the two words that it is."""
    made: list[Seen] = []
    for index, word in enumerate(words):
        match = _RUN_ON.fullmatch(word.text)
        if match and (index == 0 or _line(words[index - 1]) != _line(word)):
            middle = word.x0 + round(word.width * (len(match[1]) + 0.3) / len(word.text))
            made.append(replace(word, text=match[1], x1=middle))
            made.append(replace(word, text=match[2], x0=middle))
        else:
            made.append(word)
    return made


def _is_doubtful_one(words: Sequence[Seen], index: int) -> bool:
    """`1. MỤC ĐÍCH` read without confidence: headings in capitals have Roman numerals."""
    after = words[index + 1].text if index + 1 < len(words) else ""
    return words[index].confidence < _SURE and after.isupper() and len(after) > 1


_BEFORE = frozenset("phần chương mục quý điều khoản".split())


def _is_numeral(words: Sequence[Seen], index: int) -> bool:
    word = words[index]
    before = words[index - 1] if index else None
    if before is not None and _line(before) == _line(word):
        return before.text.lower() in _BEFORE
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and _line(after) == _line(word) and after.text[:1].isupper()


def _line(word: Seen) -> tuple[int, int, int]:
    return word.block, word.paragraph, word.line


def _strokes(grey: Grey) -> int:
    """How many upright strokes stand side by side; 0 where anything else is among them."""
    import cv2

    if min(grey.shape, default=0) < 8:
        return 0
    ink = (grey < _DARK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = [(int(w), int(h), int(y)) for _, y, w, h, area in stats[1:] if area > 0.01 * grey.size]
    tallest = max((h for _, h, _ in parts), default=0)
    tall = [(w, h) for w, h, _ in parts if h >= _TALL * tallest]
    if tallest < 0.5 * grey.shape[0] or any(w > _THIN * h for w, h in tall):
        return 0
    small = [h for _, h, _ in parts if h < _TALL * tallest]
    return len(tall) if all(h < 0.35 * tallest for h in small) else 0
