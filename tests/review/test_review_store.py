"""The queue, the judgements, and what others write into the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.plan import Plan
from pipeline.review.entries import EntryError, entry
from pipeline.review.fields import load_fields, load_labels
from pipeline.review.store import Judgement, Store
from pipeline.review.values import Filters
from pipeline.tables import load, refresh, write_tables
from pipeline.tables.corrections import (
    CORRECTIONS,
    Verdict,
    correction_line,
    read_corrections,
    standing,
)
from pipeline.tables.schema import LIST_TABLES, tables

OPEN = Filters()


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store(folder, tmp_path / "work", "kehoach test")
    yield store
    store.close()


def cell_of(store: Store, place: str, plan: str = "p001") -> int:
    table, column = place.split(".")
    cell = store.values.cell_at((plan, table, 1, column))
    assert cell is not None
    return int(cell["id"])


def judge(store: Store, place: str, verdict: Verdict, text: str = "", name: str = "a") -> None:
    done = store.judge(cell_of(store, place), Judgement(verdict, text, "Lan", name))
    assert done is not None


def said(folder: Path) -> dict[str, str]:
    """What counts for each column of plan p001."""
    counting = standing(read_corrections(folder / CORRECTIONS))
    return {f"{c.table}.{c.column}": c.corrected_value or c.status.value for c in counting.values()}


def test_the_most_doubtful_and_telling_come_first(store: Store) -> None:
    cells, total = store.values.queue(OPEN, 1)
    places = [f"{c['tab']}.{c['col']}" for c in cells if c["plan_id"] == "p001"]
    assert places[0] == "plans.base_symbol"  # a conflict
    assert places[1] == "plans.number_symbol"  # half sure and most telling
    assert places[-1] == "recipients.recipient"
    assert "plans.doc_type" not in places  # sure
    assert total == len(cells) == 3 * len(places)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            Filters(field="plans.issuer"),
            {("p001", "issuer"), ("p002", "issuer"), ("p003", "issuer")},
        ),
        (Filters(field="plans.issuer", province="Cà Mau"), {("p002", "issuer")}),
        (Filters(field="plans.issuer", finding="code-2"), {("p002", "issuer")}),
        (Filters(field="plans.date", at_most=0.65), set()),
        (Filters(state="judged"), set()),
        (Filters(state="unfound", field="plans.place", province="Cà Mau"), {("p002", "place")}),
        (Filters(state="all", field="plans.doc_type", province="Cà Mau"), {("p002", "doc_type")}),
        (Filters(field="'; DROP TABLE cells"), set()),
    ],
)
def test_filters(store: Store, filters: Filters, expected: set[tuple[str, str]]) -> None:
    cells, total = store.values.queue(filters, 1)
    assert {(c["plan_id"], c["col"]) for c in cells} == expected
    assert total == len(expected)


def test_the_way_through_the_queue_meets_every_value_once(store: Store) -> None:
    cells, total = store.values.queue(OPEN, 1)
    seen = [store.values.following(OPEN, None)]
    for _ in range(total - 1):
        seen.append(store.values.following(OPEN, store.values.cell(seen[-1] or 0)))
    assert seen == [c["id"] for c in cells]
    last = store.values.cell(seen[-1] or 0)
    assert store.values.following(OPEN, last) == seen[0]  # round again
    assert store.values.following(OPEN, last, back=True) == seen[-2]


def test_one_answer_settles_the_same_words_elsewhere(store: Store, folder: Path) -> None:
    judge(store, "plans.number_symbol", Verdict.CORRECTED, "21/KH-SYTE")
    judge(store, "plans.signer_name", Verdict.ACCEPTED, name="b")
    assert said(folder) == {
        "plans.number_symbol": "21/KH-SYTE",
        "plans.number": "21",
        "plans.symbol": "KH-SYTE",
        "plans.signer_name": "accepted",
        "signers.name": "accepted",
    }
    assert store.also("a") == 2
    assert store.counts()[1] == 5


def test_a_correction_that_cannot_be_split_leaves_its_parts_open(
    store: Store, folder: Path
) -> None:
    judge(store, "plans.number_symbol", Verdict.CORRECTED, "không số")
    assert said(folder) == {"plans.number_symbol": "không số"}


def test_a_row_that_the_document_does_not_have_goes_and_comes_back(
    store: Store, folder: Path
) -> None:
    cell = cell_of(store, "signers.role")
    assert store.judge(cell, Judgement(Verdict.MISSING, "", "Lan", "a", whole_row=True))
    assert set(said(folder)) == {"signers.role", "signers.name"}
    refresh(folder)
    corpus = load(folder)
    assert list(corpus.signers["plan_id"]) == ["p002", "p003"]
    assert corpus.plans.loc[0, "signer_name"] == "Nguyễn Văn An"  # another cell
    assert store.undo("a", "Lan", "b")
    refresh(folder)
    assert len(load(folder).signers) == 3


def test_a_row_is_added_once_corrected_and_taken_back(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    by = Judgement(Verdict.ADDED, "", "Lan", "new")
    cells = {"label": "Giai đoạn 3", "start": "2028"}
    first = store.add_row("p001", "phases", cells, by)
    assert store.add_row("p001", "phases", cells, by) == first  # no answer was heard
    second = store.add_row("p001", "phases", {"label": "Khác"}, replace(by, id="other"))
    assert second.row != first.row
    shown = {c["col"]: c["said"] for c in store.values.cells_of("p001") if c["row"] == first.row}
    assert shown == cells
    # "Right" leaves it, another text counts, and nothing else follows from it.
    cell = store.values.cell_at(first.place)
    assert cell
    store.judge(cell["id"], Judgement(Verdict.ACCEPTED, "", "Lan", "right"))
    store.judge(cell["id"], Judgement(Verdict.CORRECTED, "Giai đoạn III", "Lan", "better"))
    refresh(folder)
    assert "Giai đoạn III" in set(load(folder).phases["label"])
    again = Store(folder, tmp_path / "again", "test")
    assert again.values.cell_at(first.place)["said"] == "Giai đoạn III"  # type: ignore[index]
    assert again.undo("other", "Lan", "undo")
    assert again.values.cell_at(second.place) is None
    again.close()
    store.catch_up()
    assert store.values.cell_at(second.place) is None


def test_an_added_row_that_was_taken_back_before_a_start_is_not_shown(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    done = store.add_row("p001", "phases", {"label": "x"}, Judgement(Verdict.ADDED, "", "L", "n"))
    refresh(folder)
    store.undo("n", "L", "u")
    again = Store(folder, tmp_path / "again", "test")
    assert again.values.cell_at(done.place) is None
    again.close()


def test_undo_takes_back_all_that_an_answer_settled(store: Store, folder: Path) -> None:
    judge(store, "plans.number_symbol", Verdict.ACCEPTED)
    last = store.last_of("Lan")
    assert last is not None
    assert store.undo(last.id, "Lan", "u") is not None
    assert said(folder) == {}
    assert store.counts()[1] == 0
    assert store.undo("a", "Lan", "u") is not None  # the same request again: the same answer
    assert len(read_corrections(folder / CORRECTIONS)) == 6
    assert store.undo("unknown", "Lan", "v") is None


def test_a_request_that_comes_again_writes_nothing(store: Store, folder: Path) -> None:
    judge(store, "plans.issuer", Verdict.CORRECTED, "Sở Nội vụ")
    before = (folder / CORRECTIONS).read_bytes()
    judge(store, "plans.issuer", Verdict.CORRECTED, "Sở Nội vụ")
    assert (folder / CORRECTIONS).read_bytes() == before


def test_two_servers_see_each_others_lines(store: Store, folder: Path, tmp_path: Path) -> None:
    other = Store(folder, tmp_path / "other", "kehoach test")
    other._file._lock = store._file._lock
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    judge(other, "plans.date", Verdict.ACCEPTED, name="b")
    store.catch_up()
    assert store.counts() == other.counts()
    assert store.counts()[1] == 2
    other.close()


def test_it_is_all_there_after_a_restart(folder: Path, tmp_path: Path) -> None:
    first = Store(folder, tmp_path / "work", "kehoach test")
    judge(first, "plans.issuer", Verdict.CORRECTED, "Sở Nội vụ")
    first.close()
    second = Store(folder, tmp_path / "work", "kehoach test")
    cell = second.values.cell(cell_of(second, "plans.issuer"))
    assert cell is not None
    assert (cell["judged"], cell["said"], cell["value"]) == (1, "Sở Nội vụ", "Sở Y tế")
    second.close()


def test_a_line_that_an_editor_took_out_is_open_again(store: Store, folder: Path) -> None:
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    judge(store, "plans.date", Verdict.ACCEPTED, name="b")
    lines = (folder / CORRECTIONS).read_text("utf-8").splitlines(keepends=True)
    (folder / CORRECTIONS).write_text("".join([lines[0], lines[2]]), "utf-8", newline="")
    store.catch_up()
    assert store.counts()[1] == 1


def test_what_the_machine_reads_otherwise_is_asked_again(
    store: Store, folder: Path, plans: list[Plan]
) -> None:
    judge(store, "plans.doc_type", Verdict.CORRECTED, "Báo cáo")
    value = replace(plans[0].head.doc_type, value="Công văn")
    plans[0] = replace(plans[0], head=replace(plans[0].head, doc_type=value))
    write_tables(plans, folder)
    store.catch_up()
    cell = store.values.cell(cell_of(store, "plans.doc_type"))
    assert cell is not None
    assert (cell["judged"], cell["again"], cell["asked"]) == (0, 1, 1)


def test_the_index_shows_the_machines_value_after_the_tables_took_the_correction(
    store: Store, folder: Path
) -> None:
    judge(store, "plans.issuer", Verdict.CORRECTED, "Sở Nội vụ")
    assert refresh(folder)
    assert load(folder).plans.loc[0, "issuer"] == "Sở Nội vụ"
    store.catch_up()
    cell = store.values.cell(cell_of(store, "plans.issuer"))
    assert cell is not None
    assert (cell["value"], cell["judged"], cell["asked"]) == ("Sở Y tế", 1, 1)


def test_a_full_disk_leaves_the_file_as_it_was(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    before = (folder / CORRECTIONS).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        judge(store, "plans.date", Verdict.ACCEPTED, name="b")
    monkeypatch.undo()
    assert (folder / CORRECTIONS).read_bytes() == before
    assert store.counts()[1] == 1
    judge(store, "plans.date", Verdict.ACCEPTED, name="b")
    assert store.counts()[1] == 2


def test_what_a_killed_server_left_unfinished_is_written_over(store: Store, folder: Path) -> None:
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    whole = (folder / CORRECTIONS).read_bytes()
    (folder / CORRECTIONS).write_bytes(whole + b"p001,plans,1,da")
    judge(store, "plans.date", Verdict.ACCEPTED, name="b")
    assert [c.column for c in read_corrections(folder / CORRECTIONS)] == ["issuer", "date"]


def test_a_file_that_excel_saved_goes_on_in_its_own_way(store: Store, folder: Path) -> None:
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    path = folder / CORRECTIONS
    path.write_bytes(path.read_bytes().replace(b",", b";").removesuffix(b"\r\n"))
    judge(store, "plans.date", Verdict.CORRECTED, "2024-03-13; hoặc", name="b")
    assert [c.corrected_value for c in read_corrections(path)] == ["", "2024-03-13; hoặc"]


def test_a_broken_file_is_an_error_that_names_the_line(store: Store, folder: Path) -> None:
    judge(store, "plans.issuer", Verdict.ACCEPTED)
    path = folder / CORRECTIONS
    line = correction_line(read_corrections(path)[0]).replace("accepted", "perhaps")
    path.write_bytes(path.read_bytes() + line.encode())
    with pytest.raises(SettingsError, match="row 3"):
        store.catch_up()


@pytest.mark.parametrize(
    ("table", "column", "typed", "stored"),
    [
        ("plans", "date", "12/3/2024", "2024-03-12"),
        ("plans", "date", "3.2024", "2024-03"),
        ("plans", "period_end", "2030", "2030"),
        ("deadlines", "month", "07", "7"),
        ("plans", "issuer", "  Sở\n Y tế ", "Sở Y tế"),
        ("plans", "issuer", "So\u031b\u0309 Y te\u0302\u0301", "Sở Y tế"),  # decomposed
    ],
)
def test_entries(table: str, column: str, typed: str, stored: str) -> None:
    assert entry(table, column, typed) == stored


@pytest.mark.parametrize(
    ("table", "column", "typed", "why"),
    [
        ("plans", "date", "hôm qua", "bad_date"),
        ("plans", "date", "2024-13", "bad_date"),
        ("plans", "date", "32/1/2024", "bad_date"),
        ("deadlines", "month", "bảy", "bad_number"),
        ("plans", "issuer", "  ", "empty_text"),
    ],
)
def test_entries_that_do_not_fit(table: str, column: str, typed: str, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        entry(table, column, typed)


def test_every_value_column_has_a_label(plans: list[Plan]) -> None:
    silent = {"section", "unit_order", "task_order"}
    for table in LIST_TABLES:
        if table != "sections":
            columns = set(tables()[table].names[3:]) - silent
            assert columns == {f.column for f in load_fields().values() if f.table == table}


def test_labels_are_in_both_languages() -> None:
    for name, label in load_labels().items():
        assert set(label) == {"vi", "en"}
        assert all(label.values()), name
        assert not hasattr(dict, name), f"{name} is hidden by a method in a template"
