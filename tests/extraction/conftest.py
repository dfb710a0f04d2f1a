"""Texts to contexts: what the extraction's tests are written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document
from pipeline.extraction.context import Context
from pipeline.reading.text.plaintext import read_text
from pipeline.segmentation import segment

ContextOf = Callable[[str], Context]


def context_from(text: str) -> Context:
    """The context of a plain text, as the whole pipeline would see it."""
    document = Document("plan.txt", "0" * 64, (read_text(text.encode("utf-8"), False),))
    return Context.of(document, segment(document))


@pytest.fixture(scope="session")
def context_of() -> ContextOf:
    """Builds the context of a plain text."""
    return context_from
