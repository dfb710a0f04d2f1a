"""Checks of a plan against itself and against what is known: each gives findings, no repair."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import Finding, Severity
from pipeline.extraction.citations.citation import Citation, Relation
from pipeline.extraction.head.fields import HeadReading
from pipeline.normalisation.bodies import parse_body
from pipeline.normalisation.body_codes import code_fits
from pipeline.normalisation.document_types import type_named
from pipeline.normalisation.known_documents import known_document
from pipeline.normalisation.text import key
from pipeline.plan import Plan, Status, Value

STAGE = "extraction"
_COLLECTIVE = ("các sở", "các cơ quan", "các đơn vị", "các ban", "như trên", "như điều", "như phần")
"""Recipients that stand for many: then no single one is missed."""


def check_head(reading: HeadReading) -> Iterator[Finding]:
    """Number, symbol, type, date and citations held against one another."""
    if not reading.official:
        message = "Neither the name of a type of document nor a number line was found."
        yield _finding("not-an-official-document", message, page=None)
        return
    yield from _symbol_against_issuer(reading)
    yield from _type_against_code(reading)
    yield from _place_against_province(reading)
    for citation in reading.citations:
        for check in _CITATION_CHECKS:
            yield from check(citation, _written(citation), reading.head.date.text)


def _finding(
    code: str, message: str, value: Value | None = None, page: int | None = None
) -> Finding:
    return Finding(STAGE, code, message, Severity.WARNING, value.evidence.page if value else page)


def _symbol_against_issuer(reading: HeadReading) -> Iterator[Finding]:
    parsed, issuer = reading.own.parsed, reading.issuer
    if parsed is None or issuer is None or not parsed.body_code:
        return
    bodies = [issuer.main.body, *(r.body for r in issuer.joint)]
    if all(code_fits(body, parsed.body_code) is False for body in bodies):
        message = f"The symbol {parsed.symbol} is not one of {issuer.main.text}."
        yield _finding("symbol-issuer-mismatch", message, reading.own.symbol)


def _type_against_code(reading: HeadReading) -> Iterator[Finding]:
    parsed, named = reading.own.parsed, type_named(reading.head.doc_type.text)
    if parsed is None or named is None or parsed.doc_type is None:
        return
    if parsed.doc_type is not named and parsed.type_code not in named.codes:
        message = f"{named.name} with the code {parsed.type_code} in its symbol."
        yield _finding("type-code-mismatch", message, reading.own.symbol)


def _place_against_province(reading: HeadReading) -> Iterator[Finding]:
    for other in reading.head.province.candidates:
        if other.evidence.rule == "province:place":
            message = (
                f"The issuer is of {reading.head.province.text}, the place line says {other.value}."
            )
            yield _finding("place-province-mismatch", message, reading.head.province)


def _written(citation: Citation) -> str:
    return citation.symbol.whole if citation.symbol else citation.name


def _iso(citation: Citation) -> str:
    return (citation.date.iso if citation.date else None) or ""


def _on_no_calendar(citation: Citation, written: str, _own_date: str) -> Iterator[Finding]:
    date = citation.date
    if date is not None and date.iso is None and not date.blank and not date.unread:
        message = f"The date of {written} is on no calendar."
        yield _finding("citation-date-impossible", message)


def _younger(citation: Citation, written: str, own_date: str) -> Iterator[Finding]:
    iso, basis = _iso(citation), citation.relation is Relation.BASIS
    if iso and own_date and basis and _after(iso, own_date):
        message = f"{written} of {iso} is younger than the document that cites it ({own_date})."
        yield _finding("cited-after-own-date", message)


def _dates_differ(citation: Citation, written: str, _own_date: str) -> Iterator[Finding]:
    iso = _iso(citation)
    others = {_iso(c) for c in citation.repeats} - {iso, ""}
    if iso and others:
        message = f"{written} is cited with different dates: {', '.join(sorted({iso, *others}))}."
        yield _finding("citation-dates-differ", message)


def _symbol_of_another(citation: Citation, written: str, _own_date: str) -> Iterator[Finding]:
    if citation.conflict and citation.issuer and citation.symbol:
        message = (
            f"{written}: the words say {citation.issuer.text}, the symbol another body. Both kept."
        )
        yield _finding("citation-symbol-issuer-conflict", message)


def _unlike_known(citation: Citation, written: str, _own_date: str) -> Iterator[Finding]:
    known, iso = known_document(written), _iso(citation)
    if known and len(iso) == len("2024-01-31") and iso != known.date:
        message = f"{written} is known with the date {known.date}, here {iso}."
        yield _finding("citation-date-unlike-known", message)


_CITATION_CHECKS = (_on_no_calendar, _younger, _dates_differ, _symbol_of_another, _unlike_known)
"""What is asked of each citation: it, how it is written, and the document's own date."""


def _after(left: str, right: str) -> bool:
    """Whether a partial ISO date is surely later than another."""
    size = min(len(left), len(right))
    return left[:size] > right[:size]


def check_plan(plan: Plan) -> Iterator[Finding]:
    """Period against phases, units against recipients, what must be there and is not."""
    yield from _phases_in_period(plan)
    yield from _units_among_recipients(plan)
    if plan.head.doc_type.value:
        for column in ("title", "issuer"):
            value: Value = getattr(plan.head, column)
            if value.status is Status.MISSING:
                yield _finding(f"{column}-missing", f"No {column} was found.")


def _phases_in_period(plan: Plan) -> Iterator[Finding]:
    start, end = plan.head.period_start.text, plan.head.period_end.text
    last = ""
    for phase in plan.phases:
        begins, ends = phase.start.text, phase.end.text
        outside = (start and begins and _after(start, begins)) or (
            end and ends and _after(ends, end)
        )
        if outside:
            message = f"{phase.label.text} ({begins} - {ends}) lies outside {start} - {end}."
            yield _finding("phase-outside-period", message, phase.as_written)
        if begins and ends and _after(begins, ends):
            message = f"{phase.label.text} ends ({ends}) before it begins ({begins})."
            yield _finding("phase-reversed", message, phase.as_written)
        if last and begins and _after(last, begins):
            message = f"{phase.label.text} begins ({begins}) before the one above ends ({last})."
            yield _finding("phases-overlap", message, phase.as_written)
        last = ends or last


def _units_among_recipients(plan: Plan) -> Iterator[Finding]:
    """Other bodies with tasks (departments, unions) should be sent the plan."""
    if not plan.recipients:
        return
    sent = key(" ; ".join(r.recipient.text for r in plan.recipients))
    names = {key(b.name) for r in plan.recipients if (b := parse_body(r.recipient.text))}
    collective = any(key(w) in sent for w in _COLLECTIVE)
    own = f"{plan.head.issuer.text};{plan.head.issuer_normalised.text}"  # abbreviated, in full
    names |= {key(b.name) for part in own.split(";") if (b := parse_body(part))}
    seen: set[str] = set()
    for row in plan.assignments:
        body = parse_body(row.unit.text)
        if body is None or not body.known or body.level != "sở" or collective:
            continue
        if key(body.name) in names or body.name in seen or key(body.name) in sent:
            continue
        seen.add(body.name)
        message = f"{row.unit.text} has a task but is not among the recipients."
        yield _finding("unit-not-among-recipients", message, row.unit)
