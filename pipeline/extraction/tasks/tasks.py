"""A unit where a plan names it, a task that it gets, and how both are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.segmentation.outline import Section, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit where it was named; `section` is the marker path of that place."""

    name: str
    span: Span
    section: str
    rule: str
    confidence: float
    role: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a unit; `text` is the span's words as one line."""

    unit: Unit
    span: Span
    text: str
    role: str = ""


def path_of(section: Section) -> str:
    """The marker path without bullets: `VI` for a dash in VI."""
    return ".".join(step for step in section.path.split(".") if step[:1].isalnum())


def tidy(name: str) -> str:
    """A name by single spaces, without signs at its ends."""
    return " ".join(name.split()).strip(' ,.:;-–“”"')


def clean(text: str) -> str:
    """A task without its bullet and its last sign."""
    return re.sub(r"[\s;.]*(?:\./\.|[;.])\s*$", "", text.strip(" -–+*•")).strip()
