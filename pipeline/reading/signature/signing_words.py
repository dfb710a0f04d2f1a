"""Which words of a signature block are sound, and which reading of it is the best.

A title is set in capitals, a name is some syllables with a capital each; all else
that a recogniser sees there comes from the pen and the seal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise

from pipeline.document import UNREAD, Alternative, Box, Line, Region, Word
from pipeline.names import is_whole_name, spells_name, surname_of, usual_middles
from pipeline.reading.layout.anchors import is_signing
from pipeline.reading.layout.segments import overlap
from pipeline.vietnamese import is_syllable

SURE = 0.9
"""Confidence from which a name's word is taken as read without a second reading."""
AGREED = 0.6
"""Confidence of a word that two readings have in the same place."""
_SOUND = 0.55
_CLEARLY = 0.8
"""Confidence of a sound word that spells no Vietnamese syllable: Blúp, Niê."""
_ABBREVIATION, _LONG_ABBREVIATION = 4, 8
"""Letters of an abbreviation (UBND), and of one that is read for sure (PBGDPL)."""

DEGREE = re.compile(
    r"(?:[A-ZĐ][A-ZĐƯa-zđư]{0,4}[.,])+(?:[A-ZĐ]?[A-Za-z]{0,3}|BSCK[A-Z]{1,2})[.,]?|[A-ZĐ]{2,5}"
)
"""`PGS.TS.`, `ThS.`, `BSCKII`: degrees before the name, no part of it; some read with a comma."""

DEGREES = (
    *("TS.", "ThS.", "BS.", "GS.", "PGS.", "PGS.TS.", "GS.TS.", "KS.", "CN.", "LS.", "DS."),
    *("BS.CKI.", "BS.CKII.", "ThS.BS.", "TS.BS."),
)
_LOOSE = frozenset(degree.replace(".", "").lower() for degree in DEGREES if len(degree) > 3)
_AS_LETTERS = str.maketrans("158", "TSS")

Covers = Callable[[Box], bool]
"""Whether a seal lies over a box."""


def signing_line(words: Sequence[Word]) -> Line:
    """These words as a line of the block."""
    box = Box.around(w.box for w in words)
    return Line(tuple(words), Region.SIGNATURE, box, paragraph=True)


def voted(lines: Sequence[Line], readings: Sequence[Sequence[Line]], covered: Covers) -> list[Line]:
    """Unsure words that another reading has too, in the same place, become surer; words
    under a seal that no other reading has become unsure."""
    others = [
        _without_edges(w) for read in readings if read is not lines for ln in read for w in ln.words
    ]
    return [
        replace(line, words=tuple(_weighed(w, others, covered, _in_name(line)) for w in line.words))
        for line in lines
    ]


def _in_name(line: Line) -> bool:
    return _looks_named([_without_edges(w) for w in line.words])


def _weighed(word: Word, others: Sequence[Word], covered: Covers, name: bool) -> Word:
    bare = _without_edges(word)
    agreed = any(bare.text == o.text and _same_place(bare.box, o.box) for o in others)
    if agreed and word.confidence < AGREED and len(bare.text) >= 2:
        return replace(bare, confidence=AGREED)
    doubtful = (name and word.confidence < SURE) or (word.box is not None and covered(word.box))
    if not agreed and doubtful:
        return replace(bare, confidence=min(word.confidence, 0.5))
    return word


def _same_place(a: Box | None, b: Box | None) -> bool:
    if a is None or b is None:
        return False
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.5 * min(a.width, b.width) and down > 0.4 * min(a.height, b.height)


_EDGES = re.compile(r"^(?:[^\w(/]|_)+|(?:[^\w.,)/]|_)+$")


def tidied(lines: Sequence[Line]) -> Iterator[Line]:
    """Strokes and specks out: sound words stay, and unsure ones between two of them."""
    for line in lines:
        words = [_as_degree(_without_edges(word)) for word in line.words]
        sound = [_is_sound(word) for word in words]
        if not any(sound):
            continue
        # A stroke beside the line goes; a word that could not be read stays as unread.
        told = [ok or _has_letters(word) for ok, word in zip(sound, words, strict=True)]
        told = [ok or opens for ok, opens in zip(told, _opening(words), strict=True)]
        first, last = told.index(True), len(told) - 1 - told[::-1].index(True)
        kept = [_or_unread(w) for w in words[first : last + 1] if w.text]
        if is_signing(line.text):
            kept = _capitals_only(kept)
        mostly = len(kept) > 2 and sum(w.text != UNREAD for w in kept) > len(kept) / 2
        if is_signing(line.text) or _looks_named(kept) or mostly:
            yield signing_line(kept)


def _capitals_only(words: list[Word]) -> list[Word]:
    """A signing line is set in capitals: small letters at its ends are strokes."""
    small = [any(c.islower() for c in w.text) for w in words]
    while words and small[-1]:
        words, small = words[:-1], small[:-1]
    while words and small[0]:
        words, small = words[1:], small[1:]
    return words


def _has_letters(word: Word) -> bool:
    return sum(c.isalpha() for c in word.text) >= 2 and (word.box is None or word.box.height < 30)


_AWAY = 0.6
"""Heights of a word from it to the one before."""
_AS_HIGH = (0.6, 1.5)
"""Heights of the word behind it that half a word has: strokes are higher, specks lower."""


def _opening(words: Sequence[Word]) -> list[bool]:
    return [*(_opens(word, after) for word, after in pairwise(words)), False]


def _opens(word: Word, following: Word) -> bool:
    """Whether half a word stands right before another on its line (`1ê` of Lê): no stroke."""
    if word.box is None or following.box is None or not any(map(str.isalpha, word.text)):
        return False
    high, gap = following.box.height, following.box.x0 - word.box.x1
    level = abs(word.box.bottom - following.box.bottom) < 0.3 * high
    like = _AS_HIGH[0] * high < word.box.height < _AS_HIGH[1] * high
    return len(word.text) >= 2 and level and like and gap < _AWAY * high


def _without_edges(word: Word) -> Word:
    text = _EDGES.sub("", word.text)
    return replace(word, text=text, raw=text)


def is_degree(text: str) -> bool:
    """`ThS.`, also with a stop lost or the wrong case (`Ths`) where no name is like it."""
    return bool(DEGREE.fullmatch(text)) or re.sub(r"\W", "", text).lower() in _LOOSE


def _as_degree(word: Word) -> Word:
    """`1S.` before a name is TS.: no name has a digit; of `BS.CKIL.` the beginning is sure."""
    text = word.text.translate(_AS_LETTERS)
    if text != word.text and text in DEGREES:
        return replace(word, text=text)
    opens = next((d for d in DEGREES if text.startswith(d) and DEGREE.fullmatch(text)), "")
    if not opens or word.confidence >= SURE:
        return word
    return replace(word, text=opens, confidence=max(word.confidence, _CLEARLY))


def _is_sound(word: Word) -> bool:
    letters = re.sub(r"[^\w]", "", word.text)
    most = _LONG_ABBREVIATION if word.confidence >= SURE else _ABBREVIATION
    spelled = (letters.isupper() and len(letters) <= most) or is_syllable(letters)
    spelled |= word.text in DEGREES
    spelled |= word.confidence >= _CLEARLY and spells_name(word.text)
    return word.confidence >= _SOUND and bool(letters) and not letters.isdigit() and spelled


def _or_unread(word: Word) -> Word:
    """The word, or `UNREAD` in its place with what was read as an alternative."""
    if _is_sound(word):
        return word
    read = Alternative(word.text, word.confidence)
    return replace(word, text=UNREAD, confidence=0.0, alternatives=(read,))


_PREFIX = re.compile(r"^[A-ZĐ]['’](?=.)")


def _is_cased(text: str) -> bool:
    """A capital and small letters; a second capital behind an apostrophe: H'Nuên."""
    bare = _PREFIX.sub("", text)
    return bare[:1].isupper() and (bare[1:].islower() or len(bare) == 1)


def _looks_named(words: Sequence[Word]) -> bool:
    """Two to six syllables, each with a capital: a person's name, behind a degree or not."""
    bare = list(dropwhile(lambda word: is_degree(word.text), words))
    texts = [w.text for w in bare if w.text != UNREAD]
    titled = [t for t in texts if _is_cased(t)]
    return (
        (2 <= len(bare) <= 7 or (len(bare) == 1 and is_whole_name(bare[0].text)))
        and len(titled) == len(texts) >= 1
        and not all(len(t) == 1 for t in texts)
    )


def named(lines: Sequence[Line]) -> bool:
    """Whether one of the lines looks like a person's name."""
    return any(_looks_named(line.words) for line in lines)


def composed(readings: Sequence[Sequence[Line]]) -> list[Line]:
    """The best reading, with the lines that another one has better, or alone.

    Alone only titles count, and a name where the best has none: the rest is the pen's.
    """
    best = list(max(readings, key=worth, default=()))
    for reading in readings:
        for line in reading:
            at = next((i for i, own in enumerate(best) if same_row(own, line)), None)
            if at is not None:
                best[at] = max(best[at], line, key=lambda each: worth([each]))
            elif is_signing(line.text) or (_looks_named(line.words) and not named(best)):
                best.append(line)
    made = _each_once(sorted(best, key=lambda line: line.box.top if line.box else 0.0))
    return [_with_its_opening(_with_capacity(line, readings), readings) for line in made]


def _with_capacity(line: Line, readings: Sequence[Sequence[Line]]) -> Line:
    """`BỘ TRƯỞNG` with the `KT.` that two readings have before it, though none is sure."""
    if not is_signing(line.text) or line.box is None:
        return line
    rows = [row for reading in readings for row in reading if row.words and same_row(row, line)]
    before = [w for row in rows if (w := row.words[0]).box and w.box.x1 <= line.box.x0]
    said = [(text, word.box) for word in before if (text := _capacity(word))]
    times = Counter(text for text, _ in said)
    agreed = (Word(text, text, box, AGREED) for text, box in said if times[text] >= _OFTEN)
    capacity = next(agreed, None)
    return signing_line([capacity, *line.words]) if capacity else line


_OFTEN = 2
_CAPACITIES = ("KT.", "TM.", "TL.", "TUQ.")


def _capacity(word: Word) -> str:
    """The capacity that a word, or what was read for it, spells but for case and stops."""
    read = word.alternatives[0].text if word.text == UNREAD and word.alternatives else word.text
    bare = re.sub(r"\W", "", read).upper() + "."
    return bare if bare in _CAPACITIES else ""


def _with_its_opening(line: Line, readings: Sequence[Sequence[Line]]) -> Line:
    """A name that may lack its surname, with what another reading has before it: `Hoàng Anh`
    looks whole and may be what a seal left of Lê Hoàng Anh."""
    texts = [word.text for word in line.words]
    middle = texts[0].lower() in usual_middles() and surname_of(texts[0]) != texts[0]
    if not (len(texts) == 2 or middle) or not _looks_named(line.words):
        return line
    others = (other for reading in readings for other in reading if same_row(other, line))
    longer = (o for o in others if [w.text for w in o.words[:2]] == [UNREAD, texts[0]])
    opening = next((o.words[0] for o in longer if middle or _is_short(o.words[0], line)), None)
    return signing_line([opening, *line.words]) if opening else line


def _is_short(word: Word, line: Line) -> bool:
    """One short word, as surnames are, of which no syllable was read: others the ink may tell."""
    read = any(is_syllable(other.text) for other in word.alternatives)
    return bool(word.box and line.box and word.box.width < _SHORT * line.box.height and not read)


_SHORT = 2.5
"""Heights of a line that one short word is wide at most."""


def _each_once(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines from above; where two stand in one row, the better one."""
    kept: Line | None = None
    for line in lines:
        if kept and same_row(kept, line):
            kept = max(kept, line, key=lambda each: worth([each]))
            continue
        if kept:
            yield kept
        kept = line
    if kept:
        yield kept


def same_row(a: Line, b: Line) -> bool:
    """Whether two lines lie on much the same height."""
    return a.box is not None and b.box is not None and overlap(a.box, b.box) > 0.4


def worth(lines: Iterable[Line]) -> float:
    """Letters read with confidence; a name counts double, each unread word against it."""
    worth = 0.0
    for line in lines:
        weight = 2.0 if _looks_named(line.words) else 1.0
        for word in line.words:
            worth += -2.0 if word.text == UNREAD else weight * len(word.text) * word.confidence
    return worth
