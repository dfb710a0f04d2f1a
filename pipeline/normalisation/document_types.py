"""Types of documents and their codes. Source: Decree 30/2020, Party and law rules."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.normalisation.text import key

OFFICIAL_LETTER = "Công văn"
"""The type without a code in its symbol."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type; `family` is administrative, law, party or generic."""

    name: str
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    family: str

    @property
    def is_law(self) -> bool:
        """Laws, decrees, circulars: what a plan rests on, never what it puts into practice."""
        return self.family == "law"


@lru_cache(maxsize=1)
def document_types() -> tuple[DocumentType, ...]:
    """All known types."""
    text = files("pipeline.normalisation").joinpath("data/doc_types.csv").read_text("utf-8")
    return tuple(
        DocumentType(
            row["name"],
            tuple(filter(None, row["codes"].split("|"))),
            tuple(filter(None, row["aliases"].split("|"))),
            row["family"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, DocumentType]:
    return {key(n): t for t in document_types() for n in (t.name, *t.aliases)}


@lru_cache(maxsize=1)
def _by_code() -> dict[str, DocumentType]:
    return {code: t for t in document_types() for code in t.codes}


def type_named(name: str) -> DocumentType | None:
    """The type of exactly this name, in any case."""
    return _by_name().get(key(name))


def type_of_code(code: str) -> DocumentType | None:
    """The type whose code this is; codes keep their case (CTr is not CTR, TTr not TT)."""
    return _by_code().get(code)


@lru_cache(maxsize=1)
def type_names() -> tuple[str, ...]:
    """All names and aliases, the longest first, for patterns."""
    names = {n for t in document_types() for n in (t.name, *t.aliases)}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))
