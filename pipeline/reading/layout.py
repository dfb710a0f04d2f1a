"""The official layout put in order: columns, title, body, signature, page number.

Decree 30/2020, Appendix I, sets two columns in three places: letterhead left and
right, number beside place and date, Nơi nhận beside the signature. Words come in
any order with their boxes; lines in reading order come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.document import Box, Line, Region, Word
from pipeline.reading.anchors import (
    is_date_line,
    is_document_type,
    is_incoming_stamp,
    is_motto,
    is_number_line,
    is_page_number,
    is_preamble,
    is_recipients_head,
    is_signing,
    is_stamp_line,
    motto_at,
)
from pipeline.reading.rules import Rules
from pipeline.reading.segments import Segment, cut_into_segments, rows_of, segment
from pipeline.reading.tables import Grid, find_grids, table_lines

_TOP_PART = 0.45
"""The letterhead stands in the upper part of its page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to lay out: its size in points and its text's left and right edges."""

    width: float
    height: float
    left: float
    right: float
    em: float

    @property
    def middle(self) -> float:
        """The axis that titles are centred on."""
        return (self.left + self.right) / 2


def lay_out(
    words: Sequence[Word], width: float, height: float, rules: Rules | None = None
) -> tuple[Line, ...]:
    """The page's lines in reading order, with regions and paragraph starts.

    Order: letterhead left, letterhead right, title and body with its tables, Nơi
    nhận, signature, page number. Words without a box are not allowed here.
    """
    grids = find_grids(rules) if rules else []
    tables, free = _take_tables(grids, words)
    segments = split_at_mottoes(cut_into_segments(free))
    if not segments:
        return tuple(tables)
    sheet = _sheet(segments, width, height)
    numbers, segments = _take_page_numbers(segments, sheet)
    stamp, segments = _take_incoming_stamp(segments, sheet)
    head, segments = _take_letterhead(segments, sheet)
    joint, segments = _take_joint_signatures(segments, sheet)
    foot, segments = _take_signature(segments, sheet)
    body = _merge(_body(segments, sheet, after_letterhead=bool(head)), tables)
    return (*head, *body, *_in_order(foot, joint), *stamp, *numbers)


def _take_tables(grids: Sequence[Grid], words: Sequence[Word]) -> tuple[list[Line], list[Word]]:
    """Rows of all ruled tables, and the words outside of them."""
    lines: list[Line] = []
    free = list(words)
    for grid in grids:
        inside = [w for w in free if w.box and _within(w.box, grid.box)]
        lines += table_lines(grid, inside)
        taken = {id(w) for w in inside}
        free = [w for w in free if id(w) not in taken]
    return lines, free


def _within(box: Box, outline: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return outline.x0 <= x <= outline.x1 and outline.top <= y <= outline.bottom


def _merge(body: list[Line], tables: list[Line]) -> list[Line]:
    """Tables between the body's lines by height."""
    return (
        sorted([*body, *tables], key=lambda line: line.box.top if line.box else 0.0)
        if tables
        else body
    )


def _sheet(segments: Sequence[Segment], width: float, height: float) -> Sheet:
    em = median(s.height for s in segments)
    wide = [s for s in segments if s.x1 - s.x0 > width * 0.35] or list(segments)
    left = sorted(s.x0 for s in wide)[len(wide) // 4]
    right = sorted(s.x1 for s in wide)[(len(wide) * 3) // 4]
    return Sheet(width, height, left, max(right, left + em), em)


Taken = tuple[list[Line], list[Segment]]


def _without(segments: Sequence[Segment], taken: Sequence[Segment]) -> list[Segment]:
    gone = {id(s) for s in taken}
    return [s for s in segments if id(s) not in gone]


def _take_page_numbers(segments: list[Segment], sheet: Sheet) -> Taken:
    """A lone number above all else, or below it, in the margin."""
    rows = rows_of(segments)
    taken: list[Segment] = []
    for row in (rows[0], rows[-1]) if len(rows) > 1 else rows:
        in_margin = row[0].top < 0.09 * sheet.height or row[0].bottom > 0.91 * sheet.height
        if len(row) == 1 and in_margin and is_page_number(row[0].text):
            taken.extend(row)
    lines = [_line([s], Region.PAGE_NUMBER) for s in taken]
    return lines, _without(segments, taken)


def _take_incoming_stamp(segments: list[Segment], sheet: Sheet) -> Taken:
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
    return _block(taken, Region.MARGIN), _without(segments, taken)


def _take_letterhead(segments: list[Segment], sheet: Sheet) -> Taken:
    """The two blocks at the top, when the state's name and motto (or a party's) show them."""
    rows = rows_of(segments)
    upper = [s for s in segments if s.top < _TOP_PART * sheet.height]
    anchors = [s for s in upper if is_motto(s.text)]
    if not anchors:
        return [], segments
    gutter = _gutter(anchors, upper, sheet)
    if gutter is None:
        return [], segments
    left, right = _letterhead_rows(rows, gutter, anchors, sheet)
    lines = [*_block(left, Region.LETTERHEAD_LEFT), *_block(right, Region.LETTERHEAD_RIGHT)]
    return lines, _without(segments, [*left, *right])


def split_at_mottoes(segments: Sequence[Segment]) -> list[Segment]:
    """Left and right column parted where they came as one line.

    `UBND TỈNH HÀ TĨNH CỘNG HÒA XÃ HỘI ...`: the columns can come so near that no gap
    tells them apart, but the words do.
    """
    made: list[Segment] = []
    for item in segments:
        at = motto_at([w.text for w in item.words])
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
    dated = numbered = False
    for row in rows:
        if any(s.x0 < gutter[0] - sheet.em and s.x1 > gutter[1] + sheet.em for s in row):
            if row[0].top > last_anchor:
                break
            continue
        lefts = [s for s in row if s.centre < sum(gutter) / 2]
        rights = [s for s in row if s.centre >= sum(gutter) / 2]
        below = row[0].top > last_anchor
        if below and _ends_letterhead(lefts, rights, (numbered, dated), sheet):
            break
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
    """Below the motto: a centred title, or anything right once the date was there.

    `had` tells whether the number and the date have been passed.
    """
    numbered, dated = had
    row = [*lefts, *rights]
    if any(is_date_line(s.text) or is_number_line(s.text) for s in row):
        return False
    if len(row) == 1 and abs(row[0].centre - sheet.middle) < 0.07 * sheet.width:
        return True
    if rights and not lefts:
        return dated
    if rights and lefts:
        return dated and numbered
    # Left only: the issuer goes on, or V/v under the number; body text begins at the margin.
    return (
        numbered
        and dated
        and (
            not lefts[0].text.lower().startswith(("v/v", "vv", "về"))
            and lefts[0].x0 - sheet.left < sheet.em
        )
    )


def _take_joint_signatures(segments: list[Segment], sheet: Sheet) -> Taken:
    """Two or three bodies that sign side by side: each one's column from top to bottom."""
    rows = rows_of(segments)
    first = next((r for r in rows if len(r) > 1 and all(is_signing(s.text) for s in r)), None)
    if first is None:
        return [], segments
    axes = [s.centre for s in first]
    columns: list[list[Segment]] = [[] for _ in axes]
    for row in rows[rows.index(first) :]:
        if is_recipients_head(row[0].text) or any(s.x1 - s.x0 > 0.55 * sheet.width for s in row):
            break
        for item in row:
            columns[min(range(len(axes)), key=lambda k: abs(axes[k] - item.centre))].append(item)
    lines = [line for column in columns for line in _block(column, Region.SIGNATURE)]
    return lines, _without(segments, [s for column in columns for s in column])


def _in_order(foot: list[Line], joint: list[Line]) -> list[Line]:
    """Nơi nhận before the signatures, unless it stands below all of them."""
    if not joint or not foot or not foot[0].box or not joint[0].box:
        return [*joint, *foot]
    bottom = max(line.box.bottom for line in joint if line.box)
    return [*joint, *foot] if foot[0].box.top > bottom - 2 else [*foot, *joint]


def _take_signature(segments: list[Segment], sheet: Sheet) -> Taken:
    """Nơi nhận and what stands beside it, else signing lines in the right half."""
    heads = [s for s in segments if is_recipients_head(s.text) and s.x0 < sheet.width * 0.45]
    if not heads:
        return _signature_alone(segments, sheet)
    head = heads[-1]
    pair = _beside(head, segments, sheet)
    if pair is None:
        return [], segments
    left, right = pair
    lines = [*_block(left, Region.RECIPIENTS), *_block(right, Region.SIGNATURE)]
    return lines, _without(segments, [*left, *right])


def _beside(
    head: Segment, segments: Sequence[Segment], sheet: Sheet
) -> tuple[list[Segment], list[Segment]] | None:
    """(recipients, signature): below and beside the head, parted by the widest strip."""
    below = [s for s in segments if s.top >= head.top - 0.6 * sheet.em]
    split = _split_x(head, below, sheet)
    left = [s for s in below if s.centre < split]
    right = [s for s in below if s.centre >= split]
    above = sorted((s for s in segments if s.top < head.top - 0.6 * sheet.em), key=lambda s: -s.top)
    for item in above:
        # The capacity may stand some lines higher than Nơi nhận.
        near = min(r.top for r in (*right, head)) - item.bottom < 3.5 * sheet.em
        if not near or item.x0 < split - sheet.em or not is_signing(item.text):
            break
        right.append(item)
    return left, right


def _split_x(head: Segment, below: Sequence[Segment], sheet: Sheet) -> float:
    """The emptiest x between the list of recipients and the signature."""
    best, at = None, sheet.middle
    steps = 60
    low, high = head.x0 + 2 * sheet.em, sheet.left + 0.75 * (sheet.right - sheet.left)
    for step in range(steps + 1):
        x = low + (high - low) * step / steps
        crossed = sum(s.x0 < x < s.x1 for s in below)
        distance = abs(x - sheet.middle) / sheet.width
        score = (crossed, distance)
        if best is None or score < best:
            best, at = score, x
    return at


def _signature_alone(segments: list[Segment], sheet: Sheet) -> Taken:
    """Signing lines (KT. GIÁM ĐỐC) in the right half, and what follows them there."""
    half = sheet.left + 0.4 * (sheet.right - sheet.left)
    signing = [s for s in segments if s.x0 > half and is_signing(s.text)]
    if not signing:
        return [], segments
    top = min(s.top for s in signing)
    block = [s for s in segments if s.top >= top - 1 and s.x0 > half - sheet.em]
    others = [s for s in segments if s.top >= top - 1 and s not in block]
    wide = any(s.x1 - s.x0 > 0.55 * sheet.width for s in segments if s.top >= top - 1)
    if wide or len(others) > 2 * len(block) + 3:
        return [], segments
    return _block(block, Region.SIGNATURE), _without(segments, block)


def _block(segments: Sequence[Segment], region: Region) -> list[Line]:
    """The lines of one column, top to bottom."""
    return [replace(_line(row, region), paragraph=True) for row in rows_of(segments)]


def _line(row: Sequence[Segment], region: Region) -> Line:
    words = tuple(word for segment in row for word in segment.words)
    return Line(words, region, Box.around(w.box for w in words))


def _body(segments: list[Segment], sheet: Sheet, after_letterhead: bool) -> list[Line]:
    rows = rows_of(segments)
    titles = _title_rows(rows, sheet, after_letterhead)
    pitch = _pitch(rows, sheet)
    lines: list[Line] = []
    for index, row in enumerate(rows):
        region = Region.TITLE if index in titles else Region.BODY
        opens = index == 0 or _opens(rows[index - 1], row, sheet, pitch)
        lines.append(replace(_line(row, region), paragraph=opens))
    return lines


def _title_rows(rows: Sequence[list[Segment]], sheet: Sheet, after_letterhead: bool) -> set[int]:
    """The centred rows after the letterhead, and after a type of document in capitals
    (a plan behind a decision), down to the first that is not a title's."""
    found: set[int] = set()
    inside = after_letterhead
    for index, row in enumerate(rows):
        text = " ".join(s.text for s in row)
        centred = _is_centred(row, sheet) or _runs_on(rows, index, sheet)
        starts = is_document_type(text) and centred
        goes_on = inside and centred and not is_preamble(text)
        small_before = index - 1 in found and not _in_capitals(rows[index - 1])
        inside = starts or (goes_on and not (small_before and _in_capitals(row)))
        if inside:
            found.add(index)
    return found


def _runs_on(rows: Sequence[list[Segment]], index: int, sheet: Sheet) -> bool:
    """A title's line as wide as the page, whose rest stands centred below it."""
    if index + 1 >= len(rows):
        return False
    row, below = rows[index], rows[index + 1]
    narrow = below[0].x0 > sheet.left + 4 * sheet.em and below[-1].x1 < sheet.right - 4 * sheet.em
    near = below[0].top - row[0].bottom < sheet.em
    return (
        near
        and narrow
        and _off_axis(row, sheet) < 0.018 * sheet.width
        and _is_centred(below, sheet)
    )


def _in_capitals(row: Sequence[Segment]) -> bool:
    letters = [c for s in row for c in s.text if c.isalpha()]
    return bool(letters) and not any(c.islower() for c in letters)


def _pitch(rows: Sequence[list[Segment]], sheet: Sheet) -> float:
    steps = [b[0].middle_y - a[0].middle_y for a, b in pairwise(rows)]
    near = [s for s in steps if 0 < s < 3 * sheet.em]
    return median(near) if near else 1.3 * sheet.em


def _off_axis(row: Sequence[Segment], sheet: Sheet) -> float:
    """Points between the row's middle and the text's or the page's, whichever is nearer."""
    centre = (row[0].x0 + row[-1].x1) / 2
    return min(abs(centre - sheet.middle), abs(centre - sheet.width / 2))


def _is_centred(row: Sequence[Segment], sheet: Sheet) -> bool:
    """On the axis; a full line must be so to within half an indent to be no paragraph's."""
    x0, x1 = row[0].x0, row[-1].x1
    full = x1 > sheet.right - sheet.em or x0 < sheet.left + sheet.em
    inset = x0 > sheet.left + 0.3 * sheet.em or x1 < sheet.right - sheet.em
    return inset and _off_axis(row, sheet) < (0.018 if full else 0.06) * sheet.width


def _opens(before: Sequence[Segment], row: Sequence[Segment], sheet: Sheet, pitch: float) -> bool:
    """Indented, after a gap, or after a line that ends early."""
    indented = row[0].x0 > sheet.left + 1.2 * sheet.em
    ends_early = before[-1].x1 < sheet.right - 0.15 * (sheet.right - sheet.left)
    gap = row[0].middle_y - before[0].middle_y > 1.35 * pitch
    return indented or ends_early or gap
