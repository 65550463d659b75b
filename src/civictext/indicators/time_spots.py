"""Where an expression of time may begin: found by the sorts of neighbouring tokens, in a few array operations.

They are made for several articles together, for they cost as much for one as for ten.

`periods` reads the text at these places and at no others.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from civictext.indicators.spots import ONE_ARTICLE, Places, by_article
from civictext.indicators.tokens import Codes, Tokens, WordTable
from civictext.indicators.vocabulary import rows, words

_SORTS: Final = (
    "other", "mark", "number", "recent", "year", "month", "quarter", "half", "edge", "day", "part", "this", "shift",
    "same", "in", "now", "at", "until", "to", "point", "dash", "slash", "open", "before",
)  # fmt: skip
"""`recent`: a number that may be a year; `before`: a further word that can stand before a date."""
RECENT: Final = range(1930, 2051)
_SORT_OF_OTHERS: Final = np.array([0, 0, 2, 1], dtype=np.uint8)
"""Sorts of tokens that are in no table, by `LETTER`, `DIGIT`, `MARK`; all in the table have higher numbers."""
_FIRST, _SECOND = 1, 2

_BEGIN: Final = {
    "year": "any", "month": "any", "quarter": "any", "now": "this at", "half": "edge year",
    "part": "this shift", "day": "shift", "until": "this point",
    "number": "month until to dash slash", "recent": "until to dash slash",
}  # fmt: skip
"""Sort of a token that begins an expression: sorts of the next token."""
_PRECEDE: Final = {
    "same": "day", "other": "recent", "in": "recent", "edge": "recent",
    "mark": "now",
    **dict.fromkeys(("day", "part", "this", "shift", "until", "before", "open", "dash"), "number recent now"),
}  # fmt: skip
"""Sort of a token behind which an expression begins: sorts of the token that begins it."""


@cache
def _pairs() -> Codes:
    """Return which of two neighbours begins an expression, by the sorts of both."""
    table = np.zeros((len(_SORTS), len(_SORTS)), dtype=np.uint8)
    for rules, which in ((_BEGIN, _FIRST), (_PRECEDE, _SECOND)):
        for first, seconds in rules.items():
            for second in _SORTS if seconds == "any" else seconds.split():
                table[_SORTS.index(first), _SORTS.index(second)] |= which
    return table


@cache
def _table() -> WordTable:
    sorts = dict.fromkeys(words("before a day"), "before") | dict.fromkeys(map(str, RECENT), "recent")
    sorts |= {word: sort for sort, word in rows("time_words.tsv")}
    return WordTable.of({word: _SORTS.index(sort) for word, sort in sorts.items()})


def time_spots(tokens: Tokens, offsets: Places = ONE_ARTICLE) -> list[list[int]]:
    """Return the places of each article where an expression of time may begin, in order.

    Args:
        tokens: those of the articles, which stand one behind the other with line breaks between them.
        offsets: where each article begins.

    >>> from civictext.indicators.tokens import read_tokens
    >>> time_spots(read_tokens("Quý II đạt 12 tỷ, đến ngày 5/4 là 14."))
    [[0, 27]]
    """
    sorts = np.full(len(tokens) + 2, _SORTS.index("mark"), dtype=np.uint8)
    np.maximum(_table().get(tokens.keys), _SORT_OF_OTHERS[tokens.sorts], out=sorts[1:-1])
    pairs = _pairs()[sorts[:-1], sorts[1:]]
    begins = (pairs[:-1] >= _SECOND) | (pairs[1:] & _FIRST > 0)
    return [own.tolist() for own in by_article(offsets, tokens.starts[begins])[0]]
