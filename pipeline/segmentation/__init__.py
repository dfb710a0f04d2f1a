"""A document's words to its outline: zones, sections, nesting, roles.

`segment` is the only entry. It knows nothing of pages' pictures: where reading gave a
line's place on the layout (`Region`), that decides; else the words do, so that plain
text and flattened columns come out the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.document import Document, Flow, Route
from pipeline.segmentation.head import listed_preamble, unnumbered_preamble, zone_head
from pipeline.segmentation.nesting import nest
from pipeline.segmentation.outline import Outline, Role, Section, Span, Zone, ZoneSpan
from pipeline.segmentation.paragraphs import Paragraphs
from pipeline.segmentation.parts import Part, split_parts
from pipeline.segmentation.prose import is_margin_row
from pipeline.segmentation.rows import Row, rows_of
from pipeline.segmentation.sections import build_sections
from pipeline.segmentation.tail import find_closing, find_tail, zone_tail

__all__ = ["segment"]


def segment(document: Document) -> Outline:
    """The outline of a document, whatever its kind; empty for one without words.

    Spans count the words of `Flow.of(document)`.
    """
    flow = Flow.of(document)
    lines = {(p.number, i): line for p in document.pages for i, line in enumerate(p.lines)}
    rows = [row for row in rows_of(flow, lines) if row.text and not is_margin_row(flow, row)]
    paragraphs = Paragraphs.of(rows)
    misread = document.route in (Route.OCR, Route.GARBLED_TEXT, Route.MIXED)
    zones: list[ZoneSpan] = []
    sections: list[Section] = []
    for number, part in enumerate(split_parts(rows)):
        found, inside = _part(flow, rows[part.first : part.last], paragraphs, part, number, misread)
        zones += found
        sections += _numbered(inside, len(sections))
    return Outline(tuple(zones), tuple(sections))


def _part(  # noqa: PLR0913, PLR0917 - what is known of the whole file, then the part
    flow: Flow,
    rows: Sequence[Row],
    paragraphs: Paragraphs,
    part: Part,
    number: int,
    misread: bool,
) -> tuple[list[ZoneSpan], list[Section]]:
    """Zones and sections (orders from 1) of one of the documents in the file."""
    head, first = zone_head(rows, paragraphs, number > 0)
    tail = max(first, first + find_tail(rows[first:]))
    body = rows[first:tail]
    closing = find_closing(body)
    above = listed_preamble(body[:closing], paragraphs)
    inner = body[above:closing]
    nodes = nest(inner, paragraphs, misread)
    sections = build_sections(flow, inner, nodes, paragraphs, number)
    opening = above + (nodes[0].row if nodes else unnumbered_preamble(inner, paragraphs))
    zones = [
        *head,
        *((Zone.PREAMBLE, row.span) for row in body[:opening]),
        *((Zone.BODY, row.span) for row in body[opening:closing]),
        *((Zone.CLOSING, row.span) for row in body[closing:]),
        *zone_tail(rows[tail:]),
    ]
    if part.annex and rows:
        sections = _inside_annex(rows, [s for z, s in head if z is Zone.ATTACHMENT_TITLE], sections)
    return _merged(zones, number), sections


def _inside_annex(rows: Sequence[Row], title: list[Span], inside: list[Section]) -> list[Section]:
    """A section for the annex itself, the others one level deeper in it."""
    whole = (rows[0].span[0], rows[-1].span[1])
    name = (title[0][0], title[-1][1]) if title else (whole[0], whole[0])
    first = inside[0].whole[0] if inside else whole[1]
    part = inside[0].part if inside else 1
    annex = Section(1, 0, 1, "", "", "PL", name, (name[1], first), whole, (Role.ANNEX,), part)
    deeper = [
        replace(s, order=s.order + 1, parent=s.parent + 1, level=s.level + 1, path=f"PL.{s.path}")
        for s in inside
    ]
    return [annex, *deeper]


def _numbered(sections: list[Section], before: int) -> list[Section]:
    """The sections with orders that go on behind `before` earlier ones."""
    return [
        replace(s, order=s.order + before, parent=s.parent + before if s.parent else 0)
        for s in sections
    ]


def _merged(zones: Iterable[tuple[Zone, Span]], part: int) -> list[ZoneSpan]:
    """Zone spans in reading order, those that touch made one."""
    merged: list[ZoneSpan] = []
    for zone, span in zones:
        last = merged[-1] if merged else None
        # Margins (page numbers) may stand between; they belong to no zone of their own.
        if last is not None and last.zone is zone and last.span[1] <= span[0]:
            merged[-1] = ZoneSpan(zone, (last.span[0], span[1]), part)
        else:
            merged.append(ZoneSpan(zone, span, part))
    return merged
