"""Bodies: a name as written to (office, name, level, place), and to its full form.

A name is never compared as raw text: Sở Nội vụ and Sở Ngoại vụ are four letters
apart. It is normalised (abbreviations written out, place cut off), looked up, and
only within its own kind, with a margin over the runner-up, taken for a known name
that is spelled a little differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.normalisation.casing import as_written, is_capitals
from pipeline.normalisation.gazetteer import (
    Kind,
    Named,
    expand,
    kind_of,
    named_bodies,
    names_by_key,
    names_without_marks,
)
from pipeline.normalisation.localities import known_locality
from pipeline.normalisation.places import Place, split_places
from pipeline.normalisation.provinces import Province, find_province, mentions_of
from pipeline.normalisation.text import key
from pipeline.vietnamese import strip_marks

ALIKE, MARGIN = 90.0, 6.0
"""A spelling this like a known name of its kind (0..100), and this far before the next."""

OFFICES = tuple(
    (
        "Phó Chủ tịch|Chủ tịch|Phó Giám đốc|Giám đốc|Bộ trưởng|Thứ trưởng|Phó Trưởng ban|"
        "Trưởng ban|Hiệu trưởng|Thường trực|Ban Thường vụ|Ban Chấp hành|Lãnh đạo|Bí thư|"
        "Tổng Giám đốc|Tổng cục trưởng|Cục trưởng|Vụ trưởng|Viện trưởng|Chi cục trưởng|"
        "Thống đốc|Tổng Thanh tra|Chánh Thanh tra|Chánh Văn phòng|Phó Chánh án|Chánh án|"
        "Đoàn Chủ tịch|Hội đồng thành viên|Hội đồng quản trị|Chỉ huy trưởng|Tư lệnh|Chính ủy|"
        "Tổng Biên tập|Ban Giám đốc|Ban Giám hiệu|Trưởng phòng|Trưởng Công an"
    ).split("|")
)
"""Offices that stand before the body's name: `Chủ tịch UBND tỉnh`."""
_UNIVERSITY = re.compile(
    r"(?i)(?:(?:trường )?(?:đại học|học viện|cao đẳng)|tổng công ty|tập đoàn)\b"
)
"""Bodies of more than a province's rank: known by their own name alone."""
_OF_DISTRICT = re.compile(r"(?:Huyện|Quận|Thị|Thành) (?:ủy|đoàn) \S")
"""Names that hold the place's kind and name: `Huyện ủy Lệ Thủy, tỉnh Quảng Bình`."""
_NOUNS = {
    "Chánh Văn phòng": "Văn phòng",
    "Chánh Thanh tra": "Thanh tra",
    "Trưởng phòng": "Phòng",
    "Trưởng ban": "Ban",
    "Trưởng Công an": "Công an",
}
"""Offices that hold the body's first word: `Trưởng phòng Giáo dục và Đào tạo`."""
_KEPT_OFFICES = ("Chủ tịch", "Phó Chủ tịch")
"""Offices that issue documents of their own. Elsewhere (Giám đốc Sở, Bộ trưởng Bộ,
Ban Thường vụ Hội) the body that the person or organ acts for is the issuer."""
_NATIONAL_OFFICES = ("Tổng Giám đốc", "Tổng cục trưởng")
"""Offices of national systems, also where a province's branch has the same name:
`Tổng Giám đốc Kho bạc Nhà nước`."""
_NATIONAL_SINCE = dict.fromkeys(("Cục Thuế", "Cục Hải quan", "Cục Thống kê"), "2025-03")
"""Names that were the provinces' bodies' and became the ministry's (Decree 29/2025)."""
_OFFICE = re.compile(rf"^(?P<office>{'|'.join(OFFICES)})\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A parsed body. `name` is canonical, without office and place.

    `kind` is the id of its kind (`named` for the gazetteer's), `known` whether the
    name stands in the gazetteer or is all kind (UBND), `office` the person's office
    put before it (Chủ tịch UBND tỉnh).
    """

    name: str
    kind: str
    level: str
    places: tuple[Place, ...] = ()
    office: str = ""
    national: bool = False
    known: bool = False
    codes: tuple[str, ...] = ()

    @property
    def province(self) -> Province | None:
        """The province that its place or its own name says."""
        for place in reversed(self.places):
            if place.name and place.is_province:
                return find_province(place.name)
        if self.places and self.places[-1].name and find_province(self.places[-1].name):
            return find_province(self.places[-1].name)  # thành phố Huế, thành phố Bắc Giang
        named = mentions_of(self.name)
        return named[-1].province if named and not self.known else None


@lru_cache(maxsize=4096)
def parse_body(raw: str) -> Body | None:
    """The body that a name denotes; None where it does not begin as a body does."""
    text = expand(raw).strip(" ,.;:-*_“”\"'()")
    text = text.upper() if is_capitals(raw) else text
    if whole := _named(text, ()) or _cut_short(text):
        return whole
    head, places = split_places(text)
    if listed := _named(head, places):
        return listed  # before offices: Ban Thường vụ Tỉnh ủy is a body of its own
    if short := _bare_place(head, places):
        return short
    return _of_office(text) or _of_kind(head, places)


def _of_office(text: str) -> Body | None:
    """The body of which somebody is said to hold an office: `Chánh án Tòa án nhân dân`."""
    office = _OFFICE.match(text)
    if office is None:
        return None
    said = next(o for o in OFFICES if key(o) == key(office["office"]))
    rest = text[office.end() :]
    within = parse_body(f"{_NOUNS[said]} {rest}") if said in _NOUNS else None
    if within and (within.known or not _opens_a_body(rest)):
        return replace(within, office=said)
    body = parse_body(rest) if _opens_a_body(rest) else None
    if body is None:
        return None
    whole = body.national or (said in _NATIONAL_OFFICES and not body.places)
    return replace(body, office=said, national=whole)


def _cut_short(text: str) -> Body | None:
    """A department's or ministry's name whose end was lost: `SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ`.

    At least four words, and the beginning of one known name alone.
    """
    folded = key(text)
    if len(folded.split()) < 4:
        return None
    named = [b for b in named_bodies() if key(b.name).startswith(folded + " ")]
    return _from_gazetteer(named[0], ()) if len(named) == 1 else None


def _opens_a_body(text: str) -> bool:
    return bool(text) and (
        kind_of(text) is not None or key(split_places(text)[0]) in names_by_key()
    )


def _named(head: str, places: tuple[Place, ...]) -> Body | None:
    found = names_by_key().get(key(head)) or names_without_marks().get(
        strip_marks(key(head, marks=False))
    )
    return _from_gazetteer(found, places) if found else None


def _from_gazetteer(named: Named, places: tuple[Place, ...]) -> Body:
    level = named.level
    if level == "sở" and places and places[0].level in ("huyện", "xã"):
        level = places[0].level  # Công an huyện, Thanh tra huyện
    return Body(
        named.name, "named", level, places, "", named.scope == "national", True, named.codes
    )


def _bare_place(head: str, places: tuple[Place, ...]) -> Body | None:
    """`Sở Y tế Hà Giang`: a province without its kind behind a known name."""
    mentions = mentions_of(head)
    if places or not mentions or mentions[-1].end != len(head):
        return None
    last = mentions[-1]
    before = head[: last.start].strip(" ,-")
    place = (Place(last.province.kind, last.province.name),)
    kind = kind_of(before)
    branch = kind is not None and key(before).startswith(key("Chi cục") + " ")
    if kind and (branch or kind.id in ("ubnd", "hdnd", "so", "centre", "office-of-place")):
        return _named(before, place) or _of_kind(before, place)
    return _named(before, place)


def _of_kind(head: str, places: tuple[Place, ...]) -> Body | None:
    kind = kind_of(head)
    if kind is None:
        return None
    if kind.closed:
        alike = _spelled_like(head, kind.opens[0])
        if alike:
            return _from_gazetteer(alike, places)
    if kind.name:
        return Body(
            kind.name, kind.id, _level(kind, head, places), places, "", False, True, kind.codes
        )
    usual = next((o for o in kind.opens if key(o) == key(head) and " " in o), None)
    return Body(usual or as_written(head), kind.id, _level(kind, head, places), places)


def _level(kind: Kind, head: str, places: tuple[Place, ...]) -> str:
    if kind.level == "sở" and places and places[0].level in ("huyện", "xã"):
        return places[0].level
    if kind.level == "place":
        return places[0].level if places else ""
    if kind.level == "board":
        return "sở" if re.search(r"khu\s+(?:kinh\s+tế|công\s+nghiệp)", head.lower()) else "đơn vị"
    return kind.level


def _spelled_like(head: str, opening: str) -> Named | None:
    """The one known name of the same kind that this is a misspelling of, or None."""
    from rapidfuzz import fuzz

    block = [b for b in named_bodies() if b.name.startswith(opening + " ")]
    scored = sorted(((fuzz.ratio(key(head), key(b.name)), b.name) for b in block), reverse=True)
    if len(scored) < 2 or scored[0][0] < ALIKE or scored[0][0] - scored[1][0] < MARGIN:
        return None
    return next(b for b in block if b.name == scored[0][1])


def full_name(body: Body, province: Province | None = None, date: str = "") -> str:
    """The full name of a parsed body: of `Sở KH&CN` in Bắc Giang it is `Sở Khoa học và Công
    nghệ tỉnh Bắc Giang`.

    `province` is the document's (None: not known), `date` a (partial) ISO date, for names
    that changed. A place that is not known is left out.
    """
    office = f"{body.office} " if body.office in _KEPT_OFFICES else ""
    place = _place_text(body, province, date)
    alone = body.kind == "school" or _OF_DISTRICT.search(body.name) or named_by_place(body)
    joint = ", " if alone and not body.places and place else " "
    return f"{office}{body.name}{joint}{place}".strip()


def named_by_place(body: Body) -> bool:
    """`Bệnh viện đa khoa khu vực Tân Châu`, `Công ty Cao su Phú Riềng`: a place ends the name."""
    words = body.name.split()
    ends = (" ".join(words[-size:]) for size in (2, 3) if len(words) > size + 1)
    own = body.kind in ("hospital", "centre", "unit", "board") and not body.known
    return own and any(end.istitle() and known_locality(end) for end in ends)


def located(body: Body, home: tuple[Place, ...]) -> Body:
    """The body with places left open filled from the document's own: `UBND huyện`.

    A district's office without any place (Phòng Văn hóa và Thông tin) lies in the
    document's district, whose name alone may stand behind it (Phòng GDĐT Đại Lộc).
    """
    named = {p.kind: p for p in home if p.name}
    if not body.places and body.kind == "phong-huyen":
        near = next((p for p in home if p.name and p.level == "huyện"), None)
        if near is None:
            return body
        named_so = key(body.name).endswith(f" {key(near.name)}")
        name = body.name[: -len(near.name)].rstrip() if named_so else body.name
        return replace(body, name=name, places=(near,))
    filled = tuple(named.get(p.kind, p) if not p.name else p for p in body.places)
    return replace(body, places=filled)


def _place_text(body: Body, province: Province | None, date: str) -> str:
    """The place behind a body's name; "" for those that stand alone."""
    if body.national or _national_by(body, date):
        return ""
    far = body.province or (province if _lies_in(body, province) else None)
    if body.places:
        return _written_places(body, far, date, alone=province is None)
    if far is None or body.province or _UNIVERSITY.match(body.name):
        return ""
    return _of_province(body, far, date)


def _written_places(body: Body, far: Province | None, date: str, *, alone: bool) -> str:
    """The places written behind a body's name, and the province `far` where they lie in it.

    `alone` says that the document names no province.
    """
    local = [p for p in body.places if not p.is_province and not (far and _is_the_city(p))]
    near = ", ".join(p.text for p in local)
    if local and not any(p.name for p in local):
        return near  # `UBND huyện` of nobody knows which: not the province's
    if not far or (body.province is far and far.name not in (p.name for p in body.places)):
        return ", ".join(p.text for p in body.places)
    if near and alone and find_province(local[0].name) is far:
        return near  # thành phố Bắc Giang, nothing said of the province
    return f"{near}, {far.full_name(date)}" if near else _of_province(body, far, date)


def _is_the_city(place: Place) -> bool:
    """`UBND thành phố`, not named, in a province that is one."""
    return place.kind == "thành phố" and not place.name


def _national_by(body: Body, date: str) -> bool:
    """Whether the name alone is the national body's on that day: Cục Thuế since March 2025."""
    since = _NATIONAL_SINCE.get(body.name, "")
    return bool(since) and not body.places and date >= since


def _of_province(body: Body, province: Province, date: str) -> str:
    """Tỉnh ủy Bắc Giang, Tỉnh đoàn Bắc Giang: these names hold the kind of place already."""
    short = body.name.lower().endswith(("tỉnh ủy", "thành ủy", "tỉnh đoàn", "thành đoàn"))
    return province.name_on(date) if short else province.full_name(date)


_NATIONWIDE = ("Trung ương", "quốc gia")
"""What a national steering committee's name holds."""


def _names_country(body: Body) -> bool:
    if body.kind in ("agency-of-ministry", "army"):
        return True
    if body.kind == "steering" and any(key(w) in key(body.name) for w in _NATIONWIDE):
        return True
    return "việt nam" in body.name.lower() and not body.known


def _lies_in(body: Body, province: Province | None) -> bool:
    """Whether the document's province may be put behind the places written."""
    if province is None or _names_country(body):
        return False
    if not body.places:
        return True
    last = body.places[-1]
    if last.kind == "thành phố" and not last.name:
        return province.kind == "thành phố"  # else some city of the province
    return True
