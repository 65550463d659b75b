"""The topic step: the probability of each topic, and the words that speak for the best."""

from __future__ import annotations

import math
from collections.abc import Callable
from os import PathLike
from typing import Final, Literal

from librt.vecs import append, vec
from mypy_extensions import i64

from civictext.document import Document, Topic, new_topic
from civictext.resources import model_path
from civictext.topics.evidence import find_evidence
from civictext.topics.features import FEATURES_VERSION, ArticleView, article_view
from civictext.topics.model import TopicModel
from civictext.topics.reading import Reading
from civictext.topics.storage import load_model

BUNDLED = "topics-civic"
SECONDARY: Final = 2
"""Most secondary topics of one article, as in the annotation."""

_IMPROBABLE: Final = 500
"""Ten thousandths, below which topics without a role are kept to be used again."""

TopicRole = Literal["primary", "secondary"]


class TopicStep:
    """Classifies a document by topic."""

    name = "topics"

    def __init__(self, model: TopicModel, *, abstain_below: float = 0.0) -> None:
        self.model = model
        self.abstain_below = abstain_below
        self._made: list[list[Topic | None]] = [[None] * _IMPROBABLE for _ in model.labels]
        self._names = [model.names.get(label, label) for label in model.labels]
        self.version = f"{FEATURES_VERSION} {model.fingerprint} {abstain_below}"

    @classmethod
    def load(cls, model: str | PathLike[str] | None = None, *, abstain_below: float = 0.0) -> TopicStep:
        """Make the step with a model folder; the bundled model `topics-civic` by default.

        Args:
            model: folder of a model, as `civictext train-topics` writes it.
            abstain_below: give no topics at all where the best has a lower probability.

        Raises:
            ModelError: the model is missing, damaged, altered or of another version.
        """
        return cls(load_model(model or model_path(BUNDLED)), abstain_below=abstain_below)

    def __call__(self, doc: Document) -> Document:
        """Return the document with `topics`, best first.

        A document in which the model knows no word, and one whose best topic is less probable
        than `abstain_below`, has no topics.
        """
        view = article_view(doc)
        reading = self.model.read(view)
        if len(reading.rows) == 1:  # that of all features that the model does not know
            return doc
        decision: list[float] = self.model.decision(reading).tolist()
        scores = shares(decision, self.model.temperature, self.model.power)
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        if scores[order[0]] < self.abstain_below:
            return doc
        topics = [self._with_role(order[0], scores[order[0]], "primary", view, reading)]
        for place, topic in enumerate(order[1:]):
            if place < SECONDARY and scores[topic] >= self.model.threshold:
                topics.append(self._with_role(topic, scores[topic], "secondary", view, reading))
            else:
                topics.append(self._without_role(topic, scores[topic]))
        return doc.with_(topics=tuple(topics))

    def _with_role(self, topic: int, score: float, role: TopicRole, view: ArticleView, reading: Reading) -> Topic:
        """Return a topic that the article counts under, with its evidence."""
        evidence = find_evidence(view, reading, topic)
        rounded = int(score * 10_000 + 0.5) / 10_000
        return new_topic(self.model.labels[topic], rounded, self._names[topic], role, evidence)

    def _without_role(self, topic: int, score: float) -> Topic:
        """Return a topic that the article does not count under.

        Most of them are improbable, so that few topics, made once, serve most articles.
        """
        rounded = int(score * 10_000 + 0.5)
        made = self._made[topic][rounded] if rounded < _IMPROBABLE else None
        if made is None:
            made = new_topic(self.model.labels[topic], rounded / 10_000, self._names[topic], None, ())
            if rounded < _IMPROBABLE:
                self._made[topic][rounded] = made
        return made

    def __reduce__(self) -> tuple[Callable[[TopicModel, float], TopicStep], tuple[TopicModel, float]]:
        """Tell pickle how to make the step again; compiled classes have to say."""
        return _made_again, (self.model, self.abstain_below)


def shares(decision: list[float], temperature: float, power: float) -> list[float]:
    """Return the probabilities of one article, as `softmax` does: numpy takes longer for its calls than for these."""
    scaled = vec[float](capacity=len(decision))
    most = -math.inf
    for value in decision:
        scaled = append(scaled, math.copysign(math.pow(math.fabs(value), power), value) * temperature)
        if scaled[-1] > most:
            most = scaled[-1]
    total = 0.0
    i: i64
    for i in range(len(scaled)):
        scaled[i] = math.exp(scaled[i] - most)
        total += scaled[i]
    return [value / total for value in scaled]


def _made_again(model: TopicModel, abstain_below: float) -> TopicStep:
    return TopicStep(model, abstain_below=abstain_below)
