"""From an outline to a `Plan`: a file per field family on one spaCy Doc, then the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.document import Document
    from pipeline.plan import Plan
    from pipeline.segmentation.outline import Outline

__all__ = ["extract", "respelled"]


def extract(document: Document, outline: Outline) -> Plan:
    """All fields of a document, each with its evidence; pure, and never an exception.

    A document that is no official one (a letter in English, a novel's page) gives a
    plan with an empty head and a finding.
    """
    # Late: the families pull in spaCy, which `kehoach --help` must not wait for.
    from pipeline.extraction.assembly import assemble

    return assemble(document, outline)


def respelled(document: Document) -> Document:
    """The document with words of its garbled pages put right by what the gazetteers know."""
    from pipeline.extraction.misread.respelling import respelled as by_rules

    return by_rules(document)
