"""The period that a plan covers.

The plan's own statement in its schedule ("được triển khai từ năm 2023 đến năm 2030")
comes before its title; in the title, what stands outside quoted names comes before the
name of the movement. Programmes named elsewhere in the text ("Đề án ... giai đoạn
2021 - 2030") are never asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.labelled import is_label
from pipeline.extraction.times.phases import find_phases
from pipeline.extraction.times.times import Time, ranges, singles
from pipeline.plan import Candidate, Phase, Status, Value
from pipeline.segmentation.outline import Role, Section, Span, Zone


@dataclass(frozen=True, slots=True)
class _Found:
    """A period with where it stands and by which rule.

    `end_span` is set where the end stands elsewhere than the start.
    """

    start: str
    end: str
    span: Span
    rule: str
    confidence: float
    end_span: Span | None = None


def find_period(context: Context) -> tuple[Value, Value]:
    """(start, end) of the plan's period as partial ISO dates; each may be missing."""
    stated = list(_from_schedule(context))
    if len({(f.start, f.end) for f in stated}) > 1:
        stated = []  # times of single tasks, not of the plan
    found = [*stated, *_from_title(context), *_from_preamble(context)]
    if not found or (found[0].rule == "period:title" and _is_festive(context, found[0])):
        found = [*_from_phases(context), *found]
    if not found:
        none = context.missing("period:none")
        return none, none
    best = _as_elsewhere(context, found[0])  # the plan's own statement comes first
    others = [other for other in found if (other.start, other.end) != (best.start, best.end)]
    clash = [other for other in others if other.rule == "period:title" and _apart(best, other)]
    return _value(context, best, others, clash, "start"), _value(
        context, best, others, clash, "end"
    )


def _is_festive(context: Context, found: _Found) -> bool:
    """Whether the title's year is that of a new year's feast, which a plan begins before."""
    title = Passage.of(context.flow, *context.zone(Zone.TITLE)).folded
    return bool(pattern("period:feast").search(title)) and found.start == found.end


def _as_elsewhere(context: Context, found: _Found) -> _Found:
    """A recognised period with the end that other places give it: `2022 - 2039`, once for 2030.

    They name the same start, and one end more often than the one that was read.
    """
    if not found.start or not was_recognised(context, found.span):
        return found
    text = Passage.of(context.flow, (0, len(context.tokens))).folded
    ends = Counter(str(time.last) for time in ranges(text) if str(time.first) == found.start)
    end, times = max(ends.items(), key=lambda pair: pair[1], default=(found.end, 0))
    if times < 2 or times <= ends[found.end]:
        return found
    return replace(found, end=end, rule="inferred:period-elsewhere", confidence=0.85)


def _apart(best: _Found, title: _Found) -> bool:
    """Whether the two contradict each other: neither lies within the other."""
    inside = title.start[:4] <= best.start[:4] and best.end[:4] <= title.end[:4]
    around = best.start[:4] <= title.start[:4] and title.end[:4] <= best.end[:4]
    return not inside and not around


def _value(
    context: Context, best: _Found, others: list[_Found], clash: list[_Found], side: str
) -> Value:
    """One side of the period; what else was read is kept, and a clash is a conflict."""
    value: str = getattr(best, side)
    span = best.end_span if side == "end" and best.end_span else best.span
    candidates = tuple(
        Candidate(getattr(o, side), context.evidence(o.span, o.rule, o.confidence), "period")
        for o in others
    )
    if not value:
        return context.missing("period:no-start", candidates)
    if all(getattr(other, side) == value for other in clash):
        return context.value(span, value, best.rule, best.confidence, candidates=candidates)
    own = context.candidate(span, value, best.rule)
    return context.value(
        span,
        value,
        best.rule,
        best.confidence,
        status=Status.CONFLICT,
        candidates=(own, *candidates),
    )


def _from_schedule(context: Context) -> Iterator[_Found]:
    """Statements in sections about time, the phases' own lines left out.

    A time beside the label of who does something (`Cơ quan chủ trì: ...`) is that task's.
    """
    tasks = {s.parent for s in context.outline.sections if is_label(_whole(context, s))}
    for section in context.outline.sections:
        if Role.SCHEDULE not in section.roles or section.parent in tasks - {0}:
            continue
        title = Passage.of(context.flow, section.title)
        if re.match(r"\W*(?:giai doan|dot|buoc|nam|quy|thang)\b", title.folded):
            continue
        for clause in clauses(Passage.of(context.flow, section.body)):
            yield from _statement(clause, bool(title.text))


def _whole(context: Context, section: Section) -> Passage:
    return Passage.of(context.flow, section.title, section.body)


def _statement(clause: Passage, titled: bool) -> Iterator[_Found]:
    """The period that a clause states; a range that opens a list's item ("...:") is none."""
    part = clause.find(pattern("period:part"))
    text = clause.folded[: part.start()] if part else clause.folded
    for time in ranges(text):
        before = text[: time.start]
        if pattern("period:stated").search(before) and not pattern("period:other-time").search(
            before
        ):
            if not text[time.end :].lstrip(" )").startswith(":"):
                yield _found(clause, time, "period:schedule", 0.97)
            return
    lead = _TIME_LEAD.match(text)
    if titled or lead:
        for time in singles(text):
            if _is_whole(text[lead.end() if lead else 0 : time.start], text[time.start :], time):
                yield _found(clause, time, "period:schedule", 0.93)
            return


_TIME_LEAD = re.compile(r"^\W*(?:thoi gian|thoi han)\b[^:]{0,40}:")


def _is_whole(before: str, said: str, time: Time) -> bool:
    """Whether a single time is all that is said: `Trong năm 2024`, not `Năm 2024: ...`."""
    alone = before.strip(" -–") in ("", "trong", "ca", "tron")
    unit = said.startswith(("nam", "quy", "thang", "6 ", "06 "))
    return alone and unit and ":" not in said[time.end - time.start :]


def _found(passage: Passage, time: Time, rule: str, confidence: float) -> _Found:
    span = passage.span(time.start, time.end)
    return _Found(str(time.first), str(time.last), span, rule, confidence)


def _from_title(context: Context) -> Iterator[_Found]:
    zone = context.zone(Zone.TITLE) or context.zone(Zone.ATTACHMENT_TITLE, None)
    passage = Passage.of(context.flow, *zone)
    own, quoted = _outside_and_inside(passage)
    for said, rule, confidence in (
        (own, "period:title", 0.97),
        (quoted, "period:title-name", 0.93),
    ):
        text = _without_vision(said)
        times = [*ranges(text)] or [*_year_in(text)] or [*singles(text)][-1:]
        if not times:
            continue
        found = _found(passage, times[-1], rule, confidence)
        open_start = re.search(r"\bden (?:het )?$", text[: times[-1].start])
        yield replace(found, start="") if open_start and not times[-1].worded else found
        return


def _without_vision(text: str) -> str:
    """The title up to "tầm nhìn đến", "định hướng đến", where a time stands before that."""
    cut = pattern("period:vision").search(text)
    before = text[: cut.start()] if cut else text
    return before if any(singles(before)) else text


def _outside_and_inside(passage: Passage) -> tuple[str, str]:
    """The title without what is quoted and cited, and with it: of the same length."""
    whole = pattern("period:cited").sub(lambda m: " " * len(m[0]), passage.folded)
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
        if re.match(r"(?:nam|quy|thang|\d{1,2} thang|sau)\b", text[time.start : time.end]):
            yield time


def _from_preamble(context: Context) -> Iterator[_Found]:
    """The announcing sentence: "... ban hành Kế hoạch năm 2024 như sau"."""
    passage = Passage.of(context.flow, *context.zone(Zone.PREAMBLE, None))
    for clause in clauses(passage):
        announced = clause.find(pattern("period:announced"))
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
    spans = _span(context, first), _span(context, last)
    yield _Found(first.start.text, last.end.text, spans[0], "inferred:phases", 0.85, spans[1])


def _span(context: Context, phase: Phase) -> Span:
    found = phase.as_written.evidence
    if found.char_start is None or found.char_end is None:
        return 0, 0
    return context.flow.at(found.char_start, found.char_end)
