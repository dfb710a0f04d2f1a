"""The bodies that the letterhead's left column names, from the highest to the issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extraction.context import Context
from pipeline.extraction.head.letterhead_rows import left_rows, number_line
from pipeline.extraction.misread.mending import (
    agreed_text,
    as_elsewhere,
    was_recognised,
    with_localities,
)
from pipeline.extraction.misread.spacing import capitals_spaced
from pipeline.normalisation.bodies import Body, parse_body
from pipeline.normalisation.casing import is_capitals
from pipeline.normalisation.gazetteer import expand, kind_of, named_bodies
from pipeline.normalisation.localities import known_locality, meant_locality
from pipeline.normalisation.places import Place, split_places
from pipeline.normalisation.text import key, plain_dashes
from pipeline.segmentation.outline import Span, Zone
from pipeline.vietnamese import is_syllable, same_text, strip_marks

_NOISE = re.compile(r"^(?:[\W_]*|\W*\w\W*|[\W_]*[oO0]{3}[\W_]*)$")
"""No words: rules, stars, `---o0o---`, a single letter of a stamp."""
_MARKS = re.compile(r"^[\W_]*$")
_SPECK = re.compile(r"^[^\w(“\"]+|(?<=[^\W\d_])\.(?=[^\W\d_]{2})(?<!TP\.)|(?<=[^\W\d_]{3})[.,'`]$")
"""A mark before a word, a full stop within it or behind it: `'TRUNG`, `TẬP.ĐOÀN`, `DÂN.`."""
_JOINTS = ("-", "–", "&")
"""Marks that may stand between the words of a name."""
_SURE = 0.8
"""Reading confidence from which a single letter at a name's edge is part of it."""
_ACTING_ORGANS = ("Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành", "Ban Chỉ huy")
"""Organs by which an association or a Party committee acts: no bodies of their own."""
_PARTY_ORGANS = (
    "Ban Tuyên giáo",
    "Ban Tuyên giáo và Dân vận",
    "Ban Tổ chức",
    "Ban Dân vận",
    "Ban Nội chính",
    "Ủy ban Kiểm tra",
    "Văn phòng",
)
"""Organs of a Party committee, bodies of their own named with it."""
_ACTING = re.compile(
    r"(?:ban chấp hành|bch|ủy ban hội|uỷ ban hội)\s(?=tỉnh|huyện|thành)", re.IGNORECASE
)
_UNION = "Đoàn Thanh niên Cộng sản Hồ Chí Minh"
_UNIONS = {"tỉnh": "Tỉnh đoàn", "thành phố": "Thành đoàn", "huyện": "Huyện đoàn"}
_MISREAD = str.maketrans("!|10", "IIIO")
"""Letters of capitals that recognisers read as something else."""
_NUMBERED = re.compile(
    r"^[\W_]*s[oốôóồổỗộơeẻéẽẹê06](?![^\W\d_])\s*[:;./\d□…]|^[\W_]*s[ớờởỡợ]\s?[:;]|[\d□]\s*/\s*[A-ZĐ]{2}|^\W{0,2}/\s?[A-ZĐ]{2}",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?i)v/v\b")
_SYMBOL_ALONE = re.compile(r"[^A-ZĐ]{0,6}(?:UBND|HĐND|[BS][A-ZĐ&]{1,7})-[A-ZĐ&]{2,6}\d?\W*")
"""A row that is a letter's symbol: `Số` and the number are under a stamp (`2 'BCT-ATMT`)."""
_DASH = re.compile(r"\s+[-–]\s+")
_JOINT = re.compile(r"\s+[-–]\s+|\s+(?:và|VÀ)\s+|\s*[,;]\s+")


@dataclass(frozen=True, slots=True)
class LetterheadBody:
    """A body of the left column with the places of its lines.

    `mended`: a misread place in it was spelled right.
    """

    text: str
    body: Body
    spans: tuple[Span, ...]
    mended: bool = False


Rank = tuple[LetterheadBody, ...]
"""Bodies of one line of the hierarchy."""


def letterhead_bodies(context: Context, part: int = 0) -> tuple[tuple[LetterheadBody, ...], ...]:
    """The bodies from the top, each line of the hierarchy a tuple: joint ones stand together."""
    groups: list[list[Span]] = []
    for row in _name_rows(context, part):
        if groups and not _begins_anew(context, groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    ranks = [_joint(context, tuple(group)) for group in groups]
    spelled = [tuple(_spelled(context, body) for body in rank) for rank in ranks if rank]
    return _with_organs(context, spelled)


def _spelled(context: Context, reading: LetterheadBody) -> LetterheadBody:
    """The body with its name as the document's sentences write it, not in capitals.

    A known name of which a recogniser lost a mark or a comma (`BỆNH VIỆN PHỐI`, `SỞ VĂN HÓA
    THỂ THAO VÀ DU LỊCH`) is put right.
    """
    usual = reading.body.name.upper()
    for size in (len(usual) - 1, len(usual)):
        bare = _letters(reading.text[:size].replace(",", "")) == _letters(usual.replace(",", ""))
        if reading.body.known and bare and was_recognised(context, reading.spans[0]):
            return replace(reading, text=usual + reading.text[size:])
    if reading.body.known or reading.body.name == reading.text:
        return reading
    name = as_elsewhere(context, reading.body.name)
    return replace(reading, body=replace(reading.body, name=name)) if name else reading


def _with_organs(context: Context, ranks: list[Rank]) -> tuple[Rank, ...]:
    """`VĂN PHÒNG` under UBND, `BAN VĂN HÓA - XÃ HỘI` under HĐND: one body with the line above."""
    made: list[Rank] = []
    if ranks and len(ranks[0]) == 1 and _of_the_union(context, ranks[0][0]):
        union = _youth_union(ranks[0][0].body.places)
        made.append((replace(ranks[0][0], body=union),))
        ranks = ranks[1:]
    for rank in ranks:
        above = made[-1][-1] if made else None
        organ = _organ_of(above, rank[0]) if above and len(rank) == 1 else None
        if organ and organ.spans == rank[0].spans:
            made.append((organ,))
        elif organ and organ.body.name.endswith(" Chi nhánh"):
            made.append((organ,))  # the bank stands above its branch
        elif organ:
            made[-1] = (organ,)
        else:
            made.append(rank)
    return tuple(made)


def _of_the_union(context: Context, first: LetterheadBody) -> bool:
    """`BAN CHẤP HÀNH TỈNH LÂM ĐỒNG` with the Youth Union's name beside it, at the right."""
    zones = (*context.zone(Zone.LETTERHEAD_RIGHT), *context.zone(Zone.LETTERHEAD_LEFT))
    text = expand(" ".join(context.text(span) for span in zones))
    return bool(_ACTING.match(first.text)) and key(_UNION) in key(text)


def _youth_union(places: tuple[Place, ...]) -> Body:
    """Tỉnh đoàn, Thành đoàn, Huyện đoàn: what the Union is called at a place of that kind."""
    name = _UNIONS.get(places[0].kind if places else "", "")
    made = parse_body(name or "Đoàn TNCS Hồ Chí Minh")
    assert made is not None  # both stand in the gazetteer
    return replace(made, places=places)


def _organ_of(above: LetterheadBody, below: LetterheadBody) -> LetterheadBody | None:
    if key(below.text) in map(key, _ACTING_ORGANS) and above.body.level in ("đảng", "đoàn thể"):
        return replace(above, text=f"{above.text} {below.text}", spans=(*above.spans, *below.spans))
    if above.body.level == "đảng" and key(below.text) in map(key, _PARTY_ORGANS):
        name = f"{below.body.name} {above.body.name}"  # Ban Tuyên giáo Tỉnh ủy: its own body
        return replace(below, body=replace(above.body, name=name, known=False, codes=()))
    acting = above.body.level == "đoàn thể" and _ACTING.match(below.text)
    branch = key(below.text).startswith(key("Chi nhánh "))
    if acting or branch:
        if acting and above.body.name == _UNION:
            union = _youth_union(split_places(below.text)[1])
            return LetterheadBody(f"{above.text} {below.text}", union, (*above.spans, *below.spans))
        name = f"{above.body.name} Chi nhánh" if branch else _local_name(above.body.name)
        level = "đơn vị" if branch else above.body.level
        places = split_places(below.text)[1]
        body = replace(above.body, name=name, level=level, places=places, national=False)
        return LetterheadBody(f"{above.text} {below.text}", body, (*above.spans, *below.spans))
    office = key(below.text) == key("Văn phòng")
    committee = above.body.kind == "hdnd" and key(below.text).startswith(key("Ban "))
    if not office and not committee:
        return None
    name = f"{'Văn phòng' if office else below.body.name} {above.body.name}"
    level = "sở" if office and above.body.level == "tỉnh" else above.body.level
    body = replace(above.body, name=name, kind="organ", level=level, known=False, codes=())
    return LetterheadBody(f"{above.text} {below.text}", body, (*above.spans, *below.spans))


def _local_name(name: str) -> str:
    """`Hội Liên hiệp Phụ nữ Việt Nam` as it is called in a province."""
    short = name.removesuffix(" Việt Nam")
    known = parse_body(short) if short != name else None
    return known.name if known and known.known and not known.national else name


def _name_rows(context: Context, part: int) -> list[Span]:
    rows = []
    line = number_line(context, part)
    for row in left_rows(context, part):
        text = context.text(row)
        if line is not None and row[0] == line.span[0]:
            break
        dashed = plain_dashes(text)
        if _NUMBERED.search(dashed) or _SYMBOL_ALONE.fullmatch(dashed) or _ABOUT.match(text):
            break
        if not _NOISE.match(text):
            rows.append(_without_edges(context, row))
    return rows


def _without_edges(context: Context, row: Span) -> Span:
    """The row without words that are no more than marks (`*`, `----`)."""
    first, last = row
    while first < last and _is_mark(context, first):
        first += 1
    while last > first and _is_mark(context, last - 1):
        last -= 1
    return first, last


def _is_mark(context: Context, word: int) -> bool:
    """No letter or figure; or a single one, on a page where it may be of a stamp.

    `QUÂN KHU 5`, `TRƯỜNG THPT SỐ 2`: surely read, it is of the name.
    """
    text = context.tokens[word].word.text
    if _MARKS.match(text):
        return True
    unsure = was_recognised(context, (word, word + 1))
    return bool(_NOISE.match(text)) and unsure and context.tokens[word].word.confidence < _SURE


def _name(context: Context, span: Span) -> str:
    """The row's text with letters that were read as figures or marks put right: `HẢ!`.

    A mark between the words of a recognised row is a speck: `TỈNH HÀ ! NAM`.
    """
    words = [_mended(w) for w in agreed_text(context, span).split()]
    if was_recognised(context, span):
        words = [w for w in words if w in _JOINTS or not _MARKS.match(w)]
        words = [_SPECK.sub(" ", w) if is_capitals(w) else w for w in words]
        words = _parted(" ".join(words).split())
    return " ".join(words).strip()


def _parted(words: list[str]) -> list[str]:
    """The words of the authority's name put apart and right: `ỦY BANNHÂNĐÂN TỈNH`."""
    organ = _ORGANS_BY_LETTERS.get(_letters("".join(words)))
    if organ:
        return organ.split()
    committee = _COMMITTEES.get(_letters("".join(words[:2])))
    if committee:
        meant = meant_locality(" ".join(words[2:]).title(), _PLACES_OF[committee])
        words = [*committee.split(), *(meant.upper().split() if meant else words[2:])]
    for opening in _AUTHORITIES:
        for size in range(1, len(opening.split()) + 1):
            read = " ".join(words[:size])
            if _letters(read) == _letters(opening) and not same_text(read, opening):
                words = [*opening.split(), *words[size:]]
    for place, word in enumerate(words[:-1]):
        kind = _PLACE_KINDS.get(_letters(word), word)
        if kind != word and known_locality(" ".join(words[place + 1 :]).title()):
            words[place] = kind
    return words


def _letters(text: str) -> str:
    """The letters without marks and spaces, Đ and D one."""
    return strip_marks("".join(text.split())).upper().replace("Đ", "D")


_ORGANS_BY_LETTERS = {
    _letters(name): name.upper() for name in (*_ACTING_ORGANS, *_PARTY_ORGANS) if " " in name
}
"""Organs whose marks were misread on a row of their own: `BAN TUYÊN GIAO`."""
_PLACES_OF = {
    "TỈNH ỦY": "tỉnh",
    "HUYỆN ỦY": "huyện",
    "THÀNH ỦY": "thành phố",
    "THỊ ỦY": "thị xã",
    "ĐẢNG ỦY": "",
    "ĐẢNG BỘ": "",
}
_COMMITTEES = {_letters(name): name for name in _PLACES_OF}
"""Party committees by their letters, with the kind of place behind them: `TĨNH ỦY LÂM ĐÒNG`,
`ĐẲNG ỦY XÃ AN HÒA`."""
_PLACE_KINDS = {"TINH": "TỈNH", "HUYEN": "HUYỆN", "PHE": "PHỐ"}
"""Kinds of places by their letters, or their last words: `TÍNH KON TUM`, `THÀNH PHẾ HUẾ`."""
_AUTHORITIES = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "VIỆN KIỂM SÁT NHÂN DÂN")
"""Names whose words recognisers write together."""


def _mended(word: str) -> str:
    if word.isalpha() or not any(c.isalpha() for c in word):
        return word
    made = word.translate(_MISREAD)
    return made if made != word and made.isupper() and is_syllable(made) else word


def _only_place(text: str) -> Body | None:
    """`HUYỆN BÁT XÁT` alone, its first line lost: the authority of that place."""
    head, places = split_places(text)
    if head or not places or not places[0].name or not text.isupper():
        return None
    return Body("UBND", "ubnd", places[0].level, places, known=True, codes=("UBND", "UB"))


def _begins_anew(context: Context, group: list[Span], row: Span) -> bool:
    """Whether the row begins another body's name than the rows before it."""
    before = " ".join(_name(context, s) for s in group)
    if plain_dashes(before).endswith("-") or before.endswith(","):
        return False
    if _goes_on_with(before, _name(context, row)):
        return False
    if _branches(before, context.text(row)):
        return True
    kind = kind_of(before)
    if kind and any(key(before) == key(o) for o in kind.opens) and kind.id not in ("ubnd", "hdnd"):
        return False
    text = _name(context, row)
    begins = parse_body(text) or key(text) == key("Văn phòng") or _ACTING.match(text)
    return bool(begins)


def _goes_on_with(before: str, row: str) -> bool:
    """Whether a known name is broken here: `SỞ TÀI NGUYÊN VÀ MÔI` / `TRƯỜNG - HỘI NÔNG DÂN`."""
    above, below = f" {key(before)}", f"{key(row)} "
    cut = (key(body.name).split() for body in named_bodies())
    return any(
        below.startswith(f"{' '.join(words[at:])} ") and above.endswith(f" {' '.join(words[:at])}")
        for words in cut
        for at in range(2, len(words))
    )


def _branches(before: str, row: str) -> bool:
    """`KHO BẠC NHÀ NƯỚC` over `KHO BẠC NHÀ NƯỚC TIỀN GIANG`: the whole and its branch."""
    return len(before.split()) > 1 and key(row).startswith(key(before) + " ")


def _joint(context: Context, spans: tuple[Span, ...]) -> tuple[LetterheadBody, ...]:
    """One body, or several where the line names several: `SỞ NỘI VỤ - HỘI KHUYẾN HỌC`."""
    read = " ".join(_name(context, s) for s in spans).strip(" -–_*.,;")
    text = capitals_spaced(read) if was_recognised(context, spans[0]) else read
    text = with_localities(context, spans[0], text)
    bodies = _in_one_place(_bodies_of(text, spans))
    return tuple(replace(body, mended=text != read) for body in bodies)


def _in_one_place(bodies: tuple[LetterheadBody, ...]) -> tuple[LetterheadBody, ...]:
    """`HỘI CỰU CHIẾN BINH - HỘI NÔNG DÂN HUYỆN BÌNH LỤC`: the place is of both."""
    if not bodies:
        return ()
    last = bodies[-1].body
    shared = [b.body.level == last.level and not b.body.places for b in bodies[:-1]]
    return tuple(
        replace(b, body=replace(b.body, places=last.places)) if share else b
        for b, share in zip(bodies, [*shared, False], strict=True)
    )


def _bodies_of(text: str, spans: tuple[Span, ...]) -> tuple[LetterheadBody, ...]:
    whole = parse_body(text) or _only_place(text)
    if whole is not None and whole.known and not _two_of_a_kind(text, whole):
        return (LetterheadBody(text, whole, spans),)
    for cut in _JOINT.finditer(text):
        left, right = text[: cut.start()], text[cut.end() :]
        first, second = parse_body(left), parse_body(right)
        if first and second and (first.known or kind_of(right)):
            rest = _joint_text(right, spans)
            return (LetterheadBody(left, first, spans), *rest)
    if whole is None and (key(text) == key("Văn phòng") or _ACTING.match(text)):
        whole = Body("Văn phòng" if key(text) == key("Văn phòng") else text, "organ", "")
    return (LetterheadBody(text, whole, spans),) if whole else ()


def _two_of_a_kind(text: str, whole: Body) -> bool:
    """`LIÊN ĐOÀN LAO ĐỘNG TỈNH - TỈNH ĐOÀN HÀ NAM`: a dash with a known body on either side.

    Not so `SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI`, whose name goes on behind it.
    """
    for cut in _DASH.finditer(text):
        first, second = parse_body(text[: cut.start()]), parse_body(text[cut.end() :])
        if first and second and second.known and key(first.name) == key(whole.name):
            return True
    return False


def _joint_text(text: str, spans: tuple[Span, ...]) -> tuple[LetterheadBody, ...]:
    for cut in _JOINT.finditer(text):
        first, second = parse_body(text[: cut.start()]), parse_body(text[cut.end() :])
        if first and second and first.known:
            return (
                LetterheadBody(text[: cut.start()], first, spans),
                *_joint_text(text[cut.end() :], spans),
            )
    body = parse_body(text)
    return (LetterheadBody(text, body, spans),) if body else ()
