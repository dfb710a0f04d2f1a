"""The signer's name read several times from its own line, and what the readings agree on.

The recogniser takes a tone for another with confidence (`Tân` for Tấn, `Phứ` for Phử),
and no context tells which name is meant. Its errors change with the crop and the scale:
a word of a name counts as read only where the readings of its line agree on its letters
and tones, and nothing that could be a name says otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import UNREAD, Alternative, Box, Word
from pipeline.names import name_syllables, spells_name, surname_of, surnames
from pipeline.reading.eye import Eye
from pipeline.reading.resemblance import Resembles, key_of, with_other_marks
from pipeline.reading.signing_words import DEGREE, SURE, is_degree
from pipeline.vietnamese import split_tone, strip_marks

_SAME = 0.5
"""Share of the narrower word by which two words of two readings must overlap."""
_MISPLACED = re.compile(r"ñ|(?<![qg])[aăâeêioôơuư][íìỉĩịóòỏõọúùủũụ]$")
_NO_NAMES = frozenset("đã và của các những được với trong khi".split())
"""Words of sentences that are nobody's name: `Đã` before a name is Đỗ misread."""
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Vote:
    """The words that one reading has in a place."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """As written in names: `TẤn` is Tấn, the recogniser mixes cases in bold."""
        return " ".join(
            w.text if re.search("[.'’]", w.text) else w.text[:1] + w.text[1:].lower()
            for w in self.words
        )

    @property
    def key(self) -> str:
        """What two readings of one name have in common."""
        return key_of(self.text)

    @property
    def confidence(self) -> float:
        """That of its least sure word; 0 for no words."""
        return min((w.confidence for w in self.words), default=0.0)

    @property
    def likely(self) -> bool:
        """Whether all of it could stand in a name."""
        return bool(self.words) and all(_may_name(w.text) for w in self.words)


_BLIND = Eye()


def looked(own: Vote, votes: Sequence[Vote], eye: Eye) -> Resembles | None:
    """What the ink looks like, of all that was read and the same letters with other marks."""
    read = [v for v in (own, *votes) if v.likely and len(v.words) == 1]
    if not read:
        return None
    best = max(read, key=lambda vote: vote.confidence)
    word = replace(best.words[0], text=best.text)
    texts = {vote.text for vote in read} | {other for v in read for other in _near(v.text)}
    # A syllable that is in no list may be misread from one that is in none either.
    marked = {o for v in read for o in _marked(v.text) if not _listed(v.text) or _listed(o)}
    seen = eye.resembles(word, texts | marked)
    if seen is None or not eye.sharp:
        return seen
    other = eye.resembles(word, texts | {o for v in read for o in _marked(v.text)})
    denied_by = other and key_of(other.text) != key_of(seen.text) and other.margin >= _ALONE
    return other if denied_by else seen


def _marked(text: str) -> Iterator[str]:
    """What has the letters of a text and may stand in a name."""
    return (other for other in with_other_marks(text) if _may_name(other))


def _listed(text: str) -> bool:
    return text.lower() in name_syllables()


def _near(text: str) -> Iterator[str]:
    """Parts of names that a letter tells from what is none: Phúc where Phác was read."""
    if _listed(text):
        return
    bare = strip_marks(text).lower()
    for part in name_syllables():
        other = strip_marks(part)
        alike = len(other) == len(bare) and sum(map(str.__ne__, other, bare)) == 1
        if alike:
            yield part[:1].upper() + part[1:]


_LOOKS = 0.15
"""Margin from which the ink tells which of the readings is right."""
_SEEN = 0.5
"""Confidence that such a reading must have."""
_UNLIKE = 0.25
"""How much less than its line's the likeness of what stands in a word's place may be: of a
single candidate no other is less like it."""
_DENIES = 0.3
"""Margin from which the ink denies what was read."""
_CONFIRMS = 0.4
"""Margin from which sure words need no second reading."""
_AGAINST = 0.45
"""Margin that the ink must have against sure readings, if those with it are no more."""
_ALONE = 0.6
"""Margin from which sharp print is believed against all readings."""
_PLAIN = 0.03
"""How much less than its line a word may be like our letters for that."""


def _may_name(text: str) -> bool:
    """A degree, or a syllable with a capital. `Ñgô` and `Caó` are the recogniser's: no tone
    stands on an n, nor on the second of two vowels at a word's end (but oà, oè, uý)."""
    if DEGREE.fullmatch(text) and re.search(r"[.,]", text):
        return True
    small = text.lower()
    alone = len(text) == 1 and small in name_syllables()  # Y, H, A
    spelled = alone or (len(text) > 1 and spells_name(text) and not _MISPLACED.search(small))
    return text[:1].isupper() and spelled and small not in _NO_NAMES


def name_words(words: Sequence[Word]) -> list[Word]:
    """The words of a reading without the strokes at their edges and between them."""
    bare = [(word, _EDGES.sub("", word.text)) for word in words]
    return [replace(word, text=text, raw=text) for word, text in bare if text]


def agree(words: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a second reading of a line has the same words, all of which may be names."""
    mine = Vote(tuple(words))
    return mine.likely and mine.key == Vote(tuple(name_words(other))).key


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
    return any(seen and _is_denied(vote, seen) for vote, seen in looks)


def _is_denied(vote: Vote, seen: Resembles) -> bool:
    """Whether the ink is another word's than what was read; of what is in no list (`Thuy` for
    Thùy) less says so."""
    least = _DENIES if _listed(vote.text) or not _listed(seen.text) else _LOOKS
    return key_of(seen.text) != vote.key and seen.margin >= least


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
            made += _from_under(word, [_vote(word, words) for words in freed])
        else:
            made += _decided(word, [*(_vote(word, words) for words in bare), *_dissent(word)], eye)
    return _once(made)


def with_others(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The words, with parts of names that were surely read in the place of each as its
    alternatives."""
    parts = [o for o in others if o.confidence >= SURE and _listed(o.text) and _may_name(o.text)]
    return [replace(w, alternatives=(*w.alternatives, *_instead(w, parts))) for w in words]


def _instead(word: Word, parts: Sequence[Word]) -> Iterator[Alternative]:
    told = {word.text, *(a.text for a in word.alternatives)}
    for part in parts if word.text != UNREAD else ():
        if part.text not in told and _overlap(word.box, part.box) > _SAME:
            yield Alternative(part.text, part.confidence)


def is_disputed(words: Sequence[Word]) -> bool:
    """Whether a part of names was surely read in the place of another word."""
    return any(map(_dissent, words))


def _dissent(word: Word) -> list[Vote]:
    """Parts of names that were surely read where this word was."""
    sure = [a.text for a in word.alternatives if a.confidence >= SURE and word.text != UNREAD]
    votes = [Vote((replace(word, text=t),)) for t in sure if _listed(t) and _may_name(t)]
    return [vote for vote in votes if vote.key != key_of(word.text)]


def _once(words: Sequence[Word]) -> list[Word]:
    """A word that two halves of the block's reading were outvoted by stands once."""
    made: list[Word] = []
    for word in words:
        again = made and word.text == made[-1].text and _overlap(made[-1].box, word.box) > _SAME
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
        against = [v for v in likely if v.key != best.key and not _lost_marks(v, best)]
        if any(_lost_marks(best, v) for v in against):
            continue  # a mark that one reading still has
        all_read = len(same) > _MOST_FREED and not against
        surname = all_read and best.text == surname_of(best.text)
        least = _CLEAR_SURNAME if surname else _CLEAR
        clear = best.confidence >= least and all(_listed(w.text) for w in best.words)
        if len(same) >= _MOST_FREED and len(against) <= 1 and clear:
            return [replace(w, confidence=min(w.confidence, _FREED)) for w in _cased(best)]
    return [_unread(word, [Vote((word,)) if word.text != UNREAD else Vote(()), *votes])]


_FREED = 0.8
"""Confidence of a word that was read under a seal, at most."""


def _lost_marks(vote: Vote, best: Vote) -> bool:
    """Whether a reading is another with some of its marks gone."""
    if strip_marks(vote.text).lower() != strip_marks(best.text).lower():
        return False
    mine, other = (Counter(unicodedata.normalize("NFD", v.text.lower())) for v in (vote, best))
    return not mine - other


def all_known(words: Sequence[Word]) -> bool:
    """Whether every word is a degree or in a list of names."""
    return all(is_degree(word.text) or _listed(word.text) for word in words)


def whole_name(line: Sequence[Word]) -> bool:
    """Whether a surname stands first: Thị, the middle name of women, is nobody's."""
    named = [word for word in line if not is_degree(word.text)]
    return bool(named) and named[0].text.lower() != "thị"


def _with_surname(words: Sequence[Word], first: Word) -> list[Word]:
    """A reading whose word in the surname's place says `Hoằng`: that is Hoàng."""
    made = list(words)
    for index, word in enumerate(made):
        known = _surname_like(word.text)
        if known and _overlap(first.box, word.box) > _SAME:
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


def _vote(word: Word, words: Sequence[Word]) -> Vote:
    return Vote(tuple(w for w in words if _overlap(word.box, w.box) > _SAME))


def _overlap(place: Box | None, box: Box | None) -> float:
    """Share of the narrower one."""
    if place is None or box is None:
        return 0.0
    across = min(place.x1, box.x1) - max(place.x0, box.x0)
    return across / max(0.1, min(place.width, box.width))


def _decided(word: Word, votes: Sequence[Vote], eye: Eye) -> list[Word]:
    """What the ink looks like, of what was read; else what the crops say with one voice."""
    likely = [vote for vote in votes if vote.likely]
    own = Vote((word,)) if word.text != UNREAD else Vote(())
    if not any(vote.words for vote in votes) and own.confidence >= SURE:
        return [word]
    seen = looked(own, likely, eye)
    if seen and seen.likeness < eye.likeness - _UNLIKE:
        seen = None  # the best of candidates that are none
    told = _told_by_ink(own, likely, seen, eye) or _told_by_ink_alone(own, likely, seen, eye)
    if told:
        return told
    if seen and (seen.margin >= _DENIES or (own.likely and _is_denied(own, seen))):
        return [_unread(word, [own, *votes])]
    return _with_one_voice(word, own, likely, votes)


def _told_by_ink(own: Vote, likely: Sequence[Vote], seen: Resembles | None, eye: Eye) -> list[Word]:
    """The reading that the ink looks like; none where it tells nothing or what none reads."""
    if seen is None or seen.margin < _LOOKS:
        return []
    same = [v for v in (own, *likely) if v.likely and v.key == key_of(seen.text)]
    best = max(same, key=lambda vote: vote.confidence, default=Vote(()))
    against = [v for v in (own, *likely) if v.likely and v not in same and _stands_against(v, best)]
    outweighed = len(against) >= len(same) and seen.margin < _AGAINST
    lone = not own.likely and len(same) == 1 and best.confidence < SURE
    enough = len(same) >= _OVERRULE or (eye.sharp and seen.likeness >= eye.likeness - _PLAIN)
    alike = bool(likely) and set(likely) <= set(same) and enough and seen.margin >= _CONFIRMS
    unsure = best.confidence < _SEEN or lone
    if (unsure and not alike) or (against and outweighed):
        return []
    most = 1.0 if len(same) > len(likely) else _OUTVOTED
    least = _OUTVOTED if seen.margin >= _CONFIRMS else 0.0
    return [replace(w, confidence=max(least, min(w.confidence, most))) for w in _cased(best)]


def _stands_against(vote: Vote, best: Vote) -> bool:
    """Whether a reading counts against the ink's: `Phau`, which is in no list of names, does not
    against Phan; Hiếu against Hiêu does though it be less sure."""
    if not _listed(best.text):
        return vote.confidence >= (_SEEN if _listed(vote.text) else SURE)
    return _listed(vote.text) and vote.confidence >= SURE


def _told_by_ink_alone(
    own: Vote, likely: Sequence[Vote], seen: Resembles | None, eye: Eye
) -> list[Word]:
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
    if any(vote.confidence >= SURE and _lost_marks(bare, vote) for vote in read):
        return []  # wear takes marks away: `Tinh` is what it left of Tịnh
    stem = split_tone(seen.text)[0]
    toneless = [v for v in read if split_tone(v.text)[0] == stem and not _listed(v.text)]
    if not read or not (_listed(seen.text) or toneless):
        return []
    best = max(read, key=lambda vote: vote.confidence).words[0]
    return [replace(best, text=seen.text, raw=seen.text, confidence=_OUTVOTED)]


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
        return [replace(word, confidence=sure if _listed(best.text) else min(sure, _OUTVOTED))]
    if own.likely and (len(likely) < len(votes) or len(likely) < _OVERRULE):
        return [_unread(word, [own, *votes])]
    return [replace(w, confidence=min(w.confidence, _OUTVOTED)) for w in _cased(best)]


_CLEAR = 0.85
"""Confidence that one of the readings must have: below it all may share one error."""
_CLEAR_SURNAME = 0.4
"""The same for a surname that no other resembles: what all read so is that."""
_OVERRULE = 3
"""Crops of the line that must agree against the block's reading."""
_OUTVOTED = 0.7
"""Confidence of a word that the block's reading did not have."""


def _cased(vote: Vote) -> list[Word]:
    texts = vote.text.split()
    return [replace(w, text=t, raw=t) for w, t in zip(vote.words, texts, strict=True)]


def _unread(word: Word, votes: Sequence[Vote]) -> Word:
    known = {v.text: Alternative(v.text, v.confidence) for v in reversed(votes) if v.text}
    told = {a.text for a in word.alternatives}
    others = [a for a in reversed(known.values()) if a.text not in told]
    return replace(word, text=UNREAD, confidence=0.0, alternatives=(*word.alternatives, *others))
