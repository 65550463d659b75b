"""Where a place may be named: found by the sorts of neighbouring tokens.

`places` reads the text at these spots and at no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mypy_extensions import i64

from civictext.indicators.article import first_at
from civictext.indicators.place_names import CLASSIFIERS, gazetteer
from civictext.indicators.tokens import CAPITAL, CAPITALS, Tokens, WordTable, pair_key
from civictext.indicators.vocabulary import rows

_NAME: Final = 1
_CLASSIFIER: Final = 2
_UNIT: Final = 4
_NO_UNIT: Final = 8
_COUNTRY: Final = 16
_WHOLE: Final = 32
_CAPITAL: Final = 64
_CAPITALS: Final = 128
"""What a token is, as bits."""
_POINT: Final = 255
"""The sort of a full stop: no word has all of them."""
_SIEVE: Final = 31
_SORTS: Final = {"unit": _UNIT, "no unit": _NO_UNIT, "country": _COUNTRY, "whole": _WHOLE}
_TOKEN: Final = re.compile(r"\w+(?:[-/&]\w+)*|\S")


class PlaceSpots:
    """The places of an article to look at, in order.

    `names` are the starts of capitalised words behind a classifier, or with which a name of the gazetteer
    begins, and `kinds` whether a classifier may stand before each; `units` the starts of `tỉnh`, `xã`, maybe a
    unit spoken of without its name, or with a number for a name, and `lengths` how long each is; `countries`
    the ends of `cả nước`, `nước ta`.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.names: list[int] = []
        self.kinds: list[bool] = []
        self.units: list[int] = []
        self.lengths: list[int] = []
        self.countries: list[int] = []
        self._tokens = tokens

    def opening_alike(self, starts: Iterable[int]) -> list[int]:
        """Return where capitalised words stand that are those, with the next one, that stand at some places."""
        tokens = self._tokens
        wanted: set[int] = set()
        sieve: i64 = 0  # a bit for each pair that is wanted, by the last bits of its key
        found: list[int] = []
        i: i64
        for start in starts:
            i = first_at(tokens.starts, start)
            if tokens.starts[i] == start and tokens.marks[i] & CAPITAL:
                pair = _pair_at(tokens, i)
                wanted.add(pair)
                sieve |= 1 << (pair & _SIEVE)
        for i in range(len(tokens)):
            if tokens.marks[i] & CAPITAL:
                pair = _pair_at(tokens, i)
                if sieve >> (pair & _SIEVE) & 1 and pair in wanted:
                    found.append(tokens.starts[i])
        return found


def _read_words() -> WordTable:
    sorts: dict[str, int] = {".": _POINT}
    for sort, word in rows("place_words.tsv"):
        sorts[word] = sorts.get(word, 0) | _SORTS[sort]
    for classifier in CLASSIFIERS:
        last = _TOKEN.findall(classifier.rstrip("."))[-1]
        sorts[last] = sorts.get(last, 0) | _CLASSIFIER
    for name in gazetteer().openings:
        if len(_TOKEN.findall(name)) == 1:
            sorts[name.lower()] = sorts.get(name.lower(), 0) | _NAME
    return WordTable.of(sorts)


def _read_pairs() -> WordTable:
    openings = (_TOKEN.findall(name.lower()) for name in gazetteer().openings)
    return WordTable.of({" ".join(tokens[:2]): _NAME for tokens in openings if len(tokens) > 1})


_WORDS: Final = _read_words()
_PAIRS: Final = _read_pairs()


def place_spots(tokens: Tokens) -> PlaceSpots:
    """Return the places of an article at which a place may be named.

    Behind a classifier any capitalised word may be the name of a place; else it must open one of the
    gazetteer, and have no capitalised word before it but an acronym (`UBND Hà Nội`, not `Trần Hà Nam`).

    >>> from civictext.indicators.tokens import read_tokens
    >>> spots = place_spots(read_tokens("Ở xã Tân Kỳ, tỉnh Hà Nam; cả nước và Lê Hà Nam; toàn tỉnh."))
    >>> spots.names, spots.units, spots.countries
    ([5, 18], [53], [33])
    """
    found = PlaceSpots(tokens)
    size: i64 = len(tokens)
    starts, ends, keys, marks = tokens.starts, tokens.ends, tokens.keys, tokens.marks
    before: i64 = 0
    dotted = False  # the token before is the full stop of a classifier: `TP. Vinh`
    i: i64
    for i in range(size + 1):
        sort = _sort(keys[i], marks[i]) if i < size else i64(0)
        if before & _UNIT and _is_unit(before, sort):
            found.units.append(starts[i - 1])
            found.lengths.append(ends[i - 1] - starts[i - 1])
        if sort == _POINT:
            dotted = before & _CLASSIFIER > 0 and before != _POINT
        else:
            if before & _WHOLE and sort & _COUNTRY and before != _POINT:
                found.countries.append(ends[i])
            if sort & _CAPITAL:
                classified = dotted or (before & _CLASSIFIER > 0 and before != _POINT)
                if classified or _opens_name(tokens, i, before, sort):
                    found.names.append(starts[i])
                    found.kinds.append(classified)
            dotted = False
        before = sort
    return found


def _sort(key: i64, marks: i64) -> i64:
    sort = _WORDS.get(key)
    if marks & CAPITAL:
        sort |= _CAPITAL
        if marks & CAPITALS:
            sort |= _CAPITALS
    return sort


def _is_unit(before: i64, sort: i64) -> bool:
    """Tell whether a word may be a unit without its name, by the sort of the next token."""
    if before == _POINT:
        return False
    return sort == _POINT or not sort & (_NO_UNIT | _CAPITAL)


def _opens_name(tokens: Tokens, i: i64, before: i64, sort: i64) -> bool:
    """Tell whether a capitalised word begins a name of the gazetteer and may stand by itself."""
    if before & _CAPITAL and not (before & _CAPITALS or sort & _CAPITALS):
        return False
    return sort & _NAME > 0 or _PAIRS.get(_pair_at(tokens, i)) > 0


def _pair_at(tokens: Tokens, i: i64) -> i64:
    following = i + 1
    return pair_key(tokens.keys[i], tokens.keys[following]) if following < len(tokens.keys) else i64(0)
