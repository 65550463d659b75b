"""Reads Parquet files in small batches: bounded memory, damage named by its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH_ROWS = 128
"""Rows decoded at a time; 128 articles of a newspaper are half a megabyte."""
_BUFFER = 1 << 20


class DamagedParquetError(Exception):
    """A Parquet file without a sound footer: nothing of it can be read."""


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
        raise DamagedParquetError(f"the Parquet file is damaged or cut off ({reason}): fetch it again") from error


def parquet_rows(
    file: pq.ParquetFile, columns: list[str], start: int, end: int
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the rows from `start` up to `end`, numbered from 1; where rows are damaged, what is wrong.

    Damage costs the rest of its row group; the next group is read again.
    """
    first = 0
    for group in range(file.num_row_groups):
        last = first + file.metadata.row_group(group).num_rows
        if last > start and first < end:
            yield from _group_rows(file, group, columns, (first, last), start, end)
        first = last


def _group_rows(
    file: pq.ParquetFile, group: int, columns: list[str], bounds: tuple[int, int], start: int, end: int
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    at, last = bounds
    batches = file.iter_batches(BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False)
    while at < min(end, last):
        try:
            batch = next(batches)
        except (OSError, pa.ArrowException) as error:
            if at >= start:  # else the part before has said so
                reason = str(error).splitlines()[0][:200]
                yield at + 1, f"rows {at + 1} to {last} of the file are damaged ({reason}): fetch it again"
            return
        skip = max(0, start - at)
        if skip < batch.num_rows:
            yield from enumerate(records(batch.slice(skip, end - at - skip)), at + skip + 1)
        at += batch.num_rows


def records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch as mappings; a value that is no UTF-8 costs only its own row.

    Bytes are taken as text: older writers did not say which they are.
    """
    columns = [_values(column) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):  # the local day, without pandas
        column = pc.strftime(column, format="%Y-%m-%d")
    elif pa.types.is_binary(column.type):
        column = column.view(pa.string())
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
