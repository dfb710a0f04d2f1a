"""Lines that show the parts of the layout, badly read too."""

from __future__ import annotations

import pytest

from pipeline.reading.anchors import is_recipients_head


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Nơi nhận:", True),
        ("Mới nhận:", True),
        ("Nơi nhận: KT. GIÁM ĐỐC", True),
        # The first letters under a pen stroke, as on stamped decisions.
        ("nhận:", True),
        ("„ơi nhận:", True),
        ("nhận", False),
        ("Xác nhận:", False),
        ("nhận xét:", False),
    ],
)
def test_the_head_of_the_recipients(line: str, expected: bool) -> None:
    assert is_recipients_head(line) is expected
