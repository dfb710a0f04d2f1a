"""Sentences that cite, in forms unlike one another (citations.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction.body_mentions import BodyFinder
from pipeline.extraction.citations.base import basis_row
from pipeline.extraction.citations.citations import find_citations
from pipeline.extraction.context import Context
from pipeline.normalisation.provinces import find_province

ROWS = tomllib.loads(Path(__file__).with_name("citations.toml").read_text("utf-8"))["row"]
PLAN = """KẾ HOẠCH
Công tác năm 2024

{text}
Đơn vị xây dựng Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao nhận thức.
"""
COLUMNS = ("relation", "doc_type", "number_symbol", "date", "issuer_normalised")


def cited(context: Context) -> list[list[str]]:
    """The citations' columns, as the rows of citations.toml have them."""
    province = find_province("Bắc Giang")
    found = find_citations(context, BodyFinder(context), None, "Kế hoạch")
    made = (basis_row(context, citation, province) for citation in found)
    return [[getattr(row, column).text for column in COLUMNS] for row in made]


@pytest.mark.parametrize("row", ROWS, ids=[row["cites"][0][2] for row in ROWS])
def test_cited(context_of: Any, row: dict[str, Any]) -> None:
    found = cited(context_of(PLAN.format(text=row["text"])))
    for made, wanted in zip(found, row["cites"], strict=False):
        if wanted[0] == "*":  # whether a change of a basis is one is left open
            made[0] = "*"
    assert found == row["cites"]
