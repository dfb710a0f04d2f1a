"""Names of types as recognisers misread them."""

from __future__ import annotations

import pytest

from pipeline.normalisation.document_types import type_misread


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("QUYÉT ĐỊNH", "Quyết định"),  # hook and circumflex lost, as on most real scans
        ("UYẾT ĐỊNH", "Quyết định"),  # the first letter under a stamp
        ("KÉ HOẠCH", "Kế hoạch"),
        ("CHÍ THỊ", "Chỉ thị"),
        ("QUY CHÉ", "Quy chế"),
        ("THÔNG CAO", "Thông cáo"),  # not Thông báo: one letter more away
        ("QUYẾT NGHỊ", None),  # no type's name, and two letters from one
        ("HÀ NỘI", None),
        ("", None),
    ],
)
def test_type_misread(read: str, name: str | None) -> None:
    kind = type_misread(read)
    assert (kind.name if kind else None) == name
