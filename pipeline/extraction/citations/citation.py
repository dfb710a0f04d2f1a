"""A cited document as the text writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.extraction.body_mentions import Mention
from pipeline.extraction.citations.cues import Cue
from pipeline.normalisation.dates import DateReading
from pipeline.normalisation.document_types import DocumentType
from pipeline.normalisation.symbols import Symbol
from pipeline.normalisation.text import key
from pipeline.segmentation.outline import Span


class Relation(StrEnum):
    """basis: the document rests on it; cited: named in passing."""

    BASIS = "basis"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document. Spans are of words; an empty span where a part is not written.

    `subject` is what the text says of its contents (to the end of the clause), `name`
    that of a law or programme without number, `in_title` whether this document's own
    title names it. `repeats` are the later mentions of the same document. `conflict`:
    its symbol names another body than the words.
    """

    rule: str
    confidence: float
    span: Span
    doc_type: DocumentType | None
    type_span: Span
    symbol: Symbol | None = None
    number_span: Span = (0, 0)
    date: DateReading | None = None
    date_span: Span = (0, 0)
    issuer: Mention | None = None
    relation: Relation = Relation.CITED
    cue: Cue | None = None
    in_title: bool = False
    subject: str = ""
    name: str = ""
    repeats: tuple[Citation, ...] = ()
    conflict: bool = False

    @property
    def identity(self) -> str:
        """Two citations with one identity are of one document."""
        if self.symbol and self.symbol.number:
            return self.symbol.whole.upper()
        kind = self.doc_type.name if self.doc_type else ""
        said = self.name or (self.date.iso if self.date else "")
        return f"{kind}|{self.symbol.symbol if self.symbol else ''}|{key(said or '')}"


def together(citations: list[Citation]) -> list[Citation]:
    """One for each document, at its first mention, with the fullest mention's parts."""
    from rapidfuzz.distance import Levenshtein

    groups: dict[str, list[Citation]] = {}
    known: dict[tuple[object, ...], dict[str, str]] = {}
    for citation in citations:
        text = citation.symbol.symbol if citation.symbol else ""
        same = _but_letters(citation)
        like = known.setdefault(same, {}) if same else {}
        alike = (name for name, other in like.items() if Levenshtein.distance(other, text) == 1)
        name = next(alike, citation.identity)
        if name not in groups:
            like[name] = text
        groups.setdefault(name, []).append(citation)
    return [_united(group) for group in groups.values()]


def _but_letters(citation: Citation) -> tuple[object, ...]:
    """What two mentions share whose symbols differ in one misread letter (`48-TT/TW`, `48-T1/TW`):
    number, date and type; of two documents the symbols differ by more. Empty without these."""
    if not (citation.symbol and citation.symbol.number and citation.date):
        return ()
    return citation.symbol.number, citation.date.iso, citation.doc_type


def _known(citation: Citation) -> float:
    """How much of the date is known: half of one that was not read whole (`08/3/2824`)."""
    if citation.date is None:
        return 0.0
    return 1.0 if citation.date.iso and not citation.date.unread else 0.5


def _parts_known(citation: Citation) -> float:
    coded = citation.symbol is not None and bool(citation.symbol.type_code)
    return _known(citation) + bool(citation.issuer) + coded


def _united(group: list[Citation]) -> Citation:
    basis = [c for c in group if c.relation is Relation.BASIS]
    fullest = max(basis or group, key=lambda c: (_parts_known(c), c is group[0]))
    rest = tuple(c for c in group if c is not fullest)
    dated = max((fullest, *rest), key=_known)
    cues = [c.cue for c in group if c.cue]
    return replace(
        fullest,
        relation=Relation.BASIS if basis else Relation.CITED,
        in_title=any(c.in_title for c in group),
        cue=next((c for c in cues if c.implement), cues[0] if cues else None),
        date=dated.date,
        date_span=dated.date_span,
        issuer=fullest.issuer or next((c.issuer for c in rest if c.issuer), None),
        subject=max((c.subject for c in group), key=len),
        repeats=rest,
    )
