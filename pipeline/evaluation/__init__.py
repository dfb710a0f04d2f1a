"""Gold against a run's tables: what `kehoach evaluate` measures."""

from pipeline.evaluation.rendering import render
from pipeline.evaluation.result import Result, evaluate, save

__all__ = ["Result", "evaluate", "render", "save"]
