"""The gold is what the content says, and the committed files are what the sources make."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samples import content, text
from samples.build import HERE, PLANS, genre_gold, genre_text, sample_gold
from samples.gold import gold, iso_date, title_case
from samples.mutate import mutated
from samples.text import STYLES

GENRE = sorted((HERE / "genre").glob("*/*.toml"))
SAMPLES = sorted(PLANS.glob("*.toml"))
ALL = [*SAMPLES, *GENRE]


def _names(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "tests" / "gold"


@pytest.mark.parametrize("path", GENRE, ids=_names)
def test_genre_files_are_current(path: Path, folder: Path) -> None:
    stem = folder / path.parent.name / path.stem
    assert stem.with_suffix(".txt").read_text("utf-8") == genre_text(path)
    assert json.loads(stem.with_suffix(".json").read_text("utf-8")) == genre_gold(path)


@pytest.mark.parametrize("path", SAMPLES, ids=_names)
def test_sample_gold_is_current(path: Path, folder: Path) -> None:
    stored = json.loads((folder / "samples" / f"{path.stem}.json").read_text("utf-8"))
    assert stored == sample_gold(path)


# Words that gold writes in full or that the numbers of the text stand for.
_NORMAL = {"date", "start", "end", "role", "relation", "recurrence", "capacity", "section"}
_WRITTEN = {"unit", "as_written", "name", "recipient", "number_symbol"}


def _folded(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).replace("\t", " ").split()).casefold()


def _written(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for table, rows in made.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            for row in rows:
                for column, value in row.items():
                    if column in _WRITTEN and value:
                        yield f"{table}.{column}", value
    for column in ("title", "number_symbol", "place", "signer_name", "base_number_symbol"):
        if isinstance(made["plans"].get(column), str):
            yield f"plans.{column}", made["plans"][column]


@pytest.mark.parametrize("path", ALL, ids=_names)
def test_gold_strings_stand_in_the_text(path: Path) -> None:
    data = content.raw(path)
    plan = content.of(data)
    words = _folded(text.write(plan, "paragraphs"))
    made = gold(plan, data, {}, "x")
    absent = [(where, value) for where, value in _written(made) if _folded(value) not in words]
    assert absent == []


@pytest.mark.parametrize("path", ALL, ids=_names)
def test_gold_knows_only_contract_columns(path: Path) -> None:
    from pipeline.tables.schema import tables

    data = content.raw(path)
    made = gold(content.of(data), data, {}, "x")
    known = tables()
    assert set(made["plans"]) <= set(known["plans"].names)
    for table in ("signers", "bases", "phases", "deadlines", "awards", "recipients"):
        for row in made.get(table, ()):
            assert set(row) <= set(known[table].names), table


def test_parts_have_their_size() -> None:
    assert len([path for path in GENRE if path.parent.name == "dev"]) >= 49
    assert len([path for path in GENRE if path.parent.name == "test"]) == 25
    assert len(SAMPLES) >= 16
    ids = [content.raw(path)["id"] for path in ALL]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("dated", "iso"),
    [
        ("ngày 05 tháng 3 năm 2024", "2024-03-05"),
        ("ngày 08/3/2024", "2024-03-08"),
        ("ngày     tháng 3 năm 2024", "2024-03"),  # the day left blank
        ("ngày     tháng     năm 2024", "2024"),  # day and month left blank
        ("", None),
    ],
)
def test_dates(dated: str, iso: str | None) -> None:
    assert iso_date(dated) == iso


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("PHÓ CHỦ TỊCH", "Phó Chủ tịch"),
        ("CHỦ TỊCH UBND XÃ", "Chủ tịch UBND xã"),
        ("GIÁM ĐỐC", "Giám đốc"),
    ],
)
def test_titles(printed: str, title: str) -> None:
    assert title_case(printed) == title


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_every_word(style: str) -> None:
    plan = content.load(PLANS / "nghe-an-ubnd-ky-nang-so.toml")
    words = set(text.write(plan, "paragraphs").split())
    marked = text.write(plan, style).replace("*", " ").replace("#", " ").replace("|", " ")
    assert words - set(marked.split()) <= {"-"}


def test_unknown_style_is_named() -> None:
    plan = content.load(PLANS / "nghe-an-ubnd-ky-nang-so.toml")
    with pytest.raises(ValueError, match="sideways"):
        text.write(plan, "sideways")


def test_mutation_carries_its_gold() -> None:
    data = mutated(PLANS / "lang-son-stttt-ky-nang-so.toml", 3)
    plan = content.of(data)
    made = gold(plan, data, {}, "x")
    words = _folded(text.write(plan, "paragraphs"))
    assert "lạng sơn" not in words
    assert "56/kh-ubnd" not in words
    assert made["plans"]["province"] in str(plan.place)
    assert [value for _, value in _written(made) if _folded(value) not in words] == []
    assert data == mutated(PLANS / "lang-son-stttt-ky-nang-so.toml", 3)


@pytest.mark.parametrize("path", GENRE[:35:5], ids=_names)
@pytest.mark.parametrize("seed", [0, 1])
def test_mutated_gold_stands_in_the_mutated_text(path: Path, seed: int) -> None:
    data = mutated(path, seed)
    plan = content.of(data)
    words = _folded(text.write(plan, "paragraphs"))
    made = gold(plan, data, {}, "x")
    assert [value for _, value in _written(made) if _folded(value) not in words] == []


@pytest.mark.parametrize(
    ("theme", "least"),
    [("kỹ năng số", 6), ("bảo hiểm y tế toàn dân", 4)],  # what the comparison needs
)
def test_campaigns_have_their_plans(theme: str, least: int) -> None:
    texts = [_folded(text.write(content.load(path), "paragraphs")) for path in SAMPLES]
    assert sum(theme in words for words in texts) >= least


def test_samples_come_from_many_places_and_kinds() -> None:
    golds = [sample_gold(path) for path in SAMPLES]
    provinces = {
        g["plans"].get("province") for g in golds if isinstance(g["plans"].get("province"), str)
    }
    levels = {g["plans"].get("body_level") for g in golds}
    forms = {form for g in golds for form in g["files"].values()}
    assert len(provinces) >= 8
    assert len(levels - {None}) >= 5
    assert len(forms) >= 11
