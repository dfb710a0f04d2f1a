"""Who signs: capacity, the office signed for, the signer's own office, the name.

The blocks come from `pipeline.extraction.signers.blocks`; here they become values: what
was not read is `unreadable`, and who signs for the issuer is the main signer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.document import Route
from pipeline.extraction.context import Context
from pipeline.extraction.head.letterhead import letterhead_bodies
from pipeline.extraction.misread.mending import MENDED, was_restored
from pipeline.extraction.recipients import find_recipients
from pipeline.extraction.signers.blocks import OF_A_UNIT, blocks_of, letters_are_sure
from pipeline.extraction.signers.office_lines import Block, around
from pipeline.extraction.signers.offices import deputy_of, head_of, office_in
from pipeline.names import spells_name, usual_syllables
from pipeline.normalisation.bodies import parse_body
from pipeline.normalisation.people import (
    likelihood,
    person_name,
    surname_known,
    with_surname,
)
from pipeline.plan import Candidate, Evidence, Signer, Status, Value
from pipeline.segmentation.outline import Span, Zone
from pipeline.segmentation.rows import fold
from pipeline.vietnamese import is_syllable, same_text, strip_marks


def find_signers(context: Context) -> tuple[Signer, ...]:
    """The signers, the main one first; none where there is no signature block."""
    blocks = blocks_of(context)
    if not blocks:
        return _unread_block(context)
    main = _main(context, blocks)
    ordered = [main, *(b for b in blocks if b is not main)]
    return tuple(_signer(context, block, main) for block in ordered)


def _unread_block(context: Context) -> tuple[Signer, ...]:
    """A scan with Nơi nhận and nothing read beside it: the signature is there, unread.

    The same for a garbled text, which was a scan once.
    """
    recipients = context.zone(Zone.RECIPIENTS)
    if context.document.route not in (Route.OCR, Route.GARBLED_TEXT) or not recipients:
        return ()
    evidence = _beside(context, recipients[-1])
    unread = Value(None, Status.UNREADABLE, evidence)
    role = Value("main", Status.FOUND, replace(evidence, confidence=0.5 * evidence.confidence))
    return (Signer(role=role, capacity=unread, title=unread, name=unread),)


def _beside(context: Context, recipients: Span) -> Evidence:
    """The place right of Nơi nhận, to the page's edge; no words of it are known."""
    told = context.evidence(recipients, "signer:block-unread")
    box = told.box
    if box is not None and told.page is not None:
        edge = max(context.document.pages[told.page - 1].width, box.x1)
        box = replace(box, x0=box.x1, x1=edge)
    return replace(told, raw="", box=box, char_start=None, char_end=None)


def _main(context: Context, blocks: Sequence[Block]) -> Block:
    """Who signs for the issuer: not an approver; of joint issuers the one named first."""
    signing = [b for b in blocks if not b.approver] or list(blocks)
    if len(signing) == 1:
        return signing[0]
    head = fold(" ".join(context.text(s) for s in context.zone(Zone.LETTERHEAD_LEFT)))
    named = [(head.find(fold(b.body)), b) for b in signing if b.body and fold(b.body) in head]
    if named:
        return min(named, key=lambda pair: pair[0])[1]
    ranks = letterhead_bodies(context)
    office = head_of(ranks[-1][0].body.name) if ranks and len(ranks[-1]) > 1 else ""
    heads = [b for b in signing if office and office in (b.title, b.signed_for)]
    return heads[0] if len(heads) == 1 else signing[0]


def _signer(context: Context, block: Block, main: Block) -> Signer:
    role = "main" if block is main else "approver" if block.approver else "co"
    whole = around(block.spans.values())
    sure = 0.98 if block.exact else 0.85
    kt_lost = _lost_its_beginning(context, block) or _reports_to_himself(context, block)

    def said(column: str, value: str) -> Value:
        if not value:
            return context.missing(f"signer:no-{column}")
        span = block.spans.get(column, whole)
        made = context.value(span, value, f"signer:{column}", sure)
        if column in ("signed_for", "body") and was_restored(context, span) and not _known(value):
            lost = Candidate(value, made.evidence, "no office and no body that is known")
            return context.unreadable(span, f"signer:{column}-unread", lost)
        return _guessed(block, column, made)

    return Signer(
        role=context.value(whole, role, "signer:role"),
        capacity=_capacity(context, block, said("capacity", block.capacity), kt_lost=kt_lost),
        signed_for=said("signed_for", block.signed_for),
        title=_office(context, block, said("title", block.title), kt_lost=kt_lost),
        name=_name(context, block),
        body=said("body", block.body),
    )


def _known(name: str) -> bool:
    """Whether all of a garbled line is an office, or begins as a known body does."""
    office = office_in(name)
    body = parse_body(name)
    spelled = all(is_syllable(w) for w in name.split() if w.isalpha())
    return (office is not None and office.end >= len(name)) or (body is not None and spelled)


def _guessed(block: Block, column: str, value: Value) -> Value:
    """The value as its line was read: surely, by the list of offices, or not wholly."""
    line = "capacity" if column in ("capacity", "signed_for") else column
    if line in block.cut and column != "capacity":
        unread = replace(value.evidence, rule=f"signer:{column}-unread")
        return replace(value.doubted("a word of it was not read"), evidence=unread)
    if line not in block.guessed:
        return value
    evidence = replace(value.evidence, rule=f"inferred:{column}-of-offices", confidence=_OF_A_LIST)
    return replace(value, evidence=evidence)


_OF_A_LIST = 0.8
"""Confidence of an office of which a word was hardly read: only one in the list is like it."""
_KT_MAY_FOLLOW = 0.8
"""What is left of `TM.` where the lines below it, at times `KT.` and two more, were not read."""
_OFF_THE_MIDDLE = 7.0
"""Points by which `KT. ` moves what stands behind it: half its width at 13 points is 11."""
_REPORT = re.compile(r"^(?:de )?(?:b/c|bao cao)")
_INFERRED = 0.85
"""Confidence of a title of which the layout tells the word that was not read."""


def _capacity(context: Context, block: Block, capacity: Value, *, kt_lost: bool) -> Value:
    """The capacity; not believed where the line of the title has lost its beginning."""
    if kt_lost:
        return _unread(context, block, "capacity", capacity)
    if _garbled_away(context, block) and block.capacity != "KT.":
        return _unread(context, block, "capacity", capacity)
    if block.capacity == "TM." and not block.title and _is_picture(context):
        sure = round(capacity.evidence.confidence * _KT_MAY_FOLLOW, 4)
        return replace(capacity, evidence=replace(capacity.evidence, confidence=sure))
    return capacity


def _garbled_away(context: Context, block: Block) -> bool:
    """Whether a garbled signature may have lost a line or a line's beginning under its seal.

    An English reading of a stamped page leaves little of what the seal hides: `see TONG GIAM
    BOC` was `PHÓ TỔNG GIÁM ĐỐC`. A capacity with another office below it is whole, and so
    is an office of which every letter was read, with nothing before it on its line. Behind
    TM., where a line with KT. may be lost, the name must stand below and no ink between.
    """
    whole = around(block.spans.values())
    if not was_restored(context, whole):
        return False
    if block.capacity in ("KT.", "TL.", "TUQ.") and block.title != block.signed_for:
        return not block.title
    if not block.capacity and block.title:
        return not _read_whole(context, block.spans["title"])
    return not block.name or bool(block.ink) or _ink_left_out(context)


def _read_whole(context: Context, office: Span) -> bool:
    """Whether all letters of an office were read, and none before it but the label's."""
    words = context.flow.words(office)
    letters = all(strip_marks(w.word.raw) == strip_marks(w.word.text) for w in words)
    before = fold(_before_on_its_line(context, office))
    return letters and not re.sub(r"^\W*noi nh\w{1,3}\W*", "", before).strip()


def _before_on_its_line(context: Context, span: Span) -> str:
    """What was read before a span on its printed line, what restoration took for noise too."""
    first = context.tokens[span[0]]
    page = next(p for p in context.document.pages if p.number == first.page)
    before = takewhile(lambda word: word is not first.word, page.lines[first.line].words)
    return " ".join(word.text or word.raw for word in before)


def _unit_lost(context: Context, block: Block) -> bool:
    """Whether a garbled `TRƯỞNG PHÒNG` may have lost the unit below it: ink is left there."""
    bare = was_restored(context, around(block.spans.values())) and block.title in OF_A_UNIT
    return bare and (bool(block.ink) or bool(block.body) or _ink_left_out(context))


def _unread(context: Context, block: Block, column: str, value: Value) -> Value:
    lost = (Candidate(value.text, value.evidence, "the line's beginning was not read"),)
    at = block.spans.get("title") or around(block.spans.values())
    evidence = context.evidence(at, f"signer:{column}-unread")
    return Value(None, Status.UNREADABLE, evidence, lost if value.value else ())


def _lost_its_beginning(context: Context, block: Block) -> bool:
    """`BỘ TRƯỞNG` to the right of the middle of the name below: `KT.` stood before it.

    All lines of a block have one middle. What a seal hides at a line's left moves the
    middle of the rest: of 18 real scans the others' middles differ by 3 points at most.
    """
    if was_restored(context, around(block.spans.values())):
        return False
    held = block.title and block.name and block.capacity in ("", "TM.")
    if not held or not _is_picture(context) or deputy_of(block.title) is None:
        return False
    boxes = [context.flow.box(block.spans[part]) for part in ("title", "name")]
    if boxes[0] is None or boxes[1] is None:
        return False
    title, name = ((box.x0 + box.x1) / 2 for box in boxes if box)
    return title - name > _OFF_THE_MIDDLE


def _reports_to_himself(context: Context, block: Block) -> bool:
    """Whether Nơi nhận reports to the very office that seems to sign: `- Bộ trưởng (để b/c)`.

    Then a deputy signs, and the lines that say so were lost under the seal.
    """
    if not block.title or block.capacity not in ("", "TM.") or not _is_picture(context):
        return False
    reported = [r for r in find_recipients(context) if _REPORT.search(fold(r.note.text))]
    return any(fold(r.recipient.text) == fold(block.title) for r in reported)


def _office(context: Context, block: Block, title: Value, *, kt_lost: bool) -> Value:
    """The signer's title. Who signs KT. another is not that other: a word was not read.

    `KT. GIÁM ĐỐC / □ GIÁM ĐỐC`: what the seal hides can only be the deputy's Phó.
    """
    away = _garbled_away(context, block) or _unit_lost(context, block)
    if kt_lost or (block.title and away):
        return _unread(context, block, "title", title)
    if block.title and not (block.capacity == "KT." and block.title == block.signed_for):
        return title
    at = block.spans.get("title", block.spans.get("capacity", (0, 0)))
    own_line = at != block.spans.get("capacity")
    if block.title and own_line and (deputy := deputy_of(block.signed_for)):
        evidence = replace(title.evidence, rule="inferred:deputy-signs-kt", confidence=_INFERRED)
        return Value(deputy, Status.FOUND, evidence)
    if not block.title and not (block.capacity or block.name) and _is_picture(context):
        return title
    if not block.title and not _is_picture(context):
        return title
    lost = context.candidate(at, block.title, "signer:title", "the office signed for")
    return Value(
        None,
        Status.UNREADABLE,
        context.evidence(at, "signer:title-unread"),
        (lost,) if block.title else (),
    )


def _name(context: Context, block: Block) -> Value:
    if block.name:
        return _read_or_not(context, block)
    at = around(block.ink) if block.ink else (0, 0)
    if block.ink or _ink_left_out(context) or _is_picture(context):
        return Value(None, Status.UNREADABLE, context.evidence(at, "signer:name-unread"))
    return context.missing("signer:no-name")


def _read_or_not(context: Context, block: Block) -> Value:
    """The name, or no value where the recogniser itself doubts it too much."""
    span = block.spans["name"]
    if letters_are_sure(context):
        sure = 0.8 + 0.19 * likelihood(block.name)
        return context.value(span, block.name, "signer:name", sure)
    read = _as_read(context, span) or block.name
    name = with_surname(read)
    sure = 0.6 + 0.39 * likelihood(name)
    if _has_guessed_marks(context, span):
        return _restored_name(context, span, block.name)
    why = _why_doubtful(context, span, name)
    if not why and not surname_known(name):
        return context.value(span, name, "signer:name:rare", min(sure, _RARE))
    if why:
        lost = context.candidate(span, name, "signer:name", why)
        return Value(None, Status.UNREADABLE, context.evidence(span, "signer:name-unread"), (lost,))
    rule = "signer:name:mended" if name != read else "signer:name"
    return context.value(span, name, rule, min(sure, MENDED) if name != read else sure)


def _why_doubtful(context: Context, span: Span, name: str) -> str:
    """Why a recognised name is not to be believed; "" where it is."""
    sure = context.reading_confidence(span)
    if sure < _READ:
        return "too doubtful a reading"
    first, *others = name.split()
    if not is_syllable(first) or surname_known(name):
        return ""
    whole = len(others) > 1 and first.lower() in usual_syllables()
    return "" if whole and sure >= _SURELY else f"{first} is no surname"


def _restored_name(context: Context, span: Span, name: str) -> Value:
    """A garbled name with the marks that names have, where one name alone is likely.

    No context tells Diễm from Điểm, so restoration weighs every name that was read so and
    says how much is left to the others; few names are so sure that nobody need look. A word
    that is in no list of names was weighed against none of them.
    """
    sure = context.reading_confidence(span)
    listed = all(word in usual_syllables() for word in name.lower().split()[1:])
    if sure >= _NAMED and listed and surname_known(name):
        return context.value(span, name, "signer:name:restored", sure)
    lost = context.candidate(span, name, "signer:name", "its marks are not on the page")
    return Value(None, Status.UNREADABLE, context.evidence(span, "signer:name-unread"), (lost,))


def _as_read(context: Context, span: Span) -> str | None:
    """The name as it was recognised, without what restoration made of its syllables.

    Restoration knows words, and no context tells Thuý from Thuỷ: on a page that was
    read from its picture the recogniser saw the marks.
    """
    words = context.flow.words(span)
    pages = {p.number for p in context.document.pages if p.route is Route.OCR}
    if not all(w.page in pages and spells_name(w.word.raw) for w in words):
        return None
    return person_name(" ".join(w.word.raw for w in words))


def _has_guessed_marks(context: Context, span: Span) -> bool:
    """Whether restoration gave a garbled name its marks: no context tells Diễm from Điểm."""
    words = context.flow.words(span)
    garbled = {p.number for p in context.document.pages if p.route is Route.GARBLED_TEXT}
    return any(w.page in garbled and not same_text(w.word.raw, w.word.text) for w in words)


_NAMED = 0.9
"""Confidence of the least sure word from which a restored name is believed."""
_SURELY = 0.9
"""Confidence of the least sure word from which a name is believed whose first word is in no
list of surnames but is a part of names (Thành Ngọc Phiêu), with two more words behind."""
_RARE = 0.75
"""Confidence of such a name, at most."""
_READ = 0.65
"""Below this the letters and marks of a name are guesses."""


def _is_picture(context: Context) -> bool:
    """A signed page that was read from its picture has a name, read or not."""
    return context.document.route in (Route.OCR, Route.GARBLED_TEXT, Route.MIXED)


def _ink_left_out(context: Context) -> bool:
    """Whether restoration took words of the signature's lines for noise."""
    places = {
        (t.page, t.line)
        for zone in (Zone.SIGNATURE, Zone.RECIPIENTS)
        for span in context.zone(zone, None)
        for t in context.flow.words(span)
    }
    pages = {p.number: p for p in context.document.pages}
    return any(
        word.raw and not word.text
        for page, line in places
        for word in pages[page].lines[line].words
    )
