"""Digits by hand or stamped in a line of print: found, parted and read.

The ink of the field falls into pieces; neighbours may be one digit (a 5 and its hat), a
wide piece may be two that touch. All ways to make digits of the pieces are weighed by
the networks of `pipeline.reading.digits.networks`, and how sure the best is says how much more
likely it is than the best that reads otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.document import Box
from pipeline.reading.digits.networks import NONE, Network
from pipeline.reading.digits.pieces import Piece, parted, pieces_of, together
from pipeline.reading.picture.crops import Crop

_MOST = 6
"""More digits than a number has."""
_SPECK = 0.3
"""Times the height of typed digits: smaller pieces are dots, unless they lie over another."""
_DASH, _DOT = 0.12, 0.22
"""Times that height: how high the strokes of a dotted line are at most, and its dots."""
_LOWEST = 0.62
"""Times that height: no digit is lower."""
_CRACK = 0.12
"""Times that height: the widest crack through a digit."""
_WIDEST = 1.5
"""A digit's width by its height, at most; wider is more than one."""
_UP, _DOWN = 0.5, 0.7
"""Times that height by which a piece reaches up or down to a line's middle, at least."""
_OUTSIDE = 0.3
"""Share of a piece that may lie beyond the field's edge, and up to which it is a neighbour's."""
_REACH = 0.25
"""Times the height of typed digits by which a piece may be cut beside the field's edge."""
_CLEAR = 0.25
"""Times that height of paper between digits and print that are apart."""
_STROKE = 0.35
"""Times that height: more ink in a column is more than a stroke that touches."""
_DOUBT = 0.005
"""Share of the probability that a second way to read a digit must have to be followed."""
_MOST_PARTS = 4
"""Parts of which a digit is made at most."""
_APART = 0.7
"""Share of the probability that is left where two pieces of ink are said to be one digit."""
_LOOKS_WRITTEN = 0.35
"""Probability of each digit, at the geometric mean, from which on the ink looks like digits."""
_UNABLE = 0.3
"""Weight of readings that the field cannot hold beside one that it can."""


@dataclass(frozen=True, slots=True)
class Written:
    """Digits, and how sure their reading is (0..1); `apart` if paper parts them from the
    print on both sides, and not with room for another digit before them."""

    text: str
    confidence: float
    apart: bool = False


NOTHING = Written("", 0.0)


def read_written(
    crop: Crop,
    field: Box,
    height: float,
    network: Network,
    *may_be: Callable[[str], bool],
) -> Written:
    """The digits in the field (points) of a crop that reaches beyond it.

    `height` is that of typed digits, in points; each of `may_be` tells what can stand in the
    field, and the surest reading counts. `NOTHING` where nothing of a digit's size stands
    there or where more than a stroke lies across the field's edge.
    """
    scale = crop.dpi / 72
    left, right = (field.x0 - crop.x0) * scale, (field.x1 - crop.x0) * scale
    top, bottom = (field.top - crop.top) * scale, (field.bottom - crop.top) * scale
    middle = (top + bottom) / 2
    level = [p for p in pieces_of(crop.grey) if _is_level(p, middle, height * scale)]
    inside = _inside(level, left, right, height * scale)
    pieces = _digits_of(inside or [], height * scale)
    if not inside or not pieces or len(pieces) > 2 * _MOST:
        return NOTHING
    ways = _ways(pieces, height * scale, network)
    best = max((_best(ways, may) for may in may_be), key=lambda written: written.confidence)
    lost = any(_is_lost(p, height * scale) for p in inside if p not in pieces)
    before, behind = min(p.x0 for p in pieces) - left, right - max(p.x1 for p in pieces)
    room = _CLEAR * height * scale
    apart = min(before, behind) >= room and before <= behind + room
    return replace(best, confidence=0.0 if lost else best.confidence, apart=apart)


def _is_level(piece: Piece, middle: float, height: float) -> bool:
    """Whether a piece stands on the line, not on that above or below."""
    return piece.top < middle + _UP * height and piece.bottom > middle - _DOWN * height


def _inside(
    pieces: Sequence[Piece], left: float, right: float, height: float
) -> list[Piece] | None:
    """The field's pieces; None where nobody knows whether one belongs to it.

    What lies across an edge is on the side of its greater part; wide pieces are cut.
    """
    kept: list[Piece] = []
    for piece in pieces:
        share = (min(piece.x1, right) - max(piece.x0, left)) / piece.wide
        if _OUTSIDE < share < 1 - _OUTSIDE and piece.high > 0.5 * height:
            part = _cut_off(piece, left, right, height)
            if part is None:
                return None
            if part.wide < piece.wide or share >= 0.5:
                kept.append(part)
        elif share >= 0.5:
            kept.append(piece)
    return kept


def _is_lost(piece: Piece, height: float) -> bool:
    """Whether a piece that is no digit's is more than a dot or a dash: part of a pale one."""
    return piece.high > _DASH * height and max(piece.high, piece.wide) > _DOT * height


def _digits_of(kept: Sequence[Piece], height: float) -> list[Piece]:
    """The pieces that digits are made of, without specks."""
    tall = [p for p in kept if p.high >= _LOWEST * height]
    tall += _fallen_apart([p for p in kept if p not in tall], height)
    return [p for p in kept if _belongs(p, tall, height)]


def _cut_off(piece: Piece, left: float, right: float, height: float) -> Piece | None:
    """The part of a piece within the edges, cut where its ink is thinnest beside them; None
    where more than a stroke would be cut."""
    start, end = piece.x0, piece.x1
    if start < left:
        start = _thinnest(piece, left, _REACH * height)
    if end > right:
        end = _thinnest(piece, right, _REACH * height)
    cuts = [c for c in (start, end) if piece.x0 < c < piece.x1]
    thick = [piece.ink[:, c - piece.x0].sum() > _STROKE * height for c in cuts]
    return None if any(thick) else piece.between(start, end)


def _thinnest(piece: Piece, at: float, reach: float) -> int:
    first = max(piece.x0, int(at - reach))
    columns = piece.ink[:, first - piece.x0 : int(at + reach) + 1 - piece.x0].sum(axis=0)
    return first + int(columns.argmin()) if len(columns) else int(at)


def _fallen_apart(pieces: Sequence[Piece], height: float) -> list[Piece]:
    """Pieces that are one digit's upper and lower part: worn print falls apart."""
    large = [p for p in pieces if _SPECK * height <= p.high and p.wide <= height]
    return [
        piece
        for upper in large
        for lower in large
        if 0 <= lower.top - upper.bottom <= _CRACK * height
        and min(upper.x1, lower.x1) - max(upper.x0, lower.x0) > 0.6 * (lower.x1 - lower.x0)
        and _LOWEST * height <= lower.bottom - upper.top <= 1.3 * height
        for piece in (upper, lower)
    ]


def _belongs(piece: Piece, tall: Sequence[Piece], height: float) -> bool:
    """A digit's own piece, or a smaller one over, under or in a digit's piece."""
    if piece in tall:
        return True
    if max(piece.high, piece.wide) < _SPECK * height:
        return False
    near = 0.15 * height
    return any(
        min(piece.x1, p.x1) - max(piece.x0, p.x0) > 0.3 * (piece.wide)
        and piece.top < p.bottom + near
        and piece.bottom > p.top - near
        for p in tall
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A reading of the first pieces: its digits and the logarithm of its probability."""

    text: str
    score: float


def _ways(pieces: Sequence[Piece], height: float, network: Network) -> list[_Way]:
    """All likely readings of the pieces from left to right."""
    owned = [(part, number) for number, own in enumerate(pieces) for part in parted(own)]
    atoms = [part for part, _ in owned]
    owners = [number for _, number in owned]
    spans = [
        (start, end)
        for start in range(len(atoms))
        for end in range(start + 1, min(start + _MOST_PARTS, len(atoms)) + 1)
        if _may_be_digit(atoms[start:end], height)
    ]
    said = network.probabilities([together(atoms[a:b]) for a, b in spans])
    reached: list[dict[str, float]] = [{} for _ in range(len(atoms) + 1)]
    reached[0][""] = 0.0
    for (start, end), chances in sorted(zip(spans, said, strict=True), key=lambda s: s[0]):
        apart = np.log(_APART) * (owners[end - 1] - owners[start])
        for digit, chance in enumerate(chances):
            if digit == NONE or chance < _DOUBT:
                continue
            for text, score in reached[start].items():
                made = text + str(digit)
                total = score + float(np.log(chance) + apart)
                if len(made) <= _MOST and total > reached[end].get(made, -np.inf):
                    reached[end][made] = total
    return [_Way(text, score) for text, score in reached[-1].items()]


def _may_be_digit(atoms: Sequence[Piece], height: float) -> bool:
    wide = max(a.x1 for a in atoms) - min(a.x0 for a in atoms)
    high = max(a.bottom for a in atoms) - min(a.top for a in atoms)
    gap = max((b.x0 - a.x1 for a, b in pairwise(atoms)), default=0)
    return high >= _LOWEST * height and wide <= _WIDEST * high and gap <= 0.25 * height


def _best(ways: Sequence[_Way], may_be: Callable[[str], bool]) -> Written:
    """The likeliest that can stand there, and its share of the probability of all.

    It is worth nothing where its digits look like none. What cannot stand there counts
    little against it: mostly it is the same ink cut where no digit ends.
    """
    able = [way for way in ways if may_be(way.text)]
    if not able:
        return NOTHING
    best = max(able, key=lambda way: way.score)
    if best.score < np.log(_LOOKS_WRITTEN) * len(best.text):
        return Written(best.text, 0.0)
    weights = [np.exp(way.score) * (1 if may_be(way.text) else _UNABLE) for way in ways]
    return Written(best.text, float(np.exp(best.score) / sum(weights)))
