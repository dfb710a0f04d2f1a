"""The tables of a run against its templates: all that `kehoach compare` writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from pipeline.comparison.additions import clusters
from pipeline.comparison.align import Alignment, align
from pipeline.comparison.chain import Link, links
from pipeline.comparison.chosen import ChosenTemplate, chosen_template
from pipeline.comparison.consensus import consensus, sampled
from pipeline.comparison.items import PlanItems
from pipeline.comparison.national import named
from pipeline.comparison.reuse import Shingles, relatives, shingles_of_plan, shingles_of_template
from pipeline.comparison.slots import SlotFinder
from pipeline.comparison.source import Source, with_campaigns
from pipeline.comparison.status import Outcome, outcomes
from pipeline.comparison.template import Template, template_of_plan
from pipeline.comparison.words import Words

DIGITS = 4
"""Decimals of shares and similarities in the tables."""


class Tables(Protocol):
    """What is needed of a `Corpus`: three of its frames."""

    @property
    def plans(self) -> pd.DataFrame:
        """A row per document."""

    @property
    def sections(self) -> pd.DataFrame:
        """A row per section or item."""

    @property
    def evidence(self) -> pd.DataFrame:
        """A row per value."""


@dataclass(frozen=True)
class Adaptation:
    """How the plans of a run adapted their templates; each a frame named as its table."""

    template: pd.DataFrame
    adaptation: pd.DataFrame
    additions: pd.DataFrame
    slots: pd.DataFrame
    chain: pd.DataFrame
    reuse: pd.DataFrame

    def write(self, folder: Path) -> None:
        """All six tables as CSV and Parquet into a run's folder, whole or not at all."""
        from pipeline.tables import write_frames

        write_frames({f.name: getattr(self, f.name) for f in fields(self)}, folder)

    @property
    def summary(self) -> str:
        """A line for each campaign: plans, items, how much was kept and left out."""
        lines = []
        for campaign, rows in self.adaptation.groupby("campaign", sort=True):
            items = int((self.template["campaign"] == campaign).sum())
            kept = float((rows["status"] == "kept").mean())
            gone = float((rows["status"] == "omitted").mean())
            lines.append(
                f"{campaign}: {rows['plan_id'].nunique()} plans, {items} template items; "
                f"{kept:.0%} kept word for word, {gone:.0%} left out"
            )
        return "\n".join(lines) or "No two plans here put the same decision into practice."


def compare(corpus: Tables, template: str | Path | None = None) -> Adaptation:
    """Each plan against its campaign's template.

    `template` is a `plan_id` of the corpus or a plan file; the plans of its campaign
    are compared with it, the others with their consensus. Without one every campaign
    has its consensus. Documents that are no plans, plans of which no section was read, and
    campaigns whose plans have nothing in common, have no rows. Raises SettingsError
    (`template-not-found`, `template-empty`) and, for a template that cannot be read,
    ReadingError.
    """
    plans = with_campaigns(corpus.plans)
    source = Source(plans, corpus.sections)
    chosen = chosen_template(template, plans, source)
    chain = links(plans, corpus.evidence)
    parents = {link.plan_id: link.base_plan_id for link in chain if link.base_plan_id}
    rows = _Rows()
    for campaign, ids in source.campaigns().items():
        own = _template(campaign, ids, source, chosen)
        members = [i for i in ids if chosen is None or i != chosen.plan.plan_id]
        if own.items:
            rows.add_campaign(own, members, source, parents)
    return rows.frames(chain)


def compare_folder(folder: Path, template: str | Path | None = None) -> str:
    """Compares the tables in a run's folder, writes the result there, and sums it up."""
    from pipeline.tables import load

    result = compare(load(folder), template)
    result.write(Path(folder))
    return result.summary


def _template(
    campaign: str, ids: Sequence[str], source: Source, chosen: ChosenTemplate | None
) -> Template:
    if chosen and campaign in chosen.campaigns:
        return template_of_plan(chosen.plan, campaign)
    plans = (source.items(plan_id) for plan_id in sampled(ids))
    return consensus(campaign, [plan for plan in plans if plan.is_comparable])


@dataclass(slots=True)
class _Added:
    """A plan's item that no template item explains."""

    row: dict[str, Any]
    words: Words


@dataclass(slots=True)
class _Rows:
    """The rows of the tables as they grow, campaign by campaign."""

    template: list[dict[str, Any]] = field(default_factory=list)
    adaptation: list[tuple[Any, ...]] = field(default_factory=list)
    additions: list[_Added] = field(default_factory=list)
    slots: list[tuple[Any, ...]] = field(default_factory=list)
    reuse: list[tuple[Any, ...]] = field(default_factory=list)

    def add_campaign(
        self, template: Template, ids: Sequence[str], source: Source, parents: Mapping[str, str]
    ) -> None:
        """Compares a campaign's plans, one in memory at a time."""
        finder = SlotFinder(template)
        sets: dict[str, Shingles] = {}
        files: dict[str, str] = {}
        having = [0] * len(template.items)
        for plan_id in ids:
            plan = source.items(plan_id)
            if not plan.is_comparable:
                continue
            number = len(files)
            files[plan_id], sets[plan_id] = plan.file, shingles_of_plan(plan)
            alignment = align(plan, template)
            for item, outcome in enumerate(outcomes(alignment)):
                having[item] += outcome.status != "omitted"
                self.adaptation.append(_adaptation_row(template, plan, item, outcome))
            _note_slots(finder, number, alignment)
            self._add_additions(template.campaign, alignment)
        self._add_template(template, having)
        self._add_slots(finder, list(files.items()))
        for one in relatives(sets, shingles_of_template(template), parents):
            figures = (round(one.similarity, DIGITS), round(one.copied, DIGITS), one.nearest)
            relative = (one.relation, one.relative, files.get(one.relative, ""))
            key = (one.plan_id, files[one.plan_id], template.campaign)
            self.reuse.append((*key, *relative, *figures))

    def _add_template(self, template: Template, having: Sequence[int]) -> None:
        names = named(template)
        for number, item in enumerate(template.items):
            gist = names.get(number)
            self.template.append(
                {
                    "campaign": template.campaign,
                    "item": item.name,
                    "section": item.section,
                    "under": item.under,
                    "text": item.text,
                    "plans": having[number],
                    "national_item": gist.name if gist else "",
                    "gist": gist.text if gist else "",
                }
            )

    def _add_additions(self, campaign: str, alignment: Alignment) -> None:
        for number in alignment.added():
            item = alignment.plan.items[number]
            row = {
                "plan_id": alignment.plan.plan_id,
                "file": alignment.plan.file,
                "order": item.order,
                "section": item.section,
                "title": item.title,
                "text": item.text,
                "campaign": campaign,
            }
            self.additions.append(_Added(row, item.words))

    def _add_slots(self, finder: SlotFinder, plans: Sequence[tuple[str, str]]) -> None:
        template = finder.template
        for filler in finder.fillers():
            name = template.items[filler.item].name
            words = (filler.context, filler.template_words, filler.words)
            values = (filler.slot, *words, filler.changed)
            self.slots.append((*plans[filler.plan], template.campaign, name, *values))

    def frames(self, chain: Iterable[Link]) -> Adaptation:
        """All tables as frames; additions get their clusters, which run across campaigns."""
        found = clusters([one.words for one in self.additions])
        sizes: dict[int, set[str]] = {}
        for one, cluster in zip(self.additions, found, strict=True):
            sizes.setdefault(cluster, set()).add(one.row["plan_id"])
        additions = [
            {**one.row, "cluster": str(cluster), "cluster_plans": len(sizes[cluster])}
            for one, cluster in zip(self.additions, found, strict=True)
        ]
        return Adaptation(
            template=_frame(self.template, TEMPLATE),
            adaptation=_frame(self.adaptation, ADAPTATION),
            additions=_frame(additions, ADDITIONS),
            slots=_frame(self.slots, SLOTS),
            chain=_frame([asdict(link) for link in chain], [f.name for f in fields(Link)]),
            reuse=_frame(self.reuse, REUSE),
        )


TEMPLATE = ["campaign", "item", "section", "under", "text", "plans", "national_item", "gist"]
ADAPTATION = [
    "plan_id", "file", "item", "status", "also_moved", "template_coverage", "plan_coverage",
    "similarity", "plan_orders", "plan_section", "plan_under", "matched_by", "difference",
    "campaign",
]  # fmt: skip
ADDITIONS = [
    "plan_id", "file", "order", "section", "title", "text", "cluster", "cluster_plans", "campaign",
]  # fmt: skip
SLOTS = [
    "plan_id", "file", "campaign", "item", "slot", "context", "template_words", "words",
    "changed",
]  # fmt: skip
REUSE = [
    "plan_id", "file", "campaign", "relation", "relative_plan_id", "relative_file", "similarity",
    "copied", "nearest",
]  # fmt: skip


def _adaptation_row(
    template: Template, plan: PlanItems, number: int, outcome: Outcome
) -> tuple[Any, ...]:
    """The cells of ADAPTATION in order."""
    items = [plan.items[p] for p in outcome.parts]
    sections = list(dict.fromkeys(item.section for item in items))
    under = list(dict.fromkeys(item.under for item in items if item.under))
    return (
        plan.plan_id,
        plan.file,
        template.items[number].name,
        outcome.status,
        outcome.also_moved,
        round(outcome.template_coverage, DIGITS),
        round(outcome.plan_coverage, DIGITS),
        round(outcome.similarity, DIGITS),
        "; ".join(str(item.order) for item in items),
        "; ".join(sections),
        "; ".join(under),
        outcome.matched_by,
        outcome.difference,
        template.campaign,
    )


def _note_slots(finder: SlotFinder, number: int, alignment: Alignment) -> None:
    for item, match in alignment.matches.items():
        if len(match.parts) == 1:
            words = alignment.plan.items[match.parts[0]].words
            finder.add(number, item, words, alignment.pairs[item, match.parts[0]])


_TYPES = {
    "also_moved": "bool", "changed": "bool", "nearest": "bool", "level_skipped": "boolean",
    "lag_days": "Int64", "plans": "Int64", "slot": "Int64", "order": "Int64",
    "cluster_plans": "Int64", "template_coverage": "float", "plan_coverage": "float",
    "similarity": "float", "copied": "float",
}  # fmt: skip


def _frame(rows: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame whose columns have their types also where there are no rows."""
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({name: kind for name, kind in _TYPES.items() if name in columns})
