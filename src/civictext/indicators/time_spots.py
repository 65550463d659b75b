"""Where an expression of time may begin: found by the sorts of neighbouring tokens.

`periods` reads the text at these places and at no others.
"""

from __future__ import annotations

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64, u8

from civictext.indicators.tokens import Tokens, WordTable
from civictext.indicators.vocabulary import rows, words

_SORTS: Final = (
    "other", "mark", "number", "recent", "year", "month", "quarter", "half", "edge", "day", "part", "this", "shift",
    "same", "in", "now", "at", "until", "to", "point", "dash", "slash", "open", "before",
)  # fmt: skip
"""`recent`: a number that may be a year; `before`: a further word that can stand before a date."""
_OTHER: Final = 0
_MARK: Final = 1
_NUMBER: Final = 2
RECENT: Final = range(1930, 2051)
_FIRST: Final = 1
_SECOND: Final = 2

_BEGIN: Final = {
    "year": "any", "month": "any", "quarter": "any", "now": "this at", "half": "edge year",
    "part": "this shift", "day": "shift before", "until": "this point",
    "number": "month until to dash slash", "recent": "until to dash slash",
}  # fmt: skip
"""Sort of a token that begins an expression: sorts of the next token."""
_PRECEDE: Final = {
    "same": "day", "other": "recent", "in": "recent", "edge": "recent",
    "mark": "now",
    **dict.fromkeys(("day", "part", "this", "shift", "until", "before", "open", "dash"), "number recent now"),
}  # fmt: skip
"""Sort of a token behind which an expression begins: sorts of the token that begins it."""


def _read_pairs() -> vec[u8]:
    """Return which of two neighbours begins an expression, by the sorts of both; what is of no sort begins none."""
    size = len(_SORTS)
    table = [0] * (size * size)
    for rules, which in ((_BEGIN, _FIRST), (_PRECEDE, _SECOND)):
        for first, seconds in rules.items():
            for second in _SORTS if seconds == "any" else seconds.split():
                table[_SORTS.index(first) * size + _SORTS.index(second)] |= which
    return vec[u8](table)


def _read_words() -> WordTable:
    sorts = dict.fromkeys(words("before a day"), "before") | dict.fromkeys(map(str, RECENT), "recent")
    sorts |= {word: sort for sort, word in rows("time_words.tsv")}
    return WordTable.of({word: _SORTS.index(sort) for word, sort in sorts.items()})


_PAIRS: Final = _read_pairs()
_WORDS: Final = _read_words()
_SORT_OF_MARKS: Final = vec[i64]([_OTHER, _OTHER, _NUMBER, _MARK])
"""The sort of a token that is not listed: a letter, a digit, a mark."""


def time_spots(tokens: Tokens) -> vec[i64]:
    """Return the places of an article where an expression of time may begin, in order.

    >>> from civictext.indicators.tokens import read_tokens
    >>> list(time_spots(read_tokens("Quý II đạt 12 tỷ, đến ngày 5/4 là 14.")))
    [0, 27]
    """
    found = vec[i64]()
    size: i64 = len(tokens)
    starts, keys, marks = tokens.starts, tokens.keys, tokens.marks
    before: i64 = _MARK
    sort = _sort(keys[0], marks[0]) if size else i64(_MARK)
    i: i64
    for i in range(size):
        after = _sort(keys[i + 1], marks[i + 1]) if i + 1 < size else i64(_MARK)
        if sort and (_begins(before, sort) >= _SECOND or _begins(sort, after) & _FIRST):
            found = append(found, starts[i])
        before = sort
        sort = after
    return found


def _begins(first: i64, second: i64) -> i64:
    return i64(_PAIRS[first * len(_SORTS) + second])


def _sort(key: i64, marks: i64) -> i64:
    """Return the sort of a token."""
    listed = _WORDS.get(key)
    if listed:
        return listed
    return _SORT_OF_MARKS[marks & 3]
