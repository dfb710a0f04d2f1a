"""How far a run is: on a terminal a bar, elsewhere nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bars


class Progress(Protocol):
    """Told by the run what goes on."""

    def begin(self, stage: str, documents: int) -> None:
        """A pass over so many documents begins."""

    def step(self, pages: int, failed: bool) -> None:
        """One document is done."""


class Silent:
    """For programs, files and `--quiet`."""

    def begin(self, stage: str, documents: int) -> None:
        """Says nothing."""

    def step(self, pages: int, failed: bool) -> None:
        """Says nothing."""


class Bar:
    """Documents, pages, rate, time left and failures so far, on standard error, until closed."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bars: Bars = Progress(
            TextColumn("{task.description:<22}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(
                "{task.fields[pages]} trang · {task.fields[rate]} · {task.fields[failed]} lỗi"
            ),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bars.add_task("", total=0, visible=False, pages=0, rate="", failed=0)
        self._pages = self._failed = 0
        self._bars.start()

    def begin(self, stage: str, documents: int) -> None:
        """A new bar under the last."""
        self._pages = self._failed = 0
        self._task = self._bars.add_task(stage, total=documents, pages=0, rate="", failed=0)

    def step(self, pages: int, failed: bool) -> None:
        """Moves the bar on."""
        self._pages += pages
        self._failed += failed
        elapsed = self._bars.tasks[self._task].elapsed or 0
        rate = f"{60 * self._pages / elapsed:.0f} trang/phút" if elapsed > 1 else ""
        self._bars.update(self._task, advance=1, pages=self._pages, rate=rate, failed=self._failed)

    def close(self) -> None:
        """Leaves the bars as they are and gives the terminal back."""
        self._bars.stop()


def on_terminal() -> bool:
    """Whether somebody watches standard error."""
    return sys.stderr is not None and sys.stderr.isatty()
