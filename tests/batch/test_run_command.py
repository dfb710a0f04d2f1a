"""`kehoach run` as a user meets it: exit status, console, lock, interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bench import Bench

from pipeline.batch.folder import opened
from pipeline.errors import SettingsError
from pipeline.settings import load_settings


def test_status_and_summary(bench: Bench) -> None:
    bench.write("a.txt", "KẾ HOẠCH")
    bench.write("x.zip", "PK")
    done = bench.kehoach()
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 văn bản" in done.stdout
    assert "1 tệp bỏ qua" in done.stdout
    bench.write("hỏng.txt", "")
    done = bench.kehoach("--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--config", "gone.toml"], "config-not-found"),
        (["--workers", "-1"], "--workers"),
        (["--nonsense"], "--nonsense"),
        (["gone-input"], "input-not-found"),
    ],
)
def test_wrong_use_is_status_2(bench: Bench, options: list[str], said: str) -> None:
    done = bench.kehoach(*options)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_unknown_setting_is_named(bench: Bench) -> None:
    config = bench.folder / "c.toml"
    config.write_text("[reading]\ndpy = 3\n")
    done = bench.kehoach("--config", str(config))
    assert done.returncode == 2
    assert "reading.dpy" in done.stderr


@pytest.mark.parametrize(
    ("setting", "key"),
    [('dpi = "much"', "reading.dpi"), ('tesseract = "/no/such"', "reading.tesseract")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, setting: str, key: str) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f"[reading]\n{setting}\n")
    with pytest.raises(SettingsError, match=key):
        load_settings(config)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_a_console_that_is_not_utf8_loses_nothing(bench: Bench, encoding: str) -> None:
    bench.write("kế hoạch.txt", "KẾ HOẠCH")
    bench.write("hỏng.txt", "")
    done = bench.kehoach(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 1
    assert "kế hoạch.txt" in done.stdout
    assert bench.files() == ["kế hoạch.txt"]


def test_the_working_folder_shadows_no_module(bench: Bench) -> None:
    """A user's own `json.py` beside the plans is not run."""
    bench.write("a.txt", "a")
    bench.write("json.py", "raise SystemExit('shadowed')")
    command = [str(Path(sys.executable).with_name("kehoach")), "run", ".", "--out", str(bench.out)]
    done = subprocess.run(command, cwd=bench.plans, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_second_run_on_the_folder_says_so_and_stops(bench: Bench) -> None:
    bench.write("a.txt", "a")
    with opened(bench.out):
        done = bench.kehoach()
    assert done.returncode == 2
    assert "out-in-use" in done.stderr
    assert str(os.getpid()) in done.stderr


def _heed_interrupts() -> None:
    """A shell's background job, as these tests may be one, inherits Ctrl-C as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupted_is_status_130_and_what_is_done_is_kept(bench: Bench) -> None:
    """The signal comes when the first document is in the log: no clock is asked."""
    bench.write("a.txt", "a")
    bench.write("hang.txt", "!hang")
    for number in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(
            bench.command(),
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no threads in this test
        ) as process:
            log = bench.out / ".kehoach" / "log.jsonl"
            while not (log.exists() and '"stage": "plan"' in log.read_text("utf-8")):
                assert process.poll() is None
            process.send_signal(number)
            _, said = process.communicate(timeout=600)
        assert process.returncode == 130
        assert "interrupted" in said
        log.write_text("")
        bench.write("b.txt", f"another {number}")
    (bench.plans / "hang.txt").unlink()
    bench.run()
    assert ("read", "a.txt") not in bench.worked_on()


def test_a_folder_that_cannot_be_written_is_status_2(bench: Bench) -> None:
    bench.write("a.txt", "a")
    blocked = bench.folder / "blocked"
    blocked.write_text("a file where a folder should be")
    done = bench.kehoach(out=blocked / "out")
    assert done.returncode == 2
    assert "out-not-writable" in done.stderr
