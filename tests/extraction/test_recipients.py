"""The lines of Nơi nhận."""

# ruff: noqa: E501 - a row of (text, what is found) stays on one line

from __future__ import annotations

import pytest

from pipeline.extraction.recipients import find_recipients

PLAN = """KẾ HOẠCH
Triển khai phong trào

Thực hiện Kế hoạch của UBND tỉnh như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức./.

{block}
"""
END = "\nGIÁM ĐỐC\n\nVũ Quang Khải\n"


def recipients(context_of, block: str) -> list[tuple]:
    rows = find_recipients(context_of(PLAN.format(block=block)))
    return [(r.recipient.value, r.note.value) for r in rows]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Nơi nhận:\n- UBND tỉnh (b/c);\n- Sở Nội vụ;\n- Lưu: VT, VP.",
         [("UBND tỉnh", "b/c"), ("Sở Nội vụ", None), ("Lưu: VT, VP", None)]),
        ("Nơi nhận:\n- Sở Lao động – TB&XH; (b/c)\n- Lãnh đạo TT;\n- Lưu: VT.",
         [("Sở Lao động – TB&XH", "b/c"), ("Lãnh đạo TT", None), ("Lưu: VT", None)]),
        ("Nơi nhận:\n- Bộ Y tế (để báo cáo);\n- UBND các huyện,\nthị xã, thành phố;\n- Lưu: VT, NV (5b).",
         [("Bộ Y tế", "để báo cáo"), ("UBND các huyện, thị xã, thành phố", None),
          ("Lưu: VT, NV (5b)", None)]),
        ("Nơi nhận: - Như trên; - Sở Y tế (b/c); - Lưu: VT.",
         [("Như trên", None), ("Sở Y tế", "b/c"), ("Lưu: VT", None)]),
        ("Nơi nhận:\n- UBND huyện (b/c)\n- Các ban, ngành\n- Lưu VP",
         [("UBND huyện", "b/c"), ("Các ban, ngành", None), ("Lưu VP", None)]),
        ("Nơi nhận:\n- TT. Tỉnh ủy, TT. HĐND tỉnh (b/c);\n- Lưu: VT.",
         [("TT. Tỉnh ủy, TT. HĐND tỉnh", "b/c"), ("Lưu: VT", None)]),
    ],
)  # fmt: skip
def test_lines(context_of, block: str, expected: list[tuple]) -> None:
    assert recipients(context_of, block + END) == expected


def test_columns_flattened(context_of) -> None:
    block = "Nơi nhận: GIÁM ĐỐC\n- Các phòng; A\n- Website Sở; ﬂ B\n- Lưu: VT. _—"
    assert recipients(context_of, block) == [
        ("Các phòng", None),
        ("Website Sở", None),
        ("Lưu: VT", None),
    ]


def test_none(context_of) -> None:
    assert recipients(context_of, END) == []
