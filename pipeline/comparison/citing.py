"""What a plan says it puts into practice, and whether a document is that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.comparison.items import cell
from pipeline.comparison.words import folded
from pipeline.vietnamese import strip_marks


def symbol_key(text: str) -> str:
    """A number and symbol for comparison: `02/KH-TĐHHT` and `2/kh-tdhht` are one.

    "" where there is no number and symbol.
    """
    bare = strip_marks(text).casefold().replace(" ", "")
    return bare.lstrip("0") if "/" in bare else ""


def cited_issuer(row: Mapping[Any, Any]) -> str:
    """Whose document a row of `plans` cites as its base."""
    return cell(row, "base_issuer_normalised") or cell(row, "base_issuer")


def same_date(left: str, right: str) -> bool:
    """Whether two ISO dates, perhaps partly known, do not contradict each other."""
    known = min(len(left), len(right))
    return left[:known] == right[:known]


def same_body(left: str, right: str) -> bool:
    """One body's names: equal, or one is the other without its place."""
    first, second = folded(left), folded(right)
    if not first or not second:
        return False
    return first == second or first.startswith(second + " ") or second.startswith(first + " ")
