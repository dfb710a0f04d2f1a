"""The province: what the document itself says, from the surest place down.

Nothing is taken from outside knowledge: a plan that names no province has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.document import Route
from pipeline.extraction.citations.citation import Citation, Relation
from pipeline.extraction.confidence import agreed
from pipeline.extraction.context import Context
from pipeline.extraction.head.issuer import Issuer
from pipeline.normalisation.provinces import Province, find_province, mentions_of
from pipeline.plan import Candidate, Evidence, Status, Value
from pipeline.segmentation.outline import Span, Zone


@dataclass(frozen=True, slots=True)
class ProvinceReading:
    """A province that a place of the document names."""

    province: Province
    evidence: Evidence


def find_province_of(
    context: Context, issuer: Issuer | None, place: Value, citations: list[Citation]
) -> tuple[ProvinceReading | None, tuple[Candidate, ...]]:
    """(the surest reading or None, the others that name another province)."""
    if issuer and (issuer.main.body.national or _of_ministry(issuer)):
        return None, ()
    readings = list(_readings(context, issuer, place, citations))
    if not readings or _outvoted(context, readings[0]):
        return None, ()
    best = readings[0]
    same = [r.evidence.confidence for r in readings[1:] if r.province is best.province]
    sure = agreed(best.evidence.confidence, same)
    best = replace(best, evidence=replace(best.evidence, confidence=sure))
    others = {r.province.name: r for r in readings[1:] if r.province is not best.province}
    lost = tuple(
        Candidate(name, r.evidence, f"{best.evidence.rule} goes before {r.evidence.rule}")
        for name, r in others.items()
    )
    return best, lost


_BY_ITS_HEAD = ("province:letterhead", "province:place")
_OUTVOTED = 2
"""Times that another province is named for each time the first one is."""


def _outvoted(context: Context, reading: ProvinceReading) -> bool:
    """Whether a garbled text, whose head names no province, names another more often.

    A sentence in it may name a neighbour, or a province that was merged.
    """
    if reading.evidence.rule in _BY_ITS_HEAD or context.document.route is not Route.GARBLED_TEXT:
        return False
    named = Counter(m.province.name for m in mentions_of(context.running) if m.marked)
    others = [n for name, n in named.items() if name != reading.province.name]
    return max(others, default=0) * _OUTVOTED > named[reading.province.name]


def _of_ministry(issuer: Issuer) -> bool:
    above = issuer.parent.body if issuer.parent else None
    of_state = above is not None and above.national and above.level in ("bộ", "chính phủ")
    return of_state and issuer.main.body.province is None


def _readings(
    context: Context, issuer: Issuer | None, place: Value, citations: list[Citation]
) -> Iterator[ProvinceReading]:
    if issuer:
        for reading in (issuer.main, issuer.parent, *issuer.joint, *reversed(issuer.higher)):
            if reading and reading.body.province:
                yield _read(reading.body.province, reading.evidence, "province:letterhead", 0.99)
    if place.status is Status.FOUND and (named := find_province(place.text)):
        yield _read(named, place.evidence, "province:place", 0.97)
    if issuer:
        for reading in issuer.others:
            if reading.body.province:
                yield _read(reading.body.province, reading.evidence, "province:issuer", 0.95)
    yield from _named_in(context, Zone.TITLE, "province:title", 0.95)
    for citation in citations:
        if citation.relation is Relation.BASIS and citation.issuer:
            named = citation.issuer.body.province
            if named:
                evidence = context.evidence(citation.issuer.span, "province:base-issuer", 0.93)
                yield ProvinceReading(named, evidence)
    yield from _named_in(context, Zone.PREAMBLE, "province:preamble", 0.9)
    yield from _named_in(context, Zone.CLOSING, "province:closing", 0.9)


def _read(province: Province, evidence: Evidence, rule: str, sure: float) -> ProvinceReading:
    made = replace(evidence, rule=rule, confidence=min(sure, evidence.confidence))
    return ProvinceReading(province, made)


def _named_in(context: Context, zone: Zone, rule: str, sure: float) -> Iterator[ProvinceReading]:
    """Provinces with `tỉnh` or `thành phố` before them, where all name the same one."""
    spans = context.zone(zone)
    found: list[tuple[Province, Span]] = []
    if spans:
        start = context.bounds((spans[0][0], spans[-1][1]))[0]
        text = context.text((spans[0][0], spans[-1][1]))
        found = [
            (m.province, context.at(start + m.start, start + m.end))
            for m in mentions_of(text)
            if m.marked
        ]
    if len({p.name for p, _ in found}) == 1:
        province, span = found[0]
        yield ProvinceReading(province, context.evidence(span, rule, sure))
