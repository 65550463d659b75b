"""Reads labelled articles, for training: one table, a column of texts, columns of labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

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
) -> tuple[list[Labelled], int]:
    """Read a labelled corpus; return the articles and how many rows had no text or no label.

    Args:
        path: a .parquet, .csv or .jsonl file.
        text_column: column of the texts; recognised by its name if not given.
        title_column: column of the headlines, where the texts do not hold them.
        label_columns: columns of labels, the one of the primary topic first; a cell may hold a
            list. Recognised by name if not given.
        separator: what separates several labels in one cell of text.

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    rows, columns = _read_table(Path(path))
    text = _column(path, columns, text_column, TEXT_COLUMNS, "text")
    if text is None:
        raise InputError(f"{path} has no column of texts; it has {', '.join(columns)}: add --text-column")
    title = _column(path, columns, title_column, TITLE_COLUMNS, "title")
    labels = [_column(path, columns, name, (), "label") for name in label_columns]
    if not labels:
        labels = [_column(path, columns, None, LABEL_COLUMNS, "label")]
    if None in labels:
        raise InputError(f"{path} has no column of labels; it has {', '.join(columns)}: add --label-column")
    found = [
        Labelled(row[text], row[title] if title else None, tuple(_labels(row, labels, separator)))
        for row in rows
        if _usable(row.get(text))
    ]
    kept = [article for article in found if article.labels]
    return kept, len(rows) - len(kept)


def _read_table(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Read all rows of a table and the names of its columns."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.json
    import pyarrow.parquet

    readers = {
        ".parquet": pyarrow.parquet.read_table,
        ".csv": lambda file: pyarrow.csv.read_csv(
            file, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
        ),
        ".jsonl": pyarrow.json.read_json,
    }
    if path.suffix not in readers:
        raise InputError(f"{path} is no table to train on: give a .parquet, .csv or .jsonl file")
    try:
        table = readers[path.suffix](path)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    return table.to_pylist(), table.column_names


def _column(
    path: str | PathLike[str], columns: list[str], named: str | None, usual: Sequence[str], what: str
) -> str | None:
    """Return the column that is named, or the first with a usual name, or None."""
    if named is not None and named not in columns:
        raise InputError(f"{path} has no {what} column {named!r}; it has {', '.join(columns)}")
    return named or next((name for name in usual if name in columns), None)


def _usable(text: object) -> bool:
    """Tell whether a cell holds a text that can be analysed."""
    try:
        check_text(text)
    except CivictextError:
        return False
    return isinstance(text, str) and not text.isspace() and text != ""


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
