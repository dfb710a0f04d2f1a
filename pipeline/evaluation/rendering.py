"""The evaluation on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.evaluation.reading_errors import error_rates
from pipeline.evaluation.result import Result
from pipeline.evaluation.scores import Bin, Score, reliability, score, statuses

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def render(result: Result, *, cases: int = 30) -> Iterable[RenderableType]:
    """Tables for `rich`: fields, routes, forms, parts, statuses, reliability, cases."""
    yield _scores("Fields", {**result.fields(), "all values": score(result.values)})
    for name in ("route", "form", "part"):
        yield _scores(f"By {name}", result.by(name))
    yield _statuses(result)
    yield _reliability(reliability(result.outcomes))
    if result.pages:
        rates = error_rates(result.pages)
        yield f"Reading, {rates.pages} pages: CER {_share(rates.cer)}, WER {_share(rates.wer)}"
    yield _wrong(result, cases)
    if result.changes is not None:
        yield _changes(result, cases)
    if result.absent:
        yield f"Not in this run, not scored: {len(result.absent)} files of gold"


def _scores(title: str, scores: Mapping[str, Score]) -> Table:
    table = _table(title, "", "gold", "claimed", "right", "precision", "recall", "F1", "exact F1")
    for name, of in scores.items():
        figures = (of.precision, of.recall, of.f1, of.exact_f1)
        counts = (of.gold, of.claimed, of.right)
        table.add_row(name, *map(str, counts), *map(_share, figures))
    return table


def _statuses(result: Result) -> Table:
    told = statuses(result.outcomes)
    kinds = sorted({status for pair in told.counts for status in pair})
    title = (
        f"Statuses of plans: {_share(told.accuracy)} right, "
        f"{_share(told.empty_accuracy)} where gold is not found"
    )
    table = _table(title, "gold \\ run", *kinds, "right")
    for gold in kinds:
        right, total = told.of(gold)
        counts = [str(told.counts.get((gold, found), 0)) for found in kinds]
        table.add_row(gold, *counts, _share(right / total if total else None))
    return table


def _reliability(bins: Iterable[Bin]) -> Table:
    bins = list(bins)
    total = sum(b.values for b in bins)
    table = _table(
        "Confidence against being right", "confidence", "values", "share", "mean", "right"
    )
    for b in bins:
        share = b.values / total if total else None
        right = b.right / b.values if b.values else None
        mean = b.mean_confidence if b.values else None
        table.add_row(
            f"{b.low:.1f} to {b.high:.1f}", str(b.values), *map(_share, (share, mean, right))
        )
    return table


def _wrong(result: Result, cases: int) -> Table:
    wrong = result.wrong()
    table = _table(f"Not right: {len(wrong)}", "file", "field", "gold", "found", "rule")
    for o in islice(wrong, cases):
        gold = o.gold.value if o.gold.value is not None else f"({o.gold.status})"
        found = o.found.value if o.found.value is not None else f"({o.found.status})"
        table.add_row(*map(_plain, (o.file, o.field, gold, found, o.found.rule)))
    return table


def _changes(result: Result, cases: int) -> Table:
    changes = result.changes or ()
    better = sum(c.better for c in changes)
    title = f"Since the last saved evaluation: {better} better, {len(changes) - better} worse"
    table = _table(title, "", "value", "gold", "found")
    for change in islice(sorted(changes, key=lambda c: c.better), cases):
        sign = "better" if change.better else "worse"
        table.add_row(*map(_plain, (sign, change.key, change.gold or "", change.found or "")))
    return table


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "default", overflow="fold")
    return table


def _plain(text: str) -> str:
    """Cut to a line's worth, and no markup of `rich` in it."""
    from rich.markup import escape

    return escape(text if len(text) <= 120 else text[:119] + "…")


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
