"""The notebooks run from top to bottom on a run's tables, and are kept without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.plan import Plan

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SAMPLES = ROOT / "data" / "raw"
FAST = ("quang-nam", "dak-lak", "trung-uong", "thai-binh", "ben-tre", "hau-giang")
"""Samples that need no recogniser: seconds, not minutes; three are of one campaign."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few samples."""
    out = tmp_path_factory.mktemp("tables")
    pipeline.run([SAMPLES / name for name in FAST], out=out)
    return out


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a run that found nothing."""
    from pipeline.tables import write_tables

    out = tmp_path_factory.mktemp("empty")
    none: list[Plan] = []
    write_tables(none, out)
    return out


def executed(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setenv("KEHOACH_TABLES", str(folder))
    book = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        book, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return book


def test_there_are_four() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_kept_without_outputs(path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_draws(path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = executed(path, tables, monkeypatch)
    outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
    assert sum("image/png" in o.get("data", {}) for o in outputs) >= 2
    warnings = [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert not any("Glyph" in text for text in warnings)  # a letter that the font lacks


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_on_nothing(path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executed(path, empty, monkeypatch)
