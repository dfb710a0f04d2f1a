"""Documents at the top of the known chains, to hold citations against. Never to fill them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document's number with symbol, date (ISO) and issuer; `source` says whence."""

    number_symbol: str
    date: str
    issuer: str
    source: str


@lru_cache(maxsize=1)
def _by_number() -> dict[str, KnownDocument]:
    path = files("pipeline.normalisation").joinpath("data/known_documents.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {
        r["number_symbol"].upper(): KnownDocument(
            r["number_symbol"], r["date"], r["issuer"], r["source"]
        )
        for r in rows
    }


def known_document(number_symbol: str) -> KnownDocument | None:
    """The known document of this number, or None: numbers begin anew each year."""
    return _by_number().get(number_symbol.upper())
