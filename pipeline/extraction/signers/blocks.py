"""The signature's lines to signing blocks: columns side by side, then line by line.

Each block is a column of lines that ends with its name: `TM. ỦY BAN NHÂN DÂN / KT. CHỦ
TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn A`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.document import UNREAD, Region, Route
from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage
from pipeline.extraction.signers.columns import columns_of
from pipeline.extraction.signers.offices import (
    Office,
    capacity_of,
    deputy_of,
    office_around,
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


def blocks_of(context: Context) -> list[Block]:
    """The signing blocks that say something, from left to right, from top to bottom."""
    blocks = [block for column in columns_of(context) for block in _blocks(context, column)]
    return [b for b in blocks if b.title or b.capacity or b.name]


def around(spans: Iterable[Span]) -> Span:
    """The span from the first word of these to the last; an empty one for none."""
    known = [s for s in spans if s[0] < s[1]]
    if not known:
        return 0, 0
    return min(s[0] for s in known), max(s[1] for s in known)


def _blocks(context: Context, column: Sequence[Span]) -> list[Block]:
    """The blocks of a column: each ends with its name."""
    blocks: list[Block] = []
    block = Block()
    texts = [Passage.of(context.flow, span).text for span in column]
    for place, (span, text) in enumerate(zip(column, texts, strict=True)):
        if _starts_block(block, text):
            blocks.append(block)
            block = Block()
        below = texts[place + 1 :]
        if _read_rest_of_title(block, span, text, below):
            continue
        if _hides_rest_of_title(block, span, text, below):
            block.cut.add("title")
        if _is_lost_office(context, block, text, below):
            block.ink.append(span)
        else:
            _read(context, block, span, text)
    return [*blocks, block]


def _read_rest_of_title(block: Block, span: Span, text: str, below: Sequence[str]) -> bool:
    """`TRƯỞNG PHÒNG / VĂN HÓA - XÃ HỘI`, `PHÓ BÍ THƯ / THƯỜNG TRỰC`: one title on two lines.

    The line of capitals right under the office, where the name is still to come: by the
    list of offices, or because it says what somebody is the head of.
    """
    if not block.title or block.name or block.spans.get("title", (0, 0))[1] != span[0]:
        return False
    if not is_caps(text) or capacity_of(text)[0] or not _name_follows(below):
        return False
    longer = office_in(f"{block.title} {text}")
    if longer is not None and len(longer.name) > len(block.title):
        rest = f"{block.title} {text}"[longer.end :]
        block.title = _title(longer.name, rest)
    elif block.title in OF_A_UNIT and office_in(text) is None:
        block.title = _title(block.title, text)
    else:
        return False
    if _MISREAD.search(text):
        block.cut.add("title")
    block.spans["title"] = around([block.spans["title"], span])
    return True


_MISREAD = re.compile(r"\b\d\w*[^\W\d]")
"""`VĂN 112A XÃ HỘI`: no unit's name, but what is left of letters."""


def _hides_rest_of_title(block: Block, span: Span, text: str, below: Sequence[str]) -> bool:
    """`PHÓ GIÁM ĐỐC / □ BỆNH VIỆN`: a row of capitals between office and name, not read whole."""
    held = block.title and not block.name and block.spans.get("title", (0, 0))[1] == span[0]
    read = any(word.isupper() and is_syllable(word) for word in text.split())
    return bool(held and below) and UNREAD in text and is_caps(text) and read


def _is_lost_office(context: Context, block: Block, text: str, below: Sequence[str]) -> bool:
    """`PHÔ HÍ THƯỜNG TRỰC` above a name: capitals that no list knows are no name there."""
    if letters_are_sure(context) or not is_caps(text) or person_name(text) is None:
        return False
    known = capacity_of(text)[0] or office_in(text) or UNREAD in text
    held = block.title or block.capacity
    return bool(held) and not known and not block.name and _name_follows(below)


OF_A_UNIT = ("Trưởng phòng", "Phó Trưởng phòng", "Trưởng khoa", "Phó Trưởng khoa")
"""Offices that mean little without the unit that is headed."""


def _name_follows(below: Sequence[str]) -> bool:
    """Whether a person's name comes before another office does."""
    for text in below:
        name = person_name(text)
        if name is not None and likelihood(name) > _SURE_NAME and parse_body(text) is None:
            return True
        if is_caps(text) and (capacity_of(text)[0] or office_in(text)):
            return False
    return False


_SURE_NAME = 0.9


def _starts_block(block: Block, text: str) -> bool:
    opens = bool(capacity_of(text)[0]) or office_in(text) is not None or _approves(text)
    return bool(block.name) and opens and is_caps(text)


def _approves(text: str) -> bool:
    return is_caps(text) and bool(pattern("signer:approves").match(fold(text)))


def _read(context: Context, block: Block, span: Span, text: str) -> None:
    """Takes one line into the block."""
    folded = fold(text)
    if _approves(text):
        block.approver = True
        return
    signed = pattern("signer:signed").match(folded)
    if signed:
        _read_behind(context, block, span, text, signed.end())
        return
    if pattern("signer:digital").search(folded):
        return
    if UNREAD in text and _read_guess(context, block, span, text):
        return
    if is_caps(text) and _read_office(block, span, text):
        return
    if not _read_name(context, block, span, text) and _is_ink(text):
        block.ink.append(span)


def _read_behind(context: Context, block: Block, span: Span, text: str, end: int) -> None:
    """`Đã ký: Nguyễn Văn An`: the name behind the note on its line."""
    words = text.split()
    note = len(text[:end].split())
    if words[note:]:
        _read_name(context, block, (span[0] + note, span[1]), " ".join(words[note:]))


def _read_guess(context: Context, block: Block, span: Span, text: str) -> bool:
    """A line with unread words, by what the recogniser would have read for them.

    `□ ĐỐC` with `KT.GIÁM` under the box: offices are a closed list, so a doubtful word
    between sure ones is told by the list. Words behind the office are not in any list.
    """
    words = [t.word for t in context.flow.words(span)]
    guess = " ".join(
        w.alternatives[0].text if w.text == UNREAD and w.alternatives else w.text for w in words
    )
    rest = capacity_of(guess)[1]
    office = office_in(rest)
    if UNREAD in guess or not is_caps(guess) or office is None or len(words) < 2:
        return _read_around(block, span, text)
    if not _read_office(block, span, guess):
        return False
    part = "capacity" if capacity_of(guess)[0] else "title"
    block.guessed.add(part)
    lost = max(i for i, w in enumerate(text.split()) if UNREAD in w)
    behind = len(guess) - len(rest) + office.end
    if len(" ".join(guess.split()[:lost])) >= behind:
        block.cut.add(part)
    return True


def _read_around(block: Block, span: Span, text: str) -> bool:
    """`PHÓ BÍ □ THƯỜNG TRỰC`: the one office of the list with these words."""
    office = office_around(text) if not block.title else None
    if office is None:
        return False
    block.title, block.exact = office.name, False
    block.spans["title"] = span
    block.guessed.add("title")
    return True


def _is_ink(text: str) -> bool:
    return UNREAD in text or any(c.isalnum() or c in "/|_—~" for c in text)


def _read_office(block: Block, span: Span, text: str) -> bool:
    """A line in capitals: a capacity, an office, or the body signed for."""
    capacity, rest = capacity_of(text)
    office = office_in(rest) or _office_cut_short(block, rest)
    if capacity:
        _read_capacity(block, span, capacity, rest, office)
        return True
    if office is None:
        return _read_body(block, span, text)
    if block.title and deputy_of(block.title) == office.name:
        _take_lost_capacity(block)
    if not _another_office(block, office.name):
        block.title = _title(office.name, text[office.end :])
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
    if not (block.title or block.capacity) or _is_a_person(text):
        return False
    if block.name or len(text.split()) < 2 or _hides_an_office(text):
        return False
    block.body = f"{block.body} {text}".strip()
    block.spans["body"] = around([block.spans.get("body", span), span])
    if block.capacity == "TM." and not block.title:
        block.signed_for = _body(block.body)
    return True


def _is_a_person(text: str) -> bool:
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


def _title(office: str, rest: str) -> str:
    """The office, with what it is the head of where that is written on the same line."""
    rest = rest.strip(" ,.:;-–")
    if not rest or not is_caps(rest) or len(rest.split()) > 8:
        return office
    named = _body(rest)
    if _PLACE_KIND.match(named):
        named = named[:1].lower() + named[1:]
    return f"{office} {named}" if office_in(rest) is None else office


_LIKELY, _LIKELY_SHORT = 0.45, 0.9
"""A name less likely than this is taken for misread ink where letters can be misread."""


def _likely(name: str) -> bool:
    """Whether a name read from a picture can be whole: of two words, one is a surname."""
    return likelihood(name) >= (_LIKELY_SHORT if len(name.split()) == 2 else _LIKELY)


def letters_are_sure(context: Context) -> bool:
    """Whether letters are as they were written: names of all peoples are believed."""
    return context.document.route in (Route.TEXT_LAYER, Route.PLAIN_TEXT)


_PLACE_KIND = re.compile(r"(?:Huyện|Tỉnh|Xã|Phường|Quận|Thành phố|Thị xã|Thị trấn)\b")


def _read_name(context: Context, block: Block, span: Span, text: str) -> bool:
    if block.name:
        return False
    name = person_name(text)
    if name is None or UNREAD in text or not (letters_are_sure(context) or _likely(name)):
        return False
    if not (block.title or block.capacity):
        # The office was lost under the seal: the page's layout and a name beyond
        # doubt must then say together that somebody signs here.
        if context.tokens[span[0]].region is not Region.SIGNATURE or likelihood(name) < 1:
            return False
        block.exact = False
    block.name = name
    block.spans["name"] = span
    return True
