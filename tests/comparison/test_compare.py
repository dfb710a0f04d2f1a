"""From frames to the six tables, and from a run's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from synthetic import ADDED, edited_plan, frames, template_plan, texts

from pipeline.comparison.additions import clusters
from pipeline.comparison.chain import level_of, links
from pipeline.comparison.compare import compare
from pipeline.comparison.words import Words
from pipeline.errors import SettingsError
from pipeline.tables.schema import tables


@dataclass
class Frames:
    plans: pd.DataFrame
    sections: pd.DataFrame
    evidence: pd.DataFrame = field(default_factory=pd.DataFrame)


@pytest.fixture(scope="module")
def corpus() -> Frames:
    made = [template_plan("a0"), *(edited_plan(f"b{n}", n) for n in range(12))]
    plans, sections = frames(made)
    report = {**plans.iloc[0].to_dict(), "plan_id": "report", "doc_type": "Báo cáo"}
    return Frames(pd.concat([plans, pd.DataFrame([report])], ignore_index=True), sections)


def test_columns_are_the_code_book(corpus: Frames) -> None:
    result = compare(corpus)
    for name in ("template", "adaptation", "additions", "slots", "chain", "reuse"):
        assert set(getattr(result, name).columns) == set(tables()[name].names), name


def test_consensus_is_what_recurs(corpus: Frames) -> None:
    """The generator's template whole and in order; beside it only what many plans added."""
    result = compare(corpus)
    items = result.template[result.template["item"] != "0"]
    found = [" ".join(Words.of(text).keys) for text in items["text"]]
    wanted = [" ".join(Words.of(text).keys) for _, text in texts()]
    added = {" ".join(Words.of(text).keys) for text in ADDED}
    assert [text for text in found if text not in added] == wanted
    assert items["section"].nunique() == 5
    assert items["plans"].min() >= 3


def test_no_plan_no_rows(corpus: Frames) -> None:
    result = compare(corpus)
    assert "report" not in set(result.adaptation["plan_id"])
    assert result.adaptation.groupby("plan_id").size().nunique() == 1


def test_a_plan_as_the_template(corpus: Frames) -> None:
    result = compare(corpus, "a0")
    assert "a0" not in set(result.adaptation["plan_id"])
    assert list(result.template["item"])[:3] == ["0", "I.1", "I.2"]


def test_a_template_that_is_not_there(corpus: Frames) -> None:
    with pytest.raises(SettingsError, match="neither a plan_id"):
        compare(corpus, "no such plan")


def test_a_plan_of_which_nothing_was_read_has_no_rows(corpus: Frames) -> None:
    """It left nothing out: nobody knows what it says."""
    title = {**corpus.plans.iloc[0].to_dict(), "plan_id": "bare"}
    plans = pd.concat([corpus.plans, pd.DataFrame([title])], ignore_index=True)
    found = compare(Frames(plans, corpus.sections))
    assert "bare" not in set(found.adaptation["plan_id"])
    pd.testing.assert_frame_equal(found.template, compare(corpus).template)
    with pytest.raises(SettingsError, match="no sections"):
        compare(Frames(plans, corpus.sections), "bare")


def test_order_of_rows_changes_nothing(corpus: Frames) -> None:
    turned = Frames(corpus.plans.iloc[::-1], corpus.sections.iloc[::-1])
    first, second = compare(corpus), compare(turned)
    pd.testing.assert_frame_equal(first.template, second.template)
    pd.testing.assert_frame_equal(first.adaptation, second.adaptation)


def test_slots_hold_both_sides() -> None:
    made = [template_plan(f"p{n}") for n in range(3)]
    for row in made[2].rows:
        row["text"] = str(row["text"]).replace("giáo viên mầm non", "công nhân lò gạch")
    plans, sections = frames(made)
    slots = compare(Frames(plans, sections)).slots
    changed = slots[slots["changed"]]
    assert list(changed["template_words"]) == ["giáo viên mầm non"]
    assert list(changed["words"]) == ["công nhân lò gạch"]
    assert len(slots) == 3  # the plans that kept the template's words stand there too


def test_two_plans_with_nothing_in_common() -> None:
    plans, sections = frames([template_plan("a")])
    assert compare(Frames(plans, sections)).template.empty


def test_no_plans() -> None:
    empty = Frames(*(pd.DataFrame(columns=list(tables()[t].names)) for t in ("plans", "sections")))
    result = compare(empty)
    assert result.adaptation.empty
    assert "No two plans" in result.summary


def test_like_additions_share_a_cluster() -> None:
    said = [
        "Khảo sát nhu cầu nhà vệ sinh công cộng tại bến xe khách liên tỉnh",
        "Trồng mới hai nghìn cây bóng mát dọc tuyến kênh thủy lợi",
        "Khao sat nhu cau nha ve sinh cong cong tai cac ben xe khach",
        "",
    ]
    found = clusters([Words.of(text) for text in said])
    assert found[0] == found[2] == 1
    assert len(set(found)) == 3


PROVINCE = {
    "plan_id": "p", "file": "p.pdf", "number_symbol": "15/KH-UBND", "date": "2024-01-29",
    "issuer_normalised": "UBND tỉnh Sơn La", "body_level": "tỉnh", "province": "Sơn La",
    "base_number_symbol": "1315/QĐ-TTg", "base_date": "2023-11-09",
    "base_issuer_normalised": "Thủ tướng Chính phủ",
}  # fmt: skip
UNIT = {
    "plan_id": "u", "file": "u.pdf", "date": "2024-02-28", "body_level": "đơn vị",
    "issuer_normalised": "Trung tâm Dịch vụ việc làm tỉnh Sơn La", "province": "Sơn La",
    "base_number_symbol": "15/KH-UBND", "base_date": "2024-01-29",
    "base_issuer_normalised": "UBND tỉnh Sơn La",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "citation", "conflicts", "lag"),
    [
        ({}, "right", "", 30),
        # The date in the citation is wrong: the plan cited is still found by issuer.
        ({"base_date": "2024-01-19"}, "conflict", "base_date", 30),
        # A number that another province has too.
        (
            {"base_issuer_normalised": "UBND tỉnh Hà Tĩnh", "base_date": "2023", "province": ""},
            "not at hand", "", None,
        ),
        # Not dated to the day: no lag is made up.
        ({"date": "2024-02"}, "right", "", None),
    ],
)  # fmt: skip
def test_links(changes: dict[str, str], citation: str, conflicts: str, lag: int | None) -> None:
    found = links(pd.DataFrame([PROVINCE, {**UNIT, **changes}]))
    assert (found[1].citation, found[1].conflicts, found[1].lag_days) == (citation, conflicts, lag)


def test_levels() -> None:
    found = links(pd.DataFrame([PROVINCE, UNIT]))
    assert [link.base_level for link in found] == ["chính phủ", "tỉnh"]
    assert [link.level_skipped for link in found] == [False, True]
    assert level_of("Sở Y tế tỉnh Sơn La") == "sở"
    assert level_of("", "1315/QĐ-TTg") == "chính phủ"
    assert level_of("Hội Chữ thập đỏ") == "đoàn thể"
    assert level_of("Ban Chỉ đạo liên ngành Trung ương về an toàn thực phẩm") == ""


@pytest.mark.parametrize(
    ("date", "skipped"),
    [("2025-06-30", True), ("2025-07-01", False)],  # from then on there are no districts
)
def test_a_commune_answers_to_its_province_since_districts_are_gone(
    date: str, skipped: bool
) -> None:
    commune = {**UNIT, "body_level": "xã", "date": date, "parent_body": ""}
    assert links(pd.DataFrame([PROVINCE, commune]))[1].level_skipped is skipped


def test_written_tables_come_back(tmp_path: Path, corpus: Frames) -> None:
    result = compare(corpus)
    result.write(tmp_path)
    text = (tmp_path / "adaptation.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("plan_id,file,item,status,also_moved")
    assert len(pd.read_parquet(tmp_path / "tables" / "slots.parquet")) == len(result.slots)
