"""Is a text layer sound Vietnamese, garbled, or as good as absent?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.vietnamese import is_syllable, nfc, strip_marks

_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]|[\x00-\x08\x0e-\x1f]")
FEW_WORDS = 12
"""Below so many words statistics say nothing."""
VALID = 0.75
"""Sound texts have 88 to 98 % valid syllables (abbreviations and names are the rest)."""
MARKED = 0.35
"""Sound Vietnamese carries marks on 70 to 80 % of its syllables; a layer made by an
English recogniser on 10 to 30 %, nearly all of them é."""
BROKEN = 0.03
"""Share of characters that no font could name."""
APART = 0.2
"""Share of words of one letter: sound texts have 2 to 5 % (`ở`, `ý`, markers of items),
a layer whose letters were drawn apart 40 %."""


class Verdict(StrEnum):
    """What to do with a text layer."""

    ABSENT = "absent"
    SOUND = "sound"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`why` is for people: `12 % valid syllables, 9 % with marks`."""

    verdict: Verdict
    why: str
    valid: float = 0.0
    marked: float = 0.0


def words_of(text: str) -> list[str]:
    """Runs of letters, abbreviations (two and more capitals without a vowel) left out."""
    return [w for w in _WORD.findall(nfc(text)) if not _is_abbreviation(w)]


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or (word.isupper() and not re.search("[AEIOUY]", strip_marks(word)))


def valid_share(text: str) -> float:
    """Share of the words that the orthography allows; 0 for a text without words."""
    words = words_of(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def judge(text: str) -> Judgement:
    """The verdict on a page's text (or a whole text file's)."""
    words = words_of(text)
    solid = len(re.sub(r"\s", "", text))
    if not solid:
        return Judgement(Verdict.ABSENT, "no text layer")
    broken = len(_BROKEN.findall(text)) / solid
    if broken > BROKEN:
        return Judgement(Verdict.GARBLED, f"{broken:.0%} characters without a meaning")
    if len(words) < FEW_WORDS:
        return Judgement(Verdict.SOUND, f"only {len(words)} words")
    single = [w for w in _WORD.findall(nfc(text)) if len(w) == 1]
    if len(single) > APART * (len(words) + len(single)):
        why = f"{len(single)} of {len(words) + len(single)} words are single letters"
        return Judgement(Verdict.GARBLED, why)
    valid = sum(map(is_syllable, words)) / len(words)
    marked = sum(strip_marks(w) != w for w in words) / len(words)
    why = f"{valid:.0%} valid syllables, {marked:.0%} with marks"
    sound = valid >= VALID and marked >= MARKED
    return Judgement(Verdict.SOUND if sound else Verdict.GARBLED, why, valid, marked)
