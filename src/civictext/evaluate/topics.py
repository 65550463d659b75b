"""Scores of topics: primary accuracy, macro-F1, primary or secondary."""

from __future__ import annotations

from collections import Counter

from civictext.evaluate.scores import Figure, Note, Pairs, rate


def score_topics(pairs: Pairs, note: Note) -> dict[str, Figure]:
    """Score the best topic of each article."""
    judged = either = 0
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()  # both the topic given and the topic missed
    for article, document in pairs:
        topics = article.get("topics")
        if not topics:
            continue
        judged += 1
        ranked = document.get("topics") or []
        best, primary = (ranked[0]["id"] if ranked else None), topics["primary"]
        either += best in (primary, *topics.get("secondary", []))
        if best == primary:
            right[primary] += 1
        else:
            wrong.update(topic for topic in (best, primary) if topic)
            note("topic", article["id"], f"gold {topics} got {best}: {article['text'][:90]!r}")
    labels = sorted(set(right) | set(wrong))
    f1 = [2 * right[x] / (2 * right[x] + wrong[x]) for x in labels]
    return {
        "primary accuracy": rate(sum(right.values()), judged),
        "primary macro-F1": rate(sum(f1), len(labels)),
        "primary or secondary": rate(either, judged),
    }
