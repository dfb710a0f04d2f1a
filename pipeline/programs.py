"""Outside programs: what one says of itself."""

from __future__ import annotations

import subprocess

_SECONDS = 10
"""A program that does not answer `--version` by then is as good as broken."""


def said_by(program: str, option: str) -> list[str] | None:
    """The lines that a program prints for an option such as `--version`; None where it does
    not run, does not end, or says that it failed."""
    try:
        done = subprocess.run(
            [program, option],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    # Tesseract 3 and some builds print their version on standard error.
    return (done.stdout or done.stderr).decode("utf-8", "replace").splitlines()
