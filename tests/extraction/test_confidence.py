"""Agreement makes surer, never certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.confidence import MOST, agreed, least_sure, of_reading

SHARE = st.floats(0, 1)


def test_nobody_agrees() -> None:
    assert agreed(0.8, []) == 0.8


def test_two_that_agree() -> None:
    assert agreed(0.8, [0.5, 0.9]) == 0.98


@given(SHARE, st.lists(SHARE, max_size=4))
def test_never_less_and_never_certain(main: float, others: list[float]) -> None:
    assert round(main, 4) <= agreed(main, others) <= max(round(main, 4), MOST)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ([], 0.0),
        ([1.0] * 40, 1.0),  # a text layer loses nothing, however long
        ([0.97], 0.995),  # a recogniser at its surest
        ([0.97, 0.97, 0.8], 0.93),  # the least sure of a few words decides
        ([0.97] * 20 + [0.5], 0.90),  # one doubtful word of many does not
        ([0.3], 0.6),
        ([0.0], 0.2),
    ],
)
def test_what_a_reading_is_worth(words: list[float], right: float) -> None:
    assert of_reading(words) == pytest.approx(right, abs=0.011)


@given(st.lists(SHARE, min_size=1, max_size=30), st.floats(0, 1))
def test_surer_words_make_no_value_less_sure(words: list[float], more: float) -> None:
    surer = [w + (1 - w) * more for w in words]
    assert 0 <= of_reading(words) <= of_reading(surer) + 1e-9 <= 1 + 1e-9


@given(st.lists(SHARE, min_size=1, max_size=30))
def test_the_least_sure_are_no_surer_than_all(words: list[float]) -> None:
    assert min(words) <= least_sure(words) + 1e-9
    assert least_sure(words) <= sum(words) / len(words) + 1e-9
