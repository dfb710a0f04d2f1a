"""The code book against the types and the contract's promises."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.plan import ROW_TYPES, Head, Plan
from pipeline.tables.schema import LIST_TABLES, RUN_TABLES, tables

# The contract's row of plans, letter for letter.
PLANS = (
    "plan_id, file, sha256, pages, route, doc_type, attached_type, number_symbol, number, symbol, "
    "date, place, title, issuer, issuer_normalised, body_level, parent_body, province, "
    "province_2025, campaign, base_type, base_number_symbol, base_number, base_symbol, base_date, "
    "base_issuer, base_issuer_normalised, period_start, period_end, phase_count, unit_count, "
    "signer_name, signer_title, signing_capacity, recipient_count, confidence, needs_review"
)


def test_plans_has_the_contracts_columns_in_order() -> None:
    assert ", ".join(tables()["plans"].names) == PLANS


def test_each_value_of_the_head_has_a_column() -> None:
    assert {f.name for f in fields(Head)} <= set(tables()["plans"].names)


@pytest.mark.parametrize("name", LIST_TABLES)
def test_list_tables_have_the_columns_of_their_parts(name: str) -> None:
    columns = tuple(f.name for f in fields(ROW_TYPES[name]))
    assert tables()[name].names == ("plan_id", "file", "order", *columns)
    assert name in {f.name for f in fields(Plan)}


@pytest.mark.parametrize("name", RUN_TABLES)
def test_columns_are_described_in_both_languages(name: str) -> None:
    for column in tables()[name].columns:
        assert column.type in {"text", "integer", "number", "boolean"}
        assert column.english
        assert column.vietnamese
        assert column.english != column.vietnamese
