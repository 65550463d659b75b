"""What makes a time doubtful for the figures near it: a comparison, or a document that the date belongs to."""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import i64

from civictext.indicators.plain_times import is_stop
from civictext.indicators.tokens import MASK, PRIME, WordTable, letter_of, mixed
from civictext.indicators.vocabulary import one_of, words

COMPARED: Final = 1
"""A time that a figure is compared with."""
DATED: Final = 2
"""The date of a document, a plan or a birth, not of a figure."""
_BEFORE: Final = 45
_COMPARED: Final = re.compile(r"(?:\bso\b(?: với)?|cùng kỳ|cùng thời điểm|hơn mức|hơn|kém)[^,;.()0-9]{0,25}$")
_DOCUMENT_WITHIN: Final = 12
_DOCUMENT: Final = re.compile(rf"\b(?:{one_of('dated by itself')})[^,;.()]{{0,{_DOCUMENT_WITHIN}}}$")
_DOCUMENT_ROOM: Final = 24
_SHORT: Final = len("sn")
"""Where a clause is no longer, no document is named in it."""
_DOCUMENT_NUMBER: Final = re.compile(r"số [\w/.-]+[^,;.()]{0,12}$")
_ANYWHERE: Final = 1
_NEAR: Final = 2
_HINTS: Final = WordTable.of(
    {phrase.rpartition(" ")[2]: _NEAR for phrase in words("dated by itself")}
    | dict.fromkeys(("so", "cùng", "hơn", "kém", "số"), _ANYWHERE)
)
"""Words without which nothing makes a time doubtful, and whether they must stand near it."""


def doubts(text: str, start: i64) -> i64:
    """Return what makes a time doubtful by what stands before it: `COMPARED`, `DATED`, added up.

    >>> [doubts(f"{left} năm 2022", len(left) + 1) for left in ("tăng so với", "theo Luật Đất đai", "tăng", "")]
    [1, 2, 0, 0]
    """
    if not _may_be_doubtful(text, start):
        return 0
    clause = _clause_before(text, start)
    if is_compared(clause):
        return COMPARED | (DATED if _is_dated(text, clause, start) else 0)
    return DATED if _is_dated(text, clause, start) else 0


def _may_be_doubtful(text: str, start: i64) -> bool:
    """Tell whether any word before a time may make it doubtful; before most times there is none."""
    total: i64 = 0
    power: i64 = 1
    at: i64 = start - _BEFORE if start > _BEFORE else 0
    while at <= start:
        letter: i64 = letter_of(ord(text[at])) if at < start else i64(0)
        if letter:
            power = (power * PRIME) & MASK
            total += letter * power
        elif total:
            hint = _HINTS.get(mixed(total))
            if hint == _ANYWHERE or (hint == _NEAR and start - at <= _DOCUMENT_WITHIN):
                return True
            total = 0
            power = 1
        at += 1
    return False


def _is_dated(text: str, clause: str, start: i64) -> bool:
    if len(clause) > _SHORT and _DOCUMENT.search(clause[-_DOCUMENT_ROOM:]):
        return True
    first = max(0, start - _BEFORE)
    if text.find("ố ", first, start) < 0 and text.find("Ố ", first, start) < 0:
        return False
    return _DOCUMENT_NUMBER.search(text[first:start].lower()) is not None


def _clause_before(text: str, start: i64) -> str:
    """Return what stands before a place as far as the last mark, in lower case."""
    first, last = start, start - _BEFORE if start > _BEFORE else 0
    while first > last and not is_stop(text, first - 1):
        first -= 1
    return text[first:start].lower()


def is_compared(left: str) -> bool:
    """Tell whether a figure is compared with a time, by what stands before the time, in lower case."""
    may_be = "so" in left or "cùng" in left or "hơn" in left or "kém" in left
    return may_be and _COMPARED.search(left) is not None
