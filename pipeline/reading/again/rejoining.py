"""Numbers that the recogniser took apart: `1 1/2022` where the page has `11/2022`.

It splits at the white beside a `1`, which is half as wide again as that beside other
digits. A space between words is wider still, so the gap tells the two apart; a number
left in two would be read as another number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.engine.tesseract import Seen

_ENDS = re.compile(r"(?:.*[\d./-])?\d+|[lI]")
_BEGINS = re.compile(r"\d.*")
_LOOKS_ONE = frozenset("lI")
_BESIDE_ONE = 0.12
"""White beside a `1`, in mean heights of the two words; measured on 200-dpi scans of Times."""
_SPACE = 0.2
"""A gap, without that white, from which it is a space; a narrow space measures 0.3."""


def rejoined(words: Sequence[Seen]) -> list[Seen]:
    """The same words in order, those of one number as one word."""
    made: list[Seen] = []
    for word in words:
        if made and made[-1].row == word.row and _one_number(made[-1], word):
            made[-1] = _joined(made[-1], word)
        elif made and made[-1].row == word.row and _one_dash(made[-1], word):
            made[-1] = _joined(made[-1], replace(word, text=word.text[1:]))
        else:
            made.append(word)
    return made


def _one_number(left: Seen, right: Seen) -> bool:
    if not (_ENDS.fullmatch(left.text) and _BEGINS.fullmatch(right.text)):
        return False
    if left.text in _LOOKS_ONE and not re.match(r"\d+/", right.text):
        return False
    size = (left.height + right.height) / 2
    ones = (left.text[-1] in "1lI") + (right.text[0] == "1")
    gap = right.x0 - left.x1 - ones * _BESIDE_ONE * size
    return -_SPACE * size < gap < _SPACE * size


def _one_dash(left: Seen, right: Seen) -> bool:
    """`22/QĐ-` and `-TTg`: a symbol whose dash was read at the end of one and at the
    beginning of the other."""
    code = _CODE_ENDS.fullmatch(left.text) and _CODE_BEGINS.fullmatch(right.text)
    return bool(code) and right.x0 - left.x1 < (left.height + right.height) / 4


_CODE_ENDS = re.compile(r".*[\dA-ZĐ]-")
_CODE_BEGINS = re.compile(r"-[A-ZĐ].*")


def _joined(left: Seen, right: Seen) -> Seen:
    first = "1" if left.text in _LOOKS_ONE else left.text
    return replace(
        left,
        text=first + right.text,
        top=min(left.top, right.top),
        x1=right.x1,
        bottom=max(left.bottom, right.bottom),
        confidence=min(left.confidence, right.confidence),
    )
