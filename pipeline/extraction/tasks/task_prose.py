"""The tasks in running text: below a unit's heading, or told to units as the text goes."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.passage import Passage, clauses
from pipeline.extraction.tasks.tasks import Task, Unit, clean, tidy
from pipeline.extraction.tasks.units import names_unit, opening_unit
from pipeline.normalisation.text import UPPER
from pipeline.segmentation.rows import fold


def under_heading(passage: Passage, unit: Unit) -> Iterator[Task]:
    """The text right below a unit's heading: a task each sentence or clause."""
    for clause in _with_ends(clauses(passage)):
        told = _hands_on(clause)
        named = opening_unit(clause.text) if ":" in clause.text or told else None
        if named is not None and (told or clause.text[named.end : named.task].strip() == ":"):
            name = tidy(clause.text[named.start : named.end])  # its numeral was not read
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
    if len(text) > 3 and not _is_none(text) and not _urges(clause):
        yield Task(unit, clause.span(start), clean(text))


def _is_none(text: str) -> bool:
    """Whether a text only leads tasks in, greets, or names who holds an office."""
    folded = fold(text)
    if pattern("task:none").match(folded) or pattern("task:greeting").match(folded):
        return True
    return bool(_PERSON.match(text)) and not pattern("task:duty").search(folded)


_PERSON = re.compile(
    rf"\W*(?:\d{{1,2}}\W+)?(?:Đồng chí|Đ/c|Ông|Bà)(?: \(bà\))?:?"
    rf"(?:\s+[{UPPER}]\w*){{2,5}}\s*(?:[,;.–-]|$)"
)
"""`(1) Đồng chí Nguyễn Văn An, Phó Chủ tịch ...`: the name, then an office or nothing."""


def item(passage: Passage, unit: Unit, path: str, has_children: bool) -> Iterator[Task]:
    """An item below a unit's heading: one task, unless a sentence names another unit.

    A first sentence does so only as `Giao Chi cục ... chủ trì`.
    """
    parts = [p for p in clauses(passage, semicolons=False) if not _urges(p)]
    others = (i for i, p in enumerate(parts) if names_another(p) and (i or _hands_on(p)))
    own = next(others, len(parts))
    whole = Passage.of_parts(parts[:own])
    if not (has_children and (whole.text.endswith(":") or not whole.text)):
        yield from _task(whole, unit)
    yield from prose(Passage.of_parts(parts[own:]), None, path)


def _hands_on(clause: Passage) -> bool:
    """`Giao Phòng A chủ trì ...`: a task that the unit above gives to another."""
    named = opening_unit(clause.text) if clause.folded.lstrip(" -+*").startswith("giao ") else None
    return named is not None and bool(pattern("task:handed-to").match(clause.folded[named.task :]))


def names_another(clause: Passage) -> bool:
    """Whether a sentence begins with a unit of its own, in a capital letter."""
    named = opening_unit(clause.text)
    return named is not None and clause.text[named.start].isupper()


def prose(
    passage: Passage, unit: Unit | None, path: str, has_children: bool = False
) -> Generator[Task, None, Unit | None]:
    """Prose that names units as it goes; a clause without one belongs to the last named.

    Returns that last unit, or the one that was given.
    """
    current, said = unit, None
    for clause in _with_ends(_with_whole_names(clauses(passage))):
        if pattern("task:general").match(clause.folded) or _urges(clause):
            current = unit
            continue
        named = opening_unit(clause.text)
        start = 0
        if named is not None:
            current = Unit(
                tidy(clause.text[named.start : named.end]),
                clause.span(named.start, named.end),
                path,
                "unit:prose",
                0.9,
                "lead" if clause.text.endswith(":") and _leads(clause) else "",
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


def _leads(clause: Passage) -> bool:
    """`Trung tâm A là đơn vị thường trực, có nhiệm vụ:` over its tasks."""
    return clause.find(pattern("role:lead-heading")) is not None


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


def _with_ends(parts: Iterable[Passage]) -> list[Passage]:
    """The clauses, `hoàn thành trước ngày 10/4` with the one whose end it is."""
    whole: list[Passage] = []
    for part in parts:
        if whole and pattern("task:ends").match(part.folded):
            whole[-1] = Passage.of_parts([whole[-1], part])
        else:
            whole.append(part)
    return whole


def _only_reports(name: str, task: str) -> bool:
    """`Các đơn vị báo cáo ... trước ngày ...`: a deadline for all, no task of a unit."""
    return bool(pattern("task:anybody").match(fold(name))) and bool(
        re.match(r"\W*(?:bao cao|gui)\b", task)
    )
