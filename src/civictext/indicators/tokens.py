"""The tokens of a text as columns of numbers, so that a whole article is read by a few array operations.

A token is a syllable, a number or a mark, and is known by a 32-bit key: a hash of its letters in lower
case. Sets and tables of words are asked for the keys of all tokens at once, and Python looks only at what
was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint32]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]

SPACE, LETTER, DIGIT, MARK = range(4)
CODES: Final = 0x2200
"""Code points of the table; all beyond are marks: no letter of Vietnamese is among them."""
_LONGEST_WORD = 64
"""Letters beyond this do not change the key of a word."""
_PRIME = np.uint32(0x9E3779B1)
_PAIR = np.uint32(0x85EBCA6B)
_TABLE_BITS = 17
_TRIES = 200
_SHIFT = np.uint32(32 - _TABLE_BITS)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text by column."""

    starts: Ints
    ends: Ints
    keys: Keys
    sorts: Codes
    """`LETTER`, `DIGIT` or `MARK`."""
    heads: Keys
    """The first code point."""
    capital: Flags
    """The first letter is a capital."""
    capitals: Flags
    """The first two letters are."""
    spaced: Flags
    """One space parts the token from the next one."""

    def __len__(self) -> int:
        return len(self.starts)


class WordTable:
    """Numbers of words by their keys: two tables placed by the upper bits of the key.

    What falls on a taken place of the first table is in the second one, placed by the key times an odd
    number that is chosen so that all of it fits.

    Raises:
        ValueError: there are too many words.
    """

    __slots__ = ("_again", "_keys", "_values")

    def __init__(self, keys: Keys, values: Codes) -> None:
        first, first_values = _placed(keys, values)
        lost = first[keys >> _SHIFT] != keys
        for odd in range(1, 2 * _TRIES, 2):
            self._again = np.uint32(odd * int(_PAIR) % (1 << 32))
            second, second_values = _placed(keys[lost] * self._again, values[lost])
            self._keys, self._values = (first, second), (first_values, second_values)
            if (self.get(keys) == values).all():
                return
        raise ValueError(f"{len(keys)} words are too many for a table of {1 << _TABLE_BITS} places")

    def get(self, keys: Keys, missing: int = 0) -> Codes:
        """Return the number of each key, `missing` for those that the table does not hold."""
        places = keys >> _SHIFT
        first = np.where(self._keys[0][places] == keys, self._values[0][places], np.uint8(missing))
        again = keys * self._again
        places = again >> _SHIFT
        return np.where(self._keys[1][places] == again, self._values[1][places], first)

    @classmethod
    def of(cls, words: Mapping[str, int]) -> WordTable:
        """Make a table from words of one or two syllables and their numbers, 1 to 255."""
        return cls(word_keys(words), np.array(list(words.values()), dtype=np.uint8))


def _placed(keys: Keys, values: Codes) -> tuple[Keys, Codes]:
    places = keys >> _SHIFT
    placed = np.zeros(1 << _TABLE_BITS, dtype=np.uint32)
    numbers = np.zeros(1 << _TABLE_BITS, dtype=np.uint8)
    placed[places], numbers[places] = keys, values
    return placed, numbers


@cache
def character_table() -> tuple[Codes, Keys]:
    """Return the sort and the lower case of each code point of the table."""
    sorts = np.zeros(CODES, dtype=np.uint8)
    lower = np.arange(CODES, dtype=np.uint32)
    for code in range(CODES):
        char = chr(code)
        if char.isalpha() or char in "²³_":
            sorts[code] = LETTER
            lower[code] = ord(char.lower()[0])
        elif "0" <= char <= "9":
            sorts[code] = DIGIT
        elif char == "\n" or not char.isspace():
            sorts[code] = MARK
    return sorts, lower


def _code_points(text: str) -> tuple[Keys, Codes, Keys]:
    """Return the code points of a text, their sorts, and their lower case."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table, lowered = character_table()
    if len(codes) and int(codes.max()) >= CODES:
        inside = np.minimum(codes, CODES - 1)
        known = codes < CODES
        return codes, np.where(known, table[inside], MARK), np.where(known, lowered[inside], codes)
    return codes, table[codes], lowered[codes]


def _token_edges(codes: Keys, sorts: Codes) -> tuple[Ints, Ints]:
    """Return where tokens start and end: runs of letters or digits, or single marks.

    A point or comma between digits belongs to the number, `-`, `/` and `&` between letters and one
    digit behind letters to the word.
    """
    before, after = np.empty_like(sorts), np.empty_like(sorts)
    before[:1], before[1:] = SPACE, sorts[:-1]
    after[-1:], after[:-1] = SPACE, sorts[1:]
    inner = before == after
    point = (codes == ord(".")) | (codes == ord(","))
    joint = (codes == ord("-")) | (codes == ord("/")) | (codes == ord("&"))
    sorts = sorts.copy()
    sorts[inner & point & (before == DIGIT)] = DIGIT
    sorts[(inner & joint & (before == LETTER)) | ((sorts == DIGIT) & (before == LETTER))] = LETTER
    before[1:], after[:-1] = sorts[:-1], sorts[1:]
    single = sorts == MARK
    seen = sorts != SPACE
    starts = np.flatnonzero(seen & (single | (sorts != before)))
    ends = np.flatnonzero(seen & (single | (sorts != after))) + 1
    return starts.astype(np.int32), ends.astype(np.int32)


@cache
def _powers() -> Keys:
    powers = np.full(_LONGEST_WORD, _PRIME, dtype=np.uint32)
    return np.multiply.accumulate(powers, dtype=np.uint32)


def _token_keys(lower: Keys, starts: Ints, ends: Ints) -> Keys:
    """Return the key of each token: the sum of its letters, each multiplied by a number for its place."""
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    firsts = np.cumsum(lengths, dtype=np.int32) - lengths
    place = np.arange(int(lengths.sum()), dtype=np.int32) - np.repeat(firsts, lengths)
    letters = lower[np.repeat(starts, lengths) + place]
    sums: Keys = np.add.reduceat(letters * _powers()[place], firsts, dtype=np.uint32)
    return (sums ^ (sums >> np.uint32(15))) * _PRIME


def pair_keys(keys: Keys) -> Keys:
    """Return the key of each token and the next one as one word."""
    pairs: Keys = (keys[:-1] * _PAIR) ^ keys[1:]
    return pairs


def read_tokens(text: str) -> Tokens:
    """Split a text into tokens; line breaks are tokens too, other white space is none."""
    codes, sorts, lower = _code_points(text)
    starts, ends = _token_edges(codes, sorts)
    if not len(starts):
        none = np.zeros(0, dtype=np.bool_)
        empty = np.zeros(0, dtype=np.uint32)
        return Tokens(starts, ends, empty, sorts[:0], empty, none, none, none)
    heads = codes[starts]
    capital = lower[starts] != heads
    second = np.minimum(starts + 1, len(codes) - 1)
    capitals = capital & (ends - starts > 1) & (lower[second] != codes[second])
    spaced = np.zeros(len(starts), dtype=np.bool_)
    spaced[:-1] = (starts[1:] - ends[:-1] == 1) & (codes[ends[:-1]] == ord(" "))
    return Tokens(starts, ends, _token_keys(lower, starts, ends), sorts[starts], heads, capital, capitals, spaced)


def word_keys(words: Iterable[str]) -> Keys:
    """Return the keys of words of one or two syllables.

    Raises:
        ValueError: a word has no syllable, or more than two.
    """
    listed = list(words)
    tokens = read_tokens("\n".join(listed))
    broken = tokens.heads == ord("\n")
    lines = np.append(0, np.cumsum(broken))[:-1][~broken] if len(tokens) else np.zeros(0, dtype=np.intp)
    keys = tokens.keys[~broken]
    counts = np.bincount(lines, minlength=len(listed))
    if len(listed) and not 1 <= counts.min() <= counts.max() <= 2:
        raise ValueError(f"{listed[int(np.argmax((counts < 1) | (counts > 2)))]!r} has not one or two syllables")
    first = np.cumsum(counts) - counts
    joined: Keys = keys[first]
    two = np.flatnonzero(counts == 2)
    joined[two] = (keys[first[two]] * _PAIR) ^ keys[first[two] + 1]
    return joined
