"""The plans of a run by id, cut into items when asked for: one plan in memory at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from pipeline.comparison.campaigns import campaigns_of
from pipeline.comparison.items import PlanItems, cell, plan_items

_COLUMNS = ("order", "marker", "title", "role", "parent_order", "text")


class Source:
    """Gives a plan's items; holds the two frames' columns and nothing made of them."""

    def __init__(self, plans: pd.DataFrame, sections: pd.DataFrame) -> None:
        self._plans = {str(row["plan_id"]): row for row in plans.to_dict("records")}
        self._columns = {name: sections[name].to_numpy(dtype=object) for name in _COLUMNS}
        self._rows: dict[str, Any] = {
            str(plan_id): places for plan_id, places in sections.groupby("plan_id").indices.items()
        }

    def __contains__(self, plan_id: str) -> bool:
        return plan_id in self._plans

    def items(self, plan_id: str) -> PlanItems:
        """The plan's items; raises KeyError for an unknown plan."""
        rows = [
            {name: column[place] for name, column in self._columns.items()}
            for place in self._rows.get(plan_id, ())
        ]
        return plan_items(self._plans[plan_id], rows)

    def campaign(self, plan_id: str) -> str:
        """The plan's campaign, "" where it has none."""
        return cell(self._plans[plan_id], "campaign")

    def campaigns(self) -> dict[str, list[str]]:
        """The plan_ids of each campaign, both in alphabetical order."""
        members: dict[str, list[str]] = defaultdict(list)
        for plan_id in sorted(self._plans):
            members[self.campaign(plan_id)].append(plan_id)
        return {name: members[name] for name in sorted(members) if name}


def with_campaigns(plans: pd.DataFrame) -> pd.DataFrame:
    """The plans with their campaign column filled where a run left it empty altogether."""
    known = plans["campaign"].fillna("") if "campaign" in plans else pd.Series("", plans.index)
    if (known != "").any():
        return plans
    return plans.assign(campaign=campaigns_of(plans).to_numpy())
