"""Cells of ruled tables, and paragraphs' last lines, in which nothing was read though there is
ink: read by themselves.

Tesseract passes over a word that stands alone in a narrow column (`Số TT`, `lượt`), at every
quality of scan. The rules show where it must be, so what is there is put into one picture,
a line each, and read as lines of text. So are words alone on a paragraph's last line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.document import Box, Word
from pipeline.reading.again.last_lines import last_lines
from pipeline.reading.engine.tesseract import LINES, Engine, Seen
from pipeline.reading.layout.segments import overlap
from pipeline.reading.layout.tables import Table
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import STRIP_EDGE, Crop, cut, stacked
from pipeline.reading.picture.skew import Grey
from pipeline.vietnamese import is_syllable

_INSIDE = 3.0
"""Points inside of a cell's sides that are looked at: rests of rules lie nearer."""
_DARK = 140
_LINE_PT = (5.0, 18.0)
"""Points from the top to the foot of a line of print, marks and tails included."""
_GAP_PT = 1.5
"""Points of white between two lines of a cell."""
_MOST = 40
"""A page with more is a form or was read too badly."""
_SURE = (0.6, 0.9)
"""Least confidence of a word, and of figures."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of print in a cell: its crop, and where it begins in the picture."""

    crop: Crop
    at: int = 0


def with_lost_cells(
    cleaned: Cleaned, words: Sequence[Word], tables: Sequence[Table], engine: Engine
) -> list[Word]:
    """The words, and behind them those that were passed over. Raises EngineError."""
    high, wide = (side * 72 / cleaned.dpi for side in cleaned.grey.shape)
    places = [*_bare_cells(tables, words), *last_lines(words, wide, high)]
    strips = [s for place in places for s in _strips(cut(cleaned, place))]
    if not 0 < len(strips) <= _MOST:
        return list(words)
    placed, picture = _picture(strips)
    seen = engine.words(Image.fromarray(picture), psm=LINES, dpi=cleaned.dpi)
    return [*words, *(_place(s, strip) for strip in placed for s in seen if _is_of(s, strip))]


def _bare_cells(tables: Sequence[Table], words: Sequence[Word]) -> Iterator[Box]:
    """The insides of cells without a word."""
    for table in tables:
        for cell in (cell for row in table.rows for cell in row if cell):
            inside = Box(
                cell.x0 + _INSIDE, cell.top + _INSIDE, cell.x1 - _INSIDE, cell.bottom - _INSIDE
            )
            if inside.x1 > inside.x0 and not any(w.box and _touch(w.box, inside) for w in words):
                yield inside


def _touch(box: Box, cell: Box) -> bool:
    across = min(box.x1, cell.x1) - max(box.x0, cell.x0)
    return across > 0 and overlap(box, cell) > 0.3


def _strips(crop: Crop) -> Iterator[Strip]:
    """The lines of print in a cell, each cut close."""
    if min(crop.grey.shape, default=0) < 6:
        return
    scale = crop.dpi / 72
    ink = crop.grey < _DARK
    for top, bottom in _runs(np.asarray(ink.any(axis=1)), _GAP_PT * scale):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        x0, x1 = int(columns[0]), int(columns[-1]) + 1
        if _LINE_PT[0] * scale <= bottom - top <= _LINE_PT[1] * scale and x1 - x0 >= 3 * scale:
            left, above = max(0, x0 - 2), max(0, top - 2)
            grey = crop.grey[above : bottom + 2, left : x1 + 2]
            yield Strip(Crop(grey, crop.x0 + left / scale, crop.top + above / scale, crop.dpi))


def _runs(inked: NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """(first, behind the last) of rows with ink, those nearer than `gap` as one run."""
    runs: list[tuple[int, int]] = []
    for at in np.flatnonzero(inked):
        if runs and at - runs[-1][1] < gap:
            runs[-1] = (runs[-1][0], int(at) + 1)
        else:
            runs.append((int(at), int(at) + 1))
    return runs


def _picture(strips: Sequence[Strip]) -> tuple[list[Strip], Grey]:
    """The strips with their places in a picture of them all, one below the other."""
    picture, tops = stacked([strip.crop.grey for strip in strips])
    return [replace(strip, at=top) for strip, top in zip(strips, tops, strict=True)], picture


def _is_of(seen: Seen, strip: Strip) -> bool:
    """A word or a number that was read on this strip, surely enough."""
    if not strip.at <= (seen.top + seen.bottom) / 2 < strip.at + strip.crop.grey.shape[0]:
        return False
    core = "".join(c for c in seen.text if c.isalnum() or c == "%")
    if any(c.isdigit() or c == "%" for c in core):
        return seen.confidence >= _SURE[1]
    return seen.confidence >= _SURE[0] and (core.isupper() or is_syllable(core))


def _place(seen: Seen, strip: Strip) -> Word:
    moved = replace(
        seen,
        x0=seen.x0 - STRIP_EDGE,
        x1=seen.x1 - STRIP_EDGE,
        top=seen.top - strip.at,
        bottom=seen.bottom - strip.at,
    )
    return strip.crop.place(moved)
