"""Scores of lines: which are dropped as no part of the article, and which are lost."""

from __future__ import annotations

from collections import Counter

from civictext.document import ARTICLE_ROLES
from civictext.evaluate.scores import Figure, Note, Pairs, figure, rate


def score_lines(pairs: Pairs, note: Note) -> dict[str, Figure]:
    """Score the roles of the lines of the text as it was given in."""
    count: Counter[str] = Counter()
    for article, document in pairs:
        drop = {line.strip() for quote in article.get("drop", []) for line in quote.split("\n")}
        roles = {}
        for line in document.get("lines", []):
            roles[article["text"][slice(*line["source_span"])].strip()] = line["role"]
        for line in filter(None, map(str.strip, article["text"].split("\n"))):
            gone = roles.get(line, "body") not in ARTICLE_ROLES
            unwanted = line in drop
            count.update(lines=1, gold=unwanted, pred=gone, right=gone and unwanted)
            count.update(lost=gone and not unwanted)
            if gone != unwanted:
                note("body", article["id"], f"{'lost' if gone else 'kept'} {line[:90]!r}")
    return {
        "dropped lines": figure(count["right"], count["pred"], count["gold"]),
        "article lines lost": rate(count["lost"], count["lines"], 3),
    }
