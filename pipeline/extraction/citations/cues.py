"""Whether a citation in the preamble is what the document rests on, and by which word.

A preamble is clauses: each begins with its cue (Căn cứ, Thực hiện, ...) or goes on
under the one before it. What a clause names first, and what is joined to that, is a
basis; what stands behind a verb of the cited document's own subject (`về việc triển
khai Quyết định số ...`) is cited in passing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extraction.context import Context
from pipeline.extraction.rules import fragments, rules_of
from pipeline.segmentation.outline import Span

_JOINED = re.compile(r"(?:[,;]|\bvà|\bcùng|\bvới)\s*(?:các\s+|tại\s+|theo\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """The word that leads a clause in: `implement` for Thực hiện and its like."""

    rule: str
    implement: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Place:
    """What stands before a citation in its clause."""

    cue: Cue | None
    between: str
    joined: bool


def place_of(context: Context, zone: Span, start: int) -> Place:
    """The cue that governs a citation beginning at word `start`, and what is between."""
    first, last = context.bounds(zone)[0], context.bounds((start, start + 1))[0]
    before = context.running[first:last]
    cut = max((m.end() for m in _boundary().finditer(before)), default=0)
    clause = before[cut:].lstrip(" ,;-–*+")
    cue = _cue_at(clause)
    between = clause[cue[1] :] if cue else clause
    inherited = cue[0] if cue else _cue_before(before[:cut])
    return Place(inherited, between, ends_joined(before))


@lru_cache(maxsize=1)
def _boundary() -> re.Pattern[str]:
    """Clause ends: a semicolon, a full stop, a cue with a capital, `, căn cứ`."""
    cues = "|".join(rule.pattern.pattern for rule in rules_of("cue"))
    return re.compile(
        rf";\s|\.\s(?=[A-ZĐ“*])|(?<!\S)[-–*+]*(?=(?:{cues}))(?=[A-ZĐ])|,\s(?=căn cứ\s)"
    )


def _cue_at(clause: str) -> tuple[Cue, int] | None:
    for rule in rules_of("cue"):
        match = rule.pattern.match(clause)
        if match:
            cue = Cue(rule.id, rule.id == "cue:implement", rule.confidence)
            return cue, match.end()
    return None


def _cue_before(text: str) -> Cue | None:
    """The cue of the nearest clause before that has one."""
    starts = [0, *(m.end() for m in _boundary().finditer(text))]
    for start in reversed(starts):
        found = _cue_at(text[start:].lstrip(" ,;-–*+"))
        if found:
            return found[0]
    return None


def joins_first(between: str) -> bool:
    """Whether `và Kế hoạch số ...` is joined to what the clause names first.

    `Thực hiện Mệnh lệnh của Chỉ huy trưởng về công tác quân sự và Kế hoạch số ...`: no
    type of document stands behind the verb of the first one's subject.
    """
    nests = [m for rule in rules_of("nesting-verb") for m in rule.pattern.finditer(between)]
    if not nests:
        return True
    behind = between[min(m.start() for m in nests) :]
    return ends_joined(between) and not _any_type().search(behind)


def ends_joined(text: str) -> bool:
    """Whether what follows the text is joined to what it names, by `và` or a comma."""
    return bool(_JOINED.search(text))


@lru_cache(maxsize=1)
def _any_type() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{fragments()['TYPE']})(?!\w)", re.IGNORECASE)


def is_nested(between: str) -> bool:
    """Whether the words before a citation are already of another document's subject."""
    return any(rule.pattern.search(between) for rule in rules_of("nesting-verb"))
