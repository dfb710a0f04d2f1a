"""Words with boxes as a page would have them, for layout's tests."""

from __future__ import annotations

from pipeline.document import Box, Word

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 13.0
ADVANCE = 6.0
"""Points a character."""
BODY = "thực hiện kế hoạch của Ủy ban nhân dân tỉnh về phong trào thi đua xây dựng xã hội"
"""A line of running text."""


def row(text: str, x: float, y: float, size: float = SIZE) -> list[Word]:
    """The text's words from x on, on a line whose top is y."""
    words: list[Word] = []
    for part in text.split():
        box = Box(x, y, x + ADVANCE * len(part), y + size)
        words.append(Word(part, part, box))
        x = box.x1 + 4
    return words


def centred(text: str, middle: float, y: float) -> list[Word]:
    """The text's words around `middle`."""
    wide = sum(ADVANCE * len(part) + 4 for part in text.split()) - 4
    return row(text, middle - wide / 2, y)


def page(*rows: list[Word]) -> list[Word]:
    """All words, row by row as a recogniser gives them."""
    return [word for words in rows for word in words]
