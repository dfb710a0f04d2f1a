"""Who is to do what: units with their tasks, wherever the plan names them.

A unit stands as a heading over its tasks, run into them ("Văn phòng Sở có trách nhiệm
..."), in prose ("Giao Sở Y tế ...; các đơn vị ..."), or in a column of a table. Items
under a unit's heading are a task each; prose is cut at sentences and semicolons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.labelled import before_labels, is_label, labelled
from pipeline.extraction.mending import MENDED, was_recognised
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.spacing import spaced
from pipeline.extraction.tables_inside import TaskTable, outside, task_tables
from pipeline.extraction.times import singles
from pipeline.extraction.unit_marks import with_marks
from pipeline.extraction.units import (
    Named,
    coordinating,
    list_of_units,
    may_be_unit,
    names_unit,
    opening_unit,
    starts_task,
)
from pipeline.normalisation.units import normalise_unit
from pipeline.plan import Assignment
from pipeline.segmentation.outline import Role, Section, Span
from pipeline.segmentation.rows import fold


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit where it was named; `section` is the marker path of that place."""

    name: str
    span: Span
    section: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a unit; `text` is the span's words as one line."""

    unit: Unit
    span: Span
    text: str
    role: str = ""


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
    role = task.role or _role(task.text)
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
        unit = Unit(_tidy(name), passage.span(start, end), task.unit.section, "unit:together", 0.9)
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
        yield from _of_labels(walk, sections, section)
    for table in walk.tables:
        yield from _of_table(context, table)


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
        name = _tidy(passage.text[unit.start : unit.end])
        span = passage.span(unit.start, unit.end)
        made = Unit(name, span, _path(above), "unit:label", 0.93)
        yield Task(made, task.span(), _clean(task.text).rstrip(" :"), unit.role)


def _is_root(sections: Mapping[int, Section], section: Section) -> bool:
    """The outermost sections about who does what."""
    if Role.ORGANISATION not in section.roles or Role.ANNEX in section.roles:
        return False
    above = sections.get(section.parent)
    while above is not None:
        if Role.ORGANISATION in above.roles:
            return False
        above = sections.get(above.parent)
    return True


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
        _named_above(title, True) is not None or _names_another(text)
        for title, text in zip(titles, texts, strict=True)
    )


_FEWEST = 3


def _units_outside(walk: _Walk) -> list[Section]:
    """The outermost items of an order to several units: `1. Sở Y tế: ... 2. Công an tỉnh: ...`."""
    outer = [s for s in walk.by_parent.get(0, []) if not s.part and s.marker[:1].isalnum()]
    units = _opening_with_units(walk, outer)
    return outer if units >= _FEWEST and len(outer) <= 1.5 * units else []


def _told_elsewhere(walk: _Walk, sections: Iterable[Section]) -> Iterator[Task]:
    """Articles and items outside any such section that tell a unit to do something."""
    for section in sections:
        passage = _own(walk, section)
        if pattern("task:told").match(passage.folded.lstrip()):
            yield from _prose(passage, None, _path(section))


def _own(walk: _Walk, section: Section, with_title: bool = True) -> Passage:
    """A section's own words without the tables' rows."""
    spans = (section.title, section.body) if with_title else (section.body,)
    inside = [t.span for t in walk.tables]
    return Passage.of(walk.context.flow, *(p for s in spans for p in outside(s, inside)))


def _path(section: Section) -> str:
    """The marker path without bullets: `VI` for a dash in VI."""
    return ".".join(step for step in section.path.split(".") if step[:1].isalnum())


def _section(
    walk: _Walk, section: Section, unit: Unit | None, among: bool = False
) -> Iterator[Task]:
    """The tasks in a section: its own text, then its children.

    `among` says that most headings beside it name units.
    """
    if is_label(_own(walk, section)):
        return
    children = walk.by_parent.get(section.order, [])
    heading = Passage.of(walk.context.flow, section.title)
    below = bool(children) or section.body[0] < section.body[1]
    if not heading.text and children:
        heading = _closed_heading(_own(walk, section))
    named = _named_above(heading, below)
    rule, sure = "unit:heading", 0.96
    if named is None and among and below and unit is None:
        named, rule, sure = may_be_unit(heading.text), "unit:among-units", 0.8
    awards = Role.AWARDS in section.roles and Role.ORGANISATION not in section.roles
    if unit is None and named is None and awards:
        return
    if named is not None and _tells_of_all(walk, section, heading, named):
        named = None
    if named is not None:
        name = _tidy(heading.text[named.start : named.end])
        unit = Unit(name, heading.span(named.start, named.end), _path(section), rule, sure)
        if section.title[0] < section.title[1]:
            yield from _under_heading(_own(walk, section, False), unit)
    elif unit is None:
        told = opening_unit(heading.text) is not None
        text = _own(walk, section, told or not _is_heading(section))
        unit = yield from _prose(text, unit, _path(section), bool(children))
    else:
        unit = (yield from _item(_own(walk, section), unit, _path(section), bool(children))) or unit
    headings = [Passage.of(walk.context.flow, child.title) for child in children]
    units = sum(_named_above(title, True) is not None for title in headings)
    for child in children:
        yield from _section(walk, child, unit, units >= 2 and len(children) < 2 * units)


def _tells_of_all(walk: _Walk, section: Section, heading: Passage, named: Named) -> bool:
    """`TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ` over sentences that each begin with a unit: no unit."""
    anybody = pattern("task:anybody").match(heading.folded[named.start : named.end])
    return bool(anybody) and any(map(_names_another, clauses(_own(walk, section, False))[:1]))


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


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(' ,.:;-–“”"')


def _under_heading(passage: Passage, unit: Unit) -> Iterator[Task]:
    """The text right below a unit's heading: a task each sentence or clause."""
    for clause in clauses(passage):
        told = pattern("task:handed-to").match(clause.folded) is not None
        named = opening_unit(clause.text) if ":" in clause.text or told else None
        if named is not None and (told or clause.text[named.end : named.task].strip() == ":"):
            name = _tidy(clause.text[named.start : named.end])  # its numeral was not read
            span = clause.span(named.start, named.end)
            unit = Unit(name, span, unit.section, "unit:prose", 0.85)
            yield from _tasks(clause, unit, named.task)
            continue
        yield from _tasks(clause, unit)


def _tasks(clause: Passage, unit: Unit, start: int = 0) -> Iterator[Task]:
    """A clause's tasks: reporting behind another task is one of its own.

    `theo dõi, đôn đốc và báo cáo UBND tỉnh` are two, `tổng hợp, báo cáo UBND tỉnh` is one.
    """
    reports = pattern("task:reports").search(clause.folded, start)
    before = clause.folded[start : reports.start()] if reports else ""
    if reports is None or len(before.split()) < 3 or "tong hop" in before:
        yield from _task(clause, unit, start)
        return
    yield from _task(clause.part(0, reports.start()), unit, start)
    yield from _task(clause.part(reports.end(), len(clause.text)), unit)


def _task(clause: Passage, unit: Unit, start: int = 0) -> Iterator[Task]:
    text = clause.text[start:].strip(" :")
    if not pattern("task:none").match(fold(text)) and len(text) > 3 and not _urges(clause):
        yield Task(unit, clause.span(start), _clean(text))


def _clean(text: str) -> str:
    return re.sub(r"[\s;.]*(?:\./\.|[;.])\s*$", "", text.strip(" -–+*•")).strip()


def _item(
    passage: Passage, unit: Unit, path: str, has_children: bool
) -> Generator[Task, None, Unit | None]:
    """An item below a unit's heading: one task, unless a sentence names another unit."""
    parts = [p for p in clauses(passage, semicolons=False) if not _urges(p)]
    own = next((i for i, p in enumerate(parts) if i and _names_another(p)), len(parts))
    whole = Passage.of_parts(parts[:own])
    if not (has_children and (whole.text.endswith(":") or not whole.text)):
        yield from _task(whole, unit)
    yield from _prose(Passage.of_parts(parts[own:]), None, path)
    return None


def _names_another(clause: Passage) -> bool:
    """Whether a sentence begins with a unit of its own, in a capital letter."""
    named = opening_unit(clause.text)
    return named is not None and clause.text[named.start].isupper()


def _prose(
    passage: Passage, unit: Unit | None, path: str, has_children: bool = False
) -> Generator[Task, None, Unit | None]:
    """Prose that names units as it goes; a clause without one belongs to the last named."""
    current, said = unit, None
    for clause in _with_whole_names(clauses(passage)):
        if pattern("task:general").match(clause.folded) or _urges(clause):
            current = unit
            continue
        named = opening_unit(clause.text)
        start = 0
        if named is not None:
            current = Unit(
                _tidy(clause.text[named.start : named.end]),
                clause.span(named.start, named.end),
                path,
                "unit:prose",
                0.9,
            )
            start = named.task
            if said is not None and _is_handed(clause.folded[start:]):
                yield from _task(said, current)
                said = None
                continue
            if _only_reports(current.name, clause.folded[start:]):
                current = unit
                continue
        said = clause if named is None else None
        if current is not None and not (has_children and clause.text.endswith(":")):
            yield from _tasks(clause, current, start)
    return current


def _is_handed(task: str) -> bool:
    """Whether a task only says that the one before it is given: `Giao Sở A thực hiện`."""
    return bool(pattern("task:handed").match(task))


def _urges(clause: Passage) -> bool:
    """`Nhà trường yêu cầu các đơn vị nghiêm túc triển khai Kế hoạch này`: nobody's task."""
    return bool(pattern("task:urged").match(clause.folded))


def _with_whole_names(parts: list[Passage]) -> list[Passage]:
    """The clauses, those joined that only part a list of units: `Sở A; Sở B: kiểm tra ...`."""
    whole: list[Passage] = []
    for part in parts:
        above = whole[-1] if whole else None
        listed = above is not None and above.text.endswith(";") and names_unit(above.text)
        named = opening_unit(part.text) if listed else None
        if above is not None and named is not None and named.start == 0:
            whole[-1] = Passage.of_parts([above, part])
        else:
            whole.append(part)
    return whole


def _only_reports(name: str, task: str) -> bool:
    """`Các đơn vị báo cáo ... trước ngày ...`: a deadline for all, no task of a unit."""
    return bool(pattern("task:anybody").match(fold(name))) and bool(
        re.match(r"\W*(?:bao cao|gui)\b", task)
    )


def _of_table(context: Context, table: TaskTable) -> Iterator[Task]:
    """A task each row; several units in a cell have it each."""
    path = next(
        (_path(s) for s in reversed(context.outline.sections) if s.whole[0] <= table.span[0]), ""
    )
    for row, above in zip(table.rows, table.above, strict=True):
        shift = 0 if above else _shift(context, table, row)
        if shift is None:
            continue
        tasks = clauses(table.cell(context, row, "task", shift))
        for named, role in _named_in_row(context, table, row, above, shift):
            unit = Unit(_tidy(named.text), named.span(), path, "unit:table", 0.93)
            for task in tasks:
                yield Task(unit, task.span(), _clean(task.text), role)


def _named_in_row(
    context: Context,
    table: TaskTable,
    row: tuple[tuple[int, ...], ...],
    above: tuple[int, ...],
    shift: int,
) -> Iterator[tuple[Passage, str]]:
    """The units of a row with their roles; "" where nothing says who leads."""
    if above:
        yield Passage.of(context.flow, *((i, i + 1) for i in above)), ""
        return
    for column, role in _TABLE_ROLES.items():
        cell = table.cell(context, row, column, shift)
        said = role if "coordinate" in table.columns else ""
        for part, own in _by_role(cell, said):
            for start, end in list_of_units(part.text) if part.text else ():
                name, its = _role_behind(part.part(start, end), own)
                if not next(singles(name.folded, _ANY_YEAR), None):  # a time read into the column
                    yield name, its


def leading(cell: Passage) -> Iterator[Passage]:
    """What a unit's cell names as doing the work: `Chủ trì: Sở A. Phối hợp: Sở B` is Sở A."""
    for part, role in _by_role(cell, ""):
        name, said = _role_behind(part, role)
        if said != "coordinate":
            yield name


def _role_behind(name: Passage, role: str) -> tuple[Passage, str]:
    """`Sở Y tế (chủ trì)`, `Sở Tài chính phối hợp` in a cell: the name and its role."""
    mark = name.find(pattern("table:role-behind"))
    if mark is None or not mark.start():
        return name, role
    said = "coordinate" if mark["role"] == "phoi hop" else "lead"
    return name.part(0, mark.start()), said


def _by_role(cell: Passage, role: str) -> Iterator[tuple[Passage, str]]:
    """`Chủ trì: Sở Y tế; phối hợp: Sở Tài chính` in one cell, each with its role."""
    marks = list(cell.all(pattern("table:role-in-cell")))
    if not marks:
        yield cell, role
        return
    ends = [*(m.start() for m in marks[1:]), len(cell.text)]
    for mark, end in zip(marks, ends, strict=True):
        part = cell.part(mark.end(), len(cell.text[:end].rstrip(" ;,.")))
        yield part, "coordinate" if mark["role"] == "phoi hop" else "lead"


def _shift(context: Context, table: TaskTable, row: tuple[tuple[int, ...], ...]) -> int | None:
    """How far the row's cells stand right of the header's: by one where two were read as one.

    None where the unit's cell holds no unit: such a row is left out, not guessed.
    """
    for shift in (0, 1):
        text = table.cell(context, row, "unit", shift).text
        roles = any(pattern(f"table:role-{r}").search(fold(text)) for r in ("in-cell", "behind"))
        if text and (roles or names_unit(text)):
            return shift
    text = table.cell(context, row, "unit").text
    named = text[:1].isupper() and len(text.split()) <= 8 and not starts_task(text)
    return 0 if named else None


_ANY_YEAR = 2000
_TABLE_ROLES = {"unit": "lead", "coordinate": "coordinate"}
"""A table with a column for the coordinating bodies has the leading ones in the other."""
