"""What stands at a plan's end: Nơi nhận, the signature beside it, joint signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Line, Region
from pipeline.reading.layout.anchors import is_recipients_head, is_signing
from pipeline.reading.layout.segments import Segment, rows_of
from pipeline.reading.layout.sheet import Sheet, Taken, block, without


def take_joint_signatures(segments: list[Segment], sheet: Sheet) -> Taken:
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
    lines = [line for column in columns for line in block(column, Region.SIGNATURE)]
    return lines, without(segments, [s for column in columns for s in column])


def in_order(foot: list[Line], joint: list[Line]) -> list[Line]:
    """Nơi nhận before the signatures, unless it stands below all of them."""
    if not joint or not foot or not foot[0].box or not joint[0].box:
        return [*joint, *foot]
    bottom = max(line.box.bottom for line in joint if line.box)
    return [*joint, *foot] if foot[0].box.top > bottom - 2 else [*foot, *joint]


def take_signature(segments: list[Segment], sheet: Sheet) -> Taken:
    """Nơi nhận and what stands beside it, else signing lines in the right half."""
    heads = [s for s in segments if is_recipients_head(s.text) and s.x0 < sheet.width * 0.45]
    if not heads:
        return _signature_alone(segments, sheet)
    head = heads[-1]
    pair = _beside(head, segments, sheet)
    if pair is None:
        return [], segments
    left, right = pair
    lines = [*block(left, Region.RECIPIENTS), *block(right, Region.SIGNATURE)]
    return lines, without(segments, [*left, *right])


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
        # The capacity may stand some lines higher than Nơi nhận, a title half under a seal.
        near = min(r.top for r in (*right, head)) - item.bottom < 3.5 * sheet.em
        if not near or item.x0 < split - sheet.em:
            break
        if is_signing(item.text) or _is_in_capitals(item.text):
            right.append(item)
        elif item.x1 - item.x0 > 2 * sheet.em:  # less is the seal's
            break
    return left, right


def _is_in_capitals(text: str) -> bool:
    """What a seal left of a title: `ƯỚNG`, `J TRƯỞNG`."""
    longest = max(re.findall(r"[^\W\d_]+", text), key=len, default="")
    return len(longest) >= 3 and longest.isupper()


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
        return _after_the_end(segments, half)
    top = min(s.top for s in signing)
    signed = [s for s in segments if s.top >= top - 1 and s.x0 > half - sheet.em]
    others = [s for s in segments if s.top >= top - 1 and s not in signed]
    left = without(segments, signed)
    if _goes_on(left, sheet):
        return [*block(left, Region.RECIPIENTS), *block(signed, Region.SIGNATURE)], []
    wide = any(s.x1 - s.x0 > 0.55 * sheet.width for s in segments if s.top >= top - 1)
    if wide or len(others) > 2 * len(signed) + 3:
        return [], segments
    return block(signed, Region.SIGNATURE), without(segments, signed)


def _after_the_end(segments: list[Segment], half: float) -> Taken:
    """What stands right of the middle below the sign that ends the text: a name whose title a
    seal hid."""
    ends = [s.bottom for s in segments if _END.search(s.text)]
    after = [s for s in segments if ends and s.top >= ends[-1]]
    if not after or any(s.x0 < half for s in after):
        return [], segments
    return block(after, Region.SIGNATURE), without(segments, after)


_END = re.compile(r"\./\.?\W*$")
"""`./.`: Decree 30/2020, Appendix I, ends the text with it."""


def _goes_on(left: Sequence[Segment], sheet: Sheet) -> bool:
    """Whether what stands beside a signature is the rest of Nơi nhận.

    Its head stands on the page before: here are short items with dashes, nothing wide.
    """
    if any(s.x1 - s.x0 > 0.55 * sheet.width or s.x0 > sheet.middle for s in left):
        return False
    items = [s for s in left if s.text.startswith(_DASHES)]
    ended = [s for s in items if s.text.rstrip().endswith(_ENDS)]
    return (
        len(items) >= 2 and min(left, key=lambda s: s.top) in items and len(ended) > len(items) / 2
    )


_DASHES = ("-", "–", "—", "+")
_ENDS = (";", ".", ",")
