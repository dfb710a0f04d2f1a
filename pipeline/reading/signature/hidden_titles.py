"""A signer's title that a seal hid, told by what of its print shows.

Seals lie over the title's left third and often over all of it, so that on pages without
colour the recogniser loses it. Titles are few and stand centred below the capacity, in its
letters (or above the name), or end in a word that was read beside the seal: all of a list are
laid over the ink there, and where one fits by far best and no print is left beside it it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np

from pipeline.document import UNREAD, Box, Line, Word
from pipeline.reading.layout.anchors import is_signing
from pipeline.reading.signature.hidden_print import Around, Laid, laid_around
from pipeline.reading.signature.letterforms import letterforms
from pipeline.reading.signature.resemblance import Setting
from pipeline.reading.signature.signing_words import named, signing_line
from pipeline.vietnamese import strip_marks

Look = Callable[[Box, Sequence[Word]], Setting | None]
"""The ink of a place, once the letters of the words in it are found to be ours."""

_FOR_HEAD = "KT"
_CAPACITIES = ("TM", "TL", "TUQ", "Q.")
_SHOWN = 0.75
"""Share of its print that must be dark: right titles on real scans have 0.84 and more, wrong
ones at most 0.66."""
_APART = 0.1
"""Square ems of certain print by which it must fit better than any other title."""
_APART_BY_END, _APART_BY_NAME = 0.05, 0.15
"""The same where its last words were read, and where only the name's place and size are known."""
_OF_NAME = (1.0, 0.96, 0.92)
"""A title's size beside the name's below: 13 points over 14 are usual."""
_OFF_NAME = 1.5
"""Ems by which the two may lie off one axis."""
_TOLD = 0.8
"""Confidence of a title told so."""
_BESIDE = 14
"""Heights of a line from the axis to the edges of the place that is looked at."""
_NEXT_LINES = ((0.9, 1.8), (1.8, 3.2))
"""Ems from the base line of the capacity to that of the next line, and with a gap between."""
_OFF_AXIS = 0.2
"""Ems by which it may lie off the axis; on real scans 0.03."""
_END_READ = 0.6
"""Confidence from which a title's last word, beside the seal, was read."""
_OFF_END = 0.1
"""Ems by which a title may lie off the place of its last words."""
_BESIDE_TITLE = (0.35, 1.5)
"""Ems from a title's ends, wider than a space, up to which another word would show."""
_CAPITALS = 0.62
"""Ems that capitals reach above their base line."""
_CLEAR = 0.15
"""Share of dark pixels up to which a seal leaves a place clear enough to see print there."""
_NEAR_SEAL = 1.0
"""Ems across that such a place must be clear: a seal is not quite round."""
_LEAST_SEEN = 0.12
"""Square ems of such places from which they tell whether print stands there."""
_PRINT = 0.12
"""Share of them that is dark from which it does."""


def with_hidden_title(lines: Sequence[Line], seal: Box | None, look: Look) -> list[Line]:
    """The block's lines with the title that the seal hid, where its ink tells it."""
    anchor = _anchor(lines)
    if anchor is None or _has_title(lines):
        return list(lines)
    title = _told(anchor, seal, look)
    if title is None or (_stands_in(anchor) and not _is_deputy(title.text)):
        return list(lines)
    kept = [line for line in lines if line is anchor or not _in_one_row(line, title)]
    made = sorted([*kept, title], key=lambda line: line.box.top if line.box else 0.0)
    return with_hidden_title(made, seal, look) if _stands_in(title) else made


def with_ended_title(
    lines: Sequence[Line], rows: Iterable[Line], seal: Box, look: Look
) -> list[Line]:
    """The block's lines with the title whose last words were read in one of `rows`, all that
    was seen in the block, beside the seal that hides its first."""
    if _has_title(lines):
        return list(lines)
    titles = _titles_below(lines)
    for end in sorted(_ends(rows, titles, seal), key=len, reverse=True):
        title = _ending(end, titles, look)
        if title:
            kept = [ln for ln in lines if _is_capacity(ln) or not _in_one_row(ln, title)]
            return sorted([*kept, title], key=lambda line: line.box.top if line.box else 0.0)
    return list(lines)


def spelled(line: Line) -> Line:
    """A title that was read with other marks (`GIÁM ĐÓC`) as titles are written."""
    ways = _spellings().get(_bare(line.text), ())
    if len(ways) != 1 or len(ways[0].split()) != len(line.words):
        return line
    told = zip(line.words, ways[0].split(), strict=True)
    return signing_line([replace(word, raw=text, text=text) for word, text in told])


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """The titles with the letters of each."""
    made: dict[str, tuple[str, ...]] = {}
    for title in _titles():
        made[_bare(title)] = (*made.get(_bare(title), ()), title)
    return made


def _titles_below(lines: Iterable[Line]) -> list[str]:
    """The titles that may stand with these lines: below `KT.` a deputy's."""
    for_head = any(map(_stands_in, lines))
    return [title for title in _titles() if not for_head or _is_deputy(title)]


def _ends(rows: Iterable[Line], titles: Sequence[str], seal: Box) -> Iterator[tuple[Word, ...]]:
    """The last words of rows at the seal's upper half that some title ends in, as titles
    spell them."""
    known = [title.split() for title in titles]
    for row in rows:
        words = [word for word in row.words if any(map(str.isalpha, word.text))]
        if row.box is None or not words or not _at_upper_half(words[-1], seal):
            continue
        for count in range(len(words), 0, -1):
            last = words[-count:]
            sure = all(word.confidence >= _END_READ for word in last)
            spelled = next((t[-count:] for t in known if _ends_in(t, last)), None) if sure else None
            if spelled:
                yield tuple(replace(w, text=t) for w, t in zip(last, spelled, strict=True))
                break


def _at_upper_half(word: Word, seal: Box) -> bool:
    if word.box is None:
        return False
    return seal.top - 2 * word.box.height < word.box.bottom < (seal.top + seal.bottom) / 2


def _ends_in(title: Sequence[str], words: Sequence[Word]) -> bool:
    told = [_bare(word.text.strip(".,:;")) for word in words]
    return len(title) >= len(told) and [_bare(t) for t in title[-len(told) :]] == told


def _ending(end: Sequence[Word], titles: Sequence[str], look: Look) -> Line | None:
    """The title of which these words are the last."""
    box = Box.around(word.box for word in end)
    if box is None:
        return None
    setting = look(_place(box, box.top - box.height, box.bottom + box.height), end)
    at = setting.place_of(end[0]) if setting else None
    if setting is None or at is None:
        return None
    left, base = (edge / setting.finer for edge in at)
    setting = setting.rough()
    size, width = setting.em * setting.stretch, letterforms().width
    right = left + width(" ".join(word.text for word in end)) * size
    off = _OFF_END * setting.em
    rows = (base - off, base + off)
    ending = (title for title in titles if _ends_in(title.split(), end))
    placed = ((t, Around(right - width(t) * size / 2, off, rows)) for t in ending)
    laid = [(each, setting) for t, place in placed for each in laid_around(setting, [t], place)]
    return _clearly_best(laid, _APART_BY_END)


def _anchor(lines: Sequence[Line]) -> Line | None:
    """The last line of the capacity, else the name; only what was read whole."""
    whole = [ln for ln in lines if ln.box and all(w.text != UNREAD for w in ln.words)]
    signing = [line for line in whole if is_signing(line.text)]
    names = [line for line in whole if named([line])]
    return next(iter([*signing[-1:], *names]), None)


def _has_title(lines: Sequence[Line]) -> bool:
    """Whether a title is among them; below `KT.` only a deputy's."""
    for_head = any(map(_stands_in, lines))
    texts = (line.text for line in lines)
    return any(_bare(t) in _bare_titles() and (not for_head or _is_deputy(t)) for t in texts)


def _is_capacity(line: Line) -> bool:
    return line.text.startswith((_FOR_HEAD, *_CAPACITIES))


def _stands_in(line: Line) -> bool:
    return line.text.startswith(_FOR_HEAD)


def _is_deputy(title: str) -> bool:
    return title.startswith(("PHÓ", "THỨ", "ỦY VIÊN"))


def _told(anchor: Line, seal: Box | None, look: Look) -> Line | None:
    """The title below the capacity or above the name, in whose letters it is set."""
    if anchor.box is None:
        return None
    if is_signing(anchor.text):
        return _below(anchor, anchor.box, look)
    return _above(anchor.box, anchor.words, seal, look) if seal else None


def _below(capacity: Line, box: Box, look: Look) -> Line | None:
    """The title on the lines after the capacity."""
    place = _place(box, box.top - 2 * box.height, box.bottom + 5 * box.height)
    setting = look(place, capacity.words)
    if setting is None:
        return None
    setting = setting.rough()
    axis, em = _axis(box, setting), setting.em
    titles = _titles_below([capacity])
    for near, far in _NEXT_LINES:
        rows = (setting.base + near * em, setting.base + far * em)
        told = _best(setting, titles, Around(axis, _OFF_AXIS * em, rows))
        if told:
            return told
    return None


def _above(box: Box, words: Sequence[Word], seal: Box, look: Look) -> Line | None:
    """The title across the seal's upper half, or right above it: what stands higher was not
    hidden."""
    top = min(seal.top, box.top) - 3 * box.height
    setting = look(_place(box, top, box.bottom + box.height), words)
    if setting is None:
        return None
    setting = setting.rough()
    scale = setting.crop.dpi / 72
    ends = (seal.top - box.height, (seal.top + seal.bottom) / 2)
    rows = ((ends[0] - setting.crop.top) * scale, (ends[1] - setting.crop.top) * scale)
    place = Around(_axis(box, setting), _OFF_NAME * setting.em, rows)
    sized = [replace(setting, em=setting.em * size) for size in _OF_NAME]
    laid = [(each, own) for own in sized for each in laid_around(own, _titles(), place)]
    return _clearly_best(laid, _APART_BY_NAME)


def _place(box: Box, top: float, bottom: float) -> Box:
    """Around a line's axis, from `top` to `bottom`."""
    axis, reach = (box.x0 + box.x1) / 2, _BESIDE * box.height
    return Box(max(0.0, axis - reach), max(0.0, top), axis + reach, bottom)


def _axis(box: Box, setting: Setting) -> float:
    """The line's middle in pixels of the ink."""
    return ((box.x0 + box.x1) / 2 - setting.crop.x0) * setting.crop.dpi / 72


def _best(setting: Setting, titles: Iterable[str], place: Around) -> Line | None:
    """The title that fits by far best in the place."""
    return _clearly_best([(laid, setting) for laid in laid_around(setting, titles, place)], _APART)


def _clearly_best(laid: Iterable[tuple[Laid, Setting]], apart: float) -> Line | None:
    """The title that fits best and by `apart` better than others in its line, where no other
    print stands beside it."""
    ranked = sorted(laid, key=lambda each: -each[0].weight)
    if not ranked:
        return None
    best, setting = ranked[0]
    others = (e for e, _ in ranked if e.text != best.text and abs(e.base - best.base) < setting.em)
    second = next(others, None)
    clear = best.weight - (second.weight if second else 0.0) >= apart
    sure = clear and best.dark >= _SHOWN and not _goes_on(setting, best)
    return _line(best, setting) if sure else None


def _goes_on(setting: Setting, laid: Laid) -> bool:
    """Whether print that the seal leaves clear shows that the title is a longer one, which
    the list does not have."""
    em, width = setting.em, letterforms().width(laid.text) * setting.em * setting.stretch
    near, far = (edge * em for edge in _BESIDE_TITLE)
    rows = slice(max(0, round(laid.base - _CAPITALS * em)), round(laid.base))
    right = laid.left + width
    sides = ((laid.left - far, laid.left - near), (right + near, right + far))
    return any(_is_printed(setting, rows, slice(*(max(0, round(x)) for x in s))) for s in sides)


def _is_printed(setting: Setting, rows: slice, columns: slice) -> bool:
    import cv2

    ink = setting.ink[rows, columns]
    if setting.haze is not None and ink.size:
        near = np.ones((round(setting.em * _NEAR_SEAL),) * 2, np.uint8)
        ink = ink[cv2.dilate(setting.haze, near)[rows, columns] < _CLEAR]
    return bool(ink.size >= _LEAST_SEEN * setting.em**2 and (ink > 0.5).mean() > _PRINT)


def _line(laid: Laid, setting: Setting) -> Line:
    """The title's words where they stand on the page."""
    known, points, at = letterforms(), 72 / setting.crop.dpi, laid.left
    words: list[Word] = []
    for text in laid.text.split():
        left, right, top, bottom = (edge * setting.em for edge in known.extent(text))
        box = Box(
            setting.crop.x0 + (at + left * setting.stretch) * points,
            setting.crop.top + (laid.base + top) * points,
            setting.crop.x0 + (at + right * setting.stretch) * points,
            setting.crop.top + (laid.base + bottom) * points,
        )
        words.append(Word(text, text, box, _TOLD))
        at += known.width(text + " ") * setting.em * setting.stretch
    return signing_line(words)


def _in_one_row(line: Line, other: Line) -> bool:
    if line.box is None or other.box is None:
        return False
    return line.box.top < (other.box.top + other.box.bottom) / 2 < line.box.bottom


@cache
def _titles() -> tuple[str, ...]:
    """data/signing_titles.json: all that may stand there."""
    text = (files("pipeline.reading") / "data" / "signing_titles.json").read_text(encoding="utf-8")
    told = json.loads(text)
    heads: list[str] = told["heads"]
    return (*heads, *(f"{way} {h}" for way in ("PHÓ", "KT.") for h in heads), *told["others"])


@cache
def _bare_titles() -> frozenset[str]:
    return frozenset(_bare(title) for title in _titles() if not title.startswith(_FOR_HEAD))


def _bare(text: str) -> str:
    return strip_marks(text).upper()
