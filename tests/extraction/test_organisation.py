"""Organisation sections as the genre writes them: who does what, who reports to whom by when.

The cases are data (`organisation/*.toml`); each says why it is there. They were written before
the rules were tried on them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction.tasks.assignments import find_assignments
from pipeline.extraction.tasks.deadlines import find_deadlines
from pipeline.plan import values_of

HERE = Path(__file__).parent / "organisation"
PLAN = """KẾ HOẠCH
Triển khai Chương trình phát triển nguồn nhân lực

Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của UBND tỉnh, đơn vị ban hành Kế hoạch như sau:
{before}{body}
Trên đây là Kế hoạch triển khai Chương trình phát triển nguồn nhân lực./.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Văn Bình
"""


def cases() -> list[Any]:
    found = [
        pytest.param(case, id=f"{path.stem}:{case['id']}")
        for path in sorted(HERE.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]
    assert len(found) >= 40
    return found


def context(context_of, case: dict[str, Any]):
    return context_of(PLAN.format(before=case.get("before", ""), body=case["body"].strip("\n")))


@pytest.mark.parametrize("case", cases())
def test_units_and_their_tasks(context_of, case: dict[str, Any]) -> None:
    if "units" not in case:
        pytest.skip("a case of deadlines")
    counts: dict[tuple[str, str], int] = {}
    others: set[str] = set()
    for row in find_assignments(context(context_of, case)):
        if row.role.value == "coordinate":
            others.add(row.unit.text)
        else:
            key = (row.section.text, row.unit.text)
            counts[key] = counts.get(key, 0) + 1
    assert [[*key, number] for key, number in counts.items()] == case["units"]
    if "coordinators" in case:
        assert others == set(case["coordinators"])


COLUMNS = ("as_written", "recurrence", "date", "month", "day", "by", "to", "via", "onward_to")


@pytest.mark.parametrize("case", cases())
def test_deadlines(context_of, case: dict[str, Any]) -> None:
    rows = find_deadlines(context(context_of, case))
    found = [
        {k: v.value for k, v in values_of(row) if k in COLUMNS and v.value is not None}
        for row in rows
    ]
    assert found == case["deadlines"]
