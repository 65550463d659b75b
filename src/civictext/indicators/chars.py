"""What the characters of a text are, asked by their code points, and the words that they make.

A loop over a text is fastest with these.
"""

from __future__ import annotations

from typing import Final

from librt.strings import isspace
from librt.vecs import vec
from mypy_extensions import i32, i64, u8

SPACE: Final = 0x20
HARD_SPACE: Final = 0xA0
HYPHEN: Final = 0x2D
EN_DASH: Final = 0x2013
EM_DASH: Final = 0x2014
ZERO: Final = 0x30
NINE: Final = 0x39
_ASCII: Final = 0x7F
KNOWN: Final = 0x2200
"""Characters below it are looked up in tables; few beyond it are letters of a text."""


def _letter(char: str) -> bool:
    return char.isalnum() and not char.isdecimal()


_LETTERS: Final = vec[u8]([_letter(chr(code)) for code in range(KNOWN)])
_SMALL: Final = vec[u8]([chr(code).isalpha() and chr(code).islower() for code in range(KNOWN)])


def table_of(chars: str) -> vec[u8]:
    """Return a table of some known characters, to be asked with `is_among`."""
    table = [0] * KNOWN
    for char in chars:
        table[ord(char)] = 1
    return vec[u8](table)


def is_among(char: i64, table: vec[u8]) -> bool:
    """Tell whether a code point, or the -1 of a text that has ended, is one of those of a table."""
    return 0 <= char < KNOWN and table[char] != 0


def char_at(text: str, at: i64, end: i64) -> i64:
    """Return the code point at a place, -1 where the text has ended."""
    return ord(text[at]) if at < end else -1


def is_space(char: i64) -> bool:
    """Tell whether a character is white space, a line break too."""
    return char == SPACE or (char >= 0 and isspace(i32(char)))


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


def is_small(word: str) -> bool:
    """Tell whether a word is nothing but small letters, as nearly all are."""
    size: i64 = len(word)
    at: i64 = 0
    while at < size:
        char: i64 = ord(word[at])
        if char >= KNOWN or not _SMALL[char]:
            return False
        at += 1
    return size > 0


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


_ROOM: Final = 1 << 14
_remembered: Final[list[str]] = [""] * _ROOM
_keys: Final = vec[i64]([0] * _ROOM)
_LONGEST: Final = 16
_PRIME: Final = 0x278DDE6E5FD29F05
_MASK: Final = (1 << 62) - 1
"""A key of so many bits tells any two words apart."""


def word_at(text: str, start: i64, end: i64) -> str:
    """Return `text[start:end]`, most often as a string made before: few words of a text are new.

    That saves making it, and computing its hash where it is looked up.
    """
    if end - start > _LONGEST:
        return text[start:end]
    key: i64 = end - start
    at = start
    while at < end:
        key = (key * _PRIME + ord(text[at])) & _MASK
        at += 1
    place = key & (_ROOM - 1)
    if _keys[place] != key:
        _keys[place] = key
        _remembered[place] = text[start:end]
    return _remembered[place]


def stands_before(text: str, end: i64, words: str) -> bool:
    """Tell whether some words end at a place."""
    size: i64 = len(words)
    if size > end:
        return False
    i: i64 = 1
    while i <= size:
        if ord(text[end - i]) != ord(words[size - i]):
            return False
        i += 1
    return True
