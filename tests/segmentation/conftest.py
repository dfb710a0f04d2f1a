"""Texts and lines to documents and outlines: what segmentation's tests are written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline.document import Document, Flow, Line, Page, Region, Route, Word
from pipeline.reading.text.plaintext import read_text
from pipeline.segmentation import segment
from pipeline.segmentation.outline import Outline, Zone
from pipeline.segmentation.prose import heading, own_text, prose


class Segmented:
    """A document with its outline, and short ways to look at both."""

    def __init__(self, document: Document) -> None:
        self.flow = Flow.of(document)
        self.outline: Outline = segment(document)

    @property
    def markers(self) -> list[str]:
        """Marker and depth of each section: `I.`, `  1.`, `    a)`."""
        return ["  " * (s.level - 1) + s.marker for s in self.outline.sections]

    @property
    def paths(self) -> list[str]:
        return [s.path for s in self.outline.sections]

    def heading(self, path: str) -> str:
        return heading(self.flow, self.section(path))

    def text(self, path: str) -> str:
        return own_text(self.flow, self.section(path))

    def section(self, path: str):
        return next(s for s in self.outline.sections if s.path == path)

    def zone(self, zone: Zone, part: int | None = 0) -> str:
        return " | ".join(prose(self.flow, span) for span in self.outline.zone(zone, part))


@pytest.fixture(scope="session")
def segmented() -> Callable[[str], Segmented]:
    """The outline of a plain text."""

    def make(text: str) -> Segmented:
        return Segmented(Document("plan.txt", "0" * 64, (read_text(text.encode(), False),)))

    return make


@pytest.fixture(scope="session")
def segmented_lines() -> Callable[[Sequence[Sequence[tuple[Region, str]]]], Segmented]:
    """The outline of pages whose lines have regions, as the layout gives them."""

    def make(pages: Sequence[Sequence[tuple[Region, str]]]) -> Segmented:
        made = tuple(
            Page(
                number,
                tuple(
                    Line(tuple(Word(w, w) for w in text.split()), region) for region, text in lines
                ),
                Route.OCR,
            )
            for number, lines in enumerate(pages, 1)
        )
        return Segmented(Document("plan.pdf", "0" * 64, made))

    return make
