"""Capitals: what case a word was read in, and a word put into a case."""

from __future__ import annotations

LOWER, TITLE, UPPER = 0, 1, 2


def apply_case(word: str, case: int) -> str:
    """A lower-case word in one of the three cases."""
    if case == UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if case == TITLE else word


def line_is_capital(line: str, signs: str = "") -> bool:
    """Whether a line is set in capitals: seven letters in ten or more, six letters at least.

    `signs` stand for letters of which nothing else is known.
    """
    upper = sum(c.isupper() for c in line)
    lower = sum(c.islower() for c in line)
    unknown = sum(c in signs for c in line)
    return upper + unknown >= 6 and upper >= max(1, 0.7 * (upper + lower))


def likely_cases(read: str, capital_line: bool) -> tuple[int, ...]:
    """The cases to try for a word read so; the channel and the word's habit decide.

    Lines in capitals hold only capitals; elsewhere a word is all capitals when at
    least two of its letters are, and more than half.
    """
    if capital_line:
        return (UPPER,)
    letters = [c for c in read if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if capitals >= 2 and 2 * capitals > len(letters):
        return (UPPER, TITLE)
    if not read[:1].islower() or read[:1] in _UNCLEAR:
        return (LOWER, TITLE)
    return (LOWER,)


_UNCLEAR = frozenset("bcdosvwxzéô")
"""Small letters that a capital may hide behind: Đ as b, or C, O, S, V, X smaller."""
