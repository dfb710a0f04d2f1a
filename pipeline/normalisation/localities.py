"""Provinces, districts and communes by name, and the one that a misread name means.

The names are those of before and after July 2025 in the table that underthesea ships
with its address converter: 10,600 communes with their districts. The converter itself
answers for one whole address and knows no misreadings, so its table is read, and
underthesea is not imported, which would cost half a second. Only names from recognised
pages are looked up here; where the table is absent, nothing is mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.normalisation.provinces import provinces
from pipeline.normalisation.text import key
from pipeline.vietnamese import strip_marks

_TABLE = Path("address", "data", "mapping.json")
_COLUMNS = ("old_district", "old_ward", "new_ward")
_KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Quận", "Huyện", "Phường", "Xã")


def known_locality(name: str) -> bool:
    """Whether some province, district or commune is spelled so."""
    return key(name) in _spelled()


def meant_locality(name: str, kind: str = "") -> str | None:
    """The one locality that a name without its right marks means: `Luc Ngạn`, Lục Ngạn.

    `kind` (huyện, xã, ...) narrows the choice. None for a name that is right as it
    stands, that nothing is like, or that several localities could be.
    """
    return None if known_locality(name) else spelled_locality(name, kind)


def spelled_locality(name: str, kind: str = "", *, only_kind: bool = False) -> str | None:
    """The one locality with a name's bare letters, whatever its marks; see meant_locality.

    With `only_kind` others than of that kind are none.
    """
    alike = _alike().get(skeleton(name), {})
    same_kind = {spelled for spelled, kinds in alike.items() if kind.lower() in kinds}
    chosen = same_kind if only_kind else same_kind or set(alike)
    return chosen.pop() if len(chosen) == 1 else None


def skeleton(name: str) -> str:
    """What is left of a name when a recogniser confuses marks, m and rn or in, l and i."""
    bare = strip_marks(key(name, marks=False))
    return bare.replace("rn", "m").replace("in", "m").replace("l", "i")


@lru_cache(maxsize=1)
def _spelled() -> frozenset[str]:
    return frozenset(key(name) for name, _ in _names())


@lru_cache(maxsize=1)
def _alike() -> dict[str, dict[str, set[str]]]:
    """Skeleton to the names that have it, each with its kinds in small letters."""
    found: dict[str, dict[str, set[str]]] = {}
    for name, kind in _names():
        found.setdefault(skeleton(name), {}).setdefault(name, set()).add(kind)
    return found


@lru_cache(maxsize=1)
def _names() -> frozenset[tuple[str, str]]:
    """(name, kind in small letters) of every locality; a ward's bare number is no name."""
    communes = {parted(cell) for row in table() for cell in map(row.get, _COLUMNS) if cell}
    named = {(name, kind) for name, kind in communes if not name.isdigit()}
    return frozenset(named | {(p.name, p.kind) for p in provinces()})


def parted(unit: str) -> tuple[str, str]:
    """(name, kind in small letters) of a cell of the table: `Huyện Lục Ngạn`."""
    kind = next((k for k in _KINDS if unit.startswith(k + " ")), "")
    return unit[len(kind) :].strip(), kind.lower()


def table() -> Iterator[dict[str, Any]]:
    """The table's rows: old and new province, district and commune, each with its kind."""
    found = find_spec("underthesea")
    table = Path(found.origin).parent / _TABLE if found and found.origin else _TABLE
    try:
        yield from json.loads(table.read_text(encoding="utf-8"))["ward_mapping"]
    except (OSError, ValueError, KeyError):
        return  # another version of the package: no table, nothing is mended
