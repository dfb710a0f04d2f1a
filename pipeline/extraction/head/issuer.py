"""Who issues the document: letterhead, preamble, title, closing and signature reconciled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.document import Route
from pipeline.extraction.body_mentions import BodyFinder, Mention
from pipeline.extraction.confidence import agreed
from pipeline.extraction.context import Context
from pipeline.extraction.head.letterhead import LetterheadBody, letterhead_bodies
from pipeline.extraction.head.letterhead_rows import left_rows
from pipeline.extraction.misread.mending import MENDED, alike, was_recognised, with_province
from pipeline.extraction.rules import rules_of
from pipeline.normalisation.bodies import Body, located, named_by_place, parse_body
from pipeline.normalisation.body_codes import SIGNS_ALONE, stands_for
from pipeline.normalisation.gazetteer import kind_of
from pipeline.normalisation.localities import known_locality
from pipeline.normalisation.provinces import Province
from pipeline.normalisation.text import key
from pipeline.plan import Candidate, Evidence
from pipeline.segmentation.outline import Span, Zone

_OWN_DOINGS = ("Kế hoạch", "Báo cáo", "Chương trình", "Phương án", "Đề án", "Tờ trình", "Thông báo")
"""Types whose title says whose they are; a decision's `của` is of what it decides on."""


@dataclass(frozen=True, slots=True)
class IssuerReading:
    """A body that some place of the document says is the issuer."""

    text: str
    body: Body
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Issuer:
    """The chosen reading, the joint issuers beside it, what lost, and the lines above.

    `parent` is the line right above the issuer, `higher` those above that.
    """

    main: IssuerReading
    joint: tuple[IssuerReading, ...] = ()
    others: tuple[IssuerReading, ...] = ()
    parent: IssuerReading | None = None
    higher: tuple[IssuerReading, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether preamble or closing names the same body of another place, surely read.

        `UBND HUYỆN LỤC NGẠN` above and `UBND huyện Lục Nam xây dựng kế hoạch` below: a
        text taken over from a neighbour.
        """
        return any(_elsewhere(self.main, other) for other in self.others)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What else was read, for `kehoach explain`."""
        return tuple(Candidate(r.text, r.evidence, _why(self.main, r)) for r in self.others)


_SAID_BY_ITSELF = ("issuer:preamble", "issuer:closing")
_SURELY = 0.85
"""Confidence of both readings from which they contradict each other."""


def _elsewhere(main: IssuerReading, other: IssuerReading) -> bool:
    if other.evidence.rule not in _SAID_BY_ITSELF or main.evidence.confidence < _SURELY:
        return False
    if other.evidence.confidence < _SURELY or key(main.body.name) != key(other.body.name):
        return False
    here = {p.kind: key(p.name) for p in main.body.places if p.name}
    there = {p.kind: p.name for p in other.body.places if p.name}
    differ = [n for kind, n in there.items() if kind in here and here[kind] != key(n)]
    return any(known_locality(name) for name in differ)


def _why(main: IssuerReading, other: IssuerReading) -> str:
    if same_body(main.body, other.body):
        return "says the same body"
    return f"{main.evidence.rule} goes before {other.evidence.rule}"


def find_issuer(
    context: Context,
    finder: BodyFinder,
    doc_type: str,
    code: str = "",
) -> Issuer | None:
    """The issuer; None where nothing in the document says one.

    `code` is the body's abbreviation in the document's own symbol.
    """
    joint, above = _from_letterhead(context)
    parent = above[-1] if above else None
    readings = [
        *joint,
        *_from_authority(context),
        *_from_preamble(context, finder),
        *(_from_title(context, finder) if doc_type in _OWN_DOINGS else []),
        *_from_closing(context, finder),
        *_from_signature(context, finder),
        *_from_symbol(code),
    ]
    if not readings:
        return None
    if joint and _was_recognised(context):
        readings[0] = _better_read(readings[0], readings[1:])
    spelled = _spelled_out(readings[0], readings[1:])
    main = _under_parent(_fullest(spelled, readings[1:]), parent)
    confirming = [r.evidence.confidence for r in readings[1:] if _confirms(readings[0], r)]
    sure = agreed(main.evidence.confidence, confirming)
    if not joint and letterhead_garbled(context):
        sure = min(sure, _UNVOUCHED)
    main = replace(main, evidence=replace(main.evidence, confidence=sure))
    others = tuple(r for r in readings[1:] if r not in joint)
    return Issuer(main, joint[1:] if len(joint) > 1 else (), others, parent, above[:-1])


_UNVOUCHED = 0.5
"""Confidence of a body that the text names where the letterhead could not be read."""


def letterhead_garbled(context: Context) -> bool:
    """Whether the text was garbled, and what is left of its letterhead names somebody."""
    left = context.zone(Zone.LETTERHEAD_LEFT)
    return context.document.route is Route.GARBLED_TEXT and any(a < b for a, b in left)


_LONGEST_SYLLABLE = len("nghiêng")
_IN_NO_NAME = re.compile(r"[:“”\"=]|[^\W\d_]\d+[^\W\d_]|(?<!\w)\d[^\W\d_a-zA-Z]")


NO_BODY = "no name of a body"
"""Why an issuer or parent that is not `credible` is unreadable."""


def credible(context: Context, reading: IssuerReading) -> bool:
    """Whether a name of a recognised letterhead is one: `UBND TỈNH X, GIANG: Y TẺ` is none.

    Marks and figures within words are misread letters, small words among capitals another
    line; a word longer than any syllable, with marks, is several.
    """
    if "letterhead" not in reading.evidence.rule or not _was_recognised(context):
        return True
    words = [word for word in reading.text.split() if len(word) > 1]
    small = [word for word in words if word.isalpha() and word.islower()]
    mixed = small and sum(map(str.isupper, words)) > 1
    glued = any(len(w) > _LONGEST_SYLLABLE and not w.isascii() and w.isalpha() for w in words)
    return not mixed and not glued and _IN_NO_NAME.search(reading.text) is None


def same_body(left: Body, right: Body) -> bool:
    """One name, and no two different places."""
    if key(left.name) != key(right.name):
        return False
    named = [tuple(key(p.name) for p in b.places if p.name) for b in (left, right)]
    return not all(named) or bool(set(named[0]) & set(named[1]))


def _spelled_out(main: IssuerReading, others: list[IssuerReading]) -> IssuerReading:
    """The main reading with the name that another place writes in full.

    `TRUNG TÂM VH-TT&TT` above, in the preamble `Trung tâm Văn hóa - Thông tin và Thể
    thao`: of one kind, and the abbreviation's letters begin its words in order.
    """
    if main.body.known:
        return main
    for other in others:
        if other.body.kind == main.body.kind and stands_for(main.body.name, other.body.name):
            return replace(main, body=replace(main.body, name=other.body.name))
    return main


def _fullest(main: IssuerReading, others: list[IssuerReading]) -> IssuerReading:
    """The main reading with the places and the mixed case that another writes out."""
    body = main.body
    for other in others:
        if not same_body(body, other.body):
            continue
        if not any(p.name for p in body.places) and any(p.name for p in other.body.places):
            body = replace(body, places=other.body.places, level=other.body.level)
        if main.text.isupper() and not other.text.isupper() and not body.known:
            body = replace(body, name=other.body.name)
    return replace(main, body=body)


def _was_recognised(context: Context) -> bool:
    rows = left_rows(context)
    return bool(rows) and was_recognised(context, rows[0])


def _better_read(main: IssuerReading, others: list[IssuerReading]) -> IssuerReading:
    """The letterhead's name as the text writes it, where that was read with more certainty.

    `TRƯỜNG PAI HQOC HA TINH` and, in the preamble, `Trường Đại học Hà Tĩnh`. The
    evidence stays the letterhead's: `raw` is what stands there.
    """
    if main.body.known:
        return main
    for other in others:
        surer = other.evidence.confidence > main.evidence.confidence
        if surer and main.body.kind == other.body.kind and alike(main.body.name, other.body.name):
            places = main.body.places or other.body.places
            evidence = replace(main.evidence, rule=f"{main.evidence.rule}:mended")
            body = replace(other.body, places=places)
            return IssuerReading(other.text, body, evidence)
    return main


def with_named_province(issuer: Issuer, province: Province) -> Issuer:
    """The issuer with its province's name spelled right, where only its marks were misread."""
    main = issuer.main
    if main.body.known or not main.evidence.rule.startswith("issuer:letterhead"):
        return issuer
    name = with_province(main.body.name, province)
    if name == main.body.name:
        return issuer
    text = with_province(main.text, province)
    made = replace(main, text=text, body=replace(main.body, name=name))
    return replace(issuer, main=made)


def _confirms(main: IssuerReading, other: IssuerReading) -> bool:
    """Whether another place of the document says all of the main reading."""
    named = {key(p.name) for p in main.body.places if p.name}
    return same_body(main.body, other.body) and named <= {key(p.name) for p in other.body.places}


def _under_parent(main: IssuerReading, parent: IssuerReading | None) -> IssuerReading:
    """`UBND XÃ QUYẾT TIẾN` under `UBND HUYỆN QUẢN BẠ`: the commune lies in that district."""
    if parent is None:
        return main
    main = replace(main, body=located(main.body, parent.body.places))
    main = replace(main, body=_where_its_parent_is(main.body, parent.body))
    if not main.body.places or main.body.places[-1].is_province:
        return main
    above = tuple(p for p in parent.body.places if p.name and p.level != main.body.places[-1].level)
    body = replace(main.body, places=(*main.body.places, *above))
    return replace(main, body=body)


def _where_its_parent_is(body: Body, parent: Body) -> Body:
    """`TRẠM Y TẾ` under `UBND XÃ LIÊM HÀ`: a name that many have is of the parent's place."""
    kind = kind_of(body.name)
    common = body.known or body.kind == "steering"
    common = common or (kind is not None and key(body.name) in map(key, kind.opens))
    common = common or (body.kind == "centre" and not named_by_place(body))
    near = parent.places[:1]
    if body.places or body.national or not common or not near or not near[0].name:
        return body
    if near[0].level not in ("huyện", "xã"):
        return body
    level = near[0].level if body.level in ("sở", "") else body.level
    return replace(body, places=near, level=level)


def _from_letterhead(
    context: Context,
) -> tuple[tuple[IssuerReading, ...], tuple[IssuerReading, ...]]:
    """(the issuer and its joint ones, the lines above from the top)."""
    ranks = letterhead_bodies(context)
    if not ranks:
        return (), ()
    last, above = ranks[-1], ranks[:-1]
    if above and len(last) == 1 and _equals(above[-1][-1].body, last[0].body):
        last, above = (*above[-1], *last), above[:-1]  # joint issuers one under the other
    made = tuple(_reading(context, b, "issuer:letterhead", 0.98) for b in last)
    return made, tuple(_reading(context, r[0], "parent:letterhead", 0.98) for r in above)


def _equals(above: Body, below: Body) -> bool:
    """Whether two bodies one under the other are of one rank: two departments, two bộ."""
    if above.level != below.level or above.level not in ("sở", "bộ"):
        return False
    if key(above.name) == key(below.name):
        return False  # KHO BẠC NHÀ NƯỚC over KHO BẠC NHÀ NƯỚC TIỀN GIANG
    return above.kind == below.kind == "named"


def _reading(context: Context, body: LetterheadBody, rule: str, sure: float) -> IssuerReading:
    rule, sure = (f"{rule}:mended", min(sure, MENDED)) if body.mended else (rule, sure)
    return IssuerReading(body.text, body.body, context.evidence_of(body.spans, rule, sure))


def _of_mention(context: Context, mention: Mention, rule: str, sure: float) -> IssuerReading:
    return IssuerReading(mention.text, mention.body, context.evidence(mention.span, rule, sure))


def _joined(context: Context, zone: Zone) -> list[Span]:
    merged: list[Span] = []
    for span in context.zone(zone):
        if merged and merged[-1][1] >= span[0]:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def _from_preamble(context: Context, finder: BodyFinder) -> list[IssuerReading]:
    """`..., Sở Khoa học và Công nghệ xây dựng Kế hoạch ... như sau:`, the last such."""
    rule = rules_of("issuer-verb")[0]
    for span in reversed(_joined(context, Zone.PREAMBLE)):
        for mention in reversed(finder.within(span)):
            if _after_of(context, mention.span[0]):
                continue
            end = context.bounds(mention.span)[1]
            if rule.pattern.match(context.running[end : end + 120]):
                return [_of_mention(context, mention, rule.id, rule.confidence)]
    return []


def _from_authority(context: Context) -> list[IssuerReading]:
    """The line above a decision's preamble that names who decides, in capitals."""
    rule = rules_of("issuer-authority")[0]
    for span in _joined(context, Zone.TITLE):
        behind = context.lines((span[1], min(len(context.tokens), span[1] + 30)))[:2]
        for line in (*context.lines(span), *behind):
            text = context.text(line).strip(" *_-–,.")
            body = parse_body(text) if rule.pattern.match(text) else None
            if body and body.known and not _goes_on(context, line[0]):
                evidence = context.evidence(line, rule.id, rule.confidence)
                return [IssuerReading(text, body, evidence)]
    return []


def _goes_on(context: Context, word: int) -> bool:
    """Whether the line above runs on into this one: `... CỦA / SỞ Y TẾ`."""
    before = context.tokens[word - 1].word.text.lower() if word else ""
    return before.endswith((",", "-")) or before in ("của", "và", "với", "tại", "do", "cho")


def _after_of(context: Context, word: int) -> bool:
    """Whether `của` stands before: then the body is another document's issuer."""
    return word > 0 and context.tokens[word - 1].word.text.lower() in ("của", "do")


def _from_title(context: Context, finder: BodyFinder) -> list[IssuerReading]:
    """`... của Sở KH&CN` at the title's end, not behind a cited number."""
    rule = rules_of("issuer-of")[0]
    spans = _joined(context, Zone.TITLE)
    if not spans:
        return []
    title = (spans[0][0], spans[-1][1])
    found = _of_bodies(context, finder, title, rule.id, 0.85)
    return [r for r, span in found if span[1] >= title[1] - 1]


def _from_closing(context: Context, finder: BodyFinder) -> list[IssuerReading]:
    """`Trên đây là Kế hoạch ... của Trung tâm ...`: the first such."""
    for span in _joined(context, Zone.CLOSING):
        found = _of_bodies(context, finder, span, "issuer:closing", 0.85)
        if found:
            return [found[0][0]]
    return []


def _of_bodies(
    context: Context, finder: BodyFinder, span: Span, rule: str, sure: float
) -> list[tuple[IssuerReading, Span]]:
    of = rules_of("issuer-of")[0].pattern
    found = []
    for hit in context.search(of, span):
        word = context.at(hit.match.end(), hit.match.end() + 1)[0]
        mention = finder.at(word, span[1])
        cited = any(c.isdigit() for c in context.running[hit.match.start() - 6 : hit.match.start()])
        if mention and not cited:
            found.append((_of_mention(context, mention, rule, sure), mention.span))
    return found


def _from_symbol(code: str) -> list[IssuerReading]:
    """The Prime Minister and the government by their codes, which are theirs alone."""
    body = parse_body(SIGNS_ALONE.get(code, ""))
    evidence = Evidence(rule="inferred:symbol-code", confidence=0.9)
    return [IssuerReading(SIGNS_ALONE[code], body, evidence)] if body else []


def _from_signature(context: Context, finder: BodyFinder) -> list[IssuerReading]:
    """`TM. ỦY BAN NHÂN DÂN`: the collective body signed for."""
    rule = rules_of("issuer-behalf")[0]
    for span in _joined(context, Zone.SIGNATURE):
        for hit in context.search(rule.pattern, span):
            word = context.at(hit.match.end(), hit.match.end() + 1)[0]
            mention = finder.at(word, span[1])
            if mention:
                return [_of_mention(context, mention, rule.id, rule.confidence)]
    return []
