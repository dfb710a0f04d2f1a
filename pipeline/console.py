"""Writing to consoles of every kind: nothing is lost and nothing crashes."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDTH = 120
"""Of a table that goes to a file or a pipe, in letters."""


def prepare() -> None:
    """Makes standard output and error take every letter.

    A pipe or file gets UTF-8 whatever the system's encoding is: what is written there
    is data. A terminal keeps its encoding; a letter that it has not is written as
    `\\u1ebf`, which can be read back.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show(*parts: RenderableType) -> None:
    """Prints what `rich` can render, as wide as the console, or a screen where there is none."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    for part in parts:
        console.print(part, highlight=False)
