"""From documents to the weights of a model: counting, selection of features, calibration.

Imports scipy and scikit-learn; nothing of the inference path imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.preprocessing import normalize

from civictext.document import Document
from civictext.pipeline import Pipeline
from civictext.text.steps import LineStep, NormalizeStep
from civictext.topics.features import BUCKETS, FIELDS, NONE, article_view, occurrences
from civictext.topics.model import softmax

_LOG_LEAST, _LOG_MOST = np.log([0.05, 0.2]), np.log([100.0, 2.0])
"""Bounds of temperature and power, as logarithms."""
_WARM = 8.0
"""A temperature to begin with."""
_SHARES = (2 / 3, 1 / 6, 1 / 6)
"""Shares of the fields in the features of a model."""


@cache
def _preparation() -> Pipeline:
    return Pipeline([NormalizeStep(), LineStep.load()])


def prepare(text: str, *, title: str | None = None) -> Document:
    """Take a text through the steps that come before topics wherever a document is made."""
    return _preparation()(text, title=title)


def to_documents(articles: Iterable[str | Document]) -> Iterator[Document]:
    """Yield documents ready to be read, from texts or documents."""
    for article in articles:
        yield prepare(article) if isinstance(article, str) else article


def count_matrix(documents: Iterable[Document]) -> sp.csr_matrix:
    """Return how often each feature (column) occurs in each document (row)."""
    columns, numbers, ends = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)], [0]
    for doc in documents:
        found = np.asarray(memoryview(occurrences(article_view(doc))))
        buckets, number = np.unique(found[found != NONE], return_counts=True)
        columns.append(buckets.astype(np.int32))
        numbers.append(number.astype(np.float32))
        ends.append(ends[-1] + len(buckets))
    parts = np.concatenate(numbers), np.concatenate(columns), np.array(ends)
    return sp.csr_matrix(parts, shape=(len(ends) - 1, BUCKETS))


def select_buckets(
    matrix: sp.csr_matrix, *, min_df: int, max_df: float, max_features: int
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Choose the features of a model, and return them, sorted, with their IDF.

    Args:
        matrix: counts of the training documents.
        min_df: least number of documents that hold a feature.
        max_df: largest share of documents that hold it.
        max_features: most features; the most frequent ones of each field are kept.
    """
    df = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = np.flatnonzero((df >= min_df) & (df <= max(max_df * matrix.shape[0], min_df)))
    fields = np.split(kept, _field_starts(kept))
    kept = np.concatenate(
        [_frequent(part, df, int(max_features * share)) for part, share in zip(fields, _SHARES, strict=True)]
    )
    idf = np.log((1 + matrix.shape[0]) / (1 + df[kept])) + 1
    return kept.astype(np.uint32), idf.astype(np.float32)


def _frequent(buckets: NDArray[np.intp], df: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """Return the buckets that the most articles hold, sorted."""
    return np.sort(buckets[np.argsort(-df[buckets], kind="stable")[:most]])


def _field_starts(buckets: NDArray[Any]) -> NDArray[np.intp]:
    """Return where, among sorted buckets, each field but the first begins."""
    return np.searchsorted(buckets, [field.first for field in FIELDS[1:]])


def tfidf(matrix: sp.csr_matrix, buckets: NDArray[np.uint32], idf: NDArray[np.float32]) -> sp.csr_matrix:
    """Return what `TopicModel.read` makes of an article, for many: sublinear TF-IDF, field by field."""
    x = matrix[:, buckets].astype(np.float32)
    x.data = (1 + np.log(x.data)) * idf[x.indices]
    edges = [0, *_field_starts(buckets), len(buckets)]
    blocks = [x[:, start:end] for start, end in pairwise(edges)]
    return sp.csr_matrix(sp.hstack([normalize(b) * f.share for b, f in zip(blocks, FIELDS, strict=True) if b.shape[1]]))


def fit_calibration(decisions: NDArray[np.float64], truth: NDArray[np.intp]) -> tuple[float, float]:
    """Return the temperature and the power under which the softmax of held-out decisions is likeliest.

    The temperature alone (Guo et al. 2017, On Calibration of Modern Neural Networks) is too sure
    of the sure ones: decisions of ridge regression crowd near zero and one.
    """

    def loss(logs: NDArray[np.float64]) -> float:
        shares = softmax(decisions, *np.exp(np.clip(logs, _LOG_LEAST, _LOG_MOST)))
        return -float(np.log(shares[np.arange(len(truth)), truth] + 1e-12).mean())

    found = minimize(loss, np.array([2.0, 0.0]), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})
    temperature, power = np.exp(np.clip(found.x, _LOG_LEAST, _LOG_MOST))
    return float(temperature), float(power)


def fit_correction(
    decisions: NDArray[np.float64], truth: NDArray[np.intp], strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a matrix and an offset after which the softmax of held-out decisions is likelier.

    The decision on a topic says something about others: articles of some topics are taken for those of others
    more often than the other way round. What is learnt is how far the matrix is from doing nothing, with a normal
    prior, as few articles tell little (Guo et al. 2017, matrix scaling; Kull et al. 2019, Beyond Temperature
    Scaling).

    Args:
        decisions: held-out decisions, articles by topics.
        truth: the column of the primary topic of each article.
        strength: how far matrix and offset may go from doing nothing: variance of the prior, times two.
    """
    articles, topics = decisions.shape
    inputs = np.hstack((decisions, np.ones((articles, 1))))
    wanted, nothing = np.eye(topics)[truth], np.eye(topics + 1, topics)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change, temperature = values[:-1].reshape(nothing.shape), float(np.exp(values[-1]))
        corrected = inputs @ (nothing + change)
        shares = softmax(corrected, temperature, 1.0)
        gaps = temperature * (shares - wanted)
        likelihood = np.log(shares[np.arange(articles), truth] + 1e-12).sum()
        slopes = inputs.T @ gaps + 2 * change / strength
        value = float((change**2).sum() / strength - likelihood)
        return value, np.append(slopes.ravel(), (gaps * corrected).sum())

    start = np.append(np.zeros(nothing.size), np.log(_WARM))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    corrected = nothing + found.x[:-1].reshape(nothing.shape)
    return corrected[:-1], corrected[-1]


def fit_threshold(
    probabilities: NDArray[np.float64], primary: NDArray[np.intp], secondary: Sequence[Sequence[int]]
) -> float:
    """Return the probability from which calling a topic secondary gives the best micro-F1.

    Where no article has a second topic the threshold is 1: none is ever called.
    """
    wanted = np.zeros(probabilities.shape, bool)
    for i, labels in enumerate(secondary):
        wanted[i, list(labels)] = True
    if not wanted.any():
        return 1.0
    candidates = probabilities.copy()
    candidates[np.arange(len(primary)), probabilities.argmax(axis=1)] = -1
    order = np.argsort(-candidates, axis=None, kind="stable")
    hits = np.cumsum(wanted.ravel()[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + wanted.sum())
    return float(candidates.ravel()[order[int(f1.argmax())]])


def calibration_error(probabilities: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Return the expected calibration error of the best topic's probability.

    Source: Naeini et al. 2015; bins of equal width.
    """
    best = probabilities.max(axis=1)
    places = np.minimum((best * bins).astype(int), bins - 1)
    gaps = np.bincount(places, weights=right - best, minlength=bins)
    return float(np.abs(gaps).sum() / len(best))
