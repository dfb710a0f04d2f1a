"""The seeds' heads from scans: first and last page drawn, scanned, recognised.

000 and 003 as light scans, 001 and 002 as medium ones. What is asked for is each head
field that stands on these pages; a name may stay unread, but never be wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pipeline
from samples.draw import Style, draw
from samples.retype import retyped
from samples.scan import LEVELS, as_pdf, scan
from tests.test_seeds import Gold, Seed, cell, fold
from tests.test_seeds import test_base as check_base
from tests.test_seeds import test_new_province as check_new_province
from tests.test_seeds import test_title as check_title

SCANS = {"000": "light", "001": "medium", "002": "medium", "003": "light"}
HEAD = {
    "doc_type": "doc_type",
    "issuer_normalised": "issuer.normalised",
    "province": "province.value",
    "place": "place",
    "number": "own_number",
    "symbol": "own_symbol",
    "date": "date",
    "signer_title": "signer.title",
    "signing_capacity": "signer.capacity",
}


@pytest.fixture(scope="module")
def gold(seeds: Path) -> dict[str, Gold]:
    return dict(json.loads((seeds / "gold_fields.json").read_text("utf-8"))["documents"])


@pytest.fixture(scope="module")
def corpus(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("scans")
    for number, (name, level) in enumerate(SCANS.items()):
        path = next(seeds.glob(f"{name}*.txt"))
        drawn = draw(retyped(path.stem, path.read_text("utf-8")), Style(seed=number))
        pages = scan(drawn.pdf, level, number)
        pdf = as_pdf([pages[0], pages[-1]], LEVELS[level].dpi, LEVELS[level].jpeg)
        (folder / f"{path.stem}.pdf").write_bytes(pdf)
    return pipeline.run([folder], out=tmp_path_factory.mktemp("run"))


@pytest.mark.long
@pytest.mark.parametrize("name", SCANS)
def test_the_head_of_a_scanned_seed(corpus: Any, gold: dict[str, Gold], name: str) -> None:
    known = {**gold[name], "file": gold[name]["file"].replace(".txt", ".pdf")}
    seed = Seed(corpus, known)
    for column, path in HEAD.items():
        expected: Any = known
        for part in path.split("."):
            expected = expected[part]
        seed.check(column, expected)
    check_title(seed)
    check_new_province(seed)
    check_base(seed)
    if seed.status("signer_name") == "found":
        assert fold(cell(seed.plan, "signer_name")) == fold(known["signer"]["name"])
    else:
        assert seed.status("signer_name") == "unreadable"
