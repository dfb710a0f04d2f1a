"""A part's variants come with gold that the evaluation reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluation.gold import load_gold
from samples import variants


def test_mutations_come_with_their_gold(tmp_path: Path) -> None:
    written = list(variants.mutations("dev", 1, tmp_path))
    golds = load_gold(tmp_path / "gold")
    assert len(written) == len(golds) == 35
    assert {gold.file for gold in golds} == {path.name for path in written}


def test_scans_come_with_gold_and_page_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(variants, "sources", _shortest)
    (written,) = variants.scans("dev", "heavy", tmp_path)
    (gold,) = load_gold(tmp_path / "gold")
    assert written.read_bytes().startswith(b"%PDF")
    assert gold.form == "colour-scan"
    assert gold.pages


def _shortest(part: str) -> list[Path]:
    folder = variants.HERE / "genre" / part
    return sorted(folder.glob("*.toml"), key=lambda path: path.stat().st_size)[:1]
