"""Who is to do what: units with their tasks, wherever the plan names them.

A unit stands as a heading over its tasks, run into them ("Văn phòng Sở có trách nhiệm
..."), in prose ("Giao Sở Y tế ...; các đơn vị ..."), or in a column of a table. Items
under a unit's heading are a task each; prose is cut at sentences and semicolons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import MENDED, was_recognised
from pipeline.extraction.misread.spacing import spaced
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.labelled import before_labels, is_label, labelled
from pipeline.extraction.tasks.table_tasks import of_table
from pipeline.extraction.tasks.tables_inside import TaskTable, outside, task_tables
from pipeline.extraction.tasks.task_prose import item, names_another, prose, under_heading
from pipeline.extraction.tasks.tasks import Task, Unit, clean, path_of, tidy
from pipeline.extraction.tasks.unit_lists import coordinating
from pipeline.extraction.tasks.unit_marks import with_marks
from pipeline.extraction.tasks.units import (
    Named,
    may_be_unit,
    names_unit,
    opening_unit,
)
from pipeline.normalisation.units import normalise_unit
from pipeline.plan import Assignment
from pipeline.segmentation.outline import Role, Section, enclosing
from pipeline.segmentation.rows import fold


@dataclass(slots=True)
class _Walk:
    context: Context
    by_parent: dict[int, list[Section]] = field(default_factory=dict)
    tables: tuple[TaskTable, ...] = ()


def find_assignments(context: Context) -> tuple[Assignment, ...]:
    """A row for each task of each unit, then for each body that only coordinates it."""
    tasks = [task for task in find_tasks(context) if task.text.strip(" -–+*.;:/")]
    whole = [each for task in tasks for each in (task, *_coordinated(context, task))]
    whole = [
        replace(task, unit=unit) for task, unit in zip(whole, _units(context, whole), strict=True)
    ]
    orders = _orders(whole)
    counts: dict[str, int] = {}
    rows: list[Assignment] = []
    for task in whole:
        key = fold(task.unit.name)
        counts[key] = counts.get(key, 0) + 1
        rows.append(_row(context, task, orders[key], counts[key]))
    return tuple(rows)


def _orders(tasks: list[Task]) -> dict[str, int]:
    """Units by first mention from 1; bodies that only coordinate come behind the others."""
    own = [fold(t.unit.name) for t in tasks if t.role != "coordinate"]
    others = [fold(t.unit.name) for t in tasks]
    return {key: index for index, key in enumerate(dict.fromkeys([*own, *others]), 1)}


def _row(context: Context, task: Task, order: int, count: int) -> Assignment:
    unit = task.unit
    role = task.role or unit.role or _role(task.text)
    return Assignment(
        section=context.value(unit.span, unit.section, unit.rule, unit.confidence)
        if unit.section
        else context.missing("assignment:no-section"),
        unit=context.value(unit.span, unit.name, unit.rule, unit.confidence),
        unit_normalised=context.value(
            unit.span, normalise_unit(unit.name) or unit.name, "unit:class", unit.confidence
        ),
        unit_order=context.value(unit.span, order, unit.rule, unit.confidence),
        role=context.value(task.span, role, f"role:{role}", 0.9),
        task_order=context.value(task.span, count, unit.rule, unit.confidence),
        task=context.value(task.span, task.text, unit.rule, unit.confidence),
    )


def _units(context: Context, tasks: Sequence[Task]) -> Iterator[Unit]:
    """The tasks' units, spelled as the office is and as most of the document spells it.

    Only on recognised pages: there marks and spaces are misread.
    """
    units = [_spelled(context, task.unit) for task in tasks]
    names = Counter(unit.name for unit in units)
    best: dict[str, str] = {}
    for name, _ in names.most_common():
        best.setdefault(_letters(name), name)
    for unit in units:
        most = best[_letters(unit.name)]
        often = names[most] > names[unit.name] and fold(most) == fold(unit.name)
        if often and was_recognised(context, unit.span):
            yield _mended(unit, most)
        else:
            yield unit


def _letters(name: str) -> str:
    return re.sub(r"\W", "", fold(name))


def _spelled(context: Context, unit: Unit) -> Unit:
    """The unit with its words parted and the marks of known offices put right."""
    if not was_recognised(context, unit.span):
        return unit
    name = spaced(unit.name)
    if name != unit.name:
        unit = _mended(unit, name)
    return replace(unit, name=with_marks(context, unit.span, name))


def _mended(unit: Unit, name: str) -> Unit:
    return replace(
        unit, name=name, rule=f"{unit.rule}:mended", confidence=min(MENDED, unit.confidence)
    )


def _role(text: str) -> str:
    """How a unit takes part in its own task; "coordinate" is for the bodies named with it."""
    return "lead" if pattern("role:lead").search(fold(text)) else "implement"


def _coordinated(context: Context, task: Task) -> Iterator[Task]:
    """The bodies with which a task is to be done."""
    if task.role == "coordinate":
        return
    passage = Passage.of(context.flow, task.span)
    for start, end in coordinating(passage.text):
        name = passage.text[start:end]
        unit = Unit(tidy(name), passage.span(start, end), task.unit.section, "unit:together", 0.9)
        yield Task(unit, task.span, task.text, "coordinate")


def find_tasks(context: Context) -> Iterator[Task]:
    """The tasks in reading order, from tables and text."""
    walk = _Walk(context, tables=tuple(task_tables(context)))
    for section in context.outline.sections:
        walk.by_parent.setdefault(section.parent, []).append(section)
    sections = {s.order: s for s in context.outline.sections}
    for section in sections.values():
        if _is_root(sections, section):
            yield from _section(walk, section, None)
    if not any(Role.ORGANISATION in s.roles for s in context.outline.sections):
        unnamed = _units_outside(walk)
        unnamed = unnamed or [s for s in sections.values() if _lists_units(walk, s)]
        for section in unnamed:
            yield from _section(walk, section, None, len(unnamed) > 1)
        if not unnamed:
            yield from _told_elsewhere(walk, context.outline.sections)
    elif all(s.part for s in context.outline.sections if Role.ORGANISATION in s.roles):
        yield from _told_elsewhere(walk, [s for s in context.outline.sections if not s.part])
    for section in sections.values():
        yield from _told_over_items(walk, sections, section)
        yield from _of_labels(walk, sections, section)
    for table in walk.tables:
        yield from of_table(context, table)


def _of_labels(walk: _Walk, sections: Mapping[int, Section], section: Section) -> Iterator[Task]:
    """The tasks of an item whose labels, or bullets of labels, say who does it."""
    if Role.ANNEX in section.roles:
        return
    passage = _own(walk, section)
    named = list(labelled(passage))
    if not named:
        return
    above = sections.get(section.parent) if is_label(passage) else section
    task = before_labels(passage if above is section else _own(walk, above)) if above else None
    if above is None or task is None or not task.text.strip(" .:;-"):
        return
    for unit in named:
        name = tidy(passage.text[unit.start : unit.end])
        span = passage.span(unit.start, unit.end)
        made = Unit(name, span, path_of(above), "unit:label", 0.93)
        yield Task(made, task.span(), clean(task.text).rstrip(" :"), unit.role)


def _is_root(sections: Mapping[int, Section], section: Section) -> bool:
    """The outermost sections about who does what."""
    if Role.ORGANISATION not in section.roles or Role.ANNEX in section.roles:
        return False
    above = sections.get(section.parent)
    return above is None or not _within_organisation(sections, above)


_NO_ORGANISATION = {
    Role.PURPOSE,
    Role.SCOPE,
    Role.AWARDS,
    Role.CRITERIA,
    Role.FUNDING,
    Role.SCHEDULE,
    Role.ANNEX,
}


def _lists_units(walk: _Walk, section: Section) -> bool:
    """An outermost section whose title does not say so, but whose items open with units."""
    children = walk.by_parent.get(section.order, [])
    if section.parent or len(children) < 2 or _NO_ORGANISATION & set(section.roles):
        return False
    return len(children) <= 1.5 * _opening_with_units(walk, children)


def _opening_with_units(walk: _Walk, sections: Sequence[Section]) -> int:
    """How many of the sections are headed by a unit or begin with one."""
    titles = [Passage.of(walk.context.flow, section.title) for section in sections]
    texts = [_own(walk, section) for section in sections]
    return sum(
        _named_above(title, True) is not None or names_another(text)
        for title, text in zip(titles, texts, strict=True)
    )


_FEWEST = 3


def _units_outside(walk: _Walk) -> list[Section]:
    """The outermost items of an order to several units: `1. Sở Y tế: ... 2. Công an tỉnh: ...`."""
    outer = [s for s in walk.by_parent.get(0, []) if not s.part and s.marker[:1].isalnum()]
    units = _opening_with_units(walk, outer)
    return outer if units >= _FEWEST and len(outer) <= 1.5 * units else []


def _told_elsewhere(walk: _Walk, sections: Iterable[Section]) -> Iterator[Task]:
    """Articles and items outside any such section that tell a unit to do something.

    Beside `a) Giao Sở A ...`, an item that opens with a unit tells it too.
    """
    passages = [(section, _own(walk, section)) for section in sections]
    told = {s.order for s, text in passages if _tells(text.folded.lstrip())}
    lists = {s.parent for s, _ in passages if s.order in told and s.parent}
    for section, passage in passages:
        if section.order in told or (section.parent in lists and names_another(passage)):
            yield from prose(passage, None, path_of(section))


def _tells(folded: str) -> bool:
    """`Giao Sở A ...`, or `Tổ công tác có nhiệm vụ ...` in the decision that sets it up."""
    return any(pattern(f"task:{rule}").match(folded) for rule in ("told", "committee"))


def _told_over_items(
    walk: _Walk, sections: Mapping[int, Section], section: Section
) -> Iterator[Task]:
    """`Giao Sở Tư pháp chủ trì, phối hợp với ...:` over items, under a heading of content."""
    children = walk.by_parent.get(section.order, [])
    none = {Role.PURPOSE, Role.AWARDS, Role.ANNEX, Role.CRITERIA} & set(section.roles)
    if not children or none or _within_organisation(sections, section):
        return
    passage = _own(walk, section, not _is_heading(section))
    last = list(clauses(passage))[-1:]
    if not last or not last[0].text.endswith(":") or not pattern("task:told").match(last[0].folded):
        return
    named = opening_unit(last[0].text)
    if named is None:
        return
    span = last[0].span(named.start, named.end)
    name = tidy(last[0].text[named.start : named.end])
    unit = Unit(name, span, path_of(section), "unit:told", 0.9)
    for child in children:
        yield from _section(walk, child, unit)


def _within_organisation(sections: Mapping[int, Section], section: Section) -> bool:
    return any(Role.ORGANISATION in around.roles for around in enclosing(sections, section))


def _own(walk: _Walk, section: Section, with_title: bool = True) -> Passage:
    """A section's own words without the tables' rows."""
    spans = (section.title, section.body) if with_title else (section.body,)
    inside = [t.span for t in walk.tables]
    return Passage.of(walk.context.flow, *(p for s in spans for p in outside(s, inside)))


def _section(
    walk: _Walk, section: Section, unit: Unit | None, among: bool = False
) -> Iterator[Task]:
    """The tasks in a section: its own text, then its children.

    `among` says that most headings beside it name units.
    """
    if is_label(_own(walk, section)):
        return
    children = walk.by_parent.get(section.order, [])
    above = _unit_above(walk, section, among and unit is None)
    awards = Role.AWARDS in section.roles and Role.ORGANISATION not in section.roles
    if unit is None and above is None and awards:
        return
    if above is not None:
        unit = above
        if _is_heading(section):
            yield from under_heading(_own(walk, section, False), unit)
    elif unit is None:
        title = Passage.of(walk.context.flow, section.title).text
        told = opening_unit(title) is not None
        told = told or (title.endswith(":") and names_unit(title) is not None)
        text = _own(walk, section, told or not _is_heading(section))
        unit = yield from prose(text, unit, path_of(section), bool(children))
    else:
        yield from item(_own(walk, section), unit, path_of(section), bool(children))
    headings = [Passage.of(walk.context.flow, child.title) for child in children]
    units = sum(_named_above(title, True) is not None for title in headings)
    for child in children:
        yield from _section(walk, child, unit, units >= 2 and len(children) < 2 * units)


def _unit_above(walk: _Walk, section: Section, among: bool) -> Unit | None:
    """The unit that a section's heading names, `among` others also one that no list knows."""
    children = walk.by_parent.get(section.order, [])
    heading = Passage.of(walk.context.flow, section.title)
    below = bool(children) or section.body[0] < section.body[1]
    if not heading.text and children:
        heading = _closed_heading(_own(walk, section))
    named, rule, sure = _named_above(heading, below), "unit:heading", 0.96
    if named is None and among and below:
        named, rule, sure = may_be_unit(heading.text), "unit:among-units", 0.8
    if named is None or _tells_of_all(walk, section, heading, named):
        return None
    if heading.text[named.end :].strip() == ":" and _names_behind(walk, section, named):
        return None
    name = tidy(heading.text[named.start : named.end])
    role = "lead" if heading.find(pattern("role:lead-heading")) else ""
    span = heading.span(named.start, named.end)
    return Unit(name, span, path_of(section), rule, sure, role)


def _names_behind(walk: _Walk, section: Section, named: Named) -> bool:
    """`Các phòng:` over `Đào tạo, Khảo thí và Tài chính cung cấp ...`: the names go on."""
    whole = opening_unit(_own(walk, section).text)
    return whole is not None and whole.start == named.start and whole.end > named.end


def _tells_of_all(walk: _Walk, section: Section, heading: Passage, named: Named) -> bool:
    """`TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ` over sentences that each begin with a unit: no unit."""
    anybody = pattern("task:anybody").match(heading.folded[named.start : named.end])
    return bool(anybody) and any(map(names_another, clauses(_own(walk, section, False))[:1]))


def _named_above(heading: Passage, below: bool) -> Named | None:
    """The unit that stands over its tasks: alone, or with "có trách nhiệm:" behind it."""
    if heading.text:
        found = names_unit(heading.text, below)
        if found is not None:
            return found
        found = opening_unit(heading.text)
        return (
            found
            if found and pattern("task:none").match(fold(heading.text[found.task :]))
            else None
        )
    return None


def _closed_heading(text: Passage) -> Passage:
    """A short line over items that ends with a stray full stop is their heading."""
    short = len(text.text.split()) <= 16 and text.text.count(".") == 1
    return text if short and text.text.endswith(".") else text.part(0, 0)


def _is_heading(section: Section) -> bool:
    return section.title[0] < section.title[1]
