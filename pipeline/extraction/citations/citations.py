"""Every document that the text cites: type, number, symbol, date, issuer, relation.

A citation is a number with a symbol, whatever stands around it (`Kế hoạch số
15/KH-UBND ngày 29/01/2024 của UBND tỉnh`, `Kết luận 49-KL/TW`), a law or ordinance
by its name and date, or a programme by its quoted name (`Đề án “...”`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.body_mentions import BodyFinder, Mention
from pipeline.extraction.citations.citation import Citation, Relation, together
from pipeline.extraction.citations.parts import parts_after
from pipeline.extraction.citations.relations import related
from pipeline.extraction.context import Context, Hit
from pipeline.extraction.misread.mending import mended_symbol, one_letter_off, was_recognised
from pipeline.extraction.rules import Rule, rules_of
from pipeline.normalisation.dates import DateReading
from pipeline.normalisation.document_types import (
    OFFICIAL_LETTER,
    DocumentType,
    type_named,
    type_of_code,
)
from pipeline.normalisation.symbols import Symbol, bare_symbol, split_symbol
from pipeline.segmentation.outline import Span, Zone

_AT_PROPOSAL = re.compile(r"\s(?:tại|theo)\s(?:các\s)?$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?i)(?<!\w)số")
_LIST_OF = re.compile(r"(?:của|do)\s(?P<body>[A-ZĐ][^:.;]{2,80}):\s(?:[Ss]ố\s[^.:]*)?$")
UNREAD_NUMBER = "citation:unread-number"
UNNUMBERED = "citation:unnumbered"
"""Rules for `Kế hoạch của Sở Y tế ngày 30/01/2026`: a document without its number."""
AGREEMENT = "citation:unnumbered-agreement"
"""The rule of those that name their parties, if anybody: `Biên bản ghi nhớ giữa A và B`."""
_HALF_READ = re.compile(r"\S{0,20}(?:\s\S{1,3})?(?=,? ngày \d)|[^\s,;]*[^\s,;.]")
"""What is left of a symbol: up to its date, else to the end of the word."""
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d(?=[A-ZĐ])")
_LAW_BEFORE = re.compile(
    r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh)\s(?:(?!/QH|/UBTVQH)[^;:.“”()]){2,120}$"
)
"""A law's name before its number; another law's number (`sửa đổi bởi`) is no part of it."""


def find_citations(
    context: Context, finder: BodyFinder, own: Symbol | None, doc_type: str = ""
) -> list[Citation]:
    """All cited documents in order, each once: its later mentions stand in `repeats`.

    A report's title names what it reports on, not what it rests on: cited.
    """
    found = [c for rule in rules_of("citation") for c in _by_rule(context, finder, rule)]
    found.sort(key=lambda c: (c.span[0], -c.span[1]))
    kept = [c for c in _without_overlaps(found) if _may_cite(context, c) and not _is_own(c, own)]
    placed = related(context, kept, doc_type)
    return together([c for c in placed if _is_certain(context, c, placed)])


def _is_certain(context: Context, citation: Citation, all_of_them: list[Citation]) -> bool:
    """Whether a document named without its number is one that this one rests on.

    In the preamble and with a date; without one only right behind Thực hiện or Triển
    khai, where no other basis is of its type, which it could be again.
    """
    if not citation.rule.startswith(UNNUMBERED):
        return True
    if citation.relation is not Relation.BASIS or citation.in_title:
        return False
    if citation.date is not None:
        return True
    others = (c for c in all_of_them if c is not citation and c.relation is Relation.BASIS)
    start = context.bounds(citation.span)[0]
    before = context.running[max(0, start - _CUE_REACH) : start]
    led = citation.cue is not None and citation.cue.implement
    cue = next(r.pattern for r in rules_of("cue") if r.id == "cue:implement")
    behind = any(before[m.end() :].strip() == "" for m in cue.finditer(before))
    return led and behind and all(c.doc_type is not citation.doc_type for c in others)


_CUE_REACH = 40
"""Characters in which a cue right before a citation stands."""


def _by_rule(context: Context, finder: BodyFinder, rule: Rule) -> Iterator[Citation]:
    for hit in context.search(rule.pattern):
        made = _made(context, finder, rule, hit)
        if made:
            yield made


def _made(context: Context, finder: BodyFinder, rule: Rule, hit: Hit) -> Citation | None:
    symbol = _symbol(hit)
    if not _may_be_document(hit, symbol):
        return None
    if rule.id == UNREAD_NUMBER and not was_recognised(context, hit.span):
        return None
    end = hit.match.start("when") if hit.said("when") else _behind_symbol(context, hit)
    parts = parts_after(context, finder, end)
    issuer = (
        parts.issuer
        or _issuer_before(finder, hit)
        or _proposer(context, finder, hit)
        or _issuer_of_list(context, finder, hit)
    )
    if rule.id.startswith(UNNUMBERED) and not _is_known(rule, hit, parts.date, issuer):
        return None
    rule_id, sure = rule.id, rule.confidence
    whole = _with_rest(symbol, context.running[hit.match.end() : end])
    mended = _mended(context, hit, whole, issuer) or _mended(context, hit, symbol, issuer)
    if mended:
        rule_id, sure = f"{rule.id}:mended", min(sure, 0.85)
    start, stop = hit.match.start(), max(parts.end, end)
    start = _with_law_name(context, start, mended or symbol)
    return Citation(
        rule_id,
        sure,
        context.at(start, stop),
        _law_type(context, start, hit, _type(hit, symbol)),
        hit.span_of("type") if hit.said("type") else (hit.span[0], hit.span[0]),
        mended or symbol,
        _number_span(hit),
        parts.date,
        parts.date_span,
        issuer,
        subject=_subject(context, stop),
        name=hit.said("name").strip(" ,"),
    )


def _is_known(rule: Rule, hit: Hit, date: DateReading | None, issuer: Mention | None) -> bool:
    """Whether a document without a number is told by its issuer, an agreement by its date."""
    if rule.id == AGREEMENT:
        return date is not None
    return issuer is not None and (date is not None or not hit["when"])


def _type(hit: Hit, symbol: Symbol | None) -> DocumentType | None:
    """The type said, or else the symbol's; a number with a body alone is an official letter's."""
    said = type_named(hit.said("type"))
    if said is not None and said.family != "generic":
        return said
    if symbol is None:
        return None
    if symbol.doc_type is None and (said or not symbol.type_code):
        return type_named(OFFICIAL_LETTER)
    return symbol.doc_type


def _may_be_document(hit: Hit, symbol: Symbol | None) -> bool:
    """Not `5 km/h`, nor `hồ sơ số 36/HC`, which is a number of something else."""
    if symbol is None:
        return not (hit.said("symbol") or hit.said("misread"))
    if hit.said("symbol") and not _plausible(symbol, hit):
        return False
    if type_named(hit.said("type")) or symbol.doc_type or symbol.type_code:
        return True
    return "-" in symbol.symbol and bool(_NUMBERED.search(hit[0]))


def _behind_symbol(context: Context, hit: Hit) -> int:
    """Where the citation's number ends: on a recognised page at the end of the word.

    `173-KH/!ĐIN-TTN ngày 02/4/2024`, `4488/QĐ-SY 7T ngày`: of a symbol half read, date and
    issuer still follow.
    """
    end = hit.match.end()
    if not was_recognised(context, hit.span):
        return end
    rest = _HALF_READ.match(context.running, end)
    return rest.end() if rest else end


def _with_rest(symbol: Symbol | None, rest: str) -> Symbol | None:
    """The symbol with what was read behind it: `QĐ-SY` before ` 7T`. None where nothing was."""
    letters = re.sub(r"[\W_]", "", rest)
    if symbol is None or not symbol.number or not letters:
        return None
    return split_symbol(symbol.whole + letters)


def _mended(
    context: Context, hit: Hit, symbol: Symbol | None, issuer: Mention | None
) -> Symbol | None:
    """The symbol put right by its issuer's code, then by the type that is said; None as it is."""
    by_issuer = mended_symbol(context, hit.span, symbol, issuer.body) if symbol and issuer else None
    return _with_said_type(context, hit, by_issuer or symbol) or by_issuer


def _symbol(hit: Hit) -> Symbol | None:
    if hit.said("misread"):
        return _mended_symbol(hit)
    if not hit.said("symbol"):
        return None
    if not hit.said("number"):
        return bare_symbol(hit["symbol"])
    between = hit.match.string[hit.match.end("number") : hit.match.start("symbol")]
    joint = "-" if "-" in between or "–" in between else "/"
    return split_symbol(f"{hit['number']}{joint}{hit['symbol']}")


def _mended_symbol(hit: Hit) -> Symbol | None:
    """`Kế hoạch số 22/<&H-UBND`: the type is said in words, its code has a letter in common.

    Of `Nghị định số 01/2017ND-CP` the slash behind the year was lost.
    """
    named = type_named(hit["type"])
    if named is None or not named.codes:
        return None
    code, read = named.codes[0], hit["misread"].split("-")[0]
    if not set(code) & set(read.upper()) or type_of_code(read):
        return None
    year = _YEAR_BEFORE.match(read)
    number = f"{hit['number']}/{year[0]}" if year else hit["number"]
    return split_symbol(f"{number}/{code}-{hit['body_code']}")


def _with_said_type(context: Context, hit: Hit, symbol: Symbol | None) -> Symbol | None:
    """`Kế hoạch số 4113/KXH-UBND`, `Kết luận số 57-KIL/TW`: the code of the type that is said.

    Only on recognised pages, where one letter is wrong or too many; else None.
    """
    named = type_named(hit.said("type"))
    if (
        symbol is None
        or symbol.type_code
        or not symbol.number
        or not was_recognised(context, hit.span)
    ):
        return None
    if named is None or not named.codes or named.name == OFFICIAL_LETTER:
        return None
    code, read = named.codes[0], re.split(r"[-/]", symbol.symbol)[0]
    lost = read in {code[:at] + code[at + 1 :] for at in range(len(code))}
    if type_of_code(read) or not (lost or one_letter_off(read.upper(), code.upper())):
        return None
    return split_symbol(symbol.whole.replace(symbol.symbol, code + symbol.symbol[len(read) :]))


def _plausible(symbol: Symbol, hit: Hit) -> bool:
    """A code of a type, or capitals behind `số` or a type's name: `5 km/h` is no symbol."""
    capitals = sum(c.isupper() for c in symbol.symbol)
    if symbol.doc_type or symbol.type_code:
        return capitals >= 2
    return capitals >= 2 and bool(hit.said("type") or _NUMBERED.search(hit[0]))


def _number_span(hit: Hit) -> Span:
    if hit.said("misread"):
        return hit.context.at(hit.match.start("number"), hit.match.end("misread"))
    if not hit.said("symbol"):
        return hit.span[0], hit.span[0]
    first = next((g for g in ("number", "unread") if hit.said(g)), "symbol")
    return hit.context.at(hit.match.start(first), hit.match.end("symbol"))


def _issuer_before(finder: BodyFinder, hit: Hit) -> Mention | None:
    """`Quyết định của Thủ tướng Chính phủ số 1315/QĐ-TTg`."""
    if not hit.said("before"):
        return None
    span = hit.span_of("before")
    return finder.at(span[0], span[1])


def _proposer(context: Context, finder: BodyFinder, hit: Hit) -> Mention | None:
    """`đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT`: the proposer issues it."""
    before = context.running[max(0, hit.match.start() - 200) : hit.match.start()]
    at = _AT_PROPOSAL.search(before)
    if at is None:
        return None
    end = context.at(hit.match.start() - len(before) + at.start() - 1, hit.match.start())[0] + 1
    for start in range(end - 2, max(0, end - 18), -1):
        if context.tokens[start - 1].word.text.lower() in ("của", "do"):
            mention = finder.at(start, end)
            return mention if mention and mention.span[1] == end else None
    return None


def _issuer_of_list(context: Context, finder: BodyFinder, hit: Hit) -> Mention | None:
    """`các Quyết định của UBND tỉnh: số 12/QĐ-UBND ...; số 345/QĐ-UBND ...`: one for all."""
    if hit.said("type") or not hit[0].lower().startswith("số"):
        return None
    start = max(0, hit.match.start() - 600)
    opened = _LIST_OF.search(context.running[start : hit.match.start()])
    if opened is None:
        return None
    word = context.at(start + opened.start("body"), start + opened.end("body"))[0]
    return finder.at(word, len(context.tokens))


def _with_law_name(context: Context, start: int, symbol: Symbol | None) -> int:
    """`Luật Giáo dục số 43/2019/QH14` begins at Luật."""
    if symbol is None or not symbol.symbol.startswith(("QH", "UBTVQH")):
        return start
    before = _LAW_BEFORE.search(context.running[max(0, start - 140) : start])
    return start - len(before[0]) if before else start


def _law_type(
    context: Context, start: int, hit: Hit, kind: DocumentType | None
) -> DocumentType | None:
    if start == hit.match.start():
        return kind
    for name in ("Bộ luật", "Pháp lệnh", "Luật"):
        if context.running.startswith(name, start):
            return type_named(name)
    return kind


def _subject(context: Context, start: int) -> str:
    """What follows to the end of the clause: the cited document's own subject."""
    tail = context.running[start : start + 500]
    return re.split(r";|\.\s|:\s", tail)[0].strip(" ,")


def _without_overlaps(found: list[Citation]) -> list[Citation]:
    """The first of two that overlap; a programme that is a numbered one's subject falls away."""
    kept: list[Citation] = []
    for citation in found:
        last = kept[-1] if kept else None
        if last and citation.span[0] < last.span[1]:
            continue
        if last and citation.rule == "citation:programme" and citation.name in last.subject:
            continue
        kept.append(citation)
    return kept


def _may_cite(context: Context, citation: Citation) -> bool:
    """Letterhead and tail hold no citations, nor does the note `Kèm theo Quyết định số`."""
    zones = (Zone.LETTERHEAD_LEFT, Zone.LETTERHEAD_RIGHT, Zone.RECIPIENTS, Zone.SIGNATURE)
    start = citation.span[0]
    if any(a <= start < b for z in zones for a, b in context.zone(z, None)):
        return False
    titles = (*context.zone(Zone.TITLE, None), *context.zone(Zone.ATTACHMENT_TITLE, None))
    if not any(a <= start < b for a, b in titles):
        return True
    begin = context.bounds(citation.span)[0]
    return not re.search(r"(?i)kèm\s+theo\s*$", context.running[max(0, begin - 12) : begin])


def _is_own(citation: Citation, own: Symbol | None) -> bool:
    return bool(
        own
        and own.number
        and citation.symbol
        and own.whole.upper() == citation.symbol.whole.upper()
    )
