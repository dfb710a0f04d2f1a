"""Who implements whom: each plan and the decision it puts into practice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pipeline.comparison.citing import cited_issuer, same_body, same_date, symbol_key
from pipeline.comparison.items import cell

LEVELS = {
    "chính phủ": 0, "đảng": 0, "bộ": 1, "tỉnh": 1, "hđnd": 1,
    "sở": 2, "huyện": 2, "đoàn thể": 2, "xã": 3, "đơn vị": 3,
}  # fmt: skip
"""How far a kind of body stands below the government. A ministry and a province both
answer to the government, a department and a district to the province."""

TWO_TIERS = "2025-07-01"
"""From this day there are no districts: a commune answers to its province (Law 72/2025/QH15)."""
_GOVERNMENT = re.compile(r"(?:ttg|-cp|/qh\d+)$")
"""Symbols of the Prime Minister, the Government and the National Assembly."""


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
            by_symbol[symbol_key(cell(row, "number_symbol"))].append(row)
    contradicted = _contradicted(evidence)
    found = []
    for row in rows:
        if cell(row, "base_number_symbol"):
            same = by_symbol.get(symbol_key(cell(row, "base_number_symbol")), [])
            others = [o for o in same if cell(o, "plan_id") != cell(row, "plan_id")]
            found.append(_link(row, others, contradicted.get(cell(row, "plan_id"), [])))
    return found


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
        cited_issuer(row), cell(row, "base_number_symbol")
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
        base_issuer=cited_issuer(row),
        base_level=base_level,
        base_plan_id=cell(base, "plan_id") if base else "",
        base_file=cell(base, "file") if base else "",
        citation=citation,
        conflicts="; ".join(conflicts),
        lag_days=_days(cell(base, "date") if base else "", cell(row, "base_date"), row),
        level_skipped=_skips(level, base_level, cell(row, "date"))
        and not same_body(cell(row, "parent_body"), cited_issuer(row)),
    )


def _likest(
    row: Mapping[Any, Any], candidates: Sequence[Mapping[Any, Any]]
) -> Mapping[Any, Any] | None:
    """The document of the cited number with which least disagrees; None if all else does.

    Local numbers recur in every province and year: a number alone is no citation.
    """

    def order(candidate: Mapping[Any, Any]) -> tuple[int, str]:
        return len(_disagreements(row, candidate)), cell(candidate, "plan_id")

    best = min(candidates, key=order, default=None)
    return best if best is not None and _agreements(row, best) else None


def _agreements(row: Mapping[Any, Any], base: Mapping[Any, Any]) -> int:
    """How many of date, issuer and province are known on both sides and agree."""
    date_agrees = bool(cell(row, "base_date")) and cell(row, "base_date") == cell(base, "date")
    issuer = bool(cited_issuer(row)) and same_body(
        cited_issuer(row), cell(base, "issuer_normalised")
    )
    province = bool(cell(row, "province")) and cell(row, "province") == cell(base, "province")
    return date_agrees + issuer + province


def _disagreements(row: Mapping[Any, Any], base: Mapping[Any, Any]) -> list[str]:
    """The columns in which the citation and the cited document contradict each other."""
    found = []
    if not same_date(cell(row, "base_date"), cell(base, "date")):
        found.append("base_date")
    issuer = cell(base, "issuer_normalised")
    if cited_issuer(row) and issuer and not same_body(cited_issuer(row), issuer):
        found.append("base_issuer")
    return found


def level_of(issuer: str, symbol: str = "") -> str:
    """The kind of a body by its name or its symbol; "" where unknown."""
    from pipeline.normalisation.bodies import parse_body

    body = parse_body(issuer) if issuer else None
    if body and body.level:
        return body.level
    return "chính phủ" if _GOVERNMENT.search(symbol_key(symbol)) else ""


def _days(base_date: str, cited_date: str, row: Mapping[Any, Any]) -> int | None:
    """Days from the base to the plan; None unless both are known to the day."""
    own, before = _day(cell(row, "date")), _day(base_date) or _day(cited_date)
    return (own - before).days if own and before else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _skips(level: str, base_level: str, dated: str) -> bool | None:
    """Whether a step of the ladder lies between; None where a level is not known.

    A unit that answers to the province itself (a university) is for the caller to
    tell by its parent body.
    """
    if level not in LEVELS or base_level not in LEVELS:
        return None
    between = LEVELS[level] - LEVELS[base_level]
    return between > (2 if level == "xã" and dated >= TWO_TIERS else 1)
