"""Fixed wordings of the official layout that the corpus lacks: it has no short lines.

Decree 30/2020/NĐ-CP fixes most of them; names of provinces come from the
restorer's own list. Each is repeated so that its n-grams pass the cut. The
compounds are everyday Vietnamese words that legal texts seldom use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

REPEATED = 12
COMPOUNDS_REPEATED = 4
_COMPOUNDS = Path(__file__).parent / "compounds.txt"
_PATH = Path(__file__).parent / "phrases.toml"


def phrases() -> Iterator[str]:
    """All phrases with all fillers, each repeated."""
    data = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    for phrase in data["phrases"]:
        yield from [phrase] * REPEATED
    for compound in _COMPOUNDS.read_text(encoding="utf-8").replace("\n", ", ").split(", "):
        yield from [compound] * COMPOUNDS_REPEATED
    for pattern in data["patterns"]:
        for filler in data[pattern["filler"]]:
            yield from [pattern["text"].replace("{}", filler)] * REPEATED
