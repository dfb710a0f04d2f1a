"""Who implements whom: each plan and the decision it puts into practice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pipeline.comparison.items import cell
from pipeline.comparison.words import folded
from pipeline.vietnamese import strip_marks

LEVELS = {
    "chính phủ": 0, "đảng": 0, "bộ": 1, "tỉnh": 1, "hđnd": 1,
    "sở": 2, "huyện": 2, "đoàn thể": 2, "xã": 3, "đơn vị": 3,
}  # fmt: skip
"""How far a kind of body stands below the government. A ministry and a province both
answer to the government, a department and a district to the province."""

_BY_NAME = (
    ("thu tuong", "chính phủ"), ("chinh phu", "chính phủ"), ("quoc hoi", "chính phủ"),
    ("ban bi thu", "đảng"), ("bo chinh tri", "đảng"), ("bo ", "bộ"),
    ("uy ban nhan dan tinh", "tỉnh"), ("uy ban nhan dan thanh pho", "tỉnh"), ("so ", "sở"),
    ("ban ", "sở"), ("uy ban nhan dan huyen", "huyện"), ("uy ban nhan dan thi xa", "huyện"),
    ("uy ban nhan dan quan", "huyện"), ("uy ban nhan dan xa", "xã"),
    ("uy ban nhan dan phuong", "xã"), ("uy ban nhan dan thi tran", "xã"),
)  # fmt: skip
_BY_SYMBOL = (("ttg", "chính phủ"), ("nd-cp", "chính phủ"), ("nq-cp", "chính phủ"))


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `chain.csv`; see the code book for its columns."""

    plan_id: str
    file: str
    campaign: str
    issuer: str
    level: str
    date: str
    base_number_symbol: str
    base_date: str
    base_issuer: str
    base_level: str
    base_plan_id: str
    base_file: str
    citation: str
    conflicts: str
    lag_days: int | None
    level_skipped: bool | None


def links(plans: pd.DataFrame, evidence: pd.DataFrame | None = None) -> list[Link]:
    """A link for each plan that names what it puts into practice, in the order of `plans`.

    `citation` is `right` (the cited document is at hand and number, date and issuer
    agree), `conflict` (it is at hand and something disagrees, or the plan contradicts
    itself; `conflicts` names what), `not at hand` otherwise.
    """
    rows = plans.to_dict("records")
    by_symbol: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in rows:
        if cell(row, "number_symbol"):
            by_symbol[_symbol(cell(row, "number_symbol"))].append(row)
    contradicted = _contradicted(evidence)
    found = []
    for row in rows:
        if cell(row, "base_number_symbol"):
            same = by_symbol.get(_symbol(cell(row, "base_number_symbol")), [])
            others = [o for o in same if cell(o, "plan_id") != cell(row, "plan_id")]
            found.append(_link(row, others, contradicted.get(cell(row, "plan_id"), [])))
    return found


def _symbol(text: str) -> str:
    return strip_marks(text).casefold().replace(" ", "").lstrip("0")


def _contradicted(evidence: pd.DataFrame | None) -> dict[str, list[str]]:
    """By plan the base columns of which its own text holds two readings."""
    found: dict[str, list[str]] = defaultdict(list)
    if evidence is None or evidence.empty:
        return found
    chosen = evidence[
        (evidence["table"] == "plans")
        & (evidence["status"] == "conflict")
        & evidence["column"].str.startswith("base_")
    ]
    for plan_id, column in zip(chosen["plan_id"], chosen["column"], strict=True):
        if not str(column).endswith("_normalised"):  # it repeats what the column as written says
            found[str(plan_id)].append(str(column))
    return found


def _link(
    row: Mapping[Any, Any], candidates: Sequence[Mapping[Any, Any]], own: Iterable[str]
) -> Link:
    base = _likest(row, candidates)
    conflicts = [*own, *(_disagreements(row, base) if base is not None else ())]
    conflicts = list(dict.fromkeys(conflicts))
    level = cell(row, "body_level")
    base_level = (cell(base, "body_level") if base else "") or level_of(
        cell(row, "base_issuer_normalised") or cell(row, "base_issuer"),
        cell(row, "base_number_symbol"),
    )
    citation = "conflict" if conflicts else "right" if base is not None else "not at hand"
    return Link(
        plan_id=cell(row, "plan_id"),
        file=cell(row, "file"),
        campaign=cell(row, "campaign"),
        issuer=cell(row, "issuer_normalised") or cell(row, "issuer"),
        level=level,
        date=cell(row, "date"),
        base_number_symbol=cell(row, "base_number_symbol"),
        base_date=cell(row, "base_date"),
        base_issuer=cell(row, "base_issuer_normalised") or cell(row, "base_issuer"),
        base_level=base_level,
        base_plan_id=cell(base, "plan_id") if base else "",
        base_file=cell(base, "file") if base else "",
        citation=citation,
        conflicts="; ".join(conflicts),
        lag_days=_days(cell(base, "date") if base else "", cell(row, "base_date"), row),
        level_skipped=_skips(level, base_level)
        and not _same_body(cell(row, "parent_body"), _issuer(row)),
    )


def _likest(
    row: Mapping[Any, Any], candidates: Sequence[Mapping[Any, Any]]
) -> Mapping[Any, Any] | None:
    """The document of the cited number with which least disagrees; None if all else does.

    Local numbers recur in every province and year: a number alone is no citation.
    """
    ranked = sorted(candidates, key=lambda c: (len(_disagreements(row, c)), cell(c, "plan_id")))
    for candidate in ranked[:1]:
        agrees = _agreements(row, candidate)
        return candidate if agrees else None
    return None


def _agreements(row: Mapping[Any, Any], base: Mapping[Any, Any]) -> int:
    """How many of date, issuer and province are known on both sides and agree."""
    date_agrees = bool(cell(row, "base_date")) and cell(row, "base_date") == cell(base, "date")
    issuer = bool(_issuer(row)) and _same_body(_issuer(row), cell(base, "issuer_normalised"))
    province = bool(cell(row, "province")) and cell(row, "province") == cell(base, "province")
    return date_agrees + issuer + province


def _issuer(row: Mapping[Any, Any]) -> str:
    return cell(row, "base_issuer_normalised") or cell(row, "base_issuer")


def _disagreements(row: Mapping[Any, Any], base: Mapping[Any, Any]) -> list[str]:
    """The columns in which the citation and the cited document contradict each other."""
    found = []
    cited, own = cell(row, "base_date"), cell(base, "date")
    size = min(len(cited), len(own))
    if size and cited[:size] != own[:size]:
        found.append("base_date")
    issuer = cell(base, "issuer_normalised")
    if _issuer(row) and issuer and not _same_body(_issuer(row), issuer):
        found.append("base_issuer")
    return found


def _same_body(left: str, right: str) -> bool:
    """One body's names: equal, or one is the other without its place."""
    first, second = folded(left), folded(right)
    if not first or not second:
        return False
    return first == second or first.startswith(second + " ") or second.startswith(first + " ")


def level_of(issuer: str, symbol: str = "") -> str:
    """The kind of a body by the beginning of its name or its symbol; "" where unknown."""
    name = folded(issuer) + " "
    for head, level in _BY_NAME:
        if name.startswith(head):
            return level
    bare = strip_marks(symbol).casefold()
    return next((level for tail, level in _BY_SYMBOL if bare.endswith(tail)), "")


def _days(base_date: str, cited_date: str, row: Mapping[Any, Any]) -> int | None:
    """Days from the base to the plan; None unless both are known to the day."""
    own, before = _day(cell(row, "date")), _day(base_date) or _day(cited_date)
    return (own - before).days if own and before else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _skips(level: str, base_level: str) -> bool | None:
    """Whether a step of the ladder lies between; None where a level is not known.

    A unit that answers to the province itself (a university) is for the caller to
    tell by its parent body.
    """
    if level not in LEVELS or base_level not in LEVELS:
        return None
    return LEVELS[level] - LEVELS[base_level] > 1
