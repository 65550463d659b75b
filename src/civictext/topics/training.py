"""From documents to the weights of a model: counting, selection of features, calibration.

Imports scipy and scikit-learn; nothing of the inference path imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.preprocessing import normalize

from civictext.document import Document
from civictext.pipeline import Pipeline
from civictext.text.steps import LineStep, NormalizeStep
from civictext.topics.features import (
    BUCKETS,
    TITLE_BUCKETS,
    TITLE_SHARE,
    article_view,
    count,
    syllables,
)
from civictext.topics.model import softmax

_LOG_LEAST, _LOG_MOST = np.log([0.05, 0.2]), np.log([100.0, 2.0])
"""Bounds of temperature and power, as logarithms."""


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
    """Return how often each bucket (column) occurs in each document (row)."""
    columns, numbers, ends = [], [], [0]
    for doc in documents:
        view = article_view(doc)
        counts = count(view, syllables(view.text))
        columns.append(counts.buckets.astype(np.int32))
        numbers.append(counts.number)
        ends.append(ends[-1] + len(counts.buckets))
    shape = (len(ends) - 1, BUCKETS)
    if not columns:
        return sp.csr_matrix(shape, dtype=np.float32)
    return sp.csr_matrix((np.concatenate(numbers), np.concatenate(columns), np.array(ends)), shape=shape)


def select_buckets(
    matrix: sp.csr_matrix, *, min_df: int, max_df: float, max_features: int
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Choose the features of a model, and return them, sorted, with their IDF.

    Args:
        matrix: counts of the training documents.
        min_df: least number of documents that hold a feature.
        max_df: largest share of documents that hold it.
        max_features: most features; the most frequent ones are kept. A quarter is for those of
            titles, which are few in number and say much.
    """
    df = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = np.flatnonzero((df >= min_df) & (df <= max(max_df * matrix.shape[0], min_df)))
    split = int(np.searchsorted(kept, TITLE_BUCKETS))
    most = (max_features - max_features // 4, max_features // 4)
    kept = np.concatenate(
        [_frequent(part, df, n) for part, n in zip((kept[:split], kept[split:]), most, strict=True)]
    )
    idf = np.log((1 + matrix.shape[0]) / (1 + df[kept])) + 1
    return kept.astype(np.uint32), idf.astype(np.float32)


def _frequent(buckets: NDArray[np.intp], df: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """Return the buckets that the most articles hold, sorted."""
    return np.sort(buckets[np.argsort(-df[buckets], kind="stable")[:most]])


def tfidf(matrix: sp.csr_matrix, buckets: NDArray[np.uint32], idf: NDArray[np.float32]) -> sp.csr_matrix:
    """Return what `TopicModel.read` makes of an article, for many: sublinear TF-IDF in two blocks.

    The block of the whole article has length one, that of the title `TITLE_SHARE`.
    """
    x = matrix[:, buckets].astype(np.float32)
    x.data = (1 + np.log(x.data)) * idf[x.indices]
    split = int(np.searchsorted(buckets, TITLE_BUCKETS))
    blocks = [(x[:, :split], np.float32(1)), (x[:, split:], TITLE_SHARE)]
    return sp.csr_matrix(sp.hstack([normalize(block) * share for block, share in blocks if block.shape[1]]))


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
