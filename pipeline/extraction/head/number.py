"""The document's own number and symbol, from the number line of its letterhead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.document import UNREAD
from pipeline.extraction.context import Context
from pipeline.extraction.head.letterhead_rows import NumberLine, number_line
from pipeline.extraction.misread.mending import was_recognised
from pipeline.normalisation.symbols import Symbol, bare_symbol, split_symbol, tight
from pipeline.plan import MISSING, Candidate, Evidence, Status, Value
from pipeline.segmentation.outline import Span


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The three columns, the parsed symbol for the rules that ask for it, its place."""

    number_symbol: Value = MISSING
    number: Value = MISSING
    symbol: Value = MISSING
    parsed: Symbol | None = None
    span: Span = (0, 0)


SURELY_READ = 0.8
"""Reading confidence from which letters without a known code are taken for a symbol."""


_LETTERS = re.compile(r"[^\W\d_]{2}")


def find_number(context: Context) -> OwnNumber:
    """Number and symbol with what is blank and what could not be read kept apart."""
    line = number_line(context)
    if line is None:
        nothing = context.missing("number-line:none-in-letterhead")
        return OwnNumber(nothing, nothing, nothing)
    groups = line.match.groupdict()
    if groups.get("symbol") and groups.get("number"):
        return _whole(context, line)
    if groups.get("symbol"):
        lost = groups.get("cut") is not None and was_recognised(context, line.span)
        unread = "□" if lost else groups.get("unread") or groups.get("cut")
        return _without_number(context, line, unread)
    return _without_symbol(context, line)


def _whole(context: Context, line: NumberLine) -> OwnNumber:
    symbol = split_symbol(f"{line.match['number']}{_joint(line)}{line.match['symbol']}")
    if symbol is None:
        return _without_number(context, line, line.match["number"])
    rule, sure = line.rule.id, line.rule.confidence

    def made(text: str) -> Value:
        return context.value(line.span, text, rule, sure)

    def begun(text: str) -> Value:
        """What ends in a hyphen is not whole."""
        if not line.cut:
            return made(text)
        lost = Candidate(text, made(text).evidence, "a hyphen ends it, the rest was not found")
        return context.unreadable(line.span, rule, lost)

    return OwnNumber(
        begun(symbol.whole), made(symbol.number), begun(symbol.symbol), symbol, line.span
    )


def _joint(line: NumberLine) -> str:
    """The mark between number and symbol; a slash where none was read."""
    if line.rule.id in ("number-line:space", "number-line:no-slash"):
        return "-" if "/" in line.match["symbol"] else "/"
    between = line.match[0][line.match.end("number") - line.match.start() :]
    return "-" if between.lstrip().startswith("-") else "/"


def _without_number(context: Context, line: NumberLine, unread: str | None) -> OwnNumber:
    """`Số: /KH-KHCN` and `Số: □/KH-SYT`: the symbol stands, the number does not."""
    symbol = bare_symbol(line.match["symbol"])
    status = Status.UNREADABLE if unread else Status.BLANK
    empty = context.value(line.span, None, line.rule.id, line.rule.confidence, status=status)
    empty = replace(empty, candidates=_guesses(context, line))
    found = _symbol_alone(context, line, symbol)
    return OwnNumber(empty, empty, found, symbol, line.span)


def _symbol_alone(context: Context, line: NumberLine, symbol: Symbol | None) -> Value:
    """The symbol as sure as its own words, not as the number that was not read.

    Misread letters without a type's code (`CL-RCT` for CT-BCT) are no symbol.
    """
    text = tight(line.match["symbol"])
    unread = line.match.groupdict().get("unread") or ""
    start = context.bounds(line.span)[0]
    span = context.at(start + line.match.start("symbol"), start + line.match.end("symbol"))
    found = context.value(span, text, line.rule.id, line.rule.confidence)
    coded = symbol is not None and bool(symbol.type_code)
    headless = _LETTERS.search(unread)  # `ĐCA-C04`, `22477MTTQ-BTT`: its first part is misread
    if UNREAD in text or headless or (not coded and context.reading_confidence(span) < SURELY_READ):
        return context.unreadable(span, line.rule.id, _as_read(found))
    return found


def _as_read(found: Value) -> Candidate:
    return Candidate(found.text, found.evidence, "unsure")


def _guesses(context: Context, line: NumberLine) -> tuple[Candidate, ...]:
    """What the recogniser would have read for ink that it could not: for a person to see."""
    return tuple(
        Candidate(other.text, Evidence(rule=line.rule.id, confidence=other.confidence), "unsure")
        for token in context.flow.words(line.span)
        if UNREAD in token.word.text
        for other in token.word.alternatives
    )


def _without_symbol(context: Context, line: NumberLine) -> OwnNumber:
    rule, sure = line.rule.id, line.rule.confidence
    if number := line.match.groupdict().get("number"):
        value = context.value(line.span, number, rule, sure)
        return OwnNumber(value, value, context.missing(rule))
    if line.match.groupdict().get("all_unread"):
        unread = context.unreadable(line.span, rule)
        return OwnNumber(unread, unread, unread)
    blank = context.value(line.span, None, rule, sure, status=Status.BLANK)
    return OwnNumber(blank, blank, context.missing(rule))
