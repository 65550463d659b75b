"""What a model finds in an article: the features that it knows, how often, and what they are worth."""

from __future__ import annotations

from math import log, sqrt
from typing import Final

import numpy as np
from librt.strings import read_f32_le, read_i32_le
from librt.vecs import vec
from mypy_extensions import i64
from numpy.typing import NDArray

from civictext.topics.features import FIELDS, NONE, ArticleView, occurrences

Floats = NDArray[np.float32]
_TINY: Final = 1e-9
_BLOCK_BITS: Final = 7
"""A block of buckets is so small that a place in it fits a byte."""


class Vocabulary:
    """The features that a model knows, and the row of the model of each.

    Args:
        buckets: the features, sorted; that of row `i` is `buckets[i]`.
        idf: inverse document frequency of each.
    """

    def __init__(self, buckets: NDArray[np.uint32], idf: Floats) -> None:
        # The row before each block of buckets, and the place of every bucket among the known ones of its block,
        # from 1, or 0 where it is not known. One table of rows would be four times as large, and mostly
        # outside the caches.
        blocks = buckets >> _BLOCK_BITS
        before = np.searchsorted(blocks, np.arange((NONE >> _BLOCK_BITS) + 1))
        places = np.zeros(NONE + 1, np.uint8)
        places[buckets] = np.arange(1, len(blocks) + 1) - before[blocks]
        self._bases: bytes = (before - 1).astype("<i4").tobytes()
        self._places: bytes = places.tobytes()
        self._idf: bytes = idf.astype("<f4").tobytes()

    def rows(self, buckets: vec[i64]) -> vec[i64]:
        """Return the row of each bucket; -1 where the model does not know it."""
        bases, places = self._bases, self._places
        rows = vec[i64]([0] * len(buckets))
        i: i64 = 0
        while i < len(buckets):
            bucket: i64 = buckets[i]
            place: i64 = places[bucket]
            row: i64 = i64(read_i32_le(bases, 4 * (bucket >> _BLOCK_BITS))) + place
            # A branch would wait for the place, which may be far in memory.
            rows[i] = (row + 1) * ((place + 255) >> 8) - 1
            i += 1
        return rows

    def units(self, rows: vec[i64]) -> vec[float]:
        """Return the inverse document frequency of the features of rows; 0 for the row of unknown ones."""
        idf, units = self._idf, vec[float]([0.0] * len(rows))
        i: i64 = 0
        while i < len(rows):
            row: i64 = rows[i]
            units[i] = read_f32_le(idf, 4 * row) if row >= 0 else 0.0
            i += 1
        return units


class Reading:
    """What a model sees in an article.

    Attributes:
        found: for each of its `occurrences`, the place of the feature in `rows`.
        rows: the rows of the model that occur; first -1, the row of all features that it does not know,
            then the others field by field.
        units: what one occurrence of each is worth: IDF, scaled to the length of the vector of its field.
        values: what all of them are worth: TF-IDF.
        weights: what the model gives each, without the first, for each topic.
    """

    def __init__(self, view: ArticleView, vocabulary: Vocabulary, weights: Floats) -> None:
        self.found = vocabulary.rows(occurrences(view))
        self.rows = vec[i64]([-1] * (len(self.found) + 2))
        self._counts = vec[i64]([0] * (len(self.found) + 2))
        ends = self._count(view)
        self.rows = self.rows[: ends[-1]]
        self.units = vocabulary.units(self.rows)
        self.values = vec[float]([0.0] * len(self.rows))
        start = 1
        for end, field in zip(ends, FIELDS, strict=True):
            self._weigh(start, end, field.share)
            start = end
        self.weights = weights.take(np.asarray(memoryview(self.rows))[1:], axis=0)

    def _count(self, view: ArticleView) -> list[int]:
        """Count the features, put their places into `found`, and return where the rows of each field end."""
        slots = vec[i64]([0] * _SLOTS)
        slots[_SLOTS - 1] = 1
        ends: list[int] = []
        start: i64 = 0
        size: i64 = 1
        for words in view.sizes:
            size = self._count_field(slots, size, start, start + 2 * words)
            start += 2 * words
            ends.append(int(size))
        return ends

    def _count_field(self, slots: vec[i64], size: i64, start: i64, end: i64) -> i64:
        """Count the features of a field, and return how many rows there are now.

        Args:
            slots: a hash table of the places of rows, plus one.
            size: how many rows there were.
            start, end: where the occurrences of the field are.
        """
        found, rows, counts = self.found, self.rows, self._counts
        while start < end:
            row: i64 = found[start]
            slot: i64 = row & (_SLOTS - 1)
            place: i64 = slots[slot] - 1
            while place >= 0 and rows[place] != row:
                slot = (slot + 1) & (_SLOTS - 1)
                place = slots[slot] - 1
            # Without a branch, as no processor can guess which rows are new.
            new: i64 = (place >> 62) & 1
            place += new * (size + 1)
            rows[size] = row
            size += new
            slots[slot] = place + 1
            counts[place] += 1
            found[start] = place
            start += 1
        return size

    def _weigh(self, first: i64, end: i64, share: float) -> None:
        """Value the rows of a field, so that their vector is as long as its share."""
        counts, units, values = self._counts, self.units, self.values
        squares = 0.0
        place: i64 = first
        while place < end:
            value = units[place] if counts[place] == 1 else units[place] * (1 + log(float(counts[place])))
            squares += value * value
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
