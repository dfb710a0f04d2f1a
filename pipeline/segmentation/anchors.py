"""The fixed wordings of the layout, found in a line even when some letters are wrong.

The patterns are data (`data/anchors.json`); they run on a row's folded text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import regex

from pipeline.segmentation.paragraphs import closes
from pipeline.segmentation.rows import Row, fold, is_caps


@dataclass(frozen=True, slots=True)
class Anchor:
    """A wording: `exact` is tried first, `close` allows some wrong letters."""

    exact: regex.Pattern[str]
    close: regex.Pattern[str] | None

    def find(self, folded: str) -> tuple[int, int] | None:
        """Where the wording stands in a folded text, or None."""
        match = self.exact.search(folded)
        if match is None and self.close is not None and len(folded) < 200:
            match = self.close.search(folded)
        return match.span() if match else None


@dataclass(frozen=True, slots=True)
class Anchors:
    """All wordings by id, the types of documents, and what a signature begins with."""

    by_id: dict[str, tuple[Anchor, ...]]
    doc_types: frozenset[str]
    signature: tuple[regex.Pattern[str], ...]

    def find(self, name: str, row: Row) -> tuple[int, int] | None:
        """Where the wording stands in the row's text."""
        places = (anchor.find(row.folded) for anchor in self.by_id[name])
        return next((place for place in places if place is not None), None)

    def opens(self, name: str, row: Row) -> bool:
        """Whether the row begins with the wording."""
        place = self.find(name, row)
        return place is not None and place[0] <= 4


@lru_cache(maxsize=1)
def load_anchors() -> Anchors:
    """The packaged wordings."""
    data: dict[str, Any] = json.loads(
        (files("pipeline.segmentation") / "data" / "anchors.json").read_text(encoding="utf-8")
    )
    by_id: dict[str, tuple[Anchor, ...]] = {}
    for rule in data["anchors"]:
        made = _anchor(rule["pattern"], rule["errors"])
        by_id[rule["id"]] = (*by_id.get(rule["id"], ()), made)
    types = frozenset(name.replace(" ", "") for name in data["doc_types"])
    signature = tuple(regex.compile(rule["pattern"]) for rule in data["signature"])
    return Anchors(by_id, types, signature)


def _anchor(pattern: str, errors: int) -> Anchor:
    close = regex.compile(f"(?e)(?:{pattern}){{e<={errors}}}") if errors else None
    return Anchor(regex.compile(pattern), close)


_ENACTING = frozenset("quyetdinh nghiquyet chithi nghidinh thongtu luat congbo".split())
"""Types whose name with a colon is no title but the word that enacts: `QUYẾT ĐỊNH:`."""
_A_WARD = "phường an"
"""Wards by the hundred begin so (`PHƯỜNG AN KHÁNH`); only without marks is it PHƯƠNG ÁN."""


def type_length(row: Row) -> int:
    """How much of the row is the name of a type of document (KẾ HOẠCH); 0 for none.

    The name stands alone on its line, or in capitals at its beginning.
    """
    compact = "".join(c for c in row.folded if c.isalnum())
    if row.text[:1].islower():
        return 0
    types = load_anchors().doc_types
    if compact in types and (row.caps or len(row.text.split()) <= 4):
        return len(row.text) if compact not in _ENACTING or not closes(row.text) else 0
    words = row.text.split()
    for count in (4, 3, 2):
        head = " ".join(words[:count])
        known = fold(head).replace(" ", "") in types and is_caps(head)
        if len(words) > count and known and head.lower() != _A_WARD:
            return len(head)
    return 0


def signs(text: str) -> bool:
    """Whether a text begins a signature: a capacity, an office, an approval, in capitals."""
    if len(text.split()) > 14 or not is_caps(text):
        return False
    folded = fold(text)
    return any(pattern.match(folded) for pattern in load_anchors().signature)
