"""Statuses on plans with known edits, and the single cases behind them."""

from __future__ import annotations

from collections import Counter

import pytest
from synthetic import compared, edited_plan, f1_by_status, template_plan, texts

from pipeline.comparison.align import align
from pipeline.comparison.difference import difference, written
from pipeline.comparison.items import plan_items
from pipeline.comparison.status import Outcome, outcomes
from pipeline.comparison.template import Template, template_of_plan
from pipeline.comparison.words import Words

PLANS = 30


def template() -> Template:
    made = template_plan()
    return template_of_plan(plan_items({"plan_id": "t"}, made.rows), "c")


def scores(noise: float, bare: bool) -> dict[str, float]:
    """F1 of each status and of `added` over PLANS plans."""
    against = template()
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(PLANS):
        found += compared(edited_plan(f"p{seed}", seed, noise, bare), against)
    return f1_by_status(found)


@pytest.mark.parametrize(
    ("noise", "bare", "least"),
    [
        (0.0, False, 0.95),
        (0.0, True, 0.95),  # all marks gone: nothing else changed
        (0.04, False, 0.92),  # one letter in 25 misread, as on a bad scan
        (0.06, True, 0.92),  # an engine of another language
    ],
)
def test_known_edits_come_out(noise: float, bare: bool, least: float) -> None:
    found = scores(noise, bare)
    assert set(found) == {
        "kept", "reworded", "moved", "shortened", "split", "omitted", "added",
    }  # fmt: skip
    assert min(found.values()) >= least, found


def one(plan: list[tuple[str, str]], items: list[tuple[str, str]]) -> list[Outcome]:
    """Outcomes of (section, text) items against a template of such."""
    own = plan_items({"plan_id": "p"}, rows(plan))
    return outcomes(align(own, template_of_plan(plan_items({"plan_id": "t"}, rows(items)), "c")))


def rows(items: list[tuple[str, str]]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    tops: dict[str, int] = {}
    for section, text in items:
        if section not in tops:
            tops[section] = len(found) + 1
            found.append({"order": len(found) + 1, "marker": "I.", "title": section})
        parent = tops[section]
        found.append({"order": len(found) + 1, "text": text, "parent_order": parent})
    return found


A = "Rà soát toàn bộ hệ thống điện trong trụ sở và thay thế dây dẫn cũ trước mùa mưa"
B = "Mở lớp kỹ năng sơ cứu bỏng dành cho giáo viên mầm non, bảo mẫu và người trông trẻ"
C = "Vận động mỗi gia đình mở lối thoát nạn thứ hai, cất giữ búa và thang dây"


@pytest.mark.parametrize(
    ("plan", "items", "expected"),
    [
        # Numerals shift with an added section: content decides.
        ([("PHẠM VI", C), ("NỘI DUNG", A)], [("NỘI DUNG", A)], ["kept"]),
        # The heading has other words, and none of the other headings fits better.
        ([("NỘI DUNG THỰC HIỆN", A)], [("NỘI DUNG PHONG TRÀO", A)], ["kept"]),
        # Into a section that stands for another.
        (
            [("NỘI DUNG", B), ("GIẢI PHÁP", C), ("GIẢI PHÁP", A)],
            [("NỘI DUNG", A), ("NỘI DUNG", B), ("GIẢI PHÁP", C)],
            ["moved", "kept", "kept"],
        ),
        # Two sections made one: nothing moved.
        (
            [("GIẢI PHÁP VÀ TIẾN ĐỘ THỰC HIỆN", A), ("GIẢI PHÁP VÀ TIẾN ĐỘ THỰC HIỆN", B)],
            [("GIẢI PHÁP THỰC HIỆN", A), ("TIẾN ĐỘ THỰC HIỆN", B)],
            ["kept", "kept"],
        ),
        # Two items in one: both are there.
        ([("NỘI DUNG", f"{A}. {B}")], [("NỘI DUNG", A), ("NỘI DUNG", B)], ["kept", "kept"]),
        # The same sentence stands twice: each meets its own place.
        (
            [("NỘI DUNG", A), ("NỘI DUNG", B), ("GIẢI PHÁP", A)],
            [("NỘI DUNG", A), ("NỘI DUNG", B), ("GIẢI PHÁP", A)],
            ["kept", "kept", "kept"],
        ),
        # One word for another is not "word for word".
        ([("NỘI DUNG", A.replace("trụ sở", "nhà máy"))], [("NỘI DUNG", A)], ["reworded"]),
        # Another year is a difference, whoever read it.
        ([("NỘI DUNG", f"{A} năm 2024")], [("NỘI DUNG", f"{A} năm 2023")], ["reworded"]),
        # Nothing alike.
        ([("NỘI DUNG", C)], [("NỘI DUNG", A)], ["omitted"]),
        ([], [("NỘI DUNG", A)], ["omitted"]),
    ],
)
def test_cases(
    plan: list[tuple[str, str]], items: list[tuple[str, str]], expected: list[str]
) -> None:
    assert [outcome.status for outcome in one(plan, items)] == expected


def test_a_reworded_item_elsewhere_says_both() -> None:
    changed = A.replace("dây dẫn cũ", "toàn bộ ổ cắm")
    items = [("NỘI DUNG", A), ("NỘI DUNG", B), ("GIẢI PHÁP", C)]
    first = one([("NỘI DUNG", B), ("GIẢI PHÁP", C), ("GIẢI PHÁP", changed)], items)[0]
    assert (first.status, first.also_moved) == ("reworded", True)
    assert first.difference == "… và thay thế [-dây dẫn cũ-]{+toàn bộ ổ cắm+} trước mùa mưa"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("của người dân", "cua nguoi dan", ""),  # marks lost
        ("hòa bình", "hoà bình", ""),  # two ways to place a tone
        ("học tập suốt đời", "học tập sudt đời", ""),  # no syllable: misread
        ("học tập suốt đời", "họctập suốt đời", ""),  # run together
        ("cả nước thi đua", "cả tỉnh thi đua", "cả [-nước-]{+tỉnh+} thi đua"),
        ("đến năm 2023", "đến năm 2024", "đến năm [-2023-]{+2024+}"),
        ("giấy khen", "giấy khen Hiệu trưởng", "giấy khen {+Hiệu trưởng+}"),
    ],
)
def test_difference(left: str, right: str, expected: str) -> None:
    before, after = Words.of(left), Words.of(right)
    assert written(before, after, difference(before, after)) == expected


def test_coverage_is_told_both_ways() -> None:
    clipped = " ".join(A.split()[:9])
    found = one([("NỘI DUNG", clipped)], [("NỘI DUNG", A)])[0]
    assert found.status == "shortened"
    assert found.plan_coverage == 1.0
    assert found.template_coverage == pytest.approx(9 / len(Words.of(A)))


def test_every_item_meets_itself() -> None:
    made = template_plan()
    found = outcomes(align(plan_items({"plan_id": "t"}, made.rows), template()))
    assert [o.status for o in found] == ["kept"] * len(texts())
