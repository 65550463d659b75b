"""Fit how sure a figure is to the gold: `python -m bench.confidence_fit GOLD… [--folds 5]`.

The first file is held out by article; the others only ever train the ranker of subjects, so that each
figure has a subject from a ranker that had not seen its article, as in use. The logistic weights are
written to `src/civictext/data/confidence.json`; what they would have said of articles left out of
their own fit is printed by bins: the mean confidence and the share that is right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import civictext
from bench.links_train import Gold, fit_subjects, folds_of, overlap, read, subjects_of, tokens
from civictext.document import Document
from civictext.indicators.article import Article
from civictext.indicators.confidence import features
from civictext.indicators.links_model import Clusters, bundled_links
from civictext.indicators.measures import Context, Measure, Subject
from civictext.indicators.periods import clock_of
from civictext.indicators.step import IndicatorStep, passage_of
from civictext.indicators.subject import link_subjects
from civictext.indicators.subject_model import SubjectWeights
from civictext.resources import data_path

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A figure that was found: the article it is of, what is known of it, and whether it is right."""

    article: int
    features: dict[str, float]
    right: bool


def rows_of(article: int, gold: Gold, clusters: Clusters, weights: SubjectWeights) -> list[Row]:
    """Find the figures of an article and compare them with the gold."""
    doc = gold.doc
    measures, _ = IndicatorStep().scan(doc)
    if not measures:
        return []
    passage = passage_of(doc, measures, clock_of(doc.text, doc.date))
    subjects = link_subjects(Article(passage, clusters), weights)
    notes = {doc.to_text((note["start"], note["end"])).start: note for note in gold.notes}
    return [
        Row(article, features(m, c, s), _right(doc, m, c, s, notes.get(m.span.start)))
        for m, c, s in zip(measures, passage.contexts, subjects, strict=True)
    ]


def _right(doc: Document, measure: Measure, context: Context, subject: Subject, note: Mapping[str, Any] | None) -> bool:
    """Tell whether value, unit, kind and, at least in part, the subject of a figure are right."""
    if note is None or float(measure.value) != float(note["value"]) or context.kind != note["kind"]:
        return False
    unit, wanted = (measure.unit or "").lower(), (note["unit_norm"] or "").lower()
    if not ((unit.startswith(wanted) and wanted) or (wanted.startswith(unit) and unit) or unit == wanted):
        return False
    said = tokens(doc.text[slice(*subject.span)]) if subject.span else []
    named = tokens(civictext.normalize(note["subject"])) if note["subject"] else []
    return overlap(said, named) >= 0.5 or not (said or named)


def collect(path: str, others: Sequence[str], folds: int) -> list[Row]:
    """Return the figures of all articles, each with a subject from a ranker trained without its article."""
    clusters = bundled_links().clusters
    articles, more = read([path], clusters), list(map(subjects_of, read(others, clusters)))
    subjects = list(map(subjects_of, articles))
    rows: list[Row] = []
    for held in folds_of(len(articles), folds):
        weights = SubjectWeights(fit_subjects([*(one for i, one in enumerate(subjects) if i not in held), *more]))
        for i in sorted(held):
            rows += rows_of(i, articles[i], clusters, weights)
    return rows


def fit(rows: Sequence[Row], names: Sequence[str]) -> LogisticRegression:
    """Fit the logistic weights."""
    return LogisticRegression(C=STRENGTH, max_iter=1000).fit(matrix(rows, names), [row.right for row in rows])


def matrix(rows: Sequence[Row], names: Sequence[str]) -> NDArray[np.float64]:
    """Return the features of rows as columns."""
    return np.array([[row.features.get(name, 0.0) for name in names] for row in rows])


def report(rows: Sequence[Row], names: Sequence[str], folds: int) -> str:
    """Say how well the confidence of articles left out agrees with how many are right."""
    said = np.zeros(len(rows))
    right = np.array([row.right for row in rows])
    fold_of = np.array([row.article % folds for row in rows])
    for fold in range(folds):
        model = fit([row for row, f in zip(rows, fold_of, strict=True) if f != fold], names)
        held = fold_of == fold
        said[held] = model.predict_proba(matrix([row for row, h in zip(rows, held, strict=True) if h], names))[:, 1]
    lines = [f"{len(rows)} figures, {right.mean():.3f} right, mean confidence {said.mean():.3f}"]
    error = 0.0
    for low, high in pairwise(BINS):
        inside = (said >= low) & (said < high + (high == 1.0))
        if inside.any():
            error += abs(said[inside].mean() - right[inside].mean()) * inside.mean()
            lines.append(
                f"  {low:.2f} to {high:.2f}: {inside.sum():5d} figures, "
                f"confidence {said[inside].mean():.3f}, right {right[inside].mean():.3f}"
            )
    return "\n".join([*lines, f"expected calibration error {error:.3f}"])


def main(argv: list[str] | None = None) -> int:
    """Fit, write, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args(argv)
    rows = collect(options.gold[0], options.gold[1:], options.folds)
    names = sorted({name for row in rows for name in row.features})
    sys.stdout.write(report(rows, names, options.folds) + "\n")
    model = fit(rows, names)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    table = {"bias": round(float(model.intercept_[0]), 4), **weights}
    data_path("confidence.json").write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
