"""The body's rules as data: `data/body_rules.toml`, its patterns compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def examples() -> dict[str, str]:
    """Each rule's example by its id."""
    return {rule["id"]: rule["example"] for rule in _data()["rule"]}


@lru_cache(maxsize=128)
def pattern(rule_id: str) -> re.Pattern[str]:
    """The pattern of a rule, to run on folded text. Raises KeyError for an unknown id."""
    source = {rule["id"]: rule["pattern"] for rule in _data()["rule"]}[rule_id]
    return re.compile(_filled(source))


@lru_cache(maxsize=1)
def _data() -> dict[str, list[dict[str, str]]]:
    raw = files("pipeline.extraction").joinpath("data/body_rules.toml").read_text("utf-8")
    return tomllib.loads(raw)


def _filled(source: str | list[str]) -> str:
    """An expression with its fragments put in; a list is its alternatives."""
    fragments: dict[str, str | list[str]] = dict(_data()["fragments"])  # type: ignore[arg-type]
    text = source if isinstance(source, str) else f"(?:{'|'.join(source)})"
    return re.sub(
        r"\{([A-Z_]+)\}", lambda m: _filled(fragments[m[1]]) if m[1] in fragments else m[0], text
    )
