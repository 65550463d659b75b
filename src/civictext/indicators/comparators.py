"""The modifier of a figure: `khoảng`, `hơn`, `ít nhất`, `trở lên`."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from civictext.document import Comparator
from civictext.indicators.vocabulary import rows, words

_AFTER = re.compile(r"[^,;.()0-9]{0,32}?[ ]trở[ ](?P<way>lên|xuống|đi|về)\b")
_LONGEST = 3
"""Syllables of the longest modifier."""
_MOST_BETWEEN = 3
"""How many words such as `có`, `phải`, `đến` may stand between a modifier and its number."""


def comparator_of(left: str, right: str) -> Comparator:
    """Return the modifier of a number from what stands right before and after it.

    Args:
        left: the sentence up to the number.
        right: the sentence after the number.

    >>> [comparator_of(*x) for x in (("với hơn ", " hộ"), ("từ ", "% trở lên"), ("cao hơn ", "%"))]
    ['>', '>=', '=']
    """
    if "trở" in right[:50]:
        after = _AFTER.match(right)
        if after:
            return ">=" if after["way"] == "lên" else "<="
    before = left[-36:].lower().replace("(", " ").replace("\N{LEFT DOUBLE QUOTATION MARK}", " ").split()
    signs, between = _tables()
    for end in range(len(before), max(0, len(before) - _MOST_BETWEEN) - 1, -1):
        sign = _sign(before, end, signs)
        if sign and (sign != ">" or end == len(before)):
            return sign
        if not end or before[end - 1] not in between:
            break
    return "="


def _sign(before: list[str], end: int, signs: dict[str, Comparator]) -> Comparator | None:
    """Return what the words that end at a place mean, the longest phrase first."""
    for size in range(min(_LONGEST, end), 0, -1):
        sign = signs.get(" ".join(before[end - size : end]))
        if sign:
            return "<=" if before[end - 1] == "quá" and "không" in before[:end] else sign
    return None


@cache
def _tables() -> tuple[dict[str, Comparator], frozenset[str]]:
    signs = {phrase: cast(Comparator, sign) for phrase, sign in rows("comparators.tsv")}
    return signs, frozenset(words("between modifier and number"))
