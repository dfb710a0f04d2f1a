"""The run's own folder under the output folder: lock, ledger, cache, log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.cache import Cache
from pipeline.batch.ledger import Ledger
from pipeline.batch.lock import locked
from pipeline.batch.log import Log
from pipeline.batch.store import Store
from pipeline.errors import SettingsError

WORK = ".kehoach"


@dataclass(frozen=True, slots=True)
class Folder:
    """An output folder that this process alone works in."""

    out: Path
    store: Store
    log: Log

    @property
    def ledger(self) -> Ledger:
        """What is known of the documents."""
        return self.store.ledger


@contextmanager
def opened(out: Path, cache: str = "") -> Iterator[Folder]:
    """The folder, made where it is not there, locked until the block ends.

    `cache` is where results are kept instead of here, for several folders to share.
    Raises SettingsError `out-not-writable` and `out-in-use`.
    """
    work = out / WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
        lock = work / "lock"
        lock.touch()
    except OSError as error:
        raise _not_writable(out, error) from error
    with locked(lock, out):
        try:
            log = Log(work / "log.jsonl")
            ledger = Ledger(work / "ledger.sqlite")
        except OSError as error:
            raise _not_writable(out, error) from error
        try:
            place = Path(cache).expanduser() if cache else work / "cache"
            yield Folder(out, Store(Cache(place), ledger), log)
        finally:
            ledger.close()
            log.close()


def _not_writable(out: Path, error: OSError) -> SettingsError:
    return SettingsError(
        "out-not-writable", f"{out}: cannot be written to: {error.strerror or error}"
    )
