"""Whose wording a plan stands nearest to: its parent's, the template's, or a sister's.

All plans of a campaign share the template's wording, so every pair is alike and a
search for similar plans would look at all pairs. What tells whom a plan was copied
from are the words that only few have. Sisters are therefore sought by rare shingles
alone (MinHash, LSH) and then measured on all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from datasketch import MinHashLSH
from numpy.typing import NDArray

from pipeline.comparison.items import PlanItems
from pipeline.comparison.near import MOST_CANDIDATES, PERMUTATIONS, shingles, signature
from pipeline.comparison.template import Template

RARE_SHARE = 0.05
RARE_COUNT = 3
"""A shingle is rare in at most RARE_COUNT plans or this share of the campaign's."""
MOST_RARE = 30
"""And never in more plans than this, so that work stays proportional to the plans."""
COPIED = 0.2
"""Estimated Jaccard similarity of rare shingles from which a sister is looked at."""
FEWEST_RARE = 8
"""Rare shingles below which nothing can be told."""

Shingles = NDArray[np.uint32]
"""Sorted distinct hashes of a text's word pairs: 4 bytes each, for 20,000 plans at once."""


@dataclass(frozen=True, slots=True)
class Relative:
    """How near a plan's wording is to a relative's: a row of `reuse.csv`.

    `relation` is parent, template or sister. `similarity` is the Jaccard similarity
    of word pairs, `copied` the share of the plan's word pairs that the relative has;
    `nearest` marks the relative that has most of them.
    """

    plan_id: str
    relation: str
    relative: str
    similarity: float
    copied: float
    nearest: bool


def shingles_of_plan(plan: PlanItems) -> Shingles:
    """The word pairs of all items; the title is left out, all share it."""
    found = {h for item in plan.items if item.order for h in shingles(item.words.keys)}
    return np.array(sorted(found), dtype=np.uint32)


def shingles_of_template(template: Template) -> Shingles:
    """The word pairs of the template's items."""
    found = {h for item in template.items if item.name != "0" for h in shingles(item.words.keys)}
    return np.array(sorted(found), dtype=np.uint32)


def relatives(
    sets: Mapping[str, Shingles], template: Shingles, parents: Mapping[str, str]
) -> Iterator[Relative]:
    """For each plan of a campaign its parent, the template, and its nearest sister.

    `parents` gives the plan_id of the plan that each puts into practice.
    """
    sisters = _sisters(sets)
    for plan_id, own in sets.items():
        parent, sister = parents.get(plan_id, ""), sisters.get(plan_id, "")
        found = [("parent", parent, sets[parent])] if parent in sets else []
        found += [("template", "", template)] if template.size else []
        found += [("sister", sister, sets[sister])] if sister and sister != parent else []
        yield from _measured(plan_id, own, found)


def _measured(
    plan_id: str, own: Shingles, found: Sequence[tuple[str, str, Shingles]]
) -> Iterator[Relative]:
    common = [np.intersect1d(own, other, assume_unique=True).size for _, _, other in found]
    best = max(range(len(found)), key=lambda n: common[n], default=-1)
    for n, (relation, relative, other) in enumerate(found):
        union = own.size + other.size - common[n]
        similarity = common[n] / union if union else 0.0
        copied = common[n] / own.size if own.size else 0.0
        yield Relative(plan_id, relation, relative, similarity, copied, n == best)


def _sisters(sets: Mapping[str, Shingles]) -> dict[str, str]:
    """The plan with which each shares most of its rare wording, where there is one."""
    rare = _rare(sets)
    sketches = {plan_id: signature(own.tolist()) for plan_id, own in sorted(rare.items())}
    index = MinHashLSH(threshold=COPIED, num_perm=PERMUTATIONS)
    for plan_id, sketch in sketches.items():
        index.insert(plan_id, sketch)
    nearest: dict[str, str] = {}
    for plan_id, own in rare.items():
        near = sorted(str(o) for o in index.query(sketches[plan_id]) if o != plan_id)
        common = {
            o: np.intersect1d(own, rare[o], assume_unique=True).size for o in near[:MOST_CANDIDATES]
        }
        if common:
            nearest[plan_id] = min(common, key=lambda o: (-common[o], o))
    return nearest


def _rare(sets: Mapping[str, Shingles]) -> dict[str, Shingles]:
    """Each plan's shingles that some but only few others have; plans with too few left out."""
    if len(sets) < 2:
        return {}
    known, counts = np.unique(np.concatenate(list(sets.values())), return_counts=True)
    most = min(MOST_RARE, max(RARE_COUNT, int(RARE_SHARE * len(sets))))
    few = known[(counts > 1) & (counts <= most)]
    rare = {i: np.intersect1d(own, few, assume_unique=True) for i, own in sets.items()}
    return {i: own for i, own in rare.items() if own.size >= FEWEST_RARE}
