"""What plans are compared with: the items of a template, ready to be searched."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.comparison.items import Heading, Item, PlanItems
from pipeline.comparison.words import Words

_PAIR_WEIGHT = 0.5
"""A pair of neighbouring words against a single word: pairs tell more, noise breaks them."""


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """An item of the template. `name` is its id (`II.3`), `under` the heading right above
    it within the section, `plans` how many have it."""

    name: str
    section: str
    heading: Heading
    title: str
    text: str
    words: Words
    under: str = ""
    plans: int = 0


@dataclass(frozen=True)
class Template:
    """The items of one campaign's template in their order."""

    campaign: str
    items: tuple[TemplateItem, ...]

    @cached_property
    def sections(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """(section, indexes of its items) in the order of first items."""
        grouped: dict[str, list[int]] = {}
        for number, item in enumerate(self.items):
            grouped.setdefault(item.section, []).append(number)
        return tuple((name, tuple(numbers)) for name, numbers in grouped.items())

    @cached_property
    def by_wording(self) -> dict[tuple[str, ...], list[int]]:
        """The items by their words."""
        places: dict[tuple[str, ...], list[int]] = {}
        for number, item in enumerate(self.items):
            places.setdefault(item.words.keys, []).append(number)
        return places

    @cached_property
    def _features(self) -> dict[str | tuple[str, str], int]:
        known: dict[str | tuple[str, str], int] = {}
        for item in self.items:
            for feature in features(item.words.keys):
                known.setdefault(feature, len(known))
        return known

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        """Weight of each feature by item, (features + 1) x items; the last row is unknown."""
        counts = Counter(f for item in self.items for f in features(item.words.keys))
        table = np.zeros((len(self._features) + 1, len(self.items)), dtype=np.float32)
        for number, item in enumerate(self.items):
            for feature in features(item.words.keys):
                table[self._features[feature], number] = self._weight(feature, counts[feature])
        return table

    @cached_property
    def _rarities(self) -> NDArray[np.float32]:
        """Weight of each feature wherever it stands; unknown ones weigh most."""
        rarest = math.log(1 + len(self.items))
        weights = self._weights.max(axis=1, initial=0.0)
        weights[-1] = rarest * (1 + _PAIR_WEIGHT) / 2
        return np.asarray(weights, dtype=np.float32)

    def _weight(self, feature: str | tuple[str, str], found: int) -> float:
        rarity = math.log(1 + len(self.items) / found)
        return rarity * (_PAIR_WEIGHT if isinstance(feature, tuple) else 1.0)

    def shares(self, items: Sequence[Item]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What plan and template items have in common, by the weight of shared features.

        Two plan x template tables, 0..1: the share of the template item that the
        plan item holds, and the share of the plan item that the template item holds.
        """
        shape = (len(items), len(self.items))
        if not items or not self.items:
            return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        unknown = len(self._features)
        rows = [
            [self._features.get(f, unknown) for f in features(item.words.keys)] or [unknown]
            for item in items
        ]
        flat = np.fromiter((f for row in rows for f in row), dtype=np.intp)
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        held = np.add.reduceat(self._weights[flat], starts, axis=0)
        own = np.add.reduceat(self._rarities[flat], starts)
        of_template = held / np.maximum(self._weights.sum(axis=0), 1e-9)
        return of_template.astype(np.float32), (held / own[:, None]).astype(np.float32)


def features(keys: Sequence[str]) -> list[str | tuple[str, str]]:
    """The distinct words and neighbouring pairs of a text, in order."""
    return list(dict.fromkeys([*keys, *pairwise(keys)]))


NO_HEADING = Heading("", frozenset(), frozenset())


def template_of_plan(plan: PlanItems, campaign: str) -> Template:
    """A plan taken as the template: its items under its own numerals."""
    return Template(campaign, tuple(_numbered(plan.items)))


def _numbered(items: Iterable[Item]) -> Iterable[TemplateItem]:
    """Items named by section and place in it: `II.3`; the title is `0`."""
    counts: Counter[str] = Counter()
    for item in items:
        counts[item.section] += 1
        yield TemplateItem(
            name="0" if item.order == 0 else f"{numeral(item.section)}.{counts[item.section]}",
            section=item.section,
            heading=item.headings[0] if item.headings else NO_HEADING,
            title=item.title,
            text=item.whole_text,
            words=item.words,
            under=item.under,
            plans=1,
        )


def numeral(section: str) -> str:
    """The marker at the head of a section as shown: `II` of `II. NỘI DUNG`; else `-`."""
    head = section.partition(" ")[0]
    return head.rstrip(".)") if head.endswith((".", ")")) else "-"
