"""The seeds' heads against their hand-checked fields, and fields that follow their text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.head.fields import HeadReading, read_head
from pipeline.normalisation.text import key
from pipeline.plan import Status, Value, values_of

PLACES = {
    "doc_type": "doc_type",
    "issuer": "issuer.as_written",
    "issuer_normalised": "issuer.normalised",
    "province": "province.value",
    "province_2025": "province.new_province_2025",
    "place": "place",
    "number": "own_number",
    "symbol": "own_symbol",
    "date": "date",
    "title": "title_as_written",
}


def gold_of(seeds: Path, seed: str) -> dict[str, Any]:
    documents = json.loads((seeds / "gold_fields.json").read_text("utf-8"))["documents"]
    return dict(documents[seed])


def at(gold: dict[str, Any], path: str) -> Any:
    value: Any = gold
    for part in path.split("."):
        value = value.get(part)
    return value


def holds(value: Value, expected: Any) -> bool:
    if expected in (None, "missing", "blank", "unreadable"):
        return value.value is None and value.status == (expected or "missing")
    return value.status is Status.FOUND and key(value.text) == key(str(expected))


@pytest.fixture(params=["000", "001", "002", "003"])
def seed(
    request: pytest.FixtureRequest, seeds: Path, context_of
) -> tuple[dict[str, Any], HeadReading]:
    gold = gold_of(seeds, request.param)
    text = (seeds / gold["file"]).read_text("utf-8")
    return gold, read_head(context_of(text))


def test_the_seeds_heads(seed: tuple[dict[str, Any], HeadReading]) -> None:
    gold, reading = seed
    found = dict(values_of(reading.head))
    wrong = {
        column: (found[column].value, at(gold, path))
        for column, path in PLACES.items()
        if not holds(found[column], at(gold, path))
    }
    assert wrong == {}


def test_the_seeds_bases(seed: tuple[dict[str, Any], HeadReading]) -> None:
    gold, reading = seed
    (base,) = gold["base_documents"]
    head = reading.head
    assert head.base_type.value == base["type"]
    assert head.base_number_symbol.value == f"{base['number']}/{base['symbol']}"
    assert head.base_date.value == base["date"]
    assert head.base_issuer.value == base["issuer_as_written"]
    expected = base["issuer_normalised"].removesuffix(" (tỉnh not named)")
    assert head.base_issuer_normalised.value == expected
    numbers = [b.number.value for b in reading.bases]
    others = [d.get("number") for d in gold["other_documents"]]
    assert sorted(numbers, key=str) == sorted([base["number"], *others], key=str)


def restored_head(gold: dict[str, Any]) -> str:
    """Seed 004's head in the wording that restoration is to give, from its gold fields."""
    (base,) = gold["base_documents"]
    date = gold["date"].split("-")
    return f"""{gold["parent_body"]["normalised"].upper()} CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

{gold["issuer"]["normalised"].upper()} Độc lập - Tự do - Hạnh phúc
Số: {gold["own_number"]} /{gold["own_symbol"]} {gold["place"]}, ngày{date[2]} tháng3 năm {date[0]}
KẾ HOẠCH

{gold["title"]}

Thực hiện Kế hoạch số {base["number"]}/{base["symbol"]} ngày 19/01/2024 của UBND tỉnh
Hà Tĩnh về việc thực hiện phong trào thi đua; {gold["issuer"]["normalised"]}
xây dựng Kế hoạch cụ thể như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
"""


def test_seed_004_keeps_its_conflict(seeds: Path, context_of) -> None:
    gold = gold_of(seeds, "004")
    reading = read_head(context_of(restored_head(gold)))
    head = reading.head
    found = dict(values_of(head))
    paths = PLACES | {"title": "title", "issuer": "issuer.normalised"}
    assert {c: found[c].value for c, p in paths.items() if not holds(found[c], at(gold, p))} == {}
    (base,) = gold["base_documents"]
    assert (head.base_symbol.status, head.base_symbol.value) == (Status.CONFLICT, base["symbol"])
    assert (head.base_issuer.status, head.base_issuer.value) == (
        Status.CONFLICT,
        "UBND tỉnh Hà Tĩnh",
    )
    assert (head.base_number.value, head.base_date.value) == (base["number"], base["date"])


TEXT = """UBND TỈNH {PROVINCE}
SỞ {ROOM}
Số: {number}/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{province}, ngày {day:02d} tháng {month:02d} năm {year}

KẾ HOẠCH
Phòng, chống dịch bệnh năm {year}

Thực hiện Kế hoạch số {base}/KH-UBND ngày 02/01/{year} của UBND tỉnh, Sở {room} xây dựng kế hoạch:
I. MỤC ĐÍCH
1. Giảm số ca mắc.
"""


@settings(max_examples=40, deadline=None)
@given(
    number=st.integers(1, 99999),
    base=st.integers(1, 9999),
    province=st.sampled_from(["Hà Giang", "Hòa Bình", "Đắk Lắk", "Bà Rịa - Vũng Tàu", "Cà Mau"]),
    room=st.sampled_from(["Y tế", "Nội vụ", "Ngoại vụ", "Khoa học và Công nghệ"]),
    day=st.integers(1, 28),
    month=st.integers(1, 12),
    year=st.integers(2005, 2025),
    form=st.sampled_from(["NFC", "NFD"]),
    spaces=st.integers(1, 4),
)
def test_the_fields_follow_the_text(
    context_of, *, number, base, province, room, day, month, year, form, spaces
) -> None:
    """Whatever the names, numbers, spaces and Unicode form: the fields are the text's."""
    text = TEXT.format(
        PROVINCE=province.upper(),
        ROOM=room.upper(),
        province=province,
        room=room,
        number=number,
        base=base,
        day=day,
        month=month,
        year=year,
    )
    text = unicodedata.normalize(form, text).replace(" ", " " * spaces)
    head = read_head(context_of(text)).head
    assert head.number_symbol.value == f"{number}/KH-SYT"
    assert head.date.value == f"{year}-{month:02d}-{day:02d}"
    assert head.issuer_normalised.value == f"Sở {room} tỉnh {province}"
    assert head.base_number_symbol.value == f"{base}/KH-UBND"
    assert (head.place.value, head.province.value) == (province, province)
