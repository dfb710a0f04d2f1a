"""The period that a plan covers.

The plan's own statement in its schedule ("được triển khai từ năm 2023 đến năm 2030")
comes before its title; in the title, what stands outside quoted names comes before the
name of the movement. Programmes named elsewhere in the text ("Đề án ... giai đoạn
2021 - 2030") are never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.phases import find_phases
from pipeline.extraction.times import Time, ranges, singles
from pipeline.plan import Candidate, Phase, Status, Value
from pipeline.segmentation.outline import Role, Span, Zone

_STATED = re.compile(
    r"\b(?:ke hoach|phong trao|chuong trinh|de an|du an|hoat dong|cuoc thi|dot|chien dich|viec|cong tac)\b"
    r".{0,90}\b(?:trien khai|thuc hien|to chuc|dien ra|phat dong|bat dau|keo dai)\b"
    r"|^\W*(?:thoi gian|thoi han|tien do|lo trinh)\b[^:]{0,40}:?\W*$"
    r"|^\W*(?:duoc )?(?:trien khai|thuc hien|to chuc)\W*$|^\W*$"
)
_PART_OF_PLAN = re.compile(r"\b(?:giai doan|dot|buoc|phase)\s+(?:[1-9]|i{1,3}|iv|mot|hai|ba|thu)\b")
_SUBSEQUENT = re.compile(
    r"\b(?:tro di|hang nam|hang quy|tiep theo|so ket|tong ket|bao cao|hoan thanh)\b"
)
_CITED = re.compile(r"\b(?:so\s+\S+|ngay\s+\d\S*(?:\s+thang\s+\d+\s+nam\s+\d+)?)", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\b(?:ban hanh|xay dung)\s+(?:ke hoach|chuong trinh)\b(?P<rest>.{0,160})$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A period with where it stands and by which rule."""

    start: str
    end: str
    span: Span
    rule: str
    confidence: float


def find_period(context: Context) -> tuple[Value, Value]:
    """(start, end) of the plan's period as partial ISO dates; each may be missing."""
    stated = list(_from_schedule(context))
    if len({(f.start, f.end) for f in stated}) > 1:
        stated = []  # times of single tasks, not of the plan
    found = [*stated, *_from_title(context), *_from_preamble(context)]
    if not found:
        found = list(_from_phases(context))
    if not found:
        none = context.missing("period:none")
        return none, none
    best = _best(found)
    others = [other for other in found if (other.start, other.end) != (best.start, best.end)]
    clash = [other for other in others if other.rule == "period:title" and _apart(best, other)]
    return (
        _value(context, best, best.start, others, [o for o in clash if o.start != best.start], 0),
        _value(context, best, best.end, others, [o for o in clash if o.end != best.end], 1),
    )


def _best(found: list[_Found]) -> _Found:
    """The plan's own statement, unless the title only says the same less exactly."""
    return found[0]


def _apart(best: _Found, title: _Found) -> bool:
    """Whether the two contradict each other: neither lies within the other."""
    inside = title.start[:4] <= best.start[:4] and best.end[:4] <= title.end[:4]
    around = best.start[:4] <= title.start[:4] and title.end[:4] <= best.end[:4]
    return not inside and not around


def _value(  # noqa: PLR0913 - the parts of a Value
    context: Context,
    best: _Found,
    value: str,
    others: list[_Found],
    clash: list[_Found],
    side: int,
) -> Value:
    candidates = tuple(
        Candidate((o.start, o.end)[side], context.evidence(o.span, o.rule, o.confidence), "period")
        for o in others
    )
    if not value:
        return context.missing("period:no-start", candidates)
    if not clash:
        return context.value(best.span, value, best.rule, best.confidence, candidates=candidates)
    own = context.candidate(best.span, value, best.rule)
    return context.value(
        best.span,
        value,
        best.rule,
        best.confidence,
        status=Status.CONFLICT,
        candidates=(own, *candidates),
    )


def _from_schedule(context: Context) -> Iterator[_Found]:
    """Statements in sections about time, the phases' own lines left out."""
    for section in context.outline.sections:
        if Role.SCHEDULE not in section.roles:
            continue
        title = Passage.of(context.flow, section.title)
        if re.match(r"\W*(?:giai doan|dot|buoc|nam|quy|thang)\b", title.folded):
            continue
        for clause in clauses(Passage.of(context.flow, section.body)):
            yield from _statement(clause, bool(title.text))


def _statement(clause: Passage, titled: bool) -> Iterator[_Found]:
    """The period that a clause states; a range that opens a list's item ("...:") is none."""
    part = clause.find(_PART_OF_PLAN)
    text = clause.folded[: part.start()] if part else clause.folded
    for time in ranges(text):
        before = text[: time.start]
        if _STATED.search(before) and not _SUBSEQUENT.search(before):
            if not text[time.end :].lstrip(" )").startswith(":"):
                yield _found(clause, time, "period:schedule", 0.97)
            return
    if titled or re.match(r"^\W*(?:thoi gian|thoi han)\b[^:]{0,40}:", text):
        for time in singles(text):
            before = re.sub(r"^\W*(?:thoi gian|thoi han)\b[^:]{0,40}:", "", text[: time.start])
            whole = text[time.start : time.end].startswith(("nam", "quy", "thang", "6 ", "06 "))
            if (
                whole
                and before.strip(" -–") in ("", "trong", "ca", "tron")
                and ":" not in text[time.end :]
            ):
                yield _found(clause, time, "period:schedule", 0.93)
            return


def _found(passage: Passage, time: Time, rule: str, confidence: float) -> _Found:
    span = passage.span(time.start, time.end)
    return _Found(str(time.first), str(time.last), span, rule, confidence)


def _from_title(context: Context) -> Iterator[_Found]:
    zone = context.zone(Zone.TITLE) or context.zone(Zone.ATTACHMENT_TITLE, None)
    passage = Passage.of(context.flow, *zone)
    own, quoted = _outside_and_inside(passage)
    for text, rule, confidence in (
        (own, "period:title", 0.97),
        (quoted, "period:title-name", 0.93),
    ):
        times = [*ranges(text)] or [*_year_in(text)] or [*singles(text)][-1:]
        if not times:
            continue
        found = _found(passage, times[-1], rule, confidence)
        open_start = re.search(r"\bden (?:het )?$", text[: times[-1].start])
        yield replace(found, start="") if open_start and not times[-1].worded else found
        return


def _outside_and_inside(passage: Passage) -> tuple[str, str]:
    """The title without what is quoted and cited, and with it: of the same length."""
    whole = _CITED.sub(lambda m: " " * len(m[0]), passage.folded)
    outside: list[str] = []
    depth = 0
    for char, folded in zip(passage.text, whole, strict=True):
        depth += char in "“«"
        depth -= char in "”»"
        outside.append(folded if depth <= 0 else " ")
    return "".join(outside), whole


def _year_in(text: str) -> Iterator[Time]:
    """`năm 2024`, `quý IV/2024`, `6 tháng đầu năm 2024`, `tháng 3 năm 2024`."""
    for time in singles(text):
        if re.match(r"(?:nam|quy|thang|6|06|sau)\b", text[time.start : time.end]):
            yield time


def _from_preamble(context: Context) -> Iterator[_Found]:
    """The announcing sentence: "... ban hành Kế hoạch năm 2024 như sau"."""
    passage = Passage.of(context.flow, *context.zone(Zone.PREAMBLE, None))
    for clause in clauses(passage):
        announced = clause.find(_ANNOUNCED)
        if announced is None:
            continue
        text = (
            " " * announced.start("rest")
            + _outside_and_inside(clause)[0][announced.start("rest") :]
        )
        for time in [*ranges(text), *_year_in(text)][:1]:
            yield _found(clause, time, "period:preamble", 0.9)
            return


def _from_phases(context: Context) -> Iterator[_Found]:
    """From the first phase's start to the last one's end."""
    phases = [p for p in find_phases(context) if p.start.value and p.end.value]
    if not phases:
        return
    first = min(phases, key=lambda p: p.start.text)
    last = max(phases, key=lambda p: p.end.text)
    yield _Found(first.start.text, last.end.text, _span(context, first), "inferred:phases", 0.85)


def _span(context: Context, phase: Phase) -> Span:
    found = phase.as_written.evidence
    if found.char_start is None or found.char_end is None:
        return 0, 0
    return context.flow.at(found.char_start, found.char_end)
