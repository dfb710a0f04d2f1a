"""Where a paragraph goes on in the next printed line, and where a new one opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.segmentation.rows import Row

_CLOSED = re.compile(r"(?:[.;:!?…]|\./\.)[\"”’»)\]]*$")
_FIRST = re.compile(r"^[^\w“\"(]*(\w)")


_HANGS = re.compile(
    r"(?:,|\b(?:và|của|cho|với|về|các|trong|tại|theo|để|hoặc|là|từ|đến|số|(?<!trực )thuộc|bởi|do))$"
)
_HALF_NAMED = re.compile(r"\b(?:Bộ|UBND)$")
"""Half a body's name, the other half below; or all of it: `Các đơn vị thuộc Bộ`."""


def hangs(text: str) -> bool:
    """Whether a line ends with a word that must be followed by another: `của`, `và`, `,`."""
    return bool(_HANGS.search(text.rstrip()))


def closes(text: str) -> bool:
    """Whether a line's text ends a sentence or clause (`.`, `;`, `:`, `./.`)."""
    return bool(_CLOSED.search(text.rstrip()))


def goes_on(text: str) -> bool:
    """Whether a line's text begins as the middle of a sentence does (small letter, digit)."""
    first = _FIRST.match(text)
    return first is not None and (first[1].islower() or first[1].isdigit())


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Tells continuation lines from new paragraphs in one document.

    `marked` says that the document's own paragraph marks can be trusted: a text with a
    blank line after every line marks each as a new paragraph, which says nothing.
    """

    marked: bool

    @staticmethod
    def of(rows: Sequence[Row]) -> Paragraphs:
        """Judges the paragraph marks of these rows."""
        opened = sum(row.opens for row in rows)
        return Paragraphs(0 < opened < 0.9 * len(rows))

    def joined(self, above: Row, row: Row, marked: bool = False) -> bool:
        """Whether `row` goes on with the paragraph of the row above it.

        `marked` says that it begins with what may be an item's marker.
        """
        if above.cells or row.cells:
            return False
        if closes(above.text):
            return not row.opens if self.marked else not above.had_room_for(row)
        if goes_on(row.text) or hangs(above.text):
            return True
        if _HALF_NAMED.search(above.text.rstrip()) and not marked:
            return True
        if self.marked and row.opens:
            return False
        return not above.had_room_for(row)
