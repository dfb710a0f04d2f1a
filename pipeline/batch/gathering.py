"""What a run is about: the files of its inputs and, with `--add`, those of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.discovery import Item, Source, Unreadable, absolute, discover, identify
from pipeline.batch.folder import Folder
from pipeline.batch.ledger import KnownSource


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents sorted by name, what could not be opened, how many were skipped, and the names
    of those that may hold a document."""

    items: tuple[Item, ...]
    unreadable: tuple[Unreadable, ...]
    skipped: int
    unopened: tuple[str, ...]

    def contents(self) -> object:
        """All of it that shows in the tables, as JSON values."""
        files = [
            [item.sha256, item.kept, *(s.name for s in (item.source, *item.duplicates))]
            for item in self.items
        ]
        failed = [[u.name, u.code] for u in self.unreadable]
        return [files, failed, self.skipped, self.unopened]


def gather(inputs: Sequence[Path], folder: Folder, *, add: bool) -> Gathered:
    """The documents of this run. Raises SettingsError for an input that is not there."""
    known = folder.ledger.sources()
    names = {source.path: source.name for source in known} if add else {}
    found = discover(inputs, folder.out, names)
    gone: list[KnownSource] = []
    if add:
        here = {absolute(source.path) for source in found.sources}
        for source in known:
            if source.path in here:
                continue
            if source.path.is_file():
                found.sources.append(Source(source.name, source.path))
            elif source.plan:
                gone.append(source)
        found.sources.sort(key=lambda s: s.name)
    items = [*identify(found)]
    items = sorted([*items, *_kept(gone, items)], key=lambda item: item.source.name)
    unopened = tuple(sorted(found.unopened))
    return Gathered(tuple(items), tuple(found.unreadable), found.skipped, unopened)


def _kept(gone: Sequence[KnownSource], items: Sequence[Item]) -> list[Item]:
    """What earlier runs made of files that are gone now, unless the same bytes are here."""
    here = {item.sha256 for item in items}
    kept: dict[str, Item] = {}
    for source in gone:
        if source.sha256 in here:
            continue
        shown = Source(source.name, source.path)
        first = kept.setdefault(source.sha256, Item(source.sha256, shown, (), source.plan))
        if first.source != shown:
            kept[source.sha256] = replace(first, duplicates=(*first.duplicates, shown))
    return list(kept.values())
