"""The same document laid out in another way: numerals, bullets, order, names, tables, dates.

Each change works on a content file's tables, gold included, so that the gold of the changed
document is right by construction. A change that does not fit a document gives None.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

Data = dict[str, Any]
Change = Callable[[Data, random.Random], Data | None]

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_UPPER = ("A", "B", "C", "D", "Đ", "E", "G", "H")
_TOP = re.compile(r"^(?P<mark>(?:# )?)(?P<n>[IVX]+)\. (?=\S)")
_NUMBER = re.compile(r"^(\d{1,2})\. (?=\S)")
_BULLET = re.compile(r"^[-+] (?=\S)")

_NAMES = {
    "Phòng": ("Phòng Kế toán - Vật tư", "Phòng Quản lý khoa học", "Phòng Truyền thông"),
    "Khoa": ("Khoa Ngoại ngữ", "Khoa Nội tổng hợp", "Khoa Cơ khí"),
    "Trung tâm": ("Trung tâm Lưu trữ lịch sử", "Trung tâm Khuyến nông"),
    "Ban": ("Ban Dân vận", "Ban Pháp chế"),
    "Đội": ("Đội Kỹ thuật hình sự", "Đội Tham mưu"),
    "Tổ": ("Tổ Ngữ văn", "Tổ Quản trị mạng"),
    "Sở": ("Sở Ngoại vụ", "Sở Du lịch"),
    "Chi cục": ("Chi cục Biển và Hải đảo", "Chi cục Văn thư - Lưu trữ"),
    "Công chức": ("Công chức Tư pháp - Hộ tịch",),
    "Hội": ("Hội Chữ thập đỏ", "Hội Luật gia"),
}
"""Other units of the same kind."""


def _top_lines(data: Data) -> list[tuple[int, str]]:
    """(line, numeral) of the body's outermost headings; [] where they are not I., II., III."""
    lines = data["body"].splitlines()
    if any(line.lower().startswith("phần thứ ") for line in lines):
        return []
    found = [(i, m["n"]) for i, line in enumerate(lines) if (m := _TOP.match(line))]
    return found if [n for _, n in found] == list(_ROMAN[: len(found)]) and len(found) > 2 else []


def _with_sections(data: Data, renamed: Callable[[str], str]) -> Data:
    """The sections of gold's units under their new numerals."""
    for row in data["gold"].get("units", ()):
        row[0] = renamed(row[0])
    return data


def _first_step(steps: dict[str, str]) -> Callable[[str], str]:
    def renamed(path: str) -> str:
        first, dot, rest = path.partition(".")
        return steps.get(first, first) + dot + rest

    return renamed


_SHOWN = {"upper": "{}. ", "part": "Phần {}. ", "slash": "{}/ ", "dash": "{} - "}


def numerals(data: Data, rng: random.Random) -> Data | None:
    """Other numerals outside: `A.`, `Phần I.`, `I/`, `I -`."""
    top = _top_lines(data)
    if not top:
        return None
    style = rng.choice(tuple(_SHOWN))
    lines = data["body"].splitlines()
    for index, numeral in top:
        shown = numeral if style != "upper" else _UPPER[_ROMAN.index(numeral)]
        heading = _TOP.sub("", lines[index])
        mark = "# " if lines[index].startswith("# ") else ""
        lines[index] = mark + _SHOWN[style].format(shown) + heading
    data["body"] = "\n".join(lines)
    steps = dict(zip(_ROMAN, _UPPER, strict=True)) if style == "upper" else {}
    return _with_sections(data, _first_step(steps))


def inner_numerals(data: Data, rng: random.Random) -> Data | None:
    """Other signs behind the numbers and other bullets: `1)`, `1/`; `+`, `•`, `*`."""
    if not _top_lines(data):
        return None
    sign, bullet = rng.choice((")", "/")), rng.choice(("•", "*", "–"))
    lines = [_NUMBER.sub(rf"\1{sign} ", line) for line in data["body"].splitlines()]
    nested = any(line.startswith("+ ") for line in lines) and any(
        line.startswith("- ") for line in lines
    )
    if not nested:
        lines = [_BULLET.sub(f"{bullet} ", line) for line in lines]
    data["body"] = "\n".join(lines)
    return data


def order(data: Data, _rng: random.Random) -> Data | None:
    """The last section before the one behind it in the middle: II and III change places."""
    top = _top_lines(data)
    if len(top) < 4:
        return None
    lines = data["body"].splitlines()
    starts = [index for index, _ in top]
    second, third = lines[starts[1] : starts[2]], lines[starts[2] : starts[3]]
    third[0] = third[0].replace("III. ", "II. ", 1)
    second[0] = second[0].replace("II. ", "III. ", 1)
    data["body"] = "\n".join([*lines[: starts[1]], *third, *second, *lines[starts[3] :]])
    return _with_sections(data, _first_step({"II": "III", "III": "II"}))


def names(data: Data, rng: random.Random) -> Data | None:
    """Units under the names of others of their kind, wherever they stand."""
    units = [row[1] for row in data["gold"].get("units", ())]
    text = json.dumps(data, ensure_ascii=False)
    head = " ".join(data.get("issuers", ())).casefold()
    changed = False
    for unit in dict.fromkeys(units):
        kind = next((k for k in _NAMES if unit.startswith(f"{k} ")), None)
        alone = text.count(unit) == len(
            re.findall(rf"(?<!\w){re.escape(unit)}(?![\w,]| và | thuộc)", text)
        )
        if kind is None or unit.casefold() in head or not alone or "," in unit:
            continue
        free = [name for name in _NAMES[kind] if name not in text]
        if free:
            new = rng.choice(free)
            text = text.replace(unit, new).replace(unit.upper(), new.upper())
            changed = True
    return json.loads(text) if changed else None


_DAY = re.compile(
    r"[Tt]rước ngày (?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<rest>/(?P<y>\d{4})|(?= h[ằà]ng năm))"
)


def deadlines(data: Data, rng: random.Random) -> Data | None:
    """`trước ngày 15/12 hằng năm` as `chậm nhất ngày 15 tháng 12 hằng năm`."""
    lead = rng.choice(("chậm nhất ngày", "chậm nhất là ngày", "muộn nhất ngày"))

    def other(match: re.Match[str]) -> str:
        year = f" năm {match['y']}" if match["y"] else ""
        said = f"{lead} {match['d']} tháng {match['m']}{year}"
        return said[:1].upper() + said[1:] if match[0][0] == "T" else said

    known = {row["as_written"] for row in data["gold"].get("deadlines", ())}
    before = data["body"]
    if not any(_DAY.fullmatch(text) or _DAY.match(text) for text in known):
        return None
    for text in known:
        if _DAY.match(text) and " và " not in text:
            data["body"] = data["body"].replace(text, _DAY.sub(other, text))
            for row in data["gold"]["deadlines"]:
                if row["as_written"] == text:
                    row["as_written"] = _DAY.sub(other, text)
    return data if data["body"] != before else None


def _blocks(data: Data) -> list[tuple[int, int, list[str], list[Any]]]:
    """(first line, line behind, tasks, gold row) of units as headings over bullets alone."""
    lines = data["body"].splitlines()
    found = []
    for row in data["gold"].get("units", ()):
        heads = [
            i
            for i, line in enumerate(lines)
            if re.fullmatch(rf"\d{{1,2}}\. {re.escape(row[1])}", line)
        ]
        if len(heads) != 1 or len(row) > 3:
            continue
        end = heads[0] + 1
        while end < len(lines) and _BULLET.match(lines[end]):
            end += 1
        tasks = [_BULLET.sub("", line).rstrip(" .;/") for line in lines[heads[0] + 1 : end]]
        plain = all(";" not in t and ". " not in t and ":" not in t for t in tasks)
        if len(tasks) == row[2] and plain:
            found.append((heads[0], end, tasks, row))
    return found


def _consecutive(blocks: Sequence[tuple[int, int, list[str], list[Any]]], data: Data) -> bool:
    """Whether the blocks are all of gold's units, one right behind the other."""
    whole = len(blocks) == len(data["gold"].get("units", ())) >= 2
    return whole and all(a[1] == b[0] for a, b in pairwise(blocks))


def table(data: Data, _rng: random.Random) -> Data | None:
    """Units over their bullets as a table of two columns."""
    blocks = sorted(_blocks(data), key=lambda block: block[0])
    if not _consecutive(blocks, data):
        return None
    lines = data["body"].splitlines()
    rows = [
        f"| {i} | {row[1]} | {'; '.join(tasks)} |" for i, (_, _, tasks, row) in enumerate(blocks, 1)
    ]
    made = ["| TT | Đơn vị thực hiện | Nhiệm vụ |", *rows]
    data["body"] = "\n".join([*lines[: blocks[0][0]], *made, *lines[blocks[-1][1] :]])
    return _with_sections(data, lambda path: path.partition(".")[0])


def run_in(data: Data, _rng: random.Random) -> Data | None:
    """Units over their bullets as one paragraph each: `1. Văn phòng Sở: ...; ...`"""
    blocks = sorted(_blocks(data), key=lambda block: block[0], reverse=True)
    if not blocks:
        return None
    lines = data["body"].splitlines()
    for first, end, tasks, _ in blocks:
        said = [task[:1].lower() + task[1:] for task in tasks]
        lines[first:end] = [f"{lines[first]}: {'; '.join(said)}."]
    data["body"] = "\n".join(lines)
    return data


CHANGES: dict[str, Change] = {
    "numerals": numerals,
    "inner": inner_numerals,
    "order": order,
    "names": names,
    "deadlines": deadlines,
    "table": table,
    "run-in": run_in,
}
"""All changes by the name that ends the id of what they make."""


def restyled(data: Data, change: str, seed: int = 0) -> Data | None:
    """A content file's tables with one change; None where it does not fit."""
    made = CHANGES[change](copy.deepcopy(data), random.Random(f"{data['id']}:{change}:{seed}"))
    if made is None:
        return None
    made["id"] = f"{data['id']}-{change}"
    return made
