"""Compare features and learners for the civic topics: `python bench/topics_compare.py [words]`.

Prints the rows of the table in docs/topics.md: five-fold cross-validation on the articles of
`../shared/gold/topics_train.parquet`, the same folds for every row. Without an argument all rows are run
except `words`, which needs underthesea's segmentation (four CPU minutes).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from topics_train_bundled import civic_rows

from civictext.topics.features import BUCKETS, article_view, count, syllables
from civictext.topics.training import prepare, select_buckets, tfidf

Learner = Callable[[Any, NDArray[np.intp], Any], NDArray[np.float64]]


class Comparison:
    """The labelled articles and their folds; each method prints a row."""

    def __init__(self) -> None:
        self.rows = civic_rows()
        self.names = sorted({row["primary"] for row in self.rows})
        column = {name: i for i, name in enumerate(self.names)}
        self.y = np.array([column[row["primary"]] for row in self.rows])
        self.secondary = [[column[name] for name in row["secondary"]] for row in self.rows]
        self.folds = list(StratifiedKFold(5, shuffle=True, random_state=0).split(self.y, self.y))

    def targets(self, weight: float) -> NDArray[np.float64]:
        """Return targets of 1 for the primary topic and some weight for the secondary ones."""
        targets = np.eye(len(self.names))[self.y]
        for row, others in zip(targets, self.secondary, strict=True):
            row[others] = weight
        return targets

    def run(self, name: str, counts: sp.csr_matrix, learner: Learner) -> None:
        """Cross-validate a learner on counts and print its row."""
        decisions, start = np.zeros((len(self.y), len(self.names))), time.process_time()
        for train, test in self.folds:
            buckets, idf = select_buckets(counts[train], min_df=2, max_df=0.5, max_features=10**9)
            x, z = tfidf(counts[train], buckets, idf), tfidf(counts[test], buckets, idf)
            decisions[test] = learner(x, train, z)
        self.show(name, decisions, time.process_time() - start)

    def show(self, name: str, decisions: NDArray[np.float64], seconds: float) -> None:
        """Print the scores of decisions as a row of Markdown."""
        best = decisions.argmax(axis=1)
        f1 = f1_score(self.y, best, average=None)
        either = np.mean([b == y or b in s for b, y, s in zip(best, self.y, self.secondary, strict=True)])
        print(
            f"| {name} | {100 * np.mean(best == self.y):.1f} | {100 * f1.mean():.1f} | {100 * either:.1f} "
            f"| {100 * f1.min():.0f} ({self.names[int(f1.argmin())]}) | {seconds:.0f} |",
            flush=True,
        )

    def classify(self, make: Callable[[], Any]) -> Learner:
        """Make a learner of primary topics out of a scikit-learn classifier."""

        def learner(x: Any, train: NDArray[np.intp], z: Any) -> NDArray[np.float64]:
            fitted = make().fit(x, self.y[train])
            score = getattr(fitted, "decision_function", None) or fitted.predict_log_proba
            return np.asarray(score(z))

        return learner

    def regress(self, targets: NDArray[np.float64], alpha: float) -> Learner:
        """Make a learner of soft targets."""
        return lambda x, train, z: (
            Ridge(alpha, solver="sparse_cg", tol=1e-3).fit(x, targets[train]).predict(z)
        )

    def nb_svm(self, x: Any, train: NDArray[np.intp], z: Any) -> NDArray[np.float64]:
        """Weigh features by log-count ratios before the SVM (Wang and Manning 2012)."""
        result = []
        for topic in range(len(self.names)):
            inside = self.y[train] == topic
            p, q = (np.asarray(x[rows].sum(axis=0)).ravel() + 0.1 for rows in (inside, ~inside))
            ratio = sp.diags(np.log((p / p.sum()) / (q / q.sum())))
            result.append(LinearSVC(C=0.1).fit(x @ ratio, inside).decision_function(z @ ratio))
        return np.stack(result, axis=1)


def parts(rows: list[dict[str, Any]]) -> dict[str, sp.csr_matrix]:
    """Count unigrams, bigrams, and the title on its own, each in a matrix."""
    keys: dict[str, list[NDArray[np.intp]]] = {"unigrams": [], "bigrams": [], "again": [], "title": []}
    for row in rows:
        view = article_view(prepare(row["text"]))
        found = count(view, syllables(view.text))
        edges = np.cumsum([length for length, _ in found.runs])[:-1]
        one, one_again, one_title, two, two_again, two_title = np.split(
            found.buckets[found.occurrences], edges
        )
        keys["unigrams"].append(one)
        keys["bigrams"].append(two)
        keys["again"].append(np.concatenate((one_again, two_again)))
        keys["title"].append(np.concatenate((one_title, two_title)))
    return {name: _matrix(found) for name, found in keys.items()}


def _matrix(found: list[NDArray[np.intp]]) -> sp.csr_matrix:
    ends = np.concatenate(([0], np.cumsum([len(keys) for keys in found])))
    columns = np.concatenate(found)
    matrix = sp.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(found), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def words(comparison: Comparison) -> None:
    """Print the row of words as underthesea segments them."""
    from underthesea import word_tokenize

    texts = [prepare(row["text"]).text[:3000] for row in comparison.rows]
    tokens = [[w.lower() for w in word_tokenize(text) if any(map(str.isalnum, w))] for text in texts]
    decisions, start = np.zeros((len(texts), len(comparison.names))), time.process_time()
    for train, test in comparison.folds:
        vectorizer = TfidfVectorizer(analyzer=_grams, sublinear_tf=True, min_df=2, max_df=0.5)
        x = vectorizer.fit_transform([tokens[i] for i in train])
        learner = LinearSVC(C=0.5).fit(x, comparison.y[train])
        decisions[test] = learner.decision_function(vectorizer.transform([tokens[i] for i in test]))
    comparison.show("words and pairs of words, LinearSVC", decisions, time.process_time() - start)


def _grams(tokens: list[str]) -> list[str]:
    return tokens + [f"{a} {b}" for a, b in pairwise(tokens)]


def main() -> None:
    """Print all rows."""
    c = Comparison()
    if "words" in sys.argv[1:]:
        words(c)
        return
    part = parts(c.rows)
    both = part["unigrams"] + part["bigrams"]
    full = both + part["again"] + part["title"]
    svm = c.classify(lambda: LinearSVC(C=0.5))
    c.run("syllables, LinearSVC", part["unigrams"], svm)
    c.run("+ pairs", both, svm)
    c.run("+ title counts twice", both + part["again"], svm)
    c.run("+ title in columns of its own (all below)", full, svm)
    c.run("LinearSVC, balanced classes", full, c.classify(lambda: LinearSVC(C=0.5, class_weight="balanced")))
    c.run("complement naive Bayes", full, c.classify(lambda: ComplementNB(alpha=0.3)))
    c.run("NB-SVM", full, c.nb_svm)
    c.run("ridge, primary topics only", full, c.regress(c.targets(0), 0.7))
    for weight in (0.3, 0.5):
        c.run(f"ridge, secondary topics {weight}", full, c.regress(c.targets(weight), 0.7))
    c.run("logistic regression", full, c.classify(lambda: LogisticRegression(C=20, max_iter=60)))


if __name__ == "__main__":
    main()
