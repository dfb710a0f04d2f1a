"""How sure a value is that several places of a document say."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 0.99
"""No agreement makes a reading certain."""


def agreed(main: float, others: Iterable[float]) -> float:
    """Confidence (0..1) of a reading that others confirm: the strongest of them counts.

    Two readings that err independently are both wrong as often as the product of
    their errors says; places of one page are not that independent, so only one of
    the others is taken, and the result stays below `MOST` unless it was above.
    """
    best = max(others, default=0.0)
    return round(max(main, min(MOST, 1 - (1 - main) * (1 - best))), 4)
