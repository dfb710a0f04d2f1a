"""What the report shows, gathered from the tables: figures, lists, one plan at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.comparison.chain import LEVELS
from pipeline.report.crops import Cutter
from pipeline.report.islands import cut
from pipeline.report.labels import ADAPTED, COMPLETENESS, CROPPED, FIELDS, LISTS, ROUTES, VALUES

if TYPE_CHECKING:
    from pipeline.comparison.compare import Adaptation
    from pipeline.tables import Corpus

MOST_ROWS = 200
"""Rows of one list on a plan's page."""


@dataclass(frozen=True)
class Facts:
    """The tables of a run as the report's template wants them."""

    corpus: Corpus
    cutter: Cutter
    compared: Adaptation | None = None

    @cached_property
    def plans(self) -> list[dict[str, Any]]:
        """The rows of `plans`, empty cells as ""."""
        return _records(self.corpus.plans)

    def tiles(self) -> list[tuple[str, int]]:
        """The figures at the top: name and number."""
        plans = self.corpus.plans
        return [
            ("văn bản", len(plans)),
            ("trang", int(plans["pages"].fillna(0).sum())),
            ("cơ quan ban hành", int(plans["issuer_normalised"].nunique())),
            ("nhóm văn bản", int(plans["campaign"].replace("", pd.NA).nunique())),
            ("văn bản cần xem lại", int((plans["needs_review"].fillna("") != "").sum())),
            ("tệp không đọc được", len(self.corpus.failures)),
        ]

    def completeness(self) -> tuple[list[str], list[dict[str, Any]]]:
        """(column names, a row per route): share of documents with a value, 0..100."""
        plans = self.corpus.plans
        rows = []
        for route, group in plans.groupby("route", sort=True):
            shares = [round(100 * float((group[c].fillna("") != "").mean())) for c in COMPLETENESS]
            rows.append(
                {"route": ROUTES.get(str(route), route), "count": len(group), "shares": shares}
            )
        return [FIELDS[c] for c in COMPLETENESS], rows

    def failures(self) -> list[dict[str, Any]]:
        """The files that could not be read."""
        return _records(self.corpus.failures)

    @cached_property
    def campaigns(self) -> list[dict[str, Any]]:
        """Each compared campaign: its items with counts by status, its plans with theirs."""
        template, adaptation = self._table("template"), self._table("adaptation")
        found = []
        for name, items in template.groupby("campaign", sort=False):
            rows = adaptation[adaptation["campaign"] == name]
            counts = rows.groupby(["item", "status"]).size().unstack(fill_value=0)
            total = max(1, rows["plan_id"].nunique())
            found.append(
                {
                    "name": str(name),
                    "plans": rows["plan_id"].nunique(),
                    "items": [_item(item, counts, total) for item in _records(items)],
                }
            )
        return found

    @cached_property
    def _signs(self) -> dict[str, str]:
        """For each plan its items' statuses as a string of signs, in the template's order.

        A moved item that was changed as well has its sign in lower case.
        """
        adaptation = self._table("adaptation")
        signs = adaptation["status"].map({k: sign for k, (sign, _) in ADAPTED.items()})
        moved = adaptation["also_moved"].fillna(False).astype(bool)
        signs = signs.where(~moved, signs.str.lower())
        return {str(k): "".join(v) for k, v in signs.groupby(adaptation["plan_id"], sort=False)}

    def summary(self) -> list[list[Any]]:
        """A short row per document for the list, the filters and the heat map."""
        names = {campaign["name"]: n for n, campaign in enumerate(self.campaigns)}
        return [
            [
                plan["plan_id"],
                plan["file"],
                cut(plan["issuer_normalised"] or plan["issuer"]),
                plan["number_symbol"],
                plan["date"],
                plan["province"],
                plan["base_number_symbol"],
                plan["period_start"] and f"{plan['period_start']}–{plan['period_end']}",
                plan["signer_name"],
                plan["route"],
                len([c for c in plan["needs_review"].split(";") if c]),
                plan["campaign"],
                names.get(plan["campaign"], -1),
                self._signs.get(plan["plan_id"], ""),
                LEVELS.get(plan["body_level"], max(LEVELS.values()) + 1),
            ]
            for plan in self.plans
        ]

    def details(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(plan_id, its page's data), one at a time; those to be reviewed get pictures first."""
        ranked = sorted(self.plans, key=lambda plan: (not plan["needs_review"], plan["file"]))
        for plan in ranked:
            yield plan["plan_id"], self._detail(plan)

    def _detail(self, plan: Mapping[str, Any]) -> dict[str, Any]:
        plan_id = plan["plan_id"]
        evidence = {row["column"]: row for row in self._rows("evidence", plan_id)}
        boxed = [evidence[c] for c in CROPPED if c in evidence and evidence[c]["x0"] != ""]
        rotations = {int(p["page"]): int(p["rotation"] or 0) for p in self._rows("pages", plan_id)}
        return {
            "values": [_value(c, plan, evidence.get(c, {})) for c in FIELDS],
            "crops": self.cutter.crops(plan["file"], boxed, rotations) if boxed else {},
            "lists": {name: self._list(name, plan_id) for name in LISTS},
            "items": self._items(plan_id),
            "added": [
                [row["section"], row["title"], cut(row["text"]), row["cluster_plans"]]
                for row in self._rows("additions", plan_id)
            ],
        }

    def _items(self, plan_id: str) -> list[list[Any]]:
        """[item, status, moved, matched by, where the plan has it, the plan's text] in order."""
        texts = {row["order"]: row for row in self._rows("sections", plan_id)}
        titles = {"0": next((p["title"] for p in self.plans if p["plan_id"] == plan_id), "")}
        found = []
        for row in self._rows("adaptation", plan_id):
            orders = [o for o in str(row["plan_orders"]).split("; ") if o]
            text = " ".join(titles.get(o) or _text(texts.get(int(o), {})) for o in orders)
            head = [row["item"], row["status"], bool(row["also_moved"]), row["matched_by"]]
            where = " › ".join(
                part for part in (row["plan_section"], row.get("plan_under", "")) if part
            )
            found.append([*head, where, cut(text)])
        return found

    def _list(self, name: str, plan_id: str) -> list[list[str]]:
        columns = LISTS[name][1]
        rows = self._rows(name, plan_id)[:MOST_ROWS]
        return [[VALUES.get(cell, cut(cell)) for cell in _cells_of(row, columns)] for row in rows]

    def _rows(self, name: str, plan_id: str) -> list[dict[str, Any]]:
        """A plan's rows of a table in order."""
        if name not in self._columns:
            frame = self._table(name)
            if name == "evidence":
                frame = frame[frame["table"] == "plans"]
            self._columns[name] = _cells(frame), frame.groupby("plan_id").indices
        columns, places = self._columns[name]
        return [
            {column: cells[place] for column, cells in columns.items()}
            for place in places.get(plan_id, ())
        ]

    def _table(self, name: str) -> pd.DataFrame:
        """A table of the run, or of the comparison made for this report."""
        own = getattr(self.compared, name, None)
        frame: pd.DataFrame = getattr(self.corpus, name) if own is None else own
        return frame

    @cached_property
    def _columns(self) -> dict[str, tuple[dict[str, Any], dict[Any, Any]]]:
        """By table: its columns, and the places of each plan's rows in them."""
        return {}


def _cells(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns as arrays with "" for every gap: a row costs no frame of its own."""
    plain = frame.astype(object)
    filled = plain.where(plain.notna(), "")
    return {str(name): filled[name].to_numpy() for name in filled.columns}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with "" for every gap."""
    plain = frame.astype(object)
    return [
        {str(k): v for k, v in row.items()}
        for row in plain.where(plain.notna(), "").to_dict("records")
    ]


def _cells_of(row: Mapping[str, Any], columns: Iterable[str]) -> Iterator[str]:
    """Cells as text; what has no Vietnamese wording is shown in English."""
    for column in columns:
        yield str(row[column] or row.get(column.removesuffix("_vi"), ""))


def _item(item: Mapping[str, Any], counts: pd.DataFrame, total: int) -> dict[str, Any]:
    name = item["item"]
    row = counts.loc[name] if name in counts.index else {}
    shares = [(status, int(row.get(status, 0))) for status in ADAPTED]
    return {
        "item": name,
        "section": item["section"],
        "under": item.get("under", ""),  # tables of an earlier version lack it
        "text": cut(item["text"]),
        "plans": item["plans"],
        "counts": shares,
        "shares": [(status, n, 100 * n / total) for status, n in shares if n],
    }


def _value(column: str, plan: Mapping[str, Any], row: Mapping[str, Any]) -> list[Any]:
    """[column, value, status, raw, page, rule, confidence] of a head value."""
    confidence = row.get("confidence", "")
    return [
        column,
        cut(str(plan[column])),
        row.get("status", ""),
        cut(str(row.get("raw", ""))),
        str(row.get("page", "")),
        row.get("rule", ""),
        round(float(confidence), 2) if confidence != "" else "",
    ]


def _shown(row: Mapping[str, Any], column: str) -> str:
    """A cell of a list; fixed words in Vietnamese, a finding in English if it must be."""
    cell = str(row.get(column, ""))
    if column == "message_vi" and not cell:
        cell = str(row["message"])
    return VALUES.get(cell) or cut(cell)


def _text(row: Mapping[str, Any]) -> str:
    title, text = row.get("title", ""), row.get("text", "")
    return f"{title.rstrip(' :.')}: {text}" if title and text else title or text
