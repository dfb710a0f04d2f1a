"""Gold against a run's tables: what `kehoach evaluate` measures."""

from pipeline.evaluation.judged import corrections_to_gold, judged_rules, render_rules
from pipeline.evaluation.rendering import render
from pipeline.evaluation.result import Result, evaluate, save

__all__ = [
    "Result",
    "corrections_to_gold",
    "evaluate",
    "judged_rules",
    "render",
    "render_rules",
    "save",
]
