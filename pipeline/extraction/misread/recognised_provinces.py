"""Provinces on recognised pages whose marks were misread: `tỉnh Lâm Đông` is Lâm Đồng.

Restoration leaves runs of capitalised words alone, for people may be called anything. A
province is told from a person by what stands around it: its kind before it, or the date
behind it (`Lâm Đông, ngày 5 tháng 3`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.document import Document, Line, Route, Word
from pipeline.normalisation.provinces import provinces
from pipeline.vietnamese import same_text, strip_marks

_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_KINDS = ("tinh", "pho", "tp")
"""The last syllable of a province's kind, without marks."""
_LONGEST = 3
"""Words of a province's name, where a hyphen parts none (Bà Rịa - Vũng Tàu is left out)."""


def with_provinces(document: Document) -> Document:
    """The document with the marks of its provinces put right on recognised pages."""
    pages = tuple(
        replace(page, lines=tuple(map(_spelled, page.lines))) if page.route is Route.OCR else page
        for page in document.pages
    )
    return replace(document, pages=pages)


def _spelled(line: Line) -> Line:
    words = list(line.words)
    for start, name in _misread(line.words):
        for at, text in enumerate(name.split(), start):
            words[at] = _as_read(words[at], text)
    return replace(line, words=tuple(words)) if words != list(line.words) else line


def _misread(words: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """(first word, name) of each province that has other marks here."""
    for start in range(len(words)):
        for stop in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            run = words[start:stop]
            name = _by_letters().get(" ".join(map(_letters, run)))
            if name and not _stops(run) and _in_place(words, start, stop):
                if not same_text(" ".join(_core(w) for w in run), name):
                    yield start, name
                break


def _in_place(words: Sequence[Word], start: int, stop: int) -> bool:
    """Whether the kind of place stands before the name, or a date behind it."""
    kind = words[start - 1] if start else None
    before = kind is not None and _letters(kind) in _KINDS and not _stops((kind, words[start]))
    dated = stop < len(words) and _letters(words[stop]) == "ngay"
    return before or (dated and words[stop - 1].text.endswith(","))


def _stops(words: Sequence[Word]) -> bool:
    """Whether a mark stands behind a word that is not the last."""
    return any(not word.text[-1:].isalpha() for word in words[:-1])


def _as_read(word: Word, text: str) -> Word:
    """The word as `text`, in the case and between the marks that were read."""
    head, core, tail = _parts(word)
    written = text.upper() if core.isupper() and len(core) > 1 else text
    return replace(word, text=f"{head}{written}{tail}")


def _parts(word: Word) -> tuple[str, str, str]:
    match = _EDGES.match(word.text)
    return (match[1], match[2], match[3]) if match else ("", word.text, "")


def _core(word: Word) -> str:
    return _parts(word)[1]


def _letters(word: Word) -> str:
    return strip_marks(_core(word)).lower()


@lru_cache(maxsize=1)
def _by_letters() -> dict[str, str]:
    return {strip_marks(p.name).lower(): p.name for p in provinces() if " " in p.name}
