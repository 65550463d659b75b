"""Feature templates over rows of numbers, hashed into one table of weights.

A template names the columns that make a feature: `w0 c` is the word before together with the class of
this word. Its value for a row is a hash, which is a place in the table of weights (Weinberger et al.
2009, "Feature hashing for large scale multitask learning"): no string is made and no dictionary asked.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

from librt.vecs import vec
from mypy_extensions import i16, i64

from civictext.indicators.tokens import MASK

BITS: Final = 20
"""The table of weights has 2 to this power places."""
SCALE: Final = 8192
"""Weights are whole numbers, so many to one: sums do not depend on their order."""
_FIRST: Final = 0x9E3779B1
_SECOND: Final = 0x85EBCA77
_THIRD: Final = 0xC2B2AE3D
"""Odd numbers by which the columns of a template are multiplied (xxHash)."""
_MIX: Final = 0x27D4EB2F
_SHIFT: Final = 32 - BITS

Weights = vec[i16]
Row = vec[i64]


class Templates:
    """Some templates over the same columns.

    Args:
        name: keeps equal templates of different groups apart.
        columns: the names of the columns of a row, in order.
        specs: the templates, each the names of one to three columns.
    """

    def __init__(self, name: str, columns: Sequence[str], specs: Sequence[str]) -> None:
        parts = sorted((spec.split() for spec in specs), key=len)
        self._salts = vec[i64]([zlib.crc32(f"{name}: {' '.join(part)}".encode()) for part in parts])
        self._columns = vec[i64]([columns.index(part[n]) if n < len(part) else 0 for part in parts for n in range(3)])
        self._pairs: i64 = sum(len(part) == 1 for part in parts)
        """The first template of two columns."""
        self._triples: i64 = sum(len(part) < 3 for part in parts)
        """The first template of three columns."""

    def place(self, i: i64, row: Row) -> i64:
        """Return where the weight of a template stands for a row."""
        mixed = self._salts[i] + row[self._columns[3 * i]] * _FIRST
        if i >= self._pairs:
            mixed += row[self._columns[3 * i + 1]] * _SECOND
        if i >= self._triples:
            mixed += row[self._columns[3 * i + 2]] * _THIRD
        return (((mixed & MASK) * _MIX) & MASK) >> _SHIFT

    def score(self, weights: Weights, row: Row) -> i64:
        """Return the sum of the weights of a row."""
        total: i64 = 0
        i: i64
        for i in range(len(self._salts)):
            total += i64(weights[self.place(i, row)])
        return total

    def places(self, row: Row) -> list[int]:
        """Return where the weights of all templates stand for a row."""
        return [self.place(i, row) for i in range(len(self._salts))]
