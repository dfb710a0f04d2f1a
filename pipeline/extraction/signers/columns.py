"""The columns of a signature in which signing blocks stand side by side."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.context import Context
from pipeline.extraction.signers.offices import capacity_of, office_in
from pipeline.segmentation.outline import Span, Zone
from pipeline.segmentation.rows import fold, is_caps

_GAP = 45.0
"""Points between words of a line that part two signing blocks."""


def columns_of(context: Context) -> list[list[Span]]:
    """The signature's lines by column: one, or two and more side by side."""
    parts = sorted({z.part for z in context.outline.zones if z.zone is Zone.SIGNATURE})
    spans = context.zone(Zone.SIGNATURE, parts[0]) if parts else ()
    pieces = [
        piece for span in spans for line in context.lines(span) for piece in _pieces(context, line)
    ]
    columns: list[tuple[float, float, list[Span]]] = []
    for piece in pieces:
        left, right = _extent(context, piece)
        home = next((c for c in columns if left < c[1] and c[0] < right), None)
        if home is None:
            columns.append((left, right, [piece]))
        else:
            place = columns.index(home)
            columns[place] = (min(left, home[0]), max(right, home[1]), [*home[2], piece])
    return [column for _, _, column in columns]


def _extent(context: Context, span: Span) -> tuple[float, float]:
    box = context.flow.box(span)
    return (box.x0, box.x1) if box else (0.0, 1.0)


def _pieces(context: Context, line: Span) -> Iterator[Span]:
    """A printed line cut where two blocks stand side by side."""
    start = line[0]
    for index in range(line[0] + 1, line[1]):
        before, here = context.tokens[index - 1].word.box, context.tokens[index].word.box
        wide = before is not None and here is not None and here.x0 - before.x1 > _GAP
        if wide or _second_office(context, line, index):
            yield start, index
            start = index
    yield start, line[1]


def _second_office(context: Context, line: Span, index: int) -> bool:
    """`GIÁM ĐỐC HIỆU TRƯỞNG`, `KT. GIÁM ĐỐC TM. UBND`: two blocks flattened on one line."""
    rest = context.text((index, line[1]))
    if not is_caps(rest) or not is_caps(context.text((line[0], index))):
        return False
    before = context.text((line[0], index))
    if capacity_of(rest)[0] and fold(rest)[:2] in ("kt", "tm", "tl", "tu") and "." in rest[:5]:
        return True
    office, first = office_in(rest), office_in(capacity_of(before)[1])
    if office is None or first is None or fold(before).split()[-1] in ("pho", "tong", "bo"):
        return False
    return first.end >= len(capacity_of(before)[1].rstrip())
