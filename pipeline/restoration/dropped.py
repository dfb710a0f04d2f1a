"""Text whose letters beyond Latin-1 are gone, a space in the place of each.

A PDF's font of which only some letters had a code gives `c a B Xây d ng` for `của Bộ Xây dựng`,
and document-sharing sites pass such text on. Which letters are gone the text itself tells: those
that never stand in it. A word of the lexicon without them leaves pieces; a search over the
language model finds the words whose pieces, one behind another, are those that were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.restoration.casing import LOWER, TITLE, UPPER, apply_case
from pipeline.restoration.copying import fold_d, known_abbreviations, listed
from pipeline.restoration.decoder import Language
from pipeline.restoration.model import Model
from pipeline.restoration.tokens import Kind, atoms
from pipeline.vietnamese import is_syllable

Ids = npt.NDArray[np.int64]

_MARKED = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
_LATIN_1 = frozenset("áàãâéèêíìóòõôúùý")
_FEWEST, _BROKEN, _SPELLED, _SIGNED = 30, 0.35, 0.9, 0.05
"""A text that lost letters has so many words; such a share of its pieces are single letters or
have no vowel (English readings: 0.15 at most); words with letters of Latin-1 are spelled right
(English, French readings: 0.5 to 0.8); few have a sign within (Ocrad and GOCR: 0.17)."""
_LONGEST = 4
"""Pieces that one word leaves at most."""
_BEAM, _MARGIN, _FILLED = 10, 10.0, 3
"""States kept at a place; log units behind the best; states behind which a lost word is tried."""
_COPIED, _CODE = -7.0, -4.0
"""What it costs to take a piece for a word that the lexicon lacks, or for an abbreviation."""
_NEAR = 12
"""Other words of the same pieces that a word's confidence is weighed against."""
_FLAT = 0.7
"""Exponent that makes the confidence as sure as the words are right."""
_UNSEEN, _KNOWN_CODE, _CAPITALS, _COPY = 0.6, 0.93, 0.75, 0.4
"""Confidence at most of a word that left no piece, of an abbreviation that is known, of capitals
that are none, and of letters that are no word."""
_CODE_AT_END = re.compile(r"(?:^(?=[A-Z])|[/-])([A-Z]*)$")
_CODE_AT_BEGINNING = re.compile(r"([A-Z]*)(?=$|[-/\W])")
_BODIES, _SHORT = "SPBT", 3
_SHORTEST = 2
"""Letters of a symbol's last code; of a shorter one some were lost."""
_VOWELS = frozenset("aeiouy" + _MARKED) - {"đ"}
_PIECE = re.compile(r"[^\W\d_]+")
_SIGN_WITHIN = re.compile(r"[^\W\d_][^\w\s/&.,-]+[^\W\d_]|_")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


class Mended(NamedTuple):
    """A word: the tokens first..last of its line, its text (punctuation too), its confidence."""

    first: int
    last: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token of a line: letters between marks, and the class that copies it, if any."""

    line: int
    token: _Token
    head: str
    letters: str
    tail: str
    copied: int | None


def lost_letters(words: Iterable[str]) -> frozenset[str]:
    """The Vietnamese letters that a text has lost, in small letters; none if it lost none."""
    tokens = list(words)
    letters = [piece for token in tokens for piece in _PIECE.findall(token)]
    lost = frozenset(_MARKED) - set("".join(letters).lower())
    most = len(_MARKED) - len(_LATIN_1) - len("ăđĩơũư")
    marked = [p for p in letters if len(p) > 2 and not _LATIN_1.isdisjoint(p.lower())]
    if len(letters) < _FEWEST or len(lost) < most or not marked:
        return frozenset()
    broken = sum(len(p) == 1 or (p.islower() and _VOWELS.isdisjoint(p)) for p in letters)
    signed = sum(_SIGN_WITHIN.search(token) is not None for token in tokens)
    told = (
        broken >= _BROKEN * len(letters)
        and sum(map(is_syllable, marked)) >= _SPELLED * len(marked)
        and signed <= _SIGNED * len(tokens)
    )
    return lost if told else frozenset()


def mended(
    lines: Sequence[Sequence[str]], lost: frozenset[str], model: Model, language: Language
) -> list[list[Mended]]:
    """The words of each line; a token stands in one of them, or in none where it is a mark."""
    pieces = [
        _piece(line, token, model)
        for line, words in enumerate(lines)
        for token in _tokens(words)
        if any(char.isalnum() for char in token.text)
    ]
    search = _Search(pieces, _Index.of(model, lost), language)
    made: list[list[Mended]] = [[] for _ in lines]
    for line, word in _written(search.best(), pieces, model, language, search.index):
        made[line].append(word)
    return made


class _Token(NamedTuple):
    """What is read as one: the tokens first..last of a line, with their text."""

    first: int
    last: int
    text: str


def _tokens(words: Sequence[str]) -> Iterator[_Token]:
    """A line's tokens, symbols that lost a letter whole again: `721/Q -BXD`, `15/NQ-H ND`."""
    at = 0
    while at < len(words):
        text, used, last = words[at], 1, at
        while used and last < len(words):
            text, used = _symbol(text, words[last + 1] if last + 1 < len(words) else "")
            last += used
        yield _Token(at, min(last, len(words) - 1), text)
        at = last + 1


def _symbol(left: str, right: str) -> tuple[str, int]:
    """A token with an Đ that was lost behind it, and how many tokens were joined with it.

    Only a code that is known is a symbol's.
    """
    code = _CODE_AT_END.search(left)
    rest = _CODE_AT_BEGINNING.match(right)
    if code and rest and (rest[1] or right.startswith("-")):
        for lost in ("Đ", ""):
            form = f"{code[1]}Đ{rest[1]}{lost}"
            if (len(form) > 2 or right.startswith("-")) and _is_code(form):
                return f"{left}Đ{rest[1]}{lost}{right[len(rest[1]) :]}", 1
    if code and "/" in left and len(code[1]) > 1 and _is_code(f"{code[1]}Đ") > _is_code(code[1]):
        return f"{left}Đ", 0
    return left, 0


def _is_code(form: str) -> bool:
    """Whether an abbreviation is known, or is one behind S (Sở), P, B or T: SGDĐT."""
    known = known_abbreviations()
    return any(
        part in known.get(fold_d(part), ())
        for part in (form, form[1:] if form[:1] in _BODIES and len(form) > _SHORT else form)
    )


def _piece(line: int, token: _Token, model: Model) -> _Piece:
    match = _EDGES.match(token.text)
    head, letters, tail = match.groups() if match else ("", token.text, "")
    kinds = [atom.kind for atom in atoms(token.text)]
    kind = kinds[0] if len(kinds) == 1 else Kind.WORD
    known = model.classes.get(kind.value, model.classes["<unk>"])
    return _Piece(line, token, head, letters, tail, None if letters.isalpha() else known)


@dataclass(frozen=True, slots=True)
class _Index:
    """Words by the pieces that they leave; abbreviations in capitals by theirs."""

    words: Mapping[tuple[str, ...], list[int]]
    codes: Mapping[tuple[str, ...], str]
    unknown: int

    @staticmethod
    def of(model: Model, lost: frozenset[str]) -> _Index:
        """For the letters that a text has lost."""
        words: dict[tuple[str, ...], list[int]] = {}
        gone = re.compile(f"[{''.join(sorted(lost))}]+")
        lexicon = model.lexicon
        for number, word in enumerate(lexicon.words[lexicon.special :], lexicon.special):
            words.setdefault(_left(word, gone), []).append(number)
        forms = {f for same in known_abbreviations().values() for f in same} | set(
            listed()["joined"]
        )
        codes = {_left(form.lower(), gone): form for form in sorted(forms) if form.isupper()}
        split = {left: form for left, form in codes.items() if left != (form.lower(),) and left}
        return _Index(words, split, model.classes["<unk>"])


def _left(word: str, gone: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(gone.sub(" ", word).split())


class _Step(NamedTuple):
    """A word on the way: its id, the pieces start..end, the step before, and the text if told."""

    word: int
    start: int
    end: int
    before: int
    code: str


class _State(NamedTuple):
    score: float
    history: tuple[int, ...]
    backoffs: npt.NDArray[np.float32]
    step: int
    filled: bool


class _Search:
    """The likeliest words whose pieces are those that were read."""

    def __init__(self, pieces: Sequence[_Piece], index: _Index, language: Language) -> None:
        self.pieces, self.index, self.language = pieces, index, language
        self._steps: list[_Step] = []

    def best(self) -> list[_Step]:
        """The words of the best way, in order."""
        opening = np.zeros((1, self.language.order - 1), dtype=np.int64)
        first = _State(0.0, tuple(opening[0]), self.language.start(opening)[0], -1, False)
        at: list[dict[tuple[int, ...], _State]] = [{} for _ in range(len(self.pieces) + 1)]
        at[0][first.history] = first
        for place in range(len(self.pieces)):
            states = sorted(at[place].values(), key=lambda s: -s.score)[:_BEAM]
            at[place] = {}
            states += self._filled(states[:_FILLED], place)
            self._expand(states, list(self._candidates(place)), at)
        return self._way(max(at[-1].values(), key=lambda s: s.score).step)

    def _way(self, step: int) -> list[_Step]:
        way: list[_Step] = []
        while step >= 0:
            way.append(self._steps[step])
            step = self._steps[step].before
        return way[::-1]

    def _candidates(self, place: int) -> Iterator[tuple[int, int, float, str]]:
        """(word, behind its last piece, what it costs, its text if told) from a place on."""
        piece = self.pieces[place]
        if piece.copied is not None:
            yield piece.copied, place + 1, 0.0, ""
            return
        yield self.index.unknown, place + 1, self._copied(place), piece.letters
        key: tuple[str, ...] = ()
        for end in range(place + 1, min(place + _LONGEST, len(self.pieces)) + 1):
            if end > place + 1 and not self._joins(end - 1):
                return
            key = (*key, self.pieces[end - 1].letters.lower())
            for word in self.index.words.get(key, ()):
                yield word, end, 0.0, ""
            if key in self.index.codes and all(p.letters.isupper() for p in self.pieces[place:end]):
                yield self.index.unknown, end, _CODE, self.index.codes[key]

    def _copied(self, place: int) -> float:
        """What it costs to copy a piece: less for capitals between words that are not."""
        piece, around = self.pieces[place], self.pieces[max(0, place - 1) : place + 2]
        beside = "".join(p.letters for p in around if p is not piece and p.copied is None)
        short = piece.letters.isupper() and len(piece.letters) > 1 and not beside.isupper()
        return _CODE if short else _COPIED

    def _joins(self, place: int) -> bool:
        """Whether a piece may go on with the word of the piece before."""
        before, piece = self.pieces[place - 1 : place + 1]
        apart = before.tail or piece.head or before.line != piece.line
        follows = piece.token.first == before.token.last + 1
        return follows and not apart and piece.copied is None

    def _filled(self, states: list[_State], place: int) -> list[_State]:
        """The states behind a word of which nothing is left."""
        gone = self.index.words.get((), [])
        if not gone or self.pieces[place].copied is not None:
            return []
        made: list[dict[tuple[int, ...], _State]] = [{}]
        self._score(states, [(word, 0, 0.0, "") for word in gone], made, (place, True))
        return sorted(made[0].values(), key=lambda s: -s.score)[:_FILLED]

    def _expand(
        self,
        states: list[_State],
        candidates: list[tuple[int, int, float, str]],
        at: list[dict[tuple[int, ...], _State]],
    ) -> None:
        place = candidates[0][1] - 1
        self._score(states, candidates, at, (place, False))

    def _score(
        self,
        states: list[_State],
        candidates: list[tuple[int, int, float, str]],
        at: list[dict[tuple[int, ...], _State]],
        where: tuple[int, bool],
    ) -> None:
        """Puts each candidate behind each state, and what is near the best at its end."""
        start, filled = where
        history = np.array([s.history for s in states], dtype=np.int64)
        backoffs = np.stack([s.backoffs for s in states])
        of = np.repeat(np.arange(len(states)), len(candidates))
        which = np.tile(np.arange(len(candidates)), len(states))
        words = np.array([c[0] for c in candidates], dtype=np.int64)[which]
        scored = self.language.score(history, backoffs, words, of)
        cost = np.array([c[2] for c in candidates])[which]
        total = np.array([s.score for s in states])[of] + scored.log_probability + cost
        ends = np.array([c[1] for c in candidates])[which]
        for end in np.unique(ends).tolist():
            rows = np.flatnonzero(ends == end)
            rows = rows[np.argsort(-total[rows])][:_BEAM]
            for row in rows[total[rows] > total[rows[0]] - _MARGIN].tolist():
                state, (word, _, _, code) = states[of[row]], candidates[which[row]]
                key = (*state.history[1:], word)
                known = at[end].get(key)
                if known is None or known.score < total[row]:
                    to = start if filled else end
                    self._steps.append(_Step(word, start, to, state.step, code))
                    at[end][key] = _State(
                        float(total[row]), key, scored.backoffs[row], len(self._steps) - 1, filled
                    )


def _written(
    way: Sequence[_Step],
    pieces: Sequence[_Piece],
    model: Model,
    language: Language,
    index: _Index,
) -> Iterator[tuple[int, Mended]]:
    """Each word with its line, in the case of its pieces and between their marks."""
    sure = _confidences(way, pieces, language, index)
    for at, step in enumerate(way):
        own = pieces[step.start : step.end]
        near = own or pieces[step.start : step.start + 1]
        text = step.code or _cased(way, at, pieces, model)
        if step.start == step.end:
            yield near[0].line, Mended(near[0].token.first, near[0].token.first - 1, text, sure[at])
            continue
        if own[0].copied is not None and not step.code:
            text = own[0].letters
        text = f"{own[0].head}{text}{own[-1].tail}"
        yield own[0].line, Mended(own[0].token.first, own[-1].token.last, text, sure[at])


def _cased(way: Sequence[_Step], at: int, pieces: Sequence[_Piece], model: Model) -> str:
    """The word in the case of its pieces; without its first letter in that of its neighbours."""
    step = way[at]
    if step.word < model.lexicon.special:
        return ""
    word = model.lexicon.words[step.word]
    own = pieces[step.start : step.end]
    letters = "".join(piece.letters for piece in own)
    if (not letters or letters.isupper()) and (
        len(letters) > 1 or _among_capitals(way, at, pieces)
    ):
        return apply_case(word, UPPER)
    if letters and own[0].letters[0].lower() == word[0]:
        return apply_case(word, TITLE if own[0].letters[0].isupper() else LOWER)
    return apply_case(word, TITLE if letters and _opens(way, at, model) > 0 else LOWER)


def _among_capitals(way: Sequence[_Step], at: int, pieces: Sequence[_Piece]) -> bool:
    """Whether the next word is in capitals; at a line's end the one before."""
    line = next((piece.line for piece in pieces[way[at].start : way[at].start + 1]), -1)
    behind = pieces[way[at].end : way[at].end + 1]
    if behind and behind[0].letters[:1].isdigit():
        return False  # `Số: 12/KH-UBND` beside a name in capitals
    for other in (at + 1, at - 1):
        if 0 <= other < len(way):
            own = pieces[way[other].start : way[other].end]
            letters = "".join(piece.letters for piece in own if piece.line == line)
            if len(letters) > 1 and letters.isalpha() and not way[other].code:
                return letters.isupper()
    return False


def _opens(way: Sequence[_Step], at: int, model: Model) -> float:
    """Log odds of a capital at the beginning, by the word's habit and its neighbours."""
    word = np.array([way[at].word])
    odds = float(model.cases[word[0], TITLE] - model.cases[word[0], LOWER])
    for side, other in ((0, at - 1), (1, at + 1)):
        if 0 <= other < len(way):
            odds += float(model.neighbours.odds(side, word, np.array([way[other].word]))[0])
    return odds


def _confidences(
    way: Sequence[_Step], pieces: Sequence[_Piece], language: Language, index: _Index
) -> list[float]:
    """Each word's probability among those that leave the same pieces, given its neighbours."""
    ids = [0] * (language.order - 1) + [step.word for step in way] + [index.unknown] * 2
    rows: list[int] = []
    words: list[int] = []
    for at, step in enumerate(way):
        key = tuple(piece.letters.lower() for piece in pieces[step.start : step.end])
        same = index.words.get(key, []) if step.word != index.unknown and not step.code else []
        others = [word for word in same if word != step.word]
        rows += [at] * (1 + len(others))
        words += [step.word, *others]
    of, tried = np.array(rows), np.array(words, dtype=np.int64)
    score = _in_place(np.array(ids, dtype=np.int64), of, tried, language) * _FLAT
    first = np.flatnonzero(np.diff(of, prepend=-1))
    total = np.logaddexp.reduceat(score, first)
    sure = np.exp(score[first] - total)
    most = [_at_most(step, pieces[step.start : step.end], index) for step in way]
    return [min(float(s), m) for s, m in zip(sure, most, strict=True)]


def _at_most(step: _Step, own: Sequence[_Piece], index: _Index) -> float:
    """What a word's confidence is at most: of a piece that was copied little is known."""
    if not own:
        return _UNSEEN
    if own[0].copied is not None:
        short = _CODE_AT_END.search(own[0].letters)
        return _COPY if "/" in own[0].letters and short and len(short[1]) < _SHORTEST else 1.0
    if step.word != index.unknown:
        return 1.0
    if step.code in index.codes.values():
        return _KNOWN_CODE
    return _CAPITALS if step.code.isupper() else _COPY


def _in_place(ids: Ids, of: Ids, tried: Ids, language: Language) -> npt.NDArray[np.float64]:
    """Log probability of each word and of the two behind it, where it stands in `ids`."""
    reach = language.order - 1
    history = ids[of[:, None] + np.arange(reach)]
    total = np.zeros(len(of))
    for ahead in range(3):
        word = tried if ahead == 0 else ids[of + reach + ahead]
        total += language.score(history, language.start(history), word).log_probability
        history = np.concatenate([history[:, 1:], word[:, None]], axis=1)
    return total
