"""A Tesseract that misbehaves, on the path of the workers: each fault has its code."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bench import Bench
from hostile import picture

from pipeline.settings import BatchSettings, ReadingSettings, Settings

VERSION = """#!{python}
import sys, os, time
if "--version" in sys.argv:
    print("tesseract 5.3.0")
    sys.exit(0)
if "--list-langs" in sys.argv:
    print("List of available languages in x (1):\\nvie\\nosd\\neng")
    sys.exit(0)
"""

FAULTS = {
    "hangs": "time.sleep(600)",
    "crashes": "os.abort()",
    "fails": "sys.stderr.write('Error opening data file'); sys.exit(1)",
    "bad bytes": "os.write(1, b'\\xff\\xfe\\x80' * 99); os.write(2, b'\\xff'); sys.exit(1)",
    "bad bytes as if well": (
        "open(sys.argv[2] + '.tsv', 'wb').write(b'\\xff\\xfe level\\tpage' * 50);"
        "os.write(1, b'\\xff\\xfe\\t')"
    ),
    "writes nothing": "sys.exit(0)",
    "a table without rows": "open(sys.argv[2] + '.tsv', 'w').close()",
}


QUICK = ("hangs", "crashes", "bad bytes as if well")


@pytest.mark.parametrize(
    "fault",
    [pytest.param(f, marks=() if f in QUICK else pytest.mark.long) for f in FAULTS],
)
def test_a_tesseract_that_misbehaves(bench: Bench, fault: str) -> None:
    program = bench.folder / "tesseract"
    program.write_text(VERSION.format(python=sys.executable) + FAULTS[fault] + "\n")
    program.chmod(0o755)
    settings = Settings(
        reading=ReadingSettings(tesseract=str(program), page_seconds=2),
        batch=BatchSettings(workers=1, document_seconds=60),
    )
    bench.write("scan.png", picture("PNG"))
    bench.write("good.txt", "good")
    replace(bench, settings=settings).run()
    assert "good.txt" in bench.files()
    codes = bench.codes()
    findings = {row["code"] for row in bench.rows("findings") if row["file"] == "scan.png"}
    known = set(codes.values()) | findings
    assert known, "nothing says that the page was not read"
    assert not known & {"internal-error", "worker-crashed"}, bench.rows("failures")


def test_a_failure_for_want_of_tesseract_is_forgotten_when_it_is_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("scan.png", picture("PNG"))
    gone = Settings(
        reading=ReadingSettings(tesseract=str(bench.folder / "gone")),
        batch=BatchSettings(workers=1),
    )
    assert replace(bench, settings=gone).run().failed == 1
    program = bench.folder / "gone"
    program.write_text(VERSION.format(python=sys.executable) + "sys.exit(0)\n")
    program.chmod(0o755)
    replace(bench, settings=gone).run()
    assert "no-tesseract" not in bench.codes().values()
    assert Path(program).exists()
