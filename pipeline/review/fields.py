"""The fields that can be judged: how telling each is, and its short label."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table. `weight` (0 to 1) is how much hangs on it: it decides, with
    the machine's doubt, how early a value is asked. `words` are the fixed words of a
    column that has such."""

    table: str
    column: str
    weight: float
    vi: str
    en: str
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`plans.issuer`."""
        return f"{self.table}.{self.column}"

    def label(self, language: str) -> str:
        """The short label in `vi` or `en`."""
        return self.vi if language == "vi" else self.en


@cache
def load_fields() -> Mapping[str, Field]:
    """All fields by key, in the order of the tables."""
    rows = csv.DictReader(_data("fields.csv").splitlines())
    fields = [
        Field(
            *(r["table"], r["column"], float(r["weight"]), r["vi"], r["en"]),
            words=tuple(r["words"].split()),
        )
        for r in rows
    ]
    return {field.key: field for field in fields}


@cache
def load_labels() -> Mapping[str, Mapping[str, str]]:
    """The page's labels: name to language to text."""
    labels: Mapping[str, Mapping[str, str]] = json.loads(_data("labels.json"))
    return labels


def _data(name: str) -> str:
    return (files("pipeline.review") / "data" / name).read_text(encoding="utf-8")
