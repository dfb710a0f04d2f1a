"""The body above the issuer: the letterhead's first line, else inferred from the kind."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extraction.citations.base import Base
from pipeline.extraction.context import Context
from pipeline.extraction.head.issuer import NO_BODY, Issuer, credible
from pipeline.normalisation.bodies import Body, full_name
from pipeline.normalisation.places import Place
from pipeline.normalisation.provinces import MERGER, Province
from pipeline.normalisation.text import key
from pipeline.plan import Evidence, Status, Value

_ABOVE_UNIT = ("sở", "bộ", "tỉnh", "huyện")
"""Levels whose plan a unit (school, centre, hospital) puts into practice as its own parent's."""


def find_parent(
    context: Context,
    issuer: Issuer | None,
    base: Base | None,
    province: Province | None,
    date: str = "",
) -> Value:
    """The parent in full. An inferred one has a rule `inferred:...`; none is made up."""
    if issuer is None:
        return context.missing("parent:no-issuer")
    body = issuer.main.body
    if issuer.parent and not credible(context, issuer.parent):
        return Value(issuer.parent.text, Status.FOUND, issuer.parent.evidence).doubted(NO_BODY)
    if issuer.parent:
        above = issuer.parent.body
        whole = not above.places and key(above.name) == key(body.name)
        name = above.name if whole else full_name(above, province, date)
        return Value(name, Status.FOUND, issuer.parent.evidence)
    committee = _committee_above(body, province, date)
    if committee:
        evidence = Evidence(rule="inferred:kind-of-body", confidence=0.85)
        return Value(committee, Status.FOUND, evidence)
    if body.level == "đơn vị" and base and base.citation.issuer:
        above = base.citation.issuer.body
        if above.level in _ABOVE_UNIT:
            evidence = context.evidence(base.citation.issuer.span, "inferred:base-issuer", 0.8)
            return Value(full_name(above, province), Status.FOUND, evidence)
    return context.missing("parent:not-told")


def _committee_above(body: Body, province: Province | None, date: str) -> str | None:
    """UBND of the province over departments and districts, of the district over its rooms.

    Since the districts were dissolved, the province's stands over communes too.
    """
    if body.national:
        return None
    committee = Body("UBND", "ubnd", "tỉnh", (), "", False, True)
    second = body.kind == "ubnd" and (
        body.level == "huyện" or (body.level == "xã" and date >= MERGER)
    )
    if body.level == "sở" or second:
        kind = province.kind if province else "tỉnh"
        if province is None and second:
            return None
        return full_name(replace(committee, places=(Place(kind, ""),)), province)
    district = [p for p in body.places if p.level == "huyện" and p.name]
    if district and (body.kind in ("phong-huyen",) or body.level == "xã"):
        return full_name(replace(committee, places=(district[0],)), province)
    return None
