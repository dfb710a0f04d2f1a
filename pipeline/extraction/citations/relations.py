"""What each cited document is to the one that cites it: basis or cited in passing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.citations.citation import Citation, Relation
from pipeline.extraction.citations.cues import ends_joined, is_nested, joins_first, place_of
from pipeline.extraction.context import Context
from pipeline.segmentation.outline import Span, Zone

_REPORTS = ("Báo cáo", "Biên bản")
"""Types whose title names what they report on."""
_CHANGES = re.compile(
    r"(?i)^\W*(?:(?:về việc|v/v)\s+)?"
    r"(?:bãi bỏ|hủy bỏ|huỷ bỏ|sửa đổi|bổ sung|thay thế|đính chính|điều chỉnh|gia hạn|thu hồi)\b"
    r"(?!.*(?:thực hiện|triển khai|thi hành)\s)"
)
"""Titles up to the number of a document that is changed or ended, not put into practice."""


def related(context: Context, citations: list[Citation], doc_type: str) -> list[Citation]:
    """Each with its relation, its cue, and whether the title names it."""
    titles = context.zone(Zone.TITLE)
    preambles = _zones(context, Zone.PREAMBLE)
    done: list[Citation] = []
    for citation in citations:
        if any(a <= citation.span[0] < b for a, b in titles):
            done.append(_in_title(context, titles, citation, done, doc_type))
            continue
        zone = next((z for z in preambles if z[0] <= citation.span[0] < z[1]), None)
        done.append(_in_preamble(context, zone, citation, done) if zone else citation)
    return done


def _is_changed(
    context: Context, titles: Sequence[Span], citation: Citation, doc_type: str
) -> bool:
    """Whether the title says that the cited document is repealed, amended or replaced."""
    start, end = context.bounds(titles[0])[0], context.bounds(citation.span)[0]
    title = " ".join(context.running[start:end].split()) + " "
    behind_type = len(doc_type) if title.lower().startswith(doc_type.lower()) else 0
    return bool(_CHANGES.match(title[behind_type:]))


def _in_title(
    context: Context,
    titles: Sequence[Span],
    citation: Citation,
    before: list[Citation],
    doc_type: str,
) -> Citation:
    """A basis, but for what a report is on, what is changed, what a basis is itself about."""
    passing = doc_type in _REPORTS or _is_changed(context, titles, citation, doc_type)
    if before and before[-1].in_title:
        end = context.bounds(before[-1].span)[1]
        between = context.running[end : context.bounds(citation.span)[0]]
        passing = passing or (is_nested(between) and not ends_joined(between))
    return replace(citation, relation=Relation.CITED if passing else Relation.BASIS, in_title=True)


def _zones(context: Context, zone: Zone) -> list[Span]:
    """The zone's spans, touching ones made one."""
    merged: list[Span] = []
    for span in context.zone(zone, None):
        if merged and merged[-1][1] >= span[0]:
            merged[-1] = (merged[-1][0], max(span[1], merged[-1][1]))
        else:
            merged.append(span)
    return merged


def _in_preamble(
    context: Context, zone: Span, citation: Citation, before: list[Citation]
) -> Citation:
    place = place_of(context, zone, citation.span[0])
    if place.cue is None:
        return citation
    basis = not is_nested(place.between)
    previous = before[-1] if before and before[-1].span[0] >= zone[0] else None
    same_clause = previous is not None and _reaches(context, previous, place.between)
    if not basis and place.joined and same_clause and previous is not None:
        basis = previous.relation is Relation.BASIS
    elif not basis and place.joined and not same_clause:
        basis = joins_first(place.between)
    if not basis:
        return citation
    return replace(citation, relation=Relation.BASIS, cue=place.cue)


def _reaches(context: Context, previous: Citation, between: str) -> bool:
    return context.text(previous.number_span or previous.span) in between
