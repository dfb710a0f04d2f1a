"""What is due when: by whom, to whom, through whom, and to whom it goes on.

A deadline is a time introduced as one ("trước ngày 01 tháng 12 hằng năm", "chậm nhất ...")
wherever it stands, or any time, "định kỳ", "theo quy định" in a clause about reporting to
somebody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.extraction.misread.spacing import spaced
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.assignments import find_tasks
from pipeline.extraction.tasks.table_tasks import leading
from pipeline.extraction.tasks.tables_inside import outside, task_tables
from pipeline.extraction.tasks.tasks import Task
from pipeline.extraction.tasks.unit_lists import list_of_units
from pipeline.extraction.tasks.unit_marks import with_marks
from pipeline.extraction.tasks.unit_words import starts_unit
from pipeline.extraction.tasks.units import opening_unit
from pipeline.extraction.times.times import quarter_value
from pipeline.normalisation.dates import iso
from pipeline.plan import Deadline, Value
from pipeline.segmentation.outline import Role, Section, Span, Zone
from pipeline.segmentation.rows import fold


@dataclass(frozen=True, slots=True)
class _Due:
    """A deadline's words in a clause and what they say."""

    start: int
    end: int
    recurrence: str
    date: str
    month: int | None
    day: int | None
    rule: str


def find_deadlines(context: Context) -> tuple[Deadline, ...]:
    """The deadlines in the order of the text."""
    tasks = [t for t in find_tasks(context) if t.role != "coordinate"]
    rows: list[Deadline] = []
    before: Value | None = None
    for clause in _clauses(context):
        made = [_deadline(context, clause, due, tasks) for due in _dues(clause)]
        # `Báo cáo Sở: học kỳ I trước ...; cả năm trước ...`: the second goes to the same.
        goes_on = before is not None and not re.search(pattern("deadline:has-verb"), clause.folded)
        rows += [
            replace(d, to=before) if goes_on and before and not d.to.value else d for d in made
        ]
        ends = clause.text.rstrip().endswith(";")
        before = next((d.to for d in made if d.to.value), before) if ends else None
    return (*rows, *_of_tables(context))


def _clauses(context: Context) -> Iterator[Passage]:
    """All clauses of the body and of the closing sentences, the tables of tasks left out.

    A letter often has no sections: all of its text is read.
    """
    tables = [table.span for table in task_tables(context)]
    aims = _aims(context.outline.sections)
    for section in context.outline.sections:
        if {Role.ANNEX, Role.PURPOSE} & set(section.roles) or section.order in aims:
            continue
        title = Passage.of(context.flow, section.title)
        body = [*outside(section.body, tables)]
        # `Báo cáo Sở: học kỳ I trước ...; cả năm trước ...`, `Thời gian hoàn thành: quý IV`
        if any(pattern(f"deadline:{rule}").match(title.folded) for rule in ("reports", "label")):
            yield from clauses(Passage.of(context.flow, section.title, *body))
        else:
            yield from clauses(title)
            yield from clauses(Passage.of(context.flow, *body))
    for span in (span for zone in _loose(context) for span in context.zone(zone, None)):
        yield from clauses(Passage.of(context.flow, span))


def _loose(context: Context) -> tuple[Zone, ...]:
    """The zones whose text is in no section."""
    if context.outline.sections:
        return (Zone.CLOSING,)
    return (Zone.PREAMBLE, Zone.BODY, Zone.CLOSING)


_DOING = {Role.CONTENT, Role.ORGANISATION, Role.SCHEDULE, Role.SOLUTIONS}


def _aims(sections: Iterable[Section]) -> set[int]:
    """The orders of the sections about purpose and aims, and of all within them."""
    aims: set[int] = set()
    for section in sections:
        only = Role.PURPOSE in section.roles and not _DOING & set(section.roles)
        if only or section.parent in aims:
            aims.add(section.order)
    return aims


def _of_tables(context: Context) -> Iterator[Deadline]:
    """The column of times: a deadline where it says "trước", "chậm nhất"."""
    for table in task_tables(context):
        for row, above in zip(table.rows, table.above, strict=True):
            unit = table.cell(context, row, "unit")
            if above:
                unit = Passage.of(context.flow, *((i, i + 1) for i in above))
            leads = "; ".join(lead.text for lead in leading(unit))
            by = context.value(unit.span(), leads, "deadline:table", 0.92)
            task = table.cell(context, row, "task")
            for clause in (table.cell(context, row, "time"), *clauses(task)):
                for due in _dues(clause):
                    what = _what(context, task if clause.span() not in (task.span(),) else clause)
                    yield replace(_deadline(context, clause, due, []), by=by, what=what)


def _what(context: Context, passage: Passage) -> Value:
    text = passage.text.strip(" -–+*.;/")
    return context.value(passage.span(), text, "deadline:what", 0.92)


def _dues(clause: Passage) -> Iterator[_Due]:
    strict = list(clause.all(pattern("deadline:before")))
    for match in strict:
        due = _due(clause.folded, match, "deadline:before")
        more = pattern("deadline:second-day").match(clause.folded, due.end)
        yield _both(clause.folded, due, more.end()) if more else due
    for rule in ("deadline:labelled", "deadline:event"):
        other = clause.find(pattern(rule))
        if other and not strict:
            yield _due(clause.folded, other, rule)
            return
    said = pattern("deadline:reports").search(clause.folded)
    reports = said and (_receivers(clause, None) or pattern("deadline:at").search(clause.folded))
    if strict or not (reports or pattern("deadline:delivers").search(clause.folded)):
        return
    rule = "deadline:within"
    if reports:
        rule = "deadline:report" if _receivers(clause, None) else "deadline:at"
    loose = clause.find(pattern(rule))
    if loose is not None:
        yield _due(clause.folded, loose, "deadline:report")


def _due(folded: str, match: re.Match[str], rule: str) -> _Due:
    start, end = match.span("when" if "when" in match.re.groupindex else 0)
    text = folded[start:end].rstrip(" ,.;")
    end = start + len(text)
    said = match.groupdict()
    day = said.get("d") or said.get("dw") or said.get("ds")
    month = said.get("m") or said.get("mw") or said.get("mm")
    year = next((said[k] for k in ("y", "yw", "ym", "yq", "y0") if said.get(k)), None)
    recurrence = _recurrence(folded, start, text, year)
    date = _date(year, month, day, said.get("q")) if recurrence == "once" else ""
    keep = recurrence != "once" or not date
    return _Due(
        start,
        end,
        recurrence,
        date,
        int(month) if month and keep else None,
        int(day) if day and keep else None,
        rule,
    )


def _both(folded: str, due: _Due, end: int) -> _Due:
    """Two days in one deadline (`trước ngày 05/6 và 05/12 hằng năm`): neither alone is it."""
    text = folded[due.start : end].rstrip(" ,.;")
    again = _recurrence(folded, due.start, text, None)
    twice = "half-yearly" if again == "yearly" else again
    return replace(due, end=due.start + len(text), recurrence=twice, date="", month=None, day=None)


_RECURRENCES = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")


def _recurrence(folded: str, start: int, text: str, year: str | None) -> str:
    """How often: by the deadline's own words, else by "hằng năm" just before them."""
    if year:
        return "once"
    for name in _RECURRENCES:
        if pattern(f"recurrence:{name}").search(text):
            return name
    return _recurrence_before(folded[max(0, start - 40) : start]) or _recurrence_opening(folded)


def _recurrence_opening(folded: str) -> str:
    """That of "Hằng năm, gửi ... trước ngày 30 tháng 11": it holds for all that follows."""
    opening = pattern("recurrence:opening").match(folded)
    return _recurrence_before(opening[0]) if opening else ""


def _recurrence_before(before: str) -> str:
    """The last "hằng năm", "6 tháng" in the words before a deadline: each has its own."""
    own = before[before.rfind(")") + 1 :] if before.rstrip().endswith((",", "va")) else before
    said = [
        (match.start(), name)
        for name in _RECURRENCES
        for match in pattern(f"recurrence:{name}").finditer(own)
    ]
    return max(said)[1] if said else ""


def _date(year: str | None, month: str | None, day: str | None, quarter: str | None) -> str:
    if not year:
        return ""
    if quarter:
        return f"{year}-{3 * quarter_value(quarter):02d}"
    return iso(int(year), int(month) if month else None, int(day) if day and month else None) or ""


_MONTHS, _DAYS = 12, 31


def _deadline(context: Context, clause: Passage, due: _Due, tasks: list[Task]) -> Deadline:
    where = clause.span(due.start, due.end)
    sure = 0.85 if due.rule == "deadline:report" else 0.95

    of_no_calendar = (due.month or 0) > _MONTHS or (due.day or 0) > _DAYS
    misread = of_no_calendar and was_recognised(context, where)

    def said(value: str | int | None, column: str) -> Value:
        if misread and value not in (None, "") and column != "recurrence":
            lost = context.candidate(where, str(value), due.rule, "on no calendar")
            return context.unreadable(where, due.rule, lost)
        if value is None or value == "":
            return context.missing(f"deadline:no-{column}")
        return context.value(where, value, due.rule, sure)

    to = _listed(context, clause, _receivers(clause, due), "to", tasks)
    return Deadline(
        as_written=said(clause.text[due.start : due.end], "time"),
        recurrence=said(due.recurrence, "recurrence"),
        date=said(due.date, "date"),
        month=said(due.month, "month"),
        day=said(due.day, "day"),
        by=_by(context, clause, due, tasks, to.text),
        to=to,
        via=_listed(context, clause, _through(clause), "via", tasks),
        onward_to=_listed(context, clause, _onward(clause), "onward_to", tasks),
        what=_what(context, clause),
    )


def _by(context: Context, clause: Passage, due: _Due, tasks: list[Task], to: str) -> Value:
    """Whose deadline: the unit the clause begins with, else the one whose task it is.

    Nobody reports `to` himself: then it is whom he directs in that task.
    """
    named = opening_unit(clause.text)
    if named is None and not pattern("deadline:has-verb").search(clause.folded[: due.start]):
        behind = clause.part(due.end, len(clause.text))  # `Sau mỗi đợt, trong vòng 48 giờ các xã`
        named = opening_unit(behind.text.replace(",", " ", 1))
        clause = behind if named else clause
    if named is None and (colon := clause.text.find(": ")) > 0:  # `Báo cáo quý: các phòng gửi ...`
        clause = clause.part(colon + 2, len(clause.text))
        named = opening_unit(clause.text)
    if named is not None:
        span = clause.span(named.start, named.end)
        name = _as_named(context, span, clause.text[named.start : named.end], tasks)
        return context.value(span, name, "deadline:subject", 0.92)
    span = clause.span()
    for task in tasks:
        if task.span[0] < span[1] and span[0] < task.span[1]:
            if fold(task.unit.name) == fold(to):
                return _directed(context, Passage.of(context.flow, task.span), tasks)
            name = _as_named(context, task.unit.span, task.unit.name, tasks)
            return context.value(task.unit.span, name, "deadline:task-of", 0.92)
    labelled = _labelled_beside(context, span, tasks)
    if labelled is not None:
        return context.value(labelled.unit.span, labelled.unit.name, "deadline:label", 0.9)
    return _directed(context, clause, tasks)


def _directed(context: Context, task: Passage, tasks: list[Task]) -> Value:
    """The unit that a task has do something: `Chỉ đạo Hội các huyện thành lập ...`."""
    for match in task.all(pattern("deadline:directed")):
        told = task.part(match.end(), len(task.text))
        named = opening_unit(told.text)
        if named is not None and named.start == 0 and told.text[:1].isupper():
            span = told.span(0, named.end)
            name = _as_named(context, span, told.text[: named.end], tasks)
            return context.value(span, name, "deadline:directed", 0.9)
    return context.missing("deadline:no-unit")


def _labelled_beside(context: Context, span: Span, tasks: list[Task]) -> Task | None:
    """The task of the item above, whose unit and time stand in bullets with labels."""
    inside = [s for s in context.outline.sections if s.title[0] <= span[0] < s.body[1]]
    parents = {s.order: s for s in context.outline.sections}
    above = parents.get(inside[-1].parent) if inside else None
    if above is None:
        return None
    own = above.whole[0], above.body[1]
    found = (t for t in tasks if t.unit.rule == "unit:label" and own[0] <= t.span[0] < own[1])
    return next(found, None)


def _as_named(context: Context, span: Span, text: str, tasks: list[Task]) -> str:
    """A body's name as the tasks' units spell it most, where only marks differ.

    On recognised pages alone: elsewhere the document's own spelling stands.
    """
    if not was_recognised(context, span):
        return text
    name = with_marks(context, span, spaced(text))
    alike = Counter(
        with_marks(context, task.unit.span, spaced(task.unit.name))
        for task in {task.unit.span: task for task in tasks}.values()
        if fold(task.unit.name) == fold(name)
    )
    return max(alike, key=lambda said: (alike[said], said == name)) if alike else name


Places = list[tuple[int, int]]


def _listed(
    context: Context, clause: Passage, places: Places, column: str, tasks: list[Task]
) -> Value:
    if not places:
        return context.missing(f"deadline:no-{column}")
    names = (_as_named(context, clause.span(a, b), clause.text[a:b], tasks) for a, b in places)
    text = "; ".join(names)
    span = clause.span(places[0][0], places[-1][1])
    return context.value(span, text, f"deadline:{column}", 0.92)


def _body_at(clause: Passage, start: int) -> Places:
    """The bodies named at this place, to the next word that is no part of them."""
    if not starts_unit(clause.text, start):
        return []
    stop = pattern("deadline:to-end").search(clause.folded, start)
    end = stop.start() if stop else len(clause.text)
    name = clause.text[start:end].rstrip(" ,.;-–")
    named = opening_unit(name)
    if named is not None and named.end < len(name):
        name = name[: named.end]
    return (
        [(start + a, start + b) for a, b in list_of_units(name)] if len(name.split()) <= 30 else []
    )


def _receivers(clause: Passage, due: _Due | None) -> Places:
    """To whom: behind "gửi", "về", "báo cáo", before any "để tổng hợp, báo cáo"."""
    onward = clause.find(pattern("deadline:onward"))
    stop = onward.start() if onward else len(clause.text)
    if (
        onward
        and due is not None
        and due.start > onward.start()
        and not pattern("deadline:hands").search(clause.folded[:stop])
    ):
        stop = len(clause.text)
    report = clause.find(pattern("deadline:reports" if due is None else "deadline:hands"))
    first = report.start() if report else stop
    best: Places = []
    for match in pattern("deadline:to").finditer(clause.folded, first, stop):
        found = _body_at(clause, match.end())
        if found and found[0][0] < stop:
            best = found
            if not match[0].startswith(("bao cao", "trinh")):
                break
    return best


def _through(clause: Passage) -> Places:
    for match in clause.all(pattern("deadline:via")):
        if not clause.said(match).lower().rstrip().endswith("qua"):
            continue  # quá, quả
        room = _ROOM.match(clause.text, match.end())
        found = [room.span()] if room else _body_at(clause, match.end())
        if found:
            return found
    return []


_ROOM = re.compile(r"P[A-Z]\d\d\b")
"""A room of a provincial police by its number: `(qua PC07)`."""


def _onward(clause: Passage) -> Places:
    onward = clause.find(pattern("deadline:onward"))
    if onward is None:
        return []
    for match in pattern("deadline:onward-to").finditer(clause.folded, onward.start()):
        found = _body_at(clause, match.end())
        if found:
            return found
    return []
