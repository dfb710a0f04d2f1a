"""The verbs as a user calls them, and the public functions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import doctor
from pipeline.errors import SettingsError

VERBS = "run restore explain compare report review export evaluate doctor cache".split()


def kehoach(*arguments: str, given: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """(status, standard output, standard error) of the command."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        input=given,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def plan(root: Path) -> Path:
    """A sample that is plain text: read within a moment."""
    return min((root / "data" / "raw").rglob("*.txt"))


@pytest.fixture(scope="module")
def tables(plan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tables")
    pipeline.run(plan, out=out)
    return out


def test_help_names_every_verb() -> None:
    status, said, _ = kehoach("--help")
    assert status == 0
    assert [verb for verb in VERBS if f" {verb} " not in said] == []


def test_help_imports_nothing_heavy() -> None:
    heavy = "pandas numpy spacy underthesea cv2 pyarrow pydantic pypdfium2 PIL".split()
    code = f"import sys, pipeline.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "wrong", [["dance"], ["run"], ["compare"], ["report", "nowhere"], ["cache", "nowhere"]]
)
def test_wrong_use_is_status_2(wrong: list[str]) -> None:
    status, _, said = kehoach(*wrong)
    assert status == 2
    assert said


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 15",  # no line end
        "a\n\n\nb\n",  # empty lines
        "một\r\nhai\r\n",  # Windows
        "",
    ],
)
def test_restore_keeps_every_line(text: str) -> None:
    status, said, _ = kehoach("restore", given=text.encode())
    assert status == 0
    assert said == text


def test_restore_writes_utf8_whatever_the_console_says() -> None:
    text = "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh\n"
    _, said, _ = kehoach("restore", "-", given=text.encode(), PYTHONIOENCODING="ascii")
    assert said == text


def test_restore_reports_each_change(tmp_path: Path, plan: Path) -> None:
    garbled = tmp_path / "garbled.txt"
    garbled.write_text("Ké hoach thirc hien phong trào thi dua\nDòng này sạch\n", "utf-8")
    report = tmp_path / "changes.jsonl"
    sisters = tmp_path / "sisters"
    sisters.mkdir()
    (sisters / "clean.txt").write_text(plan.read_text("utf-8-sig"), "utf-8")
    status, said, _ = kehoach(
        "restore", str(garbled), "--report", str(report), "--sisters", str(sisters)
    )
    assert status == 0
    assert said.count("\n") == 2
    changes = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    lines = garbled.read_text("utf-8").splitlines()
    for change in changes:
        assert set(change) == {"line", "column", "raw", "restored", "confidence"}
        start = change["column"] - 1
        raw = lines[change["line"] - 1][start : start + len(change["raw"])]
        assert raw == change["raw"]
    assert {c["line"] for c in changes} == {1}


def test_restore_of_a_file_that_is_not_there() -> None:
    status, _, said = kehoach("restore", "nowhere.txt")
    assert status == 2
    assert "nowhere.txt" in said


def test_explain_says_how_a_value_was_found(plan: Path) -> None:
    status, said, _ = kehoach("explain", str(plan), "title")
    assert status == 0
    assert "title" in said


def test_explain_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    status, _, said = kehoach("explain", str(tmp_path / "empty.pdf"))
    assert status == 2
    assert "empty-file" in said


def test_cache_is_measured_and_pruned(tables: Path) -> None:
    _, before, _ = kehoach("cache", str(tables))
    status, after, _ = kehoach("cache", str(tables), "--prune")
    assert status == 0
    assert "0.0 MB freed" in after
    assert before.splitlines()[0] == after.splitlines()[1]  # nothing that is needed went


def test_load_and_run_give_the_same_tables(tables: Path, plan: Path) -> None:
    corpus = pipeline.load(tables)
    assert list(corpus.plans["file"]) == [plan.name]
    assert len(corpus.evidence) > 0
    with pytest.raises(SettingsError):
        pipeline.load(tables / "nowhere")


def test_read_plan_and_restore(plan: Path, tables: Path) -> None:
    read = pipeline.read_plan(plan)
    assert read.plan_id == pipeline.load(tables).plans["plan_id"][0]
    assert read.document.name == plan.name
    assert pipeline.restore("Kế hoạch\nsố 15") == "Kế hoạch\nsố 15"


def test_a_script_without_a_main_guard_can_run(plan: Path, tmp_path: Path) -> None:
    """Workers are fresh processes: they do not run the caller's script again."""
    script = tmp_path / "mine.py"
    script.write_text(
        "import pipeline\nprint('once')\n"
        f"print(len(pipeline.run({str(plan)!r}, out={str(tmp_path / 'out')!r}).plans))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["once", "1"]


def test_doctor_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    report = doctor.examine(tesseract="no-such-tesseract")
    assert not report.well
    assert "MISSING Tesseract" in report.text
    monkeypatch.setattr(doctor, "package_manager", lambda: "brew")
    assert "brew install tesseract" in doctor.examine(tesseract="no-such-tesseract").text


@pytest.mark.parametrize(
    ("system", "name"), [("win32", "windows"), ("darwin", "brew"), ("linux", None)]
)
def test_every_system_has_its_way(system: str, name: str | None) -> None:
    found = doctor.package_manager(system)
    assert found == name or (name is None and found in ("", "apt", "dnf", "pacman", "zypper"))
