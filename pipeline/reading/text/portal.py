"""Texts copied from law portals: the letterhead's table cells come apart into lines.

A portal breaks `CỘNG HÒA XÃ HỘI / CHỦ NGHĨA VIỆT NAM`, `Số: / 15/KH-UBND` and `Quảng Nam,
ngày 13 / tháng 7 năm 2023` where its narrow cells do, and leaves a bar on a line of its own
between them.
"""

from __future__ import annotations

import re

from pipeline.reading.layout.anchors import is_motto

_BAR = re.compile(r"\s*\|\s*")
_PLACE = r"\s*\|?\s*[^\W\d][^\d|]{1,40},\s*ngày"
_BROKEN = (
    (re.compile(_PLACE + r"\s*(?:\d{1,2}\s*)?", re.IGNORECASE), r"\d{0,2}\s*tháng\b"),
    (re.compile(_PLACE + r"\s*\d{0,2}\s*tháng\s*", re.IGNORECASE), r"\d{0,2}\s*năm\b"),
    (re.compile(_PLACE + r"\s*\d{0,2}\s*tháng\s*\d{1,2}\s*", re.IGNORECASE), r"năm\b"),
    (re.compile(r"\s*\|?\s*Số\s*:?\s*"), r"\d{1,6}[\d/]*\s*[/-]\s*[^\W\d]"),
)
"""A line of the letterhead that is not whole, and how what it lacks begins."""
_HEAD = 40
"""Rows within which a letterhead lies."""


def mended_head(rows: list[str]) -> list[str]:
    """The rows with the letterhead's cells whole and no bars; others as they are."""
    bars = sum(bool(_BAR.fullmatch(row)) for row in rows[:_HEAD])
    made: list[str] = []
    for index, row in enumerate(rows):
        if index >= _HEAD:
            made.append(row)
        elif bars >= 2 and _BAR.fullmatch(row):
            continue
        elif made and _goes_on(made[-1], row):
            made[-1] = f"{made[-1].rstrip()} {row.strip()}"
        else:
            made.append(row)
    return made


def _goes_on(above: str, row: str) -> bool:
    """Whether both are one line of the letterhead: the state's name, the number, the date."""
    rest = row.strip()
    if any(line.fullmatch(above) and re.match(lacks, rest, re.I) for line, lacks in _BROKEN):
        return True
    halves = above.isupper() and row.isupper() and len(above.split()) <= 5
    return halves and is_motto(f"{above} {row}") and not is_motto(above) and not is_motto(row)
