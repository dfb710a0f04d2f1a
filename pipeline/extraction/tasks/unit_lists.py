"""Several units in one place: lists of them, and the bodies behind "phối hợp với"."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extraction.tasks.unit_ends import task_start
from pipeline.extraction.tasks.unit_words import opens, plural_end, polite_length
from pipeline.normalisation.gazetteer import named_bodies
from pipeline.segmentation.rows import fold

_SHARED_OFFICE = re.compile(r"(?:Văn phòng|VP)\s+(?:(?:Đoàn )?ĐBQH|HĐND|Hội đồng nhân dân)[^;]*$")
_SHARING = ("UBND", "HĐND", "Ủy ban nhân dân", "Hội đồng nhân dân")
"""One office serves both: `Văn phòng HĐND và UBND thành phố`."""


def list_of_units(text: str) -> tuple[tuple[int, int], ...]:
    """The bodies in a list, as offsets: `Sở A, Hội B và các sở, ban, ngành` are three."""
    folded = fold(text)
    cuts = [0]
    for match in re.finditer(r"[,;]\s+|\s+(?:và|cùng)\s+", text):
        place = match.end()
        own = text[place].isupper() and opens(text, folded, place)
        own = own or polite_length(text, place) > 0
        if _SHARED_OFFICE.search(text[: match.start()]) and text.startswith(_SHARING, place):
            continue
        if own or match[0][0] == ";" or plural_end(text, folded, place) is not None:
            cuts.append(place)
    ends = [*cuts[1:], len(text)]
    spans = []
    for start, end in zip(cuts, ends, strict=True):
        stop = len(re.sub(r"(?:[,;]|\s+(?:và|cùng))?\s*$", "", text[:end]))
        spans.append((start, stop))
    return tuple(s for s in spans if s[1] > s[0])


_TOGETHER = re.compile(r"phoi hop (?:chat che )?(?P<with>(?:voi|cung(?: voi)?)\s+)?")


def coordinating(text: str) -> tuple[tuple[int, int], ...]:
    """The bodies behind "phối hợp với", as offsets of the text."""
    folded = fold(text)
    match = _TOGETHER.search(folded)
    if match is None or not opens(text, folded, match.end()):
        return ()
    start = match.end()
    if not match["with"] and not text[start].isupper():
        return ()
    stop = task_start(text, folded, start)
    end = stop if stop is not None else _clause_end(text, start)
    end = next(
        # `Đài Khí tượng` folds to `khi`
        (p.start() for p in _PURPOSE.finditer(folded, start, end) if _small(text, p)),
        end,
    )
    end = min(end, _behind_known(text, folded, start, end))
    named = list_of_units(text[start:end].rstrip(" ,;."))
    return tuple(
        (start + a, start + b) for a, b in named if not _POINTING.search(text[: start + b])
    )


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    """The names of known bodies on folded text, each before a word that is no part of it."""
    names = {fold(n) for b in named_bodies() for n in (b.name, *b.variants) if " " in n}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\s+(?=[a-z])")


_GOES_ON = re.compile(
    r"(?:va|cung|cua|thuoc|tinh|huyen|thanh pho|thi xa|thi tran|quan|xa|phuong|cac|cap|khu vuc|"
    r"chi nhanh|vung|tren|tai|lien quan|co)\b"
)


def _behind_known(text: str, folded: str, start: int, end: int) -> int:
    """Where a known body's name ends before a small letter: there begins what is to be done."""
    for match in _known().finditer(folded, start, end):
        rest = text[match.end() :]
        if rest[:1].islower() and not _GOES_ON.match(fold(rest)):
            return match.end()
    return end


_PURPOSE = re.compile(r"\s(?:trong|nham|khi|de|doi voi|theo)(?=\s)|\s\((?=[^()]*,)")


def _small(text: str, match: re.Match[str]) -> bool:
    return not text[match.start() + 1].isupper()


_POINTING = re.compile(r"\s(?:này|đó|nêu trên|nói trên)$")


def _clause_end(text: str, start: int) -> int:
    match = re.search(r"[.;:](?:\s|$)", text[start:])
    return start + match.start() if match else len(text)
