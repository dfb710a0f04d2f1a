"""Keeps one worker process: starts it, gives it jobs, ends it when it hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.batch.frames import PipeClosedError, receive, send
from pipeline.batch.jobs import Job, Outcome
from pipeline.errors import KehoachError

_START_SECONDS = 120
"""A worker imports for a second or two; a busy machine takes longer."""

_LOOK_UP = 0.25
"""Seconds between looks at the clock: a timer for each job costs a thread for each."""

ENVIRONMENT = {
    # Two workers with as many threads each as there are cores are slower than one.
    "OMP_THREAD_LIMIT": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    # Sets of strings come in one order in every process: the same tables every time.
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    # glibc gives a page's pixels back to the system with each step and has them zeroed again
    # for the next: a sixth of all that reading a scan does beside Tesseract.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
}
"""Of a worker, beside the caller's own."""

CRASHED = "worker-crashed"
MEMORY = "memory-limit"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one job: seconds on the clock, megabytes of the worker's data."""

    seconds: float
    memory_mb: int


class Keeper:
    """One worker process at a time; a dead one is replaced when the next job comes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._closed = threading.Event()
        self._deadline: float | None = None
        self._expired = False
        self._watched = False
        self._guard = threading.Lock()

    def perform(self, job: Job) -> Outcome:
        """The job's outcome; `worker-crashed` or `memory-limit` where the process died,
        `time-limit` where it had to be ended. Raises KehoachError where none starts."""
        process = self._alive()
        try:
            with self._within(self._limits.seconds):
                send(_pipe(process.stdin), {"kind": job.kind, "inputs": job.inputs})
                return Outcome(**receive(_pipe(process.stdout)))
        except (PipeClosedError, TypeError):
            return self._after_death(process)

    def close(self) -> None:
        """Ends the worker and its children. May be called from any thread."""
        with self._guard:
            self._closed.set()
            process = self._process
        if process is not None:
            _kill(process)
            process.wait()
            _close(process)

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._expired and self._process is not None:
            self._process.wait()  # ended just as its answer came
        if self._process is None or self._process.poll() is not None:
            with self._guard:
                if self._closed.is_set():
                    raise KehoachError("stopped", "the run is being stopped")
                self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
                self._process = _started(self._limits.memory_mb, self._errors)
            self._greeted(self._process)
        return self._process

    def _greeted(self, process: subprocess.Popen[bytes]) -> None:
        try:
            with self._within(_START_SECONDS):
                receive(_pipe(process.stdout))
        except PipeClosedError as error:
            raise KehoachError("worker-start", f"no worker starts: {self._last_words()}") from error

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Ends the worker where the block takes longer; `_expired` says so."""
        with self._guard:
            self._expired = False
            self._deadline = time.monotonic() + seconds
            if not self._watched:
                threading.Thread(target=self._watch, daemon=True).start()
                self._watched = True
        try:
            yield
        finally:
            with self._guard:
                self._deadline = None

    def _watch(self) -> None:
        """A thread's work until the keeper is closed."""
        while not self._closed.wait(_LOOK_UP):
            with self._guard:
                late = self._deadline is not None and time.monotonic() > self._deadline
                if late and self._process is not None:
                    self._expired, self._deadline = True, None
                    _kill(self._process)

    def _after_death(self, process: subprocess.Popen[bytes]) -> Outcome:
        from pipeline.batch.worker import OUT_OF_MEMORY

        _kill(process)
        status = process.wait()
        _close(process)
        if self._expired:
            return Outcome(
                code="time-limit",
                message=f"Not done in {self._limits.seconds:g} seconds "
                "(batch.document_seconds in config.toml).",
            )
        if status == OUT_OF_MEMORY:
            return Outcome(
                code=MEMORY,
                message=f"Takes more than {self._limits.memory_mb} MB "
                "(batch.worker_memory_mb in config.toml).",
            )
        return Outcome(code=CRASHED, message=f"The process that read it died ({_said(status)}).")

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        lines = self._errors.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"


def _started(memory_mb: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """A fresh interpreter that leads a group of processes, to be ended with its children.

    It stays in the caller's session: Linux shares the processor out by sessions, and a run
    that somebody made `nice` would not be if each of its workers had one.
    """
    command = [sys.executable, "-P", "-c", _PROGRAM, str(memory_mb)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(os.environ),
        process_group=0,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


_PROGRAM = "from pipeline.batch.worker import main; main()"


def _environment(mine: Mapping[str, str]) -> dict[str, str]:
    """The caller's, with this package's folder first on the path."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(p for p in (package, mine.get("PYTHONPATH", "")) if p)
    return {**mine, **ENVIRONMENT, "PYTHONPATH": path}


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and all that it started."""
    if process.returncode is not None:  # its number may be another's by now
        return
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise PipeClosedError("no pipe")
    return pipe


def _said(status: int) -> str:
    """A dead process's exit status in words."""
    if status >= 0:
        return f"exit status {status}"
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"signal {-status}"
