"""What `kehoach evaluate` prints."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline import console
from pipeline.errors import SettingsError
from pipeline.evaluation.judged import corrections_to_gold, judged_rules, render_rules
from pipeline.evaluation.rendering import render
from pipeline.evaluation.result import evaluate, save


def evaluate_command(gold: Path, pred: Path | None, *, keep: bool, as_json: bool) -> None:
    """Figures on the terminal or as JSON; `keep` saves them for the next comparison.

    Raises SettingsError (`usage`, and those of `evaluate`).
    """
    if pred is None:
        raise SettingsError("usage", "kehoach evaluate GOLD PRED, or --corrections DIR")
    result = evaluate(gold, pred)
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    else:
        console.show(*render(result))
    if keep:
        save(result, pred)


def corrections_command(folder: Path, to_gold: Path | None) -> None:
    """Which rules people corrected most; with `to_gold`, gold of what they judged.

    Raises SettingsError (`tables-not-found`, `corrections-invalid`).
    """
    console.show(render_rules(judged_rules(folder)))
    if to_gold is not None:
        written = corrections_to_gold(folder, to_gold)
        console.show(f"{to_gold}: {len(written)} gold files")
