"""Lines of read words as one run of places to decode, each with what surrounds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from pipeline.restoration.casing import line_is_capital
from pipeline.restoration.tokens import Atom, Kind, atoms


class Setting(IntEnum):
    """How the line shapes a word's capitals."""

    RUNNING = 0
    CAPITAL = 1  # in a line of capitals
    INITIAL = 2  # first of a paragraph, an item or a sentence
    NAME = 3  # weighed as part of a name: its first letter is a capital


@dataclass(frozen=True, slots=True)
class Place:
    """Atom `atom` of word `token` of line `line`; `opens` where a paragraph begins."""

    line: int
    token: int
    atom: Atom
    setting: Setting
    first: bool
    opens: bool

    @property
    def key(self) -> tuple[str, Setting]:
        """What its candidates depend on."""
        return self.atom.text, self.setting


_MARKER = re.compile(r"[-+–•*]|(?:[0-9]{1,2}|[a-zđ¢]|[IVXl1]{1,5})[.)].*")
_STOPS = (".", "?", "!")
_PUNCTUATION = ".,;:()\"'"
_SIGNS = re.compile(r"(?<=[^\W\d_])[_?~]+(?=[^\W\d_])")
_HOOKED = re.compile(r"[itfvwxr]\?(?=\W*$)")
"""What Tesseract's `eng` makes of ứ and ữ: `căn ci? Luật`, `gif? vững`."""
_OFTEN = 0.02
"""A sign within so many of a text's words stands for a letter there."""
_SHORTEST = 3
"""Letters of a word that no one abbreviates with a full stop."""
_TICKS = "’'‘`"
"""What is left of a mark behind a word, where no quotation is open: `tự’ học`."""
_TORN = re.compile(r"[^\W\d]+[.:]|[^\W\d]+_\.")
_ENDING = re.compile(r"(?:ch|c|m|ng|nh|n|g|h|p|t|i|o|u|y|a)(?=[,;:.)]|$)")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text's recogniser does to every word.

    `letters`: signs that it gives for letters it does not know. `torn`: whether it
    takes the dot below a letter for a full stop (`dô. ng`). `hooked`: whether question
    marks that end no line are part of a horned letter (`căn ci? Luật`). `stops`: what
    ends a sentence.
    """

    letters: str = ""
    torn: bool = False
    hooked: bool = False
    stops: tuple[str, ...] = _STOPS

    @property
    def residues(self) -> tuple[str, ...]:
        """What is left of a mark behind a word, if the sentence goes on."""
        return (*((".",) if self.torn else ()), *(("?",) if self.letters else ()))

    @staticmethod
    def of(lines: Sequence[Sequence[str]]) -> Habits:
        """The habits that show in at least one word in fifty; a hook in a single one."""
        signs: Counter[str] = Counter()
        words = torn = hooked = 0
        for line in lines:
            words += len(line)
            for token in line:
                for found in _SIGNS.finditer(token):
                    signs.update(set(found[0]))
            torn += sum(_is_torn(line, index) for index in range(len(line)))
            hooked += sum(bool(_HOOKED.search(token)) for token in line[:-1])
        enough = max(3, _OFTEN * words)
        letters = "".join(sorted(sign for sign, times in signs.items() if times >= enough))
        stops = tuple(stop for stop in _STOPS if stop not in letters)
        return Habits(letters, torn >= enough, hooked > 0, stops)


def _is_torn(line: Sequence[str], index: int) -> bool:
    """Whether a word's last consonants stand behind a full stop: `hoa. ch`."""
    return (
        index + 1 < len(line)
        and bool(_TORN.fullmatch(line[index]))
        and bool(_ENDING.match(line[index + 1].lower()))
    )


def places(lines: Sequence[Sequence[str]]) -> Iterator[Place]:
    """All places of all lines, in order."""
    habits = Habits.of(lines)
    broken = True
    for number, line in enumerate(lines):
        yield from _of_line(number, line, habits, broken)
        broken = not line


def _of_line(number: int, line: Sequence[str], habits: Habits, opens: bool) -> Iterator[Place]:
    """The places of one line; `opens` where a paragraph begins with it."""
    whole = line_is_capital(" ".join(line), habits.letters)
    opens = opens or (bool(line) and bool(_MARKER.fullmatch(line[0])))
    initial, first = opens, True
    index = 0
    while index < len(line):
        capital = whole or _among_capitals(line, index)
        read = _read(line, index, habits)
        for atom in read.atoms:
            yield Place(number, index, atom, _setting(atom, capital, initial), first, opens)
            opens = first = False
            # A marker or number leaves the next word the first of its sentence.
            initial = initial and atom.kind in (Kind.MARKER, Kind.NUMBER, Kind.ROMAN)
        initial = initial or read.ends
        index += read.tokens


def _setting(atom: Atom, capital: bool, initial: bool) -> Setting:
    if capital and not _is_small(atom.text):
        return Setting.CAPITAL
    return Setting.INITIAL if initial else Setting.RUNNING


@dataclass(frozen=True, slots=True)
class _Read:
    """What one token, or a torn word of two, holds; `ends` where a sentence does."""

    atoms: tuple[Atom, ...]
    ends: bool
    tokens: int = 1


def _read(line: Sequence[str], index: int, habits: Habits) -> _Read:
    """The token's atoms as its recogniser's habits have them."""
    token = line[index]
    found = atoms(token, habits.letters)
    torn = habits.torn and len(found) == 1 and _is_torn(line, index)
    if torn:
        found = (_mended(line, index, found[0], habits.letters),)
    if not found:
        return _Read((), token.endswith(habits.stops))
    *before, last = found
    runs_on = index + 1 < len(line) and line[index + 1][:1].islower()
    residue = runs_on and bool(last.tail) and last.tail in habits.residues
    if residue:
        last = replace(last, end=len(token), tail="")
    if habits.hooked and _HOOKED.search(token):
        last = _with_hook(last)
    if last.tail:
        quoted = any(word[:1] in _TICKS for word in line)
        last = _without(("" if quoted else _TICKS) + ("?." if runs_on else ""), last)
    ends = not residue and not torn and token.endswith(habits.stops)
    return _Read((*before, last), ends, 2 if torn else 1)


def _with_hook(atom: Atom) -> Atom:
    """The token's last atom with the sign behind it, which is no question."""
    if not atom.tail or atom.tail[0] != "?":
        return atom
    return replace(atom, end=atom.end + 1, tail=atom.tail[1:])


def _without(residues: str, atom: Atom) -> Atom:
    """The token's last atom without what a mark left behind it.

    A full stop ends an abbreviation (`TT. tỉnh`), three of them a thought.
    """
    tail = atom.tail or ""
    if tail[:1] == "." and (len(tail) > 1 or atom.kind is not Kind.WORD or _short(atom.text)):
        return atom
    tail = tail.lstrip(residues)
    return replace(atom, end=atom.end + len(atom.tail or "") - len(tail), tail=tail)


def _short(word: str) -> bool:
    return word.isupper() or len(word) < _SHORTEST or not word.isalpha()


def _mended(line: Sequence[str], index: int, left: Atom, letters: str) -> Atom:
    """One atom of a word and the consonants behind its full stop."""
    (right, *_) = atoms(line[index + 1], letters)
    text = line[index][left.start :] + right.text
    return Atom(
        text, left.start, len(line[index]), Kind.WORD, False, right.tail, index + 1, right.end
    )


def _among_capitals(line: Sequence[str], index: int) -> bool:
    """Whether a word in capitals stands beside another: `HÀ TĨNH Độc lập - Tự do`."""
    near = [line[i] for i in (index - 1, index + 1) if 0 <= i < len(line)]
    return line[index].isupper() and any(
        len(w) >= 3 and w.isupper() and w.strip(_PUNCTUATION).isalpha() for w in near
    )


def _is_small(word: str) -> bool:
    """Whether a word of a capital line is not in capitals: `Nơi nhận: GIÁM ĐỐC`."""
    lower = sum(c.islower() for c in word)
    return len(word) >= 3 and lower >= max(1, sum(c.isupper() for c in word))
