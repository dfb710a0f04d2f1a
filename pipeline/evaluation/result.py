"""The evaluation of a run: all outcomes, and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluation.gold import GoldFile, load_gold
from pipeline.evaluation.outcomes import ROW, Outcome, outcomes_of
from pipeline.evaluation.predicted import predictions
from pipeline.evaluation.reading_errors import PageErrors, error_rates, page_errors
from pipeline.evaluation.scores import Score, reliability, score, scores_by, statuses
from pipeline.tables.corpus import load

SAVED = "evaluation.json"
"""Written into the run's folder with `--save`; the next evaluation compares with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was judged otherwise the last time."""

    key: str
    better: bool
    gold: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """Outcomes by value, pages' errors, and gold files that the run has not seen."""

    outcomes: Sequence[Outcome]
    pages: Sequence[PageErrors] = ()
    absent: Sequence[str] = ()
    changes: Sequence[Change] | None = field(default=None)

    @property
    def values(self) -> list[Outcome]:
        """The outcomes of cells, list rows as such left out."""
        return [o for o in self.outcomes if o.column != ROW]

    def fields(self) -> dict[str, Score]:
        """A score per field; `phases.(row)` is the row as a whole."""
        return scores_by(self.outcomes, lambda o: o.field)

    def by(self, name: str) -> dict[str, Score]:
        """Scores of all values by `route`, `part`, `form` or `file`."""
        return scores_by(self.values, lambda o: str(getattr(o, name)))

    def wrong(self) -> list[Outcome]:
        """The values that are not right: what was claimed with most confidence first."""
        wrong = [o for o in self.outcomes if not o.right]
        return sorted(wrong, key=lambda o: -o.found.confidence if o.found.value else 1.0)

    def by_route(self) -> dict[str, dict[str, Score]]:
        """A score per field within each route."""
        routes = dict.fromkeys(o.route for o in self.outcomes)
        return {
            route: scores_by((o for o in self.outcomes if o.route == route), lambda o: o.field)
            for route in routes
        }

    def as_json(self) -> dict[str, Any]:
        """All figures, and each outcome's verdict for the next comparison."""
        told = statuses(self.outcomes)
        return {
            "values": _score(score(self.values)),
            "fields": {name: _score(s) for name, s in self.fields().items()},
            "fields_by_route": {
                route: {name: _score(s) for name, s in fields.items()}
                for route, fields in self.by_route().items()
            },
            **{
                f"by_{name}": {key: _score(s) for key, s in self.by(name).items()}
                for name in ("route", "part", "form")
            },
            "statuses": {
                "accuracy": told.accuracy,
                "accuracy_where_not_found": told.empty_accuracy,
                "counts": [[g, f, n] for (g, f), n in sorted(told.counts.items())],
            },
            "reliability": [asdict(b) for b in reliability(self.outcomes)],
            "reading": asdict(error_rates(self.pages)),
            "absent": list(self.absent),
            "verdicts": {o.key: [o.right, o.gold.value, o.found.value] for o in self.outcomes},
        }


def evaluate(gold: Path, pred: Path) -> Result:
    """A run's tables in `pred` against the gold in `gold` (a file or a folder).

    Files are matched by their path relative to the input (a few folders more or less
    are seen through where only one file fits). Gold files that the run
    has not seen are named in `absent` and not scored; those that failed count as
    not found. Compares with the last saved evaluation of `pred`, if there is one.
    Raises SettingsError (`gold-not-found`, `gold-invalid`, `tables-not-found`).
    """
    files = load_gold(gold)
    found = dict(predictions(load(pred)))
    outcomes: list[Outcome] = []
    pages: list[PageErrors] = []
    absent: list[str] = []
    for file in files:
        name = _located(file.file, found)
        if name is None:
            absent.append(file.file)
            continue
        outcomes.extend(outcomes_of(file, found[name]))
        pages.extend(_pages(file, found[name].pages))
    return Result(outcomes, pages, absent, changes_since(pred / SAVED, outcomes))


def save(result: Result, pred: Path) -> Path:
    """Writes `evaluation.json` into the run's folder for the next comparison."""
    path = pred / SAVED
    text = json.dumps(result.as_json(), ensure_ascii=False, indent=1)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    return temporary.replace(path)


def changes_since(saved: Path, outcomes: Sequence[Outcome]) -> list[Change] | None:
    """Values whose verdict changed since the saved evaluation; None where there is none."""
    if not saved.exists():
        return None
    before: Mapping[str, Sequence[Any]] = json.loads(saved.read_text(encoding="utf-8"))["verdicts"]
    now = {o.key: o for o in outcomes}
    changes = [
        Change(key, o.right, o.gold.value, o.found.value)
        for key, o in now.items()
        if (key in before and before[key][0] != o.right) or (key not in before and not o.right)
    ]
    gone = [key for key, verdict in before.items() if key not in now and not verdict[0]]
    return [*changes, *(Change(key, True, before[key][1], None) for key in gone)]


def _located(file: str, found: Iterable[str]) -> str | None:
    """The run's name of a gold file: the run may have begun a folder higher or lower."""
    names = set(found)
    if file in names:
        return file
    near = [n for n in names if n.endswith(f"/{file}") or file.endswith(f"/{n}")]
    return near[0] if len(near) == 1 else None


def _pages(gold: GoldFile, found: Sequence[str]) -> list[PageErrors]:
    return page_errors(gold.file, gold.form, gold.pages, found) if gold.pages else []


def _score(of: Score) -> dict[str, Any]:
    return {
        **asdict(of),
        "precision": of.precision,
        "recall": of.recall,
        "f1": of.f1,
        "exact_f1": of.exact_f1,
    }
