"""Texts that several tests of this room read."""

from __future__ import annotations

import json
from importlib.resources import files

SENTENCE = (
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 29/01/2024 của Ủy ban nhân dân tỉnh, "
    "đơn vị xây dựng kế hoạch đẩy mạnh học tập suốt đời như sau"
)


def legacy_bytes(text: str, kind: str) -> bytes:
    """Text as a TCVN3 or VNI font's bytes; capitals with marks only as VNI has them."""
    data = json.loads((files("pipeline.reading") / "data" / "legacy.json").read_text("utf-8"))
    table = data[kind]
    written = []
    for char in text:
        code = table.get(char)
        if code is None and char.lower() in table:
            code = table[char.lower()].upper()
        written.append(code or char)
    return "".join(written).encode("latin-1")
