"""Each rule matches its own example: the data file cannot say what the code does not do."""

from __future__ import annotations

import pytest

from pipeline.extraction.rules import Rule, head_rules


@pytest.mark.parametrize("rule", head_rules(), ids=lambda rule: rule.id)
def test_a_rule_matches_its_example(rule: Rule) -> None:
    assert rule.pattern.search(rule.example), rule.pattern.pattern
    assert 0 < rule.confidence <= 1


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in head_rules()]
    assert len(ids) == len(set(ids))
