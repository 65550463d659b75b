"""Train a topic model on labelled articles, and report how good it is.

Input: one .parquet, .csv or .jsonl file with a column of texts and one or several of labels; the
first label of an article is its primary topic. The model is used by `civictext analyze --model`
and `civictext.load(model=…)`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civictext.errors import InputError

if TYPE_CHECKING:
    from civictext.corpus.records import BadRow
    from civictext.document import Document
    from civictext.topics.labelled import Labelled
    from civictext.topics.scores import Scores


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("data", type=Path, metavar="DATA", help="labelled articles: .parquet, .csv or .jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL", help="folder to write")
    parser.add_argument("--text-column", metavar="NAME", help="column that holds the text")
    parser.add_argument("--title-column", metavar="NAME", help="column that holds the title")
    parser.add_argument(
        "--label-column", metavar="NAME", action="append", default=[],
        help="column of labels; repeat it for secondary topics",
    )  # fmt: skip
    parser.add_argument("--separator", metavar="TEXT", help="what separates several labels in one cell")
    parser.add_argument(
        "--unlabelled", type=Path, nargs="+", metavar="FILE", help="more articles of the kind, to learn from"
    )
    parser.add_argument("--min-articles", type=int, default=10, help="leave rarer topics out (default 10)")
    parser.add_argument("--max-features", type=int, default=200_000, help="size of the model (200000)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same model")
    parser.add_argument("--licence", default="", help="licence of the data, for the model card")
    parser.add_argument("--describe", default="", metavar="TEXT", help="what the data are, for the card")


def run(args: argparse.Namespace) -> int:
    """Train, write the model with its report, print the scores; return 1 if rows were left out."""
    from civictext.topics.card import write_card
    from civictext.topics.classifier import TopicClassifier
    from civictext.topics.labelled import read_labelled
    from civictext.topics.report import report_html
    from civictext.topics.scores import cross_validated_scores

    articles, bad = read_labelled(
        args.data,
        text_column=args.text_column,
        title_column=args.title_column,
        label_columns=args.label_column,
        separator=args.separator,
    )
    kept = frequent(articles, args.min_articles)
    labels = [article.labels for article in kept]
    classifier = TopicClassifier(max_features=args.max_features, seed=args.seed)
    unlabelled = read_unlabelled(args.unlabelled, kept) if args.unlabelled else None
    classifier.fit([_document(a.text, a.title) for a in kept], labels, unlabelled=unlabelled)
    scores = cross_validated_scores(classifier, labels)
    training = {
        "data": args.describe or args.data.name,
        "licence": args.licence or "not stated",
        "articles": len(kept),
        "options": classifier.get_params(),
    }
    classifier.save(args.output, training=training, scores=scores.to_dict())
    write_card(args.output, scores, training)
    page = report_html(scores, title=f"Topics learnt from {args.data.name}")
    (args.output / "report.html").write_text(page, encoding="utf-8")
    print(_summary(scores, args.output))
    if left_out := len(bad) + len(articles) - len(kept):
        _report_left_out(bad, left_out, args.min_articles)
    return 1 if left_out else 0


def frequent(articles: list[Labelled], least: int) -> list[Labelled]:
    """Return the articles whose primary topic has at least so many.

    Raises:
        InputError: fewer than two such topics are left.
    """
    sizes = Counter(article.labels[0] for article in articles)
    kept = [article for article in articles if sizes[article.labels[0]] >= least]
    if len({article.labels[0] for article in kept}) < 2:
        raise InputError(f"fewer than two topics have {least} articles or more: label more, or lower --min-articles")
    return kept


def read_unlabelled(paths: list[Path], labelled: list[Labelled]) -> Any:
    """Yield unlabelled articles, without those that are among the labelled ones."""
    from civictext.corpus.readers import BadRow, read_rows

    known = {article.text for article in labelled}
    for row in read_rows(paths):
        if not isinstance(row, BadRow) and row.text not in known:
            yield _document(row.text, row.title)


def _document(text: str, title: str | None) -> Document:
    from civictext.topics.training import prepare

    return prepare(text, title=title)


def _report_left_out(bad: list[BadRow], left_out: int, least: int, most: int = 5) -> None:
    """Say which rows were not learnt from, and why."""
    for row in bad[:most]:
        print(row, file=sys.stderr)
    print(
        f"{left_out:,} rows were left out: {len(bad):,} cannot be used, the rest have a primary "
        f"topic of fewer than {least} articles (--min-articles)",
        file=sys.stderr,
    )


def _summary(scores: Scores, output: Path) -> str:
    return (
        f"{output}: {len(scores.topics)} topics from {scores.articles:,} articles\n"
        f"cross-validated: accuracy {scores.accuracy.value:.1%}, macro-F1 {scores.macro_f1.value:.1%}, "
        f"calibration error {scores.calibration_error:.3f}\n"
        f"report: {output / 'report.html'}"
    )
