"""Analyses streams of Arrow batches, for engines that bring their own: Spark, Ray, polars, DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

import pyarrow as pa

from civictext.corpus.analysis import analyse
from civictext.corpus.columns import Place, TableBuilder, rejects_batch
from civictext.corpus.parquet import records
from civictext.corpus.records import BadRow, Columns, resolve, row_or_bad
from civictext.corpus.schemas import SCHEMAS
from civictext.corpus.work import cached_pipeline
from civictext.errors import InputError


def analyse_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    table: str = "indicators",
    text_column: str | None = None,
    id_column: str | None = None,
    title_column: str | None = None,
    date_column: str | None = None,
    url_column: str | None = None,
    keep_text: bool = False,
    **settings: Any,
) -> Iterator[pa.RecordBatch]:
    """Analyse articles that come as Arrow batches and yield one of the tables of docs/tables.md.

    The pipeline is loaded once a process. `row` counts the rows of this stream from 1 and `file`
    is null, so give articles an id.

    Args:
        batches: rows with at least a column of texts.
        table: `articles`, `indicators`, `acronyms`, `topics` or `rejects`.
        text_column, id_column, title_column, date_column, url_column: names of columns.
        keep_text: keep the normalised text in `articles`.
        settings: options of `civictext.load`.

    Raises:
        InputError: there is no such table, or no column of texts.

    >>> import pyarrow as pa
    >>> batch = pa.RecordBatch.from_pydict({"id": ["a"], "text": ["Năm 2023, toàn tỉnh có 12 xã."]})
    >>> [found["id"][0].as_py() for found in analyse_batches([batch], table="articles")]
    ['a']
    """
    if table not in (*SCHEMAS, "rejects"):
        raise InputError(f"there is no table {table!r}: choose {', '.join(SCHEMAS)} or rejects")
    nlp = cached_pipeline(settings)
    columns = Columns(text_column, id_column, title_column, date_column, url_column)
    builder = TableBuilder(keep_text=keep_text)
    numbers = count(1)
    bad: list[tuple[BadRow, bool]] = []
    for batch in batches:
        found = resolve(columns, tuple(batch.schema.names))
        rows = (
            row_or_bad(record, found, "", "row", number, lenient=columns.date is None)
            for record, number in zip(records(batch), numbers, strict=False)
        )
        for one in analyse(rows, nlp):
            if isinstance(one, BadRow):
                bad.append((one, False))
            else:
                builder.add(one[0], Place(None, one[1].row))
        yield rejects_batch(bad) if table == "rejects" else builder.flush()[table]
        builder.clear()
        bad.clear()
