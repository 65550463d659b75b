"""Feature templates over columns of numbers, hashed into one table of weights.

A template names the columns that make a feature: `w0 c` is the word before together with the class of
this word. Its value for each row is a hash, which is a place in the table of weights (Weinberger et
al. 2009, "Feature hashing for large scale multitask learning"): no string is made and no dictionary
asked, so a whole article is weighed by a few array operations.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 20
"""The table of weights has 2 to this power places."""
_PRIMES = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)))
"""Odd numbers by which the first, second and third column of a template are multiplied (xxHash)."""
_MIX = np.uint32(0x27D4EB2F)
_SHIFT = np.uint32(32 - BITS)
_BLOCK = 4096
"""How many rows are weighed at once: what they take stays in the cache of the processor."""

Columns = Mapping[str, NDArray[Any]]
Places = NDArray[np.uint32]
Weights = NDArray[np.float32]


class Templates:
    """Some templates over the same columns.

    Args:
        name: keeps equal templates of different groups apart.
        specs: the templates, each the names of one to three columns.
    """

    def __init__(self, name: str, *specs: str) -> None:
        parts = sorted((tuple(spec.split()) for spec in specs), key=len)
        columns = sorted({column for part in parts for column in part})
        rows = {column: i for i, column in enumerate(columns)}
        self.columns = tuple(columns)
        self._parts = []
        for depth, prime in enumerate(_PRIMES[: len(parts[-1])]):
            deep = [part for part in parts if len(part) > depth]
            self._parts.append((len(parts) - len(deep), np.array([rows[part[depth]] for part in deep]), prime))
        salts = [zlib.crc32(f"{name}: {' '.join(part)}".encode()) for part in parts]
        self._salts = np.array(salts, dtype=np.uint32)[:, None]

    def places(self, columns: Columns, rows: int) -> Places:
        """Return where the weight of each template stands for each row, as (templates, rows)."""
        table = np.empty((len(self.columns), rows), dtype=np.uint32)
        for i, name in enumerate(self.columns):
            table[i] = columns[name]
        mixed = np.repeat(self._salts, rows, axis=1)
        for first, part, prime in self._parts:
            mixed[first:] += (table * prime)[part]
        mixed *= _MIX
        mixed >>= _SHIFT
        return mixed

    def score(self, weights: Weights, columns: Columns, rows: int) -> NDArray[np.float32]:
        """Return the sum of the weights for each row."""
        total = np.empty(rows, dtype=np.float32)
        for start in range(0, rows, _BLOCK):
            part = slice(start, min(rows, start + _BLOCK))
            places = self.places({name: columns[name][part] for name in self.columns}, part.stop - start)
            weights.take(places).sum(axis=0, out=total[part])
        return total
