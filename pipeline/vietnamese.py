"""What every room needs to know of written Vietnamese, and nothing more.

The letters, their marks, where the tone stands, and which syllables the
orthography allows. Source of the syllable grammar: the national spelling rules
as taught (onset, rime, tone); the rimes are written out below.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONES = {"\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "."}
"""Combining tone marks: huyền, sắc, hỏi, ngã, nặng."""


def nfc(text: str) -> str:
    """Composed form, the only one used inside the house.

    The Icelandic Ð (U+00D0), which fonts, keyboards and recognisers put for the
    Vietnamese Đ (U+0110) because the two look the same, becomes Đ.
    """
    return unicodedata.normalize("NFC", text).translate(_ETH)


_ETH = str.maketrans("\u00d0\u00f0", "\u0110\u0111")


def as_seen(text: str) -> str:
    """A document's text as its reader sees it, in NFC.

    Characters without width go (joiners, directions, soft hyphens of web pages). Cyrillic
    and Greek letters that are drawn as Latin ones become these in words that have Latin
    letters or figures: `BY\u0422`, of a recogniser that knew Russian too.
    """
    composed = nfc(_INVISIBLE.sub("", text))
    if _FOREIGN.search(composed) is None:
        return composed
    return nfc(re.sub(r"\S+", _in_latin, composed))


_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУасеіјорѕхуΑΒΕΗΙΚΜΝΟΡΤΥΧΖο",
    "ABCEHIJKMOPSTXYaceijopsxyABEHIKMNOPTYXZo",
)
"""Source: confusables of Unicode Technical Standard 39."""


def _in_latin(match: re.Match[str]) -> str:
    """A word in Latin letters, where look-alikes are all that is foreign in it."""
    word = match.group()
    latin = word.translate(_LOOKALIKES)
    mixed = re.search(r"[A-Za-zÀ-ỹ\d]", word) is not None
    return latin if mixed and _FOREIGN.search(latin) is None else word


_REMEMBERED = 8192
"""Words that each question below remembers: more than the syllables in use, and few
enough (2 MB) that a stream of ever new misreadings runs in constant memory."""


def strip_marks(text: str) -> str:
    """All marks off, đ to d: `Kế hoạch` to `Ke hoach`. Length in letters is kept."""
    return text.translate(_BARE)


class _Bare(dict[int, str]):
    """What is left of each letter without its marks; Latin letters are looked up once."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        told = bare.replace("đ", "d").replace("Đ", "D")
        if code < _BEHIND_LATIN:
            self[code] = told
        return told


_BARE = _Bare()
_BEHIND_LATIN = 0x2100
"""The rest of Unicode is not remembered: it is seldom and would take 40 MB."""


@lru_cache(maxsize=_REMEMBERED)
def split_tone(syllable: str) -> tuple[str, str]:
    """(the syllable without its tone mark, the mark or ""): `hoà` to (`hoa`, U+0300)."""
    tone = ""
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", syllable):
        if char in TONES:
            tone = char
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def fold_tone_placement(text: str) -> str:
    """A form in which `hoà` and `hòa`, `Thuý` and `Thúy` are one. For comparison only.

    The tone is put behind its syllable, so the result is no readable text.
    """
    words = []
    for word in nfc(text).split(" "):
        base, tone = split_tone(word)
        words.append(base + tone)
    return " ".join(words)


def same_text(left: str, right: str) -> bool:
    """Equal but for case, spacing and tone placement."""
    fold = fold_tone_placement
    return fold(" ".join(left.casefold().split())) == fold(" ".join(right.casefold().split()))


_ONSETS = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x".split()
_RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng i ia ich iêc iêm iên iêng iêp iêt iêu im in
    inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem
    oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng
    uât uâc uây uc ue uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôp uôt up ut uy uya
    uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ya""".split()
)
_CLOSED = ("c", "ch", "p", "t")


@lru_cache(maxsize=_REMEMBERED)
def is_syllable(word: str) -> bool:
    """Whether the orthography allows this as one syllable, marks included.

    Case does not matter. `Kế` yes, `Ké` yes (it is spelled right), `hién` no
    (iê is needed), `thue` yes, `chirc` no.
    """
    base, tone = split_tone(word.lower())
    return any(
        _rime_ok(base[len(onset) :], tone) for onset in ("", *_ONSETS) if base.startswith(onset)
    ) or (base.startswith("gi") and _rime_ok(base[1:], tone))


def _rime_ok(rime: str, tone: str) -> bool:
    if rime not in _RIMES:
        return False
    # A syllable closed by c, ch, p, t takes only sắc or nặng.
    return not rime.endswith(_CLOSED) or tone in ("\u0301", "\u0323")


_BARE_RIMES = frozenset(map(strip_marks, _RIMES))
_BARE_ONSETS = tuple(dict.fromkeys(map(strip_marks, _ONSETS)))


@lru_cache(maxsize=_REMEMBERED)
def is_bare_syllable(word: str) -> bool:
    """Whether letters without marks can be a syllable that lost its marks.

    Case does not matter. `viet` and `mot` yes (tones and hats are not asked for),
    `chirc` no.
    """
    bare = word.lower()
    return any(
        bare[len(onset) :] in _BARE_RIMES for onset in ("", *_BARE_ONSETS) if bare.startswith(onset)
    ) or (bare.startswith("gi") and bare[1:] in _BARE_RIMES)
