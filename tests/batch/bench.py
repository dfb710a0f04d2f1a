"""A folder of small texts, and runs over it with stand-ins for the slow stages."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.outputs import Summary
from pipeline.batch.run import Options, run_folder
from pipeline.settings import BatchSettings, Settings

STAND_INS = Path(__file__).parent / "stand_ins"
ENVIRONMENT = {"PYTHONPATH": str(STAND_INS), "KEHOACH_STAND_INS": "1"}
"""Workers take the stand-ins from their environment."""


@dataclass(frozen=True)
class Bench:
    """`run` works in this process (its workers do not); `kehoach` is a user's command."""

    folder: Path
    settings: Settings = field(default_factory=lambda: Settings(batch=BatchSettings(workers=2)))

    @property
    def plans(self) -> Path:
        return self.folder / "plans"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.plans / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run(self, *, out: Path | None = None, **options: object) -> Summary:
        whole = replace(Options(self.settings), **options)  # type: ignore[arg-type]
        return run_folder([self.plans], out or self.out, whole)

    def command(self, *options: str, out: Path | None = None) -> list[str]:
        start = [sys.executable, "-m", "pipeline.cli", "run", str(self.plans)]
        return [*start, "--out", str(out or self.out), "--workers", "2", *options]

    def kehoach(
        self, *options: str, out: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*options, out=out),
            env={**os.environ, **ENVIRONMENT, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=600,  # against a test that never ends, not a measure
            check=False,
        )

    def rows(self, table: str, out: Path | None = None) -> list[dict[str, str]]:
        path = (out or self.out) / f"{table}.csv"
        csv.field_size_limit((1 << 31) - 1)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def files(self, table: str = "plans") -> list[str]:
        return [row["file"] for row in self.rows(table)]

    def codes(self) -> dict[str, str]:
        return {row["file"]: row["code"] for row in self.rows("failures")}

    def worked_on(self) -> list[tuple[str, str]]:
        """(stage, file) of what the last run really did."""
        log = (self.out / ".kehoach" / "log.jsonl").read_text("utf-8")
        lines = [json.loads(line) for line in log.splitlines()]
        begun = max(i for i, line in enumerate(lines) if line["event"] == "begun")
        return sorted((x["stage"], x["file"]) for x in lines[begun:] if x["event"] == "done")
