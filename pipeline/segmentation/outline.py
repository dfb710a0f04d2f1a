"""The outline of a document: its zones, and its sections nested by marker.

All places are spans of word indexes in `Flow.tokens`, half open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Zone(StrEnum):
    """The parts of an administrative document, in the order of the layout."""

    LETTERHEAD_LEFT = "letterhead-left"  # parent body, issuer, number and symbol
    LETTERHEAD_RIGHT = "letterhead-right"  # state title, motto, place and date
    ADDRESS = "address"  # Kính gửi
    TITLE = "title"  # type and subject
    PREAMBLE = "preamble"  # Căn cứ, Thực hiện, ... before the first section
    BODY = "body"
    CLOSING = "closing"  # Trên đây là ...
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    ATTACHMENT_TITLE = "attachment-title"  # of a plan behind a decision, of an annex


class Role(StrEnum):
    """What a section is about."""

    PURPOSE = "purpose"
    SCOPE = "scope"
    CONTENT = "content"
    CRITERIA = "criteria"
    AWARDS = "awards"
    SOLUTIONS = "solutions"
    SCHEDULE = "schedule"
    FUNDING = "funding"
    ORGANISATION = "organisation"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Section:
    """A section or an item.

    `order` counts all sections from 1 in reading order, `parent` is the order of
    the one it stands in (0 at the top), `level` its depth from 1. `marker` is the
    repaired one (`II.`), `raw_marker` what was read (`I1.`). `title` is the span
    of a heading (empty span where the item has none), `body` its own text without
    the children's, `whole` from the marker to the end of its last child. `path` is
    the marker path without punctuation (`VI.2.a`). `part` counts the documents in
    the file from 0: a decision, then the plan attached to it.
    """

    order: int
    parent: int
    level: int
    marker: str
    raw_marker: str
    path: str
    title: Span
    body: Span
    whole: Span
    roles: tuple[Role, ...] = ()
    part: int = 0


def enclosing(sections: Mapping[int, Section], section: Section) -> Iterator[Section]:
    """The section and those it stands in, from within; `sections` by their order."""
    around: Section | None = section
    while around is not None:
        yield around
        around = sections.get(around.parent)


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """A zone's words; a zone may come in several spans, one for each part."""

    zone: Zone
    span: Span
    part: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """Zones and sections of a document. Zones may interleave with flattened columns."""

    zones: tuple[ZoneSpan, ...]
    sections: tuple[Section, ...]

    def zone(self, zone: Zone, part: int | None = 0) -> tuple[Span, ...]:
        """The spans of a zone in one part, or in all with `part=None`."""
        return tuple(
            z.span for z in self.zones if z.zone is zone and (part is None or z.part == part)
        )

    def children(self, order: int) -> tuple[Section, ...]:
        """The sections directly in the section with that order (0: the top ones)."""
        return tuple(s for s in self.sections if s.parent == order)
