"""Reads labelled articles, for training: one table, a column of texts, columns of labels."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any

from civictext.corpus.lines import CsvRecords, Lines, opened
from civictext.corpus.records import BadRow, parse_json
from civictext.corpus.sources import find_sources
from civictext.errors import CivictextError, InputError
from civictext.pipeline import check_text

TEXT_COLUMNS = ("text", "content", "body", "article")
LABEL_COLUMNS = ("label", "labels", "topic", "primary", "category", "section")
TITLE_COLUMNS = ("title", "headline")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels, the primary one first."""

    text: str
    title: str | None
    labels: tuple[str, ...]


def read_labelled(
    path: str | PathLike[str],
    *,
    text_column: str | None = None,
    title_column: str | None = None,
    label_columns: Sequence[str] = (),
    separator: str | None = None,
) -> tuple[list[Labelled], list[BadRow]]:
    """Read a labelled corpus; return the articles, and the rows that are none with what is wrong.

    Args:
        path: a .parquet, .csv or .jsonl file; the last two also with .gz or .zst.
        text_column: column of the texts; recognised by its name if not given.
        title_column: column of the headlines, where the texts do not hold them.
        label_columns: columns of labels, the one of the primary topic first; a cell may hold a
            list. Recognised by name if not given.
        separator: what separates several labels in one cell of text.

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    records = _records(fspath(path))
    rows = {number: record for number, record in enumerate(records, 1) if not isinstance(record, BadRow)}
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    text = _column(path, columns, text_column, TEXT_COLUMNS, "text")
    if text is None:
        raise InputError(f"{path} has no column of texts; it has {', '.join(columns)}: add --text-column")
    title = _column(path, columns, title_column, TITLE_COLUMNS, "title")
    labels = [_column(path, columns, name, (), "label") for name in label_columns]
    if not labels:
        labels = [_column(path, columns, None, LABEL_COLUMNS, "label")]
    if None in labels:
        raise InputError(f"{path} has no column of labels; it has {', '.join(columns)}: add --label-column")
    found: list[Labelled | BadRow] = [record for record in records if isinstance(record, BadRow)]
    for number, row in rows.items():
        if reason := _unusable(row.get(text)):
            found.append(BadRow("null", reason, fspath(path), number, text))
        elif names := tuple(_labels(row, labels, separator)):
            found.append(Labelled(row[text], row.get(title) if title else None, names))
        else:
            found.append(BadRow("null", "the row has no label: give it one", fspath(path), number, labels[0]))
    return (
        [article for article in found if isinstance(article, Labelled)],
        sorted((bad for bad in found if isinstance(bad, BadRow)), key=lambda bad: bad.row or 0),
    )


def _records(path: str) -> list[dict[str, Any] | BadRow]:
    """Read all rows of a table, those that cannot be read as what is wrong with them."""
    import pyarrow as pa
    import pyarrow.parquet

    source = find_sources(path)[0]
    if os.path.isdir(path) or source.format not in ("parquet", "csv", "jsonl"):
        raise InputError(f"{path} is no table to train on: give a .parquet, .csv or .jsonl file")
    try:
        if source.format == "parquet":
            return pyarrow.parquet.read_table(path).to_pylist()  # type: ignore[no-any-return]
        with opened(source) as stream:
            if source.format == "jsonl":
                lines = (line for line in Lines(stream) if not line.isspace())
                return [parse_json(line, path, number) for number, line in enumerate(lines, 1)]
            records = enumerate(CsvRecords(stream, source, "utf-8"), 1)
            return [BadRow("csv", r, path, number) if isinstance(r, str) else r for number, r in records]
    except (OSError, EOFError, pa.ArrowInvalid) as error:
        raise InputError(f"{path} cannot be read: {error}") from error


def _column(
    path: str | PathLike[str], columns: list[str], named: str | None, usual: Sequence[str], what: str
) -> str | None:
    """Return the column that is named, or the first with a usual name, or None."""
    if named is not None and named not in columns:
        raise InputError(f"{path} has no {what} column {named!r}; it has {', '.join(columns)}")
    return named or next((name for name in usual if name in columns), None)


def _unusable(text: object) -> str | None:
    """Return what is wrong with a cell that holds no text that can be analysed."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return "the row has no text: give it one"
    try:
        check_text(text)
    except CivictextError as error:
        return str(error)
    return None


def _labels(row: dict[str, Any], columns: Sequence[str | None], separator: str | None) -> Iterator[str]:
    """Yield the labels of a row in order, each once."""
    seen = set()
    for column in columns:
        cell = row.get(column or "")
        parts = cell if isinstance(cell, list) else [] if cell is None else [str(cell)]
        for part in parts:
            for label in str(part).split(separator) if separator else [str(part)]:
                if label.strip() and label.strip() not in seen:
                    seen.add(label.strip())
                    yield label.strip()
