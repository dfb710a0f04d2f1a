"""Word-level difference of two texts, tolerant of how they were read and spelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.comparison.runs import Kind, Run, Span, changed, common_runs, joined
from pipeline.comparison.settling import settled
from pipeline.comparison.words import Words

CONTEXT = 3
"""Words shown before and behind each change in a written difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The runs that lead from the left text (the template's) to the right (the plan's)."""

    runs: tuple[Run, ...]
    left_size: int
    right_size: int

    @property
    def left_found(self) -> int:
        """Words of the left text that stand in the right one."""
        return sum(r.left_size for r in self.runs if r.is_same)

    @property
    def right_found(self) -> int:
        """Words of the right text that the left one explains."""
        return sum(r.right_size for r in self.runs if r.is_same)

    @property
    def left_mask(self) -> int:
        """The found words of the left text as bits: word 0 is bit 0."""
        return _mask(r.left for r in self.runs if r.is_same)

    @property
    def right_mask(self) -> int:
        """The explained words of the right text as bits."""
        return _mask(r.right for r in self.runs if r.is_same)

    @property
    def left_coverage(self) -> float:
        """Share of the left text's words found in the right, 0..1."""
        return self.left_found / self.left_size if self.left_size else 1.0

    @property
    def right_coverage(self) -> float:
        """Share of the right text's words found in the left, 0..1."""
        return self.right_found / self.right_size if self.right_size else 1.0

    @property
    def similarity(self) -> float:
        """Dice coefficient over words in order, 0..1."""
        total = self.left_size + self.right_size
        return (self.left_found + self.right_found) / total if total else 1.0

    @property
    def is_none(self) -> bool:
        """Whether nothing but the reading or the spelling differs."""
        return all(r.is_same for r in self.runs)

    @property
    def longest_change(self) -> int:
        """Words of the longest run that differs, on the side that has more."""
        return max((max(r.left_size, r.right_size) for r in self._changes), default=0)

    @property
    def longest_new(self) -> int:
        """Words of the longest run that only the right text has."""
        return max((r.right_size for r in self._changes), default=0)

    @property
    def _changes(self) -> Iterable[Run]:
        return (r for r in self.runs if not r.is_same)


def difference(left: Words, right: Words, noisy: bool = False) -> Difference:
    """How `right` differs from `left`.

    Chance hits of single words between changes count as changed. `noisy` says
    that the right text was badly read: then a replaced word that is one letter
    away, or a stray scrap of a word, is taken for noise as well.
    """
    if left.keys == right.keys:
        whole = Run(Kind.EQUAL, (0, len(left)), (0, len(right)))
        return Difference((whole,) if len(left) else (), len(left), len(right))
    runs = common_runs(left.keys, right.keys)
    parts = [part for run in runs for part in settled(run, left, right, noisy)]
    return Difference(tuple(joined(parts)), len(left), len(right))


def written(left: Words, right: Words, found: Difference) -> str:
    """The changes for a reader: `… cho [-người dân-]{+giảng viên+}, thực hiện …`.

    Empty where nothing but the reading or the spelling differs. Unchanged words further
    than CONTEXT from a change are left out.
    """
    if found.is_none:
        return ""
    parts, shown = [], 0
    for change in _whole_changes(found.runs, left, right):
        kept = left.written(shown, change.left[0]).split()
        parts.append(_kept(kept, first=shown == 0, last=False))
        gone, new = left.written(*change.left), right.written(*change.right)
        parts.append((f"[-{gone}-]" if gone else "") + (f"{{+{new}+}}" if new else ""))
        shown = change.left[1]
    parts.append(_kept(left.written(shown, len(left)).split(), first=False, last=True))
    return " ".join(p for p in parts if p)


def _whole_changes(runs: Sequence[Run], left: Words, right: Words) -> list[Run]:
    """The changes, each over the whole of a date or an abbreviation that it touches."""
    whole: list[Run] = []
    for run in runs:
        if run.is_same:
            continue
        (a, b), (c, d) = run.left, run.right
        while a and c and ((a < b and not left.shown[a]) or (c < d and not right.shown[c])):
            a, c = a - 1, c - 1
        while (b < len(left) and b > a and not left.shown[b]) or (
            d < len(right) and d > c and not right.shown[d]
        ):
            b, d = min(b + 1, len(left)), min(d + 1, len(right))
        if whole and a < whole[-1].left[1]:
            before = whole.pop()
            a, c = before.left[0], before.right[0]
            b, d = max(b, before.left[1]), max(d, before.right[1])
        whole.append(changed((a, b), (c, d)))
    return whole


def _kept(words: Sequence[str], first: bool, last: bool) -> str:
    if first:
        return " ".join(words) if len(words) <= CONTEXT else "… " + " ".join(words[-CONTEXT:])
    if last:
        return " ".join(words) if len(words) <= CONTEXT else " ".join(words[:CONTEXT]) + " …"
    if len(words) <= 2 * CONTEXT:
        return " ".join(words)
    return f"{' '.join(words[:CONTEXT])} … {' '.join(words[-CONTEXT:])}"


def _mask(spans: Iterable[Span]) -> int:
    mask = 0
    for first, end in spans:
        mask |= ((1 << (end - first)) - 1) << first
    return mask
