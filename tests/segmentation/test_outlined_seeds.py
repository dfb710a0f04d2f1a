"""The five seeds' outlines, against the outlines written by hand."""

from __future__ import annotations

import json

import pytest

from pipeline.segmentation.rows import fold


def outline_of(section: dict, prefix: str = "") -> list[str]:
    """Paths of the numbered sections, bullets left out."""
    path = f"{prefix}.{section['num']}" if prefix and "." not in section["num"] else section["num"]
    if "." in section["num"]:
        path = f"{prefix.rsplit('.', 1)[0]}.{section['num']}"
    return [path, *(p for child in section.get("children", ()) for p in outline_of(child, path))]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seed(segmented, seeds, number: str) -> None:
    gold = json.loads((seeds / "gold_fields.json").read_text(encoding="utf-8"))["documents"][number]
    found = segmented((seeds / gold["file"]).read_text(encoding="utf-8"))
    wanted = [path for section in gold["sections"] for path in outline_of(section)]
    numbered = [s for s in found.outline.sections if s.marker[:1].isalnum()]
    assert [s.marker.rstrip(".)") for s in numbered] == [_last(path) for path in wanted]
    titles = {fold(s["title"])[:12] for s in gold["sections"] if s["title"] and number != "004"}
    assert titles <= {fold(found.heading(s.path))[:12] for s in numbered if s.level == 1}


def _last(path: str) -> str:
    """The marker that ends a path: `III.2.1` is 2.1 below 2."""
    parts = path.split(".")
    if len(parts) >= 3 and parts[-1].isdigit() and parts[-2].isdigit():
        return ".".join(parts[-2:])
    return parts[-1]
