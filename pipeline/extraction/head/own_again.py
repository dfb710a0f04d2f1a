"""The document's own number and date where it names itself again.

What is attached to a decision says so: `(Ban hành kèm theo Quyết định số 512/QĐ-UBND ngày
20/9/2022 của ...)`. That bears the letterhead out, fills what a stamp or a pen made
unreadable there, or contradicts it: then both readings stand and the status is `conflict`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extraction.confidence import agreed
from pipeline.extraction.context import Context, Hit
from pipeline.extraction.head.number import OwnNumber
from pipeline.extraction.rules import Rule, rules_of
from pipeline.normalisation.dates import find_dates
from pipeline.normalisation.symbols import Symbol, split_symbol
from pipeline.normalisation.text import plain_dashes
from pipeline.plan import Candidate, Status, Value
from pipeline.segmentation.outline import Span, Zone

_SURE = 0.85
"""Reading confidence from which a second mention may contradict the first."""
_BELIEVED = 0.75
"""Confidence from which a second mention alone is believed."""
_WHOLE_DATE = len("2024-03-12")


@dataclass(frozen=True, slots=True)
class Mention:
    """The document named by itself: number and symbol, the date if one is given."""

    symbol: Symbol
    span: Span
    date: str
    date_span: Span
    rule: Rule


def named_again(context: Context, own: OwnNumber, date: Value) -> tuple[OwnNumber, Value]:
    """(number line, date), borne out, filled or contradicted by the attachment's note."""
    mention = _mention(context, own)
    if mention is None:
        return own, date
    return _number(context, own, mention), _date(context, date, mention)


def _mention(context: Context, own: OwnNumber) -> Mention | None:
    """The first note under an attachment's title that has this document's symbol."""
    for span in context.zone(Zone.ATTACHMENT_TITLE, None):
        for rule in rules_of("own-again"):
            hit = context.first(rule.pattern, span)
            made = _made(hit, rule) if hit else None
            if made and _is_own(made.symbol, own):
                return made
    return None


def _made(hit: Hit, rule: Rule) -> Mention | None:
    joint = "-" if "-" in plain_dashes(hit["joint"]) else "/"
    symbol = split_symbol(f"{hit['number']}{joint}{hit['symbol']}")
    if symbol is None:
        return None
    dates = find_dates(hit["date"])
    number = hit.context.at(hit.match.start("number"), hit.match.end("symbol"))
    day = (dates[0].iso or "") if dates and not dates[0].unread else ""
    return Mention(symbol, number, day, hit.span_of("date"), rule)


def _is_own(symbol: Symbol, own: OwnNumber) -> bool:
    """The same symbol, whatever stands as the number: else it is of another document."""
    return own.parsed is not None and symbol.symbol.upper() == own.parsed.symbol.upper()


def _number(context: Context, own: OwnNumber, mention: Mention) -> OwnNumber:
    number, whole = mention.symbol.number, mention.symbol.whole
    return replace(
        own,
        number=_weighed(context, own.number, number, mention.span, mention.rule),
        number_symbol=_weighed(context, own.number_symbol, whole, mention.span, mention.rule),
        parsed=mention.symbol if own.number.status is Status.UNREADABLE else own.parsed,
    )


def _date(context: Context, date: Value, mention: Mention) -> Value:
    if len(mention.date) != _WHOLE_DATE:
        return date
    if date.status is Status.FOUND and len(date.text) != _WHOLE_DATE:
        return date  # a day left blank is no contradiction
    return _weighed(context, date, mention.date, mention.date_span, mention.rule)


def _weighed(context: Context, value: Value, again: str, span: Span, rule: Rule) -> Value:
    """The letterhead's value against the one said again."""
    second = context.value(span, again, rule.id, rule.confidence)
    if value.status is Status.UNREADABLE:
        unsure = second.evidence.confidence < _BELIEVED
        second = second.doubted("hardly read") if unsure else second
        return replace(second, candidates=(*second.candidates, *value.candidates))
    if value.status is not Status.FOUND:
        return value
    if value.text == again:
        sure = agreed(value.evidence.confidence, [second.evidence.confidence])
        return replace(value, evidence=replace(value.evidence, confidence=sure))
    if min(value.evidence.confidence, context.reading_confidence(span)) < _SURE:
        return value
    both = (
        Candidate(value.text, value.evidence, "the attachment says another"),
        Candidate(again, second.evidence, "the letterhead says another"),
    )
    return Value(value.value, Status.CONFLICT, value.evidence, (*both, *value.candidates))
