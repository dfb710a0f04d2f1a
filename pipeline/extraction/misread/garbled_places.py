"""Places and bodies named in garbled text, spelled as the gazetteers have them.

What a recogniser leaves of `PHƯỜNG AN BIÊN` may as well be a plan (phương án); behind it
stands a ward's name, and in the document's province no other ward's. The rules, by id:

- `place:province`: a province's letters behind tỉnh or thành phố, or in a line's capitals;
- `place:kind`: behind its kind (xã, phường, huyện, ...) the one such place of the document's
  province, else of the country, that has these letters;
- `place:district`: a district of the document's province without its kind (`KHU VỰC TÂN
  CHÂU`), and any place that the document names with its kind elsewhere;
- `body:gazetteer`: a known body of three words and more that all but one letter says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extraction.misread.garbled_words import GarbledWord
from pipeline.normalisation.gazetteer import names_without_marks
from pipeline.normalisation.localities import skeleton, spelled_locality
from pipeline.normalisation.province_localities import DISTRICTS, place_meant
from pipeline.normalisation.provinces import provinces
from pipeline.vietnamese import strip_marks

_NAMED, _NEARLY = 0.97, 0.9
"""Confidence of a place that a table has, by its letters or but for one, at least."""
_KINDS = {
    "xa": frozenset(("xã", "thị xã")),
    "phuong": frozenset(("phường",)),
    "huyen": frozenset(("huyện",)),
    "quan": frozenset(("quận",)),
    "tran": frozenset(("thị trấn",)),
    "pho": frozenset(("thành phố",)),
    "tp": frozenset(("thành phố",)),
    "tx": frozenset(("thị xã",)),
}
"""Kinds of places by their last syllable without marks."""
_OF_A_PROVINCE = ("tinh", "pho")
_OF_A_KIND = ("uy", "doan")
"""Bodies that are called by the kind of their place: Huyện ủy, Huyện đoàn."""
_LONG_NAME, _LETTERS_OFF = 5, 2
"""Words of a body's name of which one may be misread, by so many letters."""
_LONGEST = 4
"""Words of a place's name."""


def spell_places(words: list[GarbledWord]) -> None:
    """Puts right the places of a document's garbled words."""
    for at, size, name in list(_provinces(words)):
        _respell(words[at : at + size], name, _NAMED)
        if at and words[at - 1].bare == "tinh" and not words[at - 1].stops:
            words[at - 1].says("tỉnh", max(_NAMED, words[at - 1].word.confidence))
    province = _own_province(words)
    known: dict[str, str] = {}
    for at, word in enumerate(words):
        for size, name, sure in _behind_kind(words, at, province):
            if _kinds(word):
                word.says(_kind_written(word), max(sure, word.word.confidence))
            _respell(words[at + 1 : at + 1 + size], name, sure)
            known[skeleton(name)] = name
    for at, size, name in list(_without_kind(words, province, known)):
        _respell(words[at : at + size], name, _NAMED)


def spell_bodies(words: list[GarbledWord]) -> None:
    """Puts right the marks of known bodies' names: `Sở Giáo dục và Đào tao`."""
    for at in range(len(words)):
        for size in range(min(_body_lengths()[-1], len(words) - at), _body_lengths()[0] - 1, -1):
            run = words[at : at + size]
            body = _body_of([w.understood for w in run])
            if body and not any(w.stops and "," not in w.tail for w in run[:-1]):
                _respell(run, body, _NEARLY)
                break


@lru_cache(maxsize=8192)
def _known(letters: str) -> str | None:
    body = names_without_marks().get(letters)
    return body.name if body else None


@lru_cache(maxsize=1)
def _with_a_gap() -> dict[tuple[str, ...], frozenset[str]]:
    """Names of five words and more without their i-th word, to the names that are so."""
    found: dict[tuple[str, ...], set[str]] = {}
    for letters, body in names_without_marks().items():
        words = letters.split()
        if len(words) == len(body.name.split()) >= _LONG_NAME:
            for i in range(1, len(words)):
                found.setdefault((*words[:i], "", *words[i + 1 :]), set()).add(body.name)
    return {gapped: frozenset(names) for gapped, names in found.items()}


def _body_of(letters: list[str]) -> str | None:
    """The body whose letters these are, one word of a long name being a letter or two off."""
    if name := _known(" ".join(letters)):
        return name
    if len(letters) < _LONG_NAME:
        return None
    for i in range(1, len(letters)):
        names = _with_a_gap().get((*letters[:i], "", *letters[i + 1 :]), frozenset())
        near = [n for n in names if _like(letters[i], strip_marks(n.lower().split()[i]).strip(","))]
        if len(near) == 1:
            return near[0]
    return None


def _like(read: str, meant: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return read[:1] == meant[:1] and Levenshtein.distance(read, meant) <= _LETTERS_OFF


@lru_cache(maxsize=1)
def _body_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name.split()) for name in names_without_marks()}))


def _runs(words: Sequence[GarbledWord], at: int, longest: int) -> Iterator[Sequence[GarbledWord]]:
    """Runs of capitalised words from a place on that no mark divides, the longest first."""
    end = at
    while end < min(len(words), at + longest) and words[end].capital:
        end += 1
        if words[end - 1].stops:
            break
    for stop in range(end, at, -1):
        yield words[at:stop]


def _letters(run: Sequence[GarbledWord]) -> tuple[str, str]:
    """The letters of a run as they were read, and as restoration understood them."""
    return " ".join(w.bare for w in run), " ".join(w.understood for w in run)


@lru_cache(maxsize=1)
def _by_skeleton() -> dict[str, str]:
    return {skeleton(p.name): p.name for p in provinces()} | {"hue": "Huế"}


def _provinces(words: list[GarbledWord]) -> Iterator[tuple[int, int, str]]:
    """(first word, number of words, name) of each province named with capitals."""
    at = 0
    while at < len(words):
        for run in _runs(words, at, _LONGEST):
            found = [_by_skeleton().get(skeleton(letters)) for letters in _letters(run)]
            name = found[0] or found[1]
            if name and (len(run) > 1 or (at and words[at - 1].bare in _OF_A_PROVINCE)):
                yield at, len(run), name
                at += len(run) - 1
                break
        at += 1


def _own_province(words: list[GarbledWord]) -> str:
    """The province named most often, twice at least or alone; "" where two are."""
    named = Counter(name for _, _, name in _provinces(words)).most_common(2)
    if not named or (len(named) > 1 and named[0][1] == named[1][1]):
        return ""
    return named[0][0]


def _behind_kind(
    words: list[GarbledWord], at: int, province: str
) -> Iterator[tuple[int, str, float]]:
    """The place behind a word that is its kind: (number of words, name, confidence), or none."""
    kinds = _kinds(words[at])
    if kinds is None and at and words[at].understood in _OF_A_KIND:
        kinds = _kinds(words[at - 1])  # Huyện đoàn Bắc Bình
    if kinds is None or words[at].stops:
        return
    for run in _runs(words, at + 1, _LONGEST):
        for letters in _letters(run):
            inside = place_meant(province, letters, kinds) if province else None
            if inside:
                exact = skeleton(inside) == skeleton(letters)
                yield len(run), inside, _NAMED if exact else _NEARLY
                return
        if len(run) > 1:
            everywhere = {spelled_locality(_letters(run)[0], k, only_kind=True) for k in kinds}
            if name := next(filter(None, everywhere), None):
                yield len(run), name, _NAMED
                return


def _kinds(word: GarbledWord) -> frozenset[str] | None:
    return _KINDS.get(word.bare) or _KINDS.get(word.understood)


def _kind_written(word: GarbledWord) -> str:
    bare = word.bare if word.bare in _KINDS else word.understood
    if bare in ("tp", "tx"):
        return bare.upper()
    if bare == "xa":
        return "xã"
    (kind,) = _KINDS[bare]
    return kind.split()[-1]


def _without_kind(
    words: list[GarbledWord], province: str, known: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    for at in range(len(words)):
        for run in _runs(words, at, _LONGEST):
            if len(run) < 2:
                continue
            letters = _letters(run)[0]
            name = known.get(skeleton(letters))
            if name is None and province:
                name = place_meant(province, letters, DISTRICTS)
                if name and skeleton(name) != skeleton(letters):
                    name = None
            if name:
                yield at, len(run), name
                break


def _respell(run: Sequence[GarbledWord], name: str, sure: float) -> None:
    """The run's words as the name's, in the case that was read, and at least so sure."""
    texts = [text.strip(",") for text in name.split()]
    among = all(word.capitals for word in run if len(word.core) > 1)
    for word, text in zip(run, texts, strict=True) if len(texts) == len(run) else ():
        written = text if word.capital else text.lower()
        word.says(written, max(sure, word.word.confidence), capitals=among)
