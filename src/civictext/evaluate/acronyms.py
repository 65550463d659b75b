"""Scores of acronyms: pairs of short and long form, mentions, definitions found."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from civictext.evaluate.scores import Figure, Note, Pairs, figure, rate, tokens


def score_acronyms(pairs: Pairs, note: Note) -> dict[str, Figure]:
    """Score the acronyms of all articles; foreign names are neither asked for nor counted."""
    count: Counter[str] = Counter()
    for article, document in pairs:
        wanted: dict[str, list[Any]] = defaultdict(list)
        for entry in article.get("acronyms", []):
            wanted[entry["short"]].append(entry)
        optional = {short for short, entries in wanted.items() if all(e.get("foreign") for e in entries)}
        got = _expanded(document)
        for short, entries in wanted.items():
            if short not in optional:
                for entry in entries:
                    _score_entry(article["id"], entry, got.get(short), count, note)
        for short, longs in got.items():
            if short not in optional:
                count.update(pred=len(longs), mention_pred=sum(longs.values()))
                if short not in wanted:
                    note("acronym-extra", article["id"], f"{short} = {dict(longs)}")
    return {
        "pair": figure(count["right"], count["pred"], count["gold"]),
        "mention": figure(count["mention_right"], count["mention_pred"], count["mention_gold"]),
        "defined pairs recall": rate(count["defined_right"], count["defined_gold"]),
    }


def _expanded(document: Any) -> dict[str, Counter[str]]:
    """Count the expanded mentions of a document by short and long form."""
    got: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in document.get("acronyms", []):
        if mention.get("long"):
            got[mention["short"]][_key(mention["long"])] += 1
    return got


def _score_entry(name: str, entry: Any, longs: Counter[str] | None, count: Counter[str], note: Note) -> None:
    names = {_key(long) for long in (entry["long"], *entry.get("also", []))}
    hits = sum(n for long, n in (longs or {}).items() if long in names)
    mentions = entry.get("n") or 0
    count.update(gold=1, right=hits > 0, mention_gold=mentions, mention_right=min(hits, mentions))
    if entry["how"] == "defined":
        count.update(defined_gold=1, defined_right=hits > 0)
    if not hits and longs is None:
        note("acronym-missed", name, f"{entry['short']} = {entry['long']} ({entry['how']}, n={mentions})")
    elif not hits:
        note("acronym-wrong", name, f"{entry['short']}: gold {entry['long']!r} got {dict(longs or {})}")


def _key(long: str) -> str:
    return " ".join(tokens(long))
