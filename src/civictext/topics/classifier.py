"""`TopicClassifier`: the training of a topic model as a scikit-learn estimator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from civictext.document import Document
from civictext.errors import InputError
from civictext.topics.model import TopicModel
from civictext.topics.storage import save_model
from civictext.topics.training import (
    count_matrix,
    fit_temperature,
    fit_threshold,
    select_buckets,
    tfidf,
    to_documents,
)

Labels = Sequence[str] | Sequence[Sequence[str]]


class TopicClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear topic classifier over hashed syllable n-grams, with calibrated probabilities.

    Takes texts or `Document`s; a label is a string, or a sequence of strings of which the first
    is the primary topic and the rest secondary ones.

    Args:
        C: inverse strength of the regularisation.
        class_weight: `"balanced"` to make rare topics count more, or None.
        min_df: least number of articles that hold a feature.
        max_df: largest share of articles that hold a feature.
        max_features: most features of the model; 120,000 make a file of some 4 MB for 17 topics.
        folds: folds on which probabilities are calibrated.
        seed: makes the result reproducible.
    """

    def __init__(
        self,
        *,
        C: float = 0.5,  # noqa: N803 - scikit-learn's name
        class_weight: str | None = None,
        min_df: int = 2,
        max_df: float = 0.5,
        max_features: int = 150_000,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.C = C
        self.class_weight = class_weight
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.folds = folds
        self.seed = seed

    def fit(self, X: Sequence[str | Document], y: Labels) -> TopicClassifier:  # noqa: N803
        """Train on articles and their labels; return the estimator."""
        return self.fit_counts(count_matrix(to_documents(X)), y)

    def fit_counts(self, matrix: Any, y: Labels) -> TopicClassifier:
        """Train on a matrix of `count_matrix`, which spares counting again."""
        labels = [[label] if isinstance(label, str) else list(label) for label in y]
        if matrix.shape[0] != len(labels) or not all(labels):
            raise InputError(f"{matrix.shape[0]} articles have {len(labels)} labels: give each article one")
        self.classes_ = np.array(sorted({name for names in labels for name in names}))
        column = {name: i for i, name in enumerate(self.classes_)}
        primary = np.array([column[names[0]] for names in labels])
        secondary = [[column[name] for name in names[1:]] for names in labels]
        if len(np.unique(primary)) < 2:
            raise InputError("all articles have the same label: there is nothing to learn")
        self.linear_, buckets, idf = self._fit_linear(matrix, primary)
        decisions = self._held_out_decisions(matrix, primary)
        temperature = fit_temperature(decisions, primary)
        weights, bias = _one_column_a_topic(self.linear_)
        model = TopicModel(tuple(map(str, self.classes_)), buckets, idf, weights, bias, temperature)
        threshold = fit_threshold(model.probabilities(decisions), primary, secondary)
        self.model_ = replace(model, threshold=threshold)
        return self

    def decision_function(self, X: Sequence[str | Document]) -> NDArray[np.float64]:  # noqa: N803
        """Return the decision value of each topic (columns, as `classes_`) for each article."""
        return self.decide_counts(count_matrix(to_documents(X)))

    def decide_counts(self, matrix: Any) -> NDArray[np.float64]:
        """Return what `decision_function` does, from a matrix of `count_matrix`."""
        check_is_fitted(self)
        model = self.model_
        decisions: NDArray[np.float64] = tfidf(matrix, model.buckets, model.idf) @ model.weights + model.bias
        return decisions

    def predict_proba(self, X: Sequence[str | Document]) -> NDArray[np.float64]:  # noqa: N803
        """Return the calibrated probability of each topic for each article."""
        return self.model_.probabilities(self.decision_function(X))

    def predict(self, X: Sequence[str | Document]) -> NDArray[np.str_]:  # noqa: N803
        """Return the primary topic of each article."""
        best: NDArray[np.str_] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return best

    def save(self, folder: str | PathLike[str], **about: Any) -> Path:
        """Write the model to a folder that `civictext.load(model=folder)` reads; return the folder.

        Args:
            folder: made if it does not exist.
            about: more for `model.json`, such as the data and its licence.
        """
        check_is_fitted(self)
        return save_model(replace(self.model_, about={**self.model_.about, **about}), folder)

    def _fit_linear(self, matrix: Any, primary: NDArray[np.intp]) -> tuple[Any, Any, Any]:
        buckets, idf = select_buckets(
            matrix, min_df=self.min_df, max_df=self.max_df, max_features=self.max_features
        )
        learner = LinearSVC(C=self.C, class_weight=self.class_weight, random_state=self.seed)
        learner.fit(tfidf(matrix, buckets, idf), primary)
        round_weights(learner)
        return learner, buckets, idf

    def _held_out_decisions(self, matrix: Any, primary: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the decisions on each article of a learner that has not seen it."""
        folds = StratifiedKFold(self.folds, shuffle=True, random_state=self.seed)
        decisions = np.zeros((len(primary), len(self.classes_)))
        for train, test in folds.split(primary, primary):
            learner, buckets, idf = self._fit_linear(matrix[train], primary[train])
            weights, bias = _one_column_a_topic(learner)
            decisions[test] = tfidf(matrix[test], buckets, idf) @ weights + bias
        return decisions


def round_weights(learner: Any) -> None:
    """Round the weights of a learner to the half precision in which a model stores them.

    Done before anything is measured, so that the stored model is the measured one.
    """
    learner.coef_ = learner.coef_.astype(np.float16).astype(np.float32)
    learner.intercept_ = learner.intercept_.astype(np.float32)


def _one_column_a_topic(learner: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights and bias with a column a topic, also where scikit-learn has one for two."""
    weights, bias = learner.coef_, learner.intercept_
    if len(weights) == 1:
        weights, bias = np.vstack((-weights, weights)), np.append(-bias, bias)
    return np.ascontiguousarray(weights.T), bias
