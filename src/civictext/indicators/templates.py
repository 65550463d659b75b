"""Feature templates over rows of numbers, hashed into one table of weights.

A template names the columns that make a feature: `w0 c` is the word before together with the class of
this word. Its value for a row is a hash, which is a place in the table of weights (Weinberger et al.
2009, "Feature hashing for large scale multitask learning"): no string is made and no dictionary asked.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final, TypeAlias

from librt.vecs import vec
from mypy_extensions import i64, u8

BITS: Final = 18
"""The table of weights has 2 to this power places."""
SCALE: Final = 96
"""Weights are whole numbers, so many to one: sums do not depend on their order."""
ZERO: Final = 128
"""How a weight of nothing is written: a byte each, so that all tables together stay in the caches."""
_MASK: Final = 0xFFFFFFFF
_MIX: Final = 0x27D4EB2F
_FIRST: Final = (0x9E3779B1 * _MIX) & _MASK
_SECOND: Final = (0x85EBCA77 * _MIX) & _MASK
_THIRD: Final = (0xC2B2AE3D * _MIX) & _MASK
"""Odd numbers by which the columns of a template are multiplied (of xxHash, each times the same one, so that the upper
of 32 bits depend on all others)."""
_SHIFT: Final = 32 - BITS

Weights: TypeAlias = "vec[u8]"
Row: TypeAlias = "vec[i64]"


class Templates:
    """Some templates over the same columns.

    Args:
        name: keeps equal templates of different groups apart.
        columns: the names of the columns of a row, in order.
        specs: the templates, each the names of one to three columns.
    """

    def __init__(self, name: str, columns: Sequence[str], specs: Sequence[str]) -> None:
        parts = [spec.split() for spec in specs]
        codes = [(len(part), _code(f"{name}: {' '.join(part)}", [*map(columns.index, part)])) for part in parts]
        self._singles = vec[i64]([code for size, code in codes if size == 1])
        self._pairs = vec[i64]([code for size, code in codes if size == 2])
        self._triples = vec[i64]([code for size, code in codes if size == 3])
        self._zeros: i64 = ZERO * len(codes)

    def score(self, weights: Weights, row: Row, at: i64 = 0) -> i64:
        """Return the sum of the weights of a row, which may stand among others: then `at` is where it starts."""
        total = -self._zeros
        code: i64
        for code in self._singles:
            total += i64(weights[_place(code + row[at + (code >> 32)] * _FIRST)])
        for code in self._pairs:
            mixed = code + row[at + (code >> 32 & 255)] * _FIRST + row[at + (code >> 40)] * _SECOND
            total += i64(weights[_place(mixed)])
        for code in self._triples:
            mixed = code + row[at + (code >> 32 & 255)] * _FIRST + row[at + (code >> 40 & 255)] * _SECOND
            total += i64(weights[_place(mixed + row[at + (code >> 48)] * _THIRD)])
        return total

    def places(self, row: Row, at: i64 = 0) -> list[int]:
        """Return where the weights of all templates stand for a row."""
        factors = vec[i64]([_FIRST, _SECOND, _THIRD])
        found: list[int] = []
        for size, codes in enumerate((self._singles, self._pairs, self._triples), 1):
            for code in codes:
                mixed: i64 = code
                for i in range(size):
                    mixed += row[at + (code >> (32 + 8 * i) & 255)] * factors[i]
                found.append(_place(mixed))
        return found


def _code(name: str, columns: Sequence[int]) -> int:
    """Return a template as one number: a hash of its name, and above these 32 bits its columns, 8 bits each."""
    mixed = (zlib.crc32(name.encode()) * _MIX) & _MASK
    return mixed + sum(column << (32 + 8 * i) for i, column in enumerate(columns))


def _place(mixed: i64) -> i64:
    """Return the place in the table of a code and its columns, multiplied; only the lower 32 bits of it count."""
    return (mixed & _MASK) >> _SHIFT
