"""The files of a run: CSV, Parquet, workbook, JSON Lines, and how they appear."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.document import Finding
from pipeline.errors import SettingsError
from pipeline.plan import Plan
from pipeline.tables import DuplicateFile, FailedFile, load, write_frames, write_tables
from pipeline.tables.cells import csv_cell, excel_cell
from pipeline.tables.codec import plan_from_json
from pipeline.tables.placing import STAGE
from pipeline.tables.schema import RUN_TABLES, tables
from pipeline.tables.workbook import lines_of, write_workbook
from pipeline.tables.writer import parquet_of

Make = Callable[[int], Plan]


def test_all_files_of_the_contract_are_there(tmp_path: Path, plan: Plan) -> None:
    write_tables([plan], tmp_path, run={"version": "0.1"})
    names = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert names == {
        *(f"{name}.csv" for name in RUN_TABLES),
        *(f"tables/{name}.parquet" for name in RUN_TABLES),
        *("plans.xlsx", "plans.jsonl", "run.json", "codebook.csv"),
    }
    run = json.loads((tmp_path / "run.json").read_text())
    assert run == {"version": "0.1", "review_below": 0.8, "corrections": ""}


def test_what_the_folder_showed_stands_among_the_plans_findings(tmp_path: Path, plan: Plan) -> None:
    noticed = {plan.plan_id: [Finding("batch", "same-number", "as in b.pdf")]}
    write_tables([plan], tmp_path, findings=noticed)
    assert list(load(tmp_path).findings["code"]) == ["symbol-issuer-mismatch", "same-number"]


def test_csv_is_what_excel_and_pandas_take(tmp_path: Path, plan: Plan) -> None:
    write_tables([plan], tmp_path)
    raw = (tmp_path / "plans.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 2
    frame = pd.read_csv(tmp_path / "plans.csv", dtype=str, keep_default_na=False)
    assert frame.loc[0, "doc_type"] == "Kế hoạch"
    assert frame.loc[0, "number"] == ""
    assert list(frame.columns) == list(tables()["plans"].names)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("- Như trên", "'- Như trên"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),  # Excel drops the tab and would run the rest
        (-0.8, "'-0.8"),  # the contract says every cell
        ("– Như trên", "– Như trên"),  # a dash, not a minus
        (None, ""),
        (True, "true"),
        (0, "0"),
    ],
)
def test_no_csv_cell_runs(cell: str | float | None, written: str) -> None:
    assert csv_cell(cell) == written


def test_a_document_cannot_run_anything(tmp_path: Path, hostile: Plan) -> None:
    write_tables([hostile], tmp_path)
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    sheet = openpyxl.load_workbook(tmp_path / "plans.xlsx")["plans"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert cells["=cmd|'/C calc'!A1"].data_type == "s"
    assert load(tmp_path).plans.loc[0, "title"] == "=cmd|'/C calc'!A1"


def test_the_workbook_cuts_what_excel_cannot_hold(tmp_path: Path, hostile: Plan) -> None:
    write_tables([hostile], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "plans.xlsx", read_only=True)["plans"]
    longest = max(len(str(c)) for row in sheet.iter_rows(values_only=True) for c in row if c)
    assert longest == 32_767
    assert len(load(tmp_path).plans.loc[0, "place"]) == 40_000
    # A letter outside the basic plane counts twice for Excel and is not halved.
    assert excel_cell("𝐀" * 20_000) == "𝐀" * 16_383


def test_a_long_table_goes_on_in_further_sheets(tmp_path: Path, make_plan: Make) -> None:
    write_tables(map(make_plan, range(1, 6)), tmp_path)
    target = tmp_path / "split.xlsx"
    parquet = parquet_of(tmp_path, ["plans", "failures"])
    lines = {name: lines_of(path, tmp_path) for name, path in parquet.items()}
    write_workbook(lines, target, sheet_rows=2)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["plans", "plans (2)", "plans (3)", "failures", "codebook"]
    ids = [
        book[sheet].cell(row, 1).value
        for sheet in book.sheetnames[:3]
        for row in range(2, book[sheet].max_row + 1)
    ]
    assert ids == [f"p{n:05}" for n in range(1, 6)]


def test_json_lines_load_back(tmp_path: Path, make_plan: Make) -> None:
    plans = [make_plan(2), make_plan(1)]
    write_tables(plans, tmp_path, campaigns={})
    lines = (tmp_path / "plans.jsonl").read_text(encoding="utf-8").splitlines()
    assert [plan_from_json(line) for line in lines] == plans


def test_plans_are_taken_one_at_a_time_in_their_order(tmp_path: Path, make_plan: Make) -> None:
    alive: list[int] = []

    def stream() -> Iterator[Plan]:
        for number in (3, 1, 2):
            alive.append(number)
            yield make_plan(number)

    written = write_tables(stream(), tmp_path)
    assert written.rows["plans"] == 3
    assert written.review == 9
    assert list(load(tmp_path).plans["plan_id"]) == ["p00003", "p00001", "p00002"]


def test_failures_and_duplicates_have_their_tables(tmp_path: Path, plan: Plan) -> None:
    write_tables(
        [plan],
        tmp_path,
        failures=[FailedFile("hỏng.pdf", "ab", "pdf-damaged", "cannot be opened")],
        duplicates=[DuplicateFile("p00001", "bản sao.pdf", "cd", "tỉnh/1.pdf")],
    )
    corpus = load(tmp_path)
    assert corpus.failures.to_dict("records")[0]["file"] == "hỏng.pdf"
    assert corpus.duplicates.loc[0, "same_as"] == "tỉnh/1.pdf"


def test_any_characters_of_a_document_go_into_every_file(tmp_path: Path) -> None:
    """Control characters, noncharacters, lone surrogates, escapes of Excel's own."""
    nasty = "a\x00\x01\x0b\x1b\x7f\x85\u2028\ufffe\uffff\ud800_x0041_\r\nb\t𝐀\ufeff"
    write_tables([], tmp_path, failures=[FailedFile("f", "", "c", nasty)])
    message = load(tmp_path).failures.loc[0, "message"]
    assert message.startswith("a\x01")
    assert "_x0041_" in message
    sheet = openpyxl.load_workbook(tmp_path / "plans.xlsx")["failures"]
    assert str(sheet["D2"].value).endswith("𝐀\ufeff")
    with (tmp_path / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][3] == message


def test_text_is_nfc_and_a_name_that_is_no_utf8_is_kept(tmp_path: Path, make_plan: Make) -> None:
    failed = [
        FailedFile("Ke\u0302\u0301.pdf", "", "x", "y"),  # decomposed
        FailedFile("a\udcff.pdf", "", "x", "y"),  # a byte that is no UTF-8
    ]
    write_tables([], tmp_path, failures=failed)
    assert list(load(tmp_path).failures["file"]) == ["Kế.pdf", "a\\udcff.pdf"]


def test_an_error_midway_leaves_the_old_tables(tmp_path: Path, make_plan: Make) -> None:
    write_tables([make_plan(1)], tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def broken() -> Iterator[Plan]:
        yield make_plan(2)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_tables(broken(), tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_run_killed_while_moving_is_finished_by_the_next_reader(
    tmp_path: Path, make_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables([make_plan(1)], tmp_path)
    moves = 0
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == 5:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_tables([make_plan(2)], tmp_path)
    monkeypatch.undo()
    corpus = load(tmp_path)
    assert list(corpus.plans["plan_id"]) == ["p00002"]
    assert set(corpus.evidence["plan_id"]) == {"p00002"}
    assert not (tmp_path / STAGE).exists()


def test_a_workbook_held_open_is_written_beside(
    tmp_path: Path, make_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables([make_plan(1)], tmp_path)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == tmp_path / "plans.xlsx":
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    written = write_tables([make_plan(2)], tmp_path)
    assert written.workbook == tmp_path / "plans-2.xlsx"
    assert written.notes == ("plans.xlsx đang mở ở một chương trình khác: bản mới là plans-2.xlsx",)
    book = openpyxl.load_workbook(written.workbook)
    assert book["plans"]["A2"].value == "p00002"


def test_types_survive_parquet(tmp_path: Path, plan: Plan) -> None:
    write_tables([plan], tmp_path)
    corpus = load(tmp_path)
    assert str(corpus.plans["phase_count"].dtype) == "Int64"
    assert corpus.plans.loc[0, "period_start"] == "2023"
    assert corpus.assignments["task_order"].to_list()[:2] == [1, 2]
    assert corpus.assignments["task_order"].isna().to_list() == [False, False, True]


def test_tables_that_were_not_made_are_empty_with_their_columns(tmp_path: Path) -> None:
    write_tables([], tmp_path)
    corpus = load(tmp_path)
    assert list(corpus.adaptation.columns) == list(tables()["adaptation"].names)
    with pytest.raises(AttributeError, match="no table 'plan'"):
        _ = corpus.plan


def test_further_tables_are_written_by_name(tmp_path: Path) -> None:
    write_tables([], tmp_path)
    frame = pd.DataFrame({"item": ["I.1"], "campaign": ["c"], "plans": [3], "section": [None]})
    write_frames({"template": frame}, tmp_path)
    assert load(tmp_path).template.to_dict("records")[0]["plans"] == 3
    text = (tmp_path / "template.csv").read_text(encoding="utf-8-sig")
    assert text == "campaign,item,section,under,text,plans,national_item,gist\nc,I.1,,,,3,,\n"


def test_a_comparison_stays_while_the_plans_do(tmp_path: Path, make_plan: Make) -> None:
    write_tables([make_plan(1)], tmp_path)
    write_frames({"template": pd.DataFrame({"item": ["I.1"]})}, tmp_path)
    write_tables([make_plan(1)], tmp_path)
    assert len(load(tmp_path).template) == 1
    assert "template" in openpyxl.load_workbook(tmp_path / "plans.xlsx").sheetnames
    write_tables([make_plan(2)], tmp_path)  # other plans: it says nothing of them
    assert load(tmp_path).template.empty
    assert not (tmp_path / "template.csv").exists()
    assert "template" not in openpyxl.load_workbook(tmp_path / "plans.xlsx").sheetnames


def test_a_damaged_table_is_named_and_written_anew(tmp_path: Path, plan: Plan) -> None:
    write_tables([plan], tmp_path)
    (tmp_path / "tables" / "plans.parquet").write_bytes(b"cut")
    with pytest.raises(SettingsError, match=r"plans\.parquet.*kehoach run"):
        _ = load(tmp_path).plans
    write_tables([plan], tmp_path)
    assert len(load(tmp_path).plans) == 1


def test_a_folder_without_tables_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="kehoach run INPUT"):
        load(tmp_path)
