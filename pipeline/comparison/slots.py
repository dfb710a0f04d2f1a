"""Where the plans differ in an otherwise common wording, and what each put there.

A slot is a span of a template item in which plans replace the words by others:
`người dân` here, `cán bộ, công chức` there. Fillers hold the plan's own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from pipeline.comparison.difference import Difference
from pipeline.comparison.runs import Kind, Run, Span
from pipeline.comparison.template import Template
from pipeline.comparison.words import Words
from pipeline.vietnamese import same_text, strip_marks

COMMON_WORDING = 0.6
"""Similarity from which a plan's item is the template's with some words changed."""
LONGEST_SLOT = 10
"""Words of a slot and of a filler; what is longer is another text, no other filling."""
CONTEXT = 4
"""Words of the template shown on either side of a slot."""
FEWEST = 0.02
"""Share of the plans with an item that must fill a slot in their own way."""

Change = tuple[Span, str]
"""The template's span and the plan's words for it."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What a plan has where the template item `item` has the words of slot `slot`.

    `context` is the template around it: `sẵn sàng […] khi có thiên tai`.
    """

    item: int
    slot: int
    context: str
    template_words: str
    plan: int
    words: str
    changed: bool


@dataclass(slots=True)
class SlotFinder:
    """Collects the changes of all plans, then tells the slots; `plan` is any number."""

    template: Template
    _changes: dict[int, list[tuple[int, tuple[Change, ...]]]] = field(default_factory=dict)

    def add(self, plan: int, item: int, words: Words, found: Difference) -> None:
        """Notes how a plan's wording of an item differs, if it is a common wording at all."""
        if found.similarity < COMMON_WORDING:
            return
        changes = tuple(
            _change(run, self.template.items[item].words, words)
            for run in found.runs
            if run.kind is Kind.REPLACE and max(run.left_size, run.right_size) <= LONGEST_SLOT
        )
        self._changes.setdefault(item, []).append((plan, changes))

    def fillers(self) -> Iterator[Filler]:
        """All slots in the template's order with what each plan has in them."""
        for item in sorted(self._changes):
            plans = self._changes[item]
            template = self.template.items[item].words
            for slot, span in enumerate(_varying(plans), 1):
                own, context = template.written(*span), _context(template, span)
                for plan, changes in plans:
                    words = _filled(span, changes, template)
                    yield Filler(item, slot, context, own, plan, words, words != own)


def _change(run: Run, template: Words, words: Words) -> Change:
    """A replaced span; words beside it that differ in their marks belong to it.

    `Khánh Hòa` for `Thanh Hóa`: without its marks the second word is the same.
    """
    (low, high), (first, end) = run.left, run.right
    while low > 0 and first > 0 and _differ(template.shown[low - 1], words.shown[first - 1]):
        low, first = low - 1, first - 1
    while high < len(template) and end < len(words):
        if not _differ(template.shown[high], words.shown[end]):
            break
        high, end = high + 1, end + 1
    return (low, high), words.written(first, end)


def _differ(left: str, right: str) -> bool:
    """Whether two words of the same letters have other marks, and neither lost them all."""
    bare = {strip_marks(left).casefold(), strip_marks(right).casefold()}
    return (
        len(bare) == 1
        and not bare & {left.casefold(), right.casefold()}
        and not (same_text(left, right))
    )


def _context(template: Words, span: Span) -> str:
    before = template.written(max(0, span[0] - CONTEXT), span[0])
    return f"{before} […] {template.written(span[1], span[1] + CONTEXT)}".strip()


def _varying(plans: Sequence[tuple[int, tuple[Change, ...]]]) -> list[Span]:
    """The spans that enough plans replace, overlapping ones made one, in order."""
    counts = Counter(span for _, changes in plans for span, _ in changes)
    enough = ceil(FEWEST * len(plans))
    merged: list[Span] = []
    for span in sorted(s for s, found in counts.items() if found >= enough):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _filled(span: Span, changes: Sequence[Change], template: Words) -> str:
    """The plan's words at a span: its changes there, the template's words between them."""
    parts: list[str] = []
    position = span[0]
    for (low, high), words in changes:
        if high <= span[0] or low >= span[1]:
            continue
        parts += [template.written(position, max(position, low)), words]
        position = max(position, high)
    parts.append(template.written(position, max(position, span[1])))
    return " ".join(part for part in parts if part)
