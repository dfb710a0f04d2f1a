"""Agreement makes surer, never certain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.confidence import MOST, agreed

SHARE = st.floats(0, 1)


def test_nobody_agrees() -> None:
    assert agreed(0.8, []) == 0.8


def test_two_that_agree() -> None:
    assert agreed(0.8, [0.5, 0.9]) == 0.98


@given(SHARE, st.lists(SHARE, max_size=4))
def test_never_less_and_never_certain(main: float, others: list[float]) -> None:
    assert round(main, 4) <= agreed(main, others) <= max(round(main, 4), MOST)
