"""A plan goes into a line of plans.jsonl and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Alternative, Box, Document, Line, Page, Region, Route, Word
from pipeline.plan import Plan
from pipeline.tables.codec import plan_from_json, plan_to_json

_TEXT = st.text(max_size=12)
_EDGE = st.floats(0, 900, allow_nan=False).map(lambda x: round(x, 2))
_SURE = st.floats(0, 1).map(lambda x: round(x, 4))
_BOXES = st.none() | st.builds(Box, _EDGE, _EDGE, _EDGE, _EDGE)
_ALTERNATIVES = st.lists(st.builds(Alternative, _TEXT, _SURE), max_size=2).map(tuple)
_WORDS = st.builds(Word, _TEXT, _TEXT, _BOXES, _SURE, _ALTERNATIVES, st.booleans(), st.booleans())
_LINES = st.builds(
    Line,
    st.lists(_WORDS, max_size=4).map(tuple),
    st.sampled_from(Region),
    _BOXES,
    st.booleans(),
    st.lists(st.integers(0, 9), max_size=2).map(tuple),
)
_PAGES = st.builds(
    Page,
    st.integers(1, 9),
    st.lists(_LINES, max_size=3).map(tuple),
    st.sampled_from(Route),
    _TEXT,
    _EDGE,
    _EDGE,
    st.sampled_from((0, 90, 180, 270)),
    _EDGE,
)


def test_a_plan_comes_back_whole(plan: Plan) -> None:
    line = plan_to_json(plan)
    assert "\n" not in line
    assert plan_from_json(line) == plan


@given(pages=st.lists(_PAGES, max_size=2).map(tuple))
def test_any_document_comes_back_whole(pages: tuple[Page, ...]) -> None:
    plan = Plan("p", Document("a.pdf", "0" * 64, pages))
    assert plan_from_json(plan_to_json(plan)) == plan


def test_boxes_are_kept_to_a_hundredth_of_a_point() -> None:
    word = Word("a", "a", Box(1.23456, 2, 3, 4), 0.98765432)
    page = Page(1, (Line((word,)),), Route.OCR)
    back = plan_from_json(plan_to_json(Plan("p", Document("a", "b", (page,)))))
    assert back.document.pages[0].words[0] == replace(
        word, box=Box(1.23, 2, 3, 4), confidence=0.9877
    )


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"plan_id": "x"}'])
def test_other_text_is_an_error(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        plan_from_json(line)
