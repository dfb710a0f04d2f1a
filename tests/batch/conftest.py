"""Fixtures of the batch tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from bench import ENVIRONMENT, Bench


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "plans").mkdir()
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Bench(tmp_path)


@pytest.fixture
def tables_of() -> Callable[[Path], dict[str, str]]:
    """Each table's file and the hash of its bytes."""

    def hashes(out: Path) -> dict[str, str]:
        files = [*out.glob("*"), *(out / "tables").glob("*")]
        return {
            path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(files)
            if path.is_file()
        }

    return hashes
