"""The same document with other names, numbers and order: its fields must follow.

A mutation replaces strings in a content file's text, gold included, so that the
gold of the mutated document is right by construction.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

PROVINCES = {
    "Lạng Sơn": "Lạng Sơn",
    "Hà Nam": "Ninh Bình",
    "Bắc Kạn": "Thái Nguyên",
    "Kon Tum": "Quảng Ngãi",
    "Trà Vinh": "Vĩnh Long",
    "Ninh Thuận": "Khánh Hòa",
    "Hòa Bình": "Phú Thọ",
    "Tây Ninh": "Tây Ninh",
    "Quảng Bình": "Quảng Trị",
}
"""Provinces to move to, with what they became on 1 July 2025."""

_CITIES = {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}
"""Not moved: a text about `thành phố Đà Nẵng` makes none about `tỉnh Hà Nam`."""

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Nông", "Lò")
_MIDDLE = ("Văn", "Thị", "Minh", "Quốc", "Thanh", "Xuân", "Hữu", "Ngọc")
_GIVEN = ("Khánh", "Hạnh", "Dũng", "Loan", "Tuấn", "Thảo", "Sơn", "Bích", "Phước", "Yến")


def mutated(path: Path, seed: int) -> dict[str, Any]:
    """The tables of a content file with province, number, base number and signers changed.

    A file whose gold names no province, or a city, keeps its places.
    """
    rng = random.Random(f"{path.stem}:{seed}")
    text = path.read_text("utf-8")
    data = tomllib.loads(text)
    for old, new in _changes(data, rng):
        text = _replaced(text, old, new)
    changed = tomllib.loads(text)
    changed["id"] = f"{data['id']}-m{seed}"
    province = changed["gold"].get("province")
    if province in PROVINCES and "province_2025" in changed["gold"]:
        changed["gold"]["province_2025"] = PROVINCES[province]
    return changed


def _changes(data: dict[str, Any], rng: random.Random) -> list[tuple[str, str]]:
    changes: list[tuple[str, str]] = []
    province = data["gold"].get("province")
    if isinstance(province, str) and province and province not in _CITIES:
        new = rng.choice([name for name in PROVINCES if name != province])
        for old in dict.fromkeys((province, _old_spelling(province))):
            changes += [(old, new), (old.upper(), new.upper())]
    if data.get("number"):
        changes += _own_number(data, str(rng.randint(10, 4999)))
    base = data["gold"].get("base")
    if base:
        symbol = re.sub(r"^\d+", "", base[1])
        changes.append((base[1], f"{rng.randint(10, 4999)}{symbol}"))
    for signature in data.get("signatures", ()):
        bare = data["gold"].get("signer_name") or signature["name"]  # without rank or degree
        changes.append((bare, _name(rng)))
    return changes


def _own_number(data: dict[str, Any], new: str) -> list[tuple[str, str]]:
    """The document's number in its head, and wherever it names itself, as attachments do."""
    old, symbol, joint = data["number"], data["symbol"], "-" if data.get("party") else "/"
    itself = f"{old}{joint}{symbol}", f"{new}{joint}{symbol}"
    return [(f'number = "{old}"', f'number = "{new}"'), itself]


def _old_spelling(name: str) -> str:
    """`Thanh Hóa` as `Thanh Hoá`: the tone on the last vowel."""
    return re.sub("óa", "oá", re.sub("òa", "oà", name))


def _replaced(text: str, old: str, new: str) -> str:
    """Whole words only; `15/KH-UBND` is not part of `115/KH-UBND`."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text) if old else text


def _name(rng: random.Random) -> str:
    return f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"
