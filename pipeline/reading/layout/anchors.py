"""Lines that show where on the official layout we are, as badly read as they may be.

All comparison is without marks, case and punctuation, and forgives some letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from pipeline.vietnamese import strip_marks

_MOTTOES = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc", "dangcongsanvietnam")
_SIGNING = re.compile(
    r"^[\W_]{0,2}(k\W?t|t\W?m|t\W?l|tuq|q)\b\W|"
    r"^[\W_]{0,2}(pho |quyen )?(giam doc|chu tich|truong ban|hieu truong|cuc truong|chi cuc truong|"
    r"vien truong|chanh van phong|tong giam doc|truong phong|bi thu|bo truong|thu truong|"
    r"thu tuong|chanh thanh tra|tong cuc truong|vu truong|truong doan|chi huy truong|"
    r"thu truong don vi|truong khoa|pho hieu truong|pho chanh van phong|uy ban nhan dan)\b"
)
_TYPES = (
    "KEHOACH QUYETDINH NGHIQUYET CHITHI CHUONGTRINH PHUONGAN DEAN DUAN BAOCAO THONGBAO HUONGDAN "
    "TOTRINH CONGDIEN THONGTU NGHIDINH QUYCHE QUYDINH PHULUC DANHMUC BIEUMAU"
).split()
_DATE = re.compile(r"ng\w?y.{0,8}th\w?n\w?.{0,8}n\w?m|n\w?m\s*20\d\d\s*$")
_NUMBER = re.compile(r"^\W{0,2}s\w{1,2}\s?[:.;]|^\W{0,2}(?:s[o06]\b|so(?=\w?\d)).*/")


def _plain(text: str) -> str:
    return strip_marks(text).lower()


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", _plain(text))


def is_motto(text: str) -> bool:
    """The state's name, its motto, or the party's name, whole or nearly so."""
    letters = _letters(text)
    if len(letters) < 12:
        return False
    return any(
        _likeness(letters, motto) >= 72 and len(letters) <= 1.2 * len(motto) for motto in _MOTTOES
    )


_COUNTRY = "vietnam"


def _likeness(letters: str, motto: str) -> float:
    """0..100; the country's name, which associations have too, tells nothing: without it
    `HỘI NÔNG DÂN VIỆT NAM` is not like `ĐẢNG CỘNG SẢN VIỆT NAM`."""
    if letters.endswith(_COUNTRY) and motto.endswith(_COUNTRY):
        letters, motto = letters.removesuffix(_COUNTRY), motto.removesuffix(_COUNTRY)
    return fuzz.ratio(letters, motto)


def opens_motto(text: str) -> bool:
    """The first half of one of them, where a narrow column wraps it: `CỘNG HÒA XÃ HỘI CHỦ`."""
    letters = _letters(text)
    return len(letters) >= 10 and any(
        len(letters) < len(motto) and fuzz.ratio(letters, motto[: len(letters)]) >= 85
        for motto in _MOTTOES
    )


def motto_at(words: Sequence[str]) -> int:
    """The index from which on the words are the state's name or motto; 0 where they are
    that from the start or not at all."""
    if len(words) < 5:
        return 0
    scores = [_motto_score(words[index:]) for index in range(len(words) - 3)]
    best = max(range(len(scores)), key=scores.__getitem__)
    if best and _is_of_sentence(words[best - 1], words[best]):
        return 0
    return best if scores[best] >= 80 and scores[best] > scores[0] + 4 else 0


def _is_of_sentence(before: str, word: str) -> bool:
    """`nước Cộng hòa ...`: in small letters like the word before, which no body's name ends in."""
    return before.islower() and not word.isupper()


def _motto_score(words: Sequence[str]) -> float:
    letters = _letters(" ".join(words))
    return max(_likeness(letters, motto) for motto in _MOTTOES)


def is_date_line(text: str) -> bool:
    """`Hà Tĩnh, ngày 12 tháng 3 năm 2024`, day and month perhaps empty or unread."""
    return bool(_DATE.search(_plain(text)))


def is_number_line(text: str) -> bool:
    """`Số: 31/KH-TĐHHT`, `Số:    /KH-SYT`, `S6: 31 /KH`."""
    return bool(_NUMBER.search(_plain(text)))


def is_page_number(text: str) -> bool:
    """`2`, `- 2 -`, `2/7`, `Trang 2`."""
    return bool(re.fullmatch(r"\W{0,3}(trang\s*)?\d{1,4}(\s*/\s*\d{1,4})?\W{0,3}", _plain(text)))


_HALF_HEAD = re.compile(r"\W*(?:o?i\s?)?nhan\s?:\W*")
"""`nhận:`, `„ơi nhận:`: the first letters hidden by a pen stroke."""


def is_recipients_head(text: str) -> bool:
    """`Nơi nhận:`, with at most a few characters misread or following."""
    letters = _letters(text)
    if letters.startswith("noinhan") or _HALF_HEAD.fullmatch(_plain(text)):
        return True
    return 6 <= len(letters) <= 14 and fuzz.ratio(letters[:8], "noinhan") >= 78


def is_signing(text: str) -> bool:
    """A line in capitals that signs: `KT. GIÁM ĐỐC`, `CHỦ TỊCH`."""
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return False
    return bool(_SIGNING.match(_plain(text)))


_STAMP = re.compile(
    r"^\W*(cong van den|den\b|(den )?so\b|ngay\b|gio\b|(kinh )?chuyen\b|luu ho so|dv:|h[ao] so so)"
)


def is_incoming_stamp(text: str) -> bool:
    """The head of a stamp for incoming mail: `CÔNG VĂN ĐẾN`, `ĐẾN` alone."""
    letters = _letters(text)
    return letters == "den" or (len(letters) <= 14 and fuzz.ratio(letters, "congvanden") >= 85)


def is_stamp_line(text: str) -> bool:
    """A line of such a stamp: `Số: 1234`, `Ngày: 15/3`, `Chuyển:`; no symbol of a document."""
    return bool(_STAMP.match(_plain(text))) and not re.search(r"/\s*[A-ZĐ]{2}", text)


_WARD = re.compile(r"\W*PHƯỜNG\s+(?!ÁN\b)")


def is_document_type(text: str) -> bool:
    """A line in capitals that begins with a type of document: `KẾ HOẠCH`, `PHỤ LỤC II`.

    `QUYẾT ĐỊNH:` opens what is decided and is no title; `PHƯỜNG TÂN AN` is a ward, though
    few letters from PHƯƠNG ÁN.
    """
    if _WARD.match(text):
        return False
    letters = re.sub(r"[^A-Za-z]", "", strip_marks(text))
    if not letters.isupper() or len(letters) > 40 or text.rstrip().endswith(":"):
        return False
    return any(fuzz.ratio(letters[: len(kind)], kind) >= 85 for kind in _TYPES)


def is_address(text: str) -> bool:
    """`Kính gửi: ...`"""
    return _plain(text).lstrip(" -:.").startswith("kinh gui")


def is_preamble(text: str) -> bool:
    """`Căn cứ ...`, `Xét đề nghị ...`: what follows the title."""
    return bool(re.match(r"\W{0,2}(can cu|xet de nghi|theo de nghi|kinh gui)\b", _plain(text)))
