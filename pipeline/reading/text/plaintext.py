"""Text and Markdown files: the bytes' encoding, Markdown's marks, lines and paragraphs."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.document import Line, Page, Route, Word
from pipeline.errors import ReadingError
from pipeline.one_line import in_lines
from pipeline.reading.text import legacy, miscoded
from pipeline.reading.text.judging import Verdict, judge, valid_share
from pipeline.reading.text.portal import mended_head
from pipeline.vietnamese import as_seen, nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = {
    code: letter
    for code in range(0x80, 0xA0)
    if (letter := bytes([code]).decode("cp1252", "ignore"))
}
"""What Windows-1252 has where Latin-1 has controls; five codes are controls in both."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text in NFC, the name of its encoding, and the route that this makes."""

    text: str
    encoding: str
    legacy: bool = False


def decode_bytes(data: bytes) -> Decoded:
    """The text of a .txt or .md file.

    A byte-order mark decides; then UTF-16 without one (zero bytes), UTF-8, and at
    last the one-byte encodings by which reading makes most words Vietnamese
    syllables: TCVN3, VNI, Windows-1258. Raises ReadingError `not-text`.
    """
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    wide = marked or _utf16_without_mark(data)
    if wide:
        return Decoded(_clean(data.decode(wide, errors="replace")), wide)
    try:
        made = _maybe_legacy(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        made = _one_byte(data)
    controls = _CONTROLS.findall(data[:4096].decode("latin-1"))
    if data.count(0) or (len(controls) > len(data) / 50 and not made.legacy):
        raise ReadingError("not-text", "The file is not text; check what its name should end in.")
    return made


def _utf16_without_mark(data: bytes) -> str | None:
    """ASCII letters and spaces have a zero high byte: on which side tells the order."""
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return None
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if name == "utf-16-le" else sample[1::2]
        if zeros.count(0) > len(zeros) * 0.3 and other.count(0) < len(other) * 0.05:
            return name
    return None


def _maybe_legacy(text: str, name: str) -> Decoded:
    """Valid UTF-8 whose letters were written in another way, or in an older encoding."""
    found = miscoded.reader_of(text)
    if found is None:
        return Decoded(_clean(text), name)
    kind, read = found
    return Decoded(_clean(read(text)), f"{name}, {kind}", legacy=True)


def _one_byte(data: bytes) -> Decoded:
    latin = data.decode("latin-1").translate(_WINDOWS)
    kind = legacy.guess(latin)
    if kind:
        return Decoded(_clean(legacy.decode(latin, kind)), kind, legacy=True)
    # A few wrong bytes in a UTF-8 file are not another encoding.
    candidates = [("windows-1258", nfc(data.decode("cp1258", errors="replace")))]
    candidates.append(("utf-8 with damage", data.decode("utf-8", errors="replace")))
    name, text = max(candidates, key=lambda c: valid_share(c[1]))
    return Decoded(_clean(text), name)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return as_seen(text.replace("\f", "\n\n").replace("\v", "\n").replace("\u2028", "\n"))


def read_text(data: bytes, markdown: bool) -> Page:
    """The whole file as one page of lines without boxes.

    A line's `paragraph` is true after a blank line, and in Markdown for headings and
    list items too. Raises ReadingError `no-text`, `not-text`.
    """
    decoded = decode_bytes(data)
    lines = tuple(_lines(decoded.text, markdown or _looks_like_markdown(decoded.text)))
    if not lines:
        raise ReadingError("no-text", "The file has no text in it.")
    judgement = judge(decoded.text)
    route = Route.LEGACY_TEXT if decoded.legacy else Route.PLAIN_TEXT
    if judgement.verdict is Verdict.GARBLED:
        route = Route.GARBLED_TEXT
    else:
        lines = in_lines(lines)
    return Page(1, lines, route, f"text in {decoded.encoding}: {judgement.why}")


_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])")
_RULE = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_STAR_ITEM = re.compile(r"^(\s*)\*\s+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKED_LINE = re.compile(r"^\s{0,3}(#{1,6}\s|\*\*\S.*\*\*\s*$|\|.*\|\s*$)", re.MULTILINE)


def _looks_like_markdown(text: str) -> bool:
    """Plans converted to Markdown often carry the name .txt."""
    return len(_MARKED_LINE.findall(text)) >= 2


def _lines(text: str, markdown: bool) -> list[Line]:
    rows: list[tuple[str, int]] = []
    blanks = 1
    for raw in mended_head(text.split("\n")):
        if raw.strip():
            rows.append((raw, blanks))
            blanks = 0
        else:
            blanks += 1
    usual = _usual_blanks(rows)
    full = 0.7 * sorted(len(raw) for raw, _ in rows)[len(rows) * 3 // 4] if usual else 0
    lines: list[Line] = []
    opens = True
    tabular = _tabular([raw for raw, _ in rows])
    for index, (raw, before) in enumerate(rows):
        heading = markdown and bool(_HEADING.match(raw))
        line = _line(raw, markdown, opens or heading or before > usual, index in tabular)
        if line is not None:
            lines.append(line)
        opens = heading or len(raw.strip()) < full
    return lines


_WRAPPED = 0.15
"""Share of lines that begin with a small letter from which on the text is hard-wrapped."""


def _usual_blanks(rows: list[tuple[str, int]]) -> int:
    """Blank lines that part two lines of one paragraph: none, but in texts taken from PDFs
    often one or more after every printed line."""
    gaps = [before for _, before in rows[1:]]
    starts = [raw.lstrip()[0] for raw, _ in rows]
    if not gaps or sum(c.islower() for c in starts) < _WRAPPED * len(starts):
        return 0
    # Small letters begin lines that go on, so the gap before them is the usual one.
    low = [before for raw, before in rows[1:] if raw.lstrip()[0].islower()]
    return sorted(low)[len(low) // 2] if low else 0


_TWO_CELLS = re.compile(r"^\s*\w[^\t]{3,}\t+\S")
"""Words, not just a numeral, before the tab."""


def _tabular(lines: list[str]) -> frozenset[int]:
    """Rows of tables that a line alone does not show.

    Lines of two cells by one tab, at least three below each other; and rows with empty
    cells, which have as many tabs as a full row beside them.
    """
    alike = [bool(_TWO_CELLS.match(raw)) and len(raw.strip().split("\t")) == 2 for raw in lines]
    found: set[int] = set()
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and alike[index]:
            continue
        if index - start >= 3:
            found.update(range(start, index))
        start = index + 1
    return frozenset(found) | _rows_with_gaps(lines)


def _rows_with_gaps(lines: list[str]) -> frozenset[int]:
    """Lines with as many tabs as the table row above or below them, two or more."""
    full = {i for i, raw in enumerate(lines) if len(_cells(raw, False)) >= 3}
    tabs = [raw.count("\t") for raw in lines]
    rows = set(full)
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        rows |= {
            i for i in order if tabs[i] >= 2 and tabs[i] == tabs[i - step] and i - step in rows
        }
    return frozenset(rows)


def _line(raw: str, markdown: bool, opens: bool, tabular: bool = False) -> Line | None:
    if markdown and (_RULE.match(raw) or _TABLE_RULE.match(raw)):
        return None
    cells = raw.strip(" ").split("\t") if tabular else _cells(raw, markdown)
    words: list[Word] = []
    starts: list[int] = []
    for index, part in enumerate(cells):
        if index:
            starts.append(len(words))
        words.extend(words_of_text(strip_markdown(part) if markdown else part))
    if not words:
        return None
    return Line(tuple(words), paragraph=opens, cells=tuple(starts))


def _cells(raw: str, markdown: bool) -> list[str]:
    """`| a | b |` and three or more pieces by tabs to cells; any other line is one.

    One tab is no table: it also stands behind a numeral and between two columns.
    """
    bare = raw.strip()
    by_tabs = raw.rstrip().split("\t")
    if len(by_tabs) >= 3 and sum(bool(cell.strip()) for cell in by_tabs) >= 3:
        return by_tabs
    if not markdown or not (bare.startswith("|") and bare.endswith("|") and len(bare) > 2):
        return [raw]
    return re.split(r"(?<!\\)\|", bare[1:-1])


def strip_markdown(line: str) -> str:
    """Headings' #, bold, italic, quotes, escapes off; the words stay as they are."""
    line = _QUOTE.sub("", _HEADING.sub("", _BREAK.sub(" ", line)))
    line = _STAR_ITEM.sub(r"\1- ", line)
    for _ in range(2):  # bold within italic and the other way round
        line = _EMPHASIS.sub(r"\2", line)
        line = _ITALIC.sub(r"\2", line)
    return _ESCAPE.sub(r"\1", line)


def words_of_text(text: str, bold: bool = False, italic: bool = False) -> list[Word]:
    """A Word without a box for each run of characters that are not spaces."""
    return [Word(w, w, bold=bold, italic=italic) for w in as_seen(text).split()]
