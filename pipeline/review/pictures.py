"""Pictures of pages, rendered when they are first looked at."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from sqlite3 import Row

from pipeline.errors import KehoachError
from pipeline.vietnamese import nfc

DPI = (110, 220)
"""What the page asks for: to read, and zoomed in."""


class Pictures:
    """Pages as PNG files in a folder; sources are the run's inputs, by name."""

    def __init__(self, sources: dict[str, Path], cache: Path) -> None:
        self._sources = {nfc(name): path for name, path in sources.items()}
        self._cache = cache
        self._checked: dict[Path, tuple[tuple[int, int], str]] = {}
        self._one_at_a_time = threading.Lock()

    def has(self, plan: Row) -> bool:
        """Whether the document's file is where it was, with the bytes that were read."""
        return self._source(plan) is not None

    def picture(self, plan: Row, page: int, rotation: int, dpi: int) -> Path | None:
        """The PNG of a page; None where the file is gone, changed or has no such page.

        `plan` is a row of the tables: no name comes from a request.
        """
        target = self._cache / f"{plan['sha256']}-{page}-{rotation}-{dpi}.png"
        if target.exists():
            return target
        source = self._source(plan)
        if source is None:
            return None
        with self._one_at_a_time:
            return target if target.exists() else _render(source, page, rotation, dpi, target)

    def _source(self, plan: Row) -> Path | None:
        source = self._sources.get(nfc(plan["file"]))
        return source if source and self._digest(source) == plan["sha256"] else None

    def _digest(self, path: Path) -> str:
        """The file's SHA-256, worked out again only when the file changed."""
        try:
            facts = path.stat()
            stamp = (facts.st_size, facts.st_mtime_ns)
            if self._checked.get(path, (None, ""))[0] != stamp:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                self._checked[path] = (stamp, digest)
        except OSError:
            return ""
        return self._checked[path][1]


def _render(source: Path, page: int, rotation: int, dpi: int, target: Path) -> Path | None:
    from pipeline.reading import render_page

    try:
        image = render_page(source, page, dpi, rotation)
    except KehoachError:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".tmp")
    image.save(temporary, format="PNG", compress_level=1)
    return temporary.replace(target)


def sources_of(folder: Path) -> dict[str, Path]:
    """The run's input files by their name in the tables, from its ledger."""
    from pipeline.batch.folder import WORK
    from pipeline.batch.ledger import Ledger

    path = folder / WORK / "ledger.sqlite"
    if not path.exists():
        return {}
    ledger = Ledger(path)
    try:
        return {
            source.name.encode("utf-8", "backslashreplace").decode(): source.path
            for source in ledger.sources()
        }
    finally:
        ledger.close()
