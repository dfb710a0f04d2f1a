"""A part's variants come with gold that the evaluation reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.evaluation.gold import load_gold
from samples import content, variants
from samples.mutate import mutated
from samples.restyle import CHANGES, restyled


def test_mutations_come_with_their_gold(tmp_path: Path) -> None:
    written = list(variants.mutations("dev", 1, tmp_path))
    golds = load_gold(tmp_path / "gold")
    assert len(written) == len(golds)
    assert sum(path.stem.endswith("-m0") for path in written) == len(variants.sources("dev"))
    assert {gold.file for gold in golds} == {path.name for path in written}


def test_mutations_are_those_of_the_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(path for path in variants.sources("dev") if path.stem.startswith("dev28"))
    monkeypatch.setattr(variants, "sources", lambda _part: [one])
    monkeypatch.setattr(variants, "CHANGES", {})
    names = [path.stem for path in variants.mutations("dev", 2, tmp_path, seed=60)]
    assert names == ["dev28-thai-binh-phu-luc-m60", "dev28-thai-binh-phu-luc-m61"]


def test_a_mutation_renumbers_what_names_the_document_itself() -> None:
    path = next(path for path in variants.sources("dev") if path.stem.startswith("dev28"))
    data = mutated(path, 60)
    own = f"{data['number']}/{data['symbol']}"
    assert own != "57/KH-UBND"
    assert f"Kế hoạch số {own} " in data["attachments"][0]["note"]


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_each_change_of_layout_changes_text_and_gold_together(change: str) -> None:
    raw = [content.raw(path) for path in variants.sources("dev")]
    made = [(data, new) for data in raw if (new := restyled(data, change)) is not None]
    assert made
    for data, new in made:
        text = json.dumps(new, ensure_ascii=False)
        parts = [(one["body"], one.get("attachments")) for one in (new, data)]
        assert parts[0] != parts[1]
        assert new == restyled(data, change)  # the same every time
        rows = zip(data["gold"].get("units", ()), new["gold"].get("units", ()), strict=True)
        assert all(old[2] == row[2] for old, row in rows)
        for row in new["gold"].get("units", ()):
            assert row[1].casefold() in " ".join(text.split()).casefold()


def test_a_table_of_units_has_their_tasks() -> None:
    data = {
        "id": "a",
        "body": "I. MỘT\nx\nII. HAI\n1. Phòng A\n- Làm.\n- Nộp.\n2. Phòng B\n- Gửi.",
        "gold": {"units": [["II.1", "Phòng A", 2], ["II.2", "Phòng B", 1]]},
    }
    new = restyled(data, "table")
    assert new is not None
    assert "| 1 | Phòng A | Làm; Nộp |" in new["body"]
    assert new["gold"]["units"] == [["II", "Phòng A", 2], ["II", "Phòng B", 1]]
    assert restyled({**data, "body": "I. MỘT"}, "table") is None


def test_scans_come_with_gold_and_page_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(variants, "sources", _shortest)
    (written,) = variants.scans("dev", "heavy", tmp_path)
    (gold,) = load_gold(tmp_path / "gold")
    assert written.read_bytes().startswith(b"%PDF")
    assert gold.form == "colour-scan"
    assert gold.pages


def test_another_seed_scans_a_mutation_with_other_noise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = variants.HERE / "genre" / "dev" / "dev01-ha-nam-chuyen-doi-so.toml"
    monkeypatch.setattr(variants, "sources", lambda _part: [plan])
    (first,) = variants.scans("dev", "1-bit", tmp_path / "0")
    (other,) = variants.scans("dev", "1-bit", tmp_path / "5", seed=5)
    assert other.stem == f"{first.stem}-m5"
    numbers = [load_gold(tmp_path / seed / "gold")[0].plans["number"] for seed in "05"]
    assert numbers[0] != numbers[1]


def _shortest(part: str) -> list[Path]:
    folder = variants.HERE / "genre" / part
    return sorted(folder.glob("*.toml"), key=lambda path: path.stat().st_size)[:1]
