"""One document, every stage in order. The only place that sees them all.

`read` and `plan_of` are what the workers call; `read_plan` is both for one file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.document import Document
from pipeline.errors import ReadingError
from pipeline.plan import Plan
from pipeline.settings import RestorationSettings, Settings

if TYPE_CHECKING:
    from pipeline.restoration import Restorer


def read(path: Path, name: str, settings: Settings) -> Document:
    """A file's words on their pages. Raises ReadingError."""
    from pipeline.reading import read

    return read(path, name, settings.reading)


def teach(sisters: Iterable[str]) -> Restorer:
    """A restorer that knows the shipped model and the texts of these sisters."""
    from pipeline.restoration import Restorer

    texts = tuple(sisters)
    return Restorer.load().taught_by(texts) if texts else Restorer.load()


def restore(document: Document, restorer: Restorer, settings: RestorationSettings) -> Document:
    """The document with its garbled words put right."""
    from pipeline.restoration import restore

    return restore(document, restorer, settings)


def plan_of(document: Document) -> Plan:
    """What a restored document says."""
    from pipeline.extraction import extract, respelled
    from pipeline.segmentation import segment

    document = respelled(document)
    plan = extract(document, segment(document))
    return replace(plan, plan_id=plan_id(document.sha256), document=document)


def read_plan(path: Path, settings: Settings, sisters: Iterable[str] = ()) -> Plan:
    """The plan in one file, from the first stage to the last.

    Raises ReadingError, which names the file: here no table does.
    """
    try:
        document = read(path, path.name, settings)
    except ReadingError as error:
        raise ReadingError(error.code, f"{path}: {error.message}") from error
    restored = restore(document, teach(sisters), settings.restoration)
    return plan_of(restored)


def plan_id(sha256: str) -> str:
    """A document's id, made from its bytes alone.

    The letter in front keeps a spreadsheet from reading an id of digits as a number.
    """
    return "p" + sha256[:16]
