"""The topic step: the probability of each topic, and the words that speak for the best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from os import PathLike
from typing import Literal

import numpy as np

from civictext.document import Document, Topic
from civictext.resources import model_path
from civictext.text.alignment import Span
from civictext.topics.evidence import Claim, find_evidence
from civictext.topics.features import FEATURES_VERSION, article_view
from civictext.topics.model import TopicModel
from civictext.topics.storage import load_model

BUNDLED = "topics-civic"
SECONDARY = 2
"""Most secondary topics of one article, as in the annotation."""

TopicRole = Literal["primary", "secondary"] | None


class TopicStep:
    """Classifies a document by topic."""

    name = "topics"

    def __init__(self, model: TopicModel, *, abstain_below: float = 0.0) -> None:
        self.model = model
        self.abstain_below = abstain_below
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
        return self.batch([doc])[0]

    def batch(self, docs: Sequence[Document]) -> list[Document]:
        """Return some documents with `topics`, as if one by one and faster."""
        if not docs:
            return []
        views = [article_view(doc) for doc in docs]
        reading = self.model.read(views)
        shares = self.model.probabilities(self.model.decisions(reading))
        orders = np.argsort(-shares, axis=1, kind="stable").tolist()
        roles = [
            self._roles(order, row) if start < end else {}
            for order, row, (start, end) in zip(orders, shares.tolist(), pairwise(reading.ends), strict=True)
        ]
        claims = [(i, topic) for i, each in enumerate(roles) for topic in each]
        evidence = dict(zip(claims, find_evidence(views, self.model, reading, claims), strict=True))
        return [
            doc.with_(topics=self._topics(i, order, row, own, evidence)) if own else doc
            for i, (doc, order, row, own) in enumerate(zip(docs, orders, shares.tolist(), roles, strict=True))
        ]

    def _roles(self, order: list[int], shares: list[float]) -> dict[int, TopicRole]:
        """Return the columns of the topics that the article counts under, with their roles."""
        if shares[order[0]] < self.abstain_below:
            return {}
        second = [i for i in order[1 : 1 + SECONDARY] if shares[i] >= self.model.threshold]
        return {order[0]: "primary", **dict.fromkeys(second, "secondary")}

    def _topics(
        self,
        article: int,
        order: list[int],
        shares: list[float],
        roles: dict[int, TopicRole],
        evidence: dict[Claim, tuple[Span, ...]],
    ) -> tuple[Topic, ...]:
        labels, names = self.model.labels, self._names
        return tuple(
            [
                Topic(labels[i], round(shares[i], 4), names[i], roles.get(i), evidence.get((article, i), ()))
                for i in order
            ]
        )
