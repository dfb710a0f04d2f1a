"""A signing block and its lines in capitals: capacity, office, body signed for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.document import UNREAD
from pipeline.extraction.signers.offices import (
    Office,
    capacity_of,
    deputy_of,
    office_in,
)
from pipeline.normalisation.bodies import parse_body
from pipeline.normalisation.people import likelihood, person_name
from pipeline.segmentation.outline import Span
from pipeline.segmentation.rows import fold, is_caps
from pipeline.vietnamese import is_syllable


@dataclass(slots=True)
class Block:
    """A signing block. `spans` say where each part stands, `ink` what was no word,
    `exact` whether all was known letter by letter. `guessed` names the parts that were
    read only as far as the list of offices tells, `cut` those of which a word is lost."""

    approver: bool = False
    capacity: str = ""
    signed_for: str = ""
    title: str = ""
    body: str = ""
    name: str = ""
    spans: dict[str, Span] = field(default_factory=dict)
    ink: list[Span] = field(default_factory=list)
    exact: bool = True
    guessed: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)


def around(spans: Iterable[Span]) -> Span:
    """The span from the first word of these to the last; an empty one for none."""
    known = [s for s in spans if s[0] < s[1]]
    if not known:
        return 0, 0
    return min(s[0] for s in known), max(s[1] for s in known)


_SURE_NAME = 0.9
_PLACE_KIND = re.compile(r"(?:Huyện|Tỉnh|Xã|Phường|Quận|Thành phố|Thị xã|Thị trấn)\b")


def read_office(block: Block, span: Span, text: str) -> bool:
    """A line in capitals: a capacity, an office, or the body signed for."""
    capacity, rest = capacity_of(text)
    office = office_in(rest) or _office_cut_short(block, rest)
    if capacity:
        _read_capacity(block, span, capacity, rest, office)
        return True
    if office is None:
        return _read_body(block, span, text)
    office = _deputy_meant(block, rest, office)
    if block.title and deputy_of(block.title) == office.name:
        _take_lost_capacity(block)
    if not _another_office(block, office.name):
        block.title = whole_title(office.name, text[office.end :])
        block.exact = block.exact and office.exact
        block.spans["title"] = span
    return True


def _read_capacity(
    block: Block, span: Span, capacity: str, rest: str, office: Office | None
) -> None:
    """`KT. CHỦ TỊCH`, `TM. ỦY BAN NHÂN DÂN`, `KT. GIÁM ĐỐC SỞ Y TẾ`; Q. is the office held.

    `TUQ. BỘ TRƯỞNG / Q. CỤC TRƯỞNG` signs for the minister, whatever his own office is.
    """
    if capacity != "Q." or block.capacity not in ("TUQ.", "TL.", "KT."):
        _take_capacity(block, span, capacity, office.name if office else _body(rest))
    if office is None:
        return
    if office.end < len(rest) - 2:
        block.body = block.body or rest[office.end :].strip(" -–")
    if capacity == "Q.":
        block.title = office.name
        block.spans["title"] = span


def _read_body(block: Block, span: Span, text: str) -> bool:
    """Under a capacity or an office, two words or more that are no person's name."""
    if not (block.title or block.capacity) or is_a_person(text):
        return False
    if block.name or len(text.split()) < 2 or _hides_an_office(text):
        return False
    block.body = f"{block.body} {text}".strip()
    block.spans["body"] = around([block.spans.get("body", span), span])
    if block.capacity == "TM." and not block.title:
        block.signed_for = _body(block.body)
    return True


def is_a_person(text: str) -> bool:
    """Whether a line is beyond doubt somebody's name, and no body's."""
    name = person_name(text)
    return bool(name) and likelihood(name or "") > _SURE_NAME and parse_body(text) is None


def _take_lost_capacity(block: Block) -> None:
    """`CHỦ TỊCH / PHÓ CHỦ TỊCH`: who signs below his chief's office signs for the chief."""
    block.capacity, block.signed_for = "KT.", block.title
    block.spans["capacity"] = block.spans["signed_for"] = block.spans["title"]
    block.guessed.add("capacity")


def _another_office(block: Block, office: str) -> bool:
    """`TRƯỞNG BAN / CHỦ TỊCH UBND TỈNH`: the second is what the signer is elsewhere.

    Not so `CHỦ TỊCH / PHÓ CHỦ TỊCH`, of which the KT. was lost, or the whole of a title
    of which the first line is a part.
    """
    held = block.title
    if not held or not block.exact:
        return False
    return deputy_of(held) != office and fold(held) not in fold(office)


def _deputy_meant(block: Block, text: str, office: Office) -> Office:
    """The office, or under `KT. HIỆU TRƯỞNG` the deputy's where it is nearly that one.

    `PHÓ THỦ TRƯỞNG`, which is like Phó Thủ tướng, is Phó Hiệu trưởng there: all but one
    of its words.
    """
    deputy = deputy_of(block.signed_for) if block.capacity == "KT." and not block.title else None
    words, named = fold(text).split(), fold(deputy or "").split()
    if deputy is None or office.exact or office.name == deputy or len(words) != len(named):
        return office
    if len(words) - sum(w == n for w, n in zip(words, named, strict=True)) != 1:
        return office
    block.guessed.add("title")
    return Office(deputy, 0, len(text), exact=False)


def _office_cut_short(block: Block, text: str) -> Office | None:
    """Under `KT. GIÁM ĐỐC` `□ GIÁM ĐỐC` or `Z2 GIÁM ĐỐC`: the office signed for, behind a
    word that was not read; under `KT. BỘ TRƯỞNG` `□ TRƯỞNG`: all of the deputy's that was."""
    if block.capacity != "KT." or block.title:
        return None
    head, _, rest = text.partition(" ")
    office = office_in(rest) if _is_unread(head) else None
    if office is not None and office.name == block.signed_for:
        return replace(office, end=office.end + len(head) + 1)
    deputy = deputy_of(block.signed_for)
    words, named = text.split(), (deputy or "").split()
    if len(words) != len(named) or not any(map(_is_unread, words)):
        return None
    read = [fold(w) == fold(n) for w, n in zip(words, named, strict=True) if not _is_unread(w)]
    if deputy is None or not read or not all(read):
        return None
    block.guessed.add("title")
    return Office(deputy, 0, len(text), exact=False)


def _is_unread(word: str) -> bool:
    """A word that was not read, or that can be none: `Z2`."""
    return UNREAD in word or not is_syllable(word.strip(".,:;"))


def _hides_an_office(text: str) -> bool:
    """`Z2 CHỦ TỊCH`: an office behind what is no word; it is nobody's name or body."""
    head, _, rest = text.partition(" ")
    office = office_in(rest) if _is_unread(head) and any(c.isdigit() for c in head) else None
    return office is not None and office.end >= len(rest.strip())


def _take_capacity(block: Block, span: Span, capacity: str, whom: str) -> None:
    """TM. of a body, then KT. of its head: the last one says how the signer signs.

    An office above `KT.`, of which TL. was lost, is not the signer's: he signs below.
    """
    if capacity == "KT." and block.title and not block.name:
        block.title = ""
        block.spans.pop("title", None)
    if capacity == "TM.":
        block.body = whom
        block.spans["body"] = span
    block.capacity, block.signed_for = capacity, whom
    block.spans["capacity"] = block.spans["signed_for"] = span


def _body(text: str) -> str:
    """A body's name in capitals as it is usually written."""
    from pipeline.normalisation.casing import as_written

    known = parse_body(text)
    words = text.split()
    whole = known is not None and len(known.name.split()) >= len(words)
    if known is not None and whole and known.known and known.kind == "named":
        return known.name
    made = as_written(" ".join(words)).split()
    # An abbreviation spells no syllable: `TRƯỞNG PHÒNG PBGDPL` keeps its capitals.
    kept = [
        w if not w.isalpha() or not is_syllable(w) else m for w, m in zip(words, made, strict=True)
    ]
    return " ".join(kept)


def whole_title(office: str, rest: str) -> str:
    """The office, with what it is the head of where that is written on the same line."""
    rest = rest.strip(" ,.:;-–")
    if not rest or not is_caps(rest) or len(rest.split()) > 8:
        return office
    named = _body(rest)
    if _PLACE_KIND.match(named):
        named = named[:1].lower() + named[1:]
    return f"{office} {named}" if office_in(rest) is None else office
