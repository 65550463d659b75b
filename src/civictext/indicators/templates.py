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
from mypy_extensions import i16, i64

from civictext.indicators.tokens import MASK

BITS: Final = 18
"""The table of weights has 2 to this power places."""
SCALE: Final = 8192
"""Weights are whole numbers, so many to one: sums do not depend on their order."""
_FIRST: Final = 0x9E3779B1
_SECOND: Final = 0x85EBCA77
_THIRD: Final = 0xC2B2AE3D
"""Odd numbers by which the columns of a template are multiplied (xxHash)."""
_MIX: Final = 0x27D4EB2F
_SHIFT: Final = 32 - BITS

Weights: TypeAlias = "vec[i16]"
Row: TypeAlias = "vec[i64]"


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
        self._columns = vec[i64]([columns.index(column) for part in parts for column in part])
        """The columns of each template, one behind the other."""
        self._singles: i64 = sum(len(part) == 1 for part in parts)
        self._pairs: i64 = sum(len(part) == 2 for part in parts)
        """How many templates have one column, and how many two; the others have three."""

    def score(self, weights: Weights, row: Row) -> i64:
        """Return the sum of the weights of a row."""
        salts, columns = self._salts, self._columns
        pairs = self._singles
        triples = pairs + self._pairs
        total: i64 = 0
        at: i64 = 0
        i: i64
        for i in range(pairs):
            total += i64(weights[_place(salts[i] + row[columns[at]] * _FIRST)])
            at += 1
        for i in range(pairs, triples):
            total += i64(weights[_place(salts[i] + row[columns[at]] * _FIRST + row[columns[at + 1]] * _SECOND)])
            at += 2
        for i in range(triples, len(salts)):
            mixed = salts[i] + row[columns[at]] * _FIRST + row[columns[at + 1]] * _SECOND
            total += i64(weights[_place(mixed + row[columns[at + 2]] * _THIRD)])
            at += 3
        return total

    def places(self, row: Row) -> list[int]:
        """Return where the weights of all templates stand for a row."""
        found: list[int] = []
        at: i64 = 0
        i: i64
        for i in range(len(self._salts)):
            mixed = self._salts[i] + row[self._columns[at]] * _FIRST
            at += 1
            if i >= self._singles:
                mixed += row[self._columns[at]] * _SECOND
                at += 1
            if i >= self._singles + self._pairs:
                mixed += row[self._columns[at]] * _THIRD
                at += 1
            found.append(_place(mixed))
        return found


def _place(mixed: i64) -> i64:
    """Return the place in the table of a sum of columns."""
    return (((mixed & MASK) * _MIX) & MASK) >> _SHIFT
