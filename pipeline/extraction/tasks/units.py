"""Units that headings and clauses name, and where what they are to do begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extraction.tasks.unit_ends import LONGEST, task_start
from pipeline.extraction.tasks.unit_words import (
    load_words,
    opens,
    plural_end,
    polite_length,
    starts_task,
)
from pipeline.segmentation.rows import fold, is_caps

_LONGEST_WORK = 10
"""Words of a heading from its word of doing on: more are a task, no part of a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A unit's name at start..end of a text; `task` is where its task begins."""

    start: int
    end: int
    task: int


def names_unit(title: str, over_tasks: bool = False) -> Named | None:
    """The unit that a heading names, all of it but words like "Đề nghị"; None for others.

    A heading `over_tasks` of its own is a name as long as it holds no word that only
    tells somebody to do something: `Đội cứu hộ` over its tasks, `Đội cứu hộ nạn nhân` alone.
    """
    whole = len(title)
    title = re.sub(r"\s*\([^()]*\)?\s*:?\s*$", "", title) or title  # who heads it, in brackets
    folded = fold(title)
    lead = _lead_in(title, folded)
    start = lead if lead is not None else len(folded) - len(folded.lstrip(' -–+*•“"'))
    if len(title.split()) > LONGEST or not opens(title, folded, start):
        return None
    stop = task_start(title, folded, start)
    if stop is not None and not is_caps(title) and not _in_name(folded, stop, over_tasks):
        return None
    if (stop is not None and len(folded[stop:].split()) > _LONGEST_WORK) or " không " in title:
        return None
    end = len(title.rstrip(" .:;,"))
    start += polite_length(title, start)
    return Named(start, end, whole)


def _in_name(folded: str, stop: int, over_tasks: bool) -> bool:
    """Whether the word of doing at `stop` of a heading can be part of the name."""
    words = load_words()
    if words.hard.match(folded, stop):
        return False
    return over_tasks or bool(words.soft.match(folded, stop))


def may_be_unit(title: str) -> Named | None:
    """A heading among headings of units, of which no list knows the first word: its name."""
    folded = fold(title)
    words = load_words()
    start = len(title) - len(title.lstrip(' -–+*•“"'))
    end = len(title.rstrip(" .:;,"))
    short = 2 <= len(title[start:end].split()) <= 14 and title[start : start + 1].isupper()
    if not short or words.none.match(folded) or starts_task(title[start:]):
        return None
    if words.hard.search(folded) or re.search(r"[.;:]\s", title[:end]):
        return None
    return Named(start, end, len(title))


def opening_unit(text: str) -> Named | None:
    """The unit with which a clause begins, and what it is to do begins behind it.

    Words like "Giao", "Đề nghị" and a leading "Căn cứ chức năng, nhiệm vụ, ..." may
    come before it. None where no unit is told to do something.
    """
    words = load_words()
    folded = fold(text)
    start = len(folded) - len(folded.lstrip(' -–+*•“"./'))
    lead = _lead_in(text, folded)
    if lead is not None and (opens(text, folded, lead) or text[lead : lead + 1].isupper()):
        return _up_to_task(text, folded, lead)
    if _begins_name(text, folded, start):
        found = _up_to_task(text, folded, start)
        if found is not None:
            return found
    if words.adverbial.match(folded):
        return _behind_adverbial(text, folded)
    return _by_duty(text, folded, start)


def _begins_name(text: str, folded: str, start: int) -> bool:
    """Whether a name with a capital letter, or one in the plural, begins at this place."""
    capital = text[start : start + 1].isupper() and opens(text, folded, start)
    return capital or plural_end(text, folded, start) is not None


_DOES = re.compile(
    r"(?:phoi (?:ket )?hop|tang cuong|chu tri|trien khai|van dong|phat huy|tham muu|chi dao)\b"
)
_SAID = re.compile(r"\b(?:gui|nop|lap|trinh|bao cao(?! cua)|co trach nhiem|phai)\s")
_DUTY = re.compile(r"[^,;:.]{3,110}?\s(?=(?:co|chiu) trach nhiem\b)")


def _by_duty(text: str, folded: str, start: int) -> Named | None:
    """Whoever "có trách nhiệm": a body whose name begins with no known word."""
    match = _DUTY.match(folded, start)
    if match is None or not text[start].isupper():
        return None
    end = len(text[: match.end()].rstrip())
    return Named(start, end, match.end())


def _lead_in(text: str, folded: str) -> int | None:
    """Where the words "Giao", "Đề nghị" end that open a text; Giáo viên is not Giao viên."""
    match = load_words().lead_in.match(folded)
    if match is None or "giáo" in text[: match.end()].lower():
        return None
    return match.end()


def _behind_adverbial(text: str, folded: str) -> Named | None:
    """`Căn cứ ..., các đơn vị xây dựng ...`; `Căn cứ Kế hoạch này đề nghị ...`."""
    words = load_words()
    told = words.told.search(folded, 0, 260)
    if told and "giáo" not in told[0] and opens(text, folded, told.end()):
        return _up_to_task(text, folded, told.end())
    for comma in re.finditer(r",\s+", folded[:260]):
        if _SAID.search(folded, 0, comma.start()):
            return None  # somebody else's doing lies between
        if _DOES.match(folded, comma.end()):
            return None  # `Trên cơ sở ..., phối hợp ..., vận động cán bộ, công chức tham gia`
        if opens(text, folded, comma.end()):
            found = _up_to_task(text, folded, comma.end())
            if found is not None and not words.stop.match(folded, comma.end()):
                return found
    return None


def _up_to_task(text: str, folded: str, start: int) -> Named | None:
    stop = task_start(text, folded, start)
    if stop is None:
        return None
    told = load_words().told.match(folded, stop)
    if told and _begins_name(text, folded, told.end()):  # `UBND tỉnh giao Sở Y tế chủ trì ...`
        return _up_to_task(text, folded, told.end())
    end = len(re.sub(r"\s+(?:và|để|thì)\s*$", "", text[:stop]).rstrip(" ,:;-–("))
    start += polite_length(text[:end], start)
    return Named(start, end, stop) if end > start and _credible(text[start:end]) else None


_BROKEN = re.compile(r"^[^(]*\)|\([^)]*$|\b(?:vao|truoc|sau|trong) (?:ngay|thang|nam|quy|thu) ")


def _credible(name: str) -> bool:
    """Whether a name is in one piece: no bracket's half, no time within it."""
    return _BROKEN.search(fold(name)) is None
