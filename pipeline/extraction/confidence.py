"""How sure a value is: of the rule, of the reading, of several places that say it.

A value's confidence is its rule's own (the data files) times the reading's. A recogniser's
figures are no probabilities: Tesseract gives 0.97 at most, and words at 0.85 are as often
right as not doubted at all. So the mean over the least sure quarter of a span's words is
put to the share of values that were right at that mean, measured on the dev part drawn
and scanned (light, medium, and once more with other names and numbers; 6,400 values).
That curve is `_RIGHT`; the long run of words is counted by `_WORD`, as a title of twenty
words is wrong when one of them is. Words of a text layer have confidence 1 and lose
nothing. `kehoach evaluate` shows the reliability table; docs/fields.md has the figures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import ceil

MOST = 0.99
"""No agreement makes a reading certain."""

_RIGHT = (
    (0.0, 0.2),
    (0.3, 0.6),
    (0.5, 0.72),
    (0.65, 0.8),
    (0.75, 0.87),
    (0.8, 0.93),
    (0.86, 0.955),
    (0.9, 0.975),
    (0.94, 0.99),
    (1.0, 1.0),
)
"""(the least sure words' mean, share of values right), in between by straight lines."""

_WORD, _FEW = 0.996, 4
"""What each word beyond the first few takes off: so often is one of them misread."""


def least_sure(words: Sequence[float]) -> float:
    """The mean over the least sure quarter of the words' confidences (at least one).

    For up to four words, as numbers, dates and names have, the least sure word decides;
    in a long title one doubtful word does not. 0 for no words.
    """
    worst = sorted(words)[: max(1, ceil(len(words) / 4))]
    return sum(worst) / len(worst) if worst else 0.0


def of_reading(words: Sequence[float]) -> float:
    """How often a value read from words of these confidences (0..1) is right."""
    if not words:
        return 0.0
    mean = least_sure(words)
    doubted = sum(1 for confidence in words if confidence < 1.0)
    return _right_at(mean) * float(_WORD ** max(0, doubted - _FEW))


def _right_at(mean: float) -> float:
    place = min(bisect_right(_RIGHT, (mean, 1.0)), len(_RIGHT) - 1)
    (left, low), (right, high) = _RIGHT[place - 1], _RIGHT[place]
    return low + (high - low) * (min(mean, right) - left) / (right - left)


def agreed(main: float, others: Iterable[float]) -> float:
    """Confidence (0..1) of a reading that others confirm: the strongest of them counts.

    Two readings that err independently are both wrong as often as the product of
    their errors says; places of one page are not that independent, so only one of
    the others is taken, and the result stays below `MOST` unless it was above.
    """
    best = max(others, default=0.0)
    return round(max(main, min(MOST, 1 - (1 - main) * (1 - best))), 4)
