"""Type and title of the document, and the type of a plan attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.document import UNREAD
from pipeline.extraction.context import Context
from pipeline.extraction.head.agreement import agreed_words
from pipeline.extraction.misread.mending import MENDED, was_recognised, with_localities
from pipeline.extraction.rules import rules_of
from pipeline.normalisation.bodies import parse_body
from pipeline.normalisation.casing import is_capitals
from pipeline.normalisation.dates import WORDS
from pipeline.normalisation.document_types import OFFICIAL_LETTER, type_misread, type_named
from pipeline.normalisation.symbols import Symbol
from pipeline.normalisation.text import UPPER
from pipeline.plan import MISSING, Evidence, Status, Value
from pipeline.segmentation.outline import Span, Zone
from pipeline.vietnamese import strip_marks

_LONGEST_TYPE = 5
_SUBJECT = re.compile(r"^\W*(?:V/v|V/(?=\s)|Về việc)\s*[:.]?\s*", re.IGNORECASE)
_BESIDE = re.compile(
    rf"[-–—_]{{4,}}|CỘNG\s+H[ÒO][AÀ]\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|"
    r"Độc lập - Tự do - Hạnh phúc|"
    rf"(?:(?<=\s)(?:TP\.?\s)?[{UPPER}][^\s\d,]*(?:\s[{UPPER}][^\s\d,]*){{0,3}},\s){WORDS}"
)
_STAMP_ROWS = 9
_ABOUT = re.compile(r"^\W*(?:Về|V/v)\s", re.IGNORECASE)
_AFTER_TITLE = re.compile(rf"^\W*(?:Căn cứ|Thực hiện|Xét|Theo|Kính gửi|[{UPPER} ]{{8,}}$|[I1]\.)")
_ANNEX = re.compile(r"^\W*(?:phụ lục|biểu|mẫu|danh sách)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Titled:
    """The columns, and the span of the title's words for the rules that search it."""

    doc_type: Value = MISSING
    attached_type: Value = MISSING
    title: Value = MISSING
    span: Span = (0, 0)


def find_title(context: Context, symbol: Symbol | None) -> Titled:
    """Type and title from the title zone; a letter's from its form and subject."""
    alone = _attachment_alone(context)
    spans = context.zone(Zone.TITLE) or alone
    whole = (spans[0][0], spans[-1][1]) if spans else (0, 0)
    named = _type_at(context, whole)
    if named:
        kind, size = named
        doc_type = context.value((whole[0], whole[0] + size), kind, "type:title", 0.99)
        rest = _behind_specks(context, (whole[0] + size, whole[1]))
        rest = rest if rest[0] < rest[1] else _behind_stamps(context, rest[1])
        return Titled(doc_type, _attached(context, alone), title_value(context, rest), rest)
    doc_type = _type_in_letterhead(context) or _type_without_name(context, symbol)
    whole = _behind_misread_type(context, whole, doc_type.text)
    title = title_value(context, whole, subject=bool(context.zone(Zone.ADDRESS)))
    return Titled(doc_type, _attached(context, alone), title, whole)


def _attachment_alone(context: Context) -> tuple[Span, ...]:
    """The title of an attached plan that is in the file without its decision.

    Behind a part with a preamble it is not alone, though the title above that was not read.
    """
    if context.zone(Zone.ADDRESS) or context.zone(Zone.TITLE):
        return ()
    first = 1 if context.zone(Zone.PREAMBLE) else 2
    parts = (context.zone(Zone.ATTACHMENT_TITLE, p) for p in range(first))
    return next((spans for spans in parts if spans), ())


def _type_in_letterhead(context: Context) -> Value | None:
    """The type's name alone on a row that the page's layout put to the letterhead."""
    for zone in (Zone.LETTERHEAD_RIGHT, Zone.LETTERHEAD_LEFT):
        for row in (r for span in context.zone(zone) for r in context.lines(span)):
            named = _type_at(context, row)
            if named and named[1] == row[1] - row[0] and is_capitals(context.text(row)):
                return context.value(row, named[0], "type:letterhead-row", 0.95)
    return None


def _type_at(context: Context, span: Span) -> tuple[str, int] | None:
    """The type's canonical name and how many words it takes, the longest name first."""
    first = context.lines(span)[0] if span[0] < span[1] else span
    for size in range(min(_LONGEST_TYPE, span[1] - span[0]), 0, -1):
        words = context.text((span[0], span[0] + size)).strip(' *_#.:“”"')
        known = type_named(words)
        alone = size == first[1] - first[0] or words.isupper()
        if known is None and words.isupper() and size == first[1] - first[0]:
            known = type_misread(words)
        if known and alone and known.family != "generic":
            return known.name, size
    return None


def _type_run_in(context: Context, span: Span) -> tuple[str, int] | None:
    """A recognised type's name with wrong marks that the subject follows: `KÉ HOẠCH THỰC HIỆN`."""
    words = [token.word.text for token in context.flow.words(span)]
    for size in range(min(_LONGEST_TYPE, len(words) - 1), 1, -1):
        known = type_misread(" ".join(words[:size])) if words[size - 1].isupper() else None
        if known and was_recognised(context, span):
            return known.name, size
    return None


def _behind_misread_type(context: Context, span: Span, doc_type: str) -> Span:
    """The title without its type's own row, where the type is known from elsewhere.

    `QUYẾTĐỊH` above the subject of a decision; only on recognised pages.
    """
    rows = context.lines(span) if span[0] < span[1] else ()
    if not doc_type or len(rows) < 2 or not was_recognised(context, rows[0]):
        return span
    read = context.text(rows[0])
    letters, name = ("".join(strip_marks(t.upper()).split()) for t in (read, doc_type))
    alike = fuzz.ratio(letters, name) >= _ALIKE
    return (rows[1][0], span[1]) if read.isupper() and alike else span


_ALIKE = 80
"""Per cent of letters from which a row in capitals is the type's name."""


def _behind_specks(context: Context, span: Span) -> Span:
    """The subject without what a recogniser saw beside the type's name: `KẾ HOẠCH co`."""
    rows = context.lines(span) if span[0] < span[1] else ()
    if len(rows) < 2 or context.tokens[span[0]].first_in_line:
        return span
    beside = context.text(rows[0])
    small = len(beside) <= _SPECK and beside.upper() != beside
    speck = small or not any(map(str.isalpha, beside))
    return (rows[1][0], span[1]) if speck and was_recognised(context, rows[0]) else span


_SPECK = 3
"""Letters in small type that no subject begins with on its type's own row."""


def _behind_stamps(context: Context, start: int) -> Span:
    """The subject where a stamp's or a rule's line stands between it and the type."""
    rows = context.lines((start, min(len(context.tokens), start + 120)))[:_STAMP_ROWS]
    first = next((i for i, row in enumerate(rows) if _ABOUT.match(context.text(row))), None)
    if first is None:
        return start, start
    last = first
    while last + 1 < len(rows) and not _AFTER_TITLE.match(context.text(rows[last + 1])):
        last += 1
    return (rows[first][0], rows[last][1]) if last + 1 < len(rows) else (start, start)


def title_value(context: Context, span: Span, subject: bool = False) -> Value:
    """The subject's words; what is said of enclosure and ruled lines left out.

    `subject` is of a letter: its `V/v` is no part of it. A decision's `Về việc` is.
    """
    span = _without_authority(context, span)
    if span[0] >= span[1]:
        return context.missing("title:none")
    words = agreed_words(context, span)
    agreed = words != [token.word.text for token in context.flow.words(span)]
    rows = (" ".join(words[a - span[0] : b - span[0]]) for a, b in context.lines(span))
    text = _without_columns(" ".join(row for row in rows if re.search(r"[^\W_]", row)))
    for rule in rules_of("title-note"):
        text = rule.pattern.sub(" ", text)
    if subject:
        text = _SUBJECT.sub("", text)
    rule_id = "title:subject" if subject else "title:zone"
    text = " ".join(text.split()).strip(" *_#-–—")
    if was_recognised(context, span):
        text = _without_specks(" ".join(w for w in text.split() if not _SPECKS.match(w)))
        text = _INSIDE.sub("", _STOP_BEFORE_YEAR.sub(" ", text))
    if not text:
        return context.missing("title:none")
    right = with_localities(context, span, text)
    mended = agreed or right != text
    told, sure = (f"{rule_id}:mended", MENDED) if mended else (rule_id, 0.97)
    # What there is of a title that lacks a word says much: it is kept, as a half-read date is.
    status = Status.UNREADABLE if UNREAD in right else Status.FOUND
    return context.value(span, right, told, sure, status=status)


_STOP_BEFORE_YEAR = re.compile(r"(?<=[^\W\d_]{2})\.(?=(?:19|20)\d\d(?!\d))")
"""`năm học.2024 - 2025`"""
_INSIDE = re.compile(r"(?<=\w)\\(?=\w)")
"""`khóa X\\VI`: no word has such a stroke."""
_SPECKS = re.compile(r"^(?=.*[_~'`|\\^ˆ])[\W_ˆ]+$")
"""What a recogniser saw between words: `PCMT -_ đến năm 2030`."""


def _without_specks(text: str) -> str:
    """Without a mark that a recogniser saw before the first word: `"Thực hiện`, `'Về`."""
    bare = text.lstrip("\"'`‘’.,;:~^°•·| ")
    opens = text[: len(text) - len(bare)]
    return text if '"' in opens and '"' in bare else bare


def _without_authority(context: Context, span: Span) -> Span:
    """The title without the line below it that names who decides: `ỦY BAN NHÂN DÂN TỈNH`."""
    lines = context.lines(span)
    if len(lines) < 2:
        return span
    last, above = context.text(lines[-1]), context.text(lines[-2])
    goes_on = above.lower().endswith(("của", "và", "-", ",", "với", "tại"))
    if is_capitals(last) and not goes_on and (body := parse_body(last)) and body.known:
        return span[0], lines[-1][0]
    return span


def _without_columns(text: str) -> str:
    """A letter's subject without the right column's lines that stand beside it."""
    return _BESIDE.sub(" ", text)


def _type_without_name(context: Context, symbol: Symbol | None) -> Value:
    """A letter has no type's name; a type's code in the symbol says it for the others."""
    address = context.zone(Zone.ADDRESS)
    if symbol and symbol.doc_type:
        inferred = symbol.doc_type.name
        return Value(inferred, Status.FOUND, Evidence(rule="inferred:symbol-code", confidence=0.85))
    if address and symbol:
        return context.value(address[0], OFFICIAL_LETTER, "type:letter", 0.95)
    return context.missing("type:no-name")


def _attached(context: Context, alone: tuple[Span, ...]) -> Value:
    """The type of the first attached document that is no annex."""
    if alone:
        return context.missing("attached:alone")
    for part in sorted({z.part for z in context.outline.zones}):
        spans = context.zone(Zone.ATTACHMENT_TITLE, part)
        if not spans or _ANNEX.match(context.text(spans[0])):
            continue
        whole = (spans[0][0], spans[-1][1])
        named = _type_at(context, whole) or _type_run_in(context, whole)
        if named:
            span = (whole[0], whole[0] + named[1])
            return context.value(span, named[0], "attached:title", 0.97)
    return context.missing("attached:none")
