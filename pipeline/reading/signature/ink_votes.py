"""What the ink of a name says of the readings that there are of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Word
from pipeline.names import name_syllables
from pipeline.reading.signature.eye import Eye
from pipeline.reading.signature.resemblance import Resembles, key_of, with_other_marks
from pipeline.reading.signature.signing_words import SURE, is_degree
from pipeline.reading.signature.votes import (
    OUTVOTED,
    OVERRULE,
    Vote,
    cased,
    is_listed,
    lost_marks,
    may_name,
)
from pipeline.vietnamese import split_tone, strip_marks

_LOOKS = 0.15
"""Margin from which the ink tells which of the readings is right."""
DENIES = 0.3
"""Margin from which the ink denies what was read."""
_CONFIRMS = 0.4
"""Margin from which sure words need no second reading."""
_ALONE = 0.6
"""Margin from which sharp print is believed against all readings."""
_PLAIN = 0.03
"""How much less than its line a word may be like our letters for that."""


def looked(own: Vote, votes: Sequence[Vote], eye: Eye) -> Resembles | None:
    """What the ink looks like, of all that was read and the same letters with other marks."""
    read = [v for v in (own, *votes) if v.likely and len(v.words) == 1]
    if not read:
        return None
    best = max(read, key=lambda vote: vote.confidence)
    word = replace(best.words[0], text=best.text)
    texts = {vote.text for vote in read} | {other for v in read for other in _near(v.text)}
    # A syllable that is in no list may be misread from one that is in none either.
    marked = {o for v in read for o in _marked(v.text) if not is_listed(v.text) or is_listed(o)}
    seen = eye.resembles(word, texts | marked)
    if seen is None or not eye.sharp:
        return seen
    other = eye.resembles(word, texts | {o for v in read for o in _marked(v.text)})
    denied_by = other and key_of(other.text) != key_of(seen.text) and other.margin >= _ALONE
    return other if denied_by else seen


def _marked(text: str) -> Iterator[str]:
    """What has the letters of a text and may stand in a name."""
    return (other for other in with_other_marks(text) if may_name(other))


def _near(text: str) -> Iterator[str]:
    """Parts of names that a letter tells from what is none: Phúc where Phác was read."""
    if is_listed(text):
        return
    bare = strip_marks(text).lower()
    for part in name_syllables():
        other = strip_marks(part)
        alike = len(other) == len(bare) and sum(map(str.__ne__, other, bare)) == 1
        if alike:
            yield part[:1].upper() + part[1:]


def confirmed(words: Sequence[Word], eye: Eye) -> bool:
    """Whether all words were read for sure and the ink looks like each of them."""
    named = [Vote((word,)) for word in words if not is_degree(word.text)]
    return all(
        vote.likely
        and vote.confidence >= SURE
        and (seen := looked(vote, (), eye)) is not None
        and key_of(seen.text) == vote.key
        and seen.margin >= _CONFIRMS
        for vote in named
    )


def denied(words: Sequence[Word], eye: Eye) -> bool:
    """Whether the ink of a word looks like another."""
    named = [Vote((word,)) for word in words if not is_degree(word.text)]
    looks = [(vote, looked(vote, (), eye)) for vote in named]
    return any(seen and is_denied(vote, seen) for vote, seen in looks)


def is_denied(vote: Vote, seen: Resembles) -> bool:
    """Whether the ink is another word's than what was read; of what is in no list (`Thuy` for
    Thùy) less says so."""
    least = DENIES if is_listed(vote.text) or not is_listed(seen.text) else _LOOKS
    return key_of(seen.text) != vote.key and seen.margin >= least


_AGAINST = 0.45
"""Margin that the ink must have against sure readings, if those with it are no more."""
_SEEN = 0.5
"""Confidence that such a reading must have."""


def told_by_ink(own: Vote, likely: Sequence[Vote], seen: Resembles | None, eye: Eye) -> list[Word]:
    """What the ink looks like, read or not; none where it tells nothing."""
    return _told_by_a_reading(own, likely, seen, eye) or _told_alone(own, likely, seen, eye)


def _told_by_a_reading(
    own: Vote, likely: Sequence[Vote], seen: Resembles | None, eye: Eye
) -> list[Word]:
    """The reading that the ink looks like; none where it tells nothing or what none reads."""
    if seen is None or seen.margin < _LOOKS:
        return []
    same = [v for v in (own, *likely) if v.likely and v.key == key_of(seen.text)]
    best = max(same, key=lambda vote: vote.confidence, default=Vote(()))
    against = [v for v in (own, *likely) if v.likely and v not in same and _stands_against(v, best)]
    outweighed = len(against) >= len(same) and seen.margin < _AGAINST
    lone = not own.likely and len(same) == 1 and best.confidence < SURE
    enough = len(same) >= OVERRULE or (eye.sharp and seen.likeness >= eye.likeness - _PLAIN)
    alike = bool(likely) and set(likely) <= set(same) and enough and seen.margin >= _CONFIRMS
    unsure = best.confidence < _SEEN or lone
    if (unsure and not alike) or (against and outweighed):
        return []
    most = 1.0 if len(same) > len(likely) else OUTVOTED
    least = OUTVOTED if seen.margin >= _CONFIRMS else 0.0
    return [replace(w, confidence=max(least, min(w.confidence, most))) for w in cased(best)]


def _stands_against(vote: Vote, best: Vote) -> bool:
    """Whether a reading counts against the ink's: `Phau`, which is in no list of names, does not
    against Phan; Hiếu against Hiêu does though it be less sure."""
    if not is_listed(best.text):
        return vote.confidence >= (_SEEN if is_listed(vote.text) else SURE)
    return is_listed(vote.text) and vote.confidence >= SURE


def _told_alone(own: Vote, likely: Sequence[Vote], seen: Resembles | None, eye: Eye) -> list[Word]:
    """What sharp print looks like though no reading has it: Diệu where all have `Điệu`.

    Of what is in no list of names only the tone may be told so, against readings that are in
    none either; that a mark is missing which was surely read, never.
    """
    if seen is None or not eye.sharp or seen.margin < _ALONE:
        return []
    if seen.likeness < eye.likeness - _PLAIN:
        return []
    read = [vote for vote in (own, *likely) if vote.likely and len(vote.words) == 1]
    bare = Vote((Word(seen.text, seen.text, None, 0.0),))
    if any(vote.confidence >= SURE and lost_marks(bare, vote) for vote in read):
        return []  # wear takes marks away: `Tinh` is what it left of Tịnh
    stem = split_tone(seen.text)[0]
    toneless = [v for v in read if split_tone(v.text)[0] == stem and not is_listed(v.text)]
    if not read or not (is_listed(seen.text) or toneless):
        return []
    best = max(read, key=lambda vote: vote.confidence).words[0]
    return [replace(best, text=seen.text, raw=seen.text, confidence=OUTVOTED)]
