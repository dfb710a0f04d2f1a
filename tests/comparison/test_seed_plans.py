"""The five seed plans against their consensus, from file to tables."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from synthetic import compared, edited, f1_by_status, laid_out

import pipeline
from pipeline.comparison.compare import Adaptation, compare
from pipeline.comparison.items import plan_items
from pipeline.comparison.source import Source
from pipeline.comparison.template import template_of_plan

CONTENT = (
    "tuyên truyền, phổ biến",
    "tạo cơ hội",
    "đồng bộ các giải pháp",
    "công nghệ học tập",
    "dòng họ",
    "kinh nghiệm quốc tế",
)
"""Telling words of the six content items of the national plan."""
CRITERIA = ("đầu tư các nguồn lực", "thói quen chủ động", "kế hoạch đào tạo")


@pytest.fixture(scope="module")
def corpus(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pipeline.run([seeds], out=tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="module")
def result(corpus: Any) -> Adaptation:
    return compare(corpus)


def item_with(result: Adaptation, words: str, section: str = "") -> str:
    """The one template item that has these words, in a section if one is named."""
    rows = result.template[result.template["text"].str.lower().str.contains(words, regex=False)]
    rows = rows[rows["section"].str.contains(section, regex=False)]
    assert len(rows) >= 1, words
    return str(rows.iloc[0]["item"])


def row(result: Adaptation, seed: str, item: str) -> pd.Series[Any]:
    rows = result.adaptation
    return rows[(rows["item"] == item) & rows["file"].str.startswith(seed)].iloc[0]


def test_one_campaign(corpus: Any) -> None:
    assert corpus.plans["campaign"].nunique() == 1
    assert "thi đua xây dựng xã hội học tập" in corpus.plans["campaign"].iloc[0]


def test_the_six_content_items(result: Adaptation) -> None:
    items = [item_with(result, words, "NỘI DUNG PHONG TRÀO") for words in CONTENT]
    assert len(set(items)) == 6
    named = result.template.set_index("item").loc[items, "national_item"]
    assert list(named) == [f"T.II.{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("seed", "section"), [("000", "II. NỘI DUNG"), ("003", "III. GIẢI PHÁP VÀ TIẾN ĐỘ")]
)
@pytest.mark.parametrize("words", CRITERIA)
def test_criteria_that_moved(result: Adaptation, seed: str, section: str, words: str) -> None:
    found = row(result, seed, item_with(result, words, "TIÊU CHÍ"))
    assert found["status"] == "moved" or found["also_moved"]
    assert found["plan_section"].startswith(section)


@pytest.mark.parametrize("seed", ["001", "002", "004"])
@pytest.mark.parametrize("words", CRITERIA)
def test_criteria_that_stayed(result: Adaptation, seed: str, words: str) -> None:
    found = row(result, seed, item_with(result, words, "TIÊU CHÍ"))
    assert found["status"] in ("kept", "reworded", "shortened")
    assert not found["also_moved"]


def test_added_section(result: Adaptation) -> None:
    rows = result.additions[result.additions["file"].str.startswith("002")]
    added = rows[rows["section"].str.contains("PHẠM VI, ĐỐI TƯỢNG")]
    assert list(added["title"].str.strip(" :")) == ["Phạm vi", "Đối tượng"]


@pytest.mark.parametrize(("seed", "old", "new"), [("002", "nước", "tỉnh"), ("003", "2023", "2024")])
def test_title_slots(result: Adaptation, seed: str, old: str, new: str) -> None:
    """The slogan made the province's own, and the later start."""
    slots = result.slots[result.slots["file"].str.startswith(seed) & (result.slots["item"] == "0")]
    filled = slots[slots["template_words"].str.lower() == old]
    assert list(filled["words"].str.lower()) == [new]


def test_awards_of_a_university(result: Adaptation) -> None:
    paper = row(result, "004", item_with(result, "giấy khen"))
    assert "Hiệu trưởng" in paper["difference"]
    assert row(result, "004", item_with(result, "bằng khen của thủ tướng"))["status"] == "omitted"


def test_the_garbled_plan_is_aligned_as_well_as_the_others(result: Adaptation) -> None:
    found = result.adaptation[result.adaptation["status"] != "omitted"]
    shares = found.groupby(found["file"].str[:3]).size() / len(result.template)
    assert shares["004"] >= shares[["000", "001", "002", "003"]].max()
    similar = found.groupby(found["file"].str[:3])["similarity"].mean()
    assert similar["004"] >= similar["000"]


def test_a_citation_that_contradicts_itself(result: Adaptation) -> None:
    link = result.chain[result.chain["file"].str.startswith("004")].iloc[0]
    assert link["citation"] == "conflict"
    assert link["conflicts"] == "base_symbol; base_issuer"
    assert link["lag_days"] == 53
    assert not link["level_skipped"]  # it answers to the province itself


@pytest.mark.parametrize(
    ("noise", "bare", "least"), [(0.0, False, 0.95), (0.04, False, 0.92), (0.06, True, 0.92)]
)
def test_known_edits_of_real_items(corpus: Any, noise: float, bare: bool, least: float) -> None:
    """A real plan's items, boilerplate and two-word awards among them, edited at random."""
    plan_id = corpus.plans.loc[corpus.plans["file"].str.startswith("002"), "plan_id"].iloc[0]
    items = [i for i in Source(corpus.plans, corpus.sections).items(plan_id).items if i.order]
    sections = list(dict.fromkeys(item.section for item in items))
    texts = [(sections.index(item.section), item.whole_text) for item in items]
    first = {item.section: item.headings[0] for item in items[::-1]}
    headings = tuple((first[s].text, "; ".join(sorted(first[s].roles))) for s in sections)
    kept = [(section, number, text, "kept") for number, (section, text) in enumerate(texts)]
    whole = laid_out("t", kept, random.Random(0), headings=headings)
    template = template_of_plan(plan_items({"plan_id": "t"}, whole.rows), "c")
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(30):
        rng = random.Random(seed)
        placed = edited(rng, texts)
        found += compared(
            laid_out(f"p{seed}", placed, rng, noise, bare, headings=headings), template
        )
    scores = f1_by_status(found)
    assert sum(scores.values()) / len(scores) >= least, scores
