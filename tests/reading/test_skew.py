"""How far a page leans, told from all of its ink."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.reading.picture.skew import Grey, find_skew, straighten


def _lines(spacing: int = 32, wide: int = 1200, high: int = 1600) -> Grey:
    """Lines of dark strokes of uneven width and distance, as print has them."""
    page = np.full((high, wide), 255, dtype=np.uint8)
    chosen = np.random.default_rng(7)
    for top in range(120, high - 120, spacing):
        x = 100
        while x < wide - 100:
            stroke, tall = int(chosen.integers(2, 6)), int(chosen.integers(8, 15))
            page[top - tall : top, x : x + stroke] = 30
            x += stroke + int(chosen.integers(2, 12))
    return page


@pytest.mark.parametrize("degrees", [-5.0, -1.3, -0.4, 0.0, 0.3, 2.2, 4.7])
def test_the_angle_is_found(degrees: float) -> None:
    assert find_skew(straighten(_lines(), -degrees)) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("every", [7, 11, 13])
@pytest.mark.parametrize("degrees", [0.0, 1.3])
def test_even_strokes_do_not_turn_the_page(every: int, degrees: float) -> None:
    # Every n-th of the points of such a page makes stripes across it at steep angles.
    page = np.full((1130, 800), 255, dtype=np.uint8)
    for top in range(60, 1060, 22):
        for x in range(60, 740, every):
            page[top - 10 : top, x : x + 3] = 20
    assert find_skew(straighten(page, -degrees)) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("page", [np.full((900, 700), 255, np.uint8), np.zeros((3, 3), np.uint8)])
def test_a_page_without_text_lies_level(page: Grey) -> None:
    assert find_skew(page) == 0.0


def test_a_border_does_not_outvote_the_text() -> None:
    page = straighten(_lines(), -2.0)
    page[:, :25] = 0
    page[:18] = 0
    assert find_skew(page) == pytest.approx(2.0, abs=0.15)
