"""What the folder of a run says: how far it is, what it rejected, the digest of its tables."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from civictext.corpus.folder import DOCUMENTS, RunFolder
from civictext.corpus.plan import shard_names
from civictext.corpus.work import COUNTS
from civictext.errors import CorpusError

_DIGEST_BATCH = 4_096


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How far a run has come."""

    out: Path
    state: str
    shards: int
    done: int
    counts: dict[str, int]
    failed: tuple[dict[str, Any], ...]
    run: dict[str, Any]
    """`run.json` as it is."""


def open_folder(out: str | os.PathLike[str]) -> tuple[RunFolder, dict[str, Any]]:
    """Return the folder of a run and its `run.json`.

    Raises:
        CorpusError: there is no run.
    """
    folder = RunFolder(os.path.abspath(out))
    run = folder.read_run()
    if run is None:
        raise CorpusError(f"{out} holds no run: start one with `civictext run INPUT -o {out}`")
    return folder, run


def status(out: str | os.PathLike[str]) -> RunStatus:
    """Return how far a run has come; it may be going on.

    Raises:
        CorpusError: there is no run in the folder.
    """
    folder, run = open_folder(out)
    names = shard_names(folder)
    markers = folder.markers()
    done = [markers[name] for name in names if name in markers]
    counts = {name: sum(marker[name] for marker in done) for name in COUNTS}
    state = run["state"]
    if state == "running" and not folder.in_use():
        state = "interrupted"  # it was killed before it could say so
    return RunStatus(folder.path, state, len(names), len(done), counts, tuple(run["failed"]), run)


def rejects(out: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows that a run rejected or read without their date, in the order of the input.

    Raises:
        CorpusError: there is no run in the folder.
    """
    folder, _ = open_folder(out)
    for name in shard_names(folder):
        path = folder.table("rejects", name)
        if path.exists():
            for batch in batches(path):
                yield from batch.to_pylist()


def digest(out: str | os.PathLike[str]) -> str:
    """Return a hash of all results of a run, the same however it was executed.

    It is taken over the values of every column of every table, rows in the order of the input:
    so neither workers nor shards nor the layout of the Parquet files make a difference.
    The names of input files count as they were given.

    Raises:
        CorpusError: there is no run in the folder.
    """
    folder, run = open_folder(out)
    names = shard_names(folder)
    whole = hashlib.blake2b(digest_size=16)
    tables = ("articles", "rejects") if run["options"]["format"] == "jsonl" else None
    for table in tables or ("articles", "indicators", "acronyms", "topics", "rejects"):
        columns = _column_hashes(folder.table(table, name) for name in names)
        whole.update(f"{table}:{columns}\n".encode())
    if tables:
        for name in names:
            whole.update(folder.table(DOCUMENTS, name).read_bytes())
    return whole.hexdigest()


def _column_hashes(paths: Iterator[Path]) -> dict[str, str]:
    hashes: dict[str, _ColumnHash] = {}
    for path in paths:
        for batch in batches(path) if path.exists() else ():
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                hashes.setdefault(name, _ColumnHash()).add(column)
    return {name: hashes[name].hexdigest() for name in sorted(hashes)}


class _ColumnHash:
    """Hashes a column that comes in pieces: what is null, the lengths of lists and texts, the values.

    Kept apart, each is one stream of bytes, and where it was cut does not show.
    """

    def __init__(self) -> None:
        self._parts = [hashlib.blake2b(digest_size=16) for _ in range(4)]

    def add(self, column: pa.Array) -> None:
        """Hash the next piece."""
        valid, items, lengths, data = self._parts
        valid.update(_bytes(column.is_valid().cast(pa.int8())))
        values = column.drop_null()
        if pa.types.is_list(values.type):
            items.update(_bytes(pc.list_value_length(values)))
            values = values.flatten()
        if pa.types.is_string(values.type):
            lengths.update(_bytes(pc.binary_length(values)))
            data.update("".join(values.to_pylist()).encode())
        else:
            data.update(_bytes(values))

    def hexdigest(self) -> str:
        """Return the hashes of all parts."""
        return " ".join(part.hexdigest() for part in self._parts)


def batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table of a run in small batches."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        yield from file.iter_batches(_DIGEST_BATCH, columns=columns, use_threads=False)


def _bytes(values: pa.Array) -> bytes:
    data: bytes = values.to_numpy(zero_copy_only=False).tobytes()
    return data
