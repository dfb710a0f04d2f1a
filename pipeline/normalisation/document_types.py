"""Types of documents and their codes. Source: Decree 30/2020, Party and law rules."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from pipeline.normalisation.text import key
from pipeline.vietnamese import strip_marks

OFFICIAL_LETTER = "Công văn"
"""The type without a code in its symbol."""


_LONG_NAME = 8
"""Letters from which one wrong letter still leaves a type's name unmistakable."""


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


@lru_cache(maxsize=1)
def _by_bare_name() -> dict[str, DocumentType | None]:
    """By name without marks; None where two types meet there."""
    found: dict[str, DocumentType | None] = {}
    for name, kind in _by_name().items():
        bare = strip_marks(name)
        found[bare] = kind if found.get(bare, kind) is kind else None
    return found


@lru_cache(maxsize=4096)
def type_misread(name: str) -> DocumentType | None:
    """The one type that a recogniser could have read so: `QUYÉT ĐỊNH`, `UYẾT ĐỊNH`.

    Wrong or lost marks, and one letter wrong in a name of eight or more. None where
    two types are as near. For a line that can only be a type's name.
    """
    read = strip_marks(key(name))
    if kind := _by_bare_name().get(read):
        return kind
    near = {
        kind.name: kind
        for bare, kind in _by_bare_name().items()
        if kind and len(bare) >= _LONG_NAME and Levenshtein.distance(bare, read, score_cutoff=1) < 2
    }
    return next(iter(near.values())) if len(near) == 1 else None


def type_of_code(code: str) -> DocumentType | None:
    """The type whose code this is; codes keep their case (CTr is not CTR, TTr not TT)."""
    return _by_code().get(code)


@lru_cache(maxsize=1)
def type_names() -> tuple[str, ...]:
    """All names and aliases, the longest first, for patterns."""
    names = {n for t in document_types() for n in (t.name, *t.aliases)}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))
