"""The worker process: takes jobs from its standard input, answers on its standard output.

A program of its own and not a fork: it starts fresh on every system, imports nothing
of the caller's, and what it breaks is only itself.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any

from pipeline.batch.frames import PipeClosedError, receive, send
from pipeline.batch.jobs import Hand

_YOUNG = 10_000
"""New objects between two looks of the collector: a document of one page is some thousand."""

OUT_OF_MEMORY = 77
"""Exit status of a worker that ran into its limit of memory."""


def main() -> None:
    """Works until the pipe closes: the run is over, or its process is gone."""
    memory_mb = int(sys.argv[1])
    jobs, answers = _pipes()
    faulthandler.enable()
    _limit_memory(memory_mb)
    send(answers, "ready")
    inbox: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(jobs, inbox), daemon=True).start()
    hand, known = Hand(), set[str]()
    while True:
        job = inbox.get()
        try:
            outcome = hand.perform(job["kind"], job["inputs"])
            send(answers, outcome.packed())
            if job["kind"] not in known:
                known.add(job["kind"])
                _settle()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except PipeClosedError:
            _end()


def _settle() -> None:
    """What the first job of a kind loaded is there to stay. A collector that looked at models
    and rules again and again took half of the time of unpacking a document."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes, out of reach of libraries that print: fd 1 becomes fd 2."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return jobs, answers


def _listen(jobs: IO[bytes], inbox: SimpleQueue[Any]) -> None:
    """Ends this process and its children as soon as the caller is gone, even amid a job."""
    while True:
        try:
            inbox.put(receive(jobs))
        except PipeClosedError:
            _end()


def _end() -> None:
    """This process leads its own group: Tesseract and LibreOffice end with it."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """So that a document that eats memory takes down this process and no other."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    except (ValueError, OSError):  # macOS refuses some values
        return


if __name__ == "__main__":
    main()
