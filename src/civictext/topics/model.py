"""A topic model at work: hashed TF-IDF times a matrix, then a calibrated softmax.

The arithmetic is that of scikit-learn: a `TfidfTransformer(sublinear_tf=True)` for each field of
the article (`civictext.topics.reading`) and a linear model on all of them, to 1e-5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.topics.features import ArticleView
from civictext.topics.reading import Floats, Reading, Vocabulary


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
    weights: NDArray[np.floating]
    bias: Floats
    temperature: float = 1.0
    power: float = 1.0
    threshold: float = 0.5
    names: dict[str, str] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.buckets, self.idf, self.weights)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the vocabulary out of a pickle: it is made of the arrays again."""
        return {key: value for key, value in vars(self).items() if key != "_vocabulary"}

    def read(self, view: ArticleView) -> Reading:
        """Find the features of an article that the model knows, and their values."""
        return Reading(view, self._vocabulary)

    def decision(self, reading: Reading) -> Floats:
        """Return the decision value of each topic, as scikit-learn's `decision_function`."""
        # The first value is that of unknown features, which have no weights.
        decision: Floats = np.asarray(memoryview(reading.values))[1:].astype(np.float32) @ reading.weights
        return decision + self.bias

    def probabilities(self, decision: NDArray[Any]) -> NDArray[np.float64]:
        """Return the probability of each topic from decision values; of one article or many."""
        return softmax(np.asarray(decision, np.float64), self.temperature, self.power)


def softmax(decisions: NDArray[np.float64], temperature: float, power: float) -> NDArray[np.float64]:
    """Return probabilities of decisions, raised to a power with their sign and scaled."""
    scaled = np.copysign(np.abs(decisions) ** power, decisions) * temperature
    powers = np.exp(scaled - np.maximum.reduce(scaled, axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / np.add.reduce(powers, axis=-1, keepdims=True)
    return shares
