"""A stretch of the document as running text, with the way back to its words.

Rules of the body's fields read sentences, not printed lines: page numbers between two
pages are left out, Markdown's marks are off, and `folded` (no diacritics, lower case,
same length) lets a pattern hold where tone marks were misread.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.document import Flow
from pipeline.segmentation.outline import Span
from pipeline.segmentation.prose import words_of
from pipeline.segmentation.rows import clean_word, fold


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text of some words; `starts[i]` is where word `words[i]` begins in `text`."""

    text: str
    folded: str
    words: tuple[int, ...]
    starts: tuple[int, ...]

    @staticmethod
    def of(flow: Flow, *spans: Span) -> Passage:
        """The words of these spans, in the order given."""
        return _joined(flow, (i for span in spans for i in words_of(flow, span)))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The words that the characters start..end touch; an empty span for none."""
        stop = len(self.text) if end is None else end
        if not self.words or start >= stop:
            at = self.words[0] if self.words else 0
            return at, at
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first, bisect_right(self.starts, stop - 1) - 1)
        return self.words[first], self.words[last] + 1

    def part(self, start: int, end: int) -> Passage:
        """The passage between two offsets; both should stand between words."""
        first = bisect_right(self.starts, start) - 1
        first = max(0, first if self.starts and self.starts[max(first, 0)] == start else first + 1)
        last = bisect_right(self.starts, max(start, end - 1))
        words, starts = self.words[first:last], self.starts[first:last]
        base = starts[0] if starts else start
        text = self.text[base:end].rstrip() if starts else ""
        return Passage(text, fold(text), words, tuple(s - base for s in starts))

    @staticmethod
    def of_parts(parts: Iterable[Passage]) -> Passage:
        """Passages one behind the other, by single spaces."""
        texts: list[str] = []
        words: list[int] = []
        starts: list[int] = []
        length = 0
        for part in parts:
            length += 1 if texts else 0
            words.extend(part.words)
            starts.extend(length + start for start in part.starts)
            texts.append(part.text)
            length += len(part.text)
        text = " ".join(texts)
        return Passage(text, fold(text), tuple(words), tuple(starts))

    def find(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """The first match of a pattern on the folded text."""
        return pattern.search(self.folded, start)

    def all(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of a pattern on the folded text."""
        return pattern.finditer(self.folded)

    def said(self, match: re.Match[str], group: str | int = 0) -> str:
        """What a match on the folded text covers, as it stands in the document."""
        start, end = match.span(group)
        return self.text[start:end] if start >= 0 else ""


def _joined(flow: Flow, indexes: Iterable[int]) -> Passage:
    parts: list[str] = []
    words: list[int] = []
    starts: list[int] = []
    length = 0
    for index in indexes:
        word = clean_word(flow.tokens[index].word.text)
        if not word:
            continue
        length += 1 if parts else 0
        words.append(index)
        starts.append(length)
        parts.append(word)
        length += len(word)
    text = " ".join(parts)
    return Passage(text, fold(text), tuple(words), tuple(starts))


_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“(]?[^\W\d_a-z])|(?<=[;])\s+|(?<=\./\.)\s+"
)
_ABBREVIATED = re.compile(r"(?:^|\s)(?:TP|Tp|TT|Th|ThS|TS|Đ/c|KT|TM|TL|P|Q|H|X|St|Tr|No)\.$")


def clauses(passage: Passage, semicolons: bool = True) -> list[Passage]:
    """The passage cut at its sentences' ends, and at semicolons outside brackets."""
    cuts = [0]
    for match in _SENTENCE_END.finditer(passage.text):
        before = passage.text[cuts[-1] : match.start()]
        if before.endswith(";") and not semicolons:
            continue
        if before.endswith(".") and (
            _ABBREVIATED.search(before) or passage.text[match.end() : match.end() + 1].islower()
        ):
            continue
        if before.count("(") > before.count(")") or before.count("“") > before.count("”"):
            continue
        cuts.append(match.end())
    ends = [*cuts[1:], len(passage.text)]
    return [p for a, b in zip(cuts, ends, strict=True) if (p := passage.part(a, b)).text]
