"""What became of a template item in a plan: the words for it, and the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.comparison.align import Alignment, Match
from pipeline.comparison.difference import difference, written
from pipeline.comparison.items import PlanItems
from pipeline.comparison.template import TemplateItem
from pipeline.comparison.words import Words

NOTHING_NEW = 0.93
"""Share of the plan item's words that the template explains, from which it only cuts."""
FEW = 4
"""Words in a row that an item may have of its own and still only cut: 14 of 200 are a phrase."""
CUT = 0.08
"""Share of the template item's words that must be gone to call it shortened."""
STRAY = 0.04
"""Share of differing words that a badly read plan may have in a kept item."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one template item in one plan: a row of `adaptation.csv`.

    `status` is kept, reworded, shortened, moved, split or omitted. `moved` says
    that only the place changed; where the wording changed as well, `also_moved`
    is set beside the other status.
    """

    status: str
    also_moved: bool = False
    template_coverage: float = 0.0
    plan_coverage: float = 0.0
    similarity: float = 0.0
    parts: tuple[int, ...] = ()
    matched_by: str = ""
    difference: str = ""


OMITTED = Outcome("omitted")


def outcomes(alignment: Alignment) -> list[Outcome]:
    """One for each item of the template, in its order."""
    explained = _explained(alignment)
    return [
        _adaptation(alignment, number, item, explained)
        for number, item in enumerate(alignment.template.items)
    ]


def _explained(alignment: Alignment) -> dict[int, int]:
    """For each plan item the words that its matched template items explain, as bits."""
    masks: dict[int, int] = {}
    for t, match in alignment.matches.items():
        for p in match.parts:
            masks[p] = masks.get(p, 0) | alignment.pairs[t, p].right_mask
    return masks


def _adaptation(
    alignment: Alignment, number: int, item: TemplateItem, explained: dict[int, int]
) -> Outcome:
    match = alignment.matches.get(number)
    if match is None:
        return OMITTED
    plan = alignment.plan
    joined = _joined(plan, match.parts)
    pair = (number, match.parts[0])
    known = alignment.pairs[pair] if len(match.parts) == 1 else None
    found = known or difference(item.words, joined, plan.noisy)
    coverage = Coverage(
        found.left_coverage, found.right_coverage, found.longest_change, found.longest_new
    )
    if len(match.parts) > 1:
        # Parts may stand in another order than in the template.
        masks = [alignment.pairs[number, p].left_mask for p in match.parts]
        held = _union(masks).bit_count() / len(item.words)
        coverage = replace(coverage, template=max(held, coverage.template))
    elif _is_shared(alignment, number, match):
        # What other template items explain is no addition to this one.
        shared = explained[match.parts[0]].bit_count() / len(joined)
        coverage = Coverage(coverage.template, shared, 0, 0)
    status = _status(coverage, len(match.parts), plan.noisy)
    return _placed(status, match, coverage, written(item.words, joined, found))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of words found in the other text; words of the longest run that differs
    (`longest`) and that only the plan has (`new`)."""

    template: float
    plan: float
    longest: int
    new: int


def _union(masks: list[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _joined(plan: PlanItems, parts: tuple[int, ...]) -> Words:
    words = Words((), ())
    for p in sorted(parts):
        words += plan.items[p].words
    return words


def _is_shared(alignment: Alignment, number: int, match: Match) -> bool:
    """Whether another template item stands in the same plan item."""
    return any(
        other != number and match.parts[0] in m.parts for other, m in alignment.matches.items()
    )


def _status(coverage: Coverage, parts: int, noisy: bool) -> str:
    if parts > 1:
        return "split"
    gone, new = 1 - coverage.template, 1 - coverage.plan
    # In a badly read plan, a word here and there is the reading's and not the author's.
    stray = STRAY if noisy and coverage.longest <= 1 else 0.0
    if gone <= stray and new <= stray:
        return "kept"
    if gone >= CUT and coverage.plan >= NOTHING_NEW and coverage.new <= FEW:
        return "shortened"
    return "reworded"


def _placed(status: str, match: Match, coverage: Coverage, shown: str) -> Outcome:
    moved = not match.in_place
    both = coverage.template + coverage.plan
    return Outcome(
        status="moved" if moved and status == "kept" else status,
        also_moved=moved and status != "kept",
        template_coverage=coverage.template,
        plan_coverage=coverage.plan,
        similarity=2 * coverage.template * coverage.plan / both if both else 0.0,
        parts=tuple(sorted(match.parts)),
        matched_by=match.matched_by,
        difference="" if status == "kept" else shown,
    )
