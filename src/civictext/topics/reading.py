"""What a model finds in an article: the features that it knows, how often, and what they are worth."""

from __future__ import annotations

from math import log, sqrt
from typing import Final

import numpy as np
from librt.strings import read_f32_le, read_i32_le
from librt.vecs import vec
from mypy_extensions import i32, i64
from numpy.typing import NDArray

from civictext.topics.features import BODY_WORDS, FIELDS, NONE, TITLE_CHARS, ArticleView, occurrences

Floats = NDArray[np.float32]
UNKNOWN: Final = 0
"""The row of all features that a model does not know."""
_TINY: Final = 1e-9
_STEPS: Final = 1000
"""Steps of IDF, by which features are put in order: near enough, for what is frequent shall lie together."""
_SHIFT: Final = 3
_BLOCK: Final = 1 << _SHIFT
"""Buckets of a block, which has a bit for each in a byte."""
_BITS: Final = bytes([n.bit_count() for n in range(1 << _BLOCK)])
"""How many bits of a byte are set."""
_MOST: Final = 2 * (BODY_WORDS + TITLE_CHARS)
"""Features of one field of an article."""


class Vocabulary:
    """The features that a model knows: the row of each, what it is worth, and what the model gives it.

    Rows are in the order of how many articles have the feature, so that those of an article lie close together
    in memory.

    Args:
        buckets: the features, in any order.
        idf: inverse document frequency of each.
        weights: what the model gives each, for each topic.

    Attributes:
        idf, weights: the same by row, the first as 32-bit floats in bytes.
        growth: what a feature is worth by how often it occurs, as a multiple of its IDF.
    """

    def __init__(self, buckets: NDArray[np.uint32], idf: Floats, weights: NDArray[np.floating]) -> None:
        # For each block of buckets one number: as its lowest byte a bit for each known one, above it how many known
        # ones come before. One table of rows would be eight times as large, and mostly outside the caches.
        order = np.argsort(buckets, kind="stable")  # in no time, if they are in order
        known = np.zeros((NONE // _BLOCK + 1) * _BLOCK, bool)
        known[buckets] = True
        blocks = np.packbits(known, bitorder="little")
        counts = np.bincount(buckets >> _SHIFT, minlength=len(blocks))
        before = np.cumsum(counts) - counts
        frequent = np.argsort((idf * _STEPS).astype(np.uint16), kind="stable")  # in linear time
        row = np.empty(len(buckets), np.int32)
        row[frequent] = np.arange(1, len(buckets) + 1)
        rows = np.full(len(buckets) + 1, UNKNOWN, np.int32)
        rows[1:] = row[order]
        # Bytes, not arrays of numbers: numpy makes these without an object for each.
        self._blocks: bytes = (before << _BLOCK | blocks).astype("<i4").tobytes()
        self._rows: bytes = rows.astype("<i4").tobytes()
        self.idf: bytes = np.concatenate(([0.0], idf[frequent])).astype("<f4").tobytes()
        self.weights: Floats = np.zeros((len(rows), weights.shape[1]), np.float32)
        self.weights[1:] = weights.take(frequent, axis=0)
        self.growth = vec[float]([1 + log(max(n, 1)) for n in range(_MOST + 1)])

    def rows(self, buckets: vec[i64]) -> vec[i64]:
        """Put the row of each bucket into its place, and return them."""
        blocks, rows = self._blocks, self._rows
        i: i64 = 0
        while i < len(buckets):
            bucket = buckets[i]
            block = i64(read_i32_le(blocks, 4 * (bucket >> _SHIFT)))
            bit = bucket & (_BLOCK - 1)
            before: i64 = _BITS[block & ((1 << bit) - 1)]
            # Without a branch, as no processor can guess which buckets are known.
            place = ((block >> _BLOCK) + before + 1) * (block >> bit & 1)
            buckets[i] = i64(read_i32_le(rows, 4 * place))
            i += 1
        return buckets


class Reading:
    """What a model sees in an article.

    Attributes:
        found: for each of its `occurrences`, the place of the feature in `rows`.
        rows: the rows of the model that occur; first `UNKNOWN`, then the others field by field.
        units: what one occurrence of each is worth: IDF, scaled to the length of the vector of its field.
        values: what all of them are worth: TF-IDF.
        weights: what the model gives each, without the first, for each topic.
    """

    def __init__(self, view: ArticleView, vocabulary: Vocabulary) -> None:
        self.found = vocabulary.rows(occurrences(view))
        self.rows = vec[i64]([UNKNOWN] * (len(self.found) + 2))
        self._counts = vec[i64]([0] * (len(self.found) + 2))
        ends = self._count(view)
        self.rows = self.rows[: ends[-1]]
        self.units = vec[float]([0.0] * len(self.rows))
        self.values = vec[float]([0.0] * len(self.rows))
        start = 1
        for end, field in zip(ends, FIELDS, strict=True):
            self._weigh(vocabulary, start, end, field.share)
            start = end
        self.weights = vocabulary.weights.take(np.asarray(memoryview(self.rows))[1:], axis=0)

    def _count(self, view: ArticleView) -> list[int]:
        """Count the features, put their places into `found`, and return where the rows of each field end."""
        slots = vec[i32]([0] * _SLOTS)
        ends: list[int] = []
        start: i64 = 0
        size: i64 = 1
        for words in view.sizes:
            size = self._count_field(slots, size, start, start + 2 * words)
            start += 2 * words
            ends.append(int(size))
        return ends

    def _count_field(self, slots: vec[i32], size: i64, start: i64, end: i64) -> i64:
        """Count the features of a field, and return how many rows there are now.

        Args:
            slots: a hash table of the places of rows; 0 where there is none.
            size: how many rows there were.
            start, end: where the occurrences of the field are.
        """
        found, rows, counts = self.found, self.rows, self._counts
        while start < end:
            row: i64 = found[start]
            slot: i64 = row & (_SLOTS - 1)
            place: i64 = i64(slots[slot])
            while place * (rows[place] ^ row):  # neither free nor that of the row
                slot = (slot + 1) & (_SLOTS - 1)
                place = i64(slots[slot])
            # Without a branch, as no processor can guess which rows are new: no place yet, and not unknown.
            new: i64 = (place - 1 & -row) >> 63 & 1
            place += new * size
            rows[size] = row
            size += new
            slots[slot] = i32(place)
            counts[place] += 1
            found[start] = place
            start += 1
        return size

    def _weigh(self, vocabulary: Vocabulary, first: i64, end: i64, share: float) -> None:
        """Value the rows of a field, so that their vector is as long as its share."""
        idf, growth = vocabulary.idf, vocabulary.growth
        rows, counts, units, values = self.rows, self._counts, self.units, self.values
        squares = 0.0
        place: i64 = first
        while place < end:
            unit = read_f32_le(idf, 4 * rows[place])
            value = unit * growth[counts[place]]
            squares += value * value
            units[place] = unit
            values[place] = value
            place += 1
        scale = share / max(sqrt(squares), _TINY)
        place = first
        while place < end:
            units[place] *= scale
            values[place] *= scale
            place += 1

    def speaks_for(self, topic: int) -> vec[float]:
        """Return how much one occurrence of each row speaks for a topic."""
        weights: bytes = self.weights[:, topic].tobytes()
        units, speaks = self.units, vec[float]([0.0] * len(self.units))
        i: i64 = 1
        while i < len(units):
            speaks[i] = units[i] * read_f32_le(weights, 4 * (i - 1))
            i += 1
        return speaks


_SLOTS: Final = 4096
"""More than the features of an article, which are 2,520 at most; a power of two."""
