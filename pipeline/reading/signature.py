"""A second look at the signature: the block is read again in its own crop.

Stamps and pen strokes lie over it, so on whole pages the recogniser loses half of it.
The crop is read as it is, and where a seal without colour lies on it, once more for
each of some shades that may part its ink from print. The reading with most sound
words wins; what is left of the pen's strokes is dropped; a name of which a part
could not be read carries `UNREAD` in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.document import UNREAD, Box, Line, Region, Word
from pipeline.reading.anchors import is_signing
from pipeline.reading.cleaning import Cleaned
from pipeline.reading.crops import Crop, cut
from pipeline.reading.seal import find_seal, lightened
from pipeline.reading.segments import cut_into_segments, rows_of
from pipeline.reading.tesseract import Engine
from pipeline.vietnamese import is_syllable

SURE = 0.75
"""Confidence from which a word in the block is taken as read."""
_TALLEST = 220.0
"""Points from the capacity to the name."""
_HIGHEST = 60.0
"""Points that the capacity may stand above the rest of the block."""
_SHADES = (90, 115)
_COARSE = 180
"""Dots an inch below which the crop is also read enlarged."""
_AGREED = 0.6
"""Confidence of a word that two readings have in the same place."""


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
    best = list(_tidy(block))
    if not _is_whole(best):
        readings = [block, *_readings(cut(cleaned, place), cleaned, engine)]
        best = max((list(_tidy(_voted(read, readings))) for read in readings), key=_worth)
    signs = any(is_signing(line.text) for line in best)
    if not signs and not block:
        return tuple(lines)  # nothing says that somebody signs here
    if signs and not _named(best) and _has_ink_below(best, cleaned, place):
        best.append(_unread_name(best, place))
    return _replaced(lines, best)


def _place(lines: Sequence[Line], block: Sequence[Line], width: float) -> Box | None:
    """Where the block stands: around its lines, or right of Nơi nhận."""
    known = Box.around(line.box for line in block)
    beside = Box.around(line.box for line in lines if line.region is Region.RECIPIENTS)
    if known is None and beside is None:
        return None
    left = beside.x1 + 2 if beside else max(0.0, (known.x0 if known else 0.0) - 60)
    top = min(b.top for b in (known, beside) if b)
    top = _up_to_the_text(lines, left, top)
    return Box(min(left, width * 0.6), top, width * 0.98, top + _TALLEST)


def _up_to_the_text(lines: Sequence[Line], left: float, top: float) -> float:
    """As far up as no other line reaches into the block: the capacity may stand high."""
    ends = [
        line.box.bottom
        for line in lines
        if line.box and line.region is not Region.SIGNATURE and line.box.x1 > left + 20
    ]
    above = [end for end in ends if end < top + 6]
    return max([top - _HIGHEST, *(end + 1 for end in above)])


def _readings(crop: Crop, cleaned: Cleaned, engine: Engine) -> Iterator[list[Line]]:
    if min(crop.grey.shape) < 20:
        return
    yield _read(crop, engine)
    if crop.dpi < _COARSE:
        yield _read(_enlarged(crop), engine)
    seal = None if cleaned.coloured or cleaned.bilevel else find_seal(crop.grey, crop.dpi)
    if seal:
        for shade in _SHADES:
            yield _read(replace(crop, grey=lightened(crop.grey, seal, shade)), engine)


def _enlarged(crop: Crop) -> Crop:
    import cv2

    dpi = round(crop.dpi * 1.4)
    size = (round(crop.grey.shape[1] * 1.4), round(crop.grey.shape[0] * 1.4))
    larger = cv2.resize(crop.grey, size, interpolation=cv2.INTER_CUBIC)
    return replace(crop, grey=np.asarray(larger, dtype=np.uint8), dpi=dpi)


def _read(crop: Crop, engine: Engine) -> list[Line]:
    rows = rows_of(cut_into_segments(crop.read(engine, psm=6)))
    return [_line([w for s in row for w in s.words]) for row in rows]


def _line(words: Sequence[Word]) -> Line:
    box = Box.around(w.box for w in words)
    return Line(tuple(words), Region.SIGNATURE, box, paragraph=True)


def _voted(lines: Sequence[Line], readings: Sequence[Sequence[Line]]) -> list[Line]:
    """Unsure words that another reading has too, in the same place, become surer."""
    others = [
        _without_edges(w) for read in readings if read is not lines for ln in read for w in ln.words
    ]
    return [replace(line, words=tuple(_agreed(w, others) for w in line.words)) for line in lines]


def _agreed(word: Word, others: Sequence[Word]) -> Word:
    bare = _without_edges(word)
    same = any(bare.text == o.text and _same_place(bare.box, o.box) for o in others)
    if not same or word.confidence >= _AGREED or len(bare.text) < 2:
        return word
    return replace(bare, confidence=_AGREED)


def _same_place(a: Box | None, b: Box | None) -> bool:
    if a is None or b is None:
        return False
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.5 * min(a.width, b.width) and down > 0.4 * min(a.height, b.height)


_EDGES = re.compile(r"^(?:[^\w(/]|_)+|(?:[^\w.,)/]|_)+$")


def _tidy(lines: Sequence[Line]) -> Iterator[Line]:
    """Strokes and specks out: sound words stay, and unsure ones between two of them."""
    for line in lines:
        words = [_without_edges(word) for word in line.words]
        sound = [_is_sound(word) for word in words]
        if not any(sound):
            continue
        # A stroke beside the line goes; a word that could not be read stays as unread.
        told = [ok or _has_letters(word) for ok, word in zip(sound, words, strict=True)]
        first, last = told.index(True), len(told) - 1 - told[::-1].index(True)
        kept = [_or_unread(w) for w in words[first : last + 1] if w.text]
        if is_signing(line.text):
            kept = _capitals_only(kept)
        mostly = len(kept) > 2 and sum(w.text != UNREAD for w in kept) > len(kept) / 2
        if is_signing(line.text) or _looks_named(kept) or mostly:
            yield _line(kept)


def _capitals_only(words: list[Word]) -> list[Word]:
    """A signing line is set in capitals: small letters at its ends are strokes."""
    small = [any(c.islower() for c in w.text) for w in words]
    while words and small[-1]:
        words, small = words[:-1], small[:-1]
    while words and small[0]:
        words, small = words[1:], small[1:]
    return words


def _has_letters(word: Word) -> bool:
    return sum(c.isalpha() for c in word.text) >= 2 and (word.box is None or word.box.height < 30)


def _without_edges(word: Word) -> Word:
    text = _EDGES.sub("", word.text)
    return replace(word, text=text, raw=text)


def _is_sound(word: Word) -> bool:
    letters = re.sub(r"[^\w]", "", word.text)
    spelled = (letters.isupper() and len(letters) <= 4) or is_syllable(letters)
    return word.confidence >= 0.55 and bool(letters) and not letters.isdigit() and spelled


def _or_unread(word: Word) -> Word:
    return word if _is_sound(word) else replace(word, text=UNREAD)


def _looks_named(words: Sequence[Word]) -> bool:
    """Two to six syllables, each with a capital: a person's name."""
    texts = [w.text for w in words if w.text != UNREAD]
    titled = [t for t in texts if t[:1].isupper() and (t[1:].islower() or len(t) == 1)]
    return (
        2 <= len(words) <= 7
        and len(titled) == len(texts) >= 1
        and not all(len(t) == 1 for t in texts)
    )


def _named(lines: Sequence[Line]) -> bool:
    return any(_looks_named(line.words) for line in lines)


def _is_whole(lines: Sequence[Line]) -> bool:
    """A signing line and a name, all words sure."""
    words = [w for line in lines for w in line.words]
    signs = any(is_signing(line.text) for line in lines)
    return signs and _named(lines) and all(w.confidence >= SURE for w in words)


def _worth(lines: Sequence[Line]) -> float:
    """Letters read with confidence; a name counts double, each unread word against it."""
    worth = 0.0
    for line in lines:
        weight = 2.0 if _looks_named(line.words) else 1.0
        for word in line.words:
            worth += -2.0 if word.text == UNREAD else weight * len(word.text) * word.confidence
    return worth


def _has_ink_below(lines: Sequence[Line], cleaned: Cleaned, place: Box) -> bool:
    """Whether something stands where the name should be: below the last line read."""
    below = max((line.box.bottom for line in lines if line.box), default=place.top + 12)
    rest = cut(cleaned, Box(place.x0, below + 4, place.x1, place.bottom)).grey
    return rest.size > 0 and float((rest < 128).mean()) > 0.002


def _unread_name(lines: Sequence[Line], place: Box) -> Line:
    below = max((line.box.bottom for line in lines if line.box), default=place.top + 12)
    box = Box(place.x0, below + 4, place.x1, place.bottom)
    return _line([Word(UNREAD, UNREAD, box, 0.0)])


def _replaced(lines: Sequence[Line], block: Sequence[Line]) -> tuple[Line, ...]:
    """The block in the old one's place: before the page number where there was none."""
    at = next((i for i, line in enumerate(lines) if line.region is Region.SIGNATURE), None)
    if at is None:
        numbers = [i for i, line in enumerate(lines) if line.region is Region.PAGE_NUMBER]
        at = numbers[0] if numbers else len(lines)
    before = [line for line in lines[:at] if line.region is not Region.SIGNATURE]
    after = [line for line in lines[at:] if line.region is not Region.SIGNATURE]
    return (*before, *block, *after)
