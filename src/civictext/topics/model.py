"""A topic model at work: hashed TF-IDF times a matrix, then a calibrated softmax.

The arithmetic is that of scikit-learn: a `TfidfTransformer(sublinear_tf=True)` for each field of
the article and a linear model on all of them, to 1e-5, in numpy alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.topics.features import BUCKETS, FIELDS, ArticleView, Indices, Occurrences, occurrences

Floats = NDArray[np.float32]
_TINY = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model sees in one article.

    Attributes:
        found: the occurrences of its features, known to the model or not.
        rows: the row of the model of each occurrence; -1 where the model does not know it.
        known: the rows that occur, sorted.
        values: TF-IDF of each of them.
        scales: what made the vector of each field as long as it is.
    """

    found: Occurrences
    rows: NDArray[np.int32]
    known: NDArray[np.int32]
    values: Floats
    scales: list[np.float32]


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
    def _rows(self) -> NDArray[np.int32]:
        """Row of every bucket; -1 where the model does not know it."""
        rows = np.full(BUCKETS, -1, np.int32)
        rows[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return rows

    @cached_property
    def _first_rows(self) -> Indices:
        """First row of each field, and the number of rows."""
        return np.searchsorted(self.buckets, [*(part.first for part in FIELDS), BUCKETS])

    @cached_property
    def _idf(self) -> Floats:
        """IDF of every row, and a zero at the end for what the model does not know."""
        return np.append(self.idf, np.float32(0))

    def read(self, view: ArticleView) -> Reading:
        """Find the features of an article that the model knows, and their values."""
        found = occurrences(view)
        rows = self._rows.take(found.buckets)
        known, number = _counted(rows)
        values = (1 + np.log(number)) * self.idf.take(known)
        ends, scales = np.searchsorted(known, self._first_rows).tolist(), []
        for part, start, end in zip(FIELDS, ends, ends[1:], strict=False):
            scales.append(part.share / max(_length(values[start:end]), _TINY))
            values[start:end] *= scales[-1]
        return Reading(found, rows, known, values, scales)

    def decision(self, reading: Reading) -> Floats:
        """Return the decision value of each topic, as scikit-learn's `decision_function`."""
        decision: Floats = reading.values @ self.weights.take(reading.known, axis=0) + self.bias
        return decision

    def speaks_for(self, topic: int, reading: Reading) -> Floats:
        """Return how much each occurrence speaks for a topic; its field still has to be weighed."""
        places = reading.rows * len(self.labels) + topic
        return self.weights.ravel().take(places) * self._idf.take(reading.rows)

    def probabilities(self, decision: NDArray[Any]) -> NDArray[np.float64]:
        """Return the probability of each topic from decision values; of one article or many."""
        return softmax(np.asarray(decision, np.float64), self.temperature, self.power)


def softmax(decisions: NDArray[np.float64], temperature: float, power: float) -> NDArray[np.float64]:
    """Return probabilities of decisions, raised to a power with their sign and scaled."""
    scaled = np.sign(decisions) * np.abs(decisions) ** power * temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _counted(rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], Floats]:
    """Return the rows that occur, sorted and without -1, and how often: `np.unique` in half the time."""
    rows = np.sort(rows)
    rows = rows[np.searchsorted(rows, 0) :]
    edges = np.flatnonzero(rows[1:] != rows[:-1]) + 1
    edges = np.concatenate(([0] if len(rows) else [], edges, [len(rows)])).astype(np.intp)
    return rows[edges[:-1]], np.diff(edges).astype(np.float32)


def _length(vector: Floats) -> np.float32:
    length: np.float32 = np.sqrt(vector @ vector)
    return length
