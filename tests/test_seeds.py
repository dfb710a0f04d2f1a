"""The five seed plans, from file to tables, against their hand-checked fields.

The gold stays with the team (`../shared/seeds/gold_fields.json`); nothing of it is
copied here, so these tests skip where the folder is absent.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import pipeline
from pipeline.vietnamese import fold_tone_placement, nfc

IDS = ("000", "001", "002", "003", "004")
Gold = dict[str, Any]


@pytest.fixture(scope="module")
def gold(seeds: Path) -> dict[str, Gold]:
    return json.loads((seeds / "gold_fields.json").read_text("utf-8"))["documents"]


@pytest.fixture(scope="module")
def corpus(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pipeline.run([seeds], out=tmp_path_factory.mktemp("seeds"))


def fold(text: object) -> str:
    """Comparison form: NFC, one kind of dash and quote, no case, no tone placement."""
    plain = nfc(str(text)).replace("–", "-").replace("“", '"').replace("”", '"')
    return fold_tone_placement(" ".join(plain.casefold().split())).strip(" .;")


def cell(frame: pd.DataFrame, column: str) -> str:
    value = frame.iloc[0][column]
    return "" if pd.isna(value) else str(value)


class Seed:
    """One seed's rows in every table."""

    def __init__(self, corpus: Any, gold: Gold) -> None:
        self.gold = gold
        plans = corpus.plans
        self.plan = plans[plans["file"].str.endswith(gold["file"])]
        assert len(self.plan) == 1, f"{gold['file']} is not exactly one row"
        self.corpus = corpus
        self.plan_id = self.plan.iloc[0]["plan_id"]

    def rows(self, table: str) -> pd.DataFrame:
        frame = getattr(self.corpus, table)
        return frame[frame["plan_id"] == self.plan_id]

    def status(self, column: str) -> str:
        evidence = self.rows("evidence")
        chosen = evidence[(evidence["table"] == "plans") & (evidence["column"] == column)]
        assert len(chosen) == 1, f"evidence of {column}: {len(chosen)} rows"
        return str(chosen.iloc[0]["status"])

    def check(self, column: str, expected: object) -> None:
        """`expected` found; "missing", "blank" and "unreadable" are statuses."""
        got = cell(self.plan, column)
        if expected is None or expected in ("missing", "blank", "unreadable"):
            assert got == "", f"{column}: {got!r} where nothing is"
            assert self.status(column) == (expected or "missing")
        else:
            assert fold(got) == fold(expected), column


@pytest.fixture(params=IDS)
def seed(request: pytest.FixtureRequest, corpus: Any, gold: dict[str, Gold]) -> Seed:
    return Seed(corpus, gold[request.param])


def test_nothing_failed(corpus: Any) -> None:
    assert len(corpus.plans) == len(IDS)  # gold_fields.json is skipped, not read


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("doc_type", "doc_type"),
        ("issuer_normalised", "issuer.normalised"),
        ("province", "province.value"),
        ("place", "place"),
        ("number", "own_number"),
        ("symbol", "own_symbol"),
        ("date", "date"),
        ("period_start", "period.start"),
        ("period_end", "period.end"),
        ("signer_name", "signer.name"),
        ("signer_title", "signer.title"),
        ("signing_capacity", "signer.capacity"),
    ],
)
def test_head(seed: Seed, column: str, path: str) -> None:
    expected: Any = seed.gold
    for key in path.split("."):
        expected = expected[key]
    seed.check(column, expected)


def test_title(seed: Seed) -> None:
    seed.check("title", seed.gold.get("title", seed.gold["title_as_written"]))


def test_issuer_as_written(seed: Seed) -> None:
    raw = seed.rows("evidence").query("table == 'plans' and column == 'issuer'").iloc[0]["raw"]
    assert fold(seed.gold["issuer"]["as_written"]) in fold(raw)


def test_new_province(seed: Seed) -> None:
    seed.check("province_2025", seed.gold["province"].get("new_province_2025"))


def test_base(seed: Seed) -> None:
    base = seed.gold["base_documents"][0]
    seed.check("base_type", base["type"])
    seed.check("base_number", base["number"])
    seed.check("base_symbol", base["symbol"])
    seed.check("base_number_symbol", f"{base['number']}/{base['symbol']}")
    seed.check("base_date", base["date"])
    expected = base["issuer_normalised"].removesuffix(" (tỉnh not named)")
    seed.check("base_issuer_normalised", expected)


def test_base_conflict_is_kept(corpus: Any, gold: dict[str, Gold]) -> None:
    """004 names UBND tỉnh in words and the university in the symbol: both stay."""
    seed = Seed(corpus, gold["004"])
    assert seed.status("base_symbol") == "conflict"
    assert seed.status("base_issuer") == "conflict"


def test_phases(seed: Seed) -> None:
    expected = [(p["label"], str(p["start"]), str(p["end"])) for p in seed.gold["phases"]]
    rows = seed.rows("phases")
    got = [(r.label, str(r.start), str(r.end)) for r in rows.itertuples()]
    assert [tuple(map(fold, e)) for e in expected] == [tuple(map(fold, g)) for g in got]


def test_units_and_tasks(seed: Seed) -> None:
    rows = seed.rows("assignments")
    rows = rows[rows["role"] != "coordinate"]
    got = [(str(u["unit"].iloc[0]), len(u)) for _, u in rows.groupby("unit_order", sort=True)]
    expected = [
        (u.get("normalised", u["as_written"]), u["task_count"]) for u in seed.gold["assigned_units"]
    ]
    assert [fold(unit) for unit, _ in got] == [fold(unit) for unit, _ in expected]
    for (unit, tasks), (_, gold_tasks) in zip(got, expected, strict=True):
        assert abs(tasks - gold_tasks) <= 1, unit


def test_deadlines(seed: Seed) -> None:
    got = seed.rows("deadlines")
    expected = seed.gold["report_deadlines"]
    assert len(got) == len(expected)
    for row, gold in zip(got.itertuples(), expected, strict=True):
        assert fold(gold["as_written"]) in fold(row.as_written)
        assert fold(row.by) == fold(gold["by"])
        assert fold(row.to) == fold("; ".join(gold["to"]))
        for column in ("recurrence", "month", "day", "via"):
            got_value = getattr(row, column)
            assert gold.get(column) is None or fold(got_value) == fold(gold[column]), column
        if gold.get("onward_to"):
            assert fold(row.onward_to) == fold("; ".join(gold["onward_to"]))


def test_awards(seed: Seed) -> None:
    got = [fold(form) for form in seed.rows("awards")["form"]]
    assert got == [fold(award["form"]) for award in seed.gold["award_forms"]]


def test_recipients(seed: Seed) -> None:
    rows = seed.rows("recipients")
    got = [
        fold(r.recipient) + (fold(r.note) if isinstance(r.note, str) else "")
        for r in rows.itertuples()
    ]
    strip = str.maketrans("", "", "();")
    expected = [fold(r).translate(strip).replace(" ", "") for r in seed.gold["recipients"]]
    assert [g.translate(strip).replace(" ", "") for g in got] == expected


def test_other_documents(seed: Seed) -> None:
    rows = seed.rows("bases")
    written = {fold(n) for n in rows["number_symbol"].dropna()}
    for other in seed.gold["other_documents"]:
        if other["number"]:
            assert fold(f"{other['number']}/{other['symbol']}") in written
