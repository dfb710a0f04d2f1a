"""Rules as data: an id, a confidence, a pattern, and an example that it matches."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.document_types import type_names
from pipeline.normalisation.text import UPPER


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the data file, its pattern compiled."""

    id: str
    family: str
    confidence: float
    pattern: re.Pattern[str]
    example: str


@lru_cache(maxsize=1)
def head_rules() -> tuple[Rule, ...]:
    """All rules for the head, in the order in which they are tried."""
    raw = files("pipeline.extraction").joinpath("data/head_rules.toml").read_text("utf-8")
    return tuple(
        Rule(
            r["id"],
            r["family"],
            r["confidence"],
            re.compile(_filled(r["pattern"])),
            r["example"],
        )
        for r in tomllib.loads(raw)["rule"]
    )


@lru_cache(maxsize=32)
def rules_of(family: str) -> tuple[Rule, ...]:
    """The rules of a family in order."""
    return tuple(rule for rule in head_rules() if rule.family == family)


@lru_cache(maxsize=1)
def fragments() -> dict[str, str]:
    """The named pieces of patterns: NUM, BLANK, CODE, CAPS, SYMBOL, TYPE."""
    raw = files("pipeline.extraction").joinpath("data/head_rules.toml").read_text("utf-8")
    pieces: dict[str, str] = dict(tomllib.loads(raw)["fragments"])
    code, caps = pieces["CODE"], pieces["CAPS"]
    # Tight joints take any code, spaced ones (a line end, a slip) only capitals:
    # `KH-UBND - Ban Dân tộc` ends at UBND.
    pieces["SYMBOL"] = (
        rf"(?:(?:UBTV)?QH\s\d{{1,2}}(?![\w/])|(?:{code})(?:[-/–](?:{code})|(?:\s[-/–]\s?|[-/–]\s)(?:{caps})(?![\w])){{0,8}}(?![\w])(?:\([A-ZĐ&]{{2,10}}\))?)"
    )
    pieces["UPPER"] = UPPER
    pieces["TYPE"] = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in type_names())
    return pieces


def _filled(pattern: str) -> str:
    for name, piece in fragments().items():
        pattern = pattern.replace("{" + name + "}", piece)
    return pattern
