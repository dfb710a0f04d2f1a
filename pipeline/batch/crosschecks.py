"""What only shows when all documents of a folder lie side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.document import Finding

Head = Mapping[str, Any]

COMPARED = (
    "doc_type attached_type title number number_symbol date issuer_normalised province "
    "base_number_symbol base_date base_issuer_normalised"
).split()
"""The cells that documents are compared by; only these are held for all documents at once."""


def campaigns(heads: Mapping[str, Head]) -> dict[str, str]:
    """plan_id to campaign: documents that put the same decision into practice share it."""
    from pipeline.comparison.campaigns import labels_of

    labels = labels_of({"plan_id": key, **head} for key, head in heads.items())
    return {key: label for key, label in labels.items() if label}


def same_numbers(heads: Mapping[str, Head], names: Mapping[str, str]) -> dict[str, list[Finding]]:
    """plan_id to findings: another document of the same body has the same number and date.

    A scan and its born-digital twin do; so do a document and its corrected version.
    """
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, head in heads.items():
        mark = tuple(str(head.get(c) or "") for c in ("number_symbol", "date", "issuer_normalised"))
        if mark[0] and mark[1] and head.get("number"):
            groups[mark].append(key)
    return {
        key: [_finding(key, same, names)] for same in groups.values() for key in same if same[1:]
    }


def _finding(key: str, same: Sequence[str], names: Mapping[str, str]) -> Finding:
    others = sorted(names[other] for other in same if other != key)
    return Finding(
        "batch", "same-number", f"The same number, date and issuer stand in: {'; '.join(others)}"
    )
