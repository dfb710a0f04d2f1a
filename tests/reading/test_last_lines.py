"""Where a paragraph's last line may stand unread: below full lines, where white is left."""

from __future__ import annotations

import pytest
from page_words import BODY, HEIGHT, WIDTH, page, row

from pipeline.document import Word
from pipeline.reading.again.last_lines import last_lines

FULL = row(BODY, 85, 100)
NEXT = row(BODY, 85, 134)
"""A line too low: 100 + 17 is where the next one of the paragraph would be."""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((FULL, NEXT), 1),
        ((row(BODY, 119, 100), NEXT), 1),  # a paragraph's first line, indented
        ((FULL, row(BODY, 85, 117)), 0),  # no room
        ((FULL, row(BODY, 85, 190)), 0),  # a seal's room, or a table's
        ((row(BODY[:40], 85, 100), NEXT), 0),  # the line above ends early
        ((), 0),
    ],
)
def test_places_below_full_lines(rows: tuple[list[Word], ...], found: int) -> None:
    around = (row(BODY, 85, 60), row(BODY, 85, 77), row(BODY, 85, 300), row(BODY, 85, 317))
    words = page(*around[:2], *rows, *around[2:]) if rows else []
    places = [p for p in last_lines(words, WIDTH, HEIGHT) if p.top > 90 and p.bottom < 300]
    assert len(places) == found
    assert all(p.x0 < 85 < p.x1 < 200 and 110 < p.top < p.bottom <= 134 for p in places)
