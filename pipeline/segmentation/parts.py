"""The documents within a file: a decision, the plan attached to it, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Region
from pipeline.segmentation.anchors import Anchors, load_anchors, signs, type_length
from pipeline.segmentation.markers import readings
from pipeline.segmentation.rows import Row

_TAIL = (Region.RECIPIENTS, Region.SIGNATURE)
_HEAD = (Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows first..last (half open) that are one document; `annex` for a Phụ lục."""

    first: int
    last: int
    annex: bool = False


def split_parts(rows: Sequence[Row]) -> tuple[Part, ...]:
    """The parts in reading order; at least one."""
    anchors = load_anchors()
    starts: list[tuple[int, bool]] = [(0, False)]
    signed = False
    kept: int | None = None
    for index, row in enumerate(rows):
        signed = signed or row.region in _TAIL or anchors.opens("recipients", row)
        if signed and (row.region in _TAIL or _KEPT.search(row.folded)):
            kept = index
        start = _opening(anchors, rows, index, signed, kept)
        floor = starts[-1][0]
        if start is not None and start[0] > floor:
            first = _with_letterhead(anchors, rows, start[0], floor)
            if signed or start[1] or not _only_letterhead(anchors, rows[floor:first]):
                starts.append((first, start[1]))
                signed, kept = False, None
    ends = [first for first, _ in starts[1:]] + [len(rows)]
    return tuple(
        Part(first, last, annex) for (first, annex), last in zip(starts, ends, strict=True)
    )


_KEPT = re.compile(r"(?:^\W{0,4}|[-–—;.]\s*)luu\b")


def _opening(
    anchors: Anchors, rows: Sequence[Row], index: int, signed: bool, kept: int | None
) -> tuple[int, bool] | None:
    """(first row, whether an annex) of a part that shows itself in this row."""
    annex = _opens_annex(anchors, rows, index, signed)
    if annex or _opens_attached(anchors, rows, index, signed):
        return index, annex
    if kept is not None and index > kept and _is_no_tail(anchors, rows, index, kept):
        return _title_above(rows, index, kept), True
    return None


def _is_no_tail(anchors: Anchors, rows: Sequence[Row], index: int, kept: int) -> bool:
    """Whether a row behind the filing line can be neither recipient nor signature."""
    row = rows[index]
    if row.region in _TAIL or signs(row.text) or _tail_goes_on(rows, index, kept):
        return False
    numbered = any(not (r.bullet or r.repaired or r.style == "upper") for r in readings(row))
    long = len(row.text.split()) > 14 and not row.caps
    return (
        row.page != rows[kept].page
        or anchors.opens("attached", row)
        or numbered
        or len(row.columns) >= 2
        or long
    )


_NAME = re.compile(r"(?:[^\W\d_a-z]\w*\.? ?){2,5}$")


def _tail_goes_on(rows: Sequence[Row], index: int, kept: int) -> bool:
    """Whether the next page goes on with the tail: recipients not yet kept, or the name."""
    row, last = rows[index], rows[kept]
    if row.page != last.page + 1 or row.cells or len(row.text.split()) > 14:
        return False
    tail = [r for r in rows[: kept + 1] if r.region in _TAIL and r.page == last.page]
    between = rows[kept + 1 : index + 1]
    if not any(_KEPT.search(r.folded) for r in tail):
        return all(any(m.bullet for m in readings(r)) for r in between)
    office = [r for r in tail if r.region is Region.SIGNATURE][-1:]
    unnamed = bool(office) and signs(office[0].text)
    return unnamed and len(between) == 1 and bool(_NAME.match(row.text))


def _title_above(rows: Sequence[Row], index: int, kept: int) -> int:
    """The lines in capitals right above are the annex's title, but for office and name."""
    first = index
    while first - 1 > kept and rows[first - 1].caps and not signs(rows[first - 1].text):
        first -= 1
    if first < index and first - 1 > kept and signs(rows[first - 1].text):
        first += 1  # a name in capitals below the office
    return first


def _opens_annex(anchors: Anchors, rows: Sequence[Row], index: int, signed: bool) -> bool:
    row = rows[index]
    if len(row.text.split()) > 12 or not anchors.opens("annex", row) or row.cells:
        return False
    new_page = index > 0 and rows[index - 1].page != row.page
    alone = row.caps and len(row.text.split()) <= 4
    return row.text[:1].isupper() and (signed or alone or (new_page and row.caps))


def _opens_attached(anchors: Anchors, rows: Sequence[Row], index: int, signed: bool) -> bool:
    """A type's name in capitals on a line of its own, once the document is signed.

    Or before that where "(Ban hành kèm theo ...)" follows within the title.
    """
    row = rows[index]
    if not row.caps or not type_length(row) or row.cells:
        return False
    if row.region in _TAIL or row.text.rstrip().endswith((":", ";")):
        return False
    below = rows[index + 1 : index + 9]
    return signed or any(anchors.opens("attached", other) for other in below)


def _with_letterhead(anchors: Anchors, rows: Sequence[Row], index: int, floor: int) -> int:
    """Takes the letterhead above an attached plan's title to it."""
    first = index
    while first - 1 > floor and rows[first - 1].page == rows[index].page:
        row = rows[first - 1]
        if row.region not in _HEAD and not _of_letterhead(anchors, row):
            break
        first -= 1
    return first


def _only_letterhead(anchors: Anchors, above: Sequence[Row]) -> bool:
    """Whether the title below these rows is the document's own.

    Then "(Ban hành kèm theo ...)" under it names what it came with, and nothing is attached.
    """
    return all(row.region in _HEAD or _of_letterhead(anchors, row) for row in above)


def _of_letterhead(anchors: Anchors, row: Row) -> bool:
    names = ("state-title", "motto", "number", "place-date")
    if row.region in _TAIL:
        return False
    if any(anchors.find(name, row) for name in names):
        return True
    return row.caps and not signs(row.text) and len(row.text.split()) <= 12
