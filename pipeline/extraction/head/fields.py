"""The head of a document: all that one row of `plans.csv` says, put together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extraction.body_mentions import BodyFinder
from pipeline.extraction.citations.base import Base, basis_row, choose_base, mark_conflicts
from pipeline.extraction.citations.citation import Citation
from pipeline.extraction.citations.citations import find_citations
from pipeline.extraction.context import Context
from pipeline.extraction.head.issuer import (
    NO_BODY,
    Issuer,
    IssuerReading,
    credible,
    find_issuer,
    letterhead_garbled,
    with_named_province,
)
from pipeline.extraction.head.letterhead import letterhead_bodies
from pipeline.extraction.head.number import OwnNumber, find_number
from pipeline.extraction.head.own_again import named_again
from pipeline.extraction.head.own_symbol import judged_symbol
from pipeline.extraction.head.parent import find_parent
from pipeline.extraction.head.place_date import dated_if_numbered, find_place_date
from pipeline.extraction.head.province import ProvinceReading, find_province_of
from pipeline.extraction.head.title import Titled, find_title
from pipeline.extraction.misread.mending import MENDED, was_recognised
from pipeline.normalisation.bodies import full_name
from pipeline.normalisation.places import Place
from pipeline.normalisation.provinces import MERGER, Province
from pipeline.plan import Basis, Candidate, Head, Status, Value
from pipeline.segmentation.outline import Zone


@dataclass(frozen=True, slots=True)
class HeadReading:
    """The head's columns and what the checks ask for beside them."""

    head: Head
    bases: tuple[Basis, ...]
    citations: tuple[Citation, ...]
    base: Base | None
    issuer: Issuer | None
    own: OwnNumber
    official: bool = True


def read_head(context: Context) -> HeadReading:
    """All head columns but period and signer, which have families of their own."""
    finder = BodyFinder(context)
    own = find_number(context)
    titled = find_title(context, own.parsed)
    place, date = find_place_date(context)
    if not _is_official(context, titled, own, date):
        return _unofficial(context, own)
    citations = find_citations(context, finder, own.parsed, titled.doc_type.text)
    code = own.parsed.body_code if own.parsed else ""
    issuer = find_issuer(context, finder, titled.doc_type.text, code)
    date = dated_if_numbered(context, date, own.number)
    own, date = named_again(context, own, date)
    named = issuer.main.body if issuer and credible(context, issuer.main) else None
    own = judged_symbol(context, own, named, titled.doc_type.text)
    reading, others = find_province_of(context, issuer, place, citations)
    province = reading.province if reading else None
    if issuer and province and was_recognised(context, (0, 1)):
        issuer = with_named_province(issuer, province)
    citations = mark_conflicts(
        citations,
        issuer.main.body if issuer else None,
        own.parsed.body_code if own.parsed else "",
    )
    home = _home(issuer)
    bases = tuple(basis_row(context, c, province, home) for c in citations)
    base = choose_base(citations, titled.title.text, titled.doc_type.text)
    titled = replace(titled, title=_with_mended_symbols(context, titled.title, citations))
    head = Head(
        doc_type=titled.doc_type,
        attached_type=titled.attached_type,
        number_symbol=own.number_symbol,
        number=own.number,
        symbol=own.symbol,
        date=date,
        place=place,
        title=titled.title,
        campaign=context.missing("campaign:of-all-documents-together"),
    )
    head = _with_issuer(context, head, issuer, province)
    head = _with_province(context, head, reading, date)
    head = replace(head, province=replace(head.province, candidates=others))
    head = replace(head, parent_body=find_parent(context, issuer, base, province, date.text))
    if base:
        head = _with_base(head, base, bases[citations.index(base.citation)])
    else:
        head = _without_base(context, head)
    return HeadReading(head, bases, tuple(citations), base, issuer, own)


def _with_mended_symbols(context: Context, title: Value, citations: list[Citation]) -> Value:
    """The title with the symbols that were put right where it names a document."""
    text = title.text
    for cited in (m for c in citations if c.in_title for m in (c, *c.repeats)):
        if cited.symbol and cited.rule.endswith(":mended"):
            read = context.text(cited.number_span).strip(" ,.;:")
            text = text.replace(read, cited.symbol.whole)
    if text == title.text:
        return title
    was = Candidate(title.text, title.evidence, "a symbol in it was put right")
    rule = f"{title.evidence.rule.removesuffix(':mended')}:mended"
    sure = min(title.evidence.confidence, MENDED)
    evidence = replace(title.evidence, rule=rule, confidence=sure)
    return replace(title, value=text, evidence=evidence, candidates=(was, *title.candidates))


def _home(issuer: Issuer | None) -> tuple[Place, ...]:
    """The places named with the issuer and its parent."""
    if issuer is None:
        return ()
    return (*issuer.main.body.places, *(issuer.parent.body.places if issuer.parent else ()))


def _is_official(context: Context, titled: Titled, own: OwnNumber, date: Value) -> bool:
    """Whether the official layout shows: a type's name, a number line, or a whole letterhead."""
    if titled.doc_type.status is Status.FOUND or own.parsed is not None:
        return True
    return date.status is not Status.MISSING and bool(letterhead_bodies(context))


def _unofficial(context: Context, own: OwnNumber) -> HeadReading:
    """A novel's page, an English letter, noise: an empty row, nothing made up."""
    nothing = context.missing("no-official-document")
    return HeadReading(Head(doc_type=nothing), (), (), None, None, own, official=False)


def _with_issuer(
    context: Context, head: Head, issuer: Issuer | None, province: Province | None
) -> Head:
    if issuer is None:
        nothing = context.missing("issuer:none-named")
        if letterhead_garbled(context):
            nothing = context.unreadable(context.zone(Zone.LETTERHEAD_LEFT)[0], "issuer:unread")
        return replace(head, issuer=nothing, issuer_normalised=nothing, body_level=nothing)
    all_of_them = (issuer.main, *issuer.joint)
    evidence = issuer.main.evidence
    written = "; ".join(r.text for r in all_of_them)
    date = head.date.text
    full = "; ".join(full_name(r.body, province, date) for r in all_of_them)
    status = Status.CONFLICT if issuer.contradicted else Status.FOUND
    if not all(credible(context, r) for r in all_of_them):
        unread = Value(written, Status.FOUND, evidence, issuer.candidates).doubted(NO_BODY)
        return replace(head, issuer=unread, issuer_normalised=unread, body_level=unread)
    return replace(
        head,
        issuer=Value(written, status, evidence, issuer.candidates),
        issuer_normalised=Value(full, status, evidence),
        body_level=_level(context, issuer.main, province, issuer.parent),
    )


def _level(
    context: Context,
    reading: IssuerReading,
    province: Province | None,
    parent: IssuerReading | None,
) -> Value:
    """The body's level; a UBND that names no place has the level of `KH-UBND` alone: none."""
    level = reading.body.level
    if not level and reading.body.kind == "ubnd" and reading.body.places:
        near = reading.body.places[0]
        level = (
            "tỉnh" if near.kind == "thành phố" and province and province.kind == near.kind else ""
        )
    if not level and reading.body.kind == "steering" and parent:
        level = parent.body.level  # Ban Chỉ đạo under UBND tỉnh
    if not level:
        return context.missing("level:not-told")
    return Value(level, Status.FOUND, replace(reading.evidence, rule="level:kind-of-body"))


def _with_province(
    context: Context, head: Head, reading: ProvinceReading | None, date: Value
) -> Head:
    if reading is None:
        nothing = context.missing("province:none-named")
        return replace(head, province=nothing, province_2025=nothing)
    name = reading.province.name_on(date.text)
    evidence = reading.evidence
    rule = "province-2025:same" if date.text >= MERGER else "inferred:merger-of-2025"
    today = replace(evidence, rule=rule)
    return replace(
        head,
        province=Value(name, Status.FOUND, evidence),
        province_2025=Value(reading.province.successor, Status.FOUND, today),
    )


_BASE = ("number_symbol", "number", "symbol", "date", "issuer", "issuer_normalised")


def _with_base(head: Head, base: Base, row: Basis) -> Head:
    def ruled(value: Value) -> Value:
        evidence = replace(
            value.evidence,
            rule=value.evidence.rule if value.status is Status.MISSING else base.rule,
            confidence=min(value.evidence.confidence, base.confidence),
        )
        return replace(value, evidence=evidence)

    columns = {f"base_{name}": ruled(getattr(row, name)) for name in _BASE}
    return replace(head, base_type=ruled(row.doc_type), **columns)


def _without_base(context: Context, head: Head) -> Head:
    nothing = context.missing("base:none")
    return replace(head, **{f"base_{name}": nothing for name in ("type", *_BASE)})
