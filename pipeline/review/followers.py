"""What one answer settles: the same words of the document stand in several cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from sqlite3 import Row

from pipeline.normalisation.symbols import split_symbol
from pipeline.tables.corrections import Verdict

_CARRIED = frozenset({Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.MISSING})
"""For the parts of a symbol: of `Số:    /KH-SYT` the number is blank and the symbol not."""

Answer = tuple[Row, Verdict, str]
"""A cell with what is said of it."""


def settled(cell: Row, verdict: Verdict, text: str, cells: Sequence[Row]) -> list[Answer]:
    """The answers that follow from one, itself first. `cells` are those of the document."""
    answers: list[Answer] = [(cell, verdict, text)]
    seen = {cell["id"]}
    for leader, said, content in answers:  # grows while it is walked
        for answer in _followers(leader, said, content, cells):
            if answer[0]["id"] not in seen:
                seen.add(answer[0]["id"])
                answers.append(answer)
    return answers


def _followers(cell: Row, verdict: Verdict, text: str, cells: Sequence[Row]) -> Iterator[Answer]:
    wanted = dict(_rules().get(f"{cell['tab']}.{cell['col']}", ()))
    for other in cells:
        kind = wanted.get(f"{other['tab']}.{other['col']}")
        if kind is None or not _same_words(cell, other):
            continue
        if kind == "same":
            if other["value"] == cell["value"]:
                yield other, verdict, text
        elif verdict in _CARRIED and other["value"] == _part(cell["value"], kind):
            part = _part(text, kind) if verdict is Verdict.CORRECTED else ""
            if part is not None:
                yield other, verdict, part


def _same_words(cell: Row, other: Row) -> bool:
    """The same place of the document, judged alike by the machine."""
    row = cell["tab"] != other["tab"] or cell["row"] == other["row"]
    return row and all(cell[name] == other[name] for name in ("raw", "page", "line", "status"))


def _part(whole: str | None, kind: str) -> str | None:
    """The number or the symbol of a whole; None where it has none."""
    symbol = split_symbol(whole) if whole else None
    return (getattr(symbol, kind) or None) if symbol else None


@cache
def _rules() -> Mapping[str, Sequence[tuple[str, str]]]:
    text = (files("pipeline.review") / "data" / "followers.json").read_text(encoding="utf-8")
    return {
        leader: [(key, kind) for key, kind in of]
        for leader, of in json.loads(text).items()
        if leader[0] != "_"
    }
