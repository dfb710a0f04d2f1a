"""Number and symbol of a document: `31/KH-TĐHHT`, `26/2020/NĐ-CP`, `11-NQ/TW`.

The contract's split: the number is all before the type code, the symbol starts
at it. An official letter has no type code: its symbol starts at the issuer's
(`5115/LĐTBXH-KHTC`). A law's starts at its assembly (`38/2019/QH14`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.normalisation.body_codes import is_known_code
from pipeline.normalisation.document_types import DocumentType, type_named, type_of_code
from pipeline.normalisation.text import plain_dashes

_WHOLE = re.compile(
    r"^(?P<number>\d{1,6}[a-zA-Z]?(?:/\d{4})?)(?P<joint>[/-])(?P<symbol>[^\d\W].*)$"
)
_ASSEMBLY = re.compile(r"^(?:QH|UBTVQH)\d*$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """`whole` without spaces; `type_code` is "" where the symbol has none.

    `body_code` is the issuer's abbreviation (`UBND` of `KH-UBND`, `TTg` of `QĐ-TTg`).
    """

    whole: str
    number: str
    symbol: str
    type_code: str
    body_code: str

    @property
    def doc_type(self) -> DocumentType | None:
        """The type that the code stands for."""
        if _ASSEMBLY.match(self.symbol):
            return type_named("Luật") if self.symbol.startswith("QH") else type_named("Pháp lệnh")
        return type_of_code(self.type_code) if self.type_code else None


def tight(text: str) -> str:
    """Without spaces, with plain hyphens and one slash: `31 //KH – TĐHHT` to `31/KH-TĐHHT`."""
    return "".join(plain_dashes(text).split()).strip(".,;:").replace("//", "/")


def split_symbol(text: str) -> Symbol | None:
    """The parts of a number with its symbol; None where it has not that form."""
    whole = tight(text)
    match = _WHOLE.match(whole)
    if match is None:
        return None
    symbol = _with_hyphen(match["symbol"])
    whole = whole[: match.start("symbol")] + symbol
    return _parts(whole, match["number"], symbol)


def bare_symbol(text: str) -> Symbol | None:
    """The parts of a symbol whose number is left empty: `KH-KHCN`."""
    symbol = _with_hyphen(tight(text).lstrip("/-"))
    return _parts("", "", symbol) if symbol[:1].isalpha() else None


def _parts(whole: str, number: str, symbol: str) -> Symbol:
    segments = re.split(r"[-/.]", symbol)
    if type_of_code(segments[0]):
        rest = symbol[len(segments[0]) + 1 :]
        return Symbol(whole, number, symbol, segments[0], rest)
    return Symbol(whole, number, symbol, "", segments[0])


_DECIDES = ("QĐ", "NQ", "NĐ")
"""Types that are no beginning of a body's own abbreviation: any known body may follow."""
_RUN_TOGETHER = {
    **dict.fromkeys(("KH", "TB", "BC", "HD", "TTr", "CTr"), re.compile(r"(?:UBND|HĐND|S\w{2,})$")),
    "CT": re.compile(r"(?:UBND|TTg)$"),
    "TT": re.compile(r"(?:B\w{2,}|VPCP|NHNN)$"),
}
"""For the others, whose letters also begin abbreviations (CTCP, TTCDC), the bodies that may."""


def _with_hyphen(symbol: str) -> str:
    """A symbol whose hyphen was lost: `QĐUBND`, `TTVPCP`, as sites that copy PDFs give them.

    Only a known type's code with a known body's, never what is a body's code as a whole
    (`TTCP` is the inspectorate).
    """
    first = re.split(r"[-/.]", symbol)[0]
    if type_of_code(first) or is_known_code(first):
        return symbol
    for kind in (*_DECIDES, *_RUN_TOGETHER):
        body = first[len(kind) :]
        allowed = _RUN_TOGETHER.get(kind)
        may = allowed is None or allowed.match(body)
        if first.startswith(kind) and len(body) > 1 and may and is_known_code(body):
            return f"{kind}-{symbol[len(kind) :]}"
    return symbol
