"""Readings of a recogniser put right by what else the same document says.

Only on pages that were recognised or restored, never in a sound text layer: there
the document itself is at fault, and what it says stays. `evidence.raw` keeps what
was read; the rule says that it was mended.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Route
from pipeline.extraction.context import Context
from pipeline.normalisation.bodies import Body
from pipeline.normalisation.body_codes import is_known_code
from pipeline.normalisation.casing import is_capitals
from pipeline.normalisation.localities import known_locality, meant_locality
from pipeline.normalisation.places import KINDS
from pipeline.normalisation.provinces import Province
from pipeline.normalisation.symbols import Symbol, split_symbol
from pipeline.segmentation.outline import Span
from pipeline.vietnamese import strip_marks

_UNSURE = (Route.OCR, Route.GARBLED_TEXT)
MENDED = 0.85
"""Confidence of a value of which a letter or a mark was put right, at most."""
_SHORTEST_CODE = 3
_COUNCILS = ("UBND", "HĐND")
"""Codes that nobody shortens: of `UBN` the last letter was lost."""
_ALIKE = 80.0
"""Likeness (0..100) of the bare letters from which two names are one: `PAI HQOC`, `ĐẠI HỌC`."""


def was_recognised(context: Context, span: Span) -> bool:
    """Whether the words come from a recogniser."""
    if span[0] >= span[1]:
        return False
    number = context.tokens[span[0]].page
    return any(p.number == number and p.route in _UNSURE for p in context.document.pages)


def mended_symbol(context: Context, span: Span, symbol: Symbol, body: Body) -> Symbol | None:
    """The symbol with its issuer's code where one letter of it was misread: `KH-STTTI`.

    None where nothing is to be mended: the code fits, or is further from the issuer's.
    """
    code = re.split(r"[-/.]", symbol.body_code)[0]
    if not was_recognised(context, span) or not body.known or code in body.codes:
        return None
    if is_known_code(code):
        return None  # another body's
    if code.replace("TƯ", "TW") in body.codes:
        return None  # Trung ương has two spellings
    near = [
        c
        for c in body.codes
        if len(c) >= _SHORTEST_CODE
        and (one_letter_off(code, c) or lost_a_twin(code, c) or (c in _COUNCILS and c[:-1] == code))
    ]
    if "TW" in body.codes and re.fullmatch(r"[^\W\d_]{1,2}W", code):
        near = ["TW"]  # no other code of a committee has a W
    if len(near) != 1:
        return None
    head, _, tail = symbol.symbol.partition(code)
    fixed = f"{head}{near[0]}{tail}"
    if not symbol.number:
        return replace(symbol, symbol=fixed, body_code=near[0] + symbol.body_code[len(code) :])
    return split_symbol(symbol.whole[: -len(symbol.symbol)] + fixed)


def one_letter_off(left: str, right: str) -> bool:
    """Whether one letter of `left` is wrong, or one too many (`UJBND`).

    One too few is none: bodies shorten their codes as they like (HNDT beside HNDTW).
    """
    from rapidfuzz.distance import Levenshtein

    return len(left) >= len(right) and Levenshtein.distance(left, right, score_cutoff=1) == 1


def lost_a_twin(read: str, code: str) -> bool:
    """Whether one of two like letters side by side was lost: `SGĐT` of SGDĐT, `STTT` of STTTT."""
    twins = (at for at in range(1, len(code)) if code[at - 1] == code[at].replace("Đ", "D"))
    return any(read in (code[:at] + code[at + 1 :], code[: at - 1] + code[at:]) for at in twins)


def alike(left: str, right: str) -> bool:
    """Whether two names are one, misread: nearly the same letters, marks left aside."""
    from rapidfuzz import fuzz

    bare = [strip_marks(name).lower() for name in (left, right)]
    return left != right and fuzz.ratio(*bare) >= _ALIKE


def with_province(name: str, province: Province) -> str:
    """A name whose province lost its marks, with the marks: `Trường Đại học Hà Tinh`."""
    if province.name.lower() in name.lower():
        return name
    bare, wanted = strip_marks(name).lower(), strip_marks(province.name).lower()
    at = bare.find(wanted)
    if at < 0 or len(bare) != len(name):
        return name
    written = province.name.upper() if name.isupper() else province.name
    return name[:at] + written + name[at + len(wanted) :]


_PLACE = re.compile(
    r"(?<!\w)(?P<kind>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+"
    r"(?:đoàn\s+(?:tỉnh\s+)?)?"
    r"(?P<name>[^\W\d_]+(?:\s[^\W\d_]+){1,3})",
    re.IGNORECASE,
)


def with_localities(context: Context, span: Span, text: str) -> str:
    """A recognised text with its places spelled right: `xã Quyết Tiên` to `xã Quyết Tiến`.

    Only behind the kind of place, only where the name is none and one has its letters.
    """
    if not was_recognised(context, span):
        return text
    return _PLACE.sub(_right_place, text)


def _right_place(match: re.Match[str]) -> str:
    words = match["name"].split()
    kind = KINDS.get(match["kind"].lower().rstrip("."), match["kind"].lower())
    for size in range(len(words), 1, -1):
        name = " ".join(words[:size])
        if known_locality(name):
            break
        opens = name[0].isupper() or _IA.match(name)
        if opens and words[size - 1][0].isupper() and (m := _meant(name, kind)):
            return match[0][: match.start("name") - match.start()] + m + match["name"][len(name) :]
    return match[0]


_IA = re.compile(r"la [A-ZĐ]")
"""`xã la Hrung`: a hundred communes of the highlands are called Ia ..., none la."""


def _meant(name: str, kind: str) -> str | None:
    meant = meant_locality(name, kind)
    return meant.upper() if meant and name.isupper() else meant


def agreed_text(context: Context, span: Span) -> str:
    """The span's words as restored, or as read where the document's other words say so.

    A name in capitals is restored without its neighbours' help at times: `UÔNG BÍ` to
    `CÔNG BỐ`. Where the pair as read stands with capitals elsewhere in the document,
    and the restored one does not, the reading stays.
    """
    words = [token.word for token in context.flow.words(span)]
    changed = [i for i, w in enumerate(words) if w.raw.isalpha() and w.text != w.raw]
    texts = [w.text for w in words]
    for index in changed:
        start = index - 1 if index + 1 == len(words) or index - 1 in changed else index
        if start < 0 or start + 2 > len(words):
            continue
        read = " ".join(w.raw for w in words[start : start + 2])
        restored = " ".join(texts[start : start + 2])
        if _stands(context, read, span) > _stands(context, restored, span):
            texts[start : start + 2] = read.split(" ")
    return " ".join(texts)


def was_restored(context: Context, span: Span) -> bool:
    """Whether the words were read without a Vietnamese model."""
    numbers = {context.tokens[at].page for at in range(*span)}
    garbled = {p.number for p in context.document.pages if p.route is Route.GARBLED_TEXT}
    return bool(numbers & garbled)


def as_elsewhere(context: Context, name: str) -> str | None:
    """A name as the document's sentences write it: the first place not in capitals.

    `Tập đoàn điện lực việt nam`, made of capitals, stands in the preamble as `Tập đoàn
    Điện lực Việt Nam`. None where it stands nowhere else.
    """
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", context.running, re.IGNORECASE):
        if not is_capitals(match[0]) and match[0][:1].isupper():
            return match[0]
    return None


def _stands(context: Context, pair: str, span: Span) -> int:
    """How often the pair of words stands elsewhere in the document with capitals."""
    start, end = context.bounds(span)
    forms = {pair.upper(), pair.title()}
    return sum(context.running[:start].count(f) + context.running[end:].count(f) for f in forms)
