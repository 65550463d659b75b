"""Compare features and learners for the civic topics: `python bench/topics_compare.py [words|teacher]`.

Prints the rows of the table in docs/topics.md: five-fold cross-validation on the articles of
`../shared/gold/topics_train.parquet`, the same folds for every row. `words` prints the row that needs
underthesea's segmentation (four CPU minutes), `teacher` those of the teacher, who reads the unlabelled
articles (four CPU minutes).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from topics_train_bundled import civic_rows, further_articles, unlabelled_counts

from civictext.topics.features import BUCKETS, NONE, article_view, occurrences
from civictext.topics.ridge import fit_ridge
from civictext.topics.teacher import Teacher
from civictext.topics.training import prepare, select_buckets, tfidf

Learner = Callable[[Any, NDArray[np.intp], Any], NDArray[np.float64]]
ALL = 10**9


class Comparison:
    """The labelled articles and their folds; each method prints a row."""

    def __init__(self) -> None:
        self.rows = civic_rows()
        self.names = sorted({row["primary"] for row in self.rows})
        self.column = {name: i for i, name in enumerate(self.names)}
        self.y = np.array([self.column[row["primary"]] for row in self.rows])
        self.secondary = [[self.column[name] for name in row["secondary"]] for row in self.rows]
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
            buckets, idf = select_buckets(counts[train], min_df=2, max_df=0.5, max_features=ALL)
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

    def regress(self, targets: NDArray[np.float64]) -> Learner:
        """Make a learner of soft targets."""

        def learner(x: Any, train: NDArray[np.intp], z: Any) -> NDArray[np.float64]:
            coefficients, intercepts = fit_ridge(x, targets[train], np.ones(len(train)), alpha=0.7)
            return np.asarray(z @ coefficients + intercepts)

        return learner

    def further(self) -> tuple[sp.csr_matrix, NDArray[np.float64]]:
        """Return the counts and targets of the further labelled articles."""
        counts, labels = further_articles()
        targets = np.zeros((len(labels), len(self.names)))
        for row, (first, *others) in zip(targets, labels, strict=True):
            row[[self.column[name] for name in others]] = 0.3
            row[self.column[first]] = 1
        return counts, targets


def fields(rows: Iterable[dict[str, Any]]) -> dict[str, sp.csr_matrix]:
    """Count words, pairs of words, and the fields of title and lead, each in a matrix."""
    keys: dict[str, list[NDArray[np.intp]]] = {"words": [], "pairs": [], "title": [], "lead": []}
    for row in rows:
        view = article_view(prepare(row["text"]))
        words, title, _ = view.sizes
        found = np.asarray(memoryview(occurrences(view)))
        parts = np.split(found, np.cumsum([words, words, 2 * title]))
        for name, buckets in zip(keys, parts, strict=True):
            keys[name].append(buckets[buckets != NONE])
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


def teacher(comparison: Comparison, counts: sp.csr_matrix) -> None:
    """Print the rows of the teacher on its own, without and with the further labelled articles."""
    pool = unlabelled_counts()
    buckets, idf = select_buckets(pool, min_df=2, max_df=0.5, max_features=200_000)
    master, targets = Teacher().learn_space(tfidf(pool, buckets, idf)), comparison.targets(0.3)
    x, (more, given) = tfidf(counts, buckets, idf), comparison.further()
    helpers = tfidf(more, buckets, idf)
    for name in ("the teacher", "the teacher, further labels"):
        decisions, start = np.zeros(targets.shape), time.process_time()
        for train, test in comparison.folds:
            z, t, w = x[train], targets[train], np.ones(len(train))
            if "further" in name:
                z, t = sp.vstack((z, helpers)).tocsr(), np.vstack((t, given))
                w = np.concatenate((w, np.full(len(given), 0.5)))
            decisions[test] = master.teach(z, t, x[test], w)
        comparison.show(name, decisions, time.process_time() - start)


def linear(c: Comparison) -> None:
    """Print the rows of features and of linear learners."""
    part = fields(c.rows)
    both = part["words"] + part["pairs"]
    full = both + part["title"] + part["lead"]
    svm = c.classify(lambda: LinearSVC(C=0.5))
    c.run("words, LinearSVC", part["words"], svm)
    c.run("+ pairs of words", both, svm)
    c.run("+ title as a field of its own", both + part["title"], svm)
    c.run("+ lead as a field of its own (all below)", full, svm)
    c.run("LinearSVC, balanced classes", full, c.classify(lambda: LinearSVC(C=0.5, class_weight="balanced")))
    c.run("complement naive Bayes", full, c.classify(lambda: ComplementNB(alpha=0.3)))
    c.run("ridge, primary topics only", full, c.regress(c.targets(0)))
    c.run("ridge, secondary topics at 0.3", full, c.regress(c.targets(0.3)))
    c.run("ridge, secondary topics at 0.5", full, c.regress(c.targets(0.5)))


def main() -> None:
    """Print the rows that were asked for."""
    c = Comparison()
    if "words" in sys.argv[1:]:
        words(c)
    elif "teacher" in sys.argv[1:]:
        teacher(c, sum(fields(c.rows).values()))
    else:
        linear(c)


if __name__ == "__main__":
    main()
