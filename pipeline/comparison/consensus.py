"""The template that the plans of a campaign have in common.

Made by progressive alignment, as sequence aligners make a profile: the plan
whose wording recurs most is the first draft; each further plan is aligned with
the draft, its unmatched items become new columns; columns that recur across
issuers are the template. Wording, order and section are then the columns'
commonest. Beyond SAMPLE plans a sample decides (what a fifth of the plans have
is seen in it as well), so the cost does not grow with the square of the folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import median

from pipeline.comparison.align import align
from pipeline.comparison.difference import difference
from pipeline.comparison.headings import Headings
from pipeline.comparison.items import Heading, Item, PlanItems
from pipeline.comparison.template import Template, TemplateItem, features
from pipeline.comparison.titles import commonest
from pipeline.comparison.words import Words

SAMPLE = 150
"""Plans of a campaign that decide what its template is."""
ISSUERS = 2
"""Issuers at least that must have an item."""
RECURRENCE = 0.2
"""Share of the plans that must have it."""
WORDINGS = 25
"""Wordings of an item that are weighed against each other."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """An item as one plan has it."""

    title: str
    text: str
    words: Words
    noisy: bool


@dataclass(slots=True)
class _Column:
    """An item as it grows: who has it, in which words and where."""

    item: Item
    wordings: list[_Wording] = field(default_factory=list)
    issuers: set[str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    ranks: list[float] = field(default_factory=list)
    at: dict[str, tuple[str, int]] = field(default_factory=dict)
    sections: Counter[str] = field(default_factory=Counter)
    under: Counter[str] = field(default_factory=Counter)


def consensus(campaign: str, plans: Sequence[PlanItems]) -> Template:
    """The template of these plans; without items where no two issuers share any.

    The order of `plans` does not matter. Plans without an issuer count as one each.
    """
    ranked = _by_support(plans)
    if len(ranked) < 2:
        return Template(campaign, ())
    headings = Headings()
    columns: list[_Column] = []
    for plan in ranked:
        _add(plan, columns, headings)
        columns = [column for _, column in _ordered(columns, headings)]
    kept = [c for c in columns if _recurs(c, len(ranked))]
    if all(column.item.order == 0 for column in kept):
        return Template(campaign, ())  # nothing in common but the title
    placed = _as_most_have_it(_ordered(kept, headings))
    return Template(campaign, tuple(_numbered(placed, headings)))


def sampled(plan_ids: Iterable[str]) -> list[str]:
    """The plans that decide on the template: all of a few, SAMPLE of many.

    An id is made from the content, so its order is as good as drawn by lot, and the
    same in every run.
    """
    return sorted(plan_ids)[:SAMPLE]


def _by_support(plans: Sequence[PlanItems]) -> list[PlanItems]:
    """The plans, those first whose words most others have too; badly read ones last."""
    found = Counter(f for plan in plans for f in _plan_features(plan))
    known = len(plans)

    def support(plan: PlanItems) -> float:
        return sum(found[f] - 1 for f in _plan_features(plan)) / max(1, known)

    return sorted(plans, key=lambda plan: (plan.noisy, -support(plan), plan.plan_id))


def _plan_features(plan: PlanItems) -> set[object]:
    return {f for item in plan.items for f in features(item.words.keys) if isinstance(f, tuple)}


def _add(plan: PlanItems, columns: list[_Column], headings: Headings) -> None:
    """Aligns a plan with the columns and adds what they lack."""
    shown = {s: headings.commonest(s) for s in {_first(c.sections) for c in columns}}
    draft = Template("", tuple(_draft_item(n, c, shown) for n, c in enumerate(columns)))
    alignment = align(plan, draft)
    headings.follow([headings.section(item.headings) for item in plan.items])
    taken: set[int] = set()
    for number, match in alignment.matches.items():
        parts = tuple(sorted(match.parts))
        taken.update(parts)
        _enter(columns[number], plan, parts, headings, merged=match.merged)
    for p, item in enumerate(plan.items):
        if p not in taken:
            column = _Column(item)
            _enter(column, plan, (p,), headings)
            columns.append(column)


def _draft_item(number: int, column: _Column, shown: Mapping[str, Heading]) -> TemplateItem:
    section = _first(column.sections)
    item = column.item
    return TemplateItem(str(number), section, shown[section], item.title, item.text, item.words)


def _first(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], int(name)))


def _enter(
    column: _Column,
    plan: PlanItems,
    parts: tuple[int, ...],
    headings: Headings,
    merged: bool = False,
) -> None:
    items = [plan.items[p] for p in parts]
    column.issuers.add(plan.issuer or plan.plan_id)
    column.plans.add(plan.plan_id)
    section = headings.section(items[0].headings)
    column.sections[section] += 1
    column.under[items[0].under] += 1
    column.at[plan.plan_id] = (section, parts[0])
    column.ranks.append(_rank(plan, parts[0]))
    if not merged:
        words = Words((), ())
        for item in items:
            words += item.words
        title = items[0].title
        text = " ".join(item.whole_text for item in items)
        column.wordings.append(_Wording(title, text, words, plan.noisy))


def _rank(plan: PlanItems, number: int) -> float:
    """Where an item stands in its section, 0..1."""
    section = plan.items[number].section
    inside = [p for p, item in enumerate(plan.items) if item.section == section]
    return (inside.index(number) + 0.5) / len(inside)


def _recurs(column: _Column, plans: int) -> bool:
    return len(column.issuers) >= ISSUERS and len(column.plans) >= RECURRENCE * plans


def _ordered(columns: Iterable[_Column], headings: Headings) -> list[tuple[str, _Column]]:
    """(section, column): sections as most plans order them, columns by their median place."""
    placed = [(_first(column.sections), column) for column in columns]
    order = {s: n for n, s in enumerate(headings.ordered({s for s, _ in placed}))}
    return sorted(placed, key=lambda pair: (order[pair[0]], median(pair[1].ranks)))


def _as_most_have_it(placed: Sequence[tuple[str, _Column]]) -> list[tuple[str, _Column]]:
    """Within each section the order in which most plans have two items (Copeland's rule).

    Plans that have an item in another section have no say on its place.
    """
    wins: Counter[int] = Counter()
    for (section, one), (other_section, other) in combinations(placed, 2):
        if section == other_section:
            both = [(one.at[i], other.at[i]) for i in one.at.keys() & other.at.keys()]
            steps = [b[1] - a[1] for a, b in both if a[0] == b[0] == section]
            balance = sum((step > 0) - (step < 0) for step in steps)
            wins[id(one)] += balance > 0
            wins[id(other)] += balance < 0
    order = {section: n for n, section in enumerate(dict.fromkeys(s for s, _ in placed))}
    return sorted(placed, key=lambda pair: (order[pair[0]], -wins[id(pair[1])]))


def _numbered(placed: Sequence[tuple[str, _Column]], headings: Headings) -> Iterable[TemplateItem]:
    """The template's items under new numerals; the title of the plans is item 0."""
    sections = list(dict.fromkeys(section for section, _ in placed))
    numbered = [s for s in sections if headings.commonest(s).text]
    titles = {s for s in sections if any(c.item.order == 0 for own, c in placed if own == s)}
    romans = {s: roman(n) for n, s in enumerate((s for s in numbered if s not in titles), 1)}
    counts: Counter[str] = Counter()
    for section, column in placed:
        counts[section] += 1
        heading = headings.commonest(section)
        title, text, words = _wording(column)
        mark = romans.get(section, "-")
        name = "0" if column.item.order == 0 else f"{mark}.{counts[section]}"
        shown = f"{mark}. {heading.text}" if section in romans else heading.text
        under = commonest(column.under.elements())
        plans = len(column.plans)
        yield TemplateItem(name, shown, heading, title, text, words, under, plans)


def _wording(column: _Column) -> tuple[str, str, Words]:
    """(title, text, words): the wording nearest to all others, of near equals the longest.

    A clean reading is near its sisters, a damaged or much adapted one is not. Of two
    spellings of the same words the longer: without abbreviations.
    """
    clean = [w for w in column.wordings if not w.noisy] or column.wordings
    counts = Counter(w.words.keys for w in clean)
    wordings = clean[:WORDINGS]
    if not wordings:
        return column.item.title, column.item.whole_text, column.item.words
    closeness = [
        sum(difference(one.words, other.words).similarity for other in wordings) / len(wordings)
        for one in wordings
    ]
    best = max(closeness)
    near = [w for w, value in zip(wordings, closeness, strict=True) if value >= best - 0.03]
    chosen = min(near, key=lambda w: (-counts[w.words.keys], -len(w.words), -len(w.text), w.text))
    return chosen.title, chosen.text, chosen.words


def roman(number: int) -> str:
    """A numeral for a section: 4 gives IV."""
    digits = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"))
    text = ""
    for value, sign in (*digits, (4, "IV"), (1, "I")):
        while number >= value:
            text += sign
            number -= value
    return text
