"""A second look at the signature: the block is read again in its own crop.

Stamps and pen strokes lie over it, so on whole pages the recogniser loses half of it.
The crop is read as it is, and where a seal without colour lies on it, once more for
each of some shades that may part its ink from print. The reading with most sound
words wins; what is left of the pen's strokes is dropped; a name of which a part
could not be read carries `UNREAD` in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

import numpy as np

from pipeline.document import UNREAD, Box, Line, Region, Word
from pipeline.reading.engine.tesseract import Engine
from pipeline.reading.layout.anchors import is_signing
from pipeline.reading.layout.segments import cut_into_segments, rows_of
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import Crop, cut
from pipeline.reading.signature.disc import Disc, find_disc
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.hidden_names import with_hidden_words
from pipeline.reading.signature.hidden_titles import (
    Look,
    spelled,
    with_ended_title,
    with_hidden_title,
)
from pipeline.reading.signature.ink_votes import confirmed, denied
from pipeline.reading.signature.name_votes import agreed, is_disputed, with_others
from pipeline.reading.signature.resemblance import Setting, setting
from pipeline.reading.signature.seal import haze, lightened, shades, without, without_rings
from pipeline.reading.signature.signing_words import (
    SURE,
    composed,
    named,
    same_row,
    signing_line,
    tidied,
    voted,
)
from pipeline.reading.signature.votes import agree, all_known, whole_name

_TALLEST = 220.0
"""Points from the capacity to the name."""
_HIGHEST = 60.0
"""Points that the capacity may stand above the rest of the block."""
_OVER_NAME = 150.0
"""The same where nothing but a name was read."""
_COARSE = 180
"""Dots an inch below which the crop is also read enlarged."""


def look_again(
    lines: Sequence[Line], cleaned: Cleaned, width: float, engine: Engine
) -> tuple[Line, ...]:
    """The page's lines with the signature block read as well as it can be.

    Pages without one come back as they are. Raises EngineError.
    """
    block = [line for line in lines if line.region is Region.SIGNATURE]
    place = _place(lines, block, width)
    if place is None:
        return tuple(lines)
    wider = replace(place, x0=max(0.0, place.x0 - _SEAL_LEFT))
    disc = find_disc(cut(cleaned, wider), cleaned)

    def look(box: Box, words: Sequence[Word]) -> Setting | None:
        return _set(box, words, cleaned, disc)

    readings = [block, *_readings(cut(cleaned, place), cleaned, disc, engine)]
    best = _best(readings, disc, cleaned, look)
    if not block and not _signs(best):
        best = [line for line in best if disc and _is_sealed_name(line, disc)]
        if not best:
            return tuple(lines)  # nothing says that somebody signs here
    rows = [row for reading in readings for row in reading]
    best = [spelled(_confirmed(line, cleaned, disc, engine, rows)) for line in best]
    best = with_hidden_title(best, disc.axis if disc else None, look)
    return _replaced(lines, [*best, *_lost_name(best, cleaned, place, engine)])


def _best(
    readings: Sequence[Sequence[Line]], disc: Disc | None, cleaned: Cleaned, look: Look
) -> list[Line]:
    """The readings as one block, with what shows beside a seal of the words under it."""
    covered = disc.covers if disc else _bare
    best = composed([list(tidied(voted(r, readings, covered))) for r in readings])
    if disc is None:
        return best
    best = with_ended_title(best, (row for read in readings for row in read), disc.axis, look)
    return _completed(best, disc, cleaned)


def _signs(lines: Sequence[Line]) -> bool:
    return any(is_signing(line.text) for line in lines)


def _lost_name(
    lines: Sequence[Line], cleaned: Cleaned, place: Box, engine: Engine
) -> Iterator[Line]:
    """The name of a signature that has none yet: stamped in a colour, with its title or
    without, or ink that is unread."""
    if named(lines):
        return
    stamped = _stamped(lines, cleaned, place, engine) if cleaned.coloured else []
    yield from stamped
    known = [*lines, *stamped]
    if _signs(known) and not named(known) and _has_ink_below(known, cleaned, place):
        yield _unread_name(known, place)


def _stamped(lines: Sequence[Line], cleaned: Cleaned, place: Box, engine: Engine) -> list[Line]:
    """Title and name where they are stamped in a colour of their own, and went with the seal's.

    Below the lines that were read all ink is looked at as on a grey scan; what lies within
    the seal is the seal's. Without a name it is all taken for the seal's.
    """
    inked = replace(cleaned, grey=cleaned.every_level(), coloured=False)
    below = max((line.box.bottom for line in lines if line.box), default=place.top)
    rest = replace(place, top=below + 2)
    wider = replace(rest, x0=max(0.0, place.x0 - _SEAL_LEFT))
    crop, disc = cut(inked, rest), find_disc(cut(inked, wider), inked)
    if disc:
        seal = disc.centred_on(crop)
        bare = without(without_rings(crop.grey, seal), seal, _INSIDE * seal.radius)
        crop = replace(crop, grey=bare)
    readings = [list(tidied(reading)) for reading in _readings(crop, inked, None, engine)]
    told = [ln for ln in map(_bare_title, composed(readings)) if named([ln]) or _signs([ln])]
    if not named(told):
        return []
    return [spelled(_confirmed(_opened(ln, disc), inked, disc, engine, ())) for ln in told]


def _bare_title(line: Line) -> Line:
    """A deputy's title without what is unread before it: the ring's and the pen's strokes."""
    words = list(dropwhile(lambda word: word.text == UNREAD, line.words))
    return signing_line(words) if words and words[0].text == "PHÓ" else line


def _opened(line: Line, disc: Disc | None) -> Line:
    """A stamped name with `UNREAD` for what the seal's ring may hide of its beginning."""
    if disc is None or line.box is None or not named([line]):
        return line
    edge = replace(line.box, x0=line.box.x0 - line.box.height, x1=line.box.x0)
    hidden = [Word(UNREAD, UNREAD, edge, 0.0)] if disc.covers(edge) else []
    return signing_line([*hidden, *line.words])


_INSIDE = 0.8
"""Radii from a seal's middle up to which all ink is its own: a name crosses its edge."""


def _bare(_: Box) -> bool:
    return False


def _completed(lines: Sequence[Line], disc: Disc, cleaned: Cleaned) -> list[Line]:
    """Lines that the seal cut short at their left, with `UNREAD` for what it took.

    Titles and name stand centred on one axis; a line that lies right of it, and whose
    missing part lies under the seal with ink in it, was not read whole.
    """
    if not lines or lines[0].box is None:
        return list(lines)
    axis = (lines[0].box.x0 + lines[0].box.x1) / 2
    made = [lines[0]]
    for line in lines[1:]:
        gap = _left_part(line, axis)
        cut_short = gap is not None and disc.covers(gap) and _inked(cut(cleaned, gap))
        unread = [Word(UNREAD, UNREAD, gap, 0.0)] if cut_short and not _opens_unread(line) else []
        made.append(signing_line([*unread, *line.words]))
    return made


def _is_sealed_name(line: Line, disc: Disc) -> bool:
    """A name read without doubt at the foot of a seal: the title is lost, the name is not."""
    sure = all(word.text != UNREAD and word.confidence >= SURE for word in line.words)
    if not (sure and len(line.words) >= 3 and named([line]) and line.box):
        return False
    below = (line.box.top - disc.y) / disc.radius
    return 0.4 < below < 2.5 and line.box.x1 > disc.x and line.box.x0 < disc.x + 4 * disc.radius


_NAME_EDGE = (8.0, 5.0)
"""Points of paper around a name's line in its own crop."""
_FAR_LEFT = 12
"""Heights of a name's line by which words under a seal may reach left of what was read."""
_NAME_SCALES = (1.4, 1.0, 1.2, 1.7)
"""The first is read always, the others where it says something else than the block."""
_BARE_SCALES = (1.4, 1.0, 1.2)
"""Of a line freed of a seal's rings: as many as must agree on a word, so that all must."""


def _confirmed(
    line: Line, cleaned: Cleaned, disc: Disc | None, engine: Engine, rows: Sequence[Line]
) -> Line:
    """A name's line as its own crops have it too, and no other row in its place against it;
    other lines as they are."""
    if not named([line]) or line.box is None:
        return line
    crop = _around(line.box, cleaned, *_NAME_EDGE)
    if min(crop.grey.shape) < 6:
        return line
    sealed = disc is not None and disc.covers(line.box)
    others = [word for row in rows if same_row(row, line) for word in row.words]
    line = replace(line, words=tuple(with_others(line.words, others)))
    eye = _eye(line, cleaned, disc)
    if whole_name(line.words) and confirmed(line.words, eye):
        return signing_line(with_hidden_words(line.words, eye))
    first = _scaled(crop, _NAME_SCALES[0]).read(engine, psm=7)
    surely = all(word.confidence >= SURE for word in (*line.words, *first) if word.text)
    same = whole_name(line.words) and all_known(line.words) and agree(line.words, first)
    if surely and same and not (is_disputed(line.words) or denied(line.words, eye)):
        return line
    told = with_hidden_words(agreed(line.words, [first], [], _bare, eye), eye)
    if all(word.text != UNREAD for word in told):
        return signing_line(told)
    plain = [first, *(_scaled(crop, scale).read(engine, psm=7) for scale in _NAME_SCALES[1:])]
    freed = [part.read(engine, psm=7) for part in _freed(crop, disc, cleaned)] if sealed else []
    covers = disc.covers if disc else _bare
    told = agreed(line.words, plain, freed, covers, eye)
    return signing_line(with_hidden_words(told, eye))


def _around(box: Box, cleaned: Cleaned, across: float, down: float) -> Crop:
    return cut(cleaned, Box(box.x0 - across, box.top - down, box.x1 + across, box.bottom + down))


def _eye(line: Line, cleaned: Cleaned, disc: Disc | None) -> Eye:
    """What the ink of the line's words looks like, once the letters are found to be ours."""
    if line.box is None:
        return Eye()
    high = line.box.height
    reach = Box(
        line.box.x0 - _FAR_LEFT * high, line.box.top, line.box.x1 + 2 * high, line.box.bottom
    )
    reach = Box(reach.x0, reach.top - 1.5 * high, reach.x1, reach.bottom + 1.5 * high)
    sealed = disc if disc and not cleaned.coloured and disc.covers(reach) else None
    return Eye(_set(reach, line.words, cleaned, sealed))


def _set(place: Box, words: Sequence[Word], cleaned: Cleaned, disc: Disc | None) -> Setting | None:
    """How the words in a place lie on its ink, and where a seal over it is dark by itself."""
    crop = cut(cleaned, place)
    if disc is None:
        return setting(crop, words)
    whole = cut(cleaned, disc.box)
    seal, there = (disc.centred_on(part) for part in (whole, crop))
    plain = cleaned.bilevel or cleaned.coloured  # the seal has no shade of its own there
    parting = () if plain else shades(whole.grey, seal)
    if parting:
        shade = max(parting)
        crop = replace(crop, grey=lightened(crop.grey, there, shade))
        whole = replace(whole, grey=lightened(whole.grey, seal, shade))
    shape = (crop.grey.shape[0], crop.grey.shape[1])
    spread = haze(whole.grey, seal, shape, (seal.x - there.x, seal.y - there.y))
    return setting(crop, words, spread)


def _freed(crop: Crop, disc: Disc | None, cleaned: Cleaned) -> Iterator[Crop]:
    """The crop with the seal's ink taken out: by its shade, or where there is none its rings.

    On colour pages it went with its colour.
    """
    if disc is None or cleaned.coloured:
        return
    whole = cut(cleaned, disc.box)
    placed = disc.centred_on(crop)
    tried = () if cleaned.bilevel else shades(whole.grey, disc.centred_on(whole))
    for shade in tried:
        yield _scaled(replace(crop, grey=lightened(crop.grey, placed, shade)), _NAME_SCALES[0])
    if not tried:
        bare = replace(crop, grey=without_rings(crop.grey, placed))
        yield from (_scaled(bare, times) for times in _BARE_SCALES)


def _inked(crop: Crop) -> bool:
    return crop.grey.size > 0 and float((crop.grey < 140).mean()) > _INKED


def _opens_unread(line: Line) -> bool:
    return bool(line.words) and line.words[0].text == UNREAD


_INKED = 0.04
"""Share of dark pixels from which something stands in a place."""
_SEAL_LEFT = 60.0
"""Points by which a seal may reach left of the block (it covers its left third)."""
_OFF_AXIS = 9.0
"""Points; half of the shortest word that a line can lose."""


def _left_part(line: Line, axis: float) -> Box | None:
    """Where the line would begin if it were centred, up to where it does."""
    if line.box is None or (line.box.x0 + line.box.x1) / 2 - axis < _OFF_AXIS:
        return None
    return Box(2 * axis - line.box.x1 - 2, line.box.top, line.box.x0 - 1, line.box.bottom)


def _place(lines: Sequence[Line], block: Sequence[Line], width: float) -> Box | None:
    """Where the block stands: around its lines, or right of Nơi nhận."""
    known = Box.around(line.box for line in block)
    beside = Box.around(line.box for line in lines if line.region is Region.RECIPIENTS)
    if known is None and beside is None:
        return None
    left = beside.x1 + 2 if beside else max(0.0, (known.x0 if known else 0.0) - 60)
    top = min(b.top for b in (known, beside) if b)
    signs = _signs(block)
    top = _up_to_the_text(lines, left, top, _HIGHEST if beside or signs else _OVER_NAME)
    return Box(min(left, width * 0.6), top, width * 0.98, top + _TALLEST)


def _up_to_the_text(lines: Sequence[Line], left: float, top: float, highest: float) -> float:
    """As far up as no other line reaches into the block: the capacity may stand high."""
    ends = [
        line.box.bottom
        for line in lines
        if line.box and line.region is not Region.SIGNATURE and line.box.x1 > left + 20
    ]
    above = [end for end in ends if end < top + 6]
    return max([top - highest, *(end + 1 for end in above)])


def _readings(
    crop: Crop, cleaned: Cleaned, disc: Disc | None, engine: Engine
) -> Iterator[list[Line]]:
    if min(crop.grey.shape) < 20:
        return
    yield _read(crop, engine)
    if crop.dpi < _COARSE:
        yield _read(_scaled(crop, 1.4), engine)
    if disc and not cleaned.bilevel:
        whole = cut(cleaned, disc.box)
        for shade in shades(whole.grey, disc.centred_on(whole))[::2]:
            yield _read(replace(crop, grey=lightened(crop.grey, disc.on(crop), shade)), engine)
    elif disc:
        bare = without_rings(crop.grey, disc.centred_on(crop))
        yield _read(replace(crop, grey=bare), engine)


def _scaled(crop: Crop, scale: float) -> Crop:
    import cv2

    if scale == 1.0:
        return crop
    dpi = round(crop.dpi * scale)
    size = (round(crop.grey.shape[1] * scale), round(crop.grey.shape[0] * scale))
    larger = cv2.resize(crop.grey, size, interpolation=cv2.INTER_CUBIC)
    return replace(crop, grey=np.asarray(larger, dtype=np.uint8), dpi=dpi)


def _read(crop: Crop, engine: Engine) -> list[Line]:
    rows = rows_of(cut_into_segments(crop.read(engine, psm=6)))
    return [signing_line([w for s in row for w in s.words]) for row in rows]


def _has_ink_below(lines: Sequence[Line], cleaned: Cleaned, place: Box) -> bool:
    """Whether something stands where the name should be: below the last line read."""
    below = max((line.box.bottom for line in lines if line.box), default=place.top + 12)
    rest = cut(cleaned, Box(place.x0, below + 4, place.x1, place.bottom)).grey
    return rest.size > 0 and float((rest < 128).mean()) > 0.002


def _unread_name(lines: Sequence[Line], place: Box) -> Line:
    below = max((line.box.bottom for line in lines if line.box), default=place.top + 12)
    box = Box(place.x0, below + 4, place.x1, place.bottom)
    return signing_line([Word(UNREAD, UNREAD, box, 0.0)])


def _replaced(lines: Sequence[Line], block: Sequence[Line]) -> tuple[Line, ...]:
    """The block in the old one's place: before the page number where there was none."""
    at = next((i for i, line in enumerate(lines) if line.region is Region.SIGNATURE), None)
    if at is None:
        numbers = [i for i, line in enumerate(lines) if line.region is Region.PAGE_NUMBER]
        at = numbers[0] if numbers else len(lines)
    before = [line for line in lines[:at] if line.region is not Region.SIGNATURE]
    after = [line for line in lines[at:] if line.region is not Region.SIGNATURE]
    return (*before, *block, *after)
