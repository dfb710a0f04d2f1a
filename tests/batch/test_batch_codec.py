"""What goes into the cache comes out of it, and nothing else does."""

from __future__ import annotations

import zlib

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.codec import CodecError, pack, unpack
from pipeline.document import (
    Alternative,
    Box,
    Document,
    Finding,
    Line,
    Page,
    Region,
    Route,
    Severity,
    Word,
)
from pipeline.plan import Candidate, Evidence, Head, Phase, Plan, Status, Value

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


NUMBERS = st.integers(-(2**31), 2**31)
FLOATS = st.floats(allow_nan=False)  # NaN is not equal to itself
BOXES = st.none() | st.builds(Box, FLOATS, FLOATS, FLOATS, FLOATS)
WORDS = st.builds(
    Word, TEXT, TEXT, BOXES, FLOATS, st.lists(st.builds(Alternative, TEXT, FLOATS)).map(tuple)
)
LINES = st.builds(Line, st.lists(WORDS, max_size=3).map(tuple), st.sampled_from(Region), BOXES)
PAGES = st.builds(
    Page, NUMBERS, st.lists(LINES, max_size=3).map(tuple), st.sampled_from(Route), TEXT, FLOATS
)
FINDINGS = st.builds(Finding, TEXT, TEXT, TEXT, st.sampled_from(Severity), st.none() | NUMBERS)
DOCUMENTS = st.builds(
    Document, TEXT, TEXT, st.lists(PAGES, max_size=3).map(tuple), st.lists(FINDINGS).map(tuple)
)
EVIDENCE = st.builds(Evidence, TEXT, TEXT, FLOATS, st.none() | NUMBERS, BOXES)
VALUES = st.builds(
    Value,
    st.none() | TEXT | NUMBERS,
    st.sampled_from(Status),
    EVIDENCE,
    st.lists(st.builds(Candidate, TEXT, EVIDENCE, TEXT), max_size=2).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS)
def test_a_document_comes_back_equal(document: Document) -> None:
    assert unpack(Document, pack(document)) == document


@settings(max_examples=50, deadline=None)
@given(
    st.builds(
        Plan,
        TEXT,
        DOCUMENTS,
        st.builds(Head, title=VALUES, number=VALUES),
        phases=st.lists(st.builds(Phase, label=VALUES), max_size=3).map(tuple),
    )
)
def test_a_plan_comes_back_equal(plan: Plan) -> None:
    assert unpack(Plan, pack(plan)) == plan


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_a_value_keeps_the_type_of_what_it_holds(value: Value) -> None:
    back = unpack(Value, pack(value))
    assert back == value
    assert type(back.value) is type(value.value)


def test_enums_and_nested_parts_come_back_as_such() -> None:
    finding = Finding("s", "c", "m", Severity.ERROR, 3)
    (back,) = unpack(Document, pack(Document("n", "h", (), (finding,)))).findings
    assert back == finding
    assert back.severity is Severity.ERROR


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not packed at all",
        pack(Document("n", "h", ()))[:-3],  # cut
        zlib.compress(b"\xc1"),  # no MessagePack
        zlib.compress(msgpack.packb(["n", "h"])),  # too few fields
        zlib.compress(msgpack.packb(["n", "h", 5, []])),  # a number where pages should be
        zlib.compress(b"\x91" * 5000),  # nested without end
    ],
)
def test_other_bytes_are_an_error(data: bytes) -> None:
    with pytest.raises(CodecError):
        unpack(Document, data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for body in (data, zlib.compress(data)):
        try:
            unpack(Document, body)
        except CodecError:
            continue


def test_a_bomb_is_refused() -> None:
    bomb = zlib.compress(bytes(1 << 20) * 64, 9)
    with pytest.raises(CodecError):
        unpack(Document, bomb)
