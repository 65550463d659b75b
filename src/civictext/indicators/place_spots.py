"""Where a place may be named: found by the sorts of neighbouring tokens, in a few array operations.

They are made for several articles together, for they cost as much for one as for ten.

`places` reads the text at these spots and at no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from civictext.indicators.place_names import CLASSIFIERS, gazetteer
from civictext.indicators.spots import ONE_ARTICLE, Places, by_article
from civictext.indicators.tokens import Codes, Flags, Ints, Keys, Tokens, WordTable, pair_keys
from civictext.indicators.vocabulary import rows

_NAME, _CLASSIFIER, _UNIT, _NO_UNIT, _COUNTRY, _WHOLE, _CAPITAL, _CAPITALS = (1 << bit for bit in range(8))
_SORTS: Final = {"unit": _UNIT, "no unit": _NO_UNIT, "country": _COUNTRY, "whole": _WHOLE}
_POINT: Final = 255
"""The sort of a full stop: no word has all of them."""
_NAME_NEXT, _KIND_NEXT, _OPENING_NEXT, _UNIT_HERE, _COUNTRY_NEXT, _POINT_NEXT = (1 << bit for bit in range(6))
_TOKEN = re.compile(r"\w+(?:[-/&]\w+)*|\S")


class PlaceSpots(NamedTuple):
    """The places of an article to look at, in order."""

    names: Ints
    """Starts of capitalised words behind a classifier, or with which a name of the gazetteer begins."""
    kinds: Flags
    """Whether a classifier may stand before each."""
    units: Ints
    """Starts of `tỉnh`, `xã`: maybe a unit spoken of without its name, or with a number for a name."""
    lengths: Ints
    """How long each is."""
    countries: Ints
    """Ends of `cả nước`, `nước ta`."""
    capitals: Ints
    """Starts of all capitalised words."""
    pairs: Keys
    """The keys of these with the next word."""

    def opening_alike(self, starts: Iterable[int]) -> list[int]:
        """Return where capitalised words stand that are those, with the next one, that stand at some places."""
        words = list(zip(self.capitals.tolist(), self.pairs.tolist(), strict=True))
        pairs = dict(words)
        wanted = {pairs[start] for start in starts}
        return [start for start, pair in words if pair in wanted]


@cache
def _word_table() -> WordTable:
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


@cache
def _pair_table() -> WordTable:
    openings = (_TOKEN.findall(name.lower()) for name in gazetteer().openings)
    return WordTable.of({" ".join(tokens[:2]): _NAME for tokens in openings if len(tokens) > 1})


@cache
def _neighbours() -> Codes:
    """Return what two neighbouring tokens show, by 256 times the sort of the first plus that of the second.

    Behind a classifier any capitalised word may be the name of a place; else it must open one of the
    gazetteer, and have no capitalised word before it but an acronym (`UBND Hà Nội`, not `Trần Hà Nam`).
    """
    first, second = np.arange(256)[:, np.newaxis], np.arange(256)[np.newaxis, :]
    classified = (first & _CLASSIFIER > 0) & (first != _POINT)
    free = (first & _CAPITAL == 0) | (first & _CAPITALS > 0) | (first == _POINT) | (second & _CAPITALS > 0)
    capital = (second & _CAPITAL > 0) & (second != _POINT)
    shown = _NAME_NEXT * (capital & free & (second & _NAME > 0))
    shown |= _KIND_NEXT * (capital & classified)
    shown |= _OPENING_NEXT * (capital & free)
    shown |= _UNIT_HERE * ((first & _UNIT > 0) & ((second & _NO_UNIT == 0) | (second == _POINT)) & ~capital)
    shown |= _COUNTRY_NEXT * ((first & _WHOLE > 0) & (second & _COUNTRY > 0))
    shown |= _POINT_NEXT * (classified & (second == _POINT))
    shown[_POINT] &= _NAME_NEXT | _OPENING_NEXT
    shown[:, _POINT] &= _UNIT_HERE | _POINT_NEXT
    table: Codes = shown.astype(np.uint8).ravel()
    return table


def place_spots(tokens: Tokens, offsets: Places = ONE_ARTICLE) -> list[PlaceSpots]:
    """Return the places of each article at which a place may be named.

    Args:
        tokens: those of the articles, which stand one behind the other with line breaks between them.
        offsets: where each article begins.

    >>> from civictext.indicators.tokens import read_tokens
    >>> spots = place_spots(read_tokens("Ở xã Tân Kỳ, tỉnh Hà Nam; cả nước và Lê Hà Nam; toàn tỉnh."))[0]
    >>> spots.names.tolist(), spots.units.tolist(), spots.countries.tolist()
    ([5, 18], [53], [33])
    """
    sorts = np.zeros(len(tokens) + 2, dtype=np.uint16)
    words = sorts[1:-1]
    np.multiply(tokens.capital, np.uint16(_CAPITAL), out=words)
    words |= np.multiply(tokens.capitals, np.uint16(_CAPITALS))
    words |= _word_table().get(tokens.keys)
    shown = _neighbours()[(sorts[:-1] << 8) | sorts[1:]]
    hits = shown.nonzero()[0]
    shown = shown[hits]
    pairs = np.append(pair_keys(tokens.keys), np.uint32(0))
    named, kind = _names(tokens, hits, shown, pairs)
    units = hits[shown & _UNIT_HERE > 0] - 1
    capitals = np.flatnonzero(tokens.capital)
    starts, ends = tokens.starts, tokens.ends
    columns = [
        *by_article(offsets, starts[named], kind[named]),
        *by_article(offsets, starts[units], (ends - starts)[units]),
        *by_article(offsets, ends[hits[shown & _COUNTRY_NEXT > 0]]),
        *by_article(offsets, starts[capitals], pairs[capitals]),
    ]
    return list(map(PlaceSpots, *columns))


def _names(tokens: Tokens, hits: Places, shown: Codes, pairs: Keys) -> tuple[Places, Flags]:
    """Return the tokens with which a name may begin, and of all tokens whether a classifier may stand before.

    Args:
        tokens: the tokens.
        hits: those of them that show something.
        shown: what each of these shows.
        pairs: the keys of all tokens with the next one.
    """
    opening = (shown & _OPENING_NEXT).nonzero()[0]
    named = shown & (_NAME_NEXT | _KIND_NEXT)
    named[opening] |= _pair_table().get(pairs[hits[opening]])
    begins, kind = np.zeros((2, len(tokens) + 1), dtype=np.bool_)
    begins[hits[named > 0]] = kind[hits[shown & _KIND_NEXT > 0]] = True
    after_point = hits[shown & _POINT_NEXT > 0] + 1
    after_point = after_point[np.append(tokens.capital, np.False_)[after_point]]
    begins[after_point] = kind[after_point] = True
    return np.flatnonzero(begins), kind
