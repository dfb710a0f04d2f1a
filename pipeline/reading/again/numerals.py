"""Roman numerals of headings by the strokes of their ink: `H.`, `1I.` and `III.` are II or III.

Tesseract reads runs of upright strokes as whatever letter has as many or fewer (`IH`, `HI`,
`II` for III), often with confidence, and the larger model is worse at them. What they are
is plain from the ink: so many strokes of full height, none of them joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.reading.engine.tesseract import Seen
from pipeline.reading.picture.skew import Grey

_MAY_BE = re.compile(r"([\[(]?)([IHLl1ïÏ|!\]¡J]{1,4})([.,:;)]?)")
"""A numeral of ones as it is read, between what may stand around it."""
_STROKES = {1: "I", 2: "II", 3: "III"}
_DARK = 140
_LEAST_HIGH = 8
"""Rows of ink that a numeral has at least."""
_BETWEEN = (0.25, 0.75)
"""Shares of the height between which no serif reaches."""
_UPRIGHT = 0.75
"""Share of that which is dark in a stroke's column."""
_THIN = 0.3
"""Most of a stroke's height that it is wide; bold ones have a quarter."""
_BAR = 0.7
"""Share of the white between two strokes that is dark where a bar joins them."""
_CLEAR = 0.12
"""Most ink beside the strokes: a V or an X has more."""
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
            text = _told(words, index, match[2], grey)
            if text != match[2]:
                # What was misread to its last stroke has lost its full stop: `H Chỉ tiêu`.
                stop = match[3] or ("" if _follows_its_kind(words, index) else ".")
                made[index] = replace(word, text=text + stop, confidence=_SURE)
    return made


def _told(words: Sequence[Seen], index: int, read: str, grey: Grey) -> str:
    """The numeral; as it was read where its figures may be meant (`11. Tổ chức`)."""
    if read == "1":  # differs from an I by its serifs alone
        return "I" if _is_doubtful_one(words, index) else read
    if set(read) == {"1"} or ("1" in read and not _opens_heading(words, index)):
        return read
    word = words[index]
    told = _STROKES.get(_strokes(grey[word.top : word.bottom, word.x0 : word.x1]), read)
    # Worn ink loses a stroke; it makes none.
    return read if set(read) == {"I"} and len(told) < len(read) else told


_RUN_ON = re.compile(r"([IVXHLl1]{1,4}[.,])[.,]?([A-ZÀ-ỸĐ]{2,}.*)")


def _parted(words: Sequence[Seen]) -> list[Seen]:
    """`I.MỤC` at a line's start as the two words that it is."""
    made: list[Seen] = []
    for index, word in enumerate(words):
        match = _RUN_ON.fullmatch(word.text)
        if match and (index == 0 or words[index - 1].row != word.row):
            middle = word.x0 + round(word.width * (len(match[1]) + 0.3) / len(word.text))
            made.append(replace(word, text=match[1], x1=middle))
            made.append(replace(word, text=match[2], x0=middle))
        else:
            made.append(word)
    return made


def _is_doubtful_one(words: Sequence[Seen], index: int) -> bool:
    """`1. MỤC ĐÍCH` read without confidence: headings in capitals have Roman numerals."""
    return words[index].confidence < _SURE and _opens_heading(words, index)


def _opens_heading(words: Sequence[Seen], index: int) -> bool:
    """Whether a word in capitals follows, or what only Roman numerals follow stands before."""
    after = words[index + 1].text if index + 1 < len(words) else ""
    return (after.isupper() and len(after) > 1) or _follows_its_kind(words, index)


def _follows_its_kind(words: Sequence[Seen], index: int) -> bool:
    return index > 0 and words[index - 1].text.lower() in _BEFORE


_BEFORE = frozenset("phần chương mục quý".split())


def _is_numeral(words: Sequence[Seen], index: int) -> bool:
    word = words[index]
    before = words[index - 1] if index else None
    if before is not None and before.row == word.row:
        return _follows_its_kind(words, index)
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and after.row == word.row and after.text[:1].isupper()


def _strokes(grey: Grey) -> int:
    """How many upright strokes stand side by side; 0 where anything else is among them.

    Looked at between the serifs, which may touch: a stroke is dark from there to there,
    and no bar joins two of them as in an H.
    """
    rows = np.flatnonzero((grey < _DARK).any(axis=1))
    if len(rows) < _LEAST_HIGH:
        return 0
    top, high = int(rows[0]), int(rows[-1] - rows[0] + 1)
    band = grey[top + round(_BETWEEN[0] * high) : top + round(_BETWEEN[1] * high)] < _DARK
    dark = band.mean(axis=0) >= _UPRIGHT
    edges = np.flatnonzero(np.diff(np.concatenate(([False], dark, [False])).astype(np.int8)))
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    if any(end - start > _THIN * high for start, end in runs):
        return 0
    gaps = [band[:, a[1] : b[0]] for a, b in pairwise(runs)]
    outside = band[:, ~dark].mean() if (~dark).any() else 0.0
    joined = any((gap.mean(axis=1) > _BAR).any() for gap in gaps if gap.size)
    return 0 if joined or outside > _CLEAR else len(runs)
