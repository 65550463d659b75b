"""The tokens of a text as columns of numbers.

A token is a syllable, a number or a mark, and is known by a 32-bit key: a hash of its letters in lower
case. What is learned or listed of words is asked for by key, so that no string is made for a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from librt.strings import read_i32_le
from librt.vecs import vec
from mypy_extensions import i32, i64, u8

SPACE: Final = 0
LETTER: Final = 1
DIGIT: Final = 2
MARK: Final = 3
"""What a token is: the lower two bits of its marks."""
CAPITAL: Final = 4
CAPITALS: Final = 8
SPACED: Final = 16
""" further bits."""
CODES: Final = 0x2200
"""Code points of the table; all beyond are marks: no letter of Vietnamese is among them."""
MASK: Final = 0xFFFFFFFF
_LONGEST_WORD: Final = 64
"""Letters beyond this do not change the key of a word."""
PRIME: Final = 0x9E3779B1
_PAIR: Final = 0x85EBCA6B
_FEWEST_BITS: Final = 13
"""The size of the smallest table of words. Tables have much room: so a word that is not listed meets a free place."""
_BLANK: Final = 0x20
_END: Final = "  \n"
"""Put behind a text: no token goes on there, and no reader past it."""
_MIDDLE: Final = 1 << 31
"""What is taken from a key to make it one of 32 bits with a sign."""


class Tokens:
    """The tokens of a text by column.

    `marks` holds the sort of each token (`LETTER`, `DIGIT` or `MARK`), and as bits whether its first letter
    is a capital, whether the first two are, and whether one space parts it from the next one.
    """

    def __init__(self, text: str, starts: vec[i64], ends: vec[i64], keys: vec[i64], marks: vec[i64]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends
        self.keys = keys
        self.marks = marks

    def __len__(self) -> int:
        return len(self.starts)

    def head(self, i: i64) -> i64:
        """Return the first code point of a token."""
        return ord(self.text[self.starts[i]])


def _characters() -> vec[i32]:
    """Return for each code point of the table its lower case, times four, and its sort."""
    table = []
    for code in range(CODES):
        char, lower, sort = chr(code), code, SPACE
        if char.isalpha() or char in "²³_":
            lower, sort = ord(char.lower()[0]), LETTER
        elif "0" <= char <= "9":
            sort = DIGIT
        elif char == "\n" or not char.isspace():
            sort = MARK
        table.append(4 * lower + sort)
    return vec[i32](table)


_CHARACTERS: Final = _characters()


def _character(code: i64) -> i64:
    """Return the lower case of a code point, times four, and its sort."""
    return i64(_CHARACTERS[code]) if code < CODES else 4 * code + MARK


def sort_of(code: i64) -> i64:
    """Return the sort of a code point."""
    return _character(code) & 3


def letter_of(code: i64) -> i64:
    """Return the lower case of a letter, 0 for any other character."""
    here = _character(code)
    return here >> 2 if here & 3 == LETTER else i64(0)


def read_tokens(text: str) -> Tokens:
    """Split a text into tokens; line breaks are tokens too, other white space is none.

    A point or comma between digits belongs to the number, `-`, `/` and `&` between letters and one digit
    behind letters to the word. The key of a token is the sum of its letters, each multiplied by a number for
    its place.
    """
    size: i64 = len(text)
    codes = (text + _END).encode("utf-32-le", "surrogatepass")  # these are read faster than characters of a string
    room = size // 3 + 8
    starts, ends = vec[i64]([0] * room), vec[i64]([0] * room)
    keys, marks = vec[i64]([0] * room), vec[i64]([0] * room)
    n: i64 = 0
    at: i64 = 0
    here = _read(codes, 0)
    while at < size:
        start, first, sort = at, here, here & 3
        total: i64 = 0
        power: i64 = 1
        while True:
            if at - start < _LONGEST_WORD:
                power = (power * PRIME) & MASK
                total += (here >> 2) * power
            at += 1
            here = _read(codes, at)
            if here & 3 != sort or sort == MARK:
                break
        if sort == SPACE:
            continue
        if n == room:
            room += size
            starts, ends = _wider(starts, room), _wider(ends, room)
            keys, marks = _wider(keys, room), _wider(marks, room)
        starts[n] = start
        ends[n] = at
        keys[n] = mixed(total)
        if first >> 2 != i64(read_i32_le(codes, 4 * start)):
            sort |= _capitals(codes, start, at)
        if here >> 2 == _BLANK and sort_of(i64(read_i32_le(codes, 4 * (at + 1)))) != SPACE:
            sort |= SPACED
        marks[n] = sort
        n += 1
    return Tokens(text, starts[:n], ends[:n], keys[:n], marks[:n])


def _wider(column: vec[i64], size: i64) -> vec[i64]:
    """Return a longer copy of a column, filled up with zeros."""
    wider = vec[i64]([0] * size)
    i: i64
    for i in range(len(column)):
        wider[i] = column[i]
    return wider


def _read(codes: bytes, i: i64) -> i64:
    """Return the lower case of a character, times four, and the sort that it has among its neighbours."""
    code = i64(read_i32_le(codes, 4 * i))
    here = i64(_CHARACTERS[code]) if code < CODES else 4 * code + MARK
    return here if here & 3 < DIGIT else here & ~3 | _joined(codes, i, code, here & 3)


def _joined(codes: bytes, i: i64, code: i64, sort: i64) -> i64:
    """Return the sort that a mark or a digit has between two other characters."""
    before: i64 = sort_of(i64(read_i32_le(codes, 4 * (i - 1)))) if i else i64(SPACE)
    if sort == DIGIT:
        return before if before == LETTER else sort
    if before == DIGIT:
        joins = code == 44 or code == 46
    else:
        joins = before == LETTER and (code == 45 or code == 47 or code == 38)
    return before if joins and sort_of(i64(read_i32_le(codes, 4 * (i + 1)))) == before else sort


def mixed(total: i64) -> i64:
    """Return a sum of letters as a key."""
    total &= MASK
    return ((total ^ (total >> 15)) * PRIME) & MASK


def _capitals(codes: bytes, start: i64, end: i64) -> i64:
    """Return the bits of a token that begins with a capital."""
    second = i64(read_i32_le(codes, 4 * (start + 1)))
    return CAPITAL | CAPITALS * i64(end - start > 1 and _character(second) >> 2 != second)


def pair_key(key: i64, following: i64) -> i64:
    """Return the key of a token and the next one as one word."""
    return ((key * _PAIR) & MASK) ^ following


class WordTable:
    """Numbers of words by their keys; the place of a key is its upper bits, else the next free one.

    Args:
        keys: the keys of the words.
        values: the number of each, 1 to 255.
    """

    def __init__(self, keys: Iterable[int], values: Iterable[int]) -> None:
        listed = dict(zip(keys, values, strict=True))
        bits: i64 = max(_FEWEST_BITS, (4 * len(listed)).bit_length())
        self._shift: i64 = 32 - bits
        self._last: i64 = (1 << bits) - 1
        self._values = vec[u8]([0] * (1 << bits))
        """The number at each place, 0 where it is free: small, so that what is not listed is soon known."""
        self._keys = vec[i32]([0] * (1 << bits))
        for key, value in listed.items():
            place = self._place(key)
            self._values[place] = u8(value)
            self._keys[place] = i32(key - _MIDDLE)

    def _place(self, key: i64) -> i64:
        """Return where a key stands, or the free place where it would."""
        values, keys, wanted = self._values, self._keys, i32(key - _MIDDLE)
        place = key >> self._shift
        while values[place] and keys[place] != wanted:
            place = (place + 1) & self._last
        return place

    def get(self, key: i64) -> i64:
        """Return the number of a key, 0 if the table does not hold it."""
        place = key >> self._shift
        value: i64 = i64(self._values[place])
        if not value:  # so most words are known not to be listed
            return 0
        wanted = i32(key - _MIDDLE)
        while value and self._keys[place] != wanted:
            place = (place + 1) & self._last
            value = i64(self._values[place])
        return value

    @classmethod
    def of(cls, words: Mapping[str, int]) -> WordTable:
        """Make a table from words of one or two syllables and their numbers, 1 to 255."""
        return cls(word_keys(words), words.values())


def word_keys(words: Iterable[str]) -> list[int]:
    """Return the keys of words of one or two syllables.

    Raises:
        ValueError: a word has no syllable, or more than two.
    """
    return [_word_key(word) for word in words]


def _word_key(word: str) -> i64:
    keys = read_tokens(word).keys
    if not 1 <= len(keys) <= 2:
        raise ValueError(f"{word!r} has not one or two syllables")
    return keys[0] if len(keys) == 1 else pair_key(keys[0], keys[1])
