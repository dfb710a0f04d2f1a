"""What sisters misprint is not learned from them."""

from __future__ import annotations

from pipeline.restoration.adaptation import _without_misprints

INDEX = {"thi": 0, "đua": 1, "đưa": 2, "xây": 3, "dựng": 4}


def test_a_rare_twin_of_a_frequent_pair_teaches_nothing() -> None:
    stream = [0, 1, 3] * 30 + [0, 2, 3]
    kept = _without_misprints(stream, INDEX)
    assert kept[:90] == stream[:90]
    # `đưa xây` is the same misprint seen from the next word
    assert kept[90:] == [0, -1, -1]


def test_a_pair_with_no_frequent_twin_stays() -> None:
    """`đưa` alone is no misprint, and two readings that are as frequent both stay."""
    stream = [3, 4, 2, 3] + [0, 1, 3] * 2 + [0, 2, 3]
    assert _without_misprints(stream, INDEX) == stream
