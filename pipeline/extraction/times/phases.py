"""The phases of a plan: giai đoạn, đợt, bước, năm, quý, tháng.

A phase is named with an ordinal and dated ("Giai đoạn 1 (từ 2023 - 2025)"), wherever it
stands in the body, or opens an item of the schedule ("Năm 2024: ..."). "Giai đoạn 2021 -
2030" as part of a programme's or committee's name is no phase, nor is the occasion of an
award ("sơ kết giai đoạn 2023 - 2025").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.times.phase_mending import (
    Found,
    figures_in_order,
    label_mended,
    quarters_in_order,
)
from pipeline.extraction.times.phase_tables import tabled_phases
from pipeline.extraction.times.times import Time, ranges, singles
from pipeline.plan import Phase, Value
from pipeline.segmentation.outline import Role, Section, Zone, enclosing


def find_phases(context: Context) -> tuple[Phase, ...]:
    """The phases in the order of the text, each label once."""
    known: dict[str, Found] = {}
    for found in quarters_in_order(context, figures_in_order(context, [*_all(context)])):
        before = known.get(found.text.lower())
        if before is None or (before.time is None and found.time is not None):
            known[found.text.lower()] = found
    kept = [f for f in known.values() if f.time is not None or f.rule != "phase:label"]
    if sum(f.rule == "phase:range" for f in kept) == len(kept) == 1:
        kept = []  # "Từ ngày ... đến ngày ...: ..." alone is the plan's time
    return tuple(_phase(context, found) for found in kept)


def _phase(context: Context, found: Found) -> Phase:
    def date(value: str | None) -> Value:
        if value is None or found.time is None:
            return context.missing("phase:no-date")
        return context.value(found.whole, value, found.rule, found.confidence)

    time = found.time
    label = context.value(found.label, found.text, found.rule, found.confidence)
    if was_recognised(context, found.label):
        label = label_mended(context, found, label)
    return Phase(
        label=label,
        start=date(time.first if time else None),
        end=date(time.last if time else None),
        as_written=context.value(
            found.whole,
            Passage.of(context.flow, found.whole).text.strip(" .:;"),
            found.rule,
            found.confidence,
        ),
    )


def _all(context: Context) -> Iterator[Found]:
    year = _plan_year(context)
    sections = {s.order: s for s in context.outline.sections}
    for section in sections.values():
        if Role.AWARDS in section.roles or Role.ANNEX in section.roles:
            continue
        scheduled = _in_schedule(sections, section)
        titled = len(Passage.of(context.flow, section.title).text)
        text = Passage.of(context.flow, section.title, section.body)
        for found in _labelled(text, year, titled):
            if found.time is not None or scheduled:
                yield found
        for found in _labelled(text, year, titled, "phase:round"):
            if found.time is not None and (scheduled or found.label[0] == text.span()[0]):
                yield found
        if scheduled:
            named = _labelled(text, year, titled, "phase:named")
            yield from (found for found in named if found.time is not None)
            for clause in clauses(Passage.of(context.flow, section.title)):
                yield from _opening(clause, year, heading=True)
            for clause in clauses(Passage.of(context.flow, section.body)):
                yield from _opening(clause, year)
    yield from _tabled(context, year)
    closing = Passage.of(context.flow, *context.zone(Zone.BODY, None))
    if not context.outline.sections:
        yield from _labelled(closing, year)


def _tabled(context: Context, year: int | None) -> Iterator[Found]:
    """The phases of tables, where the cell of time holds one."""
    for name, when in tabled_phases(context):
        times = [*ranges(when.folded, year)] or [*singles(when.folded, year)]
        if times:
            label = _capital(name.text.strip(" .:;-"))
            yield Found(name.span(), label, times[0], when.span(), "phase:table", 0.93)


def _in_schedule(sections: Mapping[int, Section], section: Section) -> bool:
    """Whether the section or what it stands in is about time."""
    return any(Role.SCHEDULE in around.roles for around in enclosing(sections, section))


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


def _labelled(
    passage: Passage, year: int | None, titled: int = 0, rule: str = "phase:ordinal"
) -> Iterator[Found]:
    """Phases with an ordinal: a date must follow at once, or stand in the item it opens.

    `titled` is how many characters of the passage are the section's heading.
    """
    matches = list(passage.all(pattern(rule)))
    for index, match in enumerate(matches):
        before = passage.folded[: match.start()]
        if _quoted(passage.text[: match.start()]) or pattern("phase:of-programme").search(before):
            continue
        if (
            _is_team(passage, match)
            or _is_time(passage, match)
            or pattern("phase:reviewed").search(before)
        ):
            continue
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(passage.folded)
        time = _dated(passage.folded[:stop], match.end("label"), match.end(), year)
        opens = _opens(before, titled)
        if time is None and opens:
            time = _dated_at_end(passage.folded[:stop], match.end(), year)
            time = time or _dated_within(passage.folded[:stop], match.end(), year)
        if time is not None and pattern("phase:owned").match(passage.folded[time.end :]):
            continue
        label = _capital(passage.said(match, "label"))
        end = _whole_end(passage.text, time.end) if time else match.end("label")
        yield Found(
            passage.span(*match.span("label")),
            label,
            time,
            passage.span(match.start(), end),
            rule if time or opens else "phase:label",
            0.97,
        )


def _opens(before: str, titled: int) -> bool:
    """Whether a label opens an item: nothing, a heading or a closed sentence is before it."""
    said = before.strip(" -–+*~_=")
    return not said.strip(".") or said[-1] in ".;:" or 0 < titled >= len(before.rstrip())


def _is_team(passage: Passage, match: re.Match[str]) -> bool:
    """`Đội 2` is none; `đợi 2` is what recognisers make of đợt 2."""
    return passage.said(match, "label").lower().startswith("đội")


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


def _dated_within(folded: str, start: int, year: int | None) -> Time | None:
    """The item's only range "từ ... đến ..." (`Bước 2: Kiểm kê, từ ngày ... đến ngày ...`), or
    its only time with "trong" or "vào"."""
    blank = " " * start + folded[start:]
    found = [time for time in ranges(blank, year) if folded[time.start :].startswith(_SINCE)]
    if not found:  # `Vòng chung khảo: thi sân khấu hóa trong tháng 8/2022`
        found = [t for t in singles(blank, year) if folded[: t.start].endswith(("trong ", "vao "))]
    return found[0] if len(found) == 1 else None


_SINCE = ("tu ", "bat dau tu ", "ke tu ")


def _whole_end(text: str, end: int) -> int:
    """Takes the bracket or full stop behind a phase's date to it."""
    return end + 1 if text[end : end + 1] == ")" else end


def _opening(passage: Passage, year: int | None, heading: bool = False) -> Iterator[Found]:
    """Items of the schedule that open with a time: `Giai đoạn 2024 - 2025:`, `Năm 2024:`.

    A `heading` may be the time alone: `1. Năm 2023` over its tasks.
    """
    folded = f"{passage.folded.rstrip(' .')}:" if heading else passage.folded
    rules = (("phase:span", 0.95), ("phase:range", 0.9), ("phase:time", 0.9))
    for rule, confidence in rules:
        match = pattern(rule).search(folded)
        if match is None:
            continue
        start, end = match.span("label")
        inside = passage.folded[:end]
        blank = " " * start + inside[start:]
        times = [*ranges(blank, year)] or [*singles(blank, year)]
        if times and pattern("phase:from-now").search(blank[: times[0].start]):
            times = [replace(times[0], first=None)]
        if times and not inside.rstrip().endswith((" den", " toi")):
            span = passage.span(start, end)
            yield Found(
                span, _capital(passage.said(match, "label")), times[0], span, rule, confidence
            )
        return


def _quoted(before: str) -> bool:
    """Whether the place stands within an open quotation."""
    return before.count("“") > before.count("”")


def _capital(label: str) -> str:
    text = " ".join(label.split())
    return text[:1].upper() + text[1:]
