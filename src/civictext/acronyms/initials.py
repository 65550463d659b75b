"""Aligns a short form with the syllables it stands for: `QCDC` with `quy chế dân chủ`.

Vietnamese short forms take one letter, at times an onset of two or three, from each syllable
of a phrase. Tone and vowel marks are folded away (`U` stands for Ủ), Đ is kept apart from D.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

UPPER: Final = "A-Z" + "".join(filter(str.isupper, map(chr, [*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)])))
"""Capitals of Vietnamese, for a character class; `À-Ỹ` would hold small letters, too."""
WORD: Final = re.compile(r"[^\W_]+")
_UNITS: Final = re.compile(
    r"[A-Z\N{LATIN CAPITAL LETTER D WITH STROKE}ƯÂĂÊÔƠ][a-z\N{LATIN SMALL LETTER D WITH STROKE}ư]*"
)
_SYLLABLE: Final = re.compile(
    r"(?:b|c|ch|d|đ|gh?|gi|h|k|kh|l|m|n|nh|ngh?|ph?|qu?|r|s|th?|tr|v|x)?"
    r"[aeiouy]{1,3}(?:ch?|m|nh?|ng|p|t)?"
)
FUNCTION_WORDS: Final = frozenset(
    [
        "và",
        "của",
        "về",
        "các",
        "cho",
        "trong",
        "ở",
        "với",
        "là",
        "trên",
        "tại",
        "theo",
        "để",
        "vì",
        "từ",
        "do",
    ]
)
"""Words of a phrase that a short form may leave out."""
MAX_UNITS: Final = 14


def _plain_letters() -> dict[int, str | None]:
    """Return the table of `fold_letters`: letters of Vietnamese without their marks, no marks."""
    letters = (chr(code) for block in ((0xC0, 0x1B1), (0x1EA0, 0x1EFA)) for code in range(*block))
    table: dict[int, str | None] = {}
    for letter in letters:
        base = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        if base != letter:
            table[ord(letter)] = base
    return {**table, **dict.fromkeys(range(0x300, 0x370))}


_PLAIN: Final = _plain_letters()


def fold_letters(text: str) -> str:
    """Return a text in lower case without tone and vowel marks; đ stays đ.

    >>> fold_letters("Ủy ban Đường sắt")
    'uy ban đuong sat'
    """
    return text.casefold().translate(_PLAIN)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word may be a Vietnamese syllable, going by its letters without marks.

    >>> is_syllable("NGUYEN"), is_syllable("Suzuki")
    (True, False)
    """
    return _SYLLABLE.fullmatch(fold_letters(word)) is not None


@lru_cache(maxsize=4096)
def units_of(short: str) -> tuple[str, ...]:
    """Split a short form into what one syllable each may give: `CTr` is `c`, `tr`.

    >>> units_of("NN&PTNT"), units_of("QyĐ")
    (('n', 'n', 'p', 't', 'n', 't'), ('qy', 'đ'))
    """
    return tuple(map(fold_letters, _UNITS.findall(short)))


def align(short: str, words: Sequence[str], *, whole: bool = False) -> int | None:
    """Return where the long form starts in the words before a short form, or None.

    The last word must give the last letter and the first word the first. Function words may
    be left out freely, other words only by longer short forms (one from four letters, two from
    six). The alignment that leaves out least wins, then the one with the fewest words.

    Args:
        short: the short form.
        words: the words before it, in order; at most a dozen or two make sense.
        whole: the long form must be all the words.

    >>> align("QCDC", "cụ thể hóa thực hiện quy chế dân chủ".split())
    5
    """
    units = units_of(short)
    if not 2 <= len(units) <= MAX_UNITS or not words:
        return None
    folded = [_heads(word) for word in words]
    budget = 0 if len(units) < 4 else 1 if len(units) < 6 else 2
    starts = _starts(units, words, folded, budget)
    if whole:
        return 0 if 0 in starts else None
    return min(starts, key=lambda start: (starts[start], -start), default=None)


@lru_cache(maxsize=8192)
def _heads(word: str) -> str:
    folded = fold_letters(word)
    return "w" + folded if word[:2].casefold() == "ươ" else folded


def _starts(units: Sequence[str], words: Sequence[str], folded: Sequence[str], budget: int) -> dict[int, int]:
    """Return every start of an alignment that ends with the last word, with what it leaves out."""
    frontier = {(len(units), len(words)): 0}  # (units left, words left) -> content words left out
    starts: dict[int, int] = {}
    while frontier:
        after: dict[tuple[int, int], int] = {}
        for (i, j), cost in frontier.items():
            if not j or i == 0:
                continue
            taken = _taken(units, i, words[j - 1], folded[j - 1])
            if taken:
                if i == taken:
                    starts[j - 1] = min(cost, starts.get(j - 1, cost))
                else:
                    state = (i - taken, j - 1)
                    after[state] = min(cost, after.get(state, cost))
            if i < len(units):
                left_out = cost + (words[j - 1] not in FUNCTION_WORDS)
                if left_out <= budget:
                    state = (i, j - 1)
                    after[state] = min(left_out, after.get(state, left_out))
        frontier = after
    return starts


def _taken(units: Sequence[str], i: int, word: str, folded: str) -> int:
    """Return how many of the first `i` units a word ends: one by its onset, several if it is short too."""
    if len(word) > 1 and word.isupper():
        own = units_of(word)
        if 1 < len(own) <= i and units[i - len(own) : i] == own:
            return len(own)
    unit = units[i - 1]
    if folded.startswith(unit) or (folded[0] == "w" and (unit == "u" or folded[1:].startswith(unit))):
        return 1
    return 0
