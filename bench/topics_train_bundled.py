"""Train the bundled topic models: `python bench/topics_train_bundled.py civic|vntc`.

Reads the data in `../shared`; counts are kept in a folder of temporary files, for reading
61,000 articles takes a minute.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp

from civictext.topics.card import write_card
from civictext.topics.classifier import TopicClassifier
from civictext.topics.features import FEATURES_VERSION
from civictext.topics.report import report_html
from civictext.topics.scores import cross_validated_scores
from civictext.topics.taxonomy import taxonomy
from civictext.topics.training import count_matrix, prepare

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CACHE = Path(tempfile.gettempdir()) / "civictext-topics"
MORE = Path(__file__).parent / "topics_cards"
"""Sections of the cards that are written by hand."""
FURTHER = Path(__file__).parent / "topics_further_labels.tsv"
"""Topics of news articles, by id, that an earlier model was unsure of, given by title and opening."""

Trained = tuple[TopicClassifier, list[list[str]], dict[str, Any]]


def counted(name: str, articles: Any) -> sp.csr_matrix:
    """Return the counts of articles `(text, title)`, from the cache if they were counted before."""
    path = CACHE / f"{name}-{FEATURES_VERSION}.npz"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        start = time.process_time()
        matrix = count_matrix(prepare(text, title=title) for text, title in articles)
        sp.save_npz(path, matrix)
        print(f"counted {name}: {matrix.shape[0]} articles, {time.process_time() - start:.0f} s", flush=True)
    return sp.load_npz(path).tocsr()


def civic_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(SHARED / "gold" / "topics_train.parquet").to_pylist()
    return rows


def further_labels() -> dict[str, list[str]]:
    """Return the topics, primary first, of the news articles that have any."""
    rows = [line.split("\t") for line in FURTHER.read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: [row[1], *(row[2].split("|") if len(row) > 2 else [])] for row in rows}


def news() -> Iterator[dict[str, Any]]:
    """Yield the news articles that are not among the labelled ones, by title or by start of the text."""
    labelled = [row["text"].partition("\n") for row in civic_rows()]
    titles = {title.strip() for title, _, _ in labelled}
    starts = {_start(body) for _, _, body in labelled}
    for path in sorted((SHARED / "data" / "news").glob("*.parquet")):
        for row in pq.read_table(path, columns=["id", "title", "text"]).to_pylist():
            if (row["title"] or "").strip() not in titles and _start(row["text"]) not in starts:
                yield row


def _start(text: str) -> str:
    return "".join(text.split())[:120]


def further_articles() -> tuple[sp.csr_matrix, list[list[str]]]:
    """Return the counts and the topics of the news articles that `further_labels` names."""
    given = further_labels()
    chosen = [row for row in news() if row["id"] in given]
    counts = counted("further", ((row["text"], row["title"]) for row in chosen))
    return counts, [given[row["id"]] for row in chosen]


def unlabelled_counts() -> sp.csr_matrix:
    """Return the counts of the news articles that no one has labelled."""
    given = further_labels()
    return counted("news", ((row["text"], row["title"]) for row in news() if row["id"] not in given))


def train_civic() -> Trained:
    rows = civic_rows()
    counts = counted("civic", ((row["text"], None) for row in rows))
    pool, further = unlabelled_counts(), further_articles()
    labels = [[row["primary"], *row["secondary"]] for row in rows]
    classifier = TopicClassifier(alpha=1.0).fit_counts(counts, labels, unlabelled=pool, further=further)
    names = {topic.id: topic.name for topic in taxonomy().values()}
    classifier.model_ = replace(classifier.model_, names=names)
    training = {
        "data": "6,082 articles of public crawls of Vietnamese newspapers, 2013–2026, with a primary and up "
        "to two secondary topics, labelled by a large language model reading every article (two passes agree "
        f"on 97.2 % of primary topics); {len(further[1]):,} more that an earlier model was unsure of, labelled by one "
        f"pass over title and opening; {pool.shape[0]:,} unlabelled articles of the same crawls",
        "licence": "texts: rights stay with the newspapers, none is part of the model; weights: MIT",
        "articles": len(rows),
        "further": len(further[1]),
        "unlabelled": pool.shape[0],
        "options": classifier.get_params(),
    }
    return classifier, labels, training


def train_vntc() -> Trained:
    rows = pq.read_table(SHARED / "data" / "vntc" / "train.parquet").to_pylist()
    counts = counted("vntc", ((row["text"], None) for row in rows))
    labels = [[row["label"]] for row in rows]
    classifier = TopicClassifier(alpha=0.5, max_features=380_000).fit_counts(counts, labels)
    training = {
        "data": "VNTC, ten topics, the training split only: 33,759 articles of 2003–2006 (Hoang et al. 2007)",
        "licence": "MIT License; Copyright (c) 2019 Vu Cong Duy Hoang",
        "articles": len(rows),
        "options": classifier.get_params(),
    }
    return classifier, labels, training


def main(which: str) -> None:
    """Train a model and write it with its scores, card and report."""
    start = time.process_time()
    classifier, labels, training = {"civic": train_civic, "vntc": train_vntc}[which]()
    home = ROOT / "models" / f"topics-{which}"
    scores = cross_validated_scores(classifier, labels)
    np.save(CACHE / f"{which}-held-out.npy", classifier.held_out_)
    classifier.save(home, training=training, scores=scores.to_dict())
    more = MORE / f"{which}.md"
    write_card(home, scores, training, more=more.read_text(encoding="utf-8") if more.exists() else "")
    names = classifier.model_.names
    (CACHE / f"{which}.html").write_text(report_html(scores, title=home.name, names=names), encoding="utf-8")
    print(f"{home.name}: {scores.accuracy} {scores.macro_f1} {scores.either} {scores.calibration_error:.4f}")
    print(*(f"{s.topic} {s.f1:.3f}" for s in scores.topics))
    print(f"secondary F1 {scores.secondary_f1}; {time.process_time() - start:.0f} CPU s")


if __name__ == "__main__":
    main(sys.argv[1])
