"""The rows of the letterhead's left column, and the number line among them.

The zone decides what is the document's own: a number in the text is a cited one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extraction.context import Context
from pipeline.extraction.rules import Rule, fragments, rules_of
from pipeline.normalisation.text import plain_dashes
from pipeline.segmentation.outline import Span, Zone

_CODES = re.compile(r"[A-ZĐ&]{2,}\d?(?:\s?-\s?[A-ZĐ&]{2,}\d?)*")
"""The rest of a symbol on a line of its own."""
_CUT = re.compile(r"-(?!\S)")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The number line: which rule read it, where, and its match.

    `cut`: a hyphen ends it, and what goes on was not found.
    """

    rule: Rule
    span: Span
    match: re.Match[str]
    cut: bool = False


def left_rows(context: Context, part: int = 0) -> tuple[Span, ...]:
    """The left column's rows, from the top."""
    zones = context.zone(Zone.LETTERHEAD_LEFT, part)
    return tuple(row for span in zones for row in context.lines(span))


def number_line(context: Context, part: int = 0) -> NumberLine | None:
    """The first line of the letterhead that a number rule reads."""
    rows = left_rows(context, part)
    right = tuple(r for s in context.zone(Zone.LETTERHEAD_RIGHT, part) for r in context.lines(s))
    lines = [_with_broken_symbol(context, rows, index) for index in range(len(rows))]
    lines += [(row, plain_dashes(context.text(row))) for row in right]
    for rule in rules_of("number"):
        for span, text in lines:
            match = rule.pattern.search(text)
            if match and not _cites().search(text[: match.start()]):
                cut = bool(_CUT.match(text, match.end()))
                return NumberLine(rule, span, match, cut)
    return None


@lru_cache(maxsize=1)
def _cites() -> re.Pattern[str]:
    """What stands before another document's number: its type, or the letter's `V/v`."""
    return re.compile(rf"v/v|về việc|(?:{fragments()['TYPE']})\s*$", re.IGNORECASE)


def _with_broken_symbol(context: Context, rows: tuple[Span, ...], index: int) -> tuple[Span, str]:
    """The row and its text, with the next one where the symbol is broken at its hyphen.

    The right column's lines may stand between the two: then the span is the first's.
    """
    row = rows[index]
    text = plain_dashes(context.text(row)).rstrip()
    if not text.endswith(("-", "/")) or index + 1 >= len(rows):
        return row, text
    below = rows[index + 1]
    rest = plain_dashes(context.text(below)).strip()
    if below[0] == row[1]:
        return (row[0], below[1]), f"{text} {rest}"
    return (row, text + rest) if _CODES.fullmatch(rest) else (row, text)
