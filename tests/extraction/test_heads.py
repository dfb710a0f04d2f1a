"""Whole heads of unlike bodies (heads.toml): each column that a row names comes out so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction.assembly import assemble
from pipeline.extraction.context import Context
from pipeline.plan import Head, Status, Value

ROWS = tomllib.loads(Path(__file__).with_name("heads.toml").read_text("utf-8"))["head"]


@pytest.mark.parametrize("row", ROWS, ids=[row["note"][:50] for row in ROWS])
def test_head(context_of: Any, row: dict[str, Any]) -> None:
    head = _head(context_of(row["text"]))
    said = {column: _said(getattr(head, column)) for column in row["want"]}
    assert said == {column: _plain(cell) for column, cell in row["want"].items()}


def _head(context: Context) -> Head:
    return assemble(context.document, context.outline).head


def _said(value: Value) -> str:
    """The value, or its status in brackets where it has none that counts."""
    if value.status in (Status.FOUND, Status.MISSING):
        return value.text
    return f"<{value.status.value}>"


def _plain(cell: Any) -> str:
    return f"<{cell['status']}>" if isinstance(cell, dict) else str(cell)
