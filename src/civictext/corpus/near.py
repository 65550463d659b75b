"""MinHash signatures of the articles of a shard, by rensa (extra `dedup`)."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.corpus.folder import RunFolder, cannot_write
from civictext.corpus.outputs import batches
from civictext.corpus.readers import BadRow, Row, read_part
from civictext.corpus.shards import Shard, stamp_of
from civictext.corpus.work import Options
from civictext.errors import CorpusError, InputError, MissingExtraError

PERMUTATIONS = 128
BAND = 4
"""Values of a signature that two articles must share: 32 bands of 4 find nine in ten pairs at 0.5."""
_SHINGLE = 4
_SEED = 2024
_WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    """Return the runs of four syllables of a text, in one case and form; of a shorter text, all of it.

    >>> shingles("Một hai, BA bốn năm.")
    ['một hai ba bốn', 'hai ba bốn năm']
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    if len(words) < _SHINGLE:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(*(words[i:] for i in range(_SHINGLE)), strict=False)))


def minhash() -> Any:
    """Return rensa's class of signatures.

    Raises:
        MissingExtraError: rensa is not installed.
    """
    try:
        from rensa import RMinHash
    except ImportError as error:
        raise MissingExtraError("finding near duplicates", "dedup") from error
    return RMinHash


def signature(text: str) -> NDArray[np.uint32]:
    """Return the MinHash signature of a text; zeros where it has no word."""
    found = shingles(text)
    if not found:
        return np.zeros(PERMUTATIONS, np.uint32)
    hashed = minhash()(num_perm=PERMUTATIONS, seed=_SEED)
    hashed.update(found)
    return np.array(hashed.digest(), np.uint32)


def write_signatures(shard: Shard, out: str, options: Options) -> int:
    """Write the signatures of the articles of a finished shard; return how many.

    Raises:
        CorpusError: the input has changed since the run, or the folder cannot be written to.
    """
    for part, stamp in zip(shard.parts, shard.stamps, strict=True):
        if stamp_of(part.source.path) != stamp:
            raise CorpusError(f"{part.source.name} has changed since the run: start the run again first")
    folder = RunFolder(out)
    analysed = {
        (row["file"], row["row"])
        for batch in batches(folder.table("articles", shard.name), ["file", "row"])
        for row in batch.to_pylist()
    }
    found = [signature(text) for text in _texts(shard, options, analysed)]
    path = folder.path / "_near" / f"{shard.name}.npy"
    temporary = folder.temporary / f"{shard.name}.near.npy"
    try:
        np.save(temporary, np.array(found, np.uint32).reshape(-1, PERMUTATIONS), allow_pickle=False)
        os.replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    return len(found)


def _texts(shard: Shard, options: Options, analysed: set[tuple[str, int]]) -> Iterator[str]:
    """Yield the texts of the rows that were analysed, in their order."""
    for part in shard.parts:
        for row in read_part(part, options.columns, encoding=options.encoding):
            if not isinstance(row, BadRow) and (row.file, row.row) in analysed:
                yield _text(row)


def _text(row: Row) -> str:
    if not row.html:
        return row.text
    from civictext.text.html import extract

    try:
        return extract(row.text).text
    except InputError:
        return ""
