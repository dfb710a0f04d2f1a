"""The letterhead's left block read again alone, where the right one spoiled it.

The two blocks have rows of their own: three lines of names stand beside a motto on two.
Tesseract makes lines of what stands side by side, and a hook or a grave of the left block
that lies at the height of a right line goes to that one: `TỈNH CAO BĂNG`, and a line of
its own that is nothing but the mark. In a crop of its own the block reads as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from rapidfuzz import fuzz

from pipeline.document import Box, Line, Region
from pipeline.reading.anchors import is_number_line
from pipeline.reading.cleaning import Cleaned
from pipeline.reading.crops import cut
from pipeline.reading.segments import cut_into_segments
from pipeline.reading.sheet import block
from pipeline.reading.tesseract import Engine
from pipeline.vietnamese import strip_marks

_DOUBTED = 0.9
"""Confidence of a word below which the block is read again."""
_AROUND = 8.0
"""Points taken in around the lines: marks reach out of their boxes."""
_GUTTER = 3.0
"""Points kept free before the right block."""
_ALIKE = 80
"""How alike (of 100, without marks) two readings of one line are."""


def with_left_block(lines: Sequence[Line], cleaned: Cleaned, engine: Engine) -> tuple[Line, ...]:
    """The page's lines, the left block's names as they read surer. Raises EngineError."""
    names = [ln for ln in lines if ln.region is Region.LETTERHEAD_LEFT]
    names = [ln for ln in names if not is_number_line(ln.text)]
    place = _place(names, lines)
    if place is None or not any(_is_doubted(line) for line in names):
        return tuple(lines)
    words = cut(cleaned, place).read(engine, psm=6)
    read = block(cut_into_segments(words), Region.LETTERHEAD_LEFT)
    if not _is_surer(read, names):
        return tuple(lines)
    at = lines.index(names[0])
    others = [line for line in lines if line not in names]
    return (*others[:at], *read, *others[at:])


def _is_doubted(line: Line) -> bool:
    return _has_no_letter(line) or any(w.confidence < _DOUBTED for w in line.words)


def _has_no_letter(line: Line) -> bool:
    return not any(c.isalnum() for c in line.text)


def _place(names: Sequence[Line], lines: Sequence[Line]) -> Box | None:
    """Where the block stands (points), up to the right one."""
    around = Box.around(line.box for line in names)
    right = [ln.box.x0 for ln in lines if ln.region is Region.LETTERHEAD_RIGHT and ln.box]
    if around is None or not right:
        return None
    edge = min(around.x1 + _AROUND, max(around.x1, min(right) - _GUTTER))
    top = max(0.0, around.top - _AROUND)
    return Box(max(0.0, around.x0 - _AROUND), top, edge, around.bottom + _AROUND)


def _is_surer(read: Sequence[Line], names: Sequence[Line]) -> bool:
    """Whether this is the same block, of other marks or lines, and surer."""
    old, new = [[ln for ln in lines if not _has_no_letter(ln)] for lines in (names, read)]
    if not old or len(new) < len(read) or fuzz.ratio(_letters(old), _letters(new)) < _ALIKE:
        return False
    said, known = ([_core(w.text) for ln in lines for w in ln.words] for lines in (new, names))
    return said != known and _confidence(new) > _confidence(old)


def _confidence(lines: Sequence[Line]) -> float:
    return fmean(word.confidence for line in lines for word in line.words)


def _letters(lines: Sequence[Line]) -> str:
    """Its letters and digits without marks, in reading order."""
    return _core(strip_marks(" ".join(line.text for line in lines)).lower())


def _core(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
