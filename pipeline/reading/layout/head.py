"""What stands at a page's top: its number, the receiver's stamp, the letterhead's blocks."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Region
from pipeline.reading.layout.anchors import (
    is_address,
    is_date_line,
    is_document_type,
    is_incoming_stamp,
    is_motto,
    is_number_line,
    is_page_number,
    is_stamp_line,
    motto_at,
    opens_motto,
)
from pipeline.reading.layout.segments import Segment, rows_of, segment
from pipeline.reading.layout.sheet import Sheet, Taken, block, line_of, without

_TOP_PART = 0.45
"""The letterhead stands in the upper part of its page."""


_MARGIN = 0.09
"""Share of the page's height that is margin, above as below."""
_NEAR_MARGIN = 0.16
"""The same where white parts the number from the text: scans are cut and set in frames."""
_APART_EMS = 0.6


def take_page_numbers(segments: list[Segment], sheet: Sheet) -> Taken:
    """A lone number above all else, or below it, in the margin or apart from the text."""
    rows = rows_of(segments)
    ends = ((rows[0], rows[1]), (rows[-1], rows[-2])) if len(rows) > 1 else ((rows[0], rows[0]),)
    taken = [
        row[0]
        for row, next_one in ends
        if len(row) == 1 and is_page_number(row[0].text) and _is_outside(row[0], next_one, sheet)
    ]
    lines = [line_of([s], Region.PAGE_NUMBER) for s in taken]
    return lines, without(segments, taken)


def _is_outside(number: Segment, text: Sequence[Segment], sheet: Sheet) -> bool:
    """Whether it stands in the margin, or near it with white between it and the text."""
    edge = min(number.top, sheet.height - number.bottom) / sheet.height
    inward = min(s.top for s in text) - number.bottom, number.top - max(s.bottom for s in text)
    return edge < _MARGIN or (edge < _NEAR_MARGIN and max(inward) > _APART_EMS * sheet.em)


def take_incoming_stamp(segments: list[Segment], sheet: Sheet) -> Taken:
    """The receiver's stamp near the top: its number and date are not the document's."""
    top = [s for s in segments if s.top < 0.5 * sheet.height]
    heads = [s for s in top if is_incoming_stamp(s.text) and s.x1 < 0.6 * sheet.width]
    if not heads:
        return [], segments
    head = heads[0]
    near = [
        s
        for s in top
        if abs(s.centre - head.centre) < 8 * sheet.em
        and -3 * sheet.em < s.top - head.top < 7 * sheet.em
        and is_stamp_line(s.text)
    ]
    taken = [head, *(s for s in near if s is not head)]
    taken += [s for s in without(top, taken) if _is_of_stamp(s, head, taken, top)]
    return block(taken, Region.MARGIN), without(segments, taken)


def _is_of_stamp(
    item: Segment, head: Segment, lines: Sequence[Segment], top: Sequence[Segment]
) -> bool:
    """What stands between the stamp's lines, and its owner's name right above their head
    where the letterhead has ended with its number."""
    if any(known(item.text) for known in (is_motto, is_number_line, is_document_type)):
        return False
    left, right = min(s.x0 for s in lines), max(s.x1 for s in lines)
    if not left <= item.centre <= right:
        return False
    if head.top < item.middle_y < max(s.bottom for s in lines):
        return item.x1 <= right + head.height
    close = 0 < head.middle_y - item.middle_y < 2 * head.height and item.text.isupper()
    return close and any(is_number_line(s.text) and s.bottom <= item.top for s in top)


_MOTTO_EMS = 6
"""Heights of a line within which the state's name and motto stand, broken lines included."""


def take_letterhead(segments: list[Segment], sheet: Sheet) -> Taken:
    """The two blocks at the top, when the state's name and motto (or a party's) show them."""
    rows = rows_of(segments)
    upper = [s for s in segments if s.top < _TOP_PART * sheet.height]
    mottoes = [s for s in upper if is_motto(s.text)] or [s for s in upper if opens_motto(s.text)]
    if not mottoes:
        return [], segments
    # The state's name may stand again in the text below: `Hiến pháp nước Cộng hòa ...`.
    first = min(s.top for s in mottoes)
    anchors = [s for s in mottoes if s.top - first < _MOTTO_EMS * sheet.em]
    gutter = _gutter(anchors, upper, sheet)
    if gutter is None:
        return [], segments
    left, right = _letterhead_rows(rows, gutter, anchors, sheet)
    lines = [*block(left, Region.LETTERHEAD_LEFT), *block(right, Region.LETTERHEAD_RIGHT)]
    return lines, without(segments, [*left, *right])


def split_at_mottoes(segments: Sequence[Segment], height: float) -> list[Segment]:
    """Left and right column parted where they came as one line, in the page's upper part.

    `UBND TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI ...`: the columns can come so near that no gap
    tells them apart, but the words do.
    """
    made: list[Segment] = []
    for item in segments:
        upper = item.top < _TOP_PART * height
        at = motto_at([w.text for w in item.words]) if upper else 0
        if at:
            made += [segment(item.words[:at]), segment(item.words[at:])]
        else:
            made.append(item)
    return made


def _gutter(
    anchors: Sequence[Segment], upper: Sequence[Segment], sheet: Sheet
) -> tuple[float, float] | None:
    """The strip between the blocks: from the left block's edge to the right's."""
    right_edge = min(a.x0 for a in anchors)
    bottom = max(a.bottom for a in anchors)
    top = min(a.top for a in anchors) - 2 * sheet.em
    beside = [s for s in upper if s.x1 <= right_edge and top <= s.middle_y <= bottom + sheet.em]
    left_edge = max((s.x1 for s in beside), default=right_edge - sheet.em)
    return (left_edge, right_edge) if right_edge > sheet.width * 0.2 else None


def _letterhead_rows(
    rows: Sequence[list[Segment]],
    gutter: tuple[float, float],
    anchors: Sequence[Segment],
    sheet: Sheet,
) -> tuple[list[Segment], list[Segment]]:
    """Rows from the top down to the number and the date, V/v lines included."""
    left: list[Segment] = []
    right: list[Segment] = []
    last_anchor = max(a.bottom for a in anchors)
    dated = numbered = subject = False
    for row in rows:
        if any(s.x0 < gutter[0] - sheet.em and s.x1 > gutter[1] + sheet.em for s in row):
            if row[0].top > last_anchor:
                break
            continue
        lefts = [s for s in row if s.centre < sum(gutter) / 2]
        rights = [s for s in row if s.centre >= sum(gutter) / 2]
        below = row[0].top > last_anchor
        goes_on = subject and not rights and _goes_on(lefts[0], sheet)
        if below and not goes_on and _ends_letterhead(lefts, rights, (numbered, dated), sheet):
            break
        subject = subject or (numbered and any(map(_opens_subject, lefts)))
        dated = dated or any(is_date_line(s.text) for s in rights)
        numbered = numbered or any(is_number_line(s.text) for s in lefts)
        left += lefts
        right += rights
    return left, right


def _ends_letterhead(
    lefts: Sequence[Segment],
    rights: Sequence[Segment],
    had: tuple[bool, bool],
    sheet: Sheet,
) -> bool:
    """Below the motto: a centred title, `Kính gửi`, or anything right once the date was there.

    `had` tells whether the number and the date have been passed.
    """
    numbered, dated = had
    row = [*lefts, *rights]
    if any(is_date_line(s.text) or is_number_line(s.text) for s in row):
        return False
    if is_address(row[0].text):
        return numbered or dated
    if len(row) == 1 and abs(row[0].centre - sheet.middle) < 0.07 * sheet.width:
        return True
    if rights and not lefts:
        return dated
    if rights and lefts:
        return dated and numbered
    # Left only: the issuer goes on, or V/v under the number; body text begins at the margin.
    at_margin = lefts[0].x0 - sheet.left < sheet.em
    return numbered and dated and at_margin and not _opens_subject(lefts[0])


def _goes_on(item: Segment, sheet: Sheet) -> bool:
    """Whether a line alone in the left column may be the subject's next one."""
    centred = abs(item.centre - sheet.middle) < 0.07 * sheet.width
    return not (centred or is_address(item.text) or is_document_type(item.text))


def _opens_subject(item: Segment) -> bool:
    """A letter's `V/v`: it goes on in the left column as long as nothing stands beside it."""
    return item.text.lower().startswith(("v/v", "vv", "về"))
