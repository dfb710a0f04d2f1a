"""Scans as offices make them: black edges, tinted paper, pale print."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.picture.cleaning import clean
from pipeline.reading.picture.rules import find_rules
from pipeline.reading.picture.skew import Grey

DPI = 150


def sheet(paper: tuple[int, int, int] = (245, 245, 245)) -> NDArray[np.uint8]:
    """A page of five lines of strokes, half as dark as its paper."""
    page = np.empty((1000, 800, 3), dtype=np.uint8)
    page[:] = paper
    for y in range(200, 450, 50):
        for x in range(150, 650, 12):
            page[y : y + 18, x : x + 3] = [value // 2 for value in paper]
    return page


def darkest(grey: Grey) -> int:
    """The grey of what is printed in the text's part of the page."""
    return int(grey[190:470, 140:660].min())


def test_a_scanners_black_edges_are_painted_white() -> None:
    page = sheet()
    page[-60:], page[:, -30:] = 0, 0
    grey = clean(page, DPI).grey
    assert (grey[-80:] > 200).all()
    assert (grey[:, -50:] > 200).all()
    assert darkest(grey) < 150  # the print stays


def test_black_that_touches_no_edge_stays() -> None:
    page = sheet()
    page[700:760, 300:400] = 0  # a logo, a code
    assert (clean(page, DPI).grey[710:750, 310:390] < 60).all()


def test_pale_print_on_tinted_paper_is_no_coloured_ink() -> None:
    plain, bluish = clean(sheet(), DPI), clean(sheet((196, 224, 252)), DPI)
    assert not bluish.coloured
    assert abs(darkest(bluish.grey) - darkest(plain.grey)) < 20


def test_a_stamp_on_tinted_paper_goes_with_its_colour() -> None:
    page = sheet((252, 240, 215))
    page[600:680, 300:380] = (225, 60, 50)
    cleaned = clean(page, DPI)
    assert cleaned.coloured
    assert (cleaned.grey[610:670, 310:370] > 230).all()


def _lines(stems: bool) -> Grey:
    """A stroke two thirds of an inch long, with or without letters' stems below it."""
    page: Grey = np.full((400, 600), 255, dtype=np.uint8)
    page[200:202, 100:200] = 60
    if stems:
        for x in range(100, 200, 8):
            page[200:212, x : x + 3] = 120
    return page


def test_serifs_that_run_on_are_no_rule() -> None:
    assert len(find_rules(_lines(stems=False), DPI)[0].horizontal) == 1
    rules, mask = find_rules(_lines(stems=True), DPI)
    assert not rules.horizontal
    assert not mask.any()
