"""Names of offices whose marks or signs a recogniser changed: `Chỉ cục` is `Chi cục`.

Only on recognised pages, and only where all bare letters are the same: a word that may be
another one (`tình` alone) is left as it was read.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from pipeline.extraction.context import Context
from pipeline.extraction.misread.mending import was_recognised
from pipeline.normalisation.gazetteer import named_bodies
from pipeline.segmentation.outline import Span
from pipeline.segmentation.rows import fold
from pipeline.vietnamese import same_text


@lru_cache(maxsize=1)
def _known() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all known words on folded text, and how each is written."""
    raw = (files("pipeline.extraction") / "data" / "unit_marks.json").read_text(encoding="utf-8")
    words = [*json.loads(raw)["words"], *(body.name for body in named_bodies())]
    written: dict[str, str] = {}
    for word in words:
        if " " in word:
            written.setdefault(fold(word), word.lower())
    longest = sorted(written, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), written


def with_marks(context: Context, span: Span, text: str) -> str:
    """The text with the marks of known names, where its words come from a recogniser.

    Capitals stay where they were read. Abbreviations that are no words otherwise are put
    right (`JBND`), specks behind `&` left out.
    """
    if not was_recognised(context, span):
        return text
    text = _without_slips(text)
    known, written = _known()
    folded = fold(text)
    made = list(text)
    for match in known.finditer(folded):
        if same_text(text[match.start() : match.end()], written[match[0]]):
            continue  # also with its tones where the writer puts them: `văn hoá`
        for at, letter in enumerate(written[match[0]], match.start()):
            made[at] = letter.upper() if text[at].isupper() else letter
    return "".join(made)


def _without_slips(text: str) -> str:
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    return text


_SLIPS = (
    (re.compile(r"(?<!\w)(?:[^\W\d_]BN[DĐ0]|U[^\W\d_]N[DĐ]|UB[^\W\d_][DĐ])(?!\w)"), "UBND"),
    (re.compile(r"(?<!\w)H[DĐ]N[DĐ](?!\w)"), "HĐND"),
    (re.compile(r"(?<!\w)(UB)?MT{2,3}[QO](?!\w)"), r"\1MTTQ"),
    (re.compile(r"^Bạn (?=[A-ZĐ])"), "Ban "),
    (re.compile(r"^Rộ (?=[A-ZĐ])"), "Bộ "),
    (re.compile(r"(?<!tự )(?<!chủ )(?<!bảo )(?<!giám )(?<!Văn )(?<= )quản$"), "quận"),
    (re.compile(r"(?<!\w)la (?=[A-ZĐ][a-z])"), "Ia "),
    (re.compile(r"&[^\w\s]{1,2}(?=[A-ZĐ])"), "&"),
    (re.compile(r"(?<=\w) [~=] (?=[A-ZĐ])"), " - "),
    (re.compile(r"(?<!\w)([^\W\d_]{1,3})([^\W\d_]{3,}) \2(?!\w)"), r"\1\2"),  # its end once more
    (re.compile(r"(?<!\w)([ỦU][yỷ])\s+[^\w\s]{1,2}\s+(?=nhân dân(?!\w))"), r"\1 ban "),
)
"""(what recognisers make of it, the abbreviation or name); no other words look so."""
