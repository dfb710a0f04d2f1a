"""Lines that are the page's and not the document's: print headers, addresses, signing stamps.

A browser prints its address and the time at the page's edges, a portal its name, and a
digital signature says `Ký bởi: ...` in small letters over the letterhead or the name.
Such lines stay in the page's text as `Region.MARGIN`, so that no issuer, recipient or
unit is read from them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.document import Line, Page, Region
from pipeline.reading.layout.anchors import is_document_type, is_motto

_EDGE = 0.075
"""Share of the page's height at top and bottom that is its edge: 2.2 cm of A4."""
_REPEATED = 3
"""Pages on which a line at the edge stands alike, figures aside, to be a running one."""
_NEAR = 3
"""Lines within which the fields of a signing stamp stand from the line that opens it."""
_HEAD = 30
"""Lines within which a letterhead begins, and its title behind the state's name."""
_LONGEST_BODY = 110
"""Characters: no line of a letterhead is longer."""
_SAID = re.compile(
    r"(?i)\d{1,2}:\d{2}|(?:số (?:ký )?hiệu|ngày ban hành|loại văn bản|lượt xem)\s*:|»"
)
_SUBJECT = re.compile(r"(?i)\W{0,2}v\s?/\s?v\b")
"""A letter's subject, however long: read cell by cell it stands above the state's name."""
_OPENS = re.compile(r"(?i)(?:by|bởi|ký)\s*:?\s*$")
_FIXED = (
    Region.LETTERHEAD_LEFT,
    Region.LETTERHEAD_RIGHT,
    Region.TITLE,
    Region.TABLE,
    Region.PAGE_NUMBER,
)
"""Regions whose lines repeat by right: a plan behind its decision has a letterhead too."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line; `where` as data/furniture.json says."""

    id: str
    where: str
    pattern: re.Pattern[str]
    example: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of data/furniture.json, in order."""
    text = (files("pipeline.reading") / "data" / "furniture.json").read_text(encoding="utf-8")
    return tuple(
        Rule(r["id"], r["where"], re.compile(r["pattern"], re.IGNORECASE), r["example"])
        for r in json.loads(text)["rules"]
    )


def set_aside(pages: Sequence[Page]) -> list[Page]:
    """The same pages, such lines in the margin."""
    running = _running(pages)
    return [_page(_without_preface(page), running) for page in pages]


def _without_preface(page: Page) -> Page:
    """A text copied from a portal without what the portal says of it above the letterhead.

    Above are the page's own heading (a title, so the document's stands below too), times
    and `Số hiệu: ...`; the bodies of the letterhead have none of these.
    """
    head = page.lines[:_HEAD]
    motto = next((i for i, line in enumerate(head) if is_motto(line.text)), 0)
    if page.height or not any(
        is_document_type(line.text) for line in page.lines[motto + 1 : motto + _HEAD]
    ):
        return page
    said = [i for i in range(motto) if _is_preface(head[i].text)]
    if not said:
        return page
    lines = (
        replace(x, region=Region.MARGIN) if i <= said[-1] else x for i, x in enumerate(page.lines)
    )
    return replace(page, lines=tuple(lines))


def _is_preface(text: str) -> bool:
    if _SUBJECT.match(text):
        return False
    return bool(is_document_type(text) or _SAID.search(text) or len(text) > _LONGEST_BODY)


def _page(page: Page, running: frozenset[str]) -> Page:
    aside = _stamps(page.lines)
    for index, line in enumerate(page.lines):
        at_edge = _at_edge(page, line)
        if _is(line, "any") or (at_edge and (_is(line, "edge") or _alike(line) in running)):
            aside.add(index)
    aside = {i for i in aside if page.lines[i].region is not Region.PAGE_NUMBER}
    if not aside:
        return page
    lines = (
        replace(x, region=Region.MARGIN) if i in aside else x for i, x in enumerate(page.lines)
    )
    return replace(page, lines=tuple(lines))


def _is(line: Line, where: str) -> bool:
    text = line.text.strip()
    return any(rule.where == where and rule.pattern.fullmatch(text) for rule in rules())


def _at_edge(page: Page, line: Line) -> bool:
    if line.box is None or not page.height:
        return False
    edge = _EDGE * page.height
    return line.box.bottom < edge or line.box.top > page.height - edge


def _stamps(lines: Sequence[Line]) -> set[int]:
    """Lines of digital signing stamps: those that open one and its fields around them."""
    opening = [i for i, line in enumerate(lines) if _is(line, "stamp")]
    aside = set(opening)
    for start in opening:
        for index in range(max(0, start - _NEAR), min(len(lines), start + _NEAR + 1)):
            if _is(lines[index], "in-stamp"):
                aside.add(index)
    # A name that the stamp breaks to the next line, before its own date.
    aside |= {i + 1 for i in opening if _OPENS.search(lines[i].text) and i + 2 in aside}
    return aside


def _alike(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip().lower())


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """Texts that stand at the edge of several pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = (x for x in page.lines if x.box and x.region not in _FIXED and _at_edge(page, x))
        seen.update({_alike(line) for line in edges})
    return frozenset(text for text, count in seen.items() if count >= _REPEATED and len(text) > 3)
