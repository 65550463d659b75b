"""Scores of a trained classifier on articles that it has not seen, with confidence intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from civictext.topics.classifier import Labels, TopicClassifier
from civictext.topics.model import TopicModel, softmax
from civictext.topics.training import calibration_error, fit_calibration

RESAMPLES = 1000
Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with the interval that holds it in 95 of 100 bootstrap samples of the articles."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How well one topic is found."""

    topic: str
    articles: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Articles whose best topic has a probability in one range: how probable, how often right."""

    articles: int
    probability: float
    right: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a classifier by cross-validation on its own training articles.

    Attributes:
        articles: number of articles.
        accuracy: share of articles whose best topic is the primary one.
        macro_f1: mean F1 of the topics.
        either: share of articles whose best topic is the primary or a secondary one.
        calibration_error: mean distance of probability and share of right answers.
        secondary_f1: F1 of the secondary topics that the threshold calls.
        topics: the scores of each topic.
        bins: the calibration, in ten ranges of probability.
        confusion: articles by primary topic (rows) and best topic (columns).
    """

    articles: int
    accuracy: Rate
    macro_f1: Rate
    either: Rate
    calibration_error: float
    secondary_f1: float | None
    topics: tuple[TopicScore, ...]
    bins: tuple[Bin, ...]
    confusion: tuple[tuple[int, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for `model.json`; the confusion matrix is left to the report."""
        data: dict[str, Any] = _rounded(asdict(self))
        del data["confusion"]
        return data


def cross_validated_scores(classifier: TopicClassifier, y: Labels) -> Scores:
    """Score a fitted classifier on its held-out decisions.

    The calibration of each fold is fitted on the others, so that the calibration is not
    measured on what it was fitted on.

    Args:
        classifier: a fitted classifier.
        y: the labels that it was fitted on.
    """
    labels = [[label] if isinstance(label, str) else list(label) for label in y]
    column = {name: i for i, name in enumerate(classifier.classes_)}
    primary = np.array([column[row[0]] for row in labels])
    wanted = np.zeros((len(labels), len(column)), bool)
    for i, row in enumerate(labels):
        wanted[i, [column[name] for name in row]] = True
    shares = held_out_probabilities(classifier, primary)
    best = shares.argmax(axis=1)
    right, either = best == primary, wanted[np.arange(len(best)), best]
    count, seed = len(best), classifier.seed
    topics = _topic_scores(primary, best, classifier.classes_.tolist())
    return Scores(
        articles=count,
        accuracy=_bootstrap(lambda i: float(right[i].mean()), count, seed),
        macro_f1=_bootstrap(lambda i: _macro_f1(primary[i], best[i], len(column)), count, seed),
        either=_bootstrap(lambda i: float(either[i].mean()), count, seed),
        calibration_error=calibration_error(shares, right),
        secondary_f1=_secondary_f1(shares, wanted, primary, classifier.model_),
        topics=topics,
        bins=_bins(shares.max(axis=1), right),
        confusion=tuple(map(tuple, _confusion(primary, best, len(column)).tolist())),
    )


def held_out_probabilities(classifier: TopicClassifier, primary: Columns) -> NDArray[np.float64]:
    """Return the probabilities of held-out decisions, with a calibration fitted on other folds."""
    decisions = classifier.held_out_
    shares = np.zeros_like(decisions)
    folds = StratifiedKFold(classifier.folds, shuffle=True, random_state=classifier.seed)
    for others, fold in folds.split(primary, primary):
        shares[fold] = softmax(decisions[fold], *fit_calibration(decisions[others], primary[others]))
    return shares


def _confusion(primary: Columns, best: Columns, topics: int) -> NDArray[np.int64]:
    return np.bincount(primary * topics + best, minlength=topics * topics).reshape(topics, topics)


def _topic_scores(primary: Columns, best: Columns, names: Sequence[str]) -> tuple[TopicScore, ...]:
    matrix = _confusion(primary, best, len(names))
    hits, true, called = matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0)
    return tuple(
        TopicScore(
            name,
            int(true[i]),
            float(hits[i] / max(called[i], 1)),
            float(hits[i] / max(true[i], 1)),
            float(2 * hits[i] / max(true[i] + called[i], 1)),
        )
        for i, name in enumerate(names)
    )


def _macro_f1(primary: Columns, best: Columns, topics: int) -> float:
    """Return the mean F1 of the topics that occur."""
    matrix = _confusion(primary, best, topics)
    both = matrix.sum(axis=1) + matrix.sum(axis=0)
    return float((2 * matrix.diagonal()[both > 0] / both[both > 0]).mean())


def _secondary_f1(
    shares: NDArray[np.float64], wanted: NDArray[np.bool_], primary: Columns, model: TopicModel
) -> float | None:
    """Return the micro-F1 of secondary topics; None where the articles have none."""
    places = np.arange(len(primary))
    true = wanted.copy()
    true[places, primary] = False
    if not true.any():
        return None
    called = shares >= model.threshold
    called[places, shares.argmax(axis=1)] = False
    return float(2 * (called & true).sum() / max(called.sum() + true.sum(), 1))


def _bins(best: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[Bin, ...]:
    places = np.minimum((best * 10).astype(int), 9)
    return tuple(
        Bin(int(found.sum()), float(best[found].mean()), float(right[found].mean()))
        for found in (places == i for i in range(10))
        if found.any()
    )


def _bootstrap(measure: Callable[[Columns], float], articles: int, seed: int) -> Rate:
    """Return a measure of all articles and the percentiles of it over samples of them."""
    rng = np.random.default_rng(seed)
    samples = [measure(rng.integers(0, articles, articles)) for _ in range(RESAMPLES)]
    low, high = np.percentile(samples, (2.5, 97.5))
    return Rate(measure(np.arange(articles)), float(low), float(high))


def _rounded(value: Any) -> Any:
    """Round every float in nested data to four places."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
