"""Figures over outcomes: precision, recall, F1, statuses, reliability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.evaluation.outcomes import ROW, Outcome
from pipeline.plan import Status

CLAIMED = frozenset({Status.FOUND, Status.CORRECTED})
"""Statuses with which the table asserts a value."""

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)
"""Edges of the reliability table; the last bin is the one the issue asks for."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of values. `exact` are those of `right` that agree to the letter.

    `gold` has a value, `claimed` is asserted by the run, `right` is both and agrees.
    """

    gold: int
    claimed: int
    right: int
    exact: int

    @property
    def precision(self) -> float | None:
        """Right among the claimed; None where nothing was."""
        return self.right / self.claimed if self.claimed else None

    @property
    def recall(self) -> float | None:
        """Right among gold's; None where gold has nothing."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where there was nothing to find and nothing found."""
        total = self.gold + self.claimed
        return 2 * self.right / total if total else None

    @property
    def exact_f1(self) -> float | None:
        """F1 with agreement to the letter."""
        total = self.gold + self.claimed
        return 2 * self.exact / total if total else None


def score(outcomes: Iterable[Outcome]) -> Score:
    """Counts over outcomes. A value in conflict that shows gold's reading counts as right."""
    gold = claimed = right = exact = 0
    for outcome in outcomes:
        in_gold = outcome.gold.value is not None
        hit = in_gold and outcome.right
        gold += in_gold
        claimed += hit or (outcome.found.status in CLAIMED and outcome.found.value is not None)
        right += hit
        exact += hit and outcome.exact
    return Score(gold, claimed, right, exact)


def scores_by(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, Score]:
    """A score for each group, in the order in which the groups come."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {name: score(group) for name, group in groups.items()}


@dataclass(frozen=True, slots=True)
class Statuses:
    """How well the statuses are told apart: counts of (gold, found)."""

    counts: Mapping[tuple[str, str], int]

    @property
    def accuracy(self) -> float | None:
        """Share of values with gold's status."""
        total = sum(self.counts.values())
        same = sum(n for (gold, found), n in self.counts.items() if gold == found)
        return same / total if total else None

    def of(self, status: str) -> tuple[int, int]:
        """(told right, in gold) for one status."""
        total = sum(n for (gold, _), n in self.counts.items() if gold == status)
        return self.counts.get((status, status), 0), total

    @property
    def empty_accuracy(self) -> float | None:
        """Accuracy over the values that gold does not call found."""
        total = sum(n for (gold, _), n in self.counts.items() if gold != "found")
        same = sum(n for (g, f), n in self.counts.items() if g == f != "found")
        return same / total if total else None


def statuses(outcomes: Iterable[Outcome]) -> Statuses:
    """Statuses of the values of `plans`; a corrected value counts as found."""
    counts = Counter(
        (outcome.gold.status.value, _told(outcome.found.status))
        for outcome in outcomes
        if outcome.table == "plans"
    )
    return Statuses(dict(counts))


def _told(status: Status) -> str:
    return Status.FOUND.value if status is Status.CORRECTED else status.value


@dataclass(frozen=True, slots=True)
class Bin:
    """Claimed values whose confidence is in low..high."""

    low: float
    high: float
    values: int
    right: int
    mean_confidence: float


def reliability(outcomes: Iterable[Outcome]) -> list[Bin]:
    """Confidence against being right, over all claimed values (rows as such left out)."""
    claimed = [
        o
        for o in outcomes
        if o.column != ROW and o.found.status in CLAIMED and o.found.value is not None
    ]
    return [_bin(claimed, low, high) for low, high in pairwise(BINS)]


def _bin(outcomes: Sequence[Outcome], low: float, high: float) -> Bin:
    inside = [o for o in outcomes if low <= o.found.confidence < high]
    total = sum(o.found.confidence for o in inside)
    return Bin(
        low,
        min(high, 1.0),
        len(inside),
        sum(o.right for o in inside),
        total / len(inside) if inside else 0.0,
    )
