"""Jobs done by the workers of a Dask cluster, each in a process of its own there too.

A document travels by its path where the worker sees the same bytes under it (shared
storage), else with its bytes. The cluster has the same version of everything, or the
run stops: results of two versions would not be the same tables.
"""

from __future__ import annotations

import os
import platform
import threading
from asyncio import CancelledError as AsyncCancelledError
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.batch.jobs import Job, Outcome, same_file
from pipeline.batch.keeper import CRASHED, MEMORY, Keeper, Limits
from pipeline.batch.keys import Keys
from pipeline.batch.pool import Done
from pipeline.batch.versions import Versions
from pipeline.errors import KehoachError, SettingsError
from pipeline.settings import Settings

ABSENT = "absent"
"""Code of a worker that does not see the file; it then gets its bytes."""
OTHER = "cluster-version"
"""Code of a worker that has another version of the code or of a program."""
_START_SECONDS = 30


class Cluster:
    """An executor over the cluster at `address` (`tcp://` or, with certificates, `tls://`)."""

    def __init__(self, address: str, limits: Limits, keys: Keys) -> None:
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
        self._keys = keys

    def perform(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """As Executor's. A job whose worker vanished is given to another by the scheduler."""
        distributed: Any = import_module("distributed")
        waiting = iter(jobs)
        out: dict[str, Job] = {}
        futures = distributed.as_completed(loop=self._client.loop)
        for job in islice(waiting, self._window()):
            futures.add(self._submit(job, out))
        for future in futures:
            job = out.pop(future.key)
            outcome = self._outcome(future)
            if outcome is None:
                futures.add(self._submit(job, out))
                continue
            if outcome.code == OTHER:
                raise KehoachError(OTHER, outcome.message)
            if outcome.code == ABSENT:
                futures.add(self._submit(_with_content(job), out))
                continue
            yield job, outcome
            for following in islice(waiting, 1):
                futures.add(self._submit(following, out))

    def close(self) -> None:
        """Lets go of the cluster; its workers stay."""
        self._client.close()

    def _outcome(self, future: Any) -> Outcome | None:
        """None where the answer was lost together with the worker that held it."""
        from distributed import KilledWorker

        try:
            return Outcome(**future.result())
        except KilledWorker:
            return Outcome(code=CRASHED, message="The workers of the cluster that read it died.")
        except (CancelledError, AsyncCancelledError) as error:
            if self._client.status == "running":
                return None
            raise KehoachError("cluster-lost", "the scheduler is gone") from error
        except (OSError, TimeoutError) as error:
            raise KehoachError("cluster-lost", f"the cluster is gone: {error}") from error

    def _window(self) -> int:
        """Jobs out at a time: two for each thread of the cluster, and some while none is up."""
        threads: dict[str, int] = self._client.nthreads()
        return max(4, 2 * sum(threads.values()))

    def _submit(self, job: Job, out: dict[str, Job]) -> Any:
        key = f"{job.id}-{len(job.inputs)}"
        future = self._client.submit(
            perform_there,
            {"id": job.id, "kind": job.kind, "inputs": job.inputs},
            {"seconds": self._limits.seconds, "memory_mb": self._limits.memory_mb},
            {"settings": self._keys.settings.model_dump_json(), "versions": _stages(self._keys)},
            key=f"kehoach-{job.kind}-{key}",
            pure=False,
        )
        out[future.key] = job
        return future


def _with_content(job: Job) -> Job:
    data = Path(os.fsdecode(job.inputs["path"])).read_bytes()
    return Job(job.id, job.kind, {**job.inputs, "content": data})


def _stages(keys: Keys) -> str:
    """What the stages' results depend on here: code, data, libraries, programs."""
    versions = keys.versions
    return " ".join(getattr(versions, name) for name in Versions.__slots__)


def perform_there(
    job: dict[str, Any], limits: dict[str, Any], asked: dict[str, str]
) -> dict[str, Any]:
    """Runs on the cluster: one job, in the process that this thread keeps for it.

    As at home, a job whose process died is tried once more, in a new one.
    """
    if _versions_here(asked["settings"]) != asked["versions"]:
        said = f"{platform.node()} has other versions than this machine: install the same there"
        return dict(Outcome(code=OTHER, message=said, remember=False).packed())
    if job["kind"] == "read" and "content" not in job["inputs"] and not same_file(job["inputs"]):
        return dict(Outcome(code=ABSENT, remember=False).packed())
    keeper = _keeper(Limits(**limits))
    outcome = keeper.perform(Job(**job))
    if outcome.code in (CRASHED, MEMORY):
        outcome = keeper.perform(Job(**job))
    return dict(outcome.packed())


def _versions_here(settings: str) -> str:
    """Looked at once by each worker of the cluster."""
    from distributed import get_worker

    kept: dict[str, str] = get_worker().__dict__.setdefault("kehoach_versions", {})
    if settings not in kept:
        kept[settings] = _stages(Keys.now(Settings.model_validate_json(settings)))
    return kept[settings]


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
