"""Which cited document this one puts into practice, and the rows of all that it cites.

The contract's rule: the one that the title names; else the one behind Thực hiện or
Triển khai in the preamble; else the basis, not a law, decree or circular, whose
quoted subject shares most words with this document's title; else none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extraction.citations.citation import Citation, Relation
from pipeline.extraction.citations.citations import UNNUMBERED, UNREAD_NUMBER
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.normalisation.bodies import Body, full_name, located
from pipeline.normalisation.body_codes import SIGNS_ALONE, code_fits, is_known_code
from pipeline.normalisation.dates import DateReading
from pipeline.normalisation.document_types import OFFICIAL_LETTER, type_of_code
from pipeline.normalisation.places import Place
from pipeline.normalisation.provinces import Province
from pipeline.normalisation.text import key
from pipeline.plan import Basis, Candidate, Status, Value
from pipeline.segmentation.outline import Span
from pipeline.segmentation.rows import fold

_COMMON = frozenset(
    key(w)
    for w in "về việc của và các trong trên cho theo thực hiện triển khai tổ chức ban hành "
    "kế hoạch giai đoạn năm tỉnh thành phố huyện địa bàn phong trào".split()
)
_FROM_BELOW = ("Tờ trình", "Báo cáo", "Biên bản")
"""Proposals and reports are heard, not put into practice."""
_SETS_UP = re.compile(r"\W*(?:ve )?(?:viec )?(?:thanh lap|cong nhan|kien toan|bo nhiem)\b")
"""By what a body came to be it acts; where anything else is near, it does not implement that."""
_IMPLEMENTING = ("Kế hoạch", "Chương trình", "Phương án", "Hướng dẫn", "Chỉ thị", "")
_SURELY_SHARED = 3
"""Words of substance by which a basis surely is of the title's subject."""


@dataclass(frozen=True, slots=True)
class Base:
    """The chosen citation and by which of the three rules."""

    citation: Citation
    rule: str
    confidence: float


def choose_base(citations: list[Citation], title: str, doc_type: str = "") -> Base | None:
    """The document put into practice, or None.

    A plan has a base as a rule, so the nearest basis is taken even where few words are
    shared; a decision, a resolution stand on their own unless the subject is the same.
    """
    numbered = [c for c in citations if c.symbol is not None]
    named = [c for c in numbered if c.in_title]
    if named:
        return Base(named[0], "base:title", 0.98)
    told = [c for c in citations if c.symbol or (c.rule.startswith(UNNUMBERED) and c.date)]
    led = [c for c in told if c.cue and c.cue.implement and not _is_law(c)]
    if led:
        chosen = _put_into_practice(led, title)
        return Base(chosen, "base:implements", 0.97 if len(led) == 1 else 0.92)
    least = 0 if doc_type in _IMPLEMENTING else _SURELY_SHARED
    return _sharing(told, title, least) or _without_number(citations)


def _put_into_practice(led: list[Citation], title: str) -> Citation:
    """The first one behind Triển khai, but for a letter beside a plan that says as much."""
    if not _is_letter(led[0]):
        return led[0]
    least = shared_words(led[0].subject, title)
    others = (c for c in led if not _is_letter(c) and shared_words(c.subject, title) >= least)
    return next(others, led[0])


def _without_number(citations: list[Citation]) -> Base | None:
    """`Thực hiện Kế hoạch của UBND huyện về ...`, where nothing else is a base."""
    undated = [c for c in citations if c.rule.startswith(UNNUMBERED)]
    return Base(undated[0], "base:implements", 0.8) if undated else None


def _is_law(citation: Citation) -> bool:
    """Laws, decrees, circulars, and what the assembly resolves (`25/2008/QH12`)."""
    symbol = citation.symbol.symbol if citation.symbol else ""
    assembly = symbol.startswith(("QH", "UBTVQH", "NQ-UBTVQH")) and symbol[-1:].isdigit()
    return assembly or (citation.doc_type is not None and citation.doc_type.is_law)


def _sharing(citations: list[Citation], title: str, least: int) -> Base | None:
    bases = [c for c in citations if c.relation is Relation.BASIS and not _is_law(c)]
    bases = [c for c in bases if not (c.doc_type and c.doc_type.name in _FROM_BELOW)]
    scored = [(shared_words(c.subject, title), -i, c) for i, c in enumerate(bases)]
    if not scored:
        return None
    formal = [s for s in scored if s[0] >= _SURELY_SHARED and not _is_letter(s[2])]
    shared, _, best = max(formal or scored, key=lambda s: s[:2])
    own = [s for s in scored if s[0] and not (_is_letter(s[2]) or _sets_up(s[2]))]
    if own and not least and _sets_up(best):
        shared, _, best = max(own, key=lambda s: s[:2])
    if shared < least:
        return None
    sure = 0.9 if shared >= _SURELY_SHARED else 0.75 if shared else 0.6
    return Base(best, "base:shared-words", sure)


def _sets_up(citation: Citation) -> bool:
    return _SETS_UP.match(fold(citation.subject)) is not None


def _is_letter(citation: Citation) -> bool:
    """A letter asks for something; beside a plan or decision of the subject it is not the base."""
    return citation.doc_type is not None and citation.doc_type.name == OFFICIAL_LETTER


def shared_words(subject: str, title: str) -> int:
    """How many different words of substance two subjects share."""
    return len(_words(subject) & _words(title))


def _words(text: str) -> set[str]:
    return {w for w in key(re.sub(r"[“”\"()]", " ", text)).split() if w not in _COMMON}


def mark_conflicts(
    citations: list[Citation], own: Body | None = None, own_code: str = ""
) -> list[Citation]:
    """The citations, marked where the symbol says another body than the words.

    `own` is the document's issuer and `own_code` the abbreviation in its symbol: a
    document cited as another body's under this code is a conflict too.
    """
    return [replace(c, conflict=_conflicts(c, own, own_code)) for c in citations]


def _conflicts(citation: Citation, own: Body | None, own_code: str) -> bool:
    if citation.issuer is None or citation.symbol is None or not citation.symbol.body_code:
        return False
    code = citation.symbol.body_code
    fits = code_fits(citation.issuer.body, code)
    if own is not None and own.kind == citation.issuer.body.kind == "steering":
        return False  # Ban Chỉ đạo 389 of the country, of a province: one code
    if fits is None and own is not None and own_code:
        return code == own_code and key(own.name) != key(citation.issuer.body.name)
    return fits is False


def basis_row(
    context: Context,
    citation: Citation,
    province: Province | None,
    home: tuple[Place, ...] = (),
) -> Basis:
    """The citation as a row of `bases`; `home` are the places of the document's issuer."""
    rule, sure = citation.rule, citation.confidence
    as_written = context.text(citation.span).strip(" ,.;:")
    relation_rule = citation.cue.rule if citation.cue else "relation:title"
    if citation.relation is Relation.CITED:
        relation_rule = "relation:in-passing"
    symbol, number, whole = _symbol_values(context, citation)
    return Basis(
        relation=context.value(citation.span, citation.relation.value, relation_rule, 0.95),
        doc_type=_type_value(context, citation),
        number_symbol=whole,
        number=number,
        symbol=symbol,
        date=date_value(context, citation),
        issuer=issuer_value(context, citation),
        issuer_normalised=normalised_issuer(context, citation, province, home),
        as_written=context.value(citation.span, as_written, rule, sure),
    )


def _type_value(context: Context, citation: Citation) -> Value:
    if citation.doc_type is None:
        return context.missing("citation:no-type")
    if citation.type_span[0] < citation.type_span[1]:
        return context.value(citation.type_span, citation.doc_type.name, citation.rule, 0.98)
    return context.value(citation.number_span, citation.doc_type.name, "inferred:symbol-code", 0.93)


def _symbol_values(context: Context, citation: Citation) -> tuple[Value, Value, Value]:
    """(symbol, number, whole) as values; the symbol in conflict where the words differ."""
    if citation.symbol is None:
        nothing = context.missing("citation:no-number")
        return nothing, nothing, nothing
    span, rule, sure = citation.number_span, citation.rule, citation.confidence
    if _misread(context, citation):
        unread = _badly_read(context, span, citation.symbol.whole, rule)
        return unread, unread, unread
    symbol = context.value(span, citation.symbol.symbol, rule, sure)
    if _is_guess(context, span):
        unread = _badly_read(context, span, citation.symbol.whole, rule)
        return symbol if _all_known(citation) else unread, unread, unread
    if citation.conflict:
        symbol = _conflict(context, citation, symbol)
    if rule == UNREAD_NUMBER:
        unread = context.unreadable(span, rule)
        return symbol, unread, unread
    if not citation.symbol.number:
        blank = context.value(span, None, rule, sure, status=Status.BLANK)
        return symbol, blank, blank
    number = context.value(span, citation.symbol.number, rule, sure)
    return symbol, number, context.value(span, citation.symbol.whole, rule, sure)


def _misread(context: Context, citation: Citation) -> bool:
    """Whether a recogniser's letters are no code of the issuer named, or end amid the symbol."""
    span = citation.number_span
    if citation.symbol is None or not was_recognised(context, span):
        return False
    if citation.symbol.type_code and not citation.symbol.body_code:
        return True  # `33-CT` of 33-CTr/TU
    end = context.bounds(span)[1]
    if context.running[end - 1 : end] in ("-", "/"):
        return True  # `1663/QLCL-` and then a speck
    code = citation.symbol.body_code or citation.symbol.symbol
    sure = context.reading_confidence(span) >= _HARDLY_READ or citation.conflict
    if sure or is_known_code(code):
        return False
    issuer = citation.issuer.body if citation.issuer else None
    return issuer is None or code_fits(issuer, code) is not True


def _all_known(citation: Citation) -> bool:
    """Whether each part of the symbol is some type's, body's or the issuer's code: `KH-UBND`."""
    parts = re.split(r"[-/]", citation.symbol.symbol) if citation.symbol else []
    issuer = citation.issuer.body if citation.issuer else None
    return all(
        type_of_code(part) or is_known_code(part) or (issuer and code_fits(issuer, part))
        for part in parts
    )


_GUESSED = 0.4
"""Reading confidence below which figures are guesses: two in three are right at best."""


def _is_guess(context: Context, figures: Span) -> bool:
    return was_recognised(context, figures) and context.reading_confidence(figures) < _GUESSED


def _badly_read(context: Context, span: Span, read: str, rule: str) -> Value:
    return context.unreadable(span, rule, context.candidate(span, read, rule, "badly read"))


_HARDLY_READ = 0.6
"""Reading confidence below which letters need a known code to be believed."""


def _conflict(context: Context, citation: Citation, value: Value) -> Value:
    """Symbol and words name different bodies: the value stays, both readings with it."""
    if citation.issuer is None or citation.symbol is None:
        return value
    readings = (
        context.candidate(
            citation.number_span, citation.symbol.symbol, "symbol", "names another body"
        ),
        context.candidate(
            citation.issuer.span, citation.issuer.text, "words", "names another body"
        ),
    )
    return Value(value.value, Status.CONFLICT, value.evidence, readings)


def date_value(context: Context, citation: Citation) -> Value:
    """The cited document's date; in conflict where its mentions differ."""
    if citation.date is None:
        return context.missing("citation:no-date")
    date = citation.date
    if date.iso is None:
        status = Status.BLANK if date.blank else Status.UNREADABLE
        return context.value(citation.date_span, None, "citation:date", 0.9, status=status)
    if _is_guess(context, citation.date_span):
        return _badly_read(context, citation.date_span, date.iso, "citation:date")
    if date.unread:
        status = Status.UNREADABLE
        return context.value(citation.date_span, date.iso, "citation:date", 0.9, status=status)
    value = context.value(citation.date_span, date.iso, "citation:date", 0.98)
    others = [c for c in citation.repeats if c.date and _says_other(c.date, str(date.iso))]
    if not others:
        return value
    readings: list[Candidate] = [Candidate(date.iso, value.evidence)]
    readings += [
        context.candidate(c.date_span, str(c.date.iso), "citation:date", "another mention")
        for c in others
        if c.date
    ]
    return Value(value.value, Status.CONFLICT, value.evidence, tuple(readings))


def _says_other(date: DateReading, iso: str) -> bool:
    """Whether a date is read whole and another one."""
    return date.iso is not None and not date.unread and date.iso != iso


def issuer_value(context: Context, citation: Citation) -> Value:
    """The issuer as written, in conflict where the symbol names another body."""
    if citation.issuer is None:
        return context.missing("citation:no-issuer")
    value = context.value(citation.issuer.span, citation.issuer.text, "citation:issuer", 0.96)
    return _conflict(context, citation, value) if citation.conflict else value


def normalised_issuer(
    context: Context,
    citation: Citation,
    province: Province | None,
    home: tuple[Place, ...] = (),
) -> Value:
    """The issuer in full; for `TTg` and `CP` without words, from the symbol's code."""
    if citation.issuer is None:
        code = citation.symbol.body_code if citation.symbol else ""
        if code in SIGNS_ALONE:
            evidence = context.evidence(citation.number_span, "inferred:symbol-code", 0.95)
            return Value(SIGNS_ALONE[code], Status.FOUND, evidence)
        return context.missing("citation:no-issuer")
    date = citation.date.iso if citation.date and citation.date.iso else ""
    name = full_name(located(citation.issuer.body, home), province, date)
    value = context.value(citation.issuer.span, name, "citation:issuer", 0.96)
    return _conflict(context, citation, value) if citation.conflict else value
