"""Number, date and issuer in the title line, as collections of laws print them.

`NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ 01/2010/NĐ-CP NGÀY 04 THÁNG 01 NĂM 2010 VỀ ...`: only where
the number follows the type's name at once and its code is that type's; a number
further on in a title is another document's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extraction.body_mentions import BodyFinder, Mention
from pipeline.extraction.citation_parts import parts_after
from pipeline.extraction.context import Context
from pipeline.extraction.number import OwnNumber
from pipeline.extraction.rules import Rule, rules_of
from pipeline.extraction.title import Titled, title_value
from pipeline.normalisation.document_types import type_named
from pipeline.normalisation.symbols import split_symbol
from pipeline.plan import Status, Value


@dataclass(frozen=True, slots=True)
class TitleLine:
    """What the line says of the document itself, and the title without it."""

    own: OwnNumber
    date: Value
    issuer: Mention | None
    titled: Titled


def find_title_line(context: Context, finder: BodyFinder, titled: Titled) -> TitleLine | None:
    """The title line's parts; None where the title holds no number of its own."""
    rule = rules_of("title-line")[0]
    named = type_named(titled.doc_type.text)
    hit = context.first(rule.pattern, titled.span) if titled.span[0] < titled.span[1] else None
    if named is None or hit is None or hit.span[0] != titled.span[0]:
        return None
    joint = "-" if "-" in hit[0][len(hit[0].split(hit["symbol"])[0]) - 2 :][:2] else "/"
    symbol = split_symbol(f"{hit['number']}{joint}{hit['symbol']}")
    if symbol is None or symbol.type_code not in named.codes:
        return None
    span = context.at(hit.match.start("number"), hit.match.end("symbol"))
    made = _values(context, span, (symbol.whole, symbol.number, symbol.symbol), rule)
    parts = parts_after(context, finder, hit.match.end())
    date = context.missing("title-line:no-date")
    if parts.date and parts.date.iso:
        date = context.value(parts.date_span, parts.date.iso, rule.id, rule.confidence)
    body = hit.span_of("body")
    rest = (context.at(parts.end, parts.end + 2)[0], titled.span[1])
    title = replace(titled, title=title_value(context, rest), span=rest)
    issuer = finder.at(body[0], body[1]) if body[0] < body[1] else None
    return TitleLine(OwnNumber(*made, symbol), date, issuer, title)


def _values(
    context: Context, span: tuple[int, int], texts: tuple[str, str, str], rule: Rule
) -> tuple[Value, Value, Value]:
    whole, number, symbol = (
        context.value(span, text, rule.id, rule.confidence, status=Status.FOUND) for text in texts
    )
    return whole, number, symbol
