"""Names of people: case, titles before them, tone placement, what can be a name at all."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.names import is_whole_name, spells_name, surnames
from pipeline.normalisation.casing import is_capitals
from pipeline.normalisation.gazetteer import kind_of
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

_NO_NAME_OPENINGS = (
    *("phụ trách", "thủ trưởng", "thay mặt", "thừa lệnh", "người ký"),
    *("tổng thanh", "tổng giám", "tổng cục", "tổng bí", "tổng thư", "tổng biên", "tổng kiểm"),
)


def person_name(raw: str) -> str | None:
    """The name without rank, degree and decoration, in mixed case; None where it is none.

    `TRẦN VĂN BÌNH` to `Trần Văn Bình`, `TS. Lê Thị Thuý` to `Lê Thị Thuý`: the tone
    stays where it was written. A name has two to six words, each with a capital.
    """
    text = _EDGE.sub("", one_line(raw).strip(" *_"))
    while (cut := _BEFORE.sub("", text)) != text:
        text = cut
    words = text.split()
    alone = len(words) == 1 and is_whole_name(words[0])
    if not (2 <= len(words) <= 6 or alone) or not all(_NAME_WORD.match(w) for w in words):
        return None
    if key(text).startswith(tuple(key(o) for o in _NO_NAME_OPENINGS)):
        return None
    if sum(w.lower() in _NO_NAME_WORDS for w in words) * 2 > len(words):
        return None
    if not all(w[0].isupper() for w in words) or _is_body(text):
        return None
    return " ".join(_cased(w) for w in words) if is_capitals(text) else text


def _is_body(text: str) -> bool:
    """`BỘ GIAO THÔNG VẬN TẢI`, `SỞ VĂN HÓA`; not Đoàn Văn An, nor `Trường Thị An` (Trương)."""
    if kind_of(text) is None or surname_known(text):
        return False
    first, second, *_ = text.split()
    misread = strip_marks(first).lower() in _bare_surnames()
    return not (misread and second.lower() in ("văn", "thị"))


def _cased(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def likelihood(name: str) -> float:
    """How much a name looks like one, 0..1: syllables spelled right and a known surname."""
    words = name.split()
    spelled = sum(spells_name(w) for w in words) / len(words) if words else 0.0
    if not words:
        return 0.0
    known = strip_marks(words[0]).lower() in _bare_surnames()
    # Of the central highlands' peoples any word may open a name; no misread surname is one.
    other = spells_name(words[0]) and not is_syllable(words[0])
    return spelled * (1.0 if known or other else 0.6)


def surname_known(name: str) -> bool:
    """Whether the first word is a surname with exactly these marks."""
    return key(name.split(" ", 1)[0]) in _surnames()


def with_surname(name: str) -> str:
    """The name with its surname's marks put right: `Lễ Tấn Dũng` to `Lê Tấn Dũng`.

    Only where no surname is written so and just one has these letters.
    """
    first, _, rest = name.partition(" ")
    alike = _bare_surnames().get(strip_marks(first).lower(), ())
    return f"{alike[0]} {rest}" if len(alike) == 1 and not surname_known(name) else name


@lru_cache(maxsize=1)
def _surnames() -> dict[str, str]:
    """Key to spelling."""
    return {key(name): name for name in surnames()}


@lru_cache(maxsize=1)
def _bare_surnames() -> dict[str, tuple[str, ...]]:
    bare: dict[str, tuple[str, ...]] = {}
    for name in _surnames().values():
        letters = strip_marks(name).lower()
        bare[letters] = (*bare.get(letters, ()), name)
    return bare
