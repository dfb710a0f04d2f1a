"""The own symbol on a recognised page against what else the document says.

A symbol is made of the type's code and its body's (`KH-SYT`), a letter's of its body's and
the room's that keeps it (`UBND-KTTH`; `Lưu: VT, KTTH`). The title names the type, the
letterhead the body, Nơi nhận the room: a misread letter of the one is put right by the
other, and letters that were hardly read are believed where all of them are borne out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import UNREAD
from pipeline.extraction.context import Context
from pipeline.extraction.head.letterhead_rows import left_rows
from pipeline.extraction.head.number import SURELY_READ, OwnNumber
from pipeline.extraction.misread.mending import (
    MENDED,
    mended_symbol,
    one_letter_off,
    was_recognised,
)
from pipeline.normalisation.bodies import Body
from pipeline.normalisation.body_codes import code_fits, is_known_code
from pipeline.normalisation.document_types import OFFICIAL_LETTER, type_named, type_of_code
from pipeline.normalisation.symbols import Symbol, bare_symbol, split_symbol
from pipeline.plan import Candidate, Status, Value
from pipeline.segmentation.outline import Zone
from pipeline.vietnamese import strip_marks

_HYPHENATED = ("đảng", "đoàn thể")
"""Levels that write `45-KH/HU`: number, type and body with other joints than the state's."""
_AGREED = 0.8
"""Confidence of letters that were hardly read and that other places of the document say."""
_KEPT = re.compile(r"(?i)\blưu\b\W*(?P<rest>.*)")


def judged_symbol(
    context: Context, own: OwnNumber, issuer: Body | None, doc_type: str
) -> OwnNumber:
    """The number line with what the document's other places put right, bear out or belie."""
    if issuer is not None:
        own = _mend(context, own, issuer)
    own = _typed(context, own, issuer, doc_type)
    own = _agreed(context, own, issuer)
    return _doubt(context, own, issuer, doc_type)


def _typed(context: Context, own: OwnNumber, issuer: Body | None, doc_type: str) -> OwnNumber:
    """The number line with the code of the type that the title names, where it was misread.

    `QD-BGDĐT` of a decision is QĐ-BGDĐT, `KT-BCH` of a plan KH-BCH; a Party committee's
    `45 /HU` is 45-KH/HU. Nothing is done in a sound text, nor where the body's code is
    not borne out.
    """
    parsed, named = own.parsed, type_named(doc_type)
    if parsed is None or named is None or not named.codes or parsed.type_code:
        return own
    if issuer is None or not was_recognised(context, own.span):
        return own
    first, joint, rest = _parted(parsed.symbol)
    stroke = own.symbol.evidence.rule == "number-line:stroke"
    cut = stroke and named.codes[0].endswith(first)  # `<H` of KH
    misread = cut or _misread_code(first, named.codes[0])
    if joint and rest and misread and code_fits(issuer, rest):
        return _with_symbol(own, named.codes[0] + joint + rest, parsed.number, "/", ":mended")
    lost = not joint and issuer.level in _HYPHENATED and code_fits(issuer, parsed.symbol)
    if lost and doc_type != OFFICIAL_LETTER:
        return _with_symbol(own, f"{named.codes[0]}/{parsed.symbol}", parsed.number, "-", "")
    return own


def _parted(symbol: str) -> tuple[str, str, str]:
    match = re.match(r"([^-/]+)([-/])(.+)$", symbol)
    return (match[1], match[2], match[3]) if match else (symbol, "", "")


def _misread_code(read: str, code: str) -> bool:
    """One letter off, or only its marks; another type's code is no misreading."""
    if type_of_code(read):
        return False
    if strip_marks(read.upper()) == strip_marks(code.upper()):
        return True
    return one_letter_off(read.upper(), code.upper())


def _with_symbol(own: OwnNumber, symbol: str, number: str, joint: str, how: str) -> OwnNumber:
    whole = f"{number}{joint}{symbol}"
    parsed = split_symbol(whole) if number else bare_symbol(symbol)
    found = _said(own.symbol, symbol, how)
    if not number:
        return replace(own, symbol=found, parsed=parsed)
    return replace(
        own, symbol=found, number_symbol=_said(own.number_symbol, whole, how), parsed=parsed
    )


def _said(value: Value, text: str, how: str) -> Value:
    """The value as put right; what was read stands beside it."""
    evidence = value.evidence
    rule = f"{evidence.rule}{how}" if how else "inferred:type-of-title"
    sure = min(evidence.confidence, MENDED)
    was = Candidate(value.text or evidence.raw, evidence, "another type than the title's")
    made = replace(evidence, rule=rule, confidence=sure)
    return Value(text, Status.FOUND, made, (was, *value.candidates))


def borne_out(context: Context, symbol: Symbol, issuer: Body | None) -> bool:
    """Whether other places of the document say every part of the symbol.

    The type's code is one of the closed list; of the rest each part is the issuer's code,
    the initials of words of the letterhead (`BTT` of BAN THƯỜNG TRỰC) or stands among what
    Nơi nhận keeps the document with.
    """
    parts = [p for p in re.split(r"[-/]", symbol.symbol) if p]
    rest = parts[1:] if symbol.type_code else parts
    kept, initials = _keepers(context), _initials(context)
    fits = [
        part in kept or (len(part) > 2 and part in initials) or _may_be_code(issuer, part)
        for part in rest
    ]
    return bool(fits) and all(fits)


def _may_be_code(issuer: Body | None, part: str) -> bool:
    """The issuer's code, or some body's where the issuer is not known."""
    return is_known_code(part) if issuer is None else code_fits(issuer, part) is True


def _initials(context: Context) -> str:
    """The first letters of the letterhead's words, row by row: `SYT` of SỞ Y TẾ."""
    rows = (context.text(row).split() for row in left_rows(context))
    letters = ("".join(w[0] for w in words if w[0].isalpha()) for words in rows)
    return " ".join(strip_marks(row).upper() for row in letters)


def _keepers(context: Context) -> frozenset[str]:
    """The abbreviations behind `Lưu:`: `VT, KTTH` of `- Lưu: VT, KTTH.574`."""
    rows = [r for s in context.zone(Zone.RECIPIENTS) for r in context.lines(s)]
    matches = (_KEPT.search(context.text(row)) for row in rows)
    said = " ".join(m["rest"] for m in matches if m)
    return frozenset(re.findall(r"[A-ZĐ&]{2,}\d*", said))


def _agreed(context: Context, own: OwnNumber, issuer: Body | None) -> OwnNumber:
    """Letters of a letter's symbol that were hardly read, where all of them are borne out."""
    parsed = own.parsed
    if parsed is None or own.symbol.status is not Status.UNREADABLE or parsed.type_code:
        return own
    if (
        "-" not in parsed.symbol
        or UNREAD in parsed.symbol
        or not borne_out(context, parsed, issuer)
    ):
        return own
    sure = replace(own.symbol.evidence, confidence=_AGREED)
    return replace(own, symbol=Value(parsed.symbol, Status.FOUND, sure, own.symbol.candidates))


def _mend(context: Context, own: OwnNumber, issuer: Body) -> OwnNumber:
    """The number line with a misread letter of its issuer's code put right."""
    if own.parsed is None or own.span[0] >= own.span[1]:
        return own
    symbol = mended_symbol(context, own.span, own.parsed, issuer)
    if symbol is None:
        return own
    return replace(
        own,
        number_symbol=_mended(own.number_symbol, symbol.whole),
        symbol=_mended(own.symbol, symbol.symbol),
        parsed=symbol,
    )


def _doubt(context: Context, own: OwnNumber, issuer: Body | None, doc_type: str) -> OwnNumber:
    """The number line of a recognised page without a symbol that nothing bears out.

    A plan's symbol holds the code of its type (`45/HU` of 45-KH/HU has lost it); and
    letters that were read badly and are no code of the issuer's are not to be believed.
    """
    parsed = own.parsed
    if parsed is None or own.symbol.status is not Status.FOUND:
        return own
    if not was_recognised(context, own.span):
        return own
    untyped = not parsed.type_code and doc_type not in ("", OFFICIAL_LETTER)
    unsure = context.reading_confidence(own.span) < SURELY_READ
    unsure = unsure and not _fits(context, parsed, issuer)
    if not untyped and not unsure:
        return own
    why = "without the code of its type" if untyped else "badly read, and no code of the issuer"
    return replace(
        own,
        number_symbol=own.number_symbol.doubted(why),
        symbol=own.symbol.doubted(why),
        parsed=None if untyped else parsed,
    )


def _mended(value: Value, text: str) -> Value:
    if value.status is not Status.FOUND:
        return value
    was = Candidate(value.text, value.evidence, "one letter off the issuer's code")
    evidence = replace(
        value.evidence,
        rule=f"{value.evidence.rule}:mended",
        confidence=min(value.evidence.confidence, MENDED),
    )
    return replace(value, value=text, evidence=evidence, candidates=(was,))


def _fits(context: Context, symbol: Symbol, issuer: Body | None) -> bool:
    return bool(issuer and code_fits(issuer, symbol.body_code)) or borne_out(
        context, symbol, issuer
    )
