"""The signer's name read several times from its own line, and what the readings agree on.

The recogniser takes a tone for another with confidence (`Tân` for Tấn, `Phứ` for Phử),
and no context tells which name is meant. Its errors change with the crop and the scale:
a word of a name counts as read only where the readings of its line agree on its letters
and tones, and nothing that could be a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.document import UNREAD, Alternative, Box, Word
from pipeline.names import surname_of, surnames
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.ink_votes import DENIES, is_denied, looked, told_by_ink
from pipeline.reading.signature.signing_words import SURE, is_degree
from pipeline.reading.signature.votes import (
    OUTVOTED,
    OVERRULE,
    SAME,
    Vote,
    cased,
    is_listed,
    lost_marks,
    may_name,
    name_words,
    shared_width,
    vote_on,
    whole_name,
)

_BLIND = Eye()


def agreed(
    line: Sequence[Word],
    plain: Sequence[Sequence[Word]],
    sealed: Sequence[Sequence[Word]],
    covered: Callable[[Box], bool],
    eye: Eye = _BLIND,
) -> list[Word]:
    """The name's words as the readings of its line have them.

    `line` is the block's reading, `plain` those of the line's own crops; `sealed` those
    of crops from which a seal was taken, which alone count for words that it covers.
    `eye` tells what the ink of a plain word resembles. A word they do not agree on is
    `UNREAD`, with all that was read as alternatives.
    """
    bare = [name_words(other) for other in plain]
    freed = [name_words(other) for other in sealed]
    made: list[Word] = [_lost_surname(line[0])] if not whole_name(line) else []
    first = next((word for word in line if not is_degree(word.text)), None)
    for word in line:
        if word is first:
            bare, freed = (
                [_with_surname(w, word) for w in bare],
                [_with_surname(w, word) for w in freed],
            )
        if is_degree(word.text):
            made.append(word)
        elif sealed and word.box is not None and covered(word.box):
            made += _from_under(word, [vote_on(word, words) for words in freed])
        else:
            made += _decided(
                word, [*(vote_on(word, words) for words in bare), *_dissent(word)], eye
            )
    return _once(made)


def with_others(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The words, with parts of names that were surely read in the place of each as its
    alternatives."""
    parts = [o for o in others if o.confidence >= SURE and is_listed(o.text) and may_name(o.text)]
    return [replace(w, alternatives=(*w.alternatives, *_instead(w, parts))) for w in words]


def _instead(word: Word, parts: Sequence[Word]) -> Iterator[Alternative]:
    told = {word.text, *(a.text for a in word.alternatives)}
    for part in parts if word.text != UNREAD else ():
        if part.text not in told and shared_width(word.box, part.box) > SAME:
            yield Alternative(part.text, part.confidence)


def is_disputed(words: Sequence[Word]) -> bool:
    """Whether a part of names was surely read in the place of another word."""
    return any(map(_dissent, words))


def _dissent(word: Word) -> list[Vote]:
    """Parts of names that were surely read where this word was; not what wear left of it, as
    `Tân` is of Tấn."""
    own = Vote((word,))
    sure = [a.text for a in word.alternatives if a.confidence >= SURE and word.text != UNREAD]
    votes = [Vote((replace(word, text=t),)) for t in sure if is_listed(t) and may_name(t)]
    return [vote for vote in votes if vote.key != own.key and not lost_marks(vote, own)]


def _once(words: Sequence[Word]) -> list[Word]:
    """A word that two halves of the block's reading were outvoted by stands once."""
    made: list[Word] = []
    for word in words:
        again = made and word.text == made[-1].text and shared_width(made[-1].box, word.box) > SAME
        if not again:
            made.append(word)
    return made


_MOST_FREED = 3
"""Readings freed of a seal that must agree on a word under it."""


def _from_under(word: Word, votes: Sequence[Vote]) -> list[Word]:
    """What most of the freed readings have; one may err, and some may have lost marks.

    A seal goes by taking ink away, which takes marks from letters and never adds one:
    `Đăng` is no voice against Đặng, one `Bá` is one against any number of `Ba`.
    """
    likely = [vote for vote in votes if vote.likely]
    for best in sorted(likely, key=lambda vote: -vote.confidence):
        same = [vote for vote in likely if vote.key == best.key]
        against = [v for v in likely if v.key != best.key and not lost_marks(v, best)]
        if any(lost_marks(best, v) for v in against):
            continue  # a mark that one reading still has
        all_read = len(same) > _MOST_FREED and not against
        surname = all_read and best.text == surname_of(best.text)
        least = _CLEAR_SURNAME if surname else _CLEAR
        clear = best.confidence >= least and all(is_listed(w.text) for w in best.words)
        if len(same) >= _MOST_FREED and len(against) <= 1 and clear:
            return [replace(w, confidence=min(w.confidence, _FREED)) for w in cased(best)]
    return [_unread(word, [Vote((word,)) if word.text != UNREAD else Vote(()), *votes])]


_FREED = 0.8
"""Confidence of a word that was read under a seal, at most."""


def _with_surname(words: Sequence[Word], first: Word) -> list[Word]:
    """A reading whose word in the surname's place says `Hoằng`: that is Hoàng."""
    made = list(words)
    for index, word in enumerate(made):
        known = _surname_like(word.text)
        if known and shared_width(first.box, word.box) > SAME:
            made[index] = replace(word, text=known)
            break
    return made


def _surname_like(text: str) -> str:
    """The surname of these letters, whatever their marks but that of Đ; "" for none."""
    known = surname_of(text)
    return known if known[:1] == text[:1] and text not in surnames() else ""


def _lost_surname(first: Word) -> Word:
    """The mark for what stood before this word."""
    box = first.box
    before = replace(box, x0=box.x0 - box.width, x1=box.x0) if box else None
    return Word(UNREAD, UNREAD, before, 0.0)


_UNLIKE = 0.25
"""How much less than its line's the likeness of what stands in a word's place may be: of a
single candidate no other is less like it."""


def _decided(word: Word, votes: Sequence[Vote], eye: Eye) -> list[Word]:
    """What the ink looks like, of what was read; else what the crops say with one voice."""
    likely = [vote for vote in votes if vote.likely]
    own = Vote((word,)) if word.text != UNREAD else Vote(())
    if not any(vote.words for vote in votes) and own.confidence >= SURE:
        return [word]
    seen = looked(own, likely, eye)
    if seen and seen.likeness < eye.likeness - _UNLIKE:
        seen = None  # the best of candidates that are none
    told = told_by_ink(own, likely, seen, eye)
    if told:
        return told
    if seen and (seen.margin >= DENIES or (own.likely and is_denied(own, seen))):
        return [_unread(word, [own, *votes])]
    return _with_one_voice(word, own, likely, votes)


def _with_one_voice(
    word: Word, own: Vote, likely: Sequence[Vote], votes: Sequence[Vote]
) -> list[Word]:
    """What all crops say; the block's reading against them needs them all."""
    if len({vote.key for vote in likely}) != 1 or len(likely) < 2:
        return [_unread(word, [own, *votes])]
    best = max([own, *likely], key=lambda vote: vote.confidence * (vote.key == likely[0].key))
    least = _CLEAR_SURNAME if best.text == surname_of(best.text) else _CLEAR
    if best.confidence < least:
        return [_unread(word, [own, *votes])]
    if own.likely and own.key == best.key:
        sure = max(own.confidence, best.confidence)
        return [replace(word, confidence=sure if is_listed(best.text) else min(sure, OUTVOTED))]
    if own.likely and (len(likely) < len(votes) or len(likely) < OVERRULE):
        return [_unread(word, [own, *votes])]
    return [replace(w, confidence=min(w.confidence, OUTVOTED)) for w in cased(best)]


_CLEAR = 0.85
"""Confidence that one of the readings must have: below it all may share one error."""
_CLEAR_SURNAME = 0.4
"""The same for a surname that no other resembles: what all read so is that."""


def _unread(word: Word, votes: Sequence[Vote]) -> Word:
    known = {v.text: Alternative(v.text, v.confidence) for v in reversed(votes) if v.text}
    told = {a.text for a in word.alternatives}
    others = [a for a in reversed(known.values()) if a.text not in told]
    return replace(word, text=UNREAD, confidence=0.0, alternatives=(*word.alternatives, *others))
