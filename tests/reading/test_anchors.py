"""Lines that show the parts of the layout, badly read too."""

from __future__ import annotations

import pytest

from pipeline.reading.layout.anchors import is_motto, is_recipients_head, opens_motto


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


@pytest.mark.parametrize(
    ("line", "whole", "opens"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False),
        ("CỘNG HÒA XÃ HỘI", False, True),  # wrapped in a narrow cell
        ("CONG HOA XA HỌI CHU", False, True),  # as a recogniser has it
        ("ĐẢNG CỘNG SẢN", False, True),
        ("Độc lập - Tự do", False, True),
        ("CỘNG HÒA", False, False),  # too little to tell
        ("NGHĨA VIỆT NAM", False, False),  # the second half stands below a first
        ("CỘNG ĐỒNG XÃ HỘI HỌC TẬP", False, False),
        ("HỘI NÔNG DÂN VIỆT NAM", False, False),  # its end is the country's name alone
        ("CÔNG ĐOÀN VIỆT NAM", False, False),
        ("ĐĂNG CỌNG SẢN VIẸT NAM", True, False),
    ],
)
def test_the_state_s_name_whole_or_begun(line: str, whole: bool, opens: bool) -> None:
    assert is_motto(line) is whole
    assert (opens_motto(line) and not is_motto(line)) is opens
