"""Reads Parquet files in small batches: bounded memory, damage named by its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from civictext.corpus.records import Columns, resolve

BATCH_ROWS = 128
"""Rows decoded at a time; 128 articles of a newspaper are half a megabyte."""
_BUFFER = 1 << 20


class DamagedParquetError(Exception):
    """A Parquet file that cannot be read from some row on; None is all of it."""

    def __init__(self, row: int | None, message: str) -> None:
        super().__init__(message)
        self.row = row


def open_parquet(path: str) -> pq.ParquetFile:
    """Open a Parquet file so that a row group is read page by page, not as a whole.

    Raises:
        DamagedParquetError: the file has no sound footer.
        OSError: the file cannot be opened.
    """
    try:
        return pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
    except pa.ArrowInvalid as error:
        reason = str(error).split(":")[0].strip(". ")
        message = f"the Parquet file is damaged or cut off ({reason}): fetch it again"
        raise DamagedParquetError(None, message) from error


def parquet_records(
    path: str, columns: Columns, start: int, end: int | None
) -> Iterator[tuple[int, dict[str, Any], Columns]]:
    """Yield number, record and column names of the rows from `start` up to `end`.

    Raises:
        MissingColumnError: a column is not there.
        DamagedParquetError: the file is damaged; rows before the damage have been yielded.
    """
    with open_parquet(path) as file:
        found = resolve(columns, tuple(file.schema_arrow.names))
        wanted = list(dict.fromkeys(name for name in found if name is not None))
        first = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if first + rows > start and (end is None or first < end):
                for number, record in _group_records(file, group, wanted, first, start):
                    if end is not None and number > end:
                        break
                    yield number, record, found
            first += rows


def _group_records(
    file: pq.ParquetFile, group: int, wanted: list[str], first: int, start: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a row group, numbered from 1, from `start` on."""
    at = first
    batches = file.iter_batches(BATCH_ROWS, row_groups=[group], columns=wanted, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (OSError, pa.ArrowException) as error:
            if at < start:  # an earlier part of the file reports this
                return
            message = f"the file is damaged from here on ({str(error).splitlines()[0][:200]}): fetch it again"
            raise DamagedParquetError(at + 1, message) from error
        if batch is None:
            return
        if at + batch.num_rows > start:
            skip = max(0, start - at)
            yield from enumerate(records(batch.slice(skip)), at + skip + 1)
        at += batch.num_rows


def records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch as mappings; a value that is no UTF-8 costs only its own row."""
    columns = [_values(column) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):  # the local day, without pandas
        column = pc.strftime(column, format="%Y-%m-%d")
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]
    return values


def _value(scalar: pa.Scalar) -> Any:
    """Return a value; bytes that are no UTF-8 become lone surrogates, so that only their row is refused."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes().decode("utf-8", "surrogateescape")


def group_sizes(path: str) -> list[int]:
    """Return the number of rows of each row group of a Parquet file.

    Raises:
        DamagedParquetError: the file has no sound footer.
        OSError: the file cannot be opened.
    """
    with open_parquet(path) as file:
        metadata = file.metadata
        return [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
