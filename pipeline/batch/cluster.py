"""Jobs done by the workers of a Dask cluster, each in a process of its own there too.

A document travels by its path where the worker sees the same bytes under it (shared
storage), else with its bytes. The cluster has the same version of everything, or the
run stops: results of two versions would not be the same tables.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.batch.jobs import Job, Outcome, same_file
from pipeline.batch.keeper import CRASHED, Keeper, Limits
from pipeline.batch.pool import Done
from pipeline.errors import KehoachError, SettingsError

ABSENT = "absent"
"""Code of a worker that does not see the file; it then gets its bytes."""
_START_SECONDS = 30


class Cluster:
    """An executor over the cluster at `address` (`tcp://` or, with certificates, `tls://`)."""

    def __init__(self, address: str, limits: Limits) -> None:
        try:
            import distributed
        except ImportError as error:
            raise SettingsError(
                "dask-missing", "--dask needs the extra: pip install 'kehoach[dask]'"
            ) from error
        try:
            client: Any = distributed.Client
            self._client: Any = client(address, timeout=_START_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise SettingsError("cluster-not-found", f"{address}: {error}") from error
        self._limits = limits

    def perform(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """As Executor's. A job whose worker vanished is given to another by the scheduler."""
        distributed: Any = import_module("distributed")
        waiting = iter(jobs)
        out: dict[str, Job] = {}
        futures = distributed.as_completed()
        for job in islice(waiting, self._window()):
            futures.add(self._submit(job, out))
        for future in futures:
            job = out.pop(future.key)
            outcome = _outcome(future)
            if outcome.code == ABSENT:
                futures.add(self._submit(_with_content(job), out))
                continue
            yield job, outcome
            for following in islice(waiting, 1):
                futures.add(self._submit(following, out))

    def close(self) -> None:
        """Lets go of the cluster; its workers stay."""
        self._client.close()

    def _window(self) -> int:
        """Jobs out at a time: two for each thread of the cluster, and some while none is up."""
        threads: dict[str, int] = self._client.nthreads()
        return max(4, 2 * sum(threads.values()))

    def _submit(self, job: Job, out: dict[str, Job]) -> Any:
        key = f"{job.id}-{len(job.inputs)}"
        future = self._client.submit(
            perform_there,
            {"id": job.id, "kind": job.kind, "inputs": job.inputs},
            self._limits.seconds,
            self._limits.memory_mb,
            key=f"kehoach-{job.kind}-{key}",
            pure=False,
        )
        out[future.key] = job
        return future


def _with_content(job: Job) -> Job:
    import os

    data = Path(os.fsdecode(job.inputs["path"])).read_bytes()
    return Job(job.id, job.kind, {**job.inputs, "content": data})


def _outcome(future: Any) -> Outcome:
    from distributed import KilledWorker

    if future.status == "finished":
        return Outcome(**future.result())
    error = future.exception() if future.status == "error" else None
    if isinstance(error, KilledWorker):
        return Outcome(code=CRASHED, message="The workers of the cluster that read it died.")
    raise KehoachError("cluster-lost", f"the cluster gave the work back: {error or future.status}")


def perform_there(job: dict[str, Any], seconds: float, memory_mb: int) -> dict[str, Any]:
    """Runs on the cluster: one job, in the process that this thread keeps for it."""
    if job["kind"] == "read" and "content" not in job["inputs"] and not same_file(job["inputs"]):
        return dict(Outcome(code=ABSENT, remember=False).packed())
    outcome = _keeper(Limits(seconds, memory_mb)).perform(Job(**job))
    return dict(outcome.packed())


def _keeper(limits: Limits) -> Keeper:
    """The keeper of this thread, held by the Dask worker and ended with it."""
    from distributed import get_worker

    worker: Any = get_worker()
    keepers = worker.__dict__.setdefault("kehoach_keepers", {})
    mine = (threading.get_ident(), limits)
    if mine not in keepers:
        keepers[mine] = Keeper(limits)
    kept: Keeper = keepers[mine]
    return kept
