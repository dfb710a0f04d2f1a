"""Every rule of the body is found in its own example."""

from __future__ import annotations

import pytest

from pipeline.extraction.body_rules import examples, pattern
from pipeline.segmentation.rows import fold


@pytest.mark.parametrize("rule_id", sorted(examples()))
def test_example(rule_id: str) -> None:
    assert pattern(rule_id).search(fold(examples()[rule_id]))


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        pattern("phase:unheard-of")
