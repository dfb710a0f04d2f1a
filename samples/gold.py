"""The true fields of a content: what its head says by itself, and its `gold` table for the rest.

The `gold` table is written by hand with the text, by somebody who reads the
document as an analyst would. Short forms keep it legible:

    base    = [type, number_symbol, ISO date, issuer in full]   ([] = there is none)
    period  = [start, end]
    bases   = [[relation, type, number_symbol, ISO date, issuer in full, as written?], ...]
              beside the base
    phases  = [[label, start, end], ...]
    units   = [[section, unit, tasks, role?], ...]   lead and implementing units only
    coordinators = bodies named to coordinate (rows of `units` with that role, no tasks)
    any column of plans = its value; "" = missing; {status = "blank"} and the like

A column that is neither derivable nor given is left out: it is not evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from samples.content import Content, Signature

Json = dict[str, Any]

_TYPES = {
    "KẾ HOẠCH": "Kế hoạch",
    "KẾ HOẠCH LIÊN NGÀNH": "Kế hoạch",
    "KẾ HOẠCH LIÊN TỊCH": "Kế hoạch",
    "QUYẾT ĐỊNH": "Quyết định",
    "THÔNG BÁO": "Thông báo",
    "BÁO CÁO": "Báo cáo",
    "TỜ TRÌNH": "Tờ trình",
    "CHỈ THỊ": "Chỉ thị",
    "NGHỊ QUYẾT": "Nghị quyết",
    "HƯỚNG DẪN": "Hướng dẫn",
    "CHƯƠNG TRÌNH": "Chương trình",
    "PHƯƠNG ÁN": "Phương án",
    "CÔNG ĐIỆN": "Công điện",
    "GIẤY MỜI": "Giấy mời",
    "BIÊN BẢN": "Biên bản",
    "KẾ HOẠCH PHỐI HỢP": "Kế hoạch",
    "KẾT LUẬN": "Kết luận",
}
_CAPACITY = re.compile(r"^(K/T|T/M|T/L|(?:KT|TM|TL|TUQ|Q)(?=\s*[.:]))\s*[.:]?\s*")
_PROPER = {
    "pbgdpl": "PBGDPL",
    "gdđt": "GDĐT",
    "ubnd": "UBND",
    "hđnd": "HĐND",
    "bql": "BQL",
    "ban": "ban",
    "bch": "BCH",
}


def gold(content: Content, data: Mapping[str, Any], files: Mapping[str, str], part: str) -> Json:
    """One gold document in the form that `kehoach evaluate` reads."""
    hand: Json = dict(data.get("gold", {}))
    tables = _tables(content, hand)
    for used in ("base", "period", "bases", "phases", "units", "coordinators", "deadlines"):
        hand.pop(used, None)
    for used in ("awards", "signer", "signers", "recipients"):
        hand.pop(used, None)
    plans = {**_head(content), **_base(data.get("gold", {})), **_period(data.get("gold", {}))}
    plans.update(_signer_columns(tables["signers"]))
    plans.update({column: _value(value) for column, value in hand.items()})
    return {
        "schema": 1,
        "id": content.id,
        "part": part,
        "files": dict(files),
        "plans": plans,
        **tables,
    }


def _value(value: Any) -> Any:
    return None if value == "" else value


def _head(content: Content) -> Json:
    """Number, date, place, title, type and issuer as the letterhead shows them."""
    head: Json = {"doc_type": _doc_type(content)}
    if content.subject:
        head["title"] = content.subject
    if not content.letterhead:
        return head | dict.fromkeys(("number_symbol", "number", "symbol", "date", "place"))
    if content.issuers:
        head["issuer"] = " ".join(content.issuers)
    head["symbol"] = content.symbol or None
    joint = "-" if content.party else "/"
    if content.symbol and not content.number:
        head["number"] = {"status": "blank"}
    else:
        head["number"] = content.number or None
        whole = f"{content.number}{joint}{content.symbol}" if content.symbol else None
        head["number_symbol"] = whole
    head["date"] = iso_date(content.dated)
    head["place"] = content.place or None
    return head


def _doc_type(content: Content) -> str | None:
    if content.about:
        return "Công văn"
    return _TYPES.get(content.type) if content.type else None


def iso_date(dated: str) -> str | None:
    """`ngày 05 tháng 3 năm 2024` to 2024-03-05; a blank day leaves the month; "" is None."""
    numbers = re.search(r"(?:ngày\s*(\d*))?\s*tháng\s*(\d*)\s*năm\s*(\d{4})", dated)
    slashed = re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", dated)
    match = slashed or numbers
    if not match:
        return None
    day, month, year = match.groups()
    if not month:
        return year
    return f"{year}-{int(month):02}-{int(day):02}" if day else f"{year}-{int(month):02}"


def _split(number_symbol: str) -> tuple[str, str]:
    """`26/2020/NĐ-CP` to (26/2020, NĐ-CP); a Party number parts at its first hyphen."""
    match = re.match(r"(\d+(?:/\d{4})?)[-/](.+)$", number_symbol)
    return (match.group(1), match.group(2)) if match else ("", "")


def _base(hand: Mapping[str, Any]) -> Json:
    columns = ("type", "number_symbol", "number", "symbol", "date", "issuer_normalised")
    if "base" not in hand:
        return {}
    if not hand["base"]:
        return {f"base_{column}": None for column in columns}
    kind, whole, date, issuer = hand["base"]
    number, symbol = _split(whole)
    values = (kind, whole, number, symbol, date, issuer)
    # An issuer that only outside knowledge could complete is not asked for.
    pairs = zip(columns, values, strict=True)
    return {f"base_{c}": _value(v) for c, v in pairs if v or c != "issuer_normalised"}


def _period(hand: Mapping[str, Any]) -> Json:
    if "period" not in hand:
        return {}
    start, end = hand["period"] or ("", "")
    return {"period_start": _value(start), "period_end": _value(end)}


def _tables(content: Content, hand: Json) -> Json:
    tables: Json = {"signers": _signers(content, hand)}
    if "base" in hand or "bases" in hand:
        tables["bases"] = _bases(hand)
    if "phases" in hand:
        columns = ("label", "start", "end")
        tables["phases"] = [dict(zip(columns, row, strict=True)) for row in hand["phases"]]
    if "units" in hand:
        helpers = [{"unit": name, "role": "coordinate"} for name in hand.get("coordinators", ())]
        tables["units"] = [*_units(hand["units"]), *helpers]
    if "deadlines" in hand:
        tables["deadlines"] = hand["deadlines"]
    if "awards" in hand:
        tables["awards"] = [
            row if isinstance(row, dict) else {"form": row} for row in hand["awards"]
        ]
    tables["recipients"] = [_recipient(line) for line in content.recipients]
    return tables


def _units(rows: list[list[Any]]) -> list[Json]:
    """A row a unit: one that gets tasks in two places has all of them, and no one section."""
    units: dict[str, Json] = {}
    for row in rows:
        unit = _unit(row)
        known = units.setdefault(unit["unit"].casefold(), unit)
        if known is not unit:
            known["tasks"] += unit["tasks"]
            if known.get("section") != unit.get("section"):
                known.pop("section", None)
    return list(units.values())


def _unit(row: list[Any]) -> Json:
    unit: Json = {"section": row[0]} if row[0] else {}
    unit |= {"unit": row[1], "tasks": row[2]}
    if len(row) > 3:
        unit["role"] = row[3]
    return unit


def _bases(hand: Json) -> list[Json]:
    rows = [["basis", *hand["base"]]] if hand.get("base") else []
    return [_basis(row) for row in (*rows, *hand.get("bases", ()))]


def _basis(row: list[str]) -> Json:
    relation, kind, whole, date, issuer, *written = row
    columns = {
        "relation": relation,
        "doc_type": kind,
        "number_symbol": whole or None,
        "date": date or None,
    }
    columns |= {"issuer_normalised": issuer} if issuer else {}
    return columns | ({"as_written": written[0]} if written else {})


_NOTE = re.compile(
    r"\((?:để )?"
    r"(b/c|báo cáo|biết|ph?/h|phối hợp|th?/h|thực hiện|chỉ đạo|theo dõi|đăng tải|đưa tin)\)",
    re.IGNORECASE,
)


def _recipient(line: str) -> Json:
    text = re.sub(r"^(?:[-+*•\s]|\d+[.)]\s)+", "", line).rstrip(" ;.,")
    note = _NOTE.search(line)
    if not note:
        return {"recipient": text}
    bare = _NOTE.sub("", text).rstrip(" ;.,")
    return {"recipient": bare, "note": note.group(0).strip("()")}


# --- signers ------------------------------------------------------------------


def _signers(content: Content, hand: Json) -> list[Json]:
    if "signers" in hand:
        return list(hand["signers"])
    rows = []
    for index, signature in enumerate(content.signatures):
        row = _signer(signature)
        rows.append({"role": "main" if index == 0 else "co", **row})
    for column in ("name", "title"):
        if rows and f"signer_{column}" in hand:
            rows[0][column] = _value(hand[f"signer_{column}"])
    return rows


def _signer(signature: Signature) -> Json:
    """Capacity of the line just above the title: TM. UBND / KT. CHỦ TỊCH signs KT."""
    capacity: str | None = None
    title: str | None = None
    for line in signature.lines:
        match = _CAPACITY.match(line)
        if match:
            capacity = match.group(1).replace("/", "") + "."
        if match is None or match.group(1) == "Q":
            title = title_case(_CAPACITY.sub("", line).strip())
    return {"capacity": capacity, "title": title, "name": signature.name or None}


def _signer_columns(signers: list[Json]) -> Json:
    main = next((row for row in signers if row.get("role") == "main"), None)
    if main is None and signers:
        return {}  # joint signers of whom the document does not say who leads
    if main is None:
        return dict.fromkeys(("signer_name", "signer_title", "signing_capacity"))
    return {
        "signer_name": main.get("name"),
        "signer_title": main.get("title"),
        "signing_capacity": main.get("capacity"),
    }


def title_case(title: str) -> str:
    """`PHÓ CHỦ TỊCH UBND XÃ` to `Phó Chủ tịch UBND xã`, as offices write titles."""
    words = [_PROPER.get(word.lower(), word.lower()) for word in title.split()]
    if not words:
        return ""
    words[0] = words[0][:1].upper() + words[0][1:]
    if words[0] == "Phó" and len(words) > 1:
        words[1] = words[1][:1].upper() + words[1][1:]
    return " ".join(words)
