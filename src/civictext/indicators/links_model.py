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
from numpy.typing import NDArray

from civictext.errors import ModelError
from civictext.indicators.templates import BITS, Weights
from civictext.indicators.tokens import Codes, Keys, WordTable
from civictext.resources import model_path

FORMAT = "civictext-links/1"
NAME = "figure-links"
TABLES = ("subject", "period", "place")


class Clusters:
    """Clusters of words: a fine and a coarse number for each known word, 0 for the others.

    Args:
        keys: the keys of the words.
        fine: the fine cluster of each, from 1 on.
        coarse: the coarse cluster of each fine one; of 0, 0.
    """

    def __init__(self, keys: Keys, fine: Codes, coarse: Codes) -> None:
        self.keys, self.fine, self.coarse = keys, fine, coarse
        self.table = WordTable(keys, fine)


class Links(NamedTuple):
    """The trained parts: weights by name (`subject`, `period`, `place`), and the clusters of words."""

    weights: Mapping[str, Weights]
    clusters: Clusters


def pack(links: Links) -> bytes:
    """Return the bytes of `weights.npz`: weights that are not zero with their places, and the clusters."""
    order = np.argsort(links.clusters.keys)
    arrays: dict[str, NDArray[Any]] = {
        "word_gaps": np.diff(links.clusters.keys[order], prepend=np.uint32(0)),
        "word_clusters": links.clusters.fine[order],
        "coarse_clusters": links.clusters.coarse,
    }
    for name, weights in links.weights.items():
        places = np.flatnonzero(weights)
        arrays[f"{name}_gaps"] = np.diff(places, prepend=0).astype(np.uint32)
        arrays[f"{name}_weights"] = weights[places].astype(np.float16)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(data: bytes) -> Links:
    """Return the trained parts from the bytes of `weights.npz`."""
    tables = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        for name in TABLES:
            weights = np.zeros(1 << BITS, dtype=np.float32)
            weights[np.cumsum(archive[f"{name}_gaps"])] = archive[f"{name}_weights"]
            tables[name] = weights
        keys = np.cumsum(archive["word_gaps"], dtype=np.uint32)
        return Links(tables, Clusters(keys, archive["word_clusters"], archive["coarse_clusters"]))


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
