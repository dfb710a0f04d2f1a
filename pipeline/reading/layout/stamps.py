"""Framed stamps in a page's upper half: `HỎA TỐC`, `CÔNG VĂN ĐẾN` with its number and date.

What stands in such a frame is no line of the text. Its ruled sides are found before its
words are read rightly: half a word that is known is enough in a frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.document import UNREAD, Box, Line, Region, Word
from pipeline.reading.layout.anchors import is_incoming_stamp
from pipeline.reading.layout.segments import Segment, cut_into_segments
from pipeline.reading.layout.sheet import Sheet, Taken, block, without
from pipeline.reading.picture.rules import Rules
from pipeline.vietnamese import strip_marks

Inked = Callable[[Box], bool]

_WIDE = (55.0, 260.0)
_HIGH = (14.0, 110.0)
"""Points between a frame's sides, from `KHẨN` alone to a stamp for incoming mail."""
_OFF = 12.0
"""Points by which the ends of its upper and its lower side may differ: stamps lean."""
_UPPER = 0.5
"""Share of the page's height down to which such stamps stand."""
_EDGE = 2.0
_INSIDE = 0.3
"""Share of a word's height that it may reach over the frame's upper or lower side."""


_URGENT = ("hoatoc", "thuongkhan", "khan", "mat", "toimat", "tuyetmat", "hoatochengio")
"""Degrees of urgency and of secrecy: Decree 30/2020, article 21; Law 29/2018, article 8."""
_FRAMED = re.compile(r"hoa ?toc|\b(?:toc|roc|khan|mat)\b|\bden\b|kinh chuy|ho so so|dien bien")


def is_urgency(text: str) -> bool:
    """A line that is a stamp of urgency or secrecy and nothing else: `HỎA TỐC`, `KHẨN |`."""
    letters = "".join(c for c in text if c.isalpha())
    return letters.isupper() and strip_marks(letters).lower() in _URGENT


def is_framed_wording(text: str) -> bool:
    """A line within a frame that shows it to be a stamp, though half of it be lost."""
    known = is_urgency(text) or is_incoming_stamp(text)
    return known or bool(_FRAMED.search(strip_marks(text).lower()))


def take_urgency(segments: list[Segment], sheet: Sheet) -> Taken:
    """Such stamps in the page's upper half, framed or not."""
    taken = [s for s in segments if s.top < _UPPER * sheet.height and is_urgency(s.text)]
    return block(taken, Region.MARGIN), without(segments, taken)


def without_stamps(
    rules: Rules, words: Sequence[Word], height: float, inked: Inked
) -> tuple[list[Word], list[Line], Rules]:
    """The words outside of framed stamps, the lines inside (margin), the rules of no frame.

    `inked` tells whether a place has ink as high as letters: beside a frame that is the rest
    of a word that it hides.
    """
    free, left, inside = list(words), rules, []
    for frame in _frames(rules, height):
        held = [word for word in free if word.box and _holds(frame, word.box)]
        segments = cut_into_segments(held)
        if any(is_framed_wording(segment.text) for segment in segments):
            inside += block(segments, Region.MARGIN)
            taken = {id(word) for word in held}
            free = [word for word in free if id(word) not in taken]
            free += [*_hidden(frame, free, inked)]
            left = _outside(left, frame)
    return free, inside, left


def _frames(rules: Rules, height: float) -> Iterator[Box]:
    """Boxes between two level rules of one length, one above the other, or two upright ones
    side by side (a leaning stamp has only one such pair); larger ones first."""
    level, upright = (
        [rule for rule in all_of_them if rule.bottom < _UPPER * height]
        for all_of_them in (rules.horizontal, rules.vertical)
    )
    pairs = [
        (a, b)
        for a, b in combinations(level, 2)
        if abs(a.x0 - b.x0) < _OFF and abs(a.x1 - b.x1) < _OFF
    ]
    pairs += [
        (a, b)
        for a, b in combinations(upright, 2)
        if abs(a.top - b.top) < _OFF and abs(a.bottom - b.bottom) < _OFF
    ]
    fitting = (
        box
        for a, b in pairs
        if (box := Box.around((a, b)))
        and _WIDE[0] <= box.width <= _WIDE[1]
        and _HIGH[0] <= box.height <= _HIGH[1]
    )
    return iter(sorted(fitting, key=lambda box: -box.height))


def _holds(frame: Box, box: Box) -> bool:
    middle = (box.x0 + box.x1) / 2
    across = frame.x0 - _EDGE <= middle <= frame.x1 + _EDGE
    room = _INSIDE * box.height
    return across and frame.top - room <= box.top and box.bottom <= frame.bottom + room


def _hidden(frame: Box, free: Sequence[Word], inked: Inked) -> Iterator[Word]:
    """The mark for each word that begins a line under the frame and ends beside it."""
    for word in free:
        box = word.box
        if box is None or not frame.top < (box.top + box.bottom) / 2 < frame.bottom:
            continue
        gap = Box(frame.x1 + _EDGE, box.top, box.x0 - _EDGE, box.bottom)
        near = 0 < gap.x1 - gap.x0 < _NEAR * box.height
        first = not any(o.box and _between(o.box, gap) for o in free)
        if near and first and inked(gap):
            yield Word(UNREAD, UNREAD, gap, 0.0)


_NEAR = 2.0
"""Times a word's height: the rest of a word that a frame's side cuts is shorter."""


def _between(box: Box, gap: Box) -> bool:
    across = min(box.x1, gap.x1) > max(box.x0, gap.x0)
    return across and min(box.bottom, gap.bottom) - max(box.top, gap.top) > 0.5 * box.height


def _outside(rules: Rules, frame: Box) -> Rules:
    """The rules that are not the frame's, nor within it."""
    wider = replace(
        frame,
        x0=frame.x0 - _OFF,
        top=frame.top - _EDGE,
        x1=frame.x1 + _OFF,
        bottom=frame.bottom + _EDGE,
    )

    def kept(rule: Box) -> bool:
        across = wider.x0 <= rule.x0 and rule.x1 <= wider.x1
        return not (across and wider.top <= rule.top and rule.bottom <= wider.bottom)

    return Rules(
        tuple(r for r in rules.horizontal if kept(r)), tuple(r for r in rules.vertical if kept(r))
    )
