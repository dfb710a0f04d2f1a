"""The tables that may be given away."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.plan import Evidence, Plan, SectionRow, Status, Value
from pipeline.tables import export_public, load, refresh, write_tables
from pipeline.tables.public import OUT, private

RULES = json.loads((files("pipeline.tables") / "data" / "private.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ĐT: 0233.3852.123 (giờ hành chính)", f"ĐT: {OUT} (giờ hành chính)"),
        ("liên hệ bà Lan, 0912 345 678.", f"liên hệ bà Lan, {OUT}."),
        ("+84 912 345 678", OUT),
        ("CCCD số 001199012345, cấp năm 2021", f"CCCD số {OUT}, cấp năm 2021"),
        ("Số tài khoản: 3713.0.1054321", f"Số tài khoản: {OUT}"),
        ("gửi về so.yte@example.vn trước 15/12", f"gửi về {OUT} trước 15/12"),
    ],
)
def test_numbers_go(text: str, left: str) -> None:
    assert private().clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 112/KH-SLĐTBXH ngày 12/01/2024",
        "giai đoạn 2023 - 2030; trước ngày 01 tháng 12 hằng năm",
        "Nghị định 26/2020/NĐ-CP, Quyết định 1315/QĐ-TTg ngày 09/11/2023",
        "kinh phí 1.250.000.000 đồng",
        "2024-03-12",
        # A committee: officials with their titles, no cue of private life.
        "Nguyễn Văn An, Giám đốc; Trần Thị Bình, Phó Giám đốc; Lê Văn Cường, Chánh Văn phòng",
    ],
)
def test_what_is_public_stays(text: str) -> None:
    assert private().clean(text) == text


def test_lists_of_private_persons_go() -> None:
    text = "1. Nguyễn Văn An, sinh năm 1950\n2. Lò Thị Bình, 1961\n3. Vàng A Chứ, 1949"
    assert private().clean(text) == OUT


@pytest.mark.parametrize("rule", RULES["numbers"], ids=lambda rule: rule["id"])
def test_each_rule_takes_its_examples(rule: dict[str, list[str]]) -> None:
    for example in rule["examples"]:
        assert OUT in private().clean(example)


def section(title: str, text: str, parent: int | None = None) -> SectionRow:
    def found(cell: str | int) -> Value:
        return Value(cell, Status.FOUND, Evidence(str(cell), "outline", 0.9))

    up = {} if parent is None else {"parent_order": found(parent)}
    return SectionRow(title=found(title), text=found(text), **up)


def test_the_public_tables(tmp_path: Path, make_plan: Callable[[int], Plan]) -> None:
    plan = replace(
        make_plan(1),
        sections=(
            section("DANH SÁCH hộ được hỗ trợ", "Gồm các hộ sau"),
            section("Tổ 1", "Nguyễn Văn An, tổ dân phố 1", parent=1),
            section("Mục đích", "Gọi 0912345678 để biết thêm"),
        ),
    )
    write_tables([plan], tmp_path)
    out = export_public(tmp_path)
    assert out == tmp_path / "public"
    public = load(out)
    assert public.pages["text"].isna().all()
    assert public.sections["text"].to_list() == ["Gồm các hộ sau", OUT, f"Gọi {OUT} để biết thêm"]
    assert list(public.plans["signer_name"]) == list(load(tmp_path).plans["signer_name"])
    assert not (out / "plans.jsonl").exists()
    assert refresh(out) is False
    everything = b"".join(p.read_bytes() for p in out.glob("*.csv"))
    assert b"0912345678" not in everything
    assert "Nguyễn Văn An".encode() not in everything
