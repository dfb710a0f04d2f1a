"""What findings and failures say, in Vietnamese for the analyst.

Stages say a thing in English, with its facts; that sentence is what is kept and what
programs get. Here it is recognised by its code and wording (`data/messages.csv`, with a
`{name}` for each fact) and said in Vietnamese with the same facts. So a better wording
needs no document to be read again, and tables made before get it too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FACT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one message of a code reads; `english` is None for what is said of all others."""

    english: re.Pattern[str] | None
    vietnamese: str


def vietnamese(code: str, message: str) -> str | None:
    """The message in Vietnamese with its facts; what the code means where its wording is not
    known; None for an unknown code."""
    known = wordings().get(code, ())
    for wording in known:
        match = wording.english.fullmatch(message) if wording.english else None
        if match:
            return wording.vietnamese.format_map(match.groupdict())
    return next((w.vietnamese for w in known if w.english is None), None)


@cache
def wordings() -> Mapping[str, Sequence[Wording]]:
    """The packaged wordings by code."""
    text = (files("pipeline.tables") / "data" / "messages.csv").read_text(encoding="utf-8")
    found: dict[str, list[Wording]] = {}
    for row in csv.DictReader(text.splitlines()):
        english = _pattern(row["english"]) if row["english"] else None
        found.setdefault(row["code"], []).append(Wording(english, row["vietnamese"]))
    return found


def _pattern(template: str) -> re.Pattern[str]:
    """What matches the template with any facts in it."""
    parts = _FACT.split(template)  # text, name, text, name, ..., text
    named = [f"(?P<{p}>.*?)" if n % 2 else re.escape(p) for n, p in enumerate(parts)]
    return re.compile("".join(named), re.DOTALL)
