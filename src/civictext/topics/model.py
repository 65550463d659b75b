"""A topic model at work: hashed TF-IDF times a matrix, then a calibrated softmax.

The arithmetic is that of scikit-learn: two `TfidfTransformer(sublinear_tf=True)`, one of the
whole article and one of its title, and a linear model on both, to 1e-5, in numpy alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.topics.features import (
    BUCKETS,
    TITLE_BUCKETS,
    TITLE_SHARE,
    ArticleView,
    Counts,
    Indices,
    Syllables,
    count,
    syllables,
)

Floats = NDArray[np.float32]
_TINY = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model sees in one article.

    Attributes:
        syllables: the syllables of its view.
        counts: its features, known to the model or not.
        known: the indices, in `counts`, of those that the model knows.
        values: TF-IDF of each of them.
        weights: the weights of each of them for every topic.
    """

    syllables: Syllables
    counts: Counts
    known: Indices
    values: Floats
    weights: Floats


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
    def _first_title_row(self) -> int:
        return int(np.searchsorted(self.buckets, TITLE_BUCKETS))

    def read(self, view: ArticleView) -> Reading:
        """Find the features of an article that the model knows, and their weights."""
        found = syllables(view.text)
        counts = count(view, found)
        rows = self._rows[counts.buckets]
        known = np.flatnonzero(rows >= 0)
        rows = rows[known]
        values = (1 + np.log(counts.number[known])) * self.idf[rows]
        split = int(np.searchsorted(rows, self._first_title_row))
        values[:split] *= 1 / max(_length(values[:split]), _TINY)
        values[split:] *= TITLE_SHARE / max(_length(values[split:]), _TINY)
        return Reading(found, counts, known, values, self.weights.take(rows, axis=0))

    def decision(self, reading: Reading) -> Floats:
        """Return the decision value of each topic, as scikit-learn's `decision_function`."""
        decision: Floats = reading.values @ reading.weights + self.bias
        return decision

    def probabilities(self, decision: NDArray[Any]) -> NDArray[np.float64]:
        """Return the probability of each topic from decision values; of one article or many."""
        return softmax(np.asarray(decision, np.float64), self.temperature, self.power)


def softmax(decisions: NDArray[np.float64], temperature: float, power: float) -> NDArray[np.float64]:
    """Return probabilities of decisions, raised to a power with their sign and scaled."""
    scaled = np.sign(decisions) * np.abs(decisions) ** power * temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _length(vector: Floats) -> np.float32:
    length: np.float32 = np.sqrt(vector @ vector)
    return length
