"""One thing written in several ways: `UBND` and `Ủy ban nhân dân`, `05` and `5`, `%`.

An abbreviation is compared by the words it stands for, a date by its parts as they
would be spoken. What is in the tables is data; abbreviations that are not are told by
their first letters, where the other text has the words (`spells`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from pipeline.vietnamese import strip_marks

_CODE = r"\b[A-ZĐ]{2,}(?:(?: ?& ?|[,-])[A-ZĐ]{2,})*\b"
TOKEN = re.compile(
    r"\d[\w.-]*(?:/[\w.-]+)*/[A-ZĐ][\w&.-]*"  # number and symbol: 26/2020/NĐ-CP, 11-NQ/TW
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b"  # 29/01/2024
    r"|\b\d{1,2}/\d{4}\b"  # tháng 01/2024
    rf"|{_CODE}"
    r"|\w+|[&%]"
)
"""A piece of text that is compared as a whole."""
DEFINED = re.compile(
    rf" ?\((?:{_CODE}|(?:sau đây |dưới đây )?(?:gọi|viết)(?: chung| tắt)* là:? [^()]{{2,60}})\)"
)
"""An abbreviation introduced beside its words: `chuyển đổi số (CĐS)`. It says nothing new."""
_DATE = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")
_PIECE = re.compile(r"\w+|&")
_LINKS = frozenset({"va"})
"""Words that an abbreviation passes over: KHCN, khoa học và công nghệ."""

Spoken = tuple[tuple[str, str], ...]
"""(as written, as compared) of the words of a token; "" where only the comparison has one."""


@lru_cache(maxsize=131072)
def spoken(token: str) -> Spoken:
    """The words of a match of `TOKEN`; it is shown whole at its first."""
    date = _DATE.fullmatch(token)
    if date:
        day, month, year = date.groups()
        words = ([bare(day), "thang"] if day else []) + [bare(month), "nam", year]
        return _under(token, words)
    if "/" in token:
        return _under(token, [bare(piece) for piece in re.findall(r"\w+", token)])
    long = _long(token)
    if long:
        return _under(token, long)
    pieces = _PIECE.findall(token)
    if len(pieces) > 1:
        return tuple(word for piece in pieces for word in spoken(piece))
    return ((token, bare(token)),)


@lru_cache(maxsize=131072)
def bare(word: str) -> str:
    """The bare letters of a word: `Đẩy` and `day` are one; a number without leading zeros."""
    letters = strip_marks(word).casefold()
    return (letters.lstrip("0") or "0") if letters.isdigit() else letters


def spells(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words as written `short` are capitals for the compared words `long`.

    `CĐS` for chuyển đổi số. Two letters and two words at least.
    """
    if not short or not all(word.isupper() and word.isalpha() for word in short):
        return False
    letters = strip_marks("".join(short)).casefold()
    initials = "".join(word[0] for word in long if word not in _LINKS)
    return len(initials) > 1 and len(short) < len(initials) and letters == initials


def _under(token: str, words: Sequence[str]) -> Spoken:
    return tuple((token if n == 0 else "", word) for n, word in enumerate(words))


def _long(token: str) -> tuple[str, ...]:
    """The compared words that an abbreviation stands for; none for another word."""
    if not (token in "&%" or token[1:2].isupper()):
        return ()
    words = _table().get(_letters(token), ())
    # CCVC&NLĐ has an "and" that CCVCNLĐ has not.
    return () if len(token) > 1 and "&" in token and not _LINKS & set(words) else words


def _letters(token: str) -> str:
    """An abbreviation without its signs; Đ as D, for marks get lost in reading."""
    return (re.sub(r"[\s&,-]", "", token) or token).replace("Đ", "D")


@lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[str, ...]]:
    """By an abbreviation's letters its words as compared; none of two meanings."""
    from pipeline.normalisation.gazetteer import abbreviations

    text = files("pipeline.comparison").joinpath("data/spellings.csv").read_text("utf-8")
    own = {row["short"]: row["long"] for row in csv.DictReader(text.splitlines())}
    found: dict[str, set[tuple[str, ...]]] = {}
    for short, long in {**abbreviations(), **own}.items():
        words = tuple(bare(word) for word in re.findall(r"\w+", long))
        found.setdefault(_letters(short), set()).add(words)
    return {short: words.pop() for short, words in found.items() if len(words) == 1}
