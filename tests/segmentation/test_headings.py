"""Which words are a heading, and what a section is about."""

from __future__ import annotations

import pytest

from pipeline.segmentation.headings import heading_length, roles_of
from pipeline.segmentation.outline import Role
from pipeline.segmentation.rows import fold


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "MỤC ĐÍCH, YÊU CẦU"),
        ("Văn phòng Sở", "Văn phòng Sở"),
        ("Phạm vi: Các phòng chuyên môn thuộc Ban.", "Phạm vi"),  # run in
        ("Giai đoạn 1 (từ 2023-2025): Tổ chức triển khai.", "Giai đoạn 1 (từ 2023-2025)"),
        ("MỤC ĐÍCH, YÊU CẦU Phát huy sức mạnh của hệ thống.", "MỤC ĐÍCH, YÊU CẦU"),  # glued
        ("Đối với tập thể:", "Đối với tập thể:"),
        ("Văn phòng Sở. Chủ trì, phối hợp với các đơn vị.", "Văn phòng Sở"),
        ("Tuyên truyền, nâng cao nhận thức của cán bộ về vai trò của học tập.", ""),
        ("Bằng khen của Thủ tướng Chính phủ;", ""),
    ],
)
def test_heading_of_an_item(text: str, heading: str) -> None:
    assert text[: heading_length(text, True, True)] == heading


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", (Role.PURPOSE,)),
        ("PHẠM VI, ĐỐI TƯỢNG", (Role.SCOPE,)),
        ("TIÊU CHÍ THI ĐUA VÀ HÌNH THỨC KHEN THƯỞNG", (Role.CRITERIA, Role.AWARDS)),
        ("GIẢI PHÁP VÀ TIẾN ĐỘ THỰC HIỆN", (Role.SOLUTIONS, Role.SCHEDULE)),
        ("KINH PHÍ THỰC HIỆN", (Role.FUNDING,)),
        ("TỔ CHỨC THỰC HIỆN", (Role.ORGANISATION,)),
        ("PHÂN CÔNG TRÁCH NHIỆM", (Role.ORGANISATION,)),
        ("TO CHUC THUC HIEN", (Role.ORGANISATION,)),  # marks lost
        ("Văn phòng Sở", ()),
    ],
)
def test_roles_by_title(title: str, roles: tuple[Role, ...]) -> None:
    assert roles_of(fold(title), "") == roles


def test_roles_by_content() -> None:
    text = fold("Giai đoạn 1 (từ 2023 - 2025).")
    assert roles_of("", text) == (Role.SCHEDULE,)


def test_every_role_rule_matches_its_example() -> None:
    import json
    from importlib.resources import files

    data = json.loads(
        (files("pipeline.segmentation") / "data" / "headings.json").read_text("utf-8")
    )
    for rule in data["roles"]:
        title = rule["example"].split(". ", 1)[-1]
        assert Role(rule["id"]) in roles_of(fold(title), ""), rule["id"]
