"""Finds where runs of capitals and listed spellings stand, letter by letter.

A run is a piece, as in `UBND` or `QL1A`, or a letter with a joint behind it, and what is joined to it:
`KT-XH`, `NN & PTNT`, `T.Ư`. Whether it is a short form, `scan` tells. Characters are read by their
code points, which compiled code does many times faster than a pattern finds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Final, final

from mypy_extensions import i64

from civictext.text.syllables import is_letter

MARKED: Final = "ĐƯÂĂÊÔƠ"
CAPITALS: Final = f"A-Z{MARKED}"
"""Capitals of short forms, for a character class; one with a tone mark belongs to a word in capitals."""
CAPITAL_LETTERS: Final = frozenset(ascii_uppercase + MARKED)

_SIZE: Final = 0x1B0
_OF_PIECE: Final = bytes(
    2 if chr(code) in CAPITAL_LETTERS else 1 if chr(code) in "0123456789" else 0 for code in range(_SIZE)
)
"""By code point: 2 for a capital, 1 for a digit, which may stand behind the first letter of a piece."""
_FIRSTS: Final = 0x10000
"""Code points with which a listed spelling may begin: all that any script writes with."""
_CAPITAL: Final = 1
_LISTED: Final = 2
"""A capital with which a listed spelling may begin."""
_SMALL: Final = 4
"""A small letter or mark with which one may begin, but only at the start of a word."""
_LETTER: Final = 8
"""A letter or digit, behind which a word goes on."""
_SLOTS: Final = 4096
_BEGINS: Final = 1
_GOES_ON: Final = 2
_IS_SHORT: Final = 4
_START: Final = 3
"""Characters by whose first ones listed spellings are looked up."""

_SPACE: Final = 0x20
_AND: Final = 0x26
_HYPHEN: Final = 0x2D
_STOP: Final = 0x2E
_SLASH: Final = 0x2F
_DASH: Final = 0x2013


def run_end(text: str, start: i64) -> i64:
    """Return where the run ends that begins with the capital at a position; the position if none does.

    >>> run_end("KT - XH.", 0), run_end("T.Ư,", 0), run_end("Ban", 0)
    (7, 3, 0)
    """
    size: i64 = len(text)
    end = start + 1
    if end == size:
        return start
    c: i64 = ord(text[end])
    if _is_capital(c):
        end = _piece_end(text, end, size)
    elif c in (_HYPHEN, _DASH):
        if end + 1 == size or not _is_capital(ord(text[end + 1])):
            return start
    elif c != _STOP and c != _AND and c != _SLASH:
        return start
    while (joined := _joined_end(text, end, size)) > end:
        end = joined
    return end


def _is_capital(c: i64) -> bool:
    return c < _SIZE and _OF_PIECE[c] == 2


def _piece_end(text: str, at: i64, size: i64) -> i64:
    """Return where the capitals and digits end that begin at a position."""
    while at < size:
        c: i64 = ord(text[at])
        if c >= _SIZE or _OF_PIECE[c] == 0:
            break
        at += 1
    return at


def _joined_end(text: str, end: i64, size: i64) -> i64:
    """Return where the piece ends that a joint joins to what ends at a position; the position if none does.

    A joint is one of `. & / - –`, the last three with or without a space on either side.
    """
    at = end
    if at >= size:
        return end
    c: i64 = ord(text[at])
    if c != _STOP and c != _SLASH:
        if c == _SPACE and at + 1 < size:
            at += 1
            c = ord(text[at])
        if c != _AND and c != _HYPHEN and c != _DASH:
            return end
        if at + 1 < size and ord(text[at + 1]) == _SPACE:
            at += 1
    at += 1
    if at >= size or not _is_capital(ord(text[at])):
        return end
    at = _piece_end(text, at, size)
    return end if at < size and is_letter(text, at) else at


@final
class RunFinder:
    """Finds runs, and the spellings of a list that are none: `đ/c`, `Cty`."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        alphanumeric = bytes(map(str.isalnum, map(chr, range(_FIRSTS))))
        firsts = bytearray(alphanumeric.replace(b"\1", bytes((_LETTER,))))
        pairs = bytearray(_SLOTS)
        for capital in CAPITAL_LETTERS:
            firsts[ord(capital)] |= _CAPITAL
        for spelling in sorted(listed, key=lambda spelling: (-len(spelling), spelling)):
            code = ord(spelling[0])
            if code < _FIRSTS and not (spelling[0] in CAPITAL_LETTERS and run_end(spelling, 0)):
                self._by_start.setdefault(spelling[:_START], []).append(spelling)
                firsts[code] |= _LISTED if firsts[code] & _CAPITAL else _SMALL
                _mark_pairs(pairs, spelling)
        self._firsts = bytes(firsts)
        self._pairs = bytes(pairs)

    def find(self, text: str, at: i64, stop: i64) -> tuple[i64, i64]:
        """Return where the next run or listed spelling stands that begins before `stop`; `stop` twice for none."""
        size: i64 = len(text)
        firsts, pairs = self._firsts, self._pairs
        c: i64 = ord(text[at - 1]) if at > 0 else _FIRSTS
        flags: i64 = firsts[c] if c < _FIRSTS else 0
        while at < stop:
            c = ord(text[at])
            in_word = (flags & _LETTER) >> 1
            flags = 0
            if c < _FIRSTS:
                flags = firsts[c]
            kind = flags & (_CAPITAL | _LISTED | _SMALL - in_word)
            if kind:
                end = run_end(text, at) if kind & _CAPITAL else at
                if end == at and kind != _CAPITAL:
                    second: i64 = ord(text[at + 1]) if at + 1 < size else 0
                    if pairs[_slot(c, second)] & _BEGINS:
                        end = self._listed_end(text, at, second)
                if end > at:
                    return at, end
            at += 1
        return stop, stop

    def _listed_end(self, text: str, at: i64, second: i64) -> i64:
        """Return where the longest listed spelling ends that begins at a position; the position for none."""
        third: i64 = ord(text[at + 2]) if at + 2 < len(text) else 0
        is_short = self._pairs[_slot(ord(text[at]), second)] & _IS_SHORT
        if not is_short and not self._pairs[_slot(second, third)] & _GOES_ON:
            return at
        for length in range(_START, 0, -1):
            for spelling in self._by_start.get(text[at : at + length], ()):
                if text.startswith(spelling, at):
                    return at + len(spelling)
        return at


def _mark_pairs(pairs: bytearray, spelling: str) -> None:
    """Mark the pairs of letters without which a listed spelling cannot stand: few begin one."""
    first, size = ord(spelling[0]), len(spelling)
    for second in map(ord, spelling[1:2]) if size > 1 else range(_SLOTS):
        pairs[_slot(first, second)] |= _BEGINS if size > 2 else _BEGINS | _IS_SHORT
    if size > 2:
        pairs[_slot(ord(spelling[1]), ord(spelling[2]))] |= _GOES_ON


def _slot(first: i64, second: i64) -> i64:
    return (131 * first + second) & (_SLOTS - 1)
