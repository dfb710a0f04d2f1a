"""Period, phases and awards in the wordings of the genre (`time_and_awards.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction.awards import find_awards
from pipeline.extraction.times.period import find_period
from pipeline.extraction.times.phases import find_phases

CASES = tomllib.loads((Path(__file__).parent / "time_and_awards.toml").read_text("utf-8"))["case"]
PLAN = """KẾ HOẠCH
{title}

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, đơn vị ban hành Kế hoạch như sau:
{body}
Trên đây là Kế hoạch của đơn vị./.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


def those_with(column: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if column in case]


def context(context_of, case: dict[str, Any]):
    return context_of(PLAN.format(title=case["title"], body=case["body"].strip("\n")))


@pytest.mark.parametrize("case", those_with("period"))
def test_period(context_of, case: dict[str, Any]) -> None:
    assert [value.text for value in find_period(context(context_of, case))] == case["period"]


@pytest.mark.parametrize("case", those_with("phases"))
def test_phases(context_of, case: dict[str, Any]) -> None:
    found = find_phases(context(context_of, case))
    assert [[p.label.text, p.start.text, p.end.text] for p in found] == case["phases"]


@pytest.mark.parametrize("case", those_with("awards"))
def test_awards(context_of, case: dict[str, Any]) -> None:
    found = find_awards(context(context_of, case))
    assert [[a.form.text, a.level.text] for a in found] == case["awards"]
