"""Which lines of a letterhead are fixed wordings."""

from __future__ import annotations

import pytest

from pipeline.reading.layout.anchors import is_document_type


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("KẾ HOẠCH", True),
        ("PHƯƠNG ÁN", True),
        ("PHƯỜNG ÁN", True),  # a recogniser's tone
        ("PHỤ LỤC II", True),
        ("QUYẾT ĐỊNH:", False),  # what is decided
        ("PHƯỜNG TÂN AN", False),  # wards, by few letters no PHƯƠNG ÁN
        ("PHƯỜNG AN KHÁNH", False),
        ("UBND QUẬN THANH KHÊ", False),
    ],
)
def test_a_title_of_a_type(line: str, title: bool) -> None:
    assert is_document_type(line) is title
