"""Texts copied from law portals: the letterhead's table cells come apart into lines.

A portal breaks `CỘNG HÒA XÃ HỘI / CHỦ NGHĨA VIỆT NAM` and `Quảng Nam, ngày / 13 tháng 7
năm 2023` where its narrow cells do, and leaves a bar on a line of its own between them.
"""

from __future__ import annotations

import re

from pipeline.reading.anchors import is_motto

_BAR = re.compile(r"\s*\|\s*")
_DAY_COMES = re.compile(r"\s*\|?\s*[^\W\d][^\d|]{1,40},\s*ngày\s*", re.IGNORECASE)
_DAY = re.compile(r"\s*\d{0,2}\s*tháng\b", re.IGNORECASE)
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
    """Whether both are one line of the letterhead: the state's name, place and date."""
    if _DAY_COMES.fullmatch(above) and _DAY.match(row):
        return True
    halves = above.isupper() and row.isupper() and len(above.split()) <= 5
    return halves and is_motto(f"{above} {row}") and not is_motto(above) and not is_motto(row)
