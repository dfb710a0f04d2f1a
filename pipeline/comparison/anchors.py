"""Which sections of a plan stand for which sections of its template.

Headings are compared by their words, for numerals shift and units rename them;
where no heading fits, the items decide: the section that holds most of what the
template's section says. One section of a plan may stand for several
("Giải pháp và tiến độ thực hiện").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.comparison.items import Heading, Item
from pipeline.comparison.template import Template

_COMMON = frozenset("thuc hien trien khai va cac cua cho ve".split())
"""Words of so many headings that they tell nothing beside others."""
SAME_HEADING = 0.67
STRANGERS = 0.6
"""Factor for headings of different roles."""
STRONG = 0.6
"""Similarity from which a pair of items is a vote for their sections."""


def in_place(
    template: Template,
    items: Sequence[Item],
    similarity: Mapping[tuple[int, int], float],
) -> set[tuple[int, int]]:
    """The (template section, plan item) pairs where the item stands in that section.

    `similarity` gives candidate pairs as (template item, plan item).
    """
    headings = {h for item in items for h in item.headings}
    standing: set[tuple[int, int]] = set()
    unanchored: list[int] = []
    for number, (_, members) in enumerate(template.sections):
        wanted = template.items[members[0]].heading
        anchored = _anchors(wanted, headings)
        found = [p for p, item in enumerate(items) if anchored & set(item.headings)]
        if not found and not wanted.text:
            found = [p for p, item in enumerate(items) if not item.headings]
        standing.update((number, p) for p in found)
        if not found:
            unanchored.append(number)
    taken = {p for _, p in standing}
    for number in unanchored:
        standing.update((number, p) for p in _by_vote(template, number, items, similarity, taken))
    return standing


def _anchors(wanted: Heading, headings: set[Heading]) -> set[Heading]:
    """The headings that name the wanted one: by words first, by role where none does."""
    by_words = {h for h in headings if likeness(wanted, h) >= SAME_HEADING}
    return by_words or {h for h in headings if wanted.roles & h.roles}


def likeness(left: Heading, right: Heading) -> float:
    """Share of the shorter heading's telling words that the other has, 0..1.

    Headings whose roles exclude each other ("Tiêu chí thi đua", "Nội dung phong
    trào thi đua") are less alike than their words.
    """
    if not left.words or not right.words:
        return 0.0
    if left.words == right.words:
        return 1.0
    first, second = left.words - _COMMON, right.words - _COMMON
    if not first or not second:
        return 0.0
    common = len(first & second)
    value = common / min(len(first), len(second)) if common > 1 else common / len(first | second)
    strangers = left.roles and right.roles and not left.roles & right.roles
    return value * STRANGERS if strangers else value


def _by_vote(
    template: Template,
    section: int,
    items: Sequence[Item],
    similarity: Mapping[tuple[int, int], float],
    taken: set[int],
) -> list[int]:
    """The plan's section that holds most of this one's items, unless it stands for another."""
    members = set(template.sections[section][1])
    votes: dict[str, set[int]] = defaultdict(set)
    for (t, p), value in similarity.items():
        if t in members and value >= STRONG and p not in taken:
            votes[items[p].section].add(t)
    if not votes:
        return []
    best = min(votes, key=lambda name: (-len(votes[name]), name))
    if 2 * len(votes[best]) <= len(members):
        return []
    return [p for p, item in enumerate(items) if item.section == best and p not in taken]
