"""Finds where the numbers of a text begin, in digits and in words.

One pass over the characters finds the figures, and the words whose first three letters are those of a number
word: after each character some bits tell which beginnings of number words it could belong to. A table says of
each word found so whether it may begin a numeral, and what must follow.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from librt.strings import read_i32_le
from librt.vecs import vec
from mypy_extensions import i64

from civictext.indicators.chars import HARD_SPACE, KNOWN, NINE, SPACE, ZERO, is_figure, is_gap, word_at, word_end
from civictext.indicators.figures import FRACTIONS, figure_end
from civictext.indicators.numerals import DIGIT_WORDS
from civictext.indicators.units import word_set

_OPENERS: Final = '\n \N{NO-BREAK SPACE}"(-/–“'
"""What may stand before the first word of a numeral."""
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
_ONE: Final = re.compile(rf"{_THOUSANDS}(?:,[0-9]+)?")
"""One number, though its parts could be several: `5.008.000`."""
_CENTS: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})*\.00"
_ROWS: Final = [
    (re.compile(rf"(?:{cell}){{2,}}[0-9]?"), re.compile(f"{cell}|[0-9]")) for cell in (_THOUSANDS, _CENTS)
]  # the last digit is the mark of the next row

_INITIALS: Final = sorted({word[0].lower() for word in _FOLLOWS})

_STEP: Final = 8
"""More bits than there are initials."""
_PLACES: Final = 4
"""What stands before a word, and its first three letters."""
_ALL: Final = (1 << _STEP) - 1
_READ: Final = 1 << _STEP * (_PLACES - 1)
"""States from here on are those after the third letter of a number word, or at a figure."""
_FIGURE: Final = 1 << _STEP * _PLACES


def _masks() -> vec[i64]:
    """Return the bits of each character: for each place the initials of the words that have it there, and a figure."""
    masks = [0] * KNOWN
    for opener in _OPENERS:
        masks[ord(opener)] |= _ALL
    for word in _FOLLOWS:
        bit = _STEP + _INITIALS.index(word[0].lower())
        for place in range(_PLACES - 1):
            masks[ord((word + " ")[place])] |= 1 << (bit + _STEP * place)
    masks[HARD_SPACE] = masks[SPACE]
    for char in (*range(ZERO, NINE + 1), *map(ord, FRACTIONS)):
        masks[char] |= _FIGURE
    return vec[i64](masks)


_MASKS: Final = _masks()


def beginnings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where figures begin and end, and where words begin that may begin a numeral (twice).

    A word after a figure, as most multipliers are, is read with it.
    """
    found: list[tuple[int, int]] = []
    at: i64 = start
    stop: i64 = end
    state: i64 = _ALL
    codes = text.encode("utf-32-le", "surrogatepass")  # read faster than a str, whose width is asked at each character
    masks: Final = _MASKS
    while at < stop:
        char: i64 = i64(read_i32_le(codes, 4 * at))
        mask: i64 = 0
        if char < KNOWN:
            mask = masks[char]
        state = (state << _STEP | _ALL | _FIGURE) & mask
        at += 1
        if state < _READ:
            continue
        if state >= _FIGURE:
            at = _add_figure(found, text, at - 1, stop)
            state = 0
        elif _opens(text, at - 3, stop):
            found.append((at - 3, at - 3))
    return found


def _add_figure(found: list[tuple[int, int]], text: str, at: i64, end: i64) -> i64:
    """Add the figure at a place, or those of a row of a table, and return where it ends."""
    stop = figure_end(text, at, end)
    if stop - at < _CELLS:
        found.append((at, stop))
    else:
        found += _cells(text, at, stop)
    return stop


def _opens(text: str, at: i64, end: i64) -> bool:
    """Tell whether the word at a place may begin a numeral: the table has it, and what must follow does."""
    if at > 1 and ord(text[at - 1]) == SPACE and is_figure(ord(text[at - 2])):
        return False
    reach = at + _LONGEST
    gap = word_end(text, at, reach if reach < end else end)
    if gap >= end or not is_gap(ord(text[gap])):
        return False
    word = word_at(text, at, gap)
    follows = _FOLLOWS.get(word)
    if follows is None:
        second = _PAIRS.get(word)
        if second is None or text[gap + 1 : word_end(text, gap + 1, end)] != second:
            return False
        if gap + 1 + len(second) >= end:
            return False
    elif follows:
        return _goes_on(text, gap + 1, end, follows)
    return True


def _goes_on(text: str, at: i64, end: i64, words: frozenset[str]) -> bool:
    """Tell whether one of some words stands at a place, perhaps with marks after it."""
    stop = at
    while stop < end and ord(text[stop]) > SPACE and ord(text[stop]) != HARD_SPACE:
        stop += 1
    word = word_at(text, at, stop)
    return word in words or (not word.isalpha() and word.rstrip(_MARKS) in words)


def _cells(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the numbers of a row of a table whose gaps were lost: `4.000120.000300.000`; else the one figure."""
    if _ONE.fullmatch(text, start, stop):
        return [(start, stop)]
    cell = next((cell for row, cell in _ROWS if row.fullmatch(text, start, stop)), None)
    return [match.span() for match in cell.finditer(text, start, stop)] if cell else [(start, stop)]
