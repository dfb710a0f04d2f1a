"""The letterhead's left block read again alone, where the right one spoiled it.

The two blocks have rows of their own: three lines of names stand beside a motto on two.
Tesseract makes lines of what stands side by side, and a hook or a grave of the left block
that lies at the height of a right line goes to that one: `TỈNH CAO BĂNG`, and a line of
its own that is nothing but the mark; and of a short line over a rule, a word is lost. In
a crop of its own, for a fortieth of the first page's time, the block reads as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from statistics import fmean

from rapidfuzz import fuzz

from pipeline.document import Box, Line, Region
from pipeline.reading.engine.tesseract import Engine
from pipeline.reading.layout.anchors import is_number_line
from pipeline.reading.layout.segments import cut_into_segments
from pipeline.reading.layout.sheet import block
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import cut
from pipeline.vietnamese import strip_marks

_SURE = 0.6
"""Confidence of each word of a line that has more of them than the first reading's."""
_AROUND = 8.0
"""Points taken in around the lines: marks reach out of their boxes."""
_GUTTER = 3.0
"""Points kept free before the right block."""
_ALIKE = 80
"""How alike (of 100, without marks) two readings of one line are."""


def with_left_block(lines: Sequence[Line], cleaned: Cleaned, engine: Engine) -> tuple[Line, ...]:
    """The page's lines, the left block's names as they read surer. Raises EngineError."""
    left = [ln for ln in lines if ln.region is Region.LETTERHEAD_LEFT]
    names = list(takewhile(lambda line: not is_number_line(line.text), left))
    place = _place(names, lines)
    if place is None:
        return tuple(lines)
    words = cut(cleaned, place).read(engine, psm=6)
    made = _surest(names, block(cut_into_segments(words), Region.LETTERHEAD_LEFT))
    at = lines.index(names[0])
    others = [line for line in lines if line not in names]
    return (*others[:at], *made, *others[at:])


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


def _surest(names: Sequence[Line], read: Sequence[Line]) -> list[Line]:
    """Line by line where both have as many; else the surer whole, if it is the same block."""
    old = [line for line in names if not _has_no_letter(line)]
    if len(old) == len(read):
        return [_surer(line, again) for line, again in zip(old, read, strict=True)]
    alike = fuzz.ratio(_letters(old), _letters(read)) >= _ALIKE
    lost = any(_has_no_letter(line) for line in read)
    whole = bool(old) and alike and not lost and _confidence(read) > _confidence(old)
    return list(read if whole else names)


def _surer(line: Line, again: Line) -> Line:
    """Its words, each as it was read surer, with those that only one reading has."""
    old, new = _letters([line]), _letters([again])
    if len(line.words) == len(again.words) and fuzz.ratio(old, new) >= _ALIKE:
        pairs = zip(line.words, again.words, strict=True)
        words = tuple(
            b if _core(a.text) != _core(b.text) and b.confidence > a.confidence else a
            for a, b in pairs
        )
        return replace(line, words=words, box=Box.around(w.box for w in words))
    longer = new.startswith(old) or new.endswith(old)
    if longer and min(w.confidence for w in again.words) >= _SURE:
        return again
    return line


def _confidence(lines: Sequence[Line]) -> float:
    return fmean(word.confidence for line in lines for word in line.words)


def _letters(lines: Sequence[Line]) -> str:
    """Its letters and digits without marks, in reading order."""
    return _core(strip_marks(" ".join(line.text for line in lines)).lower())


def _core(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
