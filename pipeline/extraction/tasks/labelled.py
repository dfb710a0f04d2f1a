"""Units named behind labels: `Đơn vị chủ trì: Sở Y tế; phối hợp: Sở Tài chính`.

The task is what the item says before its labels, or the item over bullets of labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.body_rules import pattern
from pipeline.extraction.passage import Passage
from pipeline.extraction.tasks.unit_lists import list_of_units
from pipeline.extraction.tasks.unit_words import starts_unit


@dataclass(frozen=True, slots=True)
class Labelled:
    """A unit at start..end of a passage, and the role that its label gives it."""

    start: int
    end: int
    role: str


def is_label(passage: Passage) -> bool:
    """Whether a text begins with a label and names a unit behind it."""
    match = pattern("label:unit").match(passage.folded)
    return match is not None and any(True for _ in labelled(passage))


def labelled(passage: Passage) -> Iterator[Labelled]:
    """The units behind the labels of a passage; what begins no unit's name is left out."""
    marks = list(passage.all(pattern("label:unit")))
    for index, mark in enumerate(marks):
        limit = marks[index + 1].start() if index + 1 < len(marks) else len(passage.text)
        stop = pattern("label:end").search(passage.folded, mark.end(), limit)
        end = stop.start() if stop else limit
        names = passage.text[mark.end() : end].rstrip(" .;,)")
        role = "coordinate" if (mark["role"] or mark["role2"]) == "phoi hop" else "lead"
        for a, b in list_of_units(names):
            if starts_unit(names, a):
                yield Labelled(mark.end() + a, mark.end() + b, role)


def before_labels(passage: Passage) -> Passage:
    """What stands before the first label: the task."""
    first = passage.find(pattern("label:unit"))
    return (
        passage.part(0, len(passage.text[: first.start()].rstrip(" .;,(–-"))) if first else passage
    )
