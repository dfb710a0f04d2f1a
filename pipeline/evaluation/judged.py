"""What people's corrections say: which rules err most, and new gold.

Both work on the tables with the corrections in them (`kehoach evaluate --corrections`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.tables import load, refresh
from pipeline.tables.schema import LIST_TABLES

if TYPE_CHECKING:
    from rich.console import RenderableType

    from pipeline.tables.corpus import Corpus

_EMPTY = ("missing", "blank", "unreadable")


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A rule's values that a person judged, and how many of them were wrong.

    `confidence` is the machine's mean over them. `example` is one wrong value and
    what it should have been.
    """

    rule: str
    field: str
    judged: int
    wrong: int
    confidence: float
    example: tuple[str, str] | None

    @property
    def share_wrong(self) -> float:
        """Wrong among the judged, 0 to 1."""
        return self.wrong / self.judged


def judged_rules(folder: Path) -> list[JudgedRule]:
    """Every rule with a judged value, the one with most errors first.

    Raises SettingsError (`tables-not-found`, `corrections-invalid`).
    """
    refresh(folder)
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in _checked(load(folder)):
        key = (str(row["rule"] or "(no rule)"), f"{row['table']}.{row['column']}")
        groups.setdefault(key, []).append(row)
    rules = [_rule(*key, rows) for key, rows in groups.items()]
    return sorted(rules, key=lambda r: (-r.wrong, -r.share_wrong, r.rule, r.field))


def render_rules(rules: Iterable[JudgedRule]) -> RenderableType:
    """The rules as a table for `rich`."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="Rules by corrected values", title_justify="left")
    for column in ("rule", "field", "judged", "wrong", "share", "confidence", "machine", "person"):
        table.add_column(column, overflow="fold")
    for r in rules:
        figures = (str(r.judged), str(r.wrong), f"{r.share_wrong:.2f}", f"{r.confidence:.2f}")
        machine, person = r.example or ("", "")
        table.add_row(r.rule, r.field, *figures, escape(machine[:80]), escape(person[:80]))
    return table


def corrections_to_gold(folder: Path, gold: Path) -> list[Path]:
    """Writes a gold file for each document that a person judged; gives their paths.

    Gold has what was judged and nothing else: columns of `plans` one by one, a list
    table only where each of its values that is there was judged. Raises
    SettingsError (`tables-not-found`, `corrections-invalid`).
    """
    refresh(folder)
    corpus = load(folder)
    files = {str(row["plan_id"]): row for row in corpus.plans.to_dict("records")}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in _rows(corpus):
        rows.setdefault(str(row["plan_id"]), []).append(row)
    written: list[Path] = []
    gold.mkdir(parents=True, exist_ok=True)
    for plan_id, of in rows.items():
        if any(_is_checked(row) for row in of):
            data = _gold(plan_id, files[plan_id], of)
            path = gold / f"{plan_id}.json"
            text = json.dumps(data, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
            written.append(path)
    return written


def _gold(
    plan_id: str, plan: Mapping[Any, Any], rows: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    cells = {
        row["column"]: _cell(row) for row in rows if row["table"] == "plans" and _is_checked(row)
    }
    lists = {table: _list([row for row in rows if row["table"] == table]) for table in LIST_TABLES}
    return {
        "schema": 1,
        "id": plan_id,
        "part": "corrected",
        "files": {str(plan["file"]): str(plan["route"])},
        "plans": cells,
        **{table: of for table, of in lists.items() if of},
    }


def _list(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list whose values were all judged; none otherwise."""
    if not all(_is_checked(row) for row in rows):
        return []
    of: dict[int, dict[str, Any]] = {}
    for row in rows:
        of.setdefault(int(row["row"]), {})[str(row["column"])] = _cell(row)
    return [cells for _, cells in sorted(of.items()) if any(v is not None for v in cells.values())]


def _cell(row: Mapping[str, Any]) -> Any:
    status = str(row["status"])
    if status in ("blank", "unreadable"):
        return {"status": status}
    return None if status == "missing" else row["value"]


def _rule(rule: str, field: str, rows: Sequence[Mapping[str, Any]]) -> JudgedRule:
    wrong = [row for row in rows if _was_wrong(row)]
    sure = sum(float(row["machine_confidence"] or 0) for row in rows) / len(rows)
    example = (_shown(wrong[0], "machine_"), _shown(wrong[0], "")) if wrong else None
    return JudgedRule(rule, field, len(rows), len(wrong), sure, example)


def _was_wrong(row: Mapping[str, Any]) -> bool:
    """A conflict that a person settled as the table showed it was right."""
    if (row["value"] or "") != (row["machine_value"] or ""):
        return True
    return row["status"] in _EMPTY and row["status"] != row["machine_status"]


def _shown(row: Mapping[str, Any], prefix: str) -> str:
    return str(row[f"{prefix}value"] or f"({row[f'{prefix}status']})")


def _checked(corpus: Corpus) -> Iterator[Mapping[str, Any]]:
    return (row for row in _rows(corpus) if _is_checked(row))


def _is_checked(row: Mapping[str, Any]) -> bool:
    """Judged, and not to be asked again."""
    return row["checked_by"] is not None and not row["needs_review"]


def _rows(corpus: Corpus) -> Iterator[Mapping[str, Any]]:
    frame = corpus.evidence
    records: list[Any] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return iter(records)
