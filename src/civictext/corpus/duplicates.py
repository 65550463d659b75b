"""Finds articles that repeat an earlier one, over all shards of a run, and marks them.

Exact: the same letters and digits (`text_hash`). Near: four-syllable shingles of the text under
MinHash (Broder 1997) with banding; a pair that shares a band counts if its estimated Jaccard
similarity reaches the threshold. The earlier article in the order of the input is the original.
Nothing is deleted: `articles.duplicate_of` and `duplicate_kind` are filled in.

Keys are spread over files by their value and sorted file by file, so memory stays bounded
however large the corpus; what repeats is held, at 16 bytes each.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from civictext.corpus.folder import RunFolder, cannot_write, publish
from civictext.corpus.outputs import batches

Ints = NDArray[np.int64]
_KEYS_IN_MEMORY = 1_000_000
_RECORD = np.dtype([("high", "<u8"), ("low", "<u8"), ("at", "<i8")])
_ROW_BITS = 32
NEAR_THRESHOLD = 0.7
"""Estimated Jaccard similarity from which two articles are near duplicates; see docs/engines.md."""
_EXAMPLES = 20
_REWRITE_ROWS = 1_024


@dataclass(frozen=True, slots=True)
class Repeats:
    """Articles that repeat another: positions of both, `shard number << 32 | row in the shard`."""

    again: Ints
    first: Ints

    def __len__(self) -> int:
        return len(self.again)


NOTHING = Repeats(np.empty(0, np.int64), np.empty(0, np.int64))


class KeyGroups:
    """Finds equal 128-bit keys among any number, with bounded memory."""

    def __init__(self, folder: Path, expected: int) -> None:
        self._folder = folder
        self._buckets = max(1, -(-expected // _KEYS_IN_MEMORY))
        folder.mkdir(parents=True, exist_ok=True)
        self._files = [(folder / f"{i}.keys").open("wb") for i in range(self._buckets)]

    def add(self, keys: NDArray[np.uint64], at: Ints) -> None:
        """Add keys, as two columns, and the positions they are of."""
        records = np.empty(len(at), _RECORD)
        records["high"], records["low"], records["at"] = keys[:, 0], keys[:, 1], at
        bucket = keys[:, 0] % np.uint64(self._buckets)
        for i in range(self._buckets):
            self._files[i].write(records[bucket == i].tobytes())

    def repeats(self) -> Repeats:
        """Return every position whose key an earlier position has, with the earliest one."""
        for file in self._files:
            file.close()
        found = [_repeated(np.fromfile(file.name, _RECORD)) for file in self._files]
        shutil.rmtree(self._folder)
        again = np.concatenate([again for again, _ in found])
        first = np.concatenate([first for _, first in found])
        order = np.lexsort((first, again))
        return Repeats(again[order], first[order])


def _repeated(records: NDArray[Any]) -> tuple[Ints, Ints]:
    records = records[np.lexsort((records["at"], records["low"], records["high"]))]
    same = (records["high"][1:] == records["high"][:-1]) & (records["low"][1:] == records["low"][:-1])
    starts = np.flatnonzero(np.concatenate(([True], ~same))) if len(records) else np.empty(0, np.int64)
    group = np.cumsum(np.concatenate(([True], ~same))) - 1 if len(records) else starts
    again = np.flatnonzero(np.concatenate(([False], same))) if len(records) else starts
    return records["at"][again], records["at"][starts[group[again]]]


def positions(shard: int, rows: int) -> Ints:
    """Return the positions of the rows of a shard."""
    return np.arange(rows, dtype=np.int64) + (shard << _ROW_BITS)


def find_repeats(folder: RunFolder, shards: list[str]) -> tuple[Repeats, Repeats]:
    """Return the articles with the text, and those with the id, of an earlier one.

    Args:
        folder: the run.
        shards: names of its shards in the order of the input.
    """
    expected = sum(marker["articles"] for marker in folder.markers().values())
    texts = KeyGroups(folder.temporary / "texts", expected)
    ids = KeyGroups(folder.temporary / "ids", expected)
    for number, name in enumerate(shards):
        row = 0
        for batch in _article_batches(folder, name, ["text_hash", "id"]):
            at = positions(number, batch.num_rows) + row
            texts.add(_keys("".join(batch.column("text_hash").to_pylist())), at)
            ids.add(_keys("".join(map(_id_hash, batch.column("id").to_pylist()))), at)
            row += batch.num_rows
    return texts.repeats(), ids.repeats()


def _article_batches(folder: RunFolder, shard: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    path = folder.table("articles", shard)
    if path.exists():
        yield from batches(path, columns)


def _id_hash(value: str) -> str:
    return hashlib.blake2b(value.encode(), digest_size=16).hexdigest()


def _keys(digits: str) -> NDArray[np.uint64]:
    """Return hexadecimal hashes of 128 bits, one after another, as two columns of integers."""
    return np.frombuffer(bytes.fromhex(digits), "<u8").reshape(-1, 2)


def examples(folder: RunFolder, shards: list[str], repeats: Repeats) -> list[dict[str, Any]]:
    """Return the first few repeats with the id, file and row of both."""
    some = list(zip(repeats.again[:_EXAMPLES].tolist(), repeats.first[:_EXAMPLES].tolist(), strict=True))
    rows = lookup(folder, shards, sorted({at for pair in some for at in pair}), ["id", "file", "row"])
    return [{"id": rows[a]["id"], "again": rows[a], "first": rows[b]} for a, b in some]


def lookup(folder: RunFolder, shards: list[str], wanted: list[int], columns: list[str]) -> dict[int, Any]:
    """Return the named columns of the articles at some positions, in ascending order."""
    found: dict[int, Any] = {}
    by_shard: dict[int, list[int]] = {}
    for at in wanted:
        by_shard.setdefault(at >> _ROW_BITS, []).append(at)
    for number, places in by_shard.items():
        table = pq.read_table(folder.table("articles", shards[number]), columns=columns)
        rows = [at & ((1 << _ROW_BITS) - 1) for at in places]
        found.update(zip(places, table.take(rows).to_pylist(), strict=True))
    return found


def mark(folder: RunFolder, shards: list[str], exact: Repeats, near: Repeats) -> int:
    """Write `duplicate_of` and `duplicate_kind` into the articles of every shard; return how many have it.

    A table that says so already is left alone.
    """
    marks = dict(zip(near.again.tolist(), zip(near.first.tolist(), ["near"] * len(near), strict=True), strict=True))
    marks |= zip(exact.again.tolist(), zip(exact.first.tolist(), ["exact"] * len(exact), strict=True), strict=True)
    originals = lookup(folder, shards, sorted({first for first, _ in marks.values()}), ["id"])
    by_shard: dict[int, dict[int, tuple[str, str]]] = {}
    for at, (first, kind) in marks.items():
        row = at & ((1 << _ROW_BITS) - 1)
        by_shard.setdefault(at >> _ROW_BITS, {})[row] = (originals[first]["id"], kind)
    for number, name in enumerate(shards):
        _mark_shard(folder, name, by_shard.get(number, {}))
    return len(marks)


def _mark_shard(folder: RunFolder, shard: str, marks: dict[int, tuple[str, str]]) -> None:
    path = folder.table("articles", shard)
    if not path.exists():
        return
    now: dict[int, tuple[str, str]] = {}
    row = 0
    for batch in batches(path, ["duplicate_of", "duplicate_kind"]):
        pairs = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        now.update((row + i, pair) for i, pair in enumerate(pairs) if pair[0] is not None)
        row += batch.num_rows
    if now != marks:
        _rewrite(folder, path, marks)


def _rewrite(folder: RunFolder, path: Path, marks: dict[int, tuple[str, str]]) -> None:
    temporary = folder.temporary / f"{path.stem}.marked"
    row = 0
    try:
        with (
            pq.ParquetFile(path) as file,
            pq.ParquetWriter(temporary, file.schema_arrow, compression="zstd") as out,
        ):
            for batch in file.iter_batches(_REWRITE_ROWS, use_threads=False):
                rows = [marks.get(row + i, (None, None)) for i in range(batch.num_rows)]
                for column, values in zip(("duplicate_of", "duplicate_kind"), zip(*rows, strict=True), strict=True):
                    at = batch.schema.get_field_index(column)
                    batch = batch.set_column(at, batch.schema.field(at), pa.array(values, pa.string()))
                out.write_batch(batch)
                row += batch.num_rows
        publish(temporary, path)
    except (OSError, pa.ArrowException) as error:
        raise cannot_write(path, error if isinstance(error, OSError) else OSError(str(error))) from error


def near_repeats(folder: RunFolder, shards: list[str], *, threshold: float = NEAR_THRESHOLD) -> Repeats:
    """Return the articles that nearly repeat an earlier one, by the signatures in the folder."""
    pairs = _candidates(folder, shards)
    similar = (
        np.concatenate([_similarities(folder, shards, pairs[i : i + 10_000]) for i in range(0, len(pairs), 10_000)])
        if len(pairs)
        else np.empty(0)
    )
    pairs = pairs[similar >= threshold]
    again, at = np.unique(pairs[:, 0], return_index=True)  # pairs are sorted: the earliest original
    return Repeats(again, pairs[at, 1])


def _candidates(folder: RunFolder, shards: list[str]) -> NDArray[np.int64]:
    """Return pairs of positions that share a band of their signatures, sorted, each once."""
    from civictext.corpus.near import BAND, PERMUTATIONS

    found: list[NDArray[np.int64]] = []
    total = sum(len(_signatures(folder.path, name)) for name in shards)
    for band in range(0, PERMUTATIONS, BAND):
        groups = KeyGroups(folder.temporary / "band", total)
        for number, name in enumerate(shards):
            signatures = _signatures(folder.path, name)
            keys = np.ascontiguousarray(signatures[:, band : band + BAND]).view(np.uint64)
            used = np.flatnonzero(signatures.any(axis=1))
            groups.add(keys[used], positions(number, len(signatures))[used])
        repeats = groups.repeats()
        found.append(np.stack([repeats.again, repeats.first], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def _similarities(folder: RunFolder, shards: list[str], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    left, right = (_rows(folder, shards, pairs[:, side]) for side in (0, 1))
    share: NDArray[np.float64] = (left == right).mean(axis=1)
    return share


def _rows(folder: RunFolder, shards: list[str], at: Ints) -> NDArray[np.uint32]:
    numbers, rows = at >> _ROW_BITS, at & ((1 << _ROW_BITS) - 1)
    out = np.empty((len(at), _signatures(folder.path, shards[0]).shape[1]), np.uint32)
    for number in np.unique(numbers):
        here = numbers == number
        out[here] = _signatures(folder.path, shards[number])[rows[here]]
    return out


@lru_cache(maxsize=64)
def _signatures(folder: Path, shard: str) -> NDArray[np.uint32]:
    signatures: NDArray[np.uint32] = np.load(folder / "_near" / f"{shard}.npy", mmap_mode="r", allow_pickle=False)
    return signatures
