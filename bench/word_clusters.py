"""Cluster the words of a corpus by their neighbours: `python -m bench.word_clusters NEWS [-o clusters.npz]`.

Words that stand between like words are of a kind: `hỗ trợ` and `tặng`, `hộ` and `gia đình`. The counts of
the words next to each and one further away, as positive pointwise mutual information (Levy and Goldberg
2014), are reduced to 80 dimensions and cut into 255 clusters by k-means, and these into 63 coarse ones.
NEWS is a folder of Parquet files with a column `text`. `bench.links_train --clusters` takes the result.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd

from civictext.indicators.tokens import read_tokens
from civictext.indicators.words import LEXICON, PAD, read_words

WORDS, CONTEXTS = 12_000, 3_000
DIMENSIONS, FINE, COARSE = 80, 255, 63
CHARS = 8_000
"""How much of an article is read."""


def words_of(folder: Path) -> Iterator[NDArray[np.uint32]]:
    """Yield the keys of the words of each article; all numbers have one key."""
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(columns=["text"]):
            for text in batch.column("text").to_pylist():
                words = read_words(read_tokens((text or "")[:CHARS]), set())
                keys = np.array(memoryview(words.keys), dtype=np.uint32)
                keys[np.asarray(memoryview(words.kinds)) == LEXICON.number] = LEXICON.number
                yield keys[PAD:-PAD]


def counts_of(ranks: NDArray[Any], away: int) -> sp.csr_matrix:
    """Count which of the most frequent words stands so far behind each word."""
    first, second = (ranks[:-away], ranks[away:]) if away > 0 else (ranks[-away:], ranks[:away])
    seen = (first >= 0) & (second >= 0) & (second < CONTEXTS)
    ones = np.ones(int(seen.sum()), dtype=np.float32)
    return sp.coo_matrix((ones, (first[seen], second[seen])), shape=(WORDS, CONTEXTS)).tocsr()


def association(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the positive pointwise mutual information, frequent contexts smoothed."""
    total = counts.sum()
    rows = np.asarray(counts.sum(axis=1)).ravel() + 1
    columns = np.asarray(counts.sum(axis=0)).ravel() + 1
    cells = counts.tocoo()
    expected = rows[cells.row] * columns[cells.col] ** 0.75 * total**0.25
    values = np.maximum(np.log(cells.data * total / expected), 0)
    return sp.csr_matrix((values.astype(np.float32), (cells.row, cells.col)), shape=cells.shape)


def cluster(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the keys of the words, the fine cluster of each, and the coarse cluster of each fine one."""
    keys, places, frequency = np.unique(np.concatenate(list(words_of(folder))), return_inverse=True, return_counts=True)
    often = np.argsort(-frequency)[:WORDS]
    ranks = np.full(len(keys), -1)
    ranks[often] = np.arange(len(often))
    ranks = ranks[places]
    near = sp.hstack([counts_of(ranks, -1), counts_of(ranks, 1), counts_of(ranks, -2) / 2, counts_of(ranks, 2) / 2])
    left, strength, _ = randomized_svd(association(near.tocsr()), DIMENSIONS, n_iter=3, random_state=0)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    fine = KMeans(FINE, n_init=2, random_state=0, max_iter=60).fit(vectors)
    sizes = np.bincount(fine.labels_, minlength=FINE)
    coarse = KMeans(COARSE, n_init=5, random_state=0).fit(fine.cluster_centers_, sample_weight=sizes)
    return {
        "keys": keys[often],
        "fine": (fine.labels_ + 1).astype(np.uint8),
        "coarse": np.append(0, coarse.labels_ + 1).astype(np.uint8),
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("clusters.npz"))
    options = parser.parse_args(argv)
    np.savez_compressed(options.output, allow_pickle=False, **cluster(options.news))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
