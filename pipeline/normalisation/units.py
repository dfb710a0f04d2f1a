"""Units that get tasks, to classes that can be compared across provinces.

`Phòng KH-TC` and `Phòng Kế hoạch – Tài chính` are one, as are `Văn phòng Sở` and
`Văn phòng Ban`. Departments, committees and other bodies get their full names
without the province: the same body of another province shall meet them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.bodies import full_name, parse_body
from pipeline.normalisation.casing import as_written
from pipeline.normalisation.gazetteer import expand
from pipeline.normalisation.text import one_line

_BEFORE = re.compile(r"^(?:đề nghị|giao|yêu cầu|phân công|trách nhiệm của)\s+(?:cho\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class UnitClass:
    """A class with the pattern of its names; `needs` is a second pattern that must hold."""

    id: str
    name: str
    match: re.Pattern[str]
    needs: re.Pattern[str] | None


@lru_cache(maxsize=1)
def unit_classes() -> tuple[UnitClass, ...]:
    """The classes in the order in which they are tried."""
    raw = files("pipeline.normalisation").joinpath("data/unit_classes.toml").read_bytes()
    return tuple(
        UnitClass(
            c["id"],
            c["name"],
            re.compile(c["match"]),
            re.compile(c["needs"]) if "needs" in c else None,
        )
        for c in tomllib.loads(raw.decode("utf-8"))["class"]
    )


def unit_class(raw: str) -> UnitClass | None:
    """The class of a unit's name, or None."""
    folded = _folded(raw)
    for known in unit_classes():
        if known.match.match(folded) and (known.needs is None or known.needs.match(folded)):
            return known
    return None


def normalise_unit(raw: str) -> str:
    """A unit's class, or its full name, or its own name tidied; "" for an empty text."""
    known = unit_class(raw)
    if known:
        return known.name
    tidy = _BEFORE.sub("", one_line(raw).strip(" .:;,*-–"))
    body = parse_body(tidy)
    if body and body.known and "các" not in tidy.lower().split()[:2]:
        local = tuple(p for p in body.places if not p.is_province)
        return full_name(replace(body, places=local))
    named = as_written(expand(tidy))
    return named[:1].upper() + named[1:]


def _folded(raw: str) -> str:
    text = expand(one_line(raw).strip(" .:;,*-–")).lower().replace("uỷ", "ủy")
    return re.sub(r"\s*,\s*", ", ", text)
