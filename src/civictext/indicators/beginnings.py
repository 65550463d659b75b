"""Finds where the numbers of a text begin, in digits and in words.

One look with a table of characters, as in `text.look`, finds the digits after other characters and the words
whose first three letters are those of a number word. A pattern says of each word whether it may begin a numeral.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from civictext.indicators.numerals import DIGIT_WORDS
from civictext.indicators.units import word_set

_GAPS = " \N{NO-BREAK SPACE}"
_GAP = f"[{_GAPS}]"
_DIGITS = frozenset("0123456789")
_OPENERS = _GAPS + "(“\"/–\n-"
"""What may stand before the first word of a numeral."""
_MARKS = ".,;:!?)”\"'…/"
_BARE_SCALES = ("chục", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ")
_CONDITIONS = {"một": "after_one", "năm": "after_five", **dict.fromkeys(_BARE_SCALES, "after_bare_scale")}
"""By the first word of a numeral, the set of words of which one must follow; after others any may.

`một` and `năm` begin one only before a measure or a counted noun, bare multipliers before what goes on.
"""
_FIRST_WORDS = (*sorted(word_set("number_words")), *_CONDITIONS)
_CAPITALISED = frozenset(_FIRST_WORDS) - frozenset(_BARE_SCALES)


def _first_word(word: str) -> str:
    """Return a pattern for a word that may begin a numeral, with what must follow it."""
    first = f"[{word[0]}{word[0].upper()}]" if word in _CAPITALISED else word[0]
    if word not in _CONDITIONS:
        return first + word[1:]
    follows = "|".join(sorted(word_set(_CONDITIONS[word])))
    return rf"{first}{word[1:]}(?={_GAP}[^0-9])(?={_GAP}(?:{follows})[{_MARKS}]*(?:\s|$))"


_FIGURE = re.compile("[0-9]+(?:[.,][0-9]+)*")
_NEXT = "|".join(f"{one},{_GAP}{two}" for one, two in pairwise(DIGIT_WORDS))
_WORD = re.compile(rf"(?:{'|'.join(map(_first_word, _FIRST_WORDS))})(?={_GAP})|(?:{_NEXT})(?={_GAP})")
"""A word that may begin a numeral, or two digits that say about how many: `hai, ba phương án`."""

_CELLS = 9
"""As many characters have two numbers that were run together."""
_THOUSANDS = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
_CENTS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})*\.00"
_ROWS = [
    (re.compile(rf"(?:{cell}){{2,}}[0-9]?"), re.compile(f"{cell}|[0-9]")) for cell in (_THOUSANDS, _CENTS)
]  # the last digit is the mark of the next row
_CHUNK = 1 << 16
"""Characters looked at together, so that a long text takes no more memory than a short one."""
_KNOWN = 0x2030
"""Characters from here on, and most below it, neither begin a number nor stand in a number word."""


def _table() -> npt.NDArray[np.uint16]:
    """Return for each character one mask for each place: before a number, and as its first three characters.

    A bit is a digit, or what some number words begin with.
    """
    table = np.zeros((_KNOWN + 1, 4), np.uint16)
    table[:] = 1, 0, 1, 1
    for digit in _DIGITS:
        table[ord(digit)] = 0, 1, 1, 1
    groups = sorted(set(map(_group, _FIRST_WORDS)))
    for opener in _OPENERS:
        table[ord(opener), 0] = (2 << len(groups)) - 1
    for word in _FIRST_WORDS:
        bit = 2 << groups.index(_group(word))
        table[ord(word[0].upper()), 1] |= bit
        for place, letter in enumerate((word + " ")[:3], 1):
            table[ord(letter), place] |= bit
    table[ord("\N{NO-BREAK SPACE}"), 3] = table[ord(" "), 3]
    return table


def _group(word: str) -> str:
    """Return what words share that have one bit, of which there are fifteen: `nghìn` and `ngàn`, `bảy` and `bẩy`."""
    return word[:2] if word[1] in "ghr" else f"{word[0]}-{word[2:3]}"


_MASKS = _table().view(np.uint64).reshape(-1)


def beginnings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where figures begin and end, and where words begin that may begin a numeral (twice).

    A word after a figure, as most multipliers are, is read with it.
    """
    found: list[tuple[int, int]] = []
    after = 0
    for at in _candidates(text, start, end):
        if text[at] in _DIGITS:
            if at >= after and (figure := _FIGURE.match(text, at, end)):
                after = figure.end()
                found += [(at, after)] if after - at < _CELLS else _cells(text, at, after)
        elif _WORD.match(text, at, end) and not (text[at - 1 : at] == " " and text[at - 2 : at - 1] in _DIGITS):
            found.append((at, at))
    return found


def _cells(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the numbers of a row of a table whose gaps were lost: `4.000120.000300.000`; else the one figure."""
    cell = next((cell for row, cell in _ROWS if row.fullmatch(text, start, stop)), None)
    return [match.span() for match in cell.finditer(text, start, stop)] if cell else [(start, stop)]


def _candidates(text: str, start: int, end: int) -> list[int]:
    """Return where a stretch of a text has a digit after another character, or the first letters of a number word."""
    edged = f"\n{text[start:end]}\n\n"
    found: list[int] = []
    for at in range(0, end - start, _CHUNK):
        chars = edged[at : at + _CHUNK + 3]
        units = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), np.uint32)
        before, first, second, third = _MASKS.take(units, mode="clip").view(np.uint16).reshape(-1, 4).T
        fired = before[:-3] & first[1:-2] & second[2:-1] & third[3:]
        found += (np.flatnonzero(fired) + (start + at)).tolist()
    return found
