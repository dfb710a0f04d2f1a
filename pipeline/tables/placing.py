"""A run's files appear together or not at all.

They are written into a folder beside the old ones. When all are there and on the
disk, a marker is set, and only then are they moved over the old ones: a run that
is killed before the marker leaves the old tables as they were, one that is killed
behind it is finished by whoever comes next (`settle`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STAGE = ".new-tables"
_COMPLETE = "complete"


@dataclass(slots=True)
class Placed:
    """Where files went that could not go to their own name: name to path."""

    elsewhere: dict[str, Path] = field(default_factory=dict)


@contextmanager
def staged(out: Path) -> Iterator[tuple[Path, Placed]]:
    """A folder to write into; its files are moved into `out` when the block ends well.

    Raises OSError where the disk is full or not writable; `out` is then as it was.
    """
    out.mkdir(parents=True, exist_ok=True)
    settle(out)
    stage = out / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    placed = Placed()
    try:
        yield stage, placed
        for file in _files(stage):
            _to_disk(file)
        _to_disk(_touch(stage / _COMPLETE))
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    placed.elsewhere.update(settle(out))


def settle(out: Path) -> dict[str, Path]:
    """Moves what is complete into place; gives the files that went elsewhere.

    A stage without the marker is left alone: another process may be writing it.
    """
    stage = out / STAGE
    if not (stage / _COMPLETE).exists():
        return {}
    elsewhere: dict[str, Path] = {}
    for file in _files(stage):
        if file.name != _COMPLETE:
            name = file.relative_to(stage).as_posix()
            target = _move(file, out / name)
            if target != out / name:
                elsewhere[name] = target
    shutil.rmtree(stage, ignore_errors=True)
    return elsewhere


def _move(file: Path, target: Path) -> Path:
    """Moves over `target`, or beside it where another program holds that open.

    Excel on Windows locks what it shows; the new file then gets the next free
    name (`plans-2.xlsx`).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, 100):
        name = target if number == 1 else target.with_stem(f"{target.stem}-{number}")
        try:
            file.replace(name)
        except PermissionError:
            continue
        except FileNotFoundError:  # another process settles the same stage and was first
            return target
        return name
    raise PermissionError(f"{target}: held open by another program")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _touch(path: Path) -> Path:
    path.touch()
    return path


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
