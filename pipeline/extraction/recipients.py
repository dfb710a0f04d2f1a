"""The lines of Nơi nhận, each with the note in its brackets."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from pipeline.document import Token
from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised, was_restored
from pipeline.extraction.misread.recipient_codes import with_known_codes
from pipeline.extraction.passage import Passage
from pipeline.extraction.tasks.unit_marks import with_marks
from pipeline.normalisation.casing import is_capitals
from pipeline.plan import Recipient, Value
from pipeline.segmentation.outline import Span, Zone
from pipeline.segmentation.rows import fold
from pipeline.vietnamese import is_syllable

_LABEL = re.compile(r"^\W{0,4}(?:n?\w{1,2}i|nơ) ?nh\w{1,2}[nm]\b ?[:;.]?\s*")
_BULLET = re.compile(r"^[\W_]{0,2}[-–—−•*+~][\s_=~.'`]*(?:[-–—−][\s_]*)?")
_INLINE = re.compile(r"(?<=[;.])\s*(?=[-–—•+*]\s?[^\W\d_])")
_SEMICOLON = re.compile(rf"{_INLINE.pattern}|(?<=;)\s+(?=[^\W\d_](?!/))")
_NOTE = re.compile(r"^(?P<name>.*?)[\s;.,]*\((?P<note>[^()]{1,60})\)[\s;.,:]*$")
_NOTES = (
    ("b/c", re.compile(r"^(?:[b68l1h0]\s?)?/{1,2}\s?[cC€(¢eGo©]?$|^b/?[c€©]$|^Đ/[cC]$")),
    ("t/h", re.compile(r"^t\s?/{1,2}\s?[hnb]$|^th[iíìịỉuưủứ]?$|^[ƯưỰự]h$")),
    ("p/h", re.compile(r"^p\s?/{1,2}\s?[hnb]$|^ph$")),
    ("ph/h", re.compile(r"^ph\s?/{1,2}\s?[hnb]$")),
)
"""Notes of two letters as recognisers read them; what stood there is kept as raw text."""
_PLAIN_NOTES = {
    fold(note): note
    for note in (
        "báo cáo", "thực hiện", "phối hợp", "chỉ đạo", "biết", "theo dõi", "kiểm tra", "giám sát",
        "đăng tải", "đưa tin", "hướng dẫn", "tuyên truyền", "triển khai",
    )
}  # fmt: skip
"""Notes in full words: on recognised pages their marks are these."""
_TO = re.compile(r"^(?:đề|dé|đê|đẻ|dể|de|đế)(?=\s)")
_NO_BRACKETS = str.maketrans("{[}]", "(())")
_ENDED = re.compile(r"(?:[;.]|\)\W*)$")
"""A recipient ends with its sign or with the note in brackets, whatever was read behind."""
_KEPT = re.compile(r"^\W{0,2}[lL]ưu(?: ?[:.;]| (?:VT|VP|Văn phòng|Văn thư)\b)")
"""The last line says where the document is kept."""
_FOOTNOTE = re.compile(r"^\W{0,2}\d{1,2}\W{0,2}[^\W\d_a-zđ]\w*(?:\s\S+){4}")
"""`1 Nghị định số 126/2024/NĐ-CP ngày ...`; `35 bản` goes on with where it is kept."""
_EDGES = " ;.,:'’‘`|_~"
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NOTE_INSIDE = re.compile(
    r"\((?:để )?(?:b/c|t/h|p/h|[b6l1h0]\s?/\s?[cC€(¢eGo©]|th/h)\)[;,.:]?(?=\s)"
)
_KEPT_INSIDE = re.compile(r"(?i)^\W*lưu\b[^.]{3,60}\.(?=\s+(?![A-ZĐ&]{2,5}\W*$))")
_INK_BEHIND = re.compile(r"[;:]\s+(?P<rest>[^;:]+)$")
_INK_AROUND = re.compile(r"^[\s=<>«»*_~+]+|[\s=<>«»*_~+(]+$")
_STOP_FOR_COMMA = re.compile(r"(?<=[^\W\d_A-ZĐ])\.(?= [^\W\d_])")
"""A comma between recipients that was read as a stop; abbreviations end in capitals."""
_DASH_LOST = re.compile(r"^\W{0,2}[-–—−•*+~=»_]")
"""A dash as it was read, also where restoration took it for noise."""
_DRAFTERS = re.compile(r"^\d+\s?b?$|^[\d\W]*$")


def find_recipients(context: Context) -> tuple[Recipient, ...]:
    """The recipients in order: of the main document, else of what is attached."""
    for part in (0, None):
        items = [item for span in _items(context, part) if (item := _recipient(context, span))]
        if items:
            return tuple(items)
    return ()


def _items(context: Context, part: int | None) -> Iterator[Span]:
    """The spans of the single recipients."""
    lines = [line for span in context.zone(Zone.RECIPIENTS, part) for line in context.lines(span)]
    bulleted = sum(bool(_BULLET.match(Passage.of(context.flow, line).text)) for line in lines) > 1
    current: list[Span] = []
    for line in lines:
        passage = Passage.of(context.flow, line)
        label = passage.find(_LABEL)
        if label is not None and not current:
            passage = passage.part(label.end(), len(passage.text))
        if not _LETTERS.search(passage.text) and not (current or "(" in passage.text):
            continue  # dust above the first, or nothing behind the label
        if (
            bulleted
            and was_restored(context, line)
            and _of_the_signature(context, line, passage, current)
        ):
            continue
        if bulleted and current and _is_footnote(context, passage, current):
            break
        if current and _opens(context, passage, current, bulleted):
            yield from _cut(context, current, bulleted)
            current = []
        current.append(passage.span())
    if current:
        yield from _cut(context, current, bulleted)


def _is_footnote(context: Context, passage: Passage, above: list[Span]) -> bool:
    """Whether a line is a footnote below the whole block, which ends with where it is kept."""
    kept = _KEPT.match(Passage.of(context.flow, *above).text)
    whole = Passage.of(
        context.flow, (above[-1][1], passage.span()[1])
    )  # its first line may be lost
    return bool(kept and _FOOTNOTE.match(whole.text))


def _of_the_signature(context: Context, line: Span, passage: Passage, above: list[Span]) -> bool:
    """A garbled line without a dash among lines with one: what the other column left there.

    Not so what goes on in small letters, and a recipient whose dash alone was lost.
    """
    text = passage.text
    dash = _DASH_LOST.match(_raw_of_line(context, context.tokens[line[0]]))
    if dash or _BULLET.match(text):
        return False
    if text[:1].islower() and above and not _ENDED.search(Passage.of(context.flow, *above).text):
        return False
    return is_capitals(text) or not _ENDED.search(text)


def _raw_of_line(context: Context, token: Token) -> str:
    """A printed line as it was read, with what restoration took for noise."""
    page = next(p for p in context.document.pages if p.number == token.page)
    return " ".join(word.raw for word in page.lines[token.line].words)


def _opens(context: Context, passage: Passage, above: list[Span], bulleted: bool) -> bool:
    """Whether a line begins another recipient."""
    if _BULLET.match(passage.text) or _KEPT.match(passage.text):
        return True
    before = Passage.of(context.flow, *above).text
    if passage.text.startswith("(") or passage.text[:1].islower():
        return False
    return bool(_ENDED.search(before)) or not bulleted


def _cut(context: Context, spans: list[Span], bulleted: bool) -> Iterator[Span]:
    """Several recipients on one line (`- A; - B;`) to one span each.

    Where lines have their dashes, `- VP Sở; Thanh tra Sở;` is one line; without any, a
    semicolon parts recipients too.
    """
    passage = Passage.of(context.flow, *spans)
    marks = _INLINE if bulleted else _SEMICOLON
    cuts = [0, *(m.end() for m in marks.finditer(passage.text)), len(passage.text)]
    for start, end in pairwise(cuts):
        part = passage.part(start, end)
        if part.text:
            yield part.span()


def _recipient(context: Context, span: Span) -> Recipient | None:
    if was_restored(context, span):
        span = _without_ink(context, span)
    text = Passage.of(context.flow, span).text
    text = _BULLET.sub("", text).strip()
    recognised = was_recognised(context, span)
    if recognised:
        text = text.translate(_NO_BRACKETS)
    found = _NOTE.match(text)
    restored = was_restored(context, span)
    name, note = text.strip(_EDGES), ""
    if found and not _DRAFTERS.match(found["note"]) and not name.lower().startswith("lưu"):
        name, note = found["name"].strip(_EDGES), found["note"].strip()
    if restored:
        name = _STOP_FOR_COMMA.sub(",", _INK_AROUND.sub("", name)).strip(_EDGES)
    if not _LETTERS.search(name) or (len(name) <= 3 and name.islower()):
        return None  # dust
    if fold(name) in ("nhan", "noi nhan"):
        return None  # the heading, half of it lost
    lost_note = _NOTE_LOST.search(name) if recognised else None
    if lost_note:
        name, note = name[: lost_note.start()], lost_note["note"]
    note = _tidy_note(note.replace("-", " ") if restored else note)
    if recognised:
        name, note = repaired(with_marks(context, span, name)), _respelled(note)
        if not restored and context.reading_confidence(span) < _DOUBTFUL:
            name = with_known_codes(name)
    return Recipient(
        recipient=_named(context, span, name),
        note=_note(context, span, note, recognised),
    )


def _named(context: Context, span: Span, name: str) -> Value:
    """The recipient's value; letters that were hardly read are no name."""
    value = context.value(span, name, "recipient:line", 0.97)
    return value if value.evidence.confidence >= _HARDLY_READ else value.doubted("hardly read")


_HARDLY_READ, _DOUBTFUL = 0.5, 0.9
_NOTE_LOST = re.compile(r"\s*[(@®©]\W?(?P<note>[^()\s\w]?\s?[^\W_]?\s?/\s?[^()\s]{1,2})\)$")
"""A bracket with a stroke and little else, which is a note: `UBND thành phố (/€)`."""


def _note(context: Context, span: Span, note: str, recognised: bool) -> Value:
    """The note's value; two or three letters that mean nothing were misread."""
    if not note:
        return context.missing("recipient:note")
    restored = was_restored(context, span)
    last = note.removeprefix("để ") if recognised else note
    short = len(last) <= _SHORT or (restored and " " not in last)
    if recognised and short and fold(last) not in _PLAIN_NOTES:
        known = {name for name, _ in _NOTES} | {"k/c", "đ/b", "p/b"}
        if last not in known:
            return context.unreadable(span, "recipient:note-unread")
    return context.value(span, note, "recipient:note")


_SHORT = 4


def _without_ink(context: Context, span: Span) -> Span:
    """A garbled recipient without what the other column left behind its end.

    Behind the note in brackets, or the stop of what is kept, stands nothing more of it.
    """
    passage = Passage.of(context.flow, span)
    end = _NOTE_INSIDE.search(passage.text) or _KEPT_INSIDE.match(passage.text)
    if end:
        return passage.part(0, end.end()).span()
    behind = None if _KEPT.match(passage.text) else _INK_BEHIND.search(passage.text)
    if behind and _is_ink(behind["rest"]):
        return passage.part(0, behind.start() + 1).span()
    return span


def _is_ink(text: str) -> bool:
    """Whether half the words of a text and more are no syllables and no abbreviations."""
    words = [w for w in text.split() if any(c.isalpha() for c in w)]
    odd = [w for w in words if not (w.isupper() or is_syllable(w.strip(_EDGES)))]
    return len(odd) * 2 >= len(words)


@lru_cache(maxsize=1)
def _repairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = files("pipeline.extraction").joinpath("data/recipient_repairs.toml").read_text("utf-8")
    return tuple((re.compile(r["pattern"]), r["to"]) for r in tomllib.loads(raw)["repair"])


def repaired(name: str) -> str:
    """A recognised recipient with its abbreviations put right (`data/recipient_repairs.toml`)."""
    for pattern, to in _repairs():
        name = pattern.sub(to, name)
    return name.strip(_EDGES).rstrip(f"{_EDGES}-–—")


def _respelled(note: str) -> str:
    """A note in words with the marks that it has: `đề thực hiên` is `để thực hiện`."""
    note = _TO.sub("để", note)
    lead = "để " if note.startswith("để ") else ""
    return lead + _PLAIN_NOTES.get(fold(note[len(lead) :]), note[len(lead) :])


def _tidy_note(note: str) -> str:
    """`b/€`, `để b/€` as `b/c`, `để b/c`; other notes as they are."""
    lead, _, last = note.strip("‘’'`").rpartition(" ")
    tidy = next((name for name, read in _NOTES if read.match(last)), last)
    return f"{lead} {tidy}".strip()
