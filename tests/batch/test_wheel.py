"""The wheel in an empty environment, outside the repository: models, data and all."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, run without anything of this environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: a build leaves folders behind."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    shutil.copytree(
        root / "pipeline", source / "pipeline", ignore=shutil.ignore_patterns("__pycache__")
    )
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, source, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_everything_of_the_package_is_in_it(root: Path, wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    here = {
        path.relative_to(root).as_posix()
        for path in (root / "pipeline").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here - inside == set()


def test_it_works_in_an_empty_environment(root: Path, wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    constraints = root / "constraints.txt"
    install = [programs / "python", "-m", "pip", "install", "-q", "--no-compile"]
    run(*install, wheel, "-c", constraints, cwd=tmp_path)
    samples = sorted((root / "data" / "raw").rglob("*.txt"))
    plans = tmp_path / "plans"
    plans.mkdir()
    for sample in samples:
        shutil.copy(sample, plans)
    run(programs / "kehoach", "run", "plans", "--out", "out", cwd=tmp_path)
    with (tmp_path / "out" / "plans.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == sorted(path.name for path in samples)
    assert all(row["title"] for row in rows)
    where = run(
        programs / "python", "-c", "import pipeline; print(pipeline.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(tmp_path)
    assert "All is there" in run(programs / "kehoach", "doctor", cwd=tmp_path)
