"""The outline as rows of `sections.csv`."""

from __future__ import annotations

from pipeline.extraction.context import Context
from pipeline.plan import SectionRow
from pipeline.segmentation.outline import Section, Span
from pipeline.segmentation.prose import heading, own_text, words_of

_RULE = "outline"


def find_sections(context: Context) -> tuple[SectionRow, ...]:
    """A row for each section and item, in reading order.

    `text` is the item's own text without its children's, `role` several by "; ".
    """
    return tuple(_row(context, section) for section in context.outline.sections)


def _row(context: Context, section: Section) -> SectionRow:
    flow = context.flow
    marker = (section.whole[0], min(section.whole[0] + 1, section.whole[1]))
    title, text = heading(flow, section), own_text(flow, section)
    words = words_of(flow, section.whole)
    pages = (flow.tokens[words[0]].page, flow.tokens[words[-1]].page) if words else (None, None)
    repaired = section.marker != section.raw_marker
    rule = f"{_RULE}:{'repaired' if repaired else 'marker'}"
    no_title = context.missing(f"{_RULE}:title")
    no_text = context.missing(f"{_RULE}:text")
    first = _first(section.whole)
    return SectionRow(
        level=context.value(first, section.level, rule),
        marker=context.value(marker, section.marker, rule)
        if section.marker
        else context.missing(f"{_RULE}:marker"),
        title=context.value(section.title, title, f"{_RULE}:title") if title else no_title,
        role=context.value(first, "; ".join(section.roles), f"{_RULE}:role", 0.9)
        if section.roles
        else context.missing(f"{_RULE}:role"),
        parent_order=context.value(first, section.parent, rule)
        if section.parent
        else context.missing(f"{_RULE}:parent"),
        text=context.value(section.body, text, f"{_RULE}:text") if text else no_text,
        page_start=context.value(first, pages[0], rule),
        page_end=context.value(first, pages[1], rule),
    )


def _first(span: Span) -> Span:
    return span[0], min(span[0] + 1, span[1])
