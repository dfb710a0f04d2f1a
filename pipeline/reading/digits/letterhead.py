"""A second look at the number and the date: typed digits are confirmed, others marked.

Numbers and days are often written by hand or stamped into a typed line (`Số:    /KH-SYT`,
`ngày    tháng 3`). The recogniser reads them as anything, and now and then as wrong
digits with confidence. So here the fields are found, and `pipeline.reading.digits.fields` reads
each again. Where nothing can be read `UNREAD` stands in its place; where there is no
ink, nothing does: it was left blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.document import UNREAD, Box, Line, Region, Word
from pipeline.reading.digits.edges import Edge, height_by_width, left_edge, letters_of, right_edge
from pipeline.reading.digits.fields import FIELDS, Field, Look, decided
from pipeline.reading.engine.tesseract import Engine
from pipeline.reading.layout.anchors import is_date_line, is_number_line
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import cut
from pipeline.vietnamese import strip_marks


def look_at_letterhead(lines: Sequence[Line], cleaned: Cleaned, engine: Engine) -> tuple[Line, ...]:
    """The page's lines with number and date as sure as they can be. Raises EngineError."""
    height = _digit_height(lines)
    if height is None:
        return tuple(lines)
    look = Look(cleaned, engine, height)
    return tuple(_looked_at(line, look) for line in _with_number(lines, look))


_HAS_CODE = re.compile(r"\d\s*/|/\s*[A-ZĐ]|[\d□]\s*-\s*[A-ZĐ]{2}")
_CODE_ALONE = re.compile(r"^\W{0,2}/\s?[A-ZĐ]{1,4}\w*\s?-")


def _with_number(lines: Sequence[Line], look: Look) -> list[Line]:
    """The lines, with the one beside the date read again where no number came of it."""
    left = [ln for ln in lines if ln.region is Region.LETTERHEAD_LEFT and ln.box]
    dates = [
        ln.box for ln in lines if ln.region is Region.LETTERHEAD_RIGHT and is_date_line(ln.text)
    ]
    beside = [ln for ln in left if ln.box and dates and dates[0] and _level(ln.box, dates[0])]
    if not beside or any(is_number_line(ln.text) and _HAS_CODE.search(ln.text) for ln in left):
        return list(lines)
    line = beside[0]
    if line.box is None:
        return list(lines)
    place = Box(line.box.x0 - 40, line.box.top - 5, line.box.x1 + 25, line.box.bottom + 5)
    words = tuple(cut(look.cleaned, place).read(look.engine, psm=7))
    again = replace(line, words=words)
    if not (is_number_line(again.text) and _HAS_CODE.search(again.text)):
        again = _marked(line)
    return [again if own is line else own for own in lines]


def _marked(line: Line) -> Line:
    """`/QĐ-XPHC` with the mark for what stands before it; other lines as they are."""
    first = line.words[0].box
    if first is None or not _CODE_ALONE.match(line.text):
        return line
    before = replace(first, x0=first.x0 - 40, x1=first.x0)
    words = (Word(UNREAD, UNREAD, before, 0.0), *line.words)
    return replace(line, words=words, box=Box.around(w.box for w in words))


def _level(a: Box, b: Box) -> bool:
    """The number stands on the date's line, or a line above or below."""
    return abs((a.top + a.bottom) / 2 - (b.top + b.bottom) / 2) < 1.5 * b.height


def _looked_at(line: Line, look: Look) -> Line:
    if line.region is Region.LETTERHEAD_LEFT and is_number_line(line.text):
        return _with_fields(line, _NUMBER, look)
    if line.region is Region.LETTERHEAD_RIGHT and is_date_line(line.text):
        dated = _with_fields(line, _DATE, look)
        return dated if _HAS_YEAR.search(line.text) else _with_fields(dated, _YEAR, look)
    return line


_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\W*$")


def _digit_height(lines: Sequence[Line]) -> float | None:
    """Points: the year's digits and how wide the words of the date are, else the
    letterhead's words without marks. One box alone may hold a speck."""
    head = [ln for ln in lines if ln.region in (Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT)]
    words = [w for line in head for w in line.words if w.confidence > 0.8 and w.box]
    dates = [w for line in head if is_date_line(line.text) for w in line.words]
    told = [height for w in dates if (height := height_by_width(w)) is not None]
    told += [w.box.height for w in words if w.box and re.fullmatch(r"(19|20)\d\d", w.text)]
    plain = [w.box.height for w in words if w.box and strip_marks(w.text) == w.text]
    heights = told or plain
    return median(heights) if heights else None


_NUMBER = re.compile(
    r"^\W*s(?:\w{0,2}(?=\s*[:.;])|[^\W\d]{0,2})\s*[:.;]?(?:\s*s?o\s*:)?(?P<number>.*?)"
    r"(?P<end>/\s*(?:(?:19|20)\d\d\s*/?)?\s*(?:[a-z]{2}|[a-z]\w*\s?-)|[–-]\s*[a-z]{2,}\s*/)"
)
"""Up to the slash, or the hyphen of the Party's numbers: `Số 45-KH/HU`."""
_YEAR = re.compile(r"n\w?m\b(?P<year>\s*\S{1,8})$")
_DATE = re.compile(r"ng\w?y(?P<day>.*?)th\w{1,2}n\w?(?P<month>.*?)(?P<end>n\w?m\b)")


def _with_fields(line: Line, pattern: re.Pattern[str], look: Look) -> Line:
    """The line with the pattern's digit fields confirmed, marked or left empty."""
    plain = strip_marks(line.text).lower()
    match = pattern.search(plain)
    if match is None or len(plain) != len(line.text):
        return line
    words = list(line.words)
    for name in reversed([n for n in match.groupdict() if n != "end"]):  # offsets stay true
        words = _with_field(words, match.span(name), look, FIELDS[name])
    return replace(line, words=tuple(words), box=Box.around(w.box for w in words))


def _with_field(words: list[Word], span: tuple[int, int], look: Look, field: Field) -> list[Word]:
    before, inside, after = _parted(words, span)
    box, known = _field_box(before, inside, after, words, look)
    if box is None:
        return words
    whole = known
    found = decided(inside, box, replace(look, whole=whole), field)
    if found and found.text == "".join(w.text for w in inside):
        return [_surer(w, found) if _touches(w, found) else w for w in words]
    return [*before, *([found] if found else []), *after]


_EDGE = 4.0
"""Points behind the last thing read on a line up to which a field at its end may reach."""
_ABOVE, _BELOW = 5.0, 4.0
"""Points by which a field reaches beyond the print beside it."""


def _field_box(
    before: Sequence[Word],
    inside: Sequence[Word],
    after: Sequence[Word],
    words: Sequence[Word],
    look: Look,
) -> tuple[Box | None, bool]:
    """Where the field's ink stands between its neighbours, and whether its edges are told by
    ink; None where they are unknown."""
    rows = [w.box for w in (*before[-1:], *after[:1]) if w.box]
    behind = Edge(max((w.box.x1 + _EDGE for w in inside if w.box), default=0.0), known=False)
    left = _left(before, words, look)
    right = _right(after, words, look) if after else behind
    if left is None or right is None or not rows or right.at <= left.at:
        return None, False
    top, bottom = min(b.top for b in rows) - _ABOVE, max(b.bottom for b in rows) + _BELOW
    return Box(left.at, top, right.at, bottom), left.known and right.known


def _left(before: Sequence[Word], words: Sequence[Word], look: Look) -> Edge | None:
    """Where the label ends, without what else its box holds."""
    if not before or before[-1].box is None:
        return None
    label = before[-2:] if not letters_of(before[-1]) else before[-1:]  # `Số` and its colon
    box, whole = Box.around(w.box for w in label), _is_whole(label[-1], words)
    return left_edge(box, letters_of(label[0]), whole, look) if box else None


def _right(after: Sequence[Word], words: Sequence[Word], look: Look) -> Edge | None:
    word = after[0]
    return right_edge(word.box, word.text, _is_whole(word, words), look) if word.box else None


def _is_whole(part: Word, words: Sequence[Word]) -> bool:
    """Whether it was read as a word: else the edges of its box are guessed."""
    return any(part is word for word in words)


def _touches(word: Word, found: Word) -> bool:
    if word.box is None or found.box is None:
        return False
    return min(word.box.x1, found.box.x1) > max(word.box.x0, found.box.x0)


def _surer(word: Word, found: Word) -> Word:
    return replace(word, confidence=max(word.confidence, found.confidence))


def _parted(
    words: Sequence[Word], span: tuple[int, int]
) -> tuple[list[Word], list[Word], list[Word]]:
    """The words before, in and behind a span of the line's characters, cut where it cuts."""
    parts: tuple[list[Word], list[Word], list[Word]] = ([], [], [])
    at = 0
    for word in words:
        length = len(word.text)
        edges = sorted({0, length, *(min(max(e - at, 0), length) for e in span)})
        for start, end in pairwise(edges):
            middle = at + (start + end) / 2
            parts[0 if middle < span[0] else 1 if middle < span[1] else 2].append(
                _part(word, start, end)
            )
        at += length + 1
    return parts


def _part(word: Word, start: int, end: int) -> Word:
    """Characters start..end of a word with their share of its box."""
    if (start, end) == (0, len(word.text)) or word.box is None:
        return word
    step = word.box.width / len(word.text)
    box = replace(word.box, x0=word.box.x0 + start * step, x1=word.box.x0 + end * step)
    return replace(word, raw=word.text[start:end], text=word.text[start:end], box=box)
