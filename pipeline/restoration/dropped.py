"""Text that lost letters, with these put back (`lost_letters` tells which are gone).

Each word that `lost_search` finds gets the case of its pieces and the marks around them, and a
confidence: its probability among the words that leave the same pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.restoration.assembling import Part, RestoredToken
from pipeline.restoration.casing import LOWER, TITLE, UPPER, apply_case
from pipeline.restoration.decoder import Language, surroundings
from pipeline.restoration.lost_search import Index, Piece, Search, Step
from pipeline.restoration.lost_symbols import CODE_AT_END, Token, tokens
from pipeline.restoration.model import Model
from pipeline.restoration.tokens import Kind, atoms
from pipeline.restoration.wording import likelihood

_FLAT = 0.7
"""Exponent that makes the confidence as sure as the words are right."""
_UNSEEN, _KNOWN_CODE, _CAPITALS, _COPY, _LEAST = 0.6, 0.93, 0.75, 0.4, 0.3
"""Confidence at most of a word that left no piece, of an abbreviation that is known, of capitals
that are none, and of letters that are no word; and at least of any: its pieces are wrong surely."""
_SHORTEST = 2
"""Letters of a symbol's last code; of a shorter one some were lost."""
_CLOSING, _OPENING = frozenset(",;:.)/”"), frozenset("(“")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


class _Word(NamedTuple):
    """A word: the tokens first..last of its line, its text (punctuation too), its confidence."""

    first: int
    last: int
    text: str
    confidence: float


def put_back(
    lines: Sequence[Sequence[str]], lost: frozenset[str], model: Model, language: Language
) -> list[list[RestoredToken]]:
    """The lines' tokens with the lost letters; words that left nothing stand with the next one."""
    pieces = [
        _piece(line, token, model)
        for line, words in enumerate(lines)
        for token in tokens(words)
        if any(char.isalnum() for char in token.text)
    ]
    search = Search(pieces, Index.of(model, lost), language)
    made: list[list[_Word]] = [[] for _ in lines]
    for line, word in _written(search.best(), pieces, model, language, search.index):
        made[line].append(word)
    of_lines = zip(lines, made, strict=True)
    return [_tokens(line, _with_marks(line, found)) for line, found in of_lines]


def _with_marks(line: Sequence[str], found: Sequence[_Word]) -> list[_Word]:
    """The words, and beside them the marks that stand apart as letters between were lost."""
    made: list[_Word] = []
    at = 0
    for word in (*found, _Word(len(line), len(line), "", 1.0)):
        for mark in range(at, word.first):
            if made and _CLOSING.issuperset(line[mark]):
                made[-1] = made[-1]._replace(last=mark, text=made[-1].text + line[mark])
            else:
                made.append(_Word(mark, mark, line[mark], 1.0))
        if word.text and made and made[-1].text in _OPENING and made[-1].last + 1 == word.first:
            mark, last = made.pop().first, max(word.first - 1, word.last)
            made.append(word._replace(first=mark, last=last, text=line[mark] + word.text))
        else:
            made.append(word)
        at = max(at, word.last + 1)
    return made[:-1]


def _tokens(line: Sequence[str], words: Sequence[_Word]) -> list[RestoredToken]:
    """One for each token of the line."""
    made: list[RestoredToken] = []
    gone: list[Part] = []
    for word in words:
        if word.last < word.first:
            gone.append(Part("", word.text, word.confidence))
            continue
        raw, sure = line[word.first], word.confidence
        parts = (*gone, Part(raw, word.text, sure)) if gone else ()
        text = " ".join(part.text for part in parts) or word.text
        made.append(RestoredToken(raw, text, sure, parts))
        rest = line[word.first + 1 : word.last + 1]
        made += [RestoredToken(token, "", sure, joined=True) for token in rest]
        gone = []
    return made


def _piece(line: int, token: Token, model: Model) -> Piece:
    match = _EDGES.match(token.text)
    head, letters, tail = match.groups() if match else ("", token.text, "")
    kinds = [atom.kind for atom in atoms(token.text)]
    kind = kinds[0] if len(kinds) == 1 else Kind.WORD
    known = model.classes.get(kind.value, model.classes["<unk>"])
    return Piece(line, token, head, letters, tail, None if letters.isalpha() else known)


def _written(
    way: Sequence[Step],
    pieces: Sequence[Piece],
    model: Model,
    language: Language,
    index: Index,
) -> Iterator[tuple[int, _Word]]:
    """Each word with its line, in the case of its pieces and between their marks."""
    sure = _confidences(way, pieces, language, index)
    for at, step in enumerate(way):
        own = pieces[step.start : step.end]
        near = own or pieces[step.start : step.start + 1]
        text = step.code or _cased(way, at, pieces, model)
        if step.start == step.end:
            yield near[0].line, _Word(near[0].token.first, near[0].token.first - 1, text, sure[at])
            continue
        if own[0].copied is not None and not step.code:
            text = own[0].letters
        text = f"{own[0].head}{text}{own[-1].tail}"
        yield own[0].line, _Word(own[0].token.first, own[-1].token.last, text, sure[at])


def _cased(way: Sequence[Step], at: int, pieces: Sequence[Piece], model: Model) -> str:
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


def _among_capitals(way: Sequence[Step], at: int, pieces: Sequence[Piece]) -> bool:
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


def _opens(way: Sequence[Step], at: int, model: Model) -> float:
    """Log odds of a capital at the beginning, by the word's habit and its neighbours."""
    word = np.array([way[at].word])
    odds = float(model.cases[word[0], TITLE] - model.cases[word[0], LOWER])
    for side, other in ((0, at - 1), (1, at + 1)):
        if 0 <= other < len(way):
            odds += float(model.neighbours.odds(side, word, np.array([way[other].word]))[0])
    return odds


def _confidences(
    way: Sequence[Step], pieces: Sequence[Piece], language: Language, index: Index
) -> list[float]:
    """Each word's probability among those that leave the same pieces, given its neighbours."""
    ids = [step.word for step in way]
    rows: list[int] = []
    words: list[int] = []
    for at, step in enumerate(way):
        key = tuple(piece.letters.lower() for piece in pieces[step.start : step.end])
        same = index.words.get(key, []) if step.word != index.unknown and not step.code else []
        others = [word for word in same if word != step.word]
        rows += [at] * (1 + len(others))
        words += [step.word, *others]
    of, tried = np.array(rows), np.array(words, dtype=np.int64)
    around = surroundings(np.array(ids, dtype=np.int64), language.order - 1)
    score = likelihood(language, around[of], tried) * _FLAT
    first = np.flatnonzero(np.diff(of, prepend=-1))
    total = np.logaddexp.reduceat(score, first)
    sure = np.exp(score[first] - total)
    most = [_at_most(step, pieces[step.start : step.end], index) for step in way]
    return [max(min(float(s), m), _LEAST) for s, m in zip(sure, most, strict=True)]


def _at_most(step: Step, own: Sequence[Piece], index: Index) -> float:
    """What a word's confidence is at most: of a piece that was copied little is known."""
    if not own:
        return _UNSEEN
    if own[0].copied is not None:
        short = CODE_AT_END.search(own[0].letters)
        return _COPY if "/" in own[0].letters and short and len(short[1]) < _SHORTEST else 1.0
    if step.word != index.unknown:
        return 1.0
    if step.code in index.codes.values():
        return _KNOWN_CODE
    return _CAPITALS if step.code.isupper() else _COPY
