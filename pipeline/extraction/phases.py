"""The phases of a plan: giai đoạn, đợt, bước, năm, quý, tháng.

A phase is named with an ordinal and dated ("Giai đoạn 1 (từ 2023 - 2025)"), wherever it
stands in the body, or opens an item of the schedule ("Năm 2024: ..."). "Giai đoạn 2021 -
2030" as part of a programme's or committee's name is no phase, nor is the occasion of an
award ("sơ kết giai đoạn 2023 - 2025").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.times import Time, ranges, singles
from pipeline.plan import Phase, Value
from pipeline.segmentation.outline import Role, Section, Span, Zone


@dataclass(frozen=True, slots=True)
class _Found:
    label: Span
    text: str
    time: Time | None
    whole: Span
    rule: str
    confidence: float


def find_phases(context: Context) -> tuple[Phase, ...]:
    """The phases in the order of the text, each label once."""
    known: dict[str, _Found] = {}
    for found in _all(context):
        before = known.get(found.text.lower())
        if before is None or (before.time is None and found.time is not None):
            known[found.text.lower()] = found
    kept = [f for f in known.values() if f.time is not None or f.rule != "phase:label"]
    return tuple(_phase(context, found) for found in kept)


def _phase(context: Context, found: _Found) -> Phase:
    def date(value: str | None) -> Value:
        if value is None or found.time is None:
            return context.missing("phase:no-date")
        return context.value(found.whole, value, found.rule, found.confidence)

    time = found.time
    return Phase(
        label=context.value(found.label, found.text, found.rule, found.confidence),
        start=date(time.first if time else None),
        end=date(time.last if time else None),
        as_written=context.value(
            found.whole,
            Passage.of(context.flow, found.whole).text.strip(" .:;"),
            found.rule,
            found.confidence,
        ),
    )


def _all(context: Context) -> Iterator[_Found]:
    year = _plan_year(context)
    sections = {s.order: s for s in context.outline.sections}
    for section in sections.values():
        if Role.AWARDS in section.roles or Role.ANNEX in section.roles:
            continue
        scheduled = _in_schedule(sections, section)
        for found in _labelled(Passage.of(context.flow, section.title, section.body), year):
            if found.time is not None or scheduled:
                yield found
        if scheduled:
            for span in (section.title, section.body):
                for clause in clauses(Passage.of(context.flow, span)):
                    yield from _opening(clause, year)
    closing = Passage.of(context.flow, *context.zone(Zone.BODY, None))
    if not context.outline.sections:
        yield from _labelled(closing, year)


def _in_schedule(sections: Mapping[int, Section], section: Section) -> bool:
    """Whether the section or what it stands in is about time."""
    above: Section | None = section
    while above is not None:
        if Role.SCHEDULE in above.roles:
            return True
        above = sections.get(above.parent)
    return False


def _plan_year(context: Context) -> int | None:
    """The year of a plan for one year, by its title; `đến năm 2025` names none."""
    title = Passage.of(context.flow, *context.zone(Zone.TITLE, None)).folded
    years = {
        t.first if not _UNTIL.search(title[: t.start]) else None
        for t in singles(title)
        if t.first and len(t.first) == 4
    }
    only = years.pop() if len(years) == 1 else None
    return int(only) if only else None


_UNTIL = re.compile(r"\b(?:den|toi)\s+(?:het\s+)?$")


def _labelled(passage: Passage, year: int | None) -> Iterator[_Found]:
    """Phases with an ordinal: a date must follow at once."""
    matches = list(passage.all(pattern("phase:ordinal")))
    for index, match in enumerate(matches):
        before = passage.folded[: match.start()]
        if _quoted(passage.text[: match.start()]) or pattern("phase:of-programme").search(before):
            continue
        if _is_time(passage, match):
            continue
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(passage.folded)
        time = _dated(passage.folded[:stop], match.end("label"), match.end(), year)
        if time is None and not before.strip(" -–+*.~_="):
            time = _dated_at_end(passage.folded[:stop], match.end(), year)
        label = _capital(passage.said(match, "label"))
        end = _whole_end(passage.text, time.end) if time else match.end("label")
        yield _Found(
            passage.span(*match.span("label")),
            label,
            time,
            passage.span(match.start(), end),
            "phase:ordinal" if time or not before.strip(" -–+*.~_=") else "phase:label",
            0.97,
        )


def _is_time(passage: Passage, match: re.Match[str]) -> bool:
    """`giai đoạn từ 2021`, `giai đoạn năm 2024`: no ordinals, though they fold to some."""
    last = passage.said(match, "label").split()[-1].lower()
    follows = passage.folded[match.end("label") :].lstrip()[:1]
    return last == "từ" or (last in ("năm", "tu") and follows.isdigit())


def _dated(folded: str, start: int, near: int, year: int | None) -> Time | None:
    """The range (or single time) right behind a label, in brackets or after a colon."""
    blank = " " * start + folded[start:]
    for time in ranges(blank, year):
        if time.start <= near + 6:
            return time
        break
    for time in singles(blank, year):
        if time.start <= near + 4:
            since = pattern("phase:since").search(blank[: time.start])
            return replace(time, last=None) if since else time
        break
    return None


def _dated_at_end(folded: str, start: int, year: int | None) -> Time | None:
    """The time in the brackets that end the item: `Bước 1: Họp dân (tháng 3/2023).`"""
    bracket = pattern("phase:last-bracket").search(folded, start)
    if bracket is None:
        return None
    blank = " " * bracket.start("time") + folded[bracket.start("time") : bracket.end("time")]
    return next(iter([*ranges(blank, year), *singles(blank, year)]), None)


def _whole_end(text: str, end: int) -> int:
    """Takes the bracket or full stop behind a phase's date to it."""
    return end + 1 if text[end : end + 1] == ")" else end


def _opening(passage: Passage, year: int | None) -> Iterator[_Found]:
    """Items of the schedule that open with a time: `Giai đoạn 2024 - 2025:`, `Năm 2024:`."""
    for rule, confidence in (("phase:span", 0.95), ("phase:time", 0.9)):
        match = passage.find(pattern(rule))
        if match is None:
            continue
        start, end = match.span("label")
        inside = passage.folded[:end]
        blank = " " * start + inside[start:]
        times = [*ranges(blank, year)] or [*singles(blank, year)]
        if times:
            span = passage.span(start, end)
            yield _Found(
                span, _capital(passage.said(match, "label")), times[0], span, rule, confidence
            )
        return


def _quoted(before: str) -> bool:
    """Whether the place stands within an open quotation."""
    return before.count("“") > before.count("”")


def _capital(label: str) -> str:
    text = " ".join(label.split())
    return text[:1].upper() + text[1:]
