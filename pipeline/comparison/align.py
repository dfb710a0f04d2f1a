"""Which items of a plan say what the items of its template say.

The passes go from sure to unsure and each says what it matched by:

- `exact`, `heading`, `fuzzy` within anchored sections: the heaviest monotone
  chain of pairs, so that a sentence which stands in the text three times meets
  its own place and not the first;
- `exact`, `fuzzy` over the whole plan: the best assignment of all that is left
  (Hungarian method), which finds what moved;
- `position`: what is weakly alike and stands between the same matched neighbours;
- then the parts: other items that hold the rest of a split item, and template
  items that stand whole within an item matched to another (a merge).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.comparison.anchors import in_place
from pipeline.comparison.chains import Pair, heaviest_chain
from pipeline.comparison.difference import Difference, difference
from pipeline.comparison.items import PlanItems
from pipeline.comparison.template import Template
from pipeline.comparison.words import Words

CANDIDATE_OF_TEMPLATE = 0.25
CANDIDATE_OF_PLAN = 0.35
"""Shares of weight from which a pair is looked at word by word."""
CANDIDATES = 3
"""Pairs looked at for one item, on either side."""
IN_PLACE = 0.38
"""Least similarity of a match within an anchored section."""
ELSEWHERE = 0.5
"""Least similarity of a match in another section."""
BY_HEADING = 0.15
BY_POSITION = 0.3
"""Least similarity where the place decides; unrelated items of one plan stand below 0.26."""
HALF = 0.5
NEAR_BEST = 0.8
"""A pair must have this share of the best similarity that either of its items has."""
FEWEST_WORDS = 5
"""Words that an item found elsewhere must share: short phrases stand everywhere."""
PART = 0.6
"""Share of a part's words that the split item must explain; of a merged item's that are found."""
PART_GAIN = 0.12
"""Share of the split item's words that a part must add."""


@dataclass(frozen=True, slots=True)
class Match:
    """A template item in a plan: the indexes of the plan's items that hold it, main one first.

    `merged`: it stands within an item whose main content is another template item.
    """

    parts: tuple[int, ...]
    matched_by: str
    in_place: bool
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """`matches` by template index; `pairs` the differences of all pairs looked at."""

    template: Template
    plan: PlanItems
    matches: Mapping[int, Match]
    pairs: Mapping[Pair, Difference]

    def added(self) -> tuple[int, ...]:
        """The plan's items most of whose words no template item explains."""
        used = {p for match in self.matches.values() for p in match.parts}
        explained: dict[int, int] = {}
        for (_, p), found in self.pairs.items():
            explained[p] = explained.get(p, 0) | found.right_mask
        return tuple(
            p
            for p, item in enumerate(self.plan.items)
            if p not in used
            and item.order
            and explained.get(p, 0).bit_count() < PART * len(item.words)
        )


def align(plan: PlanItems, template: Template) -> Alignment:
    """The plan's items against the template's."""
    pairs = _candidates(plan, template)
    similarity = {pair: found.similarity for pair, found in pairs.items()}
    standing = in_place(template, plan.items, similarity)
    state = _State(plan, template, pairs, similarity, standing)
    state.match_in_sections("exact", state.is_exact)
    state.match_in_sections("heading", state.has_same_title)
    state.match_in_sections("fuzzy", state.is_fuzzy)
    state.match_elsewhere()
    state.match_in_sections("position", state.is_left_between)
    state.add_parts()
    state.add_merged()
    return Alignment(template, plan, dict(sorted(state.matches.items())), pairs)


def _candidates(plan: PlanItems, template: Template) -> dict[Pair, Difference]:
    """The pairs worth a look, as (template item, plan item), with their differences."""
    of_template, of_plan = template.shares(plan.items)
    if not of_template.size:
        return {}
    worth = (of_template >= CANDIDATE_OF_TEMPLATE) | (of_plan >= CANDIDATE_OF_PLAN)
    score = np.where(worth, of_template + of_plan, 0.0)
    chosen = _best(score, axis=0) | _best(score, axis=1)
    for t, p in _settled(plan, template):
        # Word for word the same, and nothing else is: no other pair can be better.
        chosen[p, :] = chosen[:, t] = False
        chosen[p, t] = worth[p, t] = True
    return {
        (int(t), int(p)): difference(template.items[t].words, plan.items[p].words, plan.noisy)
        for p, t in np.argwhere(chosen & worth)
    }


def _settled(plan: PlanItems, template: Template) -> Iterable[Pair]:
    """Pairs of equal wording where neither side has that wording twice."""
    own: dict[tuple[str, ...], list[int]] = {}
    for p, item in enumerate(plan.items):
        own.setdefault(item.words.keys, []).append(p)
    for keys, places in template.by_wording.items():
        if len(places) == 1 and len(own.get(keys, ())) == 1:
            yield places[0], own[keys][0]


def _best(score: np.ndarray, axis: int) -> np.ndarray:
    """True at the CANDIDATES highest scores along the axis."""
    if score.shape[axis] <= CANDIDATES:
        return np.ones(score.shape, dtype=bool)
    order = np.argsort(-score, axis=axis, kind="stable")
    chosen = np.zeros(score.shape, dtype=bool)
    np.put_along_axis(chosen, np.take(order, range(CANDIDATES), axis=axis), True, axis=axis)
    return chosen


@dataclass(slots=True)
class _State:
    """What is matched so far, and the questions the passes ask."""

    plan: PlanItems
    template: Template
    pairs: Mapping[Pair, Difference]
    similarity: Mapping[Pair, float]
    standing: set[Pair]
    matches: dict[int, Match] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    _section: dict[int, int] = field(default_factory=dict)
    _best_of: tuple[dict[int, float], dict[int, float]] = field(default_factory=lambda: ({}, {}))

    def __post_init__(self) -> None:
        for number, (_, members) in enumerate(self.template.sections):
            self._section.update(dict.fromkeys(members, number))
        for pair, value in self.similarity.items():
            for best, one in zip(self._best_of, pair, strict=True):
                best[one] = max(best.get(one, 0.0), value)

    def is_in_place(self, pair: Pair) -> bool:
        """Whether the plan's item stands in the section anchored to the template item's."""
        return (self._section[pair[0]], pair[1]) in self.standing

    def is_exact(self, pair: Pair) -> bool:
        """Nothing differs but the reading."""
        return self.pairs[pair].is_none

    def has_same_title(self, pair: Pair) -> bool:
        """Both have a heading of their own and it is the same."""
        title, other = self.template.items[pair[0]].title, self.plan.items[pair[1]].title
        if not title or not other or self.similarity[pair] < BY_HEADING:
            return False
        return difference(_words(title), _words(other), self.plan.noisy).is_none

    def is_fuzzy(self, pair: Pair) -> bool:
        """Similar enough, or one is a clipping of the other, and neither has a better match."""
        found = self.pairs[pair]
        whole = max(found.left_coverage, found.right_coverage) >= NEAR_BEST
        enough = self.similarity[pair] >= IN_PLACE or (whole and found.left_found >= 2)
        return enough and self._is_near_best(pair)

    def match_in_sections(self, matched_by: str, fits: Callable[[Pair], bool]) -> None:
        """One monotone pass over each anchored section."""
        by_section: dict[int, dict[Pair, float]] = {}
        for pair in self.pairs:
            if self._is_free(pair) and self.is_in_place(pair) and fits(pair):
                weight = self.similarity[pair] * (1 + len(self.template.items[pair[0]].words) / 1e3)
                by_section.setdefault(self._section[pair[0]], {})[pair] = weight
        for section, weights in sorted(by_section.items()):
            for t, p in heaviest_chain(weights, self._fixed(section)):
                if self._is_free((t, p)):
                    self._match((t, p), matched_by)

    def match_elsewhere(self) -> None:
        """The best assignment of what is left, wherever it stands."""
        pairs = [pair for pair in self.pairs if self._is_free(pair) and self._is_found_again(pair)]
        for pair in _assigned(pairs, self.similarity):
            self._match(pair, "exact" if self.is_exact(pair) else "fuzzy")

    def is_left_between(self, pair: Pair) -> bool:
        """Weakly alike, but one holds half of the other; where it stands must decide."""
        found = self.pairs[pair]
        half = max(found.left_coverage, found.right_coverage) >= HALF
        return self.similarity[pair] >= BY_POSITION and half and self._is_near_best(pair)

    def add_parts(self) -> None:
        """Free items that hold what a match lacks of its template item."""
        for t, match in sorted(self.matches.items()):
            size = len(self.template.items[t].words)
            held = self.pairs[t, match.parts[0]].left_mask
            parts = list(match.parts)
            for p in self._free_partners(t):
                found = self.pairs[t, p]
                gain = (found.left_mask & ~held).bit_count()
                if found.right_coverage >= PART and gain >= max(3, PART_GAIN * size):
                    held |= found.left_mask
                    parts.append(p)
            if len(parts) > 1:
                self.used.update(parts)
                self.matches[t] = Match(tuple(parts), match.matched_by, match.in_place)

    def add_merged(self) -> None:
        """Template items without a match that stand whole in an item matched to another."""
        for t, p in sorted(self.pairs, key=lambda pair: (-self.pairs[pair].left_coverage, pair)):
            found = self.pairs[t, p]
            if t in self.matches or p not in self.used or found.left_coverage < PART:
                continue
            others = 0
            for other, match in self.matches.items():
                if p in match.parts and (other, p) in self.pairs:
                    others |= self.pairs[other, p].right_mask
            own = found.right_mask & ~others
            if own.bit_count() >= PART * found.right_found and own.bit_count() >= FEWEST_WORDS:
                by = "exact" if found.left_found == found.left_size else "fuzzy"
                self.matches[t] = Match((p,), by, self.is_in_place((t, p)), merged=True)

    def _free_partners(self, t: int) -> list[int]:
        partners = [p for other, p in self.pairs if other == t and p not in self.used]
        return sorted(partners, key=lambda p: (-self.pairs[t, p].left_found, p))

    def _match(self, pair: Pair, matched_by: str) -> None:
        self.matches[pair[0]] = Match((pair[1],), matched_by, self.is_in_place(pair))
        self.used.add(pair[1])

    def _is_free(self, pair: Pair) -> bool:
        return pair[0] not in self.matches and pair[1] not in self.used

    def _is_near_best(self, pair: Pair) -> bool:
        best = max(self._best_of[0].get(pair[0], 0.0), self._best_of[1].get(pair[1], 0.0))
        return self.similarity[pair] >= NEAR_BEST * best

    def _is_found_again(self, pair: Pair) -> bool:
        found = self.pairs[pair]
        if min(found.left_found, found.right_found) < FEWEST_WORDS:
            return found.is_none and found.left_size >= FEWEST_WORDS - 1
        whole = max(found.left_coverage, found.right_coverage) >= NEAR_BEST
        near = self.is_in_place(pair) and self._is_near_best(pair)
        return self.similarity[pair] >= (IN_PLACE if whole or near else ELSEWHERE)

    def _fixed(self, section: int) -> set[Pair]:
        return {
            (t, m.parts[0])
            for t, m in self.matches.items()
            if self._section[t] == section and m.in_place
        }


def _words(title: str) -> Words:
    return Words.of(title)


def _assigned(pairs: Sequence[Pair], weight: Mapping[Pair, float]) -> list[Pair]:
    """The one-to-one choice of pairs with the greatest sum of weights."""
    lefts = sorted({t for t, _ in pairs})
    rights = sorted({p for _, p in pairs})
    table = np.zeros((len(lefts), len(rights)))
    row = {t: n for n, t in enumerate(lefts)}
    column = {p: n for n, p in enumerate(rights)}
    for t, p in pairs:
        table[row[t], column[p]] = weight[t, p]
    rows, columns = linear_sum_assignment(table, maximize=True)
    chosen = [(lefts[r], rights[c]) for r, c in zip(rows, columns, strict=True) if table[r, c] > 0]
    return sorted(chosen)
