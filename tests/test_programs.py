"""What an outside program says of itself, and programs that misbehave."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.programs import said_by

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in by a script")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("print('tool 5.3'); print('libs')", ["tool 5.3", "libs"]),
        ("import sys; print('tool 3', file=sys.stderr)", ["tool 3"]),  # as old Tesseracts do
        ("import os; os.write(1, b'\\xff 5')", ["\ufffd 5"]),  # bad UTF-8
        ("print('usage'); raise SystemExit(2)", None),
        ("import os; os.abort()", None),
        ("import time; time.sleep(600)", None),
        ("", []),
    ],
)
def test_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: list[str] | None
) -> None:
    if "sleep" in body:
        monkeypatch.setattr("pipeline.programs._SECONDS", 0.1)
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\n{body}\n")
    program.chmod(0o755)
    assert said_by(str(program), "--version") == said


@pytest.mark.parametrize("program", ["no-such-program", "."])
def test_what_is_no_program(program: str) -> None:
    assert said_by(program, "--version") is None
