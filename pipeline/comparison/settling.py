"""What of a change is only the reading's or the spelling's.

A page read by an engine has words with a wrong letter, torn apart or run together;
an author writes `CĐS` where another writes chuyển đổi số. Neither is another wording.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.comparison.runs import Kind, Run, Span, changed
from pipeline.comparison.spelling import bare, spells
from pipeline.comparison.words import Words, is_damaged, looks_alike

SHORTEST_INSIDE = 3
"""Letters of an abbreviation that is looked for within a larger change."""
_BODIES = frozenset({"bo", "so", "xa"})
"""Bộ, sở, xã: one letter apart, and never one for the other."""


def settled(run: Run, left: Words, right: Words, noisy: bool) -> list[Run]:
    """A changed run divided into what is only read or spelled differently and what differs."""
    if run.kind is Kind.REPLACE:
        return _replacement(run, left, right, noisy)
    if run.kind is Kind.INSERT and noisy and _is_scrap(right.keys[slice(*run.right)]):
        return [_alike_run(run.left, run.right)]
    return [run]


def _alike_run(left: Span, right: Span) -> Run:
    return Run(Kind.ALIKE, left, right)


def _is_scrap(words: Sequence[str]) -> bool:
    """Specks read as words: `ﬂ B`, `_`."""
    return len(words) <= 2 and all(len(w) == 1 or is_damaged(w) for w in words)


def _replacement(run: Run, left: Words, right: Words, noisy: bool) -> list[Run]:
    lefts, rights = left.keys[slice(*run.left)], right.keys[slice(*run.right)]
    if _one_print(lefts, rights) or _one_abbreviation(run, left, right, noisy):
        return [_alike_run(run.left, run.right)]
    short = _abbreviated(run, left, right)
    if short:
        before = changed((run.left[0], short.left[0]), (run.right[0], short.right[0]))
        behind = changed((short.left[1], run.left[1]), (short.right[1], run.right[1]))
        rest = [settled(r, left, right, noisy) if _words_of(r) else [] for r in (before, behind)]
        return [*rest[0], short, *rest[1]]
    if run.left_size == run.right_size:
        pairs = zip(range(*run.left), range(*run.right), strict=True)
        return [_single(i, j, _alike(left.keys[i], right.keys[j], noisy)) for i, j in pairs]
    return _trimmed(run, lefts, rights, noisy)


def _one_abbreviation(run: Run, left: Words, right: Words, noisy: bool) -> bool:
    """One abbreviation, known on one side and misread on the other: `CCVC`, `CeVC`."""
    lefts, rights = left.shown[slice(*run.left)], right.shown[slice(*run.right)]
    first, second = bare("".join(lefts)), bare("".join(rights))
    known = [text for text, words in ((first, lefts), (second, rights)) if not all(words)]
    if not known or not all(text.isalpha() for text in known):
        return False  # a date's other number is another date
    longest = max(len(first), len(second))
    allowed = max(longest // 4, int(longest > 2)) if noisy else 0
    return Levenshtein.distance(first, second, score_cutoff=allowed + 1) <= allowed


def _words_of(run: Run) -> int:
    return run.left_size + run.right_size


def _single(i: int, j: int, alike: bool) -> Run:
    return Run(Kind.ALIKE if alike else Kind.REPLACE, (i, i + 1), (j, j + 1))


def _trimmed(run: Run, lefts: Sequence[str], rights: Sequence[str], noisy: bool) -> list[Run]:
    """Misread words at both ends of a change taken off it."""
    (a, b), (c, d) = run.left, run.right
    most = min(b - a, d - c)
    head = _common(lefts, rights, most, noisy)
    tail = _common(lefts[::-1], rights[::-1], most - head, noisy)
    return [
        *(_single(a + n, c + n, True) for n in range(head)),
        changed((a + head, b - tail), (c + head, d - tail)),
        *(_single(b - n, d - n, True) for n in range(tail, 0, -1)),
    ]


def _common(lefts: Sequence[str], rights: Sequence[str], most: int, noisy: bool) -> int:
    """How many first words of two texts are alike."""
    found = 0
    while found < most and _alike(lefts[found], rights[found], noisy):
        found += 1
    return found


def _abbreviated(run: Run, left: Words, right: Words) -> Run | None:
    """The part of a change in which one text abbreviates what the other writes out."""
    shorts, longs = left.shown[slice(*run.left)], right.keys[slice(*run.right)]
    if spells(shorts, longs) or spells(right.shown[slice(*run.right)], left.keys[slice(*run.left)]):
        return _alike_run(run.left, run.right)
    for place, span in _abbreviations(left, run.left, right, run.right):
        return _alike_run((place, place + 1), span)
    for place, span in _abbreviations(right, run.right, left, run.left):
        return _alike_run(span, (place, place + 1))
    return None


def _abbreviations(short: Words, inside: Span, long: Words, among: Span) -> list[tuple[int, Span]]:
    """(place of an abbreviation, span of the words it stands for), the first there is."""
    for place in range(*inside):
        word = short.shown[place]
        if len(word) >= SHORTEST_INSIDE and word.isupper():
            for first in range(*among):
                for end in range(first + len(word), min(first + 2 * len(word), among[1]) + 1):
                    if spells([word], long.keys[first:end]):
                        return [(place, (first, end))]
    return []


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


def _one_print(lefts: Sequence[str], rights: Sequence[str]) -> bool:
    """Words run together or torn apart: the same letters, or nearly so and misread."""
    left, right = "".join(lefts), "".join(rights)
    if left == right:
        return True
    if len(lefts) == len(rights) or not any(map(is_damaged, (*lefts, *rights))):
        return False
    if left.isdigit() or right.isdigit():
        return False
    allowed = max(len(left), len(right)) // 4
    return Levenshtein.distance(left, right, score_cutoff=allowed + 1) <= allowed
