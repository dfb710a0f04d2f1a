"""What every field's rules look at: the document as one run of words, with the way back.

A rule works on `Context.running`, the words by single spaces, so that a line
end is no obstacle; each hit knows its span of words, and `Context.value` turns
a span into a `Value` with page, box, raw text, rule and confidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.document import UNREAD, Box, Document, Flow, Region, Token
from pipeline.extraction.confidence import least_sure, of_reading
from pipeline.extraction.spacy_doc import build_doc
from pipeline.normalisation.text import bare_key
from pipeline.plan import Candidate, Evidence, Status, Value
from pipeline.segmentation.outline import Outline, Span, Zone

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE = 1.0
"""Confidence of a rule that needs no doubt of its own."""


_LONGEST_NAME = 16
"""Words: what is longer is running text, of which one word may be missing."""


def _lacks_ink(value: str) -> bool:
    return UNREAD in value and len(value.split()) <= _LONGEST_NAME


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern's match on the running text; `span` is the words it touches."""

    match: re.Match[str]
    span: Span
    context: Context

    def __getitem__(self, group: str | int) -> str:
        return self.match[group] or ""

    def said(self, group: str) -> str:
        """What a named group holds; "" where it took no part, or the pattern has none."""
        return self.match.groupdict().get(group) or ""

    def span_of(self, group: str | int) -> Span:
        """The words that a group touches; an empty span where it took no part."""
        start, end = self.match.span(group)
        if start < 0:
            return self.span[0], self.span[0]
        return self.context.at(start, end)


# Without slots: `cached_property` needs the instance's dictionary.
@dataclass(frozen=True)
class Context:
    """A document with its outline, as the rules see it. Build it with `Context.of`."""

    document: Document
    flow: Flow
    outline: Outline

    @staticmethod
    def of(document: Document, outline: Outline) -> Context:
        """The context of a document; its Doc and indexes are made when first asked for."""
        return Context(document, Flow.of(document), outline)

    @cached_property
    def doc(self) -> Doc:
        """The spaCy Doc: token i is word i, its text is `running`."""
        return build_doc(self.flow.tokens)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The document's words in reading order."""
        return self.flow.tokens

    @cached_property
    def running(self) -> str:
        """All words by single spaces. Offsets here are not those of `Document.text`."""
        return " ".join(token.word.text for token in self.tokens)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words' keys: without case, punctuation around them, tone placement."""
        return tuple(bare_key(token.word.text) for token in self.tokens)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for index, key in enumerate(self.keys):
            places.setdefault(key, []).append(index)
        return places

    def places_of(self, key: str) -> Sequence[int]:
        """Where words of a key stand; nowhere for the empty one."""
        return self._places.get(key, ()) if key else ()

    @cached_property
    def _starts(self) -> list[int]:
        starts, offset = [], 0
        for token in self.tokens:
            starts.append(offset)
            offset += len(token.word.text) + 1
        return starts

    def at(self, start: int, end: int) -> Span:
        """The span of words that characters start..end of `running` touch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        if first < len(self.tokens) and start >= self._end(first):
            first += 1  # start stands on the space behind that word
        return first, max(first, bisect_left(self._starts, end))

    def _end(self, index: int) -> int:
        return self._starts[index] + len(self.tokens[index].word.text)

    def bounds(self, span: Span) -> tuple[int, int]:
        """The characters of `running` that a span covers."""
        if span[0] >= span[1]:
            start = self._starts[span[0]] if span[0] < len(self._starts) else len(self.running)
            return start, start
        return self._starts[span[0]], self._end(span[1] - 1)

    def text(self, span: Span) -> str:
        """The span's words by single spaces."""
        return self.flow.running(span)

    def search(self, pattern: re.Pattern[str], span: Span | None = None) -> Iterator[Hit]:
        """The pattern's matches within a span (default: everywhere), in order."""
        start, end = (0, len(self.running)) if span is None else self.bounds(span)
        for match in pattern.finditer(self.running, start, end):
            yield Hit(match, self.at(*match.span()), self)

    def first(self, pattern: re.Pattern[str], span: Span | None = None) -> Hit | None:
        """The first match, or None."""
        return next(self.search(pattern, span), None)

    def zone(self, zone: Zone, part: int | None = 0) -> tuple[Span, ...]:
        """The outline's spans of a zone."""
        return self.outline.zone(zone, part)

    def lines(self, span: Span) -> tuple[Span, ...]:
        """The span cut at the ends of printed lines."""
        starts = [i for i in range(*span) if i == span[0] or self.tokens[i].first_in_line]
        return tuple(pairwise([*starts, span[1]]))

    def region(self, span: Span) -> Region:
        """Where on the page the span begins; UNKNOWN for an empty one."""
        return self.tokens[span[0]].region if span[0] < span[1] else Region.UNKNOWN

    def unread(self, span: Span) -> bool:
        """Whether some of the span's ink could not be read."""
        return any(UNREAD in token.word.text for token in self.flow.words(span))

    def reading_confidence(self, span: Span) -> float:
        """How surely the span's words were read: the mean over the least sure quarter."""
        return least_sure([token.word.confidence for token in self.flow.words(span)])

    def _right(self, span: Span) -> float:
        return of_reading([token.word.confidence for token in self.flow.words(span)])

    def evidence(self, span: Span, rule: str, confidence: float = SURE) -> Evidence:
        """Where a span stands; its confidence is the rule's times the reading's."""
        return self.evidence_of((span,), rule, confidence)

    def evidence_of(self, spans: tuple[Span, ...], rule: str, confidence: float = SURE) -> Evidence:
        """The same for what stands in several places, as a name on two letterhead lines.

        The box is around all of it on its first page; line and offsets are those of
        the first place.
        """
        spans = tuple(s for s in spans if s[0] < s[1])
        if not spans:
            return Evidence(rule=rule, confidence=confidence)
        words = self.flow.words(spans[0])
        sure = min(self._right(span) for span in spans)
        boxes = (self.flow.box(s) for s in spans if self.tokens[s[0]].page == words[0].page)
        return Evidence(
            raw=" ".join(self.flow.raw(span) for span in spans),
            rule=rule,
            confidence=round(confidence * sure, 4),
            page=words[0].page,
            box=Box.around(boxes),
            line=words[0].line + 1,
            char_start=words[0].start,
            char_end=words[-1].end,
        )

    def value(  # noqa: PLR0913 - the parts of a Value
        self,
        span: Span,
        value: str | int | None,
        rule: str,
        confidence: float = SURE,
        *,
        status: Status = Status.FOUND,
        candidates: tuple[Candidate, ...] = (),
    ) -> Value:
        """A value read from a span by a rule; `confidence` (0..1) is the rule's own.

        A name, title or number of which some ink was not read is not known: unreadable.
        """
        evidence = self.evidence(span, rule, confidence)
        if status is Status.FOUND and isinstance(value, str) and _lacks_ink(value):
            lost = Candidate(value, evidence, "some of its ink was not read")
            return Value(None, Status.UNREADABLE, evidence, (*candidates, lost))
        return Value(value, status, evidence, candidates)

    def missing(self, rule: str, candidates: tuple[Candidate, ...] = ()) -> Value:
        """Nothing there: `rule` says what was looked for in vain (`kehoach explain`)."""
        return Value(None, Status.MISSING, Evidence(rule=rule, confidence=1.0), candidates)

    def unreadable(self, span: Span, rule: str, *lost: Candidate) -> Value:
        """Ink that could not be read stands where the value should; `lost` is what was seen."""
        return self.value(span, None, rule, status=Status.UNREADABLE, candidates=lost)

    def candidate(self, span: Span, value: str, rule: str, lost: str = "") -> Candidate:
        """A reading that lost, and why."""
        return Candidate(value, self.evidence(span, rule), lost)
