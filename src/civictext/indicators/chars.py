"""What the characters of a text are, asked by their code points: a loop over a text is fastest with these."""

from __future__ import annotations

from typing import Final

from mypy_extensions import i64

SPACE: Final = 0x20
HARD_SPACE: Final = 0xA0
HYPHEN: Final = 0x2D
EN_DASH: Final = 0x2013
EM_DASH: Final = 0x2014
ZERO: Final = 0x30
NINE: Final = 0x39
_ASCII: Final = 0x7F
KNOWN: Final = 0x2030
"""Characters below it are looked up in tables; few beyond it are letters of a text."""


def _letter(char: str) -> bool:
    return char.isalnum() and not char.isdecimal()


_LETTERS: Final = bytes(map(_letter, map(chr, range(KNOWN))))


def char_at(text: str, at: i64, end: i64) -> i64:
    """Return the code point at a place, -1 where the text has ended."""
    return ord(text[at]) if at < end else -1


def is_gap(char: i64) -> bool:
    """Tell whether a character parts two words of a line."""
    return char in (SPACE, HARD_SPACE)


def is_dash(char: i64) -> bool:
    """Tell whether a character is a hyphen or a dash."""
    return char in (HYPHEN, EN_DASH, EM_DASH)


def is_figure(char: i64) -> bool:
    """Tell whether a character is a digit of a figure; those of other scripts are none."""
    return ZERO <= char <= NINE


def is_digit(char: i64) -> bool:
    """Tell whether a character is a digit of any kind, as `str.isdigit` does: `²` too."""
    return is_figure(char) or (char > _ASCII and chr(char).isdigit())


def is_letter(char: i64) -> bool:
    r"""Tell whether a character is a letter, as the pattern `[^\W\d_]` does."""
    if char < KNOWN:
        return char >= 0 and _LETTERS[char] != 0
    return _letter(chr(char))


def letters_end(text: str, at: i64, end: i64) -> i64:
    """Return where the letters that stand at a place end; the place itself where there are none."""
    while at < end and is_letter(ord(text[at])):
        at += 1
    return at


def word_end(text: str, at: i64, end: i64) -> i64:
    """Return where the next gap is, or the end."""
    while at < end and not is_gap(ord(text[at])):
        at += 1
    return at


def digits_end(text: str, at: i64, end: i64) -> i64:
    """Return where the digits that stand at a place end; the place itself where there are none."""
    while at < end and is_figure(ord(text[at])):
        at += 1
    return at


def gap_end(text: str, at: i64, end: i64) -> i64:
    """Return the place after a gap of one or two spaces, the same place where there is none."""
    if at < end and is_gap(ord(text[at])):
        at += 1
        if at < end and is_gap(ord(text[at])):
            at += 1
    return at
