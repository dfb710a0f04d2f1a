"""A signer's title that a seal hid, told by what of its print shows.

Seals lie over the title's left third and often over all of it, so that on pages without
colour the recogniser loses it. Titles are few and stand centred below the capacity, in its
letters (or above the name): all of a list are laid over the ink there, and where one fits by
far best it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

from pipeline.document import UNREAD, Box, Line, Word
from pipeline.reading.anchors import is_signing
from pipeline.reading.hidden_print import Around, Laid, laid_around
from pipeline.reading.letterforms import letterforms
from pipeline.reading.resemblance import Setting
from pipeline.reading.signing_words import named, signing_line
from pipeline.vietnamese import strip_marks

Look = Callable[[Box, Sequence[Word]], Setting | None]
"""The ink of a place, once the letters of the words in it are found to be ours."""

_FOR_HEAD = "KT"
_SHOWN = 0.75
"""Share of its print that must be dark: right titles on real scans have 0.84 and more, wrong
ones at most 0.66."""
_APART = 0.1
"""Square ems of certain print by which it must fit better than any other title."""
_TOLD = 0.8
"""Confidence of a title told so."""
_BESIDE = 14
"""Heights of a line from the axis to the edges of the place that is looked at."""
_NEXT_LINES = ((0.9, 1.8), (1.8, 3.2))
"""Ems from the base line of the capacity to that of the next line, and with a gap between."""
_OFF_AXIS = 0.2
"""Ems by which it may lie off the axis; on real scans 0.03."""


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
    titles = [t for t in _titles() if not (_stands_in(capacity) and t.startswith(_FOR_HEAD))]
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
    return _best(setting, _titles(), Around(_axis(box, setting), _OFF_AXIS * setting.em, rows))


def _place(box: Box, top: float, bottom: float) -> Box:
    """Around a line's axis, from `top` to `bottom`."""
    axis, reach = (box.x0 + box.x1) / 2, _BESIDE * box.height
    return Box(max(0.0, axis - reach), max(0.0, top), axis + reach, bottom)


def _axis(box: Box, setting: Setting) -> float:
    """The line's middle in pixels of the ink."""
    return ((box.x0 + box.x1) / 2 - setting.crop.x0) * setting.crop.dpi / 72


def _best(setting: Setting, titles: Iterable[str], place: Around) -> Line | None:
    """The title that fits by far best in the place."""
    laid = laid_around(setting, titles, place)
    best = laid[0] if laid else None
    second = next((each for each in laid if best and each.text != best.text), None)
    if best is None or second is None:
        return None
    sure = best.dark >= _SHOWN and best.weight - second.weight >= _APART
    return _line(best, setting) if sure else None


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
    text = (files(__package__) / "data" / "signing_titles.json").read_text(encoding="utf-8")
    told = json.loads(text)
    heads: list[str] = told["heads"]
    return (*heads, *(f"{way} {h}" for way in ("PHÓ", "KT.") for h in heads), *told["others"])


@cache
def _bare_titles() -> frozenset[str]:
    return frozenset(_bare(title) for title in _titles() if not title.startswith(_FOR_HEAD))


def _bare(text: str) -> str:
    return strip_marks(text).upper()
