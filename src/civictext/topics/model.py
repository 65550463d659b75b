"""A topic model at work: hashed TF-IDF times a matrix, then a calibrated softmax.

The arithmetic is that of scikit-learn: a `TfidfTransformer(sublinear_tf=True)` for each field of
the article and a linear model on all of them, to 1e-5, in numpy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.topics.features import BUCKETS, FIELDS, NONE, ArticleView, Indices, Occurrences, occurrences

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]
_TINY = np.float32(1e-9)
_SHARES = np.array([field.share for field in FIELDS], np.float32)
_BLOCK_BITS = 7
"""A block of buckets is so small that a place in it fits a byte."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model sees in some articles.

    Attributes:
        found: the occurrences of its features, known to the model or not.
        rows: the row of the model of each occurrence; -1 where the model does not know it.
        known: the rows that occur in each article, sorted, article by article.
        ends: where the rows of each article begin among `known`, and their number.
        values: TF-IDF of each of them.
        scales: what made the vector of each field (column) of each article as long as it is.
    """

    found: Occurrences
    rows: Rows
    known: Indices
    ends: list[int]
    values: Floats
    scales: Floats


@dataclass(frozen=True)
class TopicModel:
    """The weights of a model and what is needed to read its answers.

    Attributes:
        labels: ids of the topics, in the order of the columns of `weights`.
        buckets: the features that the model knows, sorted; row `i` of `weights` is `buckets[i]`.
        idf: inverse document frequency of each feature.
        weights: features by topics.
        bias: one a topic.
        temperature: what decisions are multiplied with before the softmax …
        power: … after they were raised to this power, with their sign.
        threshold: probability from which a topic other than the first is secondary.
        names: a name for each topic, where there is one better than its id.
        about: everything else in `model.json`: data, licence, scores.
    """

    labels: tuple[str, ...]
    buckets: NDArray[np.uint32]
    idf: Floats
    weights: Floats
    bias: Floats
    temperature: float = 1.0
    power: float = 1.0
    threshold: float = 0.5
    names: dict[str, str] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""

    @cached_property
    def _row_table(self) -> tuple[Rows, NDArray[np.uint8]]:
        """The row before each block of buckets, and the place of every bucket among the known ones of its block.

        Places count from 1 and are 0 where the model does not know the bucket. One table of rows would be
        four times as large, and mostly outside the caches.
        """
        blocks = self.buckets >> _BLOCK_BITS
        before = np.searchsorted(blocks, np.arange((NONE >> _BLOCK_BITS) + 1)).astype(np.int32)
        places = np.zeros(NONE + 1, np.uint8)
        places[self.buckets] = np.arange(1, len(blocks) + 1) - before[blocks]
        return before - 1, places

    def _find_rows(self, buckets: Indices) -> Rows:
        """Return the row of each bucket; -1 where the model does not know it."""
        bases, places = self._row_table
        place = places.take(buckets)
        rows: Rows = bases.take(buckets >> _BLOCK_BITS) + place
        rows[place == 0] = -1
        return rows

    @cached_property
    def _first_rows(self) -> Indices:
        """First row of each field, and the number of rows."""
        return np.searchsorted(self.buckets, [*(part.first for part in FIELDS), BUCKETS])

    @cached_property
    def _idf(self) -> Floats:
        """IDF of every row, and a zero at the end for what the model does not know."""
        return np.append(self.idf, np.float32(0))

    def read(self, views: Sequence[ArticleView]) -> Reading:
        """Find the features of some articles that the model knows, and their values."""
        found = occurrences(views)
        rows = self._find_rows(found.buckets)
        firsts = np.arange(len(views)) * len(self.buckets)
        known, number = _counted(rows, np.tile(firsts, 4).repeat([*found.words * 2, *found.heads * 2]))
        edges = known.searchsorted(firsts[:, None] + self._first_rows)
        sizes = edges[:, 1:] - edges[:, :-1]
        known -= firsts.repeat(sizes.sum(axis=1))
        values = (1 + np.log(number)) * self.idf.take(known)
        scales = _scales(values, edges.tolist())
        values *= scales.ravel().repeat(sizes.ravel())
        return Reading(found, rows, known, [*edges[:, 0].tolist(), len(known)], values, scales)

    def decisions(self, reading: Reading) -> Floats:
        """Return the decision value of each topic for each article, as scikit-learn's `decision_function`."""
        decisions = np.empty((len(reading.scales), len(self.labels)), np.float32)
        for i, (start, end) in enumerate(pairwise(reading.ends)):
            decisions[i] = reading.values[start:end] @ self.weights.take(reading.known[start:end], axis=0)
        return decisions + self.bias

    def speaks_for(self, topics: Indices, rows: Rows) -> Floats:
        """Return how much rows, -1 among them, speak for topics; their field still has to be weighed."""
        return self.weights.ravel().take(rows * len(self.labels) + topics) * self._idf.take(rows)

    def probabilities(self, decision: NDArray[Any]) -> NDArray[np.float64]:
        """Return the probability of each topic from decision values; of one article or many."""
        return softmax(np.asarray(decision, np.float64), self.temperature, self.power)


def softmax(decisions: NDArray[np.float64], temperature: float, power: float) -> NDArray[np.float64]:
    """Return probabilities of decisions, raised to a power with their sign and scaled."""
    scaled = np.sign(decisions) * np.abs(decisions) ** power * temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _counted(rows: Rows, firsts: Indices) -> tuple[Indices, Floats]:
    """Return the rows that occur, sorted and without -1, and how often: `np.unique` in half the time.

    Args:
        rows: rows of all occurrences.
        firsts: what is added to each of them to tell articles apart.
    """
    numbers = (rows + firsts)[rows >= 0]
    numbers.sort()
    edges = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    edges = np.concatenate(([0] if len(numbers) else [], edges, [len(numbers)])).astype(np.intp)
    return numbers[edges[:-1]], (edges[1:] - edges[:-1]).astype(np.float32)


def _scales(values: Floats, edges: list[list[int]]) -> Floats:
    """Return what makes the vector of each field as long as its share; an article a row."""
    parts = (values[start:end] for row in edges for start, end in pairwise(row))
    lengths = np.array([_length(part) for part in parts], np.float32).reshape(-1, len(FIELDS))
    scales: Floats = np.divide(_SHARES, np.maximum(lengths, _TINY))
    return scales


def _length(vector: Floats) -> np.float32:
    length: np.float32 = np.sqrt(vector @ vector)
    return length
