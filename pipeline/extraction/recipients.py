"""The lines of Nơi nhận, each with the note in its brackets."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from pipeline.extraction.context import Context
from pipeline.extraction.mending import was_recognised
from pipeline.extraction.passage import Passage
from pipeline.extraction.unit_marks import with_marks
from pipeline.plan import Recipient
from pipeline.segmentation.outline import Span, Zone

_LABEL = re.compile(r"^\W{0,4}(?:n?\w{1,2}i|nơ) ?nh\w{1,2}n\b ?[:;.]?\s*")
_BULLET = re.compile(r"^[\W_]{0,2}[-–—−•*+~][\s_=~.'`]*(?:[-–—−][\s_]*)?")
_INLINE = re.compile(r"(?<=[;.])\s*(?=[-–—•+*]\s?[^\W\d_])|(?<=;)\s+(?=[^\W\d_](?!/))")
_NOTE = re.compile(r"^(?P<name>.*?)[\s;.,]*\((?P<note>[^()]{1,60})\)[\s;.,:]*$")
_NOTES = (
    ("b/c", re.compile(r"^(?:[b68l1h]\s?)?/\s?[cC€(¢eGo©]?$|^b/?[c€©]$")),
    ("t/h", re.compile(r"^t\s?/\s?[hnb]$|^th$")),
    ("p/h", re.compile(r"^p\s?/\s?[hnb]$|^ph$")),
)
"""Notes of two letters as recognisers read them; what stood there is kept as raw text."""
_ENDED = re.compile(r"(?:[;.]|\)\W*)$")
"""A recipient ends with its sign or with the note in brackets, whatever was read behind."""
_EDGES = " ;.,:'’‘`|_~"
_LETTERS = re.compile(r"[^\W\d_]{2}")
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
        if current and _opens(context, passage, current, bulleted):
            yield from _cut(context, current)
            current = []
        current.append(passage.span())
    if current:
        yield from _cut(context, current)


def _opens(context: Context, passage: Passage, above: list[Span], bulleted: bool) -> bool:
    """Whether a line begins another recipient."""
    if _BULLET.match(passage.text):
        return True
    before = Passage.of(context.flow, *above).text
    if passage.text.startswith("(") or passage.text[:1].islower():
        return False
    return bool(_ENDED.search(before)) or not bulleted


def _cut(context: Context, spans: list[Span]) -> Iterator[Span]:
    """Several recipients on one line (`- A; - B;`) to one span each."""
    passage = Passage.of(context.flow, *spans)
    cuts = [0, *(m.end() for m in _INLINE.finditer(passage.text)), len(passage.text)]
    for start, end in pairwise(cuts):
        part = passage.part(start, end)
        if part.text:
            yield part.span()


def _recipient(context: Context, span: Span) -> Recipient | None:
    text = Passage.of(context.flow, span).text
    text = _BULLET.sub("", text).strip()
    found = _NOTE.match(text)
    name, note = text.strip(_EDGES), ""
    if found and not _DRAFTERS.match(found["note"]) and not name.lower().startswith("lưu"):
        name, note = found["name"].strip(_EDGES), found["note"].strip()
    if not _LETTERS.search(name) or (len(name) <= 3 and name.islower()):
        return None  # dust
    note = _tidy_note(note)
    if was_recognised(context, span):
        name = repaired(with_marks(context, span, name))
    return Recipient(
        recipient=context.value(span, name, "recipient:line", 0.97),
        note=context.value(span, note, "recipient:note")
        if note
        else context.missing("recipient:note"),
    )


@lru_cache(maxsize=1)
def _repairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = files("pipeline.extraction").joinpath("data/recipient_repairs.toml").read_text("utf-8")
    return tuple((re.compile(r["pattern"]), r["to"]) for r in tomllib.loads(raw)["repair"])


def repaired(name: str) -> str:
    """A recognised recipient with its abbreviations put right (`data/recipient_repairs.toml`)."""
    for pattern, to in _repairs():
        name = pattern.sub(to, name)
    return name.strip(_EDGES)


def _tidy_note(note: str) -> str:
    """`b/€`, `để b/€` as `b/c`, `để b/c`; other notes as they are."""
    lead, _, last = note.rpartition(" ")
    tidy = next((name for name, read in _NOTES if read.match(last)), last)
    return f"{lead} {tidy}".strip()
