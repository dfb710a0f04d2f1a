"""Misread names of places: the one that is meant, or none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.normalisation import localities
from pipeline.normalisation.localities import known_locality, meant_locality


@pytest.mark.parametrize(
    ("read", "kind", "meant"),
    [
        ("Giống Trộm", "", "Giồng Trôm"),  # marks lost or moved
        ("Luc Ngạn", "huyện", "Lục Ngạn"),
        ("QUYẾT TIÊN", "xã", "Quyết Tiến"),
        ("Kon Tuïn", "tỉnh", "Kon Tum"),  # m read as two letters
        ("Pieiku", "thành phố", "Pleiku"),  # l read as i
        ("Lục Ngạn", "huyện", None),  # right as it stands
        ("Mường Hum", "xã", None),  # a name of 2025
        ("Hà Nội", "", None),
        ("Tân Chinh Xanh", "xã", None),  # like none
        ("", "", None),
    ],
)
def test_the_place_that_is_meant(read: str, kind: str, meant: str | None) -> None:
    assert meant_locality(read, kind) == meant


def test_several_that_could_be_meant_are_none() -> None:
    """Of Tân Phú, Tân Phù, Tân Phụ more than one exists: nothing is chosen."""
    both = [name for name in ("Bình An", "Bình Ân", "Bình Ấn") if known_locality(name)]
    assert len(both) > 1
    assert meant_locality("Binh An", "xã") is None


def test_without_the_table_nothing_is_mended(monkeypatch, tmp_path: Path) -> None:
    caches = (localities._spelled, localities._alike, localities._names)
    monkeypatch.setattr(localities, "_TABLE", tmp_path / "none.json")
    for cache in caches:
        cache.cache_clear()
    try:
        assert meant_locality("Luc Ngạn", "huyện") is None
        assert meant_locality("Kon Tuïn", "tỉnh") == "Kon Tum"  # the provinces are our own
    finally:
        for cache in caches:
            cache.cache_clear()


def test_the_package_itself_is_not_imported() -> None:
    code = (
        "import sys; from pipeline.normalisation.localities import meant_locality;"
        "assert meant_locality('Luc Ngạn') == 'Lục Ngạn'; sys.exit('underthesea' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
