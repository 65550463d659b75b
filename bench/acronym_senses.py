"""Resolution of ambiguous short forms on labelled mentions: the three rates at several thresholds.

    python -m bench.acronym_senses ../shared/gold/acronym_senses_dev.jsonl

The last line is what a table without context gives: the most frequent meaning of each short form among the
other mentions of the file (leave one out).
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import civictext
from civictext.acronyms import resolve
from civictext.evaluate.acronym_senses import fold, score

THRESHOLDS = (0.5, 0.55, 0.6, 0.7, 0.8, 0.9)


def most_frequent(rows: list[dict[str, Any]]) -> float:
    """Return the percentage of mentions, names included, that the most frequent other meaning gets right."""
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        meanings[row["short"]][fold(row["long"] or "")] += 1
    right = 0
    for row in rows:
        own = fold(row["long"] or "")
        others = meanings[row["short"]] - Counter([own])
        right += bool(others) and max(others, key=lambda meaning: (others[meaning], meaning)) == own
    return round(100 * right / len(rows), 1)


def main(path: str) -> None:
    """Print a line for each threshold."""
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    nlp = civictext.load(exclude=["sentences", "indicators", "topics"])
    chosen = resolve.THRESHOLD
    for threshold in THRESHOLDS:
        resolve.THRESHOLD = threshold
        print(f"{threshold:4}{' *' if threshold == chosen else '  '} {score(rows, nlp)}")
    print(f"most frequent meaning: {most_frequent(rows)} % right")


if __name__ == "__main__":
    main(sys.argv[1])
