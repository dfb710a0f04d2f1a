"""A template given as a file: the same plan in any form is kept by its own text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_compare import Frames

from pipeline import read_plan
from pipeline.comparison.compare import compare
from pipeline.errors import ReadingError, SettingsError
from pipeline.tables.rows import rows_of
from samples import content, docx, text
from samples.draw import draw
from samples.variants import scanned, sources

PLAN = next(path for path in sources("dev") if "dev04" in path.name)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """The tables of one plan, read from its text."""
    path = tmp_path_factory.mktemp("plan") / "plan.txt"
    path.write_text(text.write(content.load(PLAN)), encoding="utf-8")
    rows = rows_of(read_plan(path), review_below=0.0)
    return Frames(*(pd.DataFrame(rows[name]) for name in ("plans", "sections", "evidence")))


def written(form: str) -> bytes:
    """The same plan as Word file, born-digital PDF, or scan."""
    plan = content.load(PLAN)
    if form == "docx":
        return docx.write(plan)
    return draw(plan).pdf if form == "pdf" else scanned(plan, "light", 7)[0]


@pytest.mark.parametrize(("form", "kept"), [("docx", 1.0), ("pdf", 1.0), ("scan", 0.95)])
def test_the_same_plan_in_another_form(
    corpus: Frames, tmp_path: Path, form: str, kept: float
) -> None:
    path = tmp_path / f"mẫu của Bộ.{'docx' if form == 'docx' else 'pdf'}"
    path.write_bytes(written(form))
    result = compare(corpus, path)
    assert len(result.adaptation) > 10
    assert (result.adaptation["status"] == "kept").mean() >= kept
    assert len(result.additions) <= (1 - kept) * len(result.adaptation)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.txt", b"", ReadingError),
        ("note.txt", b"Call Lan at nine.", SettingsError),  # nothing to compare with
        ("broken.pdf", b"%PDF-1.7 and no more", ReadingError),
        ("table.xlsx", b"PK\x03\x04", ReadingError),  # not a document that is read
    ],
)
def test_a_file_that_is_no_template(
    corpus: Frames, tmp_path: Path, name: str, data: bytes, error: type[Exception]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=name):
        compare(corpus, tmp_path / name)
