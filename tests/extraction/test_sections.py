"""The outline as rows."""

from __future__ import annotations

from pipeline.extraction.sections import find_sections


def test_rows(context_of) -> None:
    rows = find_sections(
        context_of(
            "KẾ HOẠCH\nTriển khai phong trào\n\nThực hiện Kế hoạch của UBND tỉnh:\n"
            "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nNâng cao nhận thức.\n2. Yêu cầu: đúng tiến độ.\n"
        )
    )
    shown = [
        (r.level.value, r.marker.value, r.title.value, r.text.value, r.parent_order.value)
        for r in rows
    ]
    assert shown == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU", None, None),
        (2, "1.", "Mục đích", "Nâng cao nhận thức.", 1),
        (2, "2.", "Yêu cầu", "đúng tiến độ.", 1),
    ]
    assert [r.role.value for r in rows] == ["purpose", "purpose", "purpose"]
    assert {(r.page_start.value, r.page_end.value) for r in rows} == {(1, 1)}
