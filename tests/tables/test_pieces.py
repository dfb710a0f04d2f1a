"""Rows as the bytes of every kind of file, whatever order they are put together in."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from pipeline.plan import Plan
from pipeline.tables import load, write_pieces, write_tables
from pipeline.tables.cells import clean, sheet_cell
from pipeline.tables.pieces import piece_of, pieces_of, sheet_row
from pipeline.tables.schema import tables

Make = Callable[[int], Plan]


@pytest.mark.parametrize(
    ("cell", "xml"),
    [
        (None, "<c/>"),
        (3, "<c><v>3</v></c>"),
        (0.1, "<c><v>0.1</v></c>"),
        (True, '<c t="b"><v>1</v></c>'),
        (float("nan"), "<c/>"),  # a sheet knows no such number
        ("Kế hoạch", '<c t="inlineStr"><is><t>Kế hoạch</t></is></c>'),
        ("=1+1", '<c t="inlineStr"><is><t>=1+1</t></is></c>'),  # text, no formula
        ("a<b>&", '<c t="inlineStr"><is><t>a&lt;b&gt;&amp;</t></is></c>'),
        (" a", '<c t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>'),
        ("a\nb", '<c t="inlineStr"><is><t>a&#10;b</t></is></c>'),  # a row stays one line
        ("a\x0bb\r", '<c t="inlineStr"><is><t xml:space="preserve">a_x000B_b_x000D_</t></is></c>'),
        ("_x0041_", '<c t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),  # not the letter A
    ],
)
def test_a_cell_of_a_sheet(cell: str | float | None, xml: str) -> None:
    assert sheet_cell(cell) == xml


@given(st.text(max_size=50))
def test_any_text_comes_back_from_its_cell(text: str) -> None:
    cell = clean(text)
    row = sheet_row([cell])
    assert row.count("\n") == 1
    found = ET.fromstring(row).findtext(".//t")
    assert unescape(found or "") == (cell or "")


def test_a_piece_says_nothing_of_its_place(tmp_path: Path, make_plan: Make) -> None:
    """The tables of two plans are those of one and of the other, in either order."""
    one, two = pieces_of(make_plan(1), 0.8), pieces_of(make_plan(2), 0.8)
    write_pieces([two, one], tmp_path / "pieces")
    write_tables([make_plan(2), make_plan(1)], tmp_path / "plans")
    for path in sorted((tmp_path / "plans").rglob("*.*")):
        if path.is_file():
            twin = tmp_path / "pieces" / path.relative_to(tmp_path / "plans")
            assert twin.read_bytes() == path.read_bytes(), path.name


def test_a_cell_of_the_wrong_type_is_an_error() -> None:
    with pytest.raises(ValueError, match="two"):
        piece_of(tables()["plans"], [{"plan_id": "p1", "pages": "two"}])


def test_a_plan_without_rows_has_empty_pieces(tmp_path: Path, make_plan: Make) -> None:
    bare = replace(make_plan(1), phases=(), assignments=())
    write_pieces([pieces_of(bare, 0.8)], tmp_path)
    assert load(tmp_path).phases.empty
    sheet = openpyxl.load_workbook(tmp_path / "plans.xlsx", read_only=True)["phases"]
    assert len(list(sheet.iter_rows())) == 1  # its header; a stream is told its size
