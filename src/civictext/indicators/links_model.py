"""What is trained of the links from figures to their subject, time and place.

A table of weights for each, and clusters of words that stand in like places of a text, so that what is
learned of a word holds for its like. One folder holds them; `bench/links_train.py` writes it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from librt.strings import read_i32_le
from librt.vecs import vec
from mypy_extensions import i64, u8
from numpy.typing import ArrayLike, NDArray

from civictext.errors import ModelError
from civictext.indicators.templates import BITS, SCALE, ZERO, Weights
from civictext.indicators.tokens import WordTable
from civictext.resources import model_path

FORMAT = "civictext-links/1"
NAME = "figure-links"
TABLES = ("subject", "period", "place")


class Clusters:
    """Clusters of words: a fine and a coarse number for each known word, 0 for the others.

    Args:
        words: the fine cluster of each word, from 1 on, by the key of the word.
        coarse: the coarse cluster of each fine one; of 0, 0.
    """

    def __init__(self, words: dict[int, int], coarse: list[int]) -> None:
        self.words = words
        self.coarse = vec[i64](coarse)
        self.table = WordTable(words, words.values())
        """The fine cluster of each word by its key."""

    def coarse_of(self, fine: i64) -> i64:
        """Return the coarse cluster of a fine one."""
        return self.coarse[fine]


class Links(NamedTuple):
    """The trained parts: weights by name (`subject`, `period`, `place`), and the clusters of words."""

    weights: Mapping[str, Weights]
    clusters: Clusters


def no_weights() -> Weights:
    """Return a table of weights that are all zero."""
    return vec[u8]([ZERO] * (1 << BITS))


def weights_of(places: ArrayLike, weights: ArrayLike) -> Weights:
    """Return the table that holds weights at places and zero elsewhere."""
    rounded = np.rint(np.asarray(weights, np.float64) * SCALE) + ZERO
    parts: bytes = rounded.clip(0, 255).astype(np.uint8).tobytes()
    where: bytes = np.asarray(places, "<i4").tobytes()
    if len(where) != 4 * len(parts):
        raise ValueError(f"{len(where) // 4} places for {len(parts)} weights")
    table = no_weights()
    i: i64
    for i in range(len(parts)):
        table[i64(read_i32_le(where, 4 * i))] = u8(parts[i])
    return table


def pack(links: Links) -> bytes:
    """Return the bytes of `weights.npz`: weights that are not zero with their places, and the clusters."""
    words = dict(sorted(links.clusters.words.items()))
    arrays: dict[str, NDArray[Any]] = {
        "word_gaps": np.diff(np.array([*words], dtype=np.uint32), prepend=np.uint32(0)),
        "word_clusters": np.array([*words.values()], dtype=np.uint8),
        "coarse_clusters": np.array([*links.clusters.coarse], dtype=np.uint8),
    }
    for name, table in links.weights.items():
        weights = np.asarray(memoryview(table)).astype(np.float64) - ZERO
        places = np.flatnonzero(weights)
        arrays[f"{name}_gaps"] = np.diff(places, prepend=0).astype(np.uint32)
        arrays[f"{name}_weights"] = (weights[places] / SCALE).astype(np.float16)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(data: bytes) -> Links:
    """Return the trained parts from the bytes of `weights.npz`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        tables = {name: weights_of(np.cumsum(archive[f"{name}_gaps"]), archive[f"{name}_weights"]) for name in TABLES}
        keys = np.cumsum(archive["word_gaps"], dtype=np.uint32).tolist()
        words = dict(zip(keys, archive["word_clusters"].tolist(), strict=True))
        return Links(tables, Clusters(words, archive["coarse_clusters"].tolist()))


def read_links(home: Path) -> Links:
    """Read the trained parts from a folder.

    Raises:
        ModelError: a file is missing, altered, or of another format.
    """
    try:
        manifest = json.loads((home / "model.json").read_text(encoding="utf-8"))
        data = (home / "weights.npz").read_bytes()
        if manifest["format"] != FORMAT or hashlib.sha256(data).hexdigest() != manifest["sha256"]:
            raise ModelError(f"{home} was altered or is of another version: install civictext again")
        return unpack(data)
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise ModelError(f"{home} cannot be read ({error}): install civictext again") from error


@lru_cache(maxsize=1)
def bundled_links() -> Links:
    """Return what comes with the package, read once."""
    return read_links(model_path(NAME))
