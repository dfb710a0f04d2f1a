"""What was read: words on lines on pages, and the one text made of them.

Everything here is frozen: a stage takes a `Document` and gives another one.
All text is NFC. Boxes are in PDF points with the origin at the top left of
the page as a person sees it (after the page's own rotation).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

UNREAD = "□"
"""Stands in the text for ink that was seen and not read."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @staticmethod
    def around(boxes: Iterable[Box | None]) -> Box | None:
        """The smallest box that holds all of them; None when there is none."""
        known = [b for b in boxes if b is not None]
        if not known:
            return None
        return Box(
            min(b.x0 for b in known),
            min(b.top for b in known),
            max(b.x1 for b in known),
            max(b.bottom for b in known),
        )

    @property
    def width(self) -> float:
        """In points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a word by the recogniser, `confidence` in 0..1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `raw` as it was read, `text` as it is now understood.

    Reading sets both to the same; only restoration changes `text`. An empty
    `text` is a word that restoration took for noise: it stays on its line with
    its `raw`, but not in the document's text. `UNREAD` as text is ink that could
    not be read. `confidence` (0..1) is how sure we are that `text` is right.
    When restoration splits a word, the parts share its box and divide its raw;
    when it merges words, the one that stays carries all of the raw.
    """

    raw: str
    text: str
    box: Box | None = None
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    bold: bool = False
    italic: bool = False


class Region(StrEnum):
    """Where on the official layout a line stands (Decree 30/2020, Appendix I)."""

    LETTERHEAD_LEFT = "letterhead-left"  # parent body, issuer, number and symbol
    LETTERHEAD_RIGHT = "letterhead-right"  # state title, motto, place and date
    TITLE = "title"  # type of document and its subject
    BODY = "body"
    TABLE = "table"
    RECIPIENTS = "recipients"  # Nơi nhận, bottom left
    SIGNATURE = "signature"  # capacity, title, name, bottom right
    MARGIN = "margin"  # running heads, stamps beside the text, page foot
    PAGE_NUMBER = "page-number"
    UNKNOWN = "unknown"  # plain text: nothing but the words tells


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a row of a table.

    `cells` are the indexes in `words` at which the second and later cells of a
    table row begin. `paragraph` is true where the line opens a paragraph as far
    as the page shows it (indent, gap, blank line above).
    """

    words: tuple[Word, ...]
    region: Region = Region.UNKNOWN
    box: Box | None = None
    paragraph: bool = False
    cells: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The line's text: words by spaces, cells by tabs, noise left out."""
        parts: list[str] = []
        for index, word in enumerate(self.words):
            if index in self.cells:
                parts.append("\t")
            if word.text:
                if parts and parts[-1] != "\t":
                    parts.append(" ")
                parts.append(word.text)
        return "".join(parts)


class Route(StrEnum):
    """Which way a page's words were had."""

    TEXT_LAYER = "text-layer"
    LEGACY_TEXT = "legacy-text"  # an encoding of before Unicode
    GARBLED_TEXT = "garbled-text"  # a text layer or text file that needs restoration
    OCR = "ocr"
    PLAIN_TEXT = "plain-text"
    MIXED = "mixed"  # of a document only: its pages differ


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order.

    `number` counts from 1. `width` and `height` are points (0 for text files).
    `rotation` (0, 90, 180, 270) is how far the page was turned clockwise to be
    read, `skew` the degrees by which it was straightened. `why` says in a few
    words why this route was taken. `confidence` is the mean of its words'.
    """

    number: int
    lines: tuple[Line, ...]
    route: Route
    why: str = ""
    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    skew: float = 0.0

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the page, noise included."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def confidence(self) -> float:
        """Mean over the words with text, 0..1; 0 for a page without words."""
        known = [w.confidence for w in self.words if w.text]
        return sum(known) / len(known) if known else 0.0

    @property
    def text(self) -> str:
        """A line per printed line."""
        return "\n".join(line.text for line in self.lines)


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a stage noticed and a person may want to know.

    `code` is stable and in kebab case (`page-unreadable`, `symbol-issuer-mismatch`);
    `page` is None for what concerns the whole document.
    """

    stage: str
    code: str
    message: str
    severity: Severity = Severity.WARNING
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `name` is its path relative to the input, with `/`."""

    name: str
    sha256: str
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def route(self) -> Route:
        """The pages' common route; `MIXED` where pages with words differ."""
        routes = {page.route for page in self.pages if page.words} or {
            page.route for page in self.pages
        }
        return routes.pop() if len(routes) == 1 else Route.MIXED

    @property
    def text(self) -> str:
        """The canonical text: pages by a newline, lines by a newline."""
        return "\n".join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the document's text with its place: token i is word i.

    `page` is the page's number, `line` counts the page's lines from 0, `start`
    and `end` are offsets in `Document.text`.
    """

    word: Word
    page: int
    line: int
    start: int
    end: int
    first_in_line: bool
    region: Region


@dataclass(frozen=True, slots=True)
class Flow:
    """A document as one run of its words, to search and to find the way back.

    `tokens` are the words whose text is not empty, in reading order. `text` is
    the canonical text (`Document.text`): line ends are newlines, cells tabs.
    A span of words is a half-open pair (first, last + 1) of token indexes.
    """

    tokens: tuple[Token, ...]
    text: str
    _starts: tuple[int, ...] = field(repr=False, compare=False, default=())

    @staticmethod
    def of(document: Document) -> Flow:
        """The document's words that have text, with their offsets."""
        tokens: list[Token] = []
        offset = 0
        for page in document.pages:
            for number, line in enumerate(page.lines):
                tokens.extend(_tokens_of_line(line, page.number, number, offset))
                offset += len(line.text) + 1
            if not page.lines:
                offset += 1
        starts = tuple(t.start for t in tokens)
        return Flow(tuple(tokens), document.text, starts)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The span of words that the characters start..end of `text` touch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        if self.tokens and self.tokens[first].end <= start:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < end:
            last += 1
        return first, last

    def words(self, span: tuple[int, int]) -> tuple[Token, ...]:
        """The tokens of a span."""
        return self.tokens[span[0] : span[1]]

    def running(self, span: tuple[int, int]) -> str:
        """The words' text by single spaces, whatever line they stand on."""
        return " ".join(t.word.text for t in self.words(span))

    def raw(self, span: tuple[int, int]) -> str:
        """What stood in the document there, before restoration."""
        return " ".join(t.word.raw for t in self.words(span) if t.word.raw)

    def box(self, span: tuple[int, int]) -> Box | None:
        """The box around the span's words on the page where it begins."""
        words = self.words(span)
        if not words:
            return None
        return Box.around(t.word.box for t in words if t.page == words[0].page)

    def confidence(self, span: tuple[int, int]) -> float:
        """The least sure word decides; 0 for an empty span."""
        return min((t.word.confidence for t in self.words(span)), default=0.0)


def _tokens_of_line(line: Line, page: int, number: int, offset: int) -> Iterator[Token]:
    """The line's words with text, at the offsets `Line.text` puts them."""
    position = offset
    opened = False
    after_tab = True
    for index, word in enumerate(line.words):
        if index in line.cells:
            position += 1
            after_tab = True
        if not word.text:
            continue
        if not after_tab:
            position += 1
        end = position + len(word.text)
        yield Token(word, page, number, position, end, not opened, line.region)
        position, opened, after_tab = end, True, False
