"""The document's printed lines, ready to be matched: clean text and folded text.

A `Row` joins the words of a line by single spaces, takes Markdown's marks off and
keeps the way back from a character to its word. `folded` is the same text without
diacritics and in lower case, of the same length, so that a pattern found in it holds
in a text whose tone marks were misread.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Flow, Line, Region, Token
from pipeline.segmentation.outline import Span
from pipeline.vietnamese import strip_marks

MARGINS = (Region.MARGIN, Region.PAGE_NUMBER)
"""Regions that stand between a sentence and its continuation."""


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    bare = strip_marks(char).lower()
    return bare if len(bare) == 1 else char


def fold(text: str) -> str:
    """Without marks, in lower case, as long as `text`: for matching, never for showing."""
    return "".join(map(_fold_char, text))


def clean_word(text: str) -> str:
    """A word without Markdown's emphasis and heading marks; a lone `*` is a bullet."""
    if text == "*" or ("*" not in text and "#" not in text and "_" not in text):
        return text
    return text.replace("**", "").strip("#*") or ("*" if text == "**" else "")


def is_caps(text: str) -> bool:
    """Whether at least four of five letters are capitals, of two or more."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line (or table row) with the way back to its words.

    `starts[i]` is the offset in `text` of the i-th word of `span`. `opens` says that
    the page shows a new paragraph here, `cells` that it is a table's row; `columns` are
    the offsets at which its second and later cells begin. `end` is where
    the line ends and `lead` how wide its first word is, as shares of a long line: a line
    that had room for the next line's first word was ended on purpose.
    """

    span: Span
    text: str
    folded: str
    starts: tuple[int, ...]
    page: int
    region: Region
    opens: bool = False
    cells: bool = False
    bold: bool = False
    end: float = 0.0
    lead: float = 0.0
    drawn: bool = False
    columns: tuple[int, ...] = ()

    def had_room_for(self, below: Row) -> bool:
        """Whether the next line's first word would have fitted on this one."""
        if self.drawn:
            return self.end < _DRAWN_FULL
        return self.end + below.lead < _TEXT_FULL

    def word_at(self, offset: int) -> int:
        """The index of the word that holds the character at `offset` of `text`."""
        return self.span[0] + max(0, bisect_right(self.starts, offset) - 1)

    def words(self, start: int, end: int) -> Span:
        """The words that the characters start..end of `text` touch."""
        if start >= end:
            first = self.word_at(start) if start < len(self.text) else self.span[1]
            return first, first
        return self.word_at(start), self.word_at(end - 1) + 1

    @property
    def caps(self) -> bool:
        """Whether the row is written in capitals."""
        return is_caps(self.text)


def _columns(tokens: list[Token], starts: list[int], line: Line) -> tuple[int, ...]:
    """Where the second and later cells begin that have words."""
    words = [index for index, word in enumerate(line.words) if word.text]
    cells = [sum(index >= c for c in line.cells) for index in words]
    changes = (i for i in range(1, len(tokens)) if cells[i] != cells[i - 1])
    return tuple(starts[i] for i in changes)


_LONGEST_PRINTED = 135
_SHORTEST_PRINTED = 60
"""Characters: no full line of an A4 page at 13 points holds more, or less."""
_TEXT_FULL = 0.93
"""Letters differ in width, so in plain text a full line may count few of them."""
_DRAWN_FULL = 0.975
"""On a page the text is justified: a line that goes on reaches the edge."""


def _make_row(tokens: list[Token], first: int, line: Line, edge: float) -> Row:
    """The row of these tokens, which begin at word `first` of the flow."""
    text, starts = "", []
    for token in tokens:
        word = clean_word(token.word.text)
        if word and text:
            text += " "
        starts.append(len(text))
        text += word
    return Row(
        span=(first, first + len(tokens)),
        text=text,
        folded=fold(text),
        starts=tuple(starts),
        page=tokens[0].page,
        region=line.region,
        opens=line.paragraph,
        cells=bool(line.cells) or line.region is Region.TABLE,
        bold=all(t.word.bold for t in tokens),
        end=_end(tokens) / edge if edge else 0.0,
        lead=_width(tokens[0]) / edge if edge else 0.0,
        drawn=tokens[-1].word.box is not None,
        columns=_columns(tokens, starts, line),
    )


def rows_of(flow: Flow, lines: dict[tuple[int, int], Line]) -> tuple[Row, ...]:
    """All rows with words, margins included; `lines` by (page number, index on the page)."""
    groups: list[tuple[int, list[Token]]] = []
    for index, token in enumerate(flow.tokens):
        if groups and (groups[-1][1][0].page, groups[-1][1][0].line) == (token.page, token.line):
            groups[-1][1].append(token)
        else:
            groups.append((index, [token]))
    prose = [t for _, t in groups if not lines[t[0].page, t[0].line].cells]
    edge = _right_edge(prose or [tokens for _, tokens in groups])
    return tuple(
        _make_row(tokens, first, lines[tokens[0].page, tokens[0].line], edge)
        for first, tokens in groups
    )


def _end(tokens: list[Token]) -> float:
    """Where a line ends: in points where there are boxes, else in characters."""
    box = tokens[-1].word.box
    return box.x1 if box else sum(len(t.word.text) + 1 for t in tokens)


def _width(token: Token) -> float:
    box = token.word.box
    return box.width if box else len(token.word.text)


def _right_edge(lines: list[list[Token]]) -> float:
    """Where long lines end; 0 for a text whose lines are whole paragraphs."""
    ends = sorted(_end(tokens) for tokens in lines)
    edge = ends[max(0, min(int(0.97 * len(ends)), len(ends) - 3))] if ends else 0.0
    drawn = any(tokens[-1].word.box for tokens in lines)
    if drawn:
        return edge
    return max(edge, _SHORTEST_PRINTED) if edge < _LONGEST_PRINTED else 0.0
