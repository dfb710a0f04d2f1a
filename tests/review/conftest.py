"""A run's folder to review, made by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.document import Box, Document, Finding, Line, Page, Route, Word
from pipeline.plan import Candidate, Evidence, Head, Plan, Recipient, Signer, Status, Value
from pipeline.tables import write_tables

HOSTILE = "<script>alert('x')</script>\"'&="


def found(value: str, confidence: float = 0.6, raw: str | None = None, line: int = 1) -> Value:
    place = Box(72, 80 + line * 14, 240, 92 + line * 14)
    evidence = Evidence(value if raw is None else raw, "test:rule", confidence, 1, place, line)
    return Value(value, Status.FOUND, evidence)


def a_plan(number: int) -> Plan:
    words = (Word("KẾ", "KẾ", Box(72, 94, 90, 106)), Word("HOẠCH", "HOẠCH"))
    page = Page(1, (Line(words), Line((Word(HOSTILE, HOSTILE),))), Route.OCR, "scan", 595, 842)
    symbol = f"{number}/KH-SYT"
    reading = Evidence("KH-UBND", "base:symbol", 0.7, 1, None, 4)
    conflict = Value(
        "KH-UBND", Status.CONFLICT, reading, (Candidate("KH-SYT", Evidence("Sở", "r", 0.5), "x"),)
    )
    head = Head(
        doc_type=found("Kế hoạch", 0.99),
        number_symbol=found(symbol, 0.5, symbol, 3),
        number=found(str(number), 0.5, symbol, 3),
        symbol=found("KH-SYT", 0.5, symbol, 3),
        date=found("2024-03-12", 0.7),
        title=found(HOSTILE, 0.75),
        issuer=found("Sở Y tế", 0.65),
        province=found("Huế" if number % 2 else "Cà Mau", 0.99),
        base_symbol=conflict,
        signer_name=found("Nguyễn Văn An", 0.55, line=9),
    )
    return Plan(
        f"p{number:03}",
        Document(f"{number}.txt" if number == 3 else f"tỉnh/{number}.png", "0" * 64, (page,)),
        head,
        signers=(Signer(role=found("main", 0.99), name=found("Nguyễn Văn An", 0.55, line=9)),),
        recipients=(Recipient(recipient=found("Như trên", 0.6)),),
        findings=(
            Finding("extraction", "title-missing" if number == 3 else f"code-{number}", HOSTILE),
        ),
    )


@pytest.fixture
def plans() -> list[Plan]:
    """Three plans, the third a text file."""
    return [a_plan(n) for n in (1, 2, 3)]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their tables, written once."""
    out = tmp_path_factory.mktemp("review") / "out"
    write_tables([a_plan(n) for n in (1, 2, 3)], out)
    return out


@pytest.fixture
def folder(tmp_path: Path, written: Path) -> Path:
    """Their tables, to be worked on."""
    return shutil.copytree(written, tmp_path / "out")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A page's picture to be shown."""
    path = tmp_path / "1.png"
    Image.new("RGB", (595, 842), "white").save(path, dpi=(72, 72))
    return path
