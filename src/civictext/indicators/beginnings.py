"""Finds where the numbers of a text begin, in digits and in words.

One pass over the characters finds the figures, and the words whose first three letters are those of a number
word. A table says of each word whether it may begin a numeral, and what must follow.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from mypy_extensions import i64

from civictext.indicators.chars import HARD_SPACE, KNOWN, NINE, SPACE, ZERO, is_figure, is_gap, word_end
from civictext.indicators.figures import figure_end
from civictext.indicators.numerals import DIGIT_WORDS
from civictext.indicators.units import word_set

_OPENERS: Final = bytes(chr(char) in '\n "(-/' for char in range(ZERO))
_LETTERS: Final = 0x2000
"""Below it are all letters of Vietnamese."""
_DASH: Final = 0x2013
_QUOTE: Final = 0x201C
"""What may stand before the first word of a numeral: one of these characters, a hard space, `–` or `“`."""
_MARKS: Final = ".,;:!?)”\"'…/"
_BARE_SCALES: Final = ("chục", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ")
_CONDITIONS: Final = {"một": "after_one", "năm": "after_five", **dict.fromkeys(_BARE_SCALES, "after_bare_scale")}
"""By the first word of a numeral, the set of words of which one must follow; after others any may.

`một` and `năm` begin one only before a measure or a counted noun, bare multipliers before what goes on.
"""


def _first_words() -> dict[str, frozenset[str]]:
    """Return the words that may begin a numeral, as written, with those of which one must follow, if any."""
    follows: dict[str, frozenset[str]] = {word: frozenset() for word in word_set("number_words")}
    follows |= {word: word_set(name) for word, name in _CONDITIONS.items()}
    capitals = {word[0].upper() + word[1:]: words for word, words in follows.items() if word not in _BARE_SCALES}
    return follows | capitals


_FOLLOWS: Final = _first_words()
_PAIRS: Final = {f"{one},": two for one, two in pairwise(DIGIT_WORDS)}
"""Two digits that say about how many: `hai, ba phương án`."""
_LONGEST: Final = max(map(len, _FOLLOWS)) + 1

_CELLS: Final = 9
"""As many characters have two numbers that were run together."""
_THOUSANDS: Final = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
_CENTS: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})*\.00"
_ROWS: Final = [
    (re.compile(rf"(?:{cell}){{2,}}[0-9]?"), re.compile(f"{cell}|[0-9]")) for cell in (_THOUSANDS, _CENTS)
]  # the last digit is the mark of the next row

_INITIALS: Final = sorted({word[0].lower() for word in _FOLLOWS})

def _letters(place: int) -> bytes:
    """Return for each character one bit for each first letter of the words that have it at a place."""
    bits = bytearray(KNOWN)
    for word in _FOLLOWS:
        bits[ord((word + " ")[place])] |= 1 << _INITIALS.index(word[0].lower())
    bits[ord("\N{NO-BREAK SPACE}")] = bits[SPACE]
    return bytes(bits)


_FIRST: Final = _letters(0)
_SECOND: Final = _letters(1)
_THIRD: Final = _letters(2)


def beginnings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where figures begin and end, and where words begin that may begin a numeral (twice).

    A word after a figure, as most multipliers are, is read with it.
    """
    found: list[tuple[int, int]] = []
    at: i64 = start
    stop: i64 = end
    opened = True
    while at < stop:
        if opened and _may_open(text, at, stop) and _opens(text, at, stop):
            found.append((at, at))
        char: i64 = ord(text[at])
        while NINE < char < _LETTERS and char != HARD_SPACE:
            at += 1
            if at == stop:
                return found
            char = ord(text[at])
        if char > NINE:
            opened = char in (HARD_SPACE, _DASH, _QUOTE)
        elif char < ZERO:
            opened = char == SPACE or _OPENERS[char] != 0
        else:
            after = figure_end(text, at, stop)
            if after - at < _CELLS:
                found.append((at, after))
            else:
                found += _cells(text, at, after)
            at = after
            opened = False
            continue
        at += 1
    return found


def _may_open(text: str, at: i64, end: i64) -> bool:
    """Tell whether the three letters at a place begin a number word; most words go no further."""
    if at + 2 >= end:
        return False
    first: i64 = ord(text[at])
    second: i64 = ord(text[at + 1])
    third: i64 = ord(text[at + 2])
    if first >= KNOWN or second >= KNOWN or third >= KNOWN:
        return False
    return _FIRST[first] & _SECOND[second] & _THIRD[third] != 0


def _opens(text: str, at: i64, end: i64) -> bool:
    """Tell whether the word at a place may begin a numeral: the table has it, and what must follow does."""
    reach = at + _LONGEST
    gap = word_end(text, at, reach if reach < end else end)
    if gap >= end or not is_gap(ord(text[gap])):
        return False
    word = text[at:gap]
    follows = _FOLLOWS.get(word)
    if follows is None:
        second = _PAIRS.get(word)
        if second is None or text[gap + 1 : word_end(text, gap + 1, end)] != second:
            return False
        if gap + 1 + len(second) >= end:
            return False
    elif follows and not _goes_on(text, gap + 1, end, follows):
        return False
    return not (at > 1 and ord(text[at - 1]) == SPACE and is_figure(ord(text[at - 2])))


def _goes_on(text: str, at: i64, end: i64, words: frozenset[str]) -> bool:
    """Tell whether one of some words stands at a place, perhaps with marks after it."""
    stop = at
    while stop < end and ord(text[stop]) > SPACE and ord(text[stop]) != HARD_SPACE:
        stop += 1
    word = text[at:stop]
    return word in words or (not word.isalpha() and word.rstrip(_MARKS) in words)


def _cells(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the numbers of a row of a table whose gaps were lost: `4.000120.000300.000`; else the one figure."""
    cell = next((cell for row, cell in _ROWS if row.fullmatch(text, start, stop)), None)
    return [match.span() for match in cell.finditer(text, start, stop)] if cell else [(start, stop)]
