"""Scores of the pipeline on gold files, and the mistakes behind them."""

from __future__ import annotations

from collections.abc import Iterable

from civictext.evaluate.acronyms import score_acronyms
from civictext.evaluate.indicators import score_indicators
from civictext.evaluate.lines import score_lines
from civictext.evaluate.scores import Article, Report
from civictext.evaluate.topics import score_topics

_PARTS = {
    "indicators": ("indicators", score_indicators),
    "acronyms": ("acronyms", score_acronyms),
    "topics": ("topics", score_topics),
    "body": ("drop", score_lines),
}

__all__ = ["Report", "evaluate"]


def evaluate(gold: Iterable[Article], predictions: Iterable[Article]) -> Report:
    """Score predictions against gold articles.

    Args:
        gold: articles in the format of the gold files: `id`, `text`, and any of `indicators`,
            `acronyms`, `topics`, `drop`. A part that no article carries is not scored.
        predictions: documents as `Document.to_dict` gives them, matched to gold by `id`;
            offsets are compared in the text that was given in (`source_span`).

    Returns:
        A report with figures by part and name, and every mistake by kind.
    """
    wanted = {article["id"]: article for article in gold}
    found = {document["id"]: document for document in predictions}
    report = Report(missing=sorted(set(wanted) - set(found)))
    for part, (key, score) in _PARTS.items():
        if any(key in article for article in wanted.values()):
            pairs = [(article, found.get(name, {})) for name, article in wanted.items()]
            report.figures[part] = score(pairs, report.add_mistake)
    return report
