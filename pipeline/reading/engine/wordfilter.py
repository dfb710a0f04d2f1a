"""Which recognised words are words, and which are specks, seals and pen strokes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.reading.engine.tesseract import Seen
from pipeline.vietnamese import is_syllable

_KEPT_SHORT = re.compile(r"^([-–—+*•/.,;:()“”\"'/]|\d|[A-ZĐa-zđ][.)]?|\./\.|\(b/c\)|[IVX]+\.?)$")
_HAS_MEANING = re.compile(r"[^\W_]")
_END = "./."
"""What closes a text; no specks look like it."""
_FLECKS = re.compile(r"[_.`'’]{2,3}(?<!\.\.)|[_`'’]")
"""What no text has as a word of its own, however sure the recogniser is."""
_NUMERAL = re.compile(r"[IVXLHl1]{1,4}[.,]?")
"""A heading's Roman numeral as recognisers read it, often with next to no confidence."""


def without_signs(text: str) -> str:
    """A word without the signs around it."""
    return _EDGES.sub("", text)


_EDGES = re.compile(r"^\W+|\W+$")


def keep(words: Sequence[Seen]) -> list[Seen]:
    """The words without the specks: by confidence, shape, and the company they keep."""
    if not words:
        return []
    solid = [w.height for w in words if _HAS_MEANING.search(w.text)]
    em = median(solid or [w.height for w in words])
    mates = _line_sizes(words)
    words = [_dash(word) if _opens_item(words, i, em) else word for i, word in enumerate(words)]
    kept = [
        word
        for i, word in enumerate(words)
        if mates[word.row]
        and (not _is_speck(word, em, mates[word.row]) or _numbers_heading(words, i, em))
    ]
    kept = [w for i, w in enumerate(kept) if not (_trails(kept, i, em) or _is_stray_stop(kept, i))]
    return [w for w in kept if not _is_read_twice(w, kept)]


def _numbers_heading(words: Sequence[Seen], index: int, em: float) -> bool:
    """A numeral of the letters' size that opens a line, its heading right behind it."""
    word = words[index]
    if not _NUMERAL.fullmatch(word.text) or index + 1 == len(words):
        return False
    first = index == 0 or words[index - 1].row != word.row
    after = words[index + 1]
    fits = 0.6 * em <= word.height <= 1.25 * em and after.x0 - word.x1 < em
    return first and after.row == word.row and fits and after.text[:1].isupper()


_STROKES = re.compile(r"[-~—–_=.]{1,3}")
_DASH_SURE = 0.6


def _opens_item(words: Sequence[Seen], index: int, em: float) -> bool:
    """A flat stroke that opens a line, a word right behind it: a list's dash, read as
    `~` or `-~`."""
    word = words[index]
    if not _STROKES.fullmatch(word.text) or index + 1 == len(words):
        return False
    first = index == 0 or words[index - 1].row != word.row
    after = words[index + 1]
    flat = word.height < 0.3 * em and 1.7 * word.height < word.width < 0.8 * em
    middle = after.top < (word.top + word.bottom) / 2 < after.bottom
    near = after.x0 - word.x1 < em
    return first and after.row == word.row and flat and middle and near


def _dash(word: Seen) -> Seen:
    return replace(word, text="-", confidence=max(word.confidence, _DASH_SURE))


def _trails(words: Sequence[Seen], index: int, em: float) -> bool:
    """A stroke at a line's end, well apart from its last word: the next column's edge."""
    word = words[index]
    if _HAS_MEANING.search(word.text) or index == 0 or words[index - 1].row != word.row:
        return False
    last = index + 1 == len(words) or words[index + 1].row != word.row
    return last and word.confidence < 0.9 and word.x0 - words[index - 1].x1 > 0.6 * em


def _is_stray_stop(words: Sequence[Seen], index: int) -> bool:
    """A full stop by itself that closes nothing: a line's first, or behind another one."""
    before = words[index - 1] if index else None
    first = before is None or before.row != words[index].row
    return words[index].text == "." and (first or (before is not None and before.text[-1:] == "."))


_READ_BADLY = 0.5
_READ_WELL = 0.8


def _is_read_twice(word: Seen, words: Sequence[Seen]) -> bool:
    """Whether a word read badly lies on words of another line that were read well: beside a
    column that stands lower the recogniser reads the foot of a line as a line of its own."""
    if word.confidence >= _READ_BADLY:
        return False
    middle = (word.top + word.bottom) / 2
    covered = sum(
        max(0, min(w.x1, word.x1) - max(w.x0, word.x0))
        for w in words
        if w.row != word.row and w.confidence >= _READ_WELL and w.top < middle < w.bottom
    )
    return covered >= 0.5 * word.width


def _line_sizes(words: Sequence[Seen]) -> dict[tuple[int, int, int], int]:
    """Letters and digits on each line; 0 for a line of strokes and dots."""
    sizes: dict[tuple[int, int, int], int] = {}
    for word in words:
        solid = sum(c.isalnum() for c in word.text)
        sizes[word.row] = sizes.get(word.row, 0) + solid
    return sizes


def _is_speck(word: Seen, em: float, line_length: int) -> bool:
    meaningful = _HAS_MEANING.search(word.text) is not None
    if not meaningful:
        alone = line_length <= 3
        kept = _KEPT_SHORT.match(word.text) is not None
        if word.text == _END and not alone:
            return False
        if _FLECKS.fullmatch(word.text):
            return True
        return alone or word.confidence < (0.25 if kept else 0.6)
    if word.height > 3.5 * em or word.height < 0.25 * em:
        return word.confidence < 0.8
    if line_length <= 2 and word.confidence < 0.5:
        return True
    return word.confidence < 0.15 and len(word.text) <= 3 and not _fits_in(word, em, line_length)


_FITS = (0.55, 1.5)
"""Height of a word, in the page's usual one."""
_COMPANY = 8
"""Letters that a line has beside a short word which no confidence bears out."""


def _fits_in(word: Seen, em: float, line_length: int) -> bool:
    """A syllable of the letters' size in a line of text: the recogniser gives whole phrases
    no confidence at all, and such words are read again."""
    core = re.sub(r"[\W\d_]", "", word.text)
    fits = _FITS[0] * em <= word.height <= _FITS[1] * em
    return fits and len(core) >= 2 and line_length >= _COMPANY + len(core) and is_syllable(core)
