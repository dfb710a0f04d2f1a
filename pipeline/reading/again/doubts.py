"""Words that the recogniser was not sure of, read again by a larger model.

Debian's `Vietnamese` model takes half as long again for a page, and is no better on the
whole; but of the words that `vie` reads with little confidence it has half of the wrong
ones right. So these alone, with the shorter word beside them, are put into one picture, a
line each, and read by it. Its word stands where it is spelled right and surer; the other stays
as an alternative, for restoration and people to see. Numbers and symbols are not changed:
a wrong one can be spelled right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from pipeline.document import Alternative
from pipeline.reading.again.gathering import GATHERED
from pipeline.reading.engine.tesseract import Engine, Seen
from pipeline.reading.engine.wordfilter import without_signs
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import STRIP_EDGE, stacked
from pipeline.reading.picture.skew import Grey
from pipeline.vietnamese import is_syllable

DOUBTED = 0.9
"""Confidence below which a word is read again: four fifths of the wrong words lie there,
and five words in a hundred."""
_SURE = 0.85
"""Confidence from which the second reading may stand against the first."""
_FIGURES_DOUBTED = 0.95
"""The same for words with figures: of these a wrong one is the worst."""
_CAPITALS_DOUBTED = 0.85
"""The same for words in capitals: above it 42 of them gave no better word and a worse one."""
_LONG_FIGURES = (5, 0.85)
"""Characters, and confidence from which dates, numbers and symbols are read without their
neighbours: these make a strip three times as wide and tell nothing of figures. What is
shorter (`1.`, `-1,`) is read otherwise where it stands alone."""
_DIFFERS = 0.5
"""Most confidence of a word whose figures the second reading has otherwise."""
_POOR = 0.5
_STEP = 0.15
"""A word below _POOR, or none that is spelled right, gives way to one so much surer."""
_PART = 0.6
"""The same for each of two words that the first reading had as one."""
_SHORT = 4
"""Letters of the longest word that is not looked at for being two in one."""
_AROUND = (3, 4)
"""Pixels taken in beside and above the words: what reaches out of their boxes."""
_MOST = 120
"""A page with more doubted words is no text or was read too badly to be mended by words."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Words that stand side by side, and where their line begins in the picture (pixels)."""

    words: tuple[int, ...]
    x0: int
    top: int
    grey: Grey
    at: int = 0


def with_second_opinions(cleaned: Cleaned, words: Sequence[Seen], engine: Engine) -> list[Seen]:
    """The same words in the same order, doubted ones as both models have them.

    Raises EngineError.
    """
    strips = _strips(cleaned.grey, words)
    if not strips or sum(_is_doubted(w) for w in words) > _MOST:
        return list(words)
    placed, picture = _picture(strips)
    read = engine.again(Image.fromarray(picture), cleaned.dpi)
    made = {index: [word] for index, word in enumerate(words)}
    for strip in placed if read else ():
        line = _of_line(read, strip)
        for index in strip.words:
            if _is_doubted(words[index]):
                before = words[index - 1] if _on_line(words, index - 1, words[index]) else None
                there = [_alone(s, before) for s in _over(words[index], line)]
                made[index] = _decided(words[index], [s for s in there if s.text])
                if _has_taken(made[index], words, index):
                    made[index + 1] = []
    return [word for several in made.values() for word in several]


def _is_doubted(word: Seen) -> bool:
    """Not sure, or two words in one: no syllable, in small letters."""
    if word.block >= GATHERED or not any(c.isalnum() for c in word.text):
        return False
    return word.confidence < _doubted_below(word.text) or _is_no_word(word.text)


def _doubted_below(text: str) -> float:
    """Symbols are never mended and as doubtful as other words."""
    if _FIGURES.search(text):
        return DOUBTED if _is_symbol(text) else _FIGURES_DOUBTED
    return _CAPITALS_DOUBTED if without_signs(text).isupper() else DOUBTED


def _is_symbol(text: str) -> bool:
    """`12/KH-UBND`"""
    return bool(_FIGURES.search(text) and _CODE.search(text))


def _is_no_word(text: str) -> bool:
    core = without_signs(text)
    return len(core) > _SHORT and core.isalpha() and core.islower() and not is_syllable(core)


def _has_taken(mine: Sequence[Seen], words: Sequence[Seen], index: int) -> bool:
    """Whether the second reading has the signs that follow the word: `này./.`"""
    word, text = words[index], mine[0].text
    if not _on_line(words, index + 1, word):
        return False
    return text != word.text and text == word.text + words[index + 1].text


def _strips(grey: Grey, words: Sequence[Seen]) -> list[Strip]:
    """Doubted words with their neighbours on the line, those that touch as one."""
    runs: list[list[int]] = []
    for index, word in enumerate(words):
        if not _is_doubted(word):
            continue
        near = _with_neighbours(words, index)
        if runs and _on_line(words, runs[-1][-1], word) and runs[-1][-1] >= near[0] - 1:
            runs[-1] += [i for i in near if i > runs[-1][-1]]
        else:
            runs.append(near)
    return [_strip(grey, words, run) for run in runs]


def _with_neighbours(words: Sequence[Seen], index: int) -> list[int]:
    """The word and the narrower of those beside it on its line; a date, a number or a symbol
    alone. Both neighbours cost a quarter more and mend no more (99 pages)."""
    word, (long, sure) = words[index], _LONG_FIGURES
    figures = _NUMBER.fullmatch(word.text) or _is_symbol(word.text)
    if figures and len(word.text) >= long and word.confidence >= sure:
        return [index]
    beside = [i for i in (index - 1, index + 1) if _on_line(words, i, word)]
    return sorted([index, *sorted(beside, key=lambda i: words[i].width)[:1]])


def _on_line(words: Sequence[Seen], index: int, word: Seen) -> bool:
    return 0 <= index < len(words) and words[index].row == word.row


def _strip(grey: Grey, words: Sequence[Seen], run: Sequence[int]) -> Strip:
    beside, above = _AROUND
    x0 = max(0, min(words[i].x0 for i in run) - beside)
    top = max(0, min(words[i].top for i in run) - above)
    right = max(words[i].x1 for i in run) + beside
    bottom = max(words[i].bottom for i in run) + above
    return Strip(tuple(run), x0, top, grey[top:bottom, x0:right])


def _picture(strips: Sequence[Strip]) -> tuple[list[Strip], Grey]:
    """The strips with their places in a picture of them all, one below the other."""
    picture, tops = stacked([strip.grey for strip in strips])
    return [replace(strip, at=top) for strip, top in zip(strips, tops, strict=True)], picture


def _of_line(read: Sequence[Seen], strip: Strip) -> list[Seen]:
    """What was read of a strip, where it stands on the page."""
    down, across = strip.top - strip.at, strip.x0 - STRIP_EDGE
    return [
        replace(s, x0=s.x0 + across, x1=s.x1 + across, top=s.top + down, bottom=s.bottom + down)
        for s in read
        if strip.at <= (s.top + s.bottom) / 2 < strip.at + strip.grey.shape[0]
    ]


def _over(word: Seen, line: Sequence[Seen]) -> list[Seen]:
    """What was read at a word's place."""
    return [
        s for s in line if min(s.x1, word.x1) - max(s.x0, word.x0) > 0.5 * min(s.width, word.width)
    ]


def _alone(again: Seen, before: Seen | None) -> Seen:
    """The second reading without the word before, which it has in one with this: `VT,NL.`

    Without text where it reaches over that word and does not begin with it.
    """
    if before is None or before.x1 - max(again.x0, before.x0) <= 0.5 * before.width:
        return again
    own = again.text.removeprefix(before.text)
    return replace(again, text=own if own != again.text else "")


def _decided(word: Seen, there: Sequence[Seen]) -> list[Seen]:
    """The surer reading, the other one as an alternative; two words for two in one."""
    if len(there) == 1:
        return [_surer(word, there[0])]
    if _is_no_word(word.text) and _are_its_parts(word, there):
        place = (word.block, word.paragraph, word.line)
        return [
            replace(s, block=place[0], paragraph=place[1], line=place[2], confidence=_SURE)
            for s in there
        ]
    return [word]


def _are_its_parts(word: Seen, there: Sequence[Seen]) -> bool:
    """`tin và` of tinvà, `thiết bị` of thiếtbj: as many letters, in words that are spelled."""
    texts = [s.text for s in there]
    spelled = all(is_syllable(without_signs(t)) for t in texts if without_signs(t))
    sure = min((s.confidence for s in there), default=0.0) >= _PART
    return len("".join(texts)) == len(word.text) and spelled and sure


def _surer(word: Seen, again: Seen) -> Seen:
    if again.text == word.text:
        return replace(word, confidence=max(word.confidence, min(again.confidence, DOUBTED)))
    if _is_surer(word, again) and _may_stand(word, again):
        other = Alternative(word.text, word.confidence)
        return replace(word, text=again.text, confidence=again.confidence, others=(other,))
    sure = word.confidence if _alike_in_figures(word, again) else min(word.confidence, _DIFFERS)
    return replace(word, confidence=sure, others=(Alternative(again.text, again.confidence),))


def _is_surer(word: Seen, again: Seen) -> bool:
    """By confidence; against what is no word, or was hardly read, less of it is enough."""
    if again.confidence >= _SURE and again.confidence > word.confidence:
        return True
    poor = word.confidence < _POOR or not _is_spelled(word.text)
    return poor and again.confidence >= max(_PART, min(word.confidence, _PART) + _STEP)


def _alike_in_figures(word: Seen, again: Seen) -> bool:
    return re.sub(r"\D", "", word.text) == re.sub(r"\D", "", again.text)


_FIGURES = re.compile(r"\d")
_NUMERAL = re.compile(r"[IVXHLlïÏ1|\[\]!.,;:/]+")
_NUMBER = re.compile(r"\d+(?:[/.,-]\d+)*%?[.,;:)]?")
_CODE = re.compile(r"[A-ZĐ]{2}")
_COPY = re.compile(r"\([A-Za-z]/[a-z]\)[;.,]?")
"""`(b/c);` behind a recipient."""


def _may_stand(word: Seen, again: Seen) -> bool:
    """Whether the second reading is a word or an abbreviation, and nothing turns on figures."""
    either = word.text + again.text
    if _NUMERAL.fullmatch(word.text) or _NUMERAL.fullmatch(again.text):
        return False
    if _FIGURES.search(either):
        mended = not _NUMBER.fullmatch(word.text) and _NUMBER.fullmatch(again.text)
        return bool(mended) and again.confidence >= DOUBTED and not _CODE.search(word.text)
    core = without_signs(again.text)
    return core.isupper() or is_syllable(core) or bool(_COPY.fullmatch(again.text))


def _is_spelled(text: str) -> bool:
    core = without_signs(text)
    return core.isupper() or is_syllable(core)
