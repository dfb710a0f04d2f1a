"""Signatures side by side: each is read again by itself.

Two or three bodies that plan together sign in a row. Taken as one block, the office of
one would be put over the name of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.document import Box, Line, Region
from pipeline.reading.engine.tesseract import Engine
from pipeline.reading.layout.anchors import is_signing
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.skew import Grey
from pipeline.reading.signature.block import look_again

_ABOVE = 40.0
"""Points over a block's first line that are looked at with it."""
_BELOW = 200.0
"""The same below its last line: a name may be lost."""
_SEAL_OVER = 60.0
"""Points by which a seal reaches left of its signer's column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One signer's lines, the part of the page that is theirs, and the boxes of all other
    lines (points)."""

    lines: tuple[Line, ...]
    place: Box
    others: tuple[Box, ...]


def look_at_signers(
    lines: Sequence[Line], cleaned: Cleaned, width: float, engine: Engine
) -> tuple[Line, ...]:
    """The page's lines with each signature block read as well as it can be.

    Raises EngineError.
    """
    columns = side_by_side(lines, width)
    if len(columns) < 2:
        return look_again(lines, cleaned, width, engine)
    made: list[Line] = []
    for column in columns:
        alone = _only(cleaned, column)
        seen = look_again(column.lines, alone, width, engine)
        made += [line for line in seen if line.region is Region.SIGNATURE]
    first = next(i for i, line in enumerate(lines) if line.region is Region.SIGNATURE)
    before, behind = lines[:first], lines[first:]
    return (*before, *made, *(line for line in behind if line.region is not Region.SIGNATURE))


def side_by_side(lines: Sequence[Line], width: float) -> list[Column]:
    """The columns of signatures from left to right; [] or one where none stand so.

    Each has a line that signs; what stands between goes to the nearer one.
    """
    block = [(x, x.box) for x in lines if x.region is Region.SIGNATURE and x.box]
    axes: list[Box] = []
    for _, box in sorted((p for p in block if is_signing(p[0].text)), key=lambda p: p[1].x0):
        if axes and box.x0 < axes[-1].x1:
            axes[-1] = Box.around((axes[-1], box)) or box
        else:
            axes.append(box)
    if len(axes) < 2:
        return []
    edges = [0.0, *((a.x1 + b.x0) / 2 for a, b in pairwise(axes)), width]
    return [_column(lines, left, right) for left, right in pairwise(edges)]


def _column(lines: Sequence[Line], left: float, right: float) -> Column:
    """The signature lines whose middle lies between the edges."""
    own: list[Line] = []
    others: list[Box] = []
    for line in lines:
        if line.box is None:
            continue
        if line.region is Region.SIGNATURE and left <= (line.box.x0 + line.box.x1) / 2 < right:
            own.append(line)
        else:
            others.append(line.box)
    around = Box.around(line.box for line in own) or Box(left, 0, right, 0)
    place = Box(left - _SEAL_OVER, around.top - _ABOVE, right, around.bottom + _BELOW)
    return Column(tuple(own), place, tuple(others))


def _only(cleaned: Cleaned, column: Column) -> Cleaned:
    """The page with nothing but what stands in the column's place and on no other line."""
    return replace(
        cleaned,
        grey=_white_around(cleaned.grey, column, cleaned.dpi),
        every=_white_around(cleaned.every_level(), column, cleaned.dpi),
        skew=0.0,
    )


def _white_around(grey: Grey, column: Column, dpi: int) -> Grey:
    white = np.full_like(grey, 255)
    own = _pixels(column.place, dpi)
    white[own] = grey[own]
    for box in column.others:
        white[_pixels(box, dpi)] = 255
    return white


def _pixels(box: Box, dpi: int) -> tuple[slice, slice]:
    x0, top, x1, bottom = (
        max(0, round(v * dpi / 72)) for v in (box.x0, box.top, box.x1, box.bottom)
    )
    return slice(top, bottom), slice(x0, x1)
