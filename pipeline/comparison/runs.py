"""The runs of words by which two texts differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

Span = tuple[int, int]
"""First word and the one behind the last."""


class Kind(StrEnum):
    """What became of a run of words."""

    EQUAL = "equal"
    ALIKE = "alike"  # one thing, read or spelled in two ways
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: `left` and `right` are spans of the two texts."""

    kind: Kind
    left: Span
    right: Span

    @property
    def left_size(self) -> int:
        """Words of the left text."""
        return self.left[1] - self.left[0]

    @property
    def right_size(self) -> int:
        """Words of the right text."""
        return self.right[1] - self.right[0]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but the reading or the spelling."""
        return self.kind is Kind.EQUAL or self.kind is Kind.ALIKE


def changed(left: Span, right: Span) -> Run:
    """A run of words that were left out, added or replaced."""
    if left[0] == left[1]:
        return Run(Kind.INSERT, left, right)
    return Run(Kind.DELETE if right[0] == right[1] else Kind.REPLACE, left, right)


def common_runs(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """The longest common subsequence as runs; what lies between two is one change.

    Runs of one or two equal words amid larger changes (a "và" met by chance) count as
    changed.
    """
    found = [
        Run(Kind(op.tag), (op.src_start, op.src_end), (op.dest_start, op.dest_end))
        for op in Indel.opcodes(left, right)
    ]
    runs = joined(found)
    return joined(
        [changed(r.left, r.right) if _is_chance(runs, n) else r for n, r in enumerate(runs)]
    )


def joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one sort as one run: same with same, changed with changed."""
    whole: list[Run] = []
    for run in runs:
        if whole and whole[-1].is_same == run.is_same:
            before = whole.pop()
            left, right = (before.left[0], run.left[1]), (before.right[0], run.right[1])
            whole.append(Run(before.kind, left, right) if run.is_same else changed(left, right))
        else:
            whole.append(run)
    return whole


def _is_chance(runs: Sequence[Run], number: int) -> bool:
    run = runs[number]
    if not run.is_same:
        return False
    around = [runs[n] for n in (number - 1, number + 1) if 0 <= n < len(runs)]
    smallest = min((max(r.left_size, r.right_size) for r in around), default=0)
    if len(around) == 1:
        # At an end only a lone word before a long change is chance.
        return run.left_size == 1 and smallest > 3
    return (run.left_size == 1 and smallest >= 2) or (run.left_size == 2 and smallest >= 6)
