"""The template that a user names: a plan of the run, or a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.comparison.campaigns import campaigns_of
from pipeline.comparison.items import PlanItems, plan_items
from pipeline.comparison.source import Source
from pipeline.errors import SettingsError


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """A plan taken as the template of these campaigns."""

    plan: PlanItems
    campaigns: frozenset[str]


def chosen_template(
    template: str | Path | None, plans: pd.DataFrame, source: Source
) -> ChosenTemplate | None:
    """The named template, None where none is named.

    A plan of the run is the template of its own campaign; a file of the campaign it
    belongs to by title and citations, of all campaigns where it belongs to none (its
    user knows better). Raises SettingsError (`template-not-found`, `template-empty` where it
    has no sections), ReadingError.
    """
    if not template:
        return None
    name = str(template)
    if name in source:
        own = source.campaign(name)
        chosen = ChosenTemplate(source.items(name), frozenset([own] if own else source.campaigns()))
    elif Path(name).is_file():
        chosen = _from_file(Path(name), plans, source)
    else:
        raise SettingsError(
            "template-not-found", f"{name}: neither a plan_id of these tables nor a file"
        )
    if not chosen.plan.is_comparable:
        raise SettingsError("template-empty", f"{name}: no sections were found in it")
    return chosen


def _from_file(path: Path, plans: pd.DataFrame, source: Source) -> ChosenTemplate:
    from pipeline import read_plan
    from pipeline.tables.rows import rows_of

    rows = rows_of(read_plan(path), review_below=0.0)
    row = {**rows["plans"][0], "plan_id": "template"}
    grouped = campaigns_of(pd.concat([plans, pd.DataFrame([row])], ignore_index=True))
    label = grouped["template"]
    alike = [str(i) for i in grouped.index[grouped == label]] if label else []
    relatives = [source.campaign(i) for i in alike if i in source]
    counts = Counter(c for c in relatives if c)
    best = min(counts, key=lambda c: (-counts[c], c), default="")
    campaigns = frozenset([best]) if best else frozenset(source.campaigns())
    return ChosenTemplate(plan_items(row, rows["sections"]), campaigns)
