"""Capitals that what was read leaves open."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from pipeline.restoration.capitals import settle
from pipeline.restoration.casing import LOWER, TITLE
from pipeline.restoration.places import places

NEVER = -np.inf


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ((-1.0, -5.0), LOWER),  # rather a small letter
        ((-5.0, -1.0), TITLE),
        ((NEVER, -1.0), TITLE),  # a small one is ruled out
        ((NEVER, NEVER), LOWER),  # neither explains it: nothing is compared, nothing warned of
    ],
)
def test_the_likelier_case_stands(read: tuple[float, float], expected: int) -> None:
    finder = SimpleNamespace(
        lexicon=SimpleNamespace(special=1),
        cases=np.zeros((4, 3)),
        read_as=lambda texts, words: np.array([read] * len(texts)),
    )
    nothing = SimpleNamespace(odds=lambda side, word, neighbour: np.zeros(len(word)))
    run = list(places([["Cac", "?o"]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = settle(run, [2] * len(run), cast(Any, finder), cast(Any, nothing))
    assert set(found.values()) == {expected}
