"""Where a place may be named: found by the sorts of neighbouring tokens, in a few array operations.

`places` reads the text at these spots and at no others.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from civictext.indicators.place_names import CLASSIFIERS, gazetteer
from civictext.indicators.tokens import Codes, Keys, Tokens, WordTable, pair_keys
from civictext.indicators.vocabulary import rows

_NAME, _CLASSIFIER, _UNIT, _NO_UNIT, _COUNTRY, _WHOLE, _CAPITAL, _CAPITALS = (1 << bit for bit in range(8))
Places = NDArray[np.intp]
_SORTS: Final = {"unit": _UNIT, "no unit": _NO_UNIT, "country": _COUNTRY, "whole": _WHOLE}
_POINT: Final = 255
"""The sort of a full stop: no word has all of them."""
_NAME_NEXT, _KIND_NEXT, _OPENING_NEXT, _UNIT_HERE, _COUNTRY_NEXT, _POINT_NEXT = (1 << bit for bit in range(6))
_TOKEN = re.compile(r"\w+(?:[-/&]\w+)*|\S")


class PlaceSpots(NamedTuple):
    """The places to look at, in order."""

    names: list[int]
    """Starts of capitalised words behind a classifier, or with which a name of the gazetteer begins."""
    kinds: set[int]
    """Those of them that a classifier may stand before."""
    units: list[tuple[int, int]]
    """Spans of `tỉnh`, `xã`: maybe a unit spoken of without its name, or with a number for a name."""
    countries: list[int]
    """Ends of `cả nước`, `nước ta`."""


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


def place_spots(tokens: Tokens) -> PlaceSpots:
    """Return the places of a text at which a place may be named.

    >>> from civictext.indicators.tokens import read_tokens
    >>> spots = place_spots(read_tokens("Ở xã Tân Kỳ, tỉnh Hà Nam; cả nước và Lê Hà Nam; toàn tỉnh."))
    >>> spots.names, spots.units, spots.countries
    ([5, 18], [(53, 57)], [33])
    """
    sorts = np.zeros(len(tokens) + 2, dtype=np.uint16)
    words = sorts[1:-1]
    np.multiply(tokens.capital, np.uint16(_CAPITAL), out=words)
    words |= np.multiply(tokens.capitals, np.uint16(_CAPITALS))
    words |= _word_table().get(tokens.keys)
    shown = _neighbours()[(sorts[:-1] << 8) | sorts[1:]]
    hits = shown.nonzero()[0]
    shown = shown[hits]
    named = shown & (_NAME_NEXT | _KIND_NEXT)
    opening = (shown & _OPENING_NEXT).nonzero()[0]
    named[opening] |= _pair_table().get(_pairs_at(tokens, hits[opening]))
    names, kinds = hits[named > 0], hits[shown & _KIND_NEXT > 0]
    after_point = hits[shown & _POINT_NEXT > 0] + 1
    if len(after_point):
        after_point = after_point[after_point < len(tokens)]
        after_point = after_point[tokens.capital[after_point]]
        names, kinds = np.union1d(names, after_point), np.append(kinds, after_point)
    starts, ends = tokens.starts, tokens.ends
    units, countries = hits[shown & _UNIT_HERE > 0] - 1, hits[shown & _COUNTRY_NEXT > 0]
    return PlaceSpots(
        names=starts[names].tolist(),
        kinds=set(starts[kinds].tolist()),
        units=list(zip(starts[units].tolist(), ends[units].tolist(), strict=True)),
        countries=ends[countries].tolist(),
    )


def _pairs_at(tokens: Tokens, places: Places) -> Keys:
    """Return the keys of tokens with the ones behind them."""
    pairs = np.zeros(len(tokens), dtype=np.uint32)
    pairs[:-1] = pair_keys(tokens.keys)
    keys: Keys = pairs[places]
    return keys


def opening_alike(tokens: Tokens, starts: list[int]) -> list[int]:
    """Return where capitalised words stand that are those, with the next one, that stand at some places."""
    capitals = np.flatnonzero(tokens.capital)
    wanted = set(_pairs_at(tokens, np.searchsorted(tokens.starts, starts)).tolist())
    alike = [i for i, pair in enumerate(_pairs_at(tokens, capitals).tolist()) if pair in wanted]
    found: list[int] = tokens.starts[capitals[alike]].tolist()
    return found
