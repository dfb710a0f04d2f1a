"""The end of a document: closing sentence, Nơi nhận, and the signature beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Region
from pipeline.segmentation.anchors import Anchors, load_anchors, signs
from pipeline.segmentation.markers import readings
from pipeline.segmentation.outline import Span, Zone
from pipeline.segmentation.paragraphs import closes
from pipeline.segmentation.rows import Row, fold, is_caps

Zoned = tuple[Zone, Span]

_TAIL = {Region.RECIPIENTS: Zone.RECIPIENTS, Region.SIGNATURE: Zone.SIGNATURE}
_BULLET = re.compile(r"^\W{0,2}[-–—•*+]\s*(?=\S)")
_KEEP = re.compile(r"^\W{0,4}luu\b")
_KEPT = re.compile(r"(?:^\W{0,4}|[-–—;.]\s*)luu\b")
_ITEM_END = re.compile(r";(?:\s*\(b/?c\)\s*[;.]?)?\s+(?=\S)")
_LAST_END = re.compile(r"\.\s+(?=\S)")
_DRAFTER = re.compile(r"[A-ZĐ][^\W_]{0,9}\W{0,2}$")
"""Who drafted it, behind the units that keep it: `Lưu: VT, NVY. TTH`."""
_SIGNED = re.compile(r"\(?da ky\)?\W*$")
_CLOSED_ITEM = re.compile(r"(?:[;.]|\))\s*$")
_NAME_AT_END = re.compile(
    r"(?<=[^\W\d_A-ZĐ])[;,.]?\s+(?P<name>(?:[^\W\d_a-z]\w*\s+){1,4}[^\W\d_a-z]\w*)$"
)
_BASIS = re.compile(r"\W{0,3}(?:can cu|xet de nghi|theo de nghi)\b")
_SIGNATURE_REACH = 25
"""A signature stands within this many lines of the document's end."""


def find_tail(rows: Sequence[Row]) -> int:
    """The first row of recipients or signature; `len(rows)` where there is neither."""
    anchors = load_anchors()
    labelled = [
        i for i, row in enumerate(rows) if row.region in _TAIL or anchors.opens("recipients", row)
    ]
    label = _first_of_last_run(labelled) if labelled else None
    if label is None:
        return _signature_alone(rows)
    return _signature_above(rows, label)


def _first_of_last_run(labelled: list[int]) -> int:
    """Where the last block of tail rows begins: an early "Nơi nhận" in a table is none."""
    first = labelled[-1]
    for index in reversed(labelled[:-1]):
        if first - index > 30:
            break
        first = index
    return first


def _signature_alone(rows: Sequence[Row]) -> int:
    """No Nơi nhận: the office in capitals near the end, alone on its line."""
    found = len(rows)
    for index in range(len(rows) - 1, max(-1, len(rows) - _SIGNATURE_REACH), -1):
        row = rows[index]
        if _BASIS.match(row.folded) and found == len(rows):
            return found  # the office above bases decides, it does not sign
        if signs(row.text) and not closes(row.text) and not _numbered(row):
            found = index
        elif found < len(rows) and not is_caps(row.text):
            break
    return found


def _numbered(row: Row) -> bool:
    return any(not r.bullet and r.style != "upper" for r in readings(row))


def _signature_above(rows: Sequence[Row], label: int) -> int:
    """Takes a signature that was read before Nơi nhận to the tail."""
    first = label
    for index in range(label - 1, max(-1, label - 12), -1):
        row = rows[index]
        if signs(row.text) and not closes(row.text):
            first = index
        elif closes(row.text) or row.cells or _numbered(row) or len(row.text.split()) > 14:
            break
    return first


def zone_tail(rows: Sequence[Row]) -> list[Zoned]:
    """Zones of the rows from `find_tail` on."""
    anchors = load_anchors()
    zones: list[Zoned] = []
    listing = done = False
    for index, row in enumerate(rows):
        if anchors.opens("recipients", row):
            listing, done = True, False
        if row.region in _TAIL:
            zones.append((_TAIL[row.region], row.span))
            done = done or bool(_KEPT.search(row.folded))
            continue
        if not listing:
            zones.append((Zone.SIGNATURE, row.span))
            continue
        if row.cells and not row.text[:1].isdigit():
            zones += _by_cells(row)
            done = done or bool(_KEPT.search(row.folded))
            continue
        above = rows[index - 1] if index else row
        halves = _recipient_halves(anchors, row, above, done)
        done = done or bool(_KEPT.search(row.folded))
        zones += [(zone, span) for zone, span in halves if span[0] < span[1]]
    return _with_flattened_name(rows, zones)


def _with_flattened_name(rows: Sequence[Row], zones: list[Zoned]) -> list[Zoned]:
    """The name at the end of a recipient's line, where the office stood on such a line too.

    Only columns flattened to one text leave an office alone beside the recipients.
    """
    offices = [span for zone, span in zones if zone is Zone.SIGNATURE]
    flattened = {
        row.span[1]
        for row in rows
        if any(s[1] == row.span[1] > s[0] > row.span[0] for s in offices)
    }
    if not flattened or any(_names_somebody(rows, span) for span in offices):
        return zones
    for row in rows:
        match = _NAME_AT_END.search(row.text)
        if match and row.span[1] > min(flattened) and not _KEEP.match(row.folded):
            cut = row.word_at(match.start("name"))
            place = (
                zones.index((Zone.RECIPIENTS, row.span))
                if (Zone.RECIPIENTS, row.span) in zones
                else -1
            )
            if place >= 0:
                halves = [
                    (Zone.RECIPIENTS, (row.span[0], cut)),
                    (Zone.SIGNATURE, (cut, row.span[1])),
                ]
                return [*zones[:place], *halves, *zones[place + 1 :]]
    return zones


def _names_somebody(rows: Sequence[Row], span: Span) -> bool:
    """Whether words of the signature are in mixed case, as a name is."""
    for row in rows:
        if row.span[0] <= span[0] < row.span[1]:
            text = row.text[row.starts[span[0] - row.span[0]] :]
            return len(text.split()) >= 2 and not is_caps(text)
    return False


def _by_cells(row: Row) -> list[Zoned]:
    """The two columns kept as a table's row: what stands alone on the right is signature."""
    if row.columns:
        cut = row.word_at(row.columns[0])
        return [(Zone.RECIPIENTS, (row.span[0], cut)), (Zone.SIGNATURE, (cut, row.span[1]))]
    listed = _BULLET.match(row.text) or closes(row.text) or row.folded.startswith("noi nhan")
    return [(Zone.RECIPIENTS if listed else Zone.SIGNATURE, row.span)]


def _recipient_halves(anchors: Anchors, row: Row, above: Row, done: bool) -> list[Zoned]:
    """A row below "Nơi nhận" to the recipient on the left and the signature on the right."""
    label = anchors.find("recipients", row)
    start = label[1] if label is not None and label[0] <= 4 else 0
    listed = bool(_BULLET.match(row.text)) or start > 0
    if not listed and _is_signature(row, above, done):
        return [(Zone.SIGNATURE, row.span)]
    cut = _right_start(row, start)
    if cut is None:
        return [(Zone.RECIPIENTS, row.span)]
    word = row.word_at(cut)
    return [(Zone.RECIPIENTS, (row.span[0], word)), (Zone.SIGNATURE, (word, row.span[1]))]


def _is_signature(row: Row, above: Row, done: bool) -> bool:
    """Whether a line without a dash below Nơi nhận belongs to the signature."""
    if signs(row.text):
        return True
    if closes(row.text) and row.text.rstrip()[-1:] in ";." and not done:
        return False
    if row.text[:1].islower() or row.text.startswith("("):
        return False
    return done or closes(above.text) or is_caps(row.text)


def _right_start(row: Row, start: int) -> int | None:
    """Where the right column begins in a flattened row: an office, or ink behind the end."""
    for offset in row.starts:
        if offset >= start and offset > 0 and signs(row.text[offset:]):
            before = row.text[start:offset].strip()
            if not before or not is_caps(before.split()[-1]) or before[-1] in ";.:":
                return offset
    signed = _SIGNED.search(row.folded)
    if signed is not None and signed.start() > start:
        return signed.start()
    if _CLOSED_ITEM.search(row.text):
        return None
    kept = _KEEP.match(row.folded[start:]) is not None
    for match in (_LAST_END if kept else _ITEM_END).finditer(row.text, start):
        rest = row.text[match.end() :]
        drafter = kept and _DRAFTER.match(rest)
        listed = fold(rest).startswith(("(", "luu")) or re.match(r"[-–]\s", rest)
        if not drafter and not listed:
            return match.end()
    return None


def find_closing(rows: Sequence[Row]) -> int:
    """The row among the body's rows at which the closing sentence begins, or their number."""
    anchors = load_anchors()
    numbered = [i for i, row in enumerate(rows) if readings(row)]
    last = numbered[-1] if numbered else -1
    for index in range(max(0, len(rows) - 40), len(rows)):
        row = rows[index]
        if not anchors.opens("closing", row) or not row.text[:1].isupper() or row.cells:
            continue
        if row.folded.startswith("tren day"):
            return index
        above = rows[index - 1] if index else row
        if index > max(last, 0) and closes(above.text):
            return index
    return len(rows)
