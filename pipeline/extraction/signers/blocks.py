"""The signature's lines to signing blocks: columns side by side, then line by line.

Each block is a column of lines that ends with its name: `TM. ỦY BAN NHÂN DÂN / KT. CHỦ
TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn A`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import UNREAD, Region, Route
from pipeline.extraction.body_rules import pattern
from pipeline.extraction.context import Context
from pipeline.extraction.passage import Passage
from pipeline.extraction.signers.columns import columns_of
from pipeline.extraction.signers.office_lines import (
    Block,
    around,
    is_a_person,
    read_office,
    whole_title,
)
from pipeline.extraction.signers.offices import (
    capacity_of,
    office_around,
    office_in,
)
from pipeline.normalisation.people import likelihood, person_name
from pipeline.segmentation.outline import Span
from pipeline.segmentation.rows import fold, is_caps
from pipeline.vietnamese import is_syllable


def blocks_of(context: Context) -> list[Block]:
    """The signing blocks that say something, from left to right, from top to bottom."""
    blocks = [block for column in columns_of(context) for block in _blocks(context, column)]
    return [b for b in blocks if b.title or b.capacity or b.name]


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
        block.title = whole_title(longer.name, rest)
    elif block.title in OF_A_UNIT and office_in(text) is None:
        block.title = whole_title(block.title, text)
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
        if is_a_person(text):
            return True
        if is_caps(text) and (capacity_of(text)[0] or office_in(text)):
            return False
    return False


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
    if is_caps(text) and read_office(block, span, text):
        return
    if _read_both(context, block, span, text):
        return
    if not _read_name(context, block, span, text) and _is_ink(text):
        block.ink.append(span)


def _read_behind(context: Context, block: Block, span: Span, text: str, end: int) -> None:
    """`Đã ký: Nguyễn Văn An`: the name behind the note on its line."""
    words = text.split()
    note = len(text[:end].split())
    if words[note:]:
        _read_name(context, block, (span[0] + note, span[1]), " ".join(words[note:]))


def _read_both(context: Context, block: Block, span: Span, text: str) -> bool:
    """`PHÓ GIÁM ĐỐC Nguyễn Văn An`: an office in capitals and the name behind it."""
    words = text.split()
    caps = next((i for i, w in enumerate(words) if not w.isupper()), len(words))
    while caps > 1 and office_in(capacity_of(" ".join(words[:caps]))[1]) is None:
        caps -= 1
    head, rest = " ".join(words[:caps]), " ".join(words[caps:])
    name = person_name(rest)
    if caps < 2 or name is None or office_in(capacity_of(head)[1]) is None:
        return False
    cut = span[0] + caps
    return read_office(block, (span[0], cut), head) and _read_name(
        context, block, (cut, span[1]), rest
    )


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
    if not read_office(block, span, guess):
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


_LIKELY, _LIKELY_SHORT = 0.45, 0.9
"""A name less likely than this is taken for misread ink where letters can be misread."""


def _likely(name: str) -> bool:
    """Whether a name read from a picture can be whole: of two words, one is a surname."""
    return likelihood(name) >= (_LIKELY_SHORT if len(name.split()) == 2 else _LIKELY)


def letters_are_sure(context: Context) -> bool:
    """Whether letters are as they were written: names of all peoples are believed."""
    return context.document.route in (Route.TEXT_LAYER, Route.PLAIN_TEXT)


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
