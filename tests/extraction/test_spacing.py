"""Words that a recogniser wrote together."""

from __future__ import annotations

import pytest

from pipeline.extraction.misread.spacing import glued, spaced
from pipeline.extraction.tasks.tables_inside import column_kind


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("Sở Vănhóavà Thể thao", "Sở Văn hóa và Thể thao"),
        ("Đài Phátthanh tỉnh", "Đài Phát thanh tỉnh"),
        ("SởGiáodục và Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("Côngan tỉnh", "Côngan tỉnh"),  # công an or côn gan: it stays
        ("UBND huyện nghiêng", "UBND huyện nghiêng"),  # one syllable each
        ("Website Trường", "Website Trường"),  # no Vietnamese word
    ],
)
def test_words_are_parted_where_one_way_is_left(read: str, expected: str) -> None:
    assert spaced(read) == expected


def test_what_is_longer_than_a_syllable() -> None:
    assert glued("Đơnvịchủtrì")
    assert not glued("Đơn vị nghiêng")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("don vi chu tri", "unit"),
        ("donvjichuti", "unit"),  # Đơn vị chủ trì, one letter wrong, one lost
        ("donviphoi hop", "coordinate"),
        ("noidungcong viec", "task"),
        ("thoigianthuc hien", "time"),
        ("ketquadatduoc", None),
    ],
)
def test_headers_written_together(header: str, kind: str | None) -> None:
    assert column_kind(header, {}) == kind
