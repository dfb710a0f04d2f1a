"""What `kehoach run` and `kehoach cache` print around the work."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import console
from pipeline.batch.documents import reachable
from pipeline.batch.folder import WORK, Folder, opened
from pipeline.batch.outputs import Summary
from pipeline.batch.progress import Bar, Silent, on_terminal
from pipeline.batch.run import Options, run_folder
from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN = 40
"""Rows of the summary; who has more plans opens the workbook."""

_LONGEST = (1 << 31) - 1
"""Letters of a cell that is read back; Python's own limit of 131,072 is below a page's text."""

_COLUMNS = (
    # heading, columns of plans.csv of which the first that has a value is shown, whole or wrapped
    ("Tệp", ("file",), False),
    ("Cơ quan ban hành", ("issuer_normalised", "issuer"), False),
    ("Số, ký hiệu", ("number_symbol", "symbol"), False),
    ("Ngày", ("date",), True),
    ("Thực hiện", ("base_number_symbol",), False),
    ("Giai đoạn", ("phase_count",), True),
    ("Đơn vị", ("unit_count",), True),
    ("Người ký", ("signer_name",), False),
)


def run_command(inputs: Sequence[Path], out: Path, options: Options, *, quiet: bool) -> Summary:
    """The run with a progress bar and a summary, or with nothing of either."""
    with ExitStack() as stack:
        watched = on_terminal() and not quiet
        progress = stack.enter_context(closing(Bar())) if watched else Silent()
        try:
            summary = run_folder(inputs, out, options, progress)
        except KeyboardInterrupt:
            print(
                "kehoach: interrupted; what is done is kept, the same command goes on from there",
                file=sys.stderr,
            )
            raise
    if not quiet:
        show(summary, out)
    return summary


def show(summary: Summary, out: Path) -> None:
    """The summary table, what failed, and where everything is."""
    from rich.text import Text

    counts = (
        f"{summary.done} văn bản, {summary.pages} trang · {summary.failed} lỗi · "
        f"{summary.duplicates} bản trùng · {summary.skipped} tệp bỏ qua · "
        f"{summary.review} giá trị cần xem lại"
    )
    failed = (Text(line, style="red") for line in _failed(out))
    console.show(_table(out), Text(counts), *failed, *map(Text, summary.notes))
    print(f"Bảng kết quả: {out / 'plans.xlsx'}, {out / 'plans.csv'}")


def _table(out: Path) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading, _, whole in _COLUMNS:
        table.add_column(heading, overflow="fold", no_wrap=whole)
    rows = list(islice(_rows(out / "plans.csv"), _SHOWN + 1))
    for row in rows[:_SHOWN]:
        cells = [next((row[c] for c in names if row.get(c)), "") for _, names, _ in _COLUMNS]
        table.add_row(*map(Text, cells))
    if len(rows) > _SHOWN:
        table.caption = f"{_SHOWN} văn bản đầu; tất cả trong plans.xlsx"
    return table


def _failed(out: Path) -> list[str]:
    rows = list(islice(_rows(out / "failures.csv"), _SHOWN))
    return [
        f"Lỗi: {row['file']!r}: {row['message_vi'] or row['message']} [{row['code']}]"
        for row in rows
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def cache_command(out: Path, *, prune: bool) -> str:
    """Size and hit rate of a folder's kept results; with `prune` less of them."""
    if not (out / WORK).is_dir():
        raise SettingsError("tables-not-found", f"{out}: 'kehoach run' made nothing here")
    with opened(out) as folder:
        lines = [_freed(folder)] if prune else []
        sizes = [size for _, size in folder.store.cache.entries()]
        lines.append(f"{len(sizes)} results, {sum(sizes) / 1e6:.1f} MB")
        last = folder.ledger.state("cache") or {"hits": 0, "misses": 0, "damaged": 0}
        asked = last["hits"] + last["misses"]
        rate = f"{last['hits'] / asked:.0%}" if asked else "none asked for"
        lines.append(
            f"last run: {rate} found ({last['hits']} of {asked}), {last['damaged']} damaged"
        )
    return "\n".join(lines)


def _freed(folder: Folder) -> str:
    keep = reachable(folder.store)
    freed = folder.store.cache.prune(keep)
    for key in folder.ledger.keys() - keep:
        folder.ledger.drop(key)
    return f"{freed / 1e6:.1f} MB freed"
