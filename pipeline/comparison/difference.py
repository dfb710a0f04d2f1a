"""Word-level difference of two texts, tolerant of how they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel, Levenshtein

from pipeline.comparison.words import Words, is_damaged, looks_alike

CONTEXT = 3
"""Words shown before and behind each change in a written difference."""


class Kind(StrEnum):
    """What became of a run of words."""

    EQUAL = "equal"
    ALIKE = "alike"  # one printed word, read in two ways
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


_BODIES = frozenset({"bo", "so", "xa"})
"""Bộ, sở, xã: one letter apart, and never one for the other."""
SAME = (Kind.EQUAL, Kind.ALIKE)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: `left` and `right` are half-open spans of word indexes."""

    kind: Kind
    left: tuple[int, int]
    right: tuple[int, int]

    @property
    def left_size(self) -> int:
        """Words of the left text."""
        return self.left[1] - self.left[0]

    @property
    def right_size(self) -> int:
        """Words of the right text."""
        return self.right[1] - self.right[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """The runs that lead from the left text (the template's) to the right (the plan's)."""

    runs: tuple[Run, ...]
    left_size: int
    right_size: int

    @property
    def left_found(self) -> int:
        """Words of the left text that stand in the right one."""
        return sum(r.left_size for r in self.runs if r.kind in SAME)

    @property
    def right_found(self) -> int:
        """Words of the right text that the left one explains."""
        return sum(r.right_size for r in self.runs if r.kind in SAME)

    @property
    def left_mask(self) -> int:
        """The found words of the left text as bits: word 0 is bit 0."""
        return _mask(r.left for r in self.runs if r.kind in SAME)

    @property
    def right_mask(self) -> int:
        """The explained words of the right text as bits."""
        return _mask(r.right for r in self.runs if r.kind in SAME)

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
        """Whether nothing but the reading differs."""
        return all(r.kind in SAME for r in self.runs)


def difference(left: Words, right: Words, noisy: bool = False) -> Difference:
    """How `right` differs from `left`.

    Chance hits of single words between changes count as changed. `noisy` says
    that the right text was badly read: then a replaced word that is one letter
    away, or a stray scrap of a word, is taken for noise as well.
    """
    if left.keys == right.keys:
        whole = Run(Kind.EQUAL, (0, len(left)), (0, len(right)))
        return Difference((whole,) if len(left) else (), len(left), len(right))
    runs = _without_chance_hits(_raw_runs(left.keys, right.keys))
    settled = [part for run in runs for part in _settled(run, left.keys, right.keys, noisy)]
    return Difference(tuple(_joined(settled)), len(left), len(right))


def written(left: Words, right: Words, found: Difference) -> str:
    """The changes for a reader: `… cho [-người dân-]{+giảng viên+}, thực hiện …`.

    Empty where nothing but the reading differs. Unchanged words further than
    CONTEXT from a change are left out.
    """
    parts: list[str] = []
    last = len(found.runs) - 1
    if found.is_none:
        return ""
    for number, run in enumerate(found.runs):
        if run.kind in SAME:
            parts.append(_kept(left.shown[slice(*run.left)], number == 0, number == last))
            continue
        gone, new = left.shown[slice(*run.left)], right.shown[slice(*run.right)]
        cut = f"[-{' '.join(gone)}-]" if gone else ""
        parts.append(cut + (f"{{+{' '.join(new)}+}}" if new else ""))
    return " ".join(p for p in parts if p)


def _kept(words: Sequence[str], first: bool, last: bool) -> str:
    if first:
        return " ".join(words) if len(words) <= CONTEXT else "… " + " ".join(words[-CONTEXT:])
    if last:
        return " ".join(words) if len(words) <= CONTEXT else " ".join(words[:CONTEXT]) + " …"
    if len(words) <= 2 * CONTEXT:
        return " ".join(words)
    return f"{' '.join(words[:CONTEXT])} … {' '.join(words[-CONTEXT:])}"


def _mask(spans: object) -> int:
    mask = 0
    for first, end in spans:  # type: ignore[attr-defined]
        mask |= ((1 << (end - first)) - 1) << first
    return mask


def _raw_runs(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """Longest common subsequence as runs; a deletion beside an insertion is a replacement."""
    runs: list[Run] = []
    for op in Indel.opcodes(left, right):
        kind = Kind(op.tag)
        run = Run(kind, (op.src_start, op.src_end), (op.dest_start, op.dest_end))
        runs.append(run)
    return _joined(runs)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of one sort as one run: same with same, changed with changed."""
    joined: list[Run] = []
    for run in runs:
        if joined and _sort(joined[-1].kind) == _sort(run.kind):
            before = joined.pop()
            left = (before.left[0], run.left[1])
            right = (before.right[0], run.right[1])
            run = Run(_kind(before.kind, run.kind, left, right), left, right)  # noqa: PLW2901
        joined.append(run)
    return joined


def _sort(kind: Kind) -> Kind:
    return kind if kind is Kind.EQUAL or kind is Kind.ALIKE else Kind.REPLACE


def _kind(first: Kind, second: Kind, left: tuple[int, int], right: tuple[int, int]) -> Kind:
    if first in SAME and second in SAME:
        return first
    if left[0] == left[1]:
        return Kind.INSERT
    return Kind.DELETE if right[0] == right[1] else Kind.REPLACE


def _without_chance_hits(runs: list[Run]) -> list[Run]:
    """Runs of one equal word amid larger changes (a "và" met by chance) as changed."""
    kept: list[Run] = []
    for number, run in enumerate(runs):
        if run.kind is Kind.EQUAL and _is_chance(runs, number):
            run = Run(Kind.REPLACE, run.left, run.right)  # noqa: PLW2901
        kept.append(run)
    return _joined(kept)


def _is_chance(runs: list[Run], number: int) -> bool:
    size = runs[number].left_size
    around = [runs[n] for n in (number - 1, number + 1) if 0 <= n < len(runs)]
    smallest = min((max(r.left_size, r.right_size) for r in around), default=0)
    if len(around) == 1:
        # At an end only a lone word before a long change is chance.
        return size == 1 and smallest > 3
    return (size == 1 and smallest >= 2) or (size == 2 and smallest >= 6)


def _settled(run: Run, left: Sequence[str], right: Sequence[str], noisy: bool) -> list[Run]:
    """A changed run divided into what was only read differently and what differs."""
    if run.kind is Kind.REPLACE:
        return _settled_replacement(run, left, right, noisy)
    if run.kind is Kind.INSERT and noisy and _is_scrap(right[slice(*run.right)]):
        return [Run(Kind.ALIKE, run.left, run.right)]
    return [run]


def _is_scrap(words: Sequence[str]) -> bool:
    """Specks read as words: `ﬂ B`, `_`."""
    return len(words) <= 2 and all(len(w) == 1 or is_damaged(w) for w in words)


def _settled_replacement(
    run: Run, left: Sequence[str], right: Sequence[str], noisy: bool
) -> list[Run]:
    (a, b), (c, d) = run.left, run.right
    if _one_print("".join(left[a:b]), "".join(right[c:d]), left[a:b], right[c:d]):
        return [Run(Kind.ALIKE, run.left, run.right)]
    if b - a == d - c:
        return [_single(a + n, c + n, left, right, noisy) for n in range(b - a)]
    head = 0
    while head < min(b - a, d - c) and _alike(left[a + head], right[c + head], noisy):
        head += 1
    tail = 0
    while tail < min(b - a, d - c) - head and _alike(
        left[b - 1 - tail], right[d - 1 - tail], noisy
    ):
        tail += 1
    parts = [Run(Kind.ALIKE, (a + n, a + n + 1), (c + n, c + n + 1)) for n in range(head)]
    middle = ((a + head, b - tail), (c + head, d - tail))
    parts.append(Run(_kind(Kind.REPLACE, Kind.REPLACE, *middle), *middle))
    parts += [Run(Kind.ALIKE, (b - n, b - n + 1), (d - n, d - n + 1)) for n in range(tail, 0, -1)]
    return parts


def _single(i: int, j: int, left: Sequence[str], right: Sequence[str], noisy: bool) -> Run:
    kind = Kind.ALIKE if _alike(left[i], right[j], noisy) else Kind.REPLACE
    return Run(kind, (i, i + 1), (j, j + 1))


def _alike(left: str, right: str, noisy: bool) -> bool:
    if looks_alike(left, right):
        return True
    if not noisy or (left.isdigit() and right.isdigit()):
        return False
    longest = max(len(left), len(right))
    if is_damaged(right) and longest - min(len(left), len(right)) <= 1:
        return True  # one scrap in one word's place
    # In a bad reading a wrong letter may by chance give another good word.
    return (
        not {left, right} <= _BODIES
        and longest >= 2
        and Levenshtein.distance(left, right, score_cutoff=1) <= 1
    )


def _one_print(left: str, right: str, lefts: Sequence[str], rights: Sequence[str]) -> bool:
    """Words run together or torn apart: the same letters, or nearly so and misread."""
    if left == right:
        return True
    if len(lefts) == len(rights) or not any(map(is_damaged, (*lefts, *rights))):
        return False
    if left.isdigit() or right.isdigit():
        return False
    allowed = max(len(left), len(right)) // 4
    return Levenshtein.distance(left, right, score_cutoff=allowed + 1) <= allowed
