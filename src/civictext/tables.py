"""Arrow tables of documents: articles, indicators, acronyms, topics."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from civictext.document import Document
from civictext.errors import InputTypeError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa

_FLUSH_ROWS = 20_000
_EXACT = "_exact"


class Tables(NamedTuple):
    """The same tables as data frames of another library."""

    articles: Any
    indicators: Any
    acronyms: Any
    topics: Any


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of some documents, as pyarrow Tables; docs/tables.md explains their columns."""

    articles: pa.Table
    indicators: pa.Table
    acronyms: pa.Table
    topics: pa.Table

    def to_pandas(self) -> Tables:
        """Return the tables as pandas DataFrames.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        _library("pandas")
        return Tables(*(table.to_pandas() for table in self._tables()))

    def to_polars(self) -> Tables:
        """Return the tables as polars DataFrames.

        Raises:
            MissingExtraError: polars is not installed.
        """
        polars = _library("polars")
        return Tables(*map(polars.from_arrow, self._tables()))

    def duckdb(self) -> Any:
        """Return a DuckDB connection in memory in which the tables can be queried by their names.

        Raises:
            MissingExtraError: duckdb is not installed.
        """
        connection = _library("duckdb").connect()
        for name, table in zip(Tables._fields, self._tables(), strict=True):
            connection.register(name, table)
        return connection

    def _tables(self) -> tuple[pa.Table, ...]:
        return (self.articles, self.indicators, self.acronyms, self.topics)


def write_indicators_csv(docs: Iterable[Document], out: TextIO, *, everything: bool = False) -> None:
    """Write the table of indicators of a stream of documents as CSV, one document at a time in memory.

    CSV is text, so `value`, `value_max` and `denominator` are exact and have no second column.

    Args:
        docs: documents; they are numbered from 1 in the column `row`.
        out: a text file opened with `newline=""`.
        everything: also write small counts in passing (flag `incidental`).
    """
    from civictext.corpus.columns import Place, TableBuilder
    from civictext.corpus.schemas import INDICATORS

    builder = TableBuilder(keep_text=False)
    writer = csv.writer(out, lineterminator="\n")
    names = [name for name in INDICATORS.names if not name.endswith(_EXACT)]
    writer.writerow(names)
    for number, doc in enumerate(docs, 1):
        builder.add(doc, Place(None, number))
        for row in builder.flush()["indicators"].to_pylist():
            if everything or not row["incidental"]:
                row["flags"] = " ".join(row["flags"])
                writer.writerow(row.get(name + _EXACT, row[name]) for name in names)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(f"a table for {name}", "notebook") from error


def frames(docs: Iterable[Document]) -> Frames:
    """Return the tables of some documents.

    They have the columns of the Parquet tables of a corpus run; `file` is null and `row` counts
    the documents from 1. The normalised text is in `articles.text`.

    >>> import civictext
    >>> tables = frames([civictext.load()("Năm 2023, toàn tỉnh có 12 xã đạt chuẩn.", id="a")])
    >>> tables.articles["id"].to_pylist()
    ['a']

    Raises:
        InputTypeError: something is no `Document`.
    """
    import pyarrow as pa

    from civictext.corpus.columns import Place, TableBuilder
    from civictext.corpus.schemas import SCHEMAS

    if isinstance(docs, Document):
        docs = [docs]
    builder = TableBuilder(keep_text=True)
    parts = []
    for number, doc in enumerate(docs, 1):
        if not isinstance(doc, Document):
            raise InputTypeError(f"frames takes documents, not {type(doc).__name__}: analyse the text first")
        builder.add(doc, Place(None, number))
        if builder.held >= _FLUSH_ROWS:
            parts.append(builder.flush())
    parts.append(builder.flush())
    return Frames(
        **{
            name: pa.Table.from_batches([part[name] for part in parts], schema=schema)
            for name, schema in SCHEMAS.items()
        }
    )
