"""Which files a run is about: found, named, hashed, and told apart from duplicates."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.vietnamese import nfc

KINDS = frozenset(".pdf .png .jpg .jpeg .tif .tiff .txt .md .docx .doc".split())
"""Endings that are read, in lower case; the contract's list."""

UNOPENED = frozenset(
    ".zip .rar .7z .eml .msg .htm .html .mht .rtf .odt .gif .bmp .webp .heic .xps .djvu".split()
)
"""Endings of files that are not read but may hold a document: a person is told their names."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `name` is shown (NFC, `/`), `path` opens it as it was found, `size` is
    its bytes where they were counted."""

    name: str
    path: Path
    size: int = 0

    @property
    def suffix(self) -> str:
        """The ending that says how it is read, in lower case."""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that could not even be opened."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Item:
    """A document: its bytes' hash, the file it is shown as, and the files like it.

    `kept` is the key of its plan where the file is gone and an earlier run's result stays.
    """

    sha256: str
    source: Source
    duplicates: tuple[Source, ...] = ()
    kept: str = ""


@dataclass(slots=True)
class Found:
    """What the inputs hold, in a stable order. `unopened` are those of the `skipped` files that
    may hold a document."""

    sources: list[Source] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    skipped: int = 0
    unopened: list[str] = field(default_factory=list)


def discover(inputs: Iterable[Path], out: Path, names: Mapping[Path, str] | None = None) -> Found:
    """All files of the inputs that are read, sorted by name; `out` itself is left out.

    A folder is gone into whatever its name; a loop of links is gone round once.
    `names` are the names that files (by absolute path) had in an earlier run and keep.
    Raises SettingsError (`input-not-found`) for an input that is not there.
    """
    found = Found()
    seen: set[str] = {os.path.realpath(out)}
    for given in inputs:
        if not os.path.lexists(given):
            raise SettingsError("input-not-found", f"{given}: there is no such file or folder")
        base = Path(given)
        for path in _walk(base, found, seen):
            relative = path.relative_to(base) if _is_folder(base) else Path(path.name)
            _take(path, relative, found)
    found.sources = _named_apart(found.sources, names or {})
    return found


def _walk(path: Path, found: Found, seen: set[str]) -> Iterator[Path]:
    """Files under `path`, each once, however many links lead to it."""
    real = os.path.realpath(path)
    if real in seen:
        return
    seen.add(real)
    if not _is_folder(path):
        yield path
        return
    try:
        entries = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        found.unreadable.append(_unreadable(_shown(path), error))
        return
    for entry in entries:
        if _passed_over(path / entry):
            found.skipped += not _is_folder(path / entry)
        else:
            yield from _walk(path / entry, found, seen)


def _is_folder(path: Path) -> bool:
    """False where that cannot be told, as behind a folder that may not be entered."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _passed_over(path: Path) -> bool:
    """A program's own folders (`.git`, `.venv`), and what Word and macOS leave beside a file."""
    return path.name.startswith(("~$", "._") if not _is_folder(path) else ".")


def _take(path: Path, relative: Path, found: Found) -> None:
    name = _shown(relative)
    if path.suffix.lower() not in KINDS:
        found.skipped += 1
        found.unopened += [name] if path.suffix.lower() in UNOPENED else []
        return
    try:
        facts = path.stat()
    except OSError as error:
        found.unreadable.append(_unreadable(name, error))
        return
    if stat.S_ISREG(facts.st_mode):
        found.sources.append(Source(name, path, facts.st_size))
    else:
        found.unreadable.append(
            Unreadable(name, "not-a-file", "This is a device or a pipe, not a file.")
        )


def _unreadable(name: str, error: OSError) -> Unreadable:
    """The same codes as reading gives, for what fails before a worker has it."""
    if isinstance(error, PermissionError):
        return Unreadable(
            name, "no-permission", "This may not be read: give yourself read permission on it."
        )
    if isinstance(error, FileNotFoundError):
        return Unreadable(name, "not-found", "This is a link to something that is not there.")
    return Unreadable(name, "unreadable-file", f"This cannot be read: {error.strerror or error}.")


def _shown(path: Path) -> str:
    """Names are UTF-8 whatever the system's locale takes them for."""
    return nfc(os.fsencode(path.as_posix()).decode("utf-8", "surrogateescape"))


def _named_apart(sources: Iterable[Source], known: Mapping[Path, str]) -> list[Source]:
    """Sorted by name; files of two inputs with one name get a number behind it."""
    named: list[Source] = []
    taken = set(known.values())
    for source in sorted(sources, key=lambda s: (s.name, os.fsencode(s.path))):
        name = known.get(absolute(source.path), "")
        number = 1
        while not name or (name in taken and number > 1):
            plain = source.name if number == 1 else f"{source.name} ({number})"
            name, number = ("" if plain in taken else plain), number + 1
        taken.add(name)
        named.append(replace(source, name=name))
    return sorted(named, key=lambda s: s.name)


def absolute(path: Path) -> Path:
    """The path from the root, links not followed: what a file is known by between runs."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve follows links


def identify(found: Found) -> list[Item]:
    """One item for all files of the same bytes, shown as the first by name.

    What cannot be read goes to `found.unreadable`. An item's duplicates may differ
    in their ending; the first file's ending decides how it is read.
    """
    by_hash: dict[str, list[Source]] = {}
    for source in found.sources:
        try:
            by_hash.setdefault(hash_of(source.path), []).append(source)
        except OSError as error:
            found.unreadable.append(_unreadable(source.name, error))
    found.unreadable.sort(key=lambda u: u.name)
    items = [Item(sha, files[0], tuple(files[1:])) for sha, files in by_hash.items()]
    return sorted(items, key=lambda item: item.source.name)


def hash_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
