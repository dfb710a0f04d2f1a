"""Kehoach: Vietnamese administrative plans to one normalised table.

>>> corpus = pipeline.run(["plans/"], out="tables/")
>>> corpus.plans[["issuer_normalised", "base_number_symbol", "signer_name"]]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.comparison.compare import Adaptation
    from pipeline.plan import Plan
    from pipeline.settings import Settings
    from pipeline.tables import Corpus

__all__ = ["compare", "load", "read_plan", "restore", "run"]


def run(  # noqa: PLR0913 - the options of `kehoach run`
    inputs: str | Path | Sequence[str | Path],
    *,
    out: str | Path,
    settings: Settings | None = None,
    add: bool = False,
    retry_failed: bool = False,
    dask: str = "",
) -> Corpus:
    """Reads files and folders of plans and writes all tables into `out`.

    As `kehoach run`. A file that fails is a row of `failures.csv` and no exception.
    Raises SettingsError for an input that is not there or an `out` that is in use.
    """
    from pipeline.batch.run import Options, run_folder
    from pipeline.settings import Settings

    given = [inputs] if isinstance(inputs, (str, Path)) else inputs
    options = Options(settings or Settings(), add, retry_failed, dask)
    run_folder([Path(path) for path in given], Path(out), options)
    return load(out)


def load(folder: str | Path) -> Corpus:
    """The tables in a folder, as data frames: `corpus.plans`, `corpus.phases`, ...

    Raises SettingsError (`tables-not-found`) where there are none.
    """
    from pipeline.tables import load

    return load(folder)


def read_plan(file: str | Path, *, settings: Settings | None = None) -> Plan:
    """What one file says, with the evidence for each value. Raises ReadingError."""
    from pipeline.batch.one import read_plan
    from pipeline.settings import Settings

    return read_plan(Path(file), settings or Settings())


def restore(text: str, sisters: Iterable[str] = ()) -> str:
    """Garbled Vietnamese text to restored text, with the same number of lines.

    `sisters` are clean texts of the same kind to learn from.
    """
    from pipeline.batch.one import teach
    from pipeline.restoration import restore_text

    return restore_text(text, teach(sisters)).text


def compare(corpus: Corpus, template: str | Path | None = None) -> Adaptation:
    """How each plan adapted its template: a plan file or a `plan_id`; without one, the
    consensus of each campaign's plans."""
    from pipeline.comparison.compare import compare

    return compare(corpus, template)
