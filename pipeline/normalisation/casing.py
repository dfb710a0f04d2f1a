"""A name printed in capitals, written as such names are: `TRƯỜNG THPT LÊ LỢI`."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.normalisation.gazetteer import named_bodies
from pipeline.normalisation.provinces import mentions_of
from pipeline.vietnamese import fold_tone_placement, is_syllable

_LOWER = re.compile(
    r"\b(?:Và|Của|Các|Cho|Với|Trong|Tại|Thuộc|Vì|Về)\b",
)
_ABBREVIATION = re.compile(
    r"^(?:THPT|THCS|THPTDTNT|PTDTBT|PTDTNT|DTNT|GDNN|GDTX|GDNN-GDTX|UBND|HĐND|MTTQ|QLDA|TNCS|TTYT|BVĐK|"
    r"DVVL|KH&CN|TNHH|MTV|[IVX]+|[A-ZĐ]*\d+[A-ZĐ]*)$"
)
_TITLED = (
    "Trường",
    "Học viện",
    "Bệnh viện",
    "Báo",
    "Công ty",
    "Nhà",
    "Chi bộ",
    "Đảng bộ",
    "Phòng Giáo dục và Đào tạo",
    "Công đoàn",
    "Huyện",
    "Quận",
    "Thị",
    "Thành",
    "Tỉnh",
)
"""Kinds whose own name, behind the kind, is a proper name: each word with a capital."""
_OPENINGS = (
    "Trường Đại học|Đại học Quốc gia|Trường Cao đẳng|Trường Trung cấp|"
    "Trường Mầm non|Trường Mẫu giáo|"
    "Trường Tiểu học|Trường Tiểu học và Trung học cơ sở|Trường Trung học cơ sở|"
    "Trường Trung học phổ thông|Trường Trung học phổ thông Chuyên|Trường Phổ thông dân tộc nội trú|"
    "Trường Phổ thông dân tộc bán trú|Trường Chính trị|Trường THPT Chuyên|Học viện|"
    "Bệnh viện Đa khoa|Bệnh viện Phụ sản|Bệnh viện Y học cổ truyền|Bệnh viện Sản Nhi|"
    "Bệnh viện Phục hồi chức năng|Bệnh viện Đa khoa khu vực|Trung tâm|Trung tâm Y tế|"
    "Trung tâm Y tế dự phòng|Trung tâm Kiểm soát bệnh tật|Trung tâm Dịch vụ việc làm|"
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên|Trung tâm Giáo dục thường xuyên|"
    "Ban Chỉ đạo|Ban Quản lý|Ban Quản lý dự án|Ban|Hội|Hội đồng|Chi cục|Cục|Vụ|Viện|Phòng|"
    "Phòng Giáo dục và Đào tạo|Thư viện|Bảo tàng|Đảng ủy|Đảng bộ|Chi bộ|Công đoàn|Trường|Bệnh viện|"
    "Công ty|Công ty Cổ phần|Công ty TNHH|Báo|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|"
    "Tỉnh đoàn|Thành đoàn|Huyện đoàn|Nhà Văn hóa|Nhà Thiếu nhi|Văn phòng"
).split("|")

_PROPER = ("Việt Nam", "Trung ương", "Hồ Chí Minh", "Nhà nước", "Chính phủ", "Quốc hội")
"""Words that keep their capitals wherever in a name they stand."""


def is_capitals(text: str) -> bool:
    """Whether every word of more than one letter stands in capitals."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(words) and all(w.isupper() for w in words)


def as_written(text: str) -> str:
    """A name in capitals in mixed case; any other text unchanged.

    Schools, hospitals and papers take a capital on each word, other names on the
    first word behind their kind; provinces, numerals and abbreviations keep theirs.
    The form is for show where the document itself has no mixed-case one.
    """
    if not is_capitals(text):
        return text
    opening = max((o for o in _OPENINGS if _begins(text, o)), key=len, default="")
    rest = text.split()[len(opening.split()) :]
    titled = opening.startswith(_TITLED)
    before = ["-", *rest]  # a capital at the start and behind a dash
    made = [opening] + [_word(w, titled or b == "-") for b, w in zip(before, rest, strict=False)]
    lowered = _LOWER.sub(lambda m: m[0].lower(), " ".join(made).strip())
    return _with_provinces(_with_proper_names(lowered), text)


def _with_proper_names(made: str) -> str:
    """`Viện Hàn lâm khoa học và công nghệ việt nam` with the capitals that such words have."""
    return _proper_names().sub(lambda m: _spelled()[m[0].lower()], made)


@lru_cache(maxsize=1)
def _proper_names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _spelled()))})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    """Small letters to the usual ones: fields of government from the departments' names."""
    fields = {
        body.name.split(" ", 1)[1]
        for body in named_bodies()
        if body.name.startswith(("Sở ", "Bộ ")) and " và " in body.name
    }
    return {name.lower(): name for name in sorted({*_PROPER, *fields}, key=len, reverse=True)}


def _begins(text: str, opening: str) -> bool:
    return fold_tone_placement(text.lower() + " ").startswith(
        fold_tone_placement(opening.lower() + " ")
    )


def _word(word: str, capital: bool) -> str:
    # What spells no syllable is an abbreviation: PCTT, TKCN, GD&ĐT.
    spelled = all(is_syllable(part) for part in re.findall(r"\w+", word))
    if _ABBREVIATION.match(word) or (word.isupper() and not spelled):
        return word
    return word.title() if capital else word.lower()


def _with_provinces(made: str, capitals: str) -> str:
    for mention in mentions_of(capitals):
        named = capitals[mention.start : mention.end]
        start = capitals.index(named)
        made = made[:start] + _titled(made[start : start + len(named)]) + made[start + len(named) :]
    return made


def _titled(text: str) -> str:
    return " ".join(w.title() for w in text.split(" "))
