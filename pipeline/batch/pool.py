"""Jobs done by worker processes on this machine, and what becomes of those that kill one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Protocol

from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.keeper import CRASHED, MEMORY, Keeper, Limits

Done = tuple[Job, Outcome]
_LOOK_UP = 0.5
"""Seconds between looks for Ctrl-C, which cannot break into a wait on Windows."""


class Executor(Protocol):
    """Does jobs somewhere. The run knows no more of it than this."""

    def perform(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """The jobs with their outcomes, in whatever order they are done. `jobs` is drawn
        from as places become free, so that it can be longer than memory is wide."""

    def close(self) -> None:
        """Ends what it started."""


class Pool:
    """An executor of local worker processes."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = workers
        self._limits = limits
        self._todo: SimpleQueue[Job | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[Job, Outcome | BaseException]] = SimpleQueue()
        self._keepers: list[Keeper] = []

    def perform(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """As Executor's. A job whose worker died is tried once more, alone, at the end."""
        again: list[Job] = []
        for job, outcome in self._together(iter(jobs), self._workers * 2):
            if outcome.code in (CRASHED, MEMORY):
                again.append(job)
            else:
                yield job, outcome
        for job in again:
            yield from self._together(iter([job]), 1)

    def close(self) -> None:
        """Ends the workers, whatever they are at."""
        for _ in self._keepers:
            self._todo.put(None)
        for keeper in self._keepers:
            keeper.close()

    def _together(self, jobs: Iterator[Job], window: int) -> Iterator[Done]:
        """At most `window` jobs are out at a time."""
        out = 0
        for job in islice(jobs, window):
            self._give(job, out)
            out += 1
        while out:
            job, outcome = self._next()
            if isinstance(outcome, BaseException):
                raise outcome
            out -= 1
            yield job, outcome
            for following in islice(jobs, 1):
                self._give(following, out)
                out += 1

    def _give(self, job: Job, out: int) -> None:
        """Starts another worker where all are busy and one more is allowed."""
        if len(self._keepers) < min(out + 1, self._workers):
            keeper = Keeper(self._limits)
            self._keepers.append(keeper)
            threading.Thread(target=self._serve, args=(keeper,), daemon=True).start()
        self._todo.put(job)

    def _next(self) -> tuple[Job, Outcome | BaseException]:
        while True:
            with suppress(Empty):
                return self._done.get(timeout=_LOOK_UP)

    def _serve(self, keeper: Keeper) -> None:
        """A thread's work: it waits on the pipe of one worker."""
        while (job := self._todo.get()) is not None:
            try:
                self._done.put((job, keeper.perform(job)))
            except Exception as error:
                self._done.put((job, error))
