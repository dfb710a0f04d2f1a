"""The garbled seed plan, where the team's shared folder is there."""

from __future__ import annotations

from pathlib import Path

from pipeline.restoration import Restorer, restore_text

WORDS = [
    # What must be readable in the fields of the plan; nothing of it is trained on.
    "TRƯỜNG ĐẠI HỌC HÀ TĨNH",
    "/KH-TĐHHT",
    "ngày 12 tháng 3 năm 2024",
    "27/KH-TĐHHT ngày 19/01/2024 của UBND tỉnh",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "Hội đồng Thi đua - Khen thưởng",
    "1. Giai đoạn 1 (từ 2023 - 2025)",
    "VI. TỔ CHỨC THỰC HIỆN",
    "Lưu: VT, TCHC.",
]


def seed(seeds: Path, number: str) -> str:
    (path,) = seeds.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def test_the_garbled_seed_is_readable(restorer: Restorer, seeds: Path) -> None:
    found = restore_text(seed(seeds, "004"), restorer).text
    missing = [words for words in WORDS if words not in found]
    assert not missing


def test_the_clean_seeds_stay_as_they_are(restorer: Restorer, seeds: Path) -> None:
    for number in ("000", "001", "002", "003"):
        text = seed(seeds, number)
        found = restore_text(text, restorer)
        assert len(found.changes) <= 0.0005 * len(text.split())
