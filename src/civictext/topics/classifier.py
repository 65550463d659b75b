"""`TopicClassifier`: the training of a topic model as a scikit-learn estimator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from civictext.document import Document
from civictext.errors import InputError
from civictext.topics.model import TopicModel
from civictext.topics.reading import Floats
from civictext.topics.ridge import fit_ridge
from civictext.topics.storage import save_model
from civictext.topics.teacher import Teacher
from civictext.topics.training import (
    count_matrix,
    fit_calibration,
    fit_correction,
    fit_threshold,
    select_buckets,
    tfidf,
    to_documents,
)

Labels = Sequence[str] | Sequence[Sequence[str]]
Articles = Iterable[str | Document]
_Examples = tuple[Any, NDArray[np.float64]]
"""Counts of articles and their targets."""


class TopicClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear topic classifier over hashed words and pairs of words, with calibrated probabilities.

    Takes texts or `Document`s. A label is a string, or a sequence of strings of which the first
    is the primary topic and the rest secondary ones. Ridge regression on targets of 1 for the
    primary topic, `secondary_weight` for the others, does as well as a linear SVM here and
    takes soft targets, from secondary topics and from a teacher (see `civictext.topics.teacher`).

    Args:
        alpha: strength of the regularisation.
        secondary_weight: target of a secondary topic, where that of the primary one is 1.
        min_df: least number of articles that hold a feature.
        max_df: largest share of articles that hold a feature.
        max_features: most features of the model; 200,000 make 7 MB for 17 topics.
        most_unlabelled: most unlabelled articles that the teacher gives an opinion on.
        labelled_weight: weight of a labelled article beside an unlabelled one.
        further_weight: weight of an article that is learnt from and never judged beside one that is
            (see `fit_counts`).
        balance: what the decision on a topic loses for each e-fold by which it is more frequent than
            the mean one; regression on few examples undervalues rare topics.
        correction: how far decisions on some topics may correct those on others (see `fit_correction`);
            0 for not at all.
        folds: folds on which probabilities are calibrated.
        seed: makes the result reproducible.

    Attributes:
        classes_: ids of the topics.
        model_: the trained `TopicModel`.
        held_out_: decisions on each training article by a learner that has not seen it.
    """

    def __init__(
        self,
        *,
        alpha: float = 0.7,
        secondary_weight: float = 0.3,
        min_df: int = 2,
        max_df: float = 0.5,
        max_features: int = 200_000,
        most_unlabelled: int = 20_000,
        labelled_weight: float = 5.0,
        further_weight: float = 0.5,
        balance: float = 0.03,
        correction: float = 0.01,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.alpha = alpha
        self.secondary_weight = secondary_weight
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.most_unlabelled = most_unlabelled
        self.labelled_weight = labelled_weight
        self.further_weight = further_weight
        self.balance = balance
        self.correction = correction
        self.folds = folds
        self.seed = seed

    def fit(self, X: Articles, y: Labels, *, unlabelled: Articles | None = None) -> TopicClassifier:  # noqa: N803
        """Train on articles and their labels; return the estimator.

        Args:
            X: labelled articles.
            y: their labels.
            unlabelled: more articles of the same kind, none of them among the labelled ones.

        Raises:
            InputError: articles and labels do not fit, or there is only one topic.
        """
        more = None if unlabelled is None else count_matrix(to_documents(unlabelled))
        return self.fit_counts(count_matrix(to_documents(X)), y, unlabelled=more)

    def fit_counts(
        self, counts: Any, y: Labels, *, unlabelled: Any = None, further: tuple[Any, Labels] | None = None
    ) -> TopicClassifier:
        """Train on matrices of `count_matrix`, which spares counting again; see `fit`.

        Args:
            counts: of the labelled articles.
            y: their labels.
            unlabelled: counts of unlabelled articles.
            further: counts and labels of articles that are learnt from and never judged, such as
                those that were chosen because they are hard.
        """
        labels = _Labels.read(y, counts.shape[0], self.secondary_weight)
        self.classes_ = np.array(labels.names)
        sizes = np.bincount(labels.primary, minlength=len(labels.names))
        if rare := [labels.names[i] for i in np.flatnonzero((sizes > 0) & (sizes < self.folds))]:
            raise InputError(
                f"{', '.join(rare)}: fewer than {self.folds} articles; add some, leave the topic out, "
                "or set folds lower"
            )
        pool = None if unlabelled is None else _Pool.make(self, unlabelled)
        more = None
        if further is not None:
            rows, given = further
            more = rows, _Labels.read(given, rows.shape[0], self.secondary_weight, labels.names).targets
        shift = (self.balance * np.log(np.maximum(sizes, 1) / sizes.mean())).astype(np.float32)
        held_out = self._held_out(counts, labels, pool, more) - shift
        linear = self._fit_linear(counts, labels.targets, pool, more).shifted(-shift)
        if self.correction:
            linear = linear.corrected(*fit_correction(held_out, labels.primary, self.correction))
            held_out = self._corrected(held_out, labels.primary)
        self.held_out_: NDArray[np.float64] = held_out
        temperature, power = fit_calibration(self.held_out_, labels.primary)
        model = TopicModel(
            labels=labels.names,
            buckets=linear.buckets,
            idf=linear.idf,
            weights=linear.weights,
            bias=linear.bias,
            temperature=temperature,
            power=power,
        )
        shares = model.probabilities(self.held_out_)
        self.model_ = replace(model, threshold=fit_threshold(shares, labels.primary, labels.secondary))
        return self

    def decision_function(self, X: Articles) -> NDArray[np.float64]:  # noqa: N803
        """Return the decision value of each topic (columns, as `classes_`) for each article."""
        check_is_fitted(self)
        model = self.model_
        linear = _Linear(model.buckets, model.idf, model.weights.astype(np.float32), model.bias)
        return linear.decide(count_matrix(to_documents(X)))

    def predict_proba(self, X: Articles) -> NDArray[np.float64]:  # noqa: N803
        """Return the calibrated probability of each topic for each article."""
        decisions = self.decision_function(X)
        return self.model_.probabilities(decisions)

    def predict(self, X: Articles) -> NDArray[np.str_]:  # noqa: N803
        """Return the primary topic of each article."""
        decisions = self.decision_function(X)
        best: NDArray[np.str_] = self.classes_[decisions.argmax(axis=1)]
        return best

    def save(self, folder: str | PathLike[str], **about: Any) -> Path:
        """Write the model to a folder that `civictext.load(model=folder)` reads; return the folder.

        Args:
            folder: made if it does not exist.
            about: more for `model.json`, such as the data and its licence.
        """
        check_is_fitted(self)
        return save_model(replace(self.model_, about={**self.model_.about, **about}), folder)

    def _held_out(
        self, counts: Any, labels: _Labels, pool: _Pool | None, further: _Examples | None
    ) -> NDArray[np.float64]:
        """Return the decisions on each article of a learner that has not seen it."""
        decisions = np.zeros(labels.targets.shape)
        for train, test in self._splits(labels.primary):
            linear = self._fit_linear(counts[train], labels.targets[train], pool, further)
            decisions[test] = linear.decide(counts[test])
        return decisions

    def _corrected(self, decisions: NDArray[np.float64], primary: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return held-out decisions, each fold corrected by what was learnt from those of the others."""
        corrected = np.zeros_like(decisions)
        for train, test in self._splits(primary):
            matrix, offset = fit_correction(decisions[train], primary[train], self.correction)
            corrected[test] = decisions[test] @ matrix + offset
        return corrected

    def _splits(self, primary: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Yield the articles that are learnt from and those that are held out, fold by fold."""
        folds = StratifiedKFold(self.folds, shuffle=True, random_state=self.seed)
        yield from folds.split(primary, primary)

    def _fit_linear(
        self, counts: Any, targets: NDArray[np.float64], pool: _Pool | None, further: _Examples | None
    ) -> _Linear:
        """Fit the linear learner; features are chosen on the unlabelled articles if there are any."""
        weights = np.ones(counts.shape[0])
        if further is not None:
            counts, targets = sp.vstack((counts, further[0])).tocsr(), np.vstack((targets, further[1]))
            weights = np.concatenate((weights, np.full(further[0].shape[0], self.further_weight)))
        buckets, idf = self._select(counts) if pool is None else (pool.buckets, pool.idf)
        x = tfidf(counts, buckets, idf)
        if pool is not None:
            opinions = pool.teacher.teach(x, targets, pool.sample, weights)
            x, targets = sp.vstack((x, pool.sample)), np.vstack((targets, opinions))
            weights = np.concatenate((self.labelled_weight * weights, np.ones(len(opinions))))
        coefficients, bias = fit_ridge(x, targets, weights, alpha=self.alpha)
        return _Linear(buckets, idf, _rounded(coefficients), bias)

    def _select(self, counts: Any) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        return select_buckets(counts, min_df=self.min_df, max_df=self.max_df, max_features=self.max_features)


@dataclass(frozen=True)
class _Linear:
    """What was learnt: features and their weights, in the half precision in which a model stores them.

    They are rounded before anything is measured, so that the stored model is the measured one.
    """

    buckets: NDArray[np.uint32]
    idf: Floats
    weights: Floats
    bias: Floats

    def shifted(self, shift: Floats) -> _Linear:
        """Return what decides as this and adds a shift."""
        return replace(self, bias=self.bias + shift)

    def corrected(self, matrix: NDArray[np.float64], offset: NDArray[np.float64]) -> _Linear:
        """Return what decides as this, times a matrix, plus an offset."""
        bias = (self.bias @ matrix + offset).astype(np.float32)
        return replace(self, weights=_rounded(self.weights @ matrix), bias=bias)

    def decide(self, counts: Any) -> NDArray[np.float64]:
        """Return the decisions on articles, given by their counts."""
        return np.asarray(tfidf(counts, self.buckets, self.idf) @ self.weights + self.bias, np.float64)


def _rounded(weights: NDArray[Any]) -> Floats:
    rounded: Floats = weights.astype(np.float16).astype(np.float32)
    return rounded


@dataclass(frozen=True)
class _Labels:
    """Labels as numbers: the column of the primary topic, of the secondary ones, soft targets."""

    names: tuple[str, ...]
    primary: NDArray[np.intp]
    secondary: list[list[int]]
    targets: NDArray[np.float64]

    @classmethod
    def read(cls, y: Labels, articles: int, secondary_weight: float, known: Sequence[str] = ()) -> _Labels:
        rows = [[label] if isinstance(label, str) else list(label) for label in y]
        if len(rows) != articles or not all(rows):
            raise InputError(f"{articles} articles have {sum(map(bool, rows))} labels: give each article one")
        names = tuple(known or sorted({str(name) for row in rows for name in row}))
        column = {name: i for i, name in enumerate(names)}
        primary = np.array([column[row[0]] for row in rows])
        if len(np.unique(primary)) < 2:
            raise InputError("all articles have the same label: there is nothing to learn")
        secondary = [[column[name] for name in row[1:]] for row in rows]
        targets = np.eye(len(names))[primary]
        for row, others in zip(targets, secondary, strict=True):
            row[others] = np.maximum(row[others], secondary_weight)
        return cls(names, primary, secondary, targets)


@dataclass(frozen=True)
class _Pool:
    """Unlabelled articles, the features chosen on all, and a teacher who knows their space."""

    sample: Any
    buckets: NDArray[np.uint32]
    idf: NDArray[np.float32]
    teacher: Teacher

    @classmethod
    def make(cls, classifier: TopicClassifier, counts: Any) -> _Pool:
        buckets, idf = classifier._select(counts)
        x = tfidf(counts, buckets, idf)
        chosen = np.random.default_rng(classifier.seed).permutation(x.shape[0])[: classifier.most_unlabelled]
        teacher = Teacher(seed=classifier.seed).learn_space(x)
        return cls(x[np.sort(chosen)], buckets, idf, teacher)
