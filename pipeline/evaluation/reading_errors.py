"""Character and word error rates of pages whose text gold has.

CER counts grapheme clusters in NFC, WER words between spaces; both over running
text (any white space is one space), as edits divided by gold's length.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class PageErrors:
    """Edits and gold lengths of one page; `page` 0 stands for a whole document."""

    file: str
    form: str
    page: int
    character_edits: int
    characters: int
    word_edits: int
    words: int


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Rates over pages; None where gold has no text."""

    pages: int
    cer: float | None
    wer: float | None


def page_errors(
    file: str, form: str, gold: Sequence[str], found: Sequence[str]
) -> list[PageErrors]:
    """Page by page; as one text where the number of pages differs (plain text has none)."""
    if len(gold) != len(found):
        return [_errors(file, form, 0, "\n".join(gold), "\n".join(found))]
    pairs = enumerate(zip(gold, found, strict=True), start=1)
    return [_errors(file, form, page, left, right) for page, (left, right) in pairs]


def error_rates(pages: Iterable[PageErrors]) -> ErrorRates:
    """Rates over all: every character weighs the same, whatever its page."""
    pages = list(pages)
    characters, words = sum(p.characters for p in pages), sum(p.words for p in pages)
    return ErrorRates(
        len(pages),
        sum(p.character_edits for p in pages) / characters if characters else None,
        sum(p.word_edits for p in pages) / words if words else None,
    )


def graphemes(text: str) -> list[str]:
    """The grapheme clusters of running text in NFC."""
    import regex

    return regex.findall(r"\X", " ".join(nfc(text).split()))


def _errors(file: str, form: str, page: int, gold: str, found: str) -> PageErrors:
    characters, words = graphemes(gold), nfc(gold).split()
    return PageErrors(
        file,
        form,
        page,
        _edits(characters, graphemes(found)),
        len(characters),
        _edits(words, nfc(found).split()),
        len(words),
    )


def _edits(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(left, right)
