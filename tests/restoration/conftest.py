"""The shipped restorer, loaded once, and the project's own test set."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.restoration import Restorer

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def restorer() -> Restorer:
    return Restorer.load()


@pytest.fixture(scope="session")
def gold() -> dict[str, str]:
    return {p.stem: p.read_text(encoding="utf-8") for p in sorted((DATA / "gold").glob("*.txt"))}


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA
