"""The work on one shard: read its rows, analyse them, write its tables. Pure and idempotent.

`process_shard` depends on its arguments and the files of the shard alone, so it may be called
again at any time, anywhere, and gives the same tables.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from civictext.corpus.analysis import analyse
from civictext.corpus.columns import Place, TableBuilder, rejects_batch
from civictext.corpus.folder import DOCUMENTS, RunFolder, cannot_write, publish
from civictext.corpus.readers import BadRow, Row, read_part
from civictext.corpus.records import Columns
from civictext.corpus.schemas import SCHEMA_VERSION, SCHEMAS, schema_of
from civictext.corpus.shards import Shard
from civictext.document import Document
from civictext.errors import CivictextError, CorpusError
from civictext.pipeline import Pipeline, load

Format = Literal["parquet", "jsonl"]
COUNTS = ("articles", "rejects", "warnings", "indicators", "acronyms", "bytes")
_FLUSH_ROWS = 8_000
_COMPRESSION = "zstd"


@dataclass(frozen=True, slots=True)
class Options:
    """Everything besides its input that the output of a run depends on."""

    columns: Columns = field(default_factory=Columns)
    encoding: str = "utf-8"
    format: Format = "parquet"
    keep_text: bool = False
    pipeline: dict[str, Any] = field(default_factory=dict)
    """Arguments of `civictext.load`, as JSON can hold them."""
    version: str = ""
    """Version of the pipeline: package, rules, tables, model."""

    @property
    def hash(self) -> str:
        """Hash of all of it; a shard made under another one is stale."""
        data = {**asdict(self), "schema": SCHEMA_VERSION, "pipeline": self.pipeline.get("max_chars")}
        return hashlib.blake2b(json.dumps(data, sort_keys=True).encode(), digest_size=8).hexdigest()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are written for each shard."""
        if self.format == "jsonl":
            return ("articles", "rejects", DOCUMENTS)
        return (*SCHEMAS, "rejects")


def shard_key(shard: Shard, options: Options) -> str:
    """Return what the marker of a shard says if it is up to date."""
    return f"{shard.fingerprint}-{options.hash}"


def process_shard(shard: Shard, out: str, options: Options) -> dict[str, Any]:
    """Analyse a shard and write its tables, its marker last; return the marker.

    Raises:
        CorpusError: the output cannot be written.
    """
    nlp = cached_pipeline(options.pipeline)
    if nlp.version != options.version:
        raise CorpusError(
            f"this worker has civictext {nlp.version}, the run is of {options.version}: "
            "install the same version and models everywhere"
        )
    wall, cpu = time.monotonic(), time.process_time()
    folder = RunFolder(out)
    with ShardWriter(folder, shard.name, options) as writer:
        for part in shard.parts:
            for found in analyse(read_part(part, options.columns, encoding=options.encoding), nlp):
                if isinstance(found, BadRow):
                    writer.reject(found)
                else:
                    writer.add(*found)
        writer.publish()
    marker = {
        "key": shard_key(shard, options),
        **writer.counts,
        "seconds": round(time.monotonic() - wall, 3),
        "cpu_seconds": round(time.process_time() - cpu, 3),
    }
    folder.write_json(folder.marker(shard.name), marker)
    return marker


def fresh_pipeline(settings: dict[str, Any]) -> Pipeline:
    """Load the pipeline for the arguments of `civictext.load`, and keep it for the shards of this process."""
    _pipeline.cache_clear()
    return cached_pipeline(settings)


def cached_pipeline(settings: dict[str, Any]) -> Pipeline:
    """Return the pipeline for the arguments of `civictext.load`, loaded once a process."""
    return _pipeline(json.dumps(settings, sort_keys=True, default=_plain))


def _plain(value: Any) -> Any:
    """Return a path or a set as JSON can hold it."""
    return os.fspath(value) if isinstance(value, os.PathLike) else sorted(value)


@lru_cache(maxsize=1)
def _pipeline(settings: str) -> Pipeline:
    return load(**json.loads(settings))


class ShardWriter:
    """Writes the tables of one shard under temporary names, then gives them their own."""

    def __init__(self, folder: RunFolder, shard: str, options: Options) -> None:
        self.counts = dict.fromkeys(COUNTS, 0)
        self._folder = folder
        self._shard = shard
        self._options = options
        self._builder = TableBuilder(keep_text=options.keep_text)
        self._rejects: list[tuple[BadRow, bool]] = []
        self._files: dict[str, IO[str] | pq.ParquetWriter] = {}

    def __enter__(self) -> ShardWriter:
        try:
            for table in self._options.tables:
                self._files[table] = self._open(table)
        except OSError as error:
            self._drop()
            raise cannot_write(self._folder.path, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._drop()

    def _open(self, table: str) -> IO[str] | pq.ParquetWriter:
        path = self._temporary(table)
        if table == DOCUMENTS:
            return path.open("w", encoding="utf-8")
        return pq.ParquetWriter(path, schema_of(table), compression=_COMPRESSION)

    def _temporary(self, table: str) -> Path:
        return self._folder.temporary / f"{self._shard}.{table}"

    def reject(self, bad: BadRow) -> None:
        """Put a row that was not analysed into the table of rejects."""
        self._rejects.append((bad, False))
        self._flush_if_full()

    def add(self, doc: Document, row: Row) -> None:
        """Write what was found in a row, and the warning it may carry."""
        self.counts["bytes"] += len(doc.source.encode("utf-8")) if row.html else row.size
        if row.warning:
            self._rejects.append((row.bad("date", row.warning), True))
        self._builder.add(doc, Place(row.file, row.row))
        if DOCUMENTS in self._files:
            data = json.dumps(doc.to_dict(), ensure_ascii=False, separators=(",", ":"))
            self._write(DOCUMENTS, data + "\n")
        self._flush_if_full()

    def _flush_if_full(self) -> None:
        if self._builder.held + len(self._rejects) >= _FLUSH_ROWS:
            self._flush()

    def _flush(self) -> None:
        batches = {**self._builder.flush(), "rejects": rejects_batch(self._rejects)}
        for table in ("articles", "indicators", "acronyms"):
            self.counts[table] += batches[table].num_rows
        warnings = sum(analysed for _, analysed in self._rejects)
        self.counts["warnings"] += warnings
        self.counts["rejects"] += len(self._rejects) - warnings
        self._rejects.clear()
        for table, batch in batches.items():
            if table in self._files and batch.num_rows:
                self._write(table, batch)

    def _write(self, table: str, data: str | pa.RecordBatch) -> None:
        file: Any = self._files[table]
        try:
            file.write(data) if isinstance(data, str) else file.write_batch(data)
        except (OSError, pa.ArrowException) as error:
            raise self._cannot_write(table, error) from error

    def publish(self) -> None:
        """Finish the files and give them their names.

        Raises:
            CorpusError: the disk is full, or the folder cannot be written to.
        """
        self._flush()
        for table, file in self._files.items():
            try:
                file.close()
                publish(self._temporary(table), self._folder.table(table, self._shard))
            except (OSError, pa.ArrowException) as error:
                raise self._cannot_write(table, error) from error

    def _cannot_write(self, table: str, error: Exception) -> CivictextError:
        path = self._folder.table(table, self._shard)
        return cannot_write(path, error if isinstance(error, OSError) else OSError(str(error)))

    def _drop(self) -> None:
        """Close and delete what was written so far."""
        for table, file in self._files.items():
            with suppress(OSError, pa.ArrowException):
                file.close()
            with suppress(OSError):
                self._temporary(table).unlink(missing_ok=True)
