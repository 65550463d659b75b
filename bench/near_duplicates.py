"""How well near duplicates are found: `python -m bench.near_duplicates FILE.parquet…`.

Prints recall over planted copies, by kind of edit and threshold, and, for all pairs of real articles
that share a shingle, recall and precision against the exact Jaccard similarity.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from civictext.corpus.near import BAND, PERMUTATIONS, shingles, signature
from civictext.corpus.readers import Row, read_rows

THRESHOLDS = (0.5, 0.6, 0.7, 0.8)
COMMON = 40
"""A shingle of more articles than this is a phrase and makes no pair."""


def drop_sentences(text: str, chance: random.Random) -> str:
    """Leave out one sentence in ten."""
    return ". ".join(part for part in text.split(". ") if chance.random() > 0.1)


def change_words(text: str, chance: random.Random) -> str:
    """Replace one word in fifty."""
    return " ".join(word if chance.random() > 0.02 else "khác" for word in text.split(" "))


def cut_end(text: str, chance: random.Random) -> str:
    """Keep the first four fifths."""
    return text[: len(text) * 4 // 5]


def reframe(text: str, chance: random.Random) -> str:
    """Put another paper's head and by-line around it."""
    return f"Báo {chance.randrange(99)} | Trang chủ | Thời sự\n{text}\nTheo PV {chance.randrange(999)}, TTXVN"


EDITS: tuple[Callable[[str, random.Random], str], ...] = (drop_sentences, change_words, cut_end, reframe)


def share_a_band(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether two signatures become a pair at all."""
    return bool((one == other).reshape(PERMUTATIONS // BAND, BAND).all(axis=1).any())


def planted(texts: list[str]) -> None:
    """Print recall over edited copies."""
    chance = random.Random(7)
    print("planted copies: recall at threshold", *THRESHOLDS)
    for edit in EDITS:
        hits = dict.fromkeys(THRESHOLDS, 0)
        for text in texts:
            one, other = signature(text), signature(edit(text, chance))
            similar = float((one == other).mean())
            for threshold in THRESHOLDS:
                hits[threshold] += share_a_band(one, other) and similar >= threshold
        print(f"  {edit.__name__:16}", *(f"{hits[t] / len(texts):.3f}" for t in THRESHOLDS))


def real_pairs(texts: list[str]) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of articles that share a rare shingle, with their exact Jaccard similarity."""
    sets = [frozenset(map(hash, shingles(text))) for text in texts]
    where: defaultdict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(sets):
        for shingle in found:
            where[shingle].append(number)
    pairs = {pair for places in where.values() if len(places) <= COMMON for pair in combinations(places, 2)}
    for a, b in pairs:
        common = len(sets[a] & sets[b])
        yield a, b, common / (len(sets[a]) + len(sets[b]) - common)


def real(texts: list[str]) -> None:
    """Print recall and precision over real articles."""
    signatures = [signature(text) for text in texts]
    pairs = list(real_pairs(texts))
    print(f"real articles: {len(texts)}, {len(pairs)} pairs share a shingle")
    for threshold in THRESHOLDS:
        true = {(a, b) for a, b, exact in pairs if exact >= threshold}
        found = {
            (a, b)
            for a, b, _ in pairs
            if share_a_band(signatures[a], signatures[b]) and (signatures[a] == signatures[b]).mean() >= threshold
        }
        near = {(a, b) for a, b, exact in pairs if exact >= threshold - 0.1}
        hit = len(true & found)
        recall, precision = hit / max(1, len(true)), hit / max(1, len(found))
        close = len(near & found) / max(1, len(found))
        print(
            f"  threshold {threshold}: {len(true)} pairs, recall {recall:.3f}, precision {precision:.3f}, "
            f"within 0.1 {close:.3f}"
        )


def main(paths: list[str]) -> None:
    """Read articles and measure."""
    texts = [row.text for row in read_rows(paths) if isinstance(row, Row)]
    started = time.process_time()
    for text in texts[:500]:
        signature(text)
    size = sum(len(text.encode()) for text in texts[:500]) / 1e6
    print(f"signatures: {size / (time.process_time() - started):.2f} MB/s")
    planted(texts[:500])
    real(texts)


if __name__ == "__main__":
    main(sys.argv[1:])
