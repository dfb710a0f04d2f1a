"""The same run on a Dask cluster of separate processes: same tables, lost workers survived."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from bench import Bench

from pipeline.batch.jobs import Job
from pipeline.batch.keys import Keys
from pipeline.errors import KehoachError, SettingsError

pytest.importorskip("distributed", reason="the extra kehoach[dask] is not installed")

Hashes = Callable[[Path], dict[str, str]]

SCHEDULER = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
WORKER = ["-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard"]


class Cluster:
    """A scheduler and workers as processes of their own, as on other machines."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        said = folder / "scheduler.json"
        self.scheduler = self._start([*SCHEDULER, "--no-dashboard", "--scheduler-file", str(said)])
        self._scheduler_file = said
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> subprocess.Popen[bytes]:
        place = self._folder / f"worker-{len(self.workers)}"
        command = [*WORKER, "--scheduler-file", str(self._scheduler_file)]
        worker = self._start([*command, "--local-directory", str(place)])
        self.workers.append(worker)
        return worker

    @property
    def address(self) -> str:
        while True:
            assert self.scheduler.poll() is None
            with suppress(OSError, ValueError):  # not there yet, or not whole yet
                return str(json.loads(self._scheduler_file.read_text())["address"])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / "dask.log").open("ab"))
        process = subprocess.Popen(
            [sys.executable, *command], stdout=log, stderr=log, start_new_session=True
        )
        self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    for child in (*children, process):
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait()


@pytest.fixture
def cluster(bench: Bench, tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "dask"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(folder, stack)


def fill(bench: Bench, documents: int) -> None:
    for n in range(documents):
        bench.write(f"{n:03}.txt", f"KẾ HOẠCH số {n}{' ~' if n % 5 == 0 else ''}\n")
    bench.write("empty.txt", "")
    bench.write("crash.txt", "!crash")


@pytest.mark.long
def test_a_cluster_gives_the_same_tables(bench: Bench, cluster: Cluster, tables_of: Hashes) -> None:
    cluster.add_worker()
    cluster.add_worker()
    fill(bench, 12)
    bench.write("once.txt", f"!once {bench.folder / 'mark'}\n")
    bench.run(dask=cluster.address)
    bench.run(out=bench.folder / "local")
    assert tables_of(bench.out) == tables_of(bench.folder / "local")
    assert bench.codes() == {"crash.txt": "worker-crashed", "empty.txt": "empty-file"}


@pytest.mark.long
def test_a_cluster_of_another_version_is_refused(
    bench: Bench, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.add_worker()
    bench.write("a.txt", "a")
    now = Keys.now(bench.settings)
    other = replace(now, versions=replace(now.versions, extraction="another"))
    monkeypatch.setattr(Keys, "now", lambda settings: other)
    with pytest.raises(KehoachError) as caught:
        bench.run(dask=cluster.address)
    assert caught.value.code == "cluster-version"


@pytest.mark.long
def test_a_worker_lost_in_the_middle_changes_nothing(
    bench: Bench, cluster: Cluster, tables_of: Hashes
) -> None:
    """The first worker, with all its processes, is killed when a tenth is done."""
    lost = cluster.add_worker()
    fill(bench, 60)
    (bench.plans / "crash.txt").unlink()
    over = threading.Event()

    def kill_when_begun() -> None:
        log = bench.out / ".kehoach" / "log.jsonl"
        while not over.wait(0.01):
            if log.exists() and log.read_text("utf-8").count('"done"') >= 6:
                cluster.add_worker()
                for child in psutil.Process(lost.pid).children(recursive=True):
                    child.kill()
                os.kill(lost.pid, signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_when_begun)
    killer.start()
    try:
        bench.run(dask=cluster.address)
    finally:
        over.set()
        killer.join()
    assert lost.wait() == -signal.SIGKILL
    bench.run(out=bench.folder / "local")
    assert tables_of(bench.out) == tables_of(bench.folder / "local")


@pytest.mark.long
def test_a_document_travels_with_its_bytes_where_storage_is_not_shared(
    bench: Bench, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workers are told a path that only the run's own machine has."""
    from pipeline.batch import cluster as dask

    cluster.add_worker()
    bench.write("a.txt", "a")
    sent: list[Job] = []
    with_content = dask._with_content

    def noted(job: Job) -> Job:
        sent.append(job)
        return with_content(Job(job.id, job.kind, {**job.inputs, "path": real[job.id]}))

    real: dict[str, bytes] = {}
    submit = dask.Cluster._submit

    def hidden(self: dask.Cluster, job: Job, out: dict[str, Job]) -> object:
        if job.kind == "read" and "content" not in job.inputs:
            real[job.id] = job.inputs["path"]
            job = Job(job.id, job.kind, {**job.inputs, "path": b"/nowhere/a.txt"})
        return submit(self, job, out)

    monkeypatch.setattr(dask, "_with_content", noted)
    monkeypatch.setattr(dask.Cluster, "_submit", hidden)
    bench.run(dask=cluster.address)
    assert bench.files() == ["a.txt"]
    assert len(sent) == 1


def test_a_cluster_that_is_not_there_is_an_error(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._START_SECONDS", 0.2)
    bench.write("a.txt", "a")
    with pytest.raises(SettingsError) as caught:
        bench.run(dask="tcp://127.0.0.1:9")
    assert caught.value.code == "cluster-not-found"
