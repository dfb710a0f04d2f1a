"""Text of spans for people and for rules: page numbers and marks left out."""

from __future__ import annotations

import re

from pipeline.document import Flow, Token
from pipeline.segmentation.outline import Section, Span
from pipeline.segmentation.rows import MARGINS, Row, clean_word

_SPECKS = frozenset("'`|‘´¦")
"""Specks and rules that recognisers read as words of their own."""
_PAGE_NUMBER = re.compile(r"^[-–]?\d{1,3}[-–]?$")


def words_of(flow: Flow, span: Span) -> tuple[int, ...]:
    """Indexes of the span's words that belong to the running text."""
    return tuple(
        i
        for i in range(*span)
        if not _is_margin(flow, i) and flow.tokens[i].word.text not in _SPECKS
    )


def prose(flow: Flow, span: Span) -> str:
    """The span's words by single spaces, without page numbers and Markdown marks."""
    words = (clean_word(flow.tokens[i].word.text) for i in words_of(flow, span))
    return " ".join(word for word in words if word)


def heading(flow: Flow, section: Section) -> str:
    """A section's title as text; "" where it has none."""
    return _without_marker(prose(flow, section.title), section, section.title).rstrip(" :")


def own_text(flow: Flow, section: Section) -> str:
    """A section's own text without its children's and without its marker."""
    return _without_marker(prose(flow, section.body), section, section.body)


def _without_marker(text: str, section: Section, span: Span) -> str:
    """Cuts a marker that is written together with the first word (`I1.NOI`)."""
    if section.raw_marker and span[0] == section.whole[0] and text.startswith(section.raw_marker):
        return text[len(section.raw_marker) :].strip()
    return text


def _is_margin(flow: Flow, index: int) -> bool:
    token = flow.tokens[index]
    if token.region in MARGINS:
        return True
    return _alone(flow, index, token) and bool(_PAGE_NUMBER.match(token.word.text))


def _alone(flow: Flow, index: int, token: Token) -> bool:
    """Whether the word is the only one of its line, outside a table."""
    following = flow.tokens[index + 1] if index + 1 < len(flow.tokens) else None
    return token.first_in_line and (following is None or following.first_in_line)


def is_margin_row(flow: Flow, row: Row) -> bool:
    """Whether a printed line is a page number, running head or stamp beside the text."""
    return row.region in MARGINS or all(_is_margin(flow, i) for i in range(*row.span))
