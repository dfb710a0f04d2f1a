"""Districts and communes of one province, by the letters that a recogniser leaves of them.

A province has a dozen districts and some hundred communes, the country thirty times as many:
what several places could be there is most often one here. Old and new communes count, for a
plan of 2024 and one of 2026 name their own.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.normalisation.localities import parted, skeleton, table

_LONG = 6
"""Letters of a name from which one may be misread."""
DISTRICTS = frozenset(("huyện", "quận", "thị xã", "thành phố"))
"""Kinds of places of which a province has few."""


def place_meant(province: str, letters: str, kinds: frozenset[str]) -> str | None:
    """The one place of these kinds in a province that was read as `letters`.

    Its own letters without marks, or one letter off where they are many. None where no
    place or several fit.
    """
    places = _places(province)
    read = skeleton(letters)
    exact = {name for name, kind in places.get(read, ()) if kind in kinds}
    if exact or len(read) < _LONG:
        return exact.pop() if len(exact) == 1 else None
    near = {
        name
        for bare, named in places.items()
        if _one_off(read, bare)
        for name, kind in named
        if kind in kinds
    }
    return near.pop() if len(near) == 1 else None


def _one_off(left: str, right: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    if left[0] != right[0] or left.count(" ") != right.count(" "):
        return False
    return Levenshtein.distance(left, right, score_cutoff=1) <= 1


@lru_cache(maxsize=8)
def _places(province: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Skeleton to the (name, kind) of a province's places; empty for no province."""
    found: dict[str, set[tuple[str, str]]] = {}
    written = "Huế" if province == "Thừa Thiên Huế" else province
    for row in table():
        old, new = (
            parted(row.get(c) or "")[0] == written for c in ("old_province", "new_province")
        )
        cells = [row.get("old_district"), row.get("old_ward")] if old else []
        for cell in filter(None, [*cells, row.get("new_ward") if old or new else None]):
            name, kind = parted(cell)
            found.setdefault(skeleton(name), set()).add((name, kind))
    return {bare: tuple(sorted(named)) for bare, named in found.items()}
