"""What follows the number of a cited document: its date and its issuer, in either order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extraction.body_mentions import BodyFinder, Mention
from pipeline.extraction.context import Context
from pipeline.normalisation.dates import (
    FIGURES,
    MONTH,
    WORDS,
    DateReading,
    find_dates,
    from_words,
)
from pipeline.segmentation.outline import Span

_LEAD = re.compile(r"[\s,(]*(?:(?:ban hành|ký|được ban hành)\s+)?(?:vào\s+)?")
_OF = re.compile(
    r"[\s,.:(]*(?:được\s+)?(?:của|do|CỦA|giữa)\s+(?:các\s+)?"
    r"(?:Hội\snghị\s(?:\S+\s){0,6}?(?=Ban\sChấp\shành))?"
)
_DATE = re.compile(
    rf"(?:ngày\s*)?(?:{FIGURES})|{WORDS}|{MONTH}|năm\s+(?P<law_year>\d{{4}})(?!\d|\s?-)", re.I
)
_ON_NO_CALENDAR = re.compile(
    r"ngày\s*\d\d(?:[/.-]\d{1,2}[/.-]|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}(?!\d)"
)
_STANDS_FOR_NAME = re.compile(r"[A-ZĐ]")


@dataclass(frozen=True, slots=True)
class Parts:
    """Date and issuer behind a number; `end` is where they end in the running text."""

    date: DateReading | None
    date_span: Span
    issuer: Mention | None
    end: int


def parts_after(context: Context, finder: BodyFinder, start: int) -> Parts:
    """Reads date and issuer from character `start` of the running text on."""
    date: DateReading | None = None
    date_span: Span = (0, 0)
    issuer: Mention | None = None
    end = start
    for _ in range(2):
        if date is None and (found := _date_at(context, end)):
            date, (at, stop) = found
            date_span, end = context.at(at, stop), stop
        if issuer is None and (mention := _issuer_at(context, finder, end)):
            issuer, end = mention, context.bounds(mention.span)[1]
    return Parts(date, date_span, issuer, _without_mark(context, end))


def _without_mark(context: Context, end: int) -> int:
    while end and context.running[end - 1 : end] in (",", ";", ".", ":", " "):
        end -= 1
    return end


def _date_at(context: Context, start: int) -> tuple[DateReading, tuple[int, int]] | None:
    lead = _LEAD.match(context.running, start)
    at = lead.end() if lead else start
    match = _DATE.match(context.running, at)
    if match is None:
        none = _ON_NO_CALENDAR.match(context.running, at)
        return (DateReading(None, *none.span(), unread=("day",)), none.span()) if none else None
    place = (match.start(), match.end())
    if match["month_gap"] is not None:
        return from_words(match), place
    if match["law_year"]:
        return DateReading(match["law_year"], *place), place
    readings = find_dates(match[0])
    return (readings[0] if readings else DateReading(None, *place)), place


def _issuer_at(context: Context, finder: BodyFinder, start: int) -> Mention | None:
    lead = _OF.match(context.running, start)
    if lead:
        word = context.at(lead.end(), lead.end() + 1)[0]
        return finder.at(word, len(context.tokens))
    if context.running[start : start + 1] != " ":
        return None
    word = context.at(start + 1, start + 2)[0]
    if not starts_like_a_body(context, word):
        return None
    return finder.at(word, len(context.tokens))


def starts_like_a_body(context: Context, word: int) -> bool:
    """Whether a word begins with a capital: a name put without `của` does."""
    return word < len(context.tokens) and bool(
        _STANDS_FOR_NAME.match(context.tokens[word].word.text)
    )
