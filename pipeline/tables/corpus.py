"""The tables of a run, read back for programs and notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError
from pipeline.tables.placing import settle
from pipeline.tables.schema import tables

if TYPE_CHECKING:
    import pandas as pd


class Corpus:
    """A run's tables: `corpus.plans`, `corpus.phases`, ... are pandas DataFrames.

    Each is read from its Parquet file when it is first asked for. A table that
    was not made yet (`adaptation` before `kehoach compare`) is an empty frame with
    its columns, a column that an older version did not write is empty. Whole numbers
    with gaps are `Int64`, text is `str` with None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._frames: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in tables():
            raise AttributeError(f"no table '{name}'; there are {', '.join(tables())}")
        if name not in self._frames:
            self._frames[name] = self._read(name)
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *tables()]

    def __repr__(self) -> str:
        return f"Corpus({str(self.folder)!r}, {len(self.plans)} plans)"

    def _read(self, name: str) -> pd.DataFrame:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from pipeline.tables.sinks import arrow_schema

        path = self.folder / "tables" / f"{name}.parquet"
        schema = arrow_schema(tables()[name])
        try:
            arrow = pq.read_table(path) if path.exists() else schema.empty_table()
        except (pa.ArrowException, OSError) as error:
            raise SettingsError(
                "table-damaged", f"{path}: cannot be read: run 'kehoach run' into this folder again"
            ) from error
        for column in schema:
            if column.name not in arrow.column_names:
                arrow = arrow.append_column(column, pa.nulls(len(arrow), column.type))
        frame: pd.DataFrame = arrow.to_pandas(types_mapper=_pandas_types().get)
        return frame


def load(folder: Path | str) -> Corpus:
    """The tables that `kehoach run --out FOLDER` made.

    Raises SettingsError (`tables-not-found`) where there are none.
    """
    path = Path(folder)
    if path.is_dir():
        settle(path)
    if not (path / "tables" / "plans.parquet").exists():
        raise SettingsError(
            "tables-not-found", f"{path}: no tables here; run 'kehoach run INPUT --out {path}'"
        )
    return Corpus(path)


def _pandas_types() -> dict[object, object]:
    """Arrow types whose pandas default would turn gaps into floats."""
    import pandas as pd
    import pyarrow as pa

    return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
