"""Tables without upright rules: columns that a header names and white strips part.

`STT  Nội dung  Đơn vị chủ trì  Thời gian` over text whose words keep out of the strips
between is a table, whatever was ruled or not. The header's words are data
(data/table_headers.json); without such a header nothing is taken for a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from pipeline.document import Box, Word
from pipeline.reading.layout.segments import cut_into_segments, rows_of
from pipeline.reading.layout.tables import Table
from pipeline.vietnamese import strip_marks

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
"""Below the header, of printed lines: fewer show no columns."""
_NARROWEST = 0.55
"""Of a line's height: the white strip between two columns is at least so wide."""
_SPACE = 0.6
"""Of a line's height: words of one heading are no further apart."""
_ROW_GAP = 0.35
"""Of a line's height: white between two lines that is so much more than the least parts
two rows."""
_NUMBER = "header:number"


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its words from left to right, and their box."""

    words: tuple[Word, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Heading:
    """One header's cell: the rule that knows it, and where its words stand (points)."""

    rule: str
    x0: float
    x1: float


@lru_cache(maxsize=1)
def header_rules() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """(id, pattern on the words without marks in small letters, example) of each rule."""
    text = files("pipeline.reading").joinpath("data/table_headers.json").read_text("utf-8")
    return tuple((r["id"], re.compile(r["pattern"]), r["example"]) for r in json.loads(text))


def find_open_tables(words: Sequence[Word]) -> list[Table]:
    """The tables that headers show, from top to bottom. Words without a box are not allowed."""
    lines = _printed(words)
    found: list[Table] = []
    index = 0
    while index < len(lines):
        headings = _headings(lines[index])
        below = lines[index + 1 :]
        strips, count = _strips(headings, lines[index], below)
        if count >= _FEWEST_ROWS:
            inside = lines[index : index + 1 + count]
            found.append(_table(inside, strips, headings[0].rule == _NUMBER))
            index += count
        index += 1
    return found


def _printed(words: Sequence[Word]) -> list[Printed]:
    rows = ([w for s in row for w in s.words] for row in rows_of(cut_into_segments(words)))
    made = ((row, Box.around(w.box for w in row)) for row in rows)
    return [Printed(tuple(row), box) for row, box in made if box]


def _headings(line: Printed) -> list[Heading]:
    """The line's words as headings; [] unless they are three known ones, set apart.

    A heading that goes on in the next line ends with words that no rule knows.
    """
    plain = [re.sub(r"[^\w,]", "", strip_marks(w.text).lower()) for w in line.words]
    boxes = [w.box for w in line.words if w.box]
    space = _SPACE * line.box.height
    found: list[Heading] = []
    start = 0
    while start < len(plain):
        stop, rule = _longest(plain, start)
        if rule:
            found.append(Heading(rule, boxes[start].x0, boxes[stop - 1].x1))
        elif found and boxes[start].x0 - found[-1].x1 <= space:
            stop = start + 1
            found[-1] = replace(found[-1], x1=boxes[start].x1)
        else:
            return []
        start = stop
    apart = sum(b.x0 - a.x1 > space for a, b in pairwise(found))
    return found if len(found) >= _FEWEST_COLUMNS and apart >= 2 else []


def _longest(plain: Sequence[str], start: int) -> tuple[int, str]:
    """(index behind the words that a rule knows, the rule's id), as many words as it can."""
    for stop in range(min(len(plain), start + 8), start, -1):
        text = " ".join(plain[start:stop])
        rule = next((name for name, known, _ in header_rules() if known.fullmatch(text)), "")
        if rule:
            return stop, rule
    return start, ""


Strips = list[tuple[float, float]]


def _strips(
    headings: Sequence[Heading], header: Printed, below: Sequence[Printed]
) -> tuple[Strips, int]:
    """The white strips between the columns, and for how many lines they stay open."""
    if not headings:
        return [], 0
    narrowest = _NARROWEST * header.box.height
    strips = [((a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2) for a, b in pairwise(headings)]
    strips = _narrowed(strips, header)
    count, bottom = 0, header.box.bottom
    for line in below:
        tried = _narrowed(strips, line)
        far = line.box.top - bottom > 4 * header.box.height
        if far or any(high - low < narrowest for low, high in tried):
            break
        strips, count, bottom = tried, count + 1, line.box.bottom
    return strips, count


def _narrowed(strips: Strips, line: Printed) -> Strips:
    """Each strip's widest part that the line's words leave free."""
    narrowed: Strips = []
    for low, high in strips:
        edges = sorted((w.box.x0, w.box.x1) for w in line.words if w.box)
        free, best = low, (low, low)
        for x0, x1 in [*edges, (high, high)]:
            if min(x0, high) - free > best[1] - best[0]:
                best = (free, min(x0, high))
            free = max(free, x1)
        narrowed.append(best)
    return narrowed


def _table(lines: Sequence[Printed], strips: Strips, numbered: bool) -> Table:
    """The lines as rows of cells; the first line is the header's."""
    around = Box.around(line.box for line in lines) or lines[0].box
    xs = [around.x0, *((low + high) / 2 for low, high in strips), around.x1]
    tops = _row_tops(lines, xs[1], numbered)
    rows = [*pairwise(tops), (tops[-1], around.bottom)]
    return Table(
        tuple(tuple(Box(a, top, b, bottom) for a, b in pairwise(xs)) for top, bottom in rows)
    )


def _row_tops(lines: Sequence[Printed], first_column_ends: float, numbered: bool) -> list[float]:
    """Where rows begin: after a wider gap, or, where all are alike, with a first cell."""
    gaps: list[float] = []
    bottom = lines[0].box.bottom
    for line in lines[1:]:
        gaps.append(max(0.0, line.box.top - bottom))
        bottom = max(bottom, line.box.bottom)
    wide = min(gaps) + _ROW_GAP * lines[0].box.height
    by_gap = max(gaps) > wide
    tops = [lines[0].box.top]
    for line, gap in zip(lines[1:], gaps, strict=True):
        first = line.words[0]
        opens = first.box is not None and first.box.x1 <= first_column_ends
        said = opens and (numbered or not first.text[:1].islower())
        if gap > wide if by_gap else said:
            tops.append(line.box.top)
    return tops
