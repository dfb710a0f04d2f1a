"""Names of people: case, titles before them, tone placement, what can be a name at all."""

from __future__ import annotations

import re

from pipeline.normalisation.casing import is_capitals
from pipeline.normalisation.text import key, one_line
from pipeline.vietnamese import is_syllable, strip_marks

_DEGREES = (
    r"PGS|GS|TSKH|TS|ThS|Th\.S|Ths|THS|BS|Bs|BSCKII|BSCKI|BSCK2|BSCK1|CKII|CKI|DS|KS|CN|NGND|NGƯT|NGUT|"
    r"TTND|TTƯT|LS|KTS|Tiến sĩ|Thạc sĩ|Bác sĩ|Bác sỹ|Dược sĩ|Luật sư|Cử nhân|Kỹ sư"
)
_RANKS = (
    r"Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|"
    r"Thượng úy|Trung úy|Thiếu úy"
)
_BEFORE = re.compile(
    rf"^(?:(?:{_DEGREES}|{_RANKS}|Ông|Bà|Đ/c|Đồng chí)(?:\.\s?|,\s?|\s+)(?:CK\s?I{{1,2}}\.?\s+)?)+",
)
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_NAME_WORD = re.compile(r"^(?:[^\W\d_]|['’\-]){1,12}$")
_NO_NAME_WORDS = frozenset(
    "giám đốc phó trưởng ban chủ tịch hiệu tỉnh sở phòng nơi nhận lưu chánh bộ ủy quyền huyện "
    "kế hoạch tm kt tl tuq".split()
)

_NO_NAME_OPENINGS = ("phụ trách", "thủ trưởng", "thay mặt", "thừa lệnh", "người ký")


def person_name(raw: str) -> str | None:
    """The name without rank, degree and decoration, in mixed case; None where it is none.

    `TRẦN VĂN BÌNH` to `Trần Văn Bình`, `TS. Lê Thị Thuý` to `Lê Thị Thuý`: the tone
    stays where it was written. A name has two to six words, each with a capital.
    """
    text = _EDGE.sub("", one_line(raw).strip(" *_"))
    while (cut := _BEFORE.sub("", text)) != text:
        text = cut
    words = text.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.match(w) for w in words):
        return None
    if key(text).startswith(tuple(key(o) for o in _NO_NAME_OPENINGS)):
        return None
    if sum(w.lower() in _NO_NAME_WORDS for w in words) * 2 > len(words):
        return None
    if not all(w[0].isupper() for w in words):
        return None
    return " ".join(_cased(w) for w in words) if is_capitals(text) else text


def _cased(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))


def likelihood(name: str) -> float:
    """How much a name looks like one, 0..1: syllables spelled right and a known surname."""
    words = name.split()
    spelled = sum(is_syllable(w) for w in words) / len(words) if words else 0.0
    surname = 1.0 if words and strip_marks(words[0]).lower() in _SURNAMES else 0.6
    return spelled * surname


def same_person(left: str, right: str) -> bool:
    """Whether two names are one: case and tone placement do not matter."""
    return key(left) == key(right)


_SURNAMES = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan lam "
    "trinh mai truong cao luong ha luu dao chu ta thai to vuong quach la trieu quan kieu "
    "nong vi be ma giang lo ca tong dieu khuc nghiem tang ton thach luc sam hua lieu mac "
    "bach lai cu thao sung vang pi chau quang kim cam hau mua lau than au phu".split()
)
"""Frequent surnames of the Kinh and of other peoples, without marks. Source: the genre."""
