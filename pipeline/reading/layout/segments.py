"""Words to segments (runs without a wide gap), segments to rows of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.document import Box, Word

_GAP = 1.6
"""A gap wider than this many line heights parts two segments; justified text stays
under it, and where it does not, its parts meet again on their row."""
_ON_LEVEL = 0.5
"""Share of the lower one's height that a line and what is filled in have in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Words that stand close together on one line, left to right."""

    words: tuple[Word, ...]
    box: Box
    text: str = field(default="")

    @property
    def x0(self) -> float:
        """Left edge, points."""
        return self.box.x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.box.x1

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.box.top

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.box.bottom

    @property
    def height(self) -> float:
        """Of the tallest word."""
        return self.box.height

    @property
    def centre(self) -> float:
        """The middle from left to right."""
        return (self.box.x0 + self.box.x1) / 2

    @property
    def middle_y(self) -> float:
        """The middle from top to bottom."""
        return (self.box.top + self.box.bottom) / 2


def segment(words: Sequence[Word]) -> Segment:
    """The segment of these words, put in order from left to right."""
    ordered = tuple(sorted(words, key=lambda w: w.box.x0 if w.box else 0.0))
    box = Box.around(w.box for w in ordered)
    if box is None:
        raise ValueError("a segment needs words with boxes")
    return Segment(ordered, box, " ".join(w.text for w in ordered))


def overlap(a: Box, b: Box) -> float:
    """Shared height over the lower one's height, 0..1."""
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(0.0, shared) / max(1e-6, min(a.height, b.height))


def cut_into_segments(words: Sequence[Word]) -> list[Segment]:
    """Rows of words first (whatever their order was), cut at wide gaps."""
    boxed = [(w, w.box) for w in words if w.box is not None]
    if not boxed:
        return []
    em = median(b.height for _, b in boxed)
    runs: list[list[Word]] = []
    last: Box | None = None
    for word, box in boxed:
        if last is not None and _continues(last, box, em):
            runs[-1].append(word)
        else:
            runs.append([word])
        last = box
    return _filled_in([segment(run) for run in runs])


_FEW_WORDS = 3
"""As many words are filled in at once: a number, a day, a month."""


def _filled_in(segments: list[Segment]) -> list[Segment]:
    """Pieces drawn later into a gap that was left within a line go to that line.

    Offices' programs fill in number and day so: `ngày` [06] `tháng 3`.
    """
    made = list(segments)
    for piece in segments:
        if len(piece.words) > _FEW_WORDS:
            continue
        home = next((s for s in made if s is not piece and _has_gap_for(s, piece.box)), None)
        if home is not None:
            made.remove(piece)
            made[made.index(home)] = segment((*home.words, *piece.words))
    return made


def _has_gap_for(line: Segment, box: Box) -> bool:
    """Whether the box lies between two neighbouring words of the line, on its level."""
    if not line.x0 < box.x0 < box.x1 < line.x1 or overlap(line.box, box) < _ON_LEVEL:
        return False
    boxes = [w.box for w in line.words if w.box is not None]
    slack = 0.15 * box.height
    return any(
        left.x1 - slack <= box.x0 and box.x1 <= right.x0 + slack for left, right in pairwise(boxes)
    )


def _continues(last: Box, box: Box, em: float) -> bool:
    gap = box.x0 - last.x1
    # A recogniser's box can reach into the next word's or over it; the order of their ends
    # or a beginning in its second half tells.
    later = (box.x1 > last.x1 and box.x0 > last.x0) or box.x0 > (last.x0 + last.x1) / 2
    follows = gap > -0.6 * em or (later and gap > -4 * em)
    return overlap(last, box) > 0.4 and follows and gap < _GAP * em


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that share a line, each row from left to right, rows from top to bottom.

    A segment joins the row with which it overlaps by more than half its height and on
    which its place is free.
    """
    rows: list[list[Segment]] = []
    for item in sorted(segments, key=lambda s: (s.middle_y, s.x0)):
        home = next((row for row in reversed(rows[-4:]) if _fits(row, item)), None)
        if home is None:
            rows.append([item])
        else:
            home.append(item)
    for row in rows:
        row.sort(key=lambda s: s.x0)
    rows.sort(key=lambda row: sum(s.middle_y for s in row) / len(row))
    return rows


def _shared_width(a: Segment, b: Segment) -> float:
    return max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0))


def _fits(row: Sequence[Segment], item: Segment) -> bool:
    beside = all(_shared_width(item, s) < 0.5 * min(item.box.width, s.box.width) for s in row)
    near = min(row, key=lambda s: min(abs(item.x0 - s.x1), abs(s.x0 - item.x1)))
    return beside and overlap(near.box, item.box) > 0.5
