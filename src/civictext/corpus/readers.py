"""Streams the rows of input files, one at a time in memory, whatever their format and size.

A bad row never stops the stream: it comes as a `BadRow` that names file, row and column and says
what to do. Only a path that leads nowhere is an error, before anything is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from civictext.corpus.lines import MAX_LINE_BYTES, CsvRecords, Lines, opened
from civictext.corpus.pages import decode_page, decode_text
from civictext.corpus.records import (
    RECODE,
    BadRow,
    Code,
    Columns,
    MissingColumnError,
    Row,
    parse_json,
    resolve,
    row_or_bad,
)
from civictext.corpus.sources import STDIN, Source, find_sources
from civictext.errors import CivictextError, InputError

__all__ = ["BadRow", "Part", "Row", "check_encoding", "read_part", "read_rows"]

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive rows of one file: what a shard is made of."""

    source: Source
    start: int = 0
    """Rows of the file before this part."""
    rows: int | None = None
    """Rows of this part; None is all to the end of the file."""
    offset: int | None = None
    """Byte of a file of lines at which the part starts, decompressed."""

    def __str__(self) -> str:
        last = "" if self.rows is None else self.start + self.rows
        return f"{self.source.name} rows {self.start + 1}–{last}"


def read_rows(
    paths: Paths,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    title_column: str | None = None,
    date_column: str | None = None,
    url_column: str | None = None,
    encoding: str = "utf-8",
) -> Iterator[Row | BadRow]:
    """Read articles from files, folders and globs, or from the standard input (`-`).

    A .txt or .html file is one article; each record of .jsonl, .csv (also with .gz or .zst) and
    .parquet is one. Columns that are not named are recognised by their usual names. The id of
    a row without one is its file and number. The standard input is JSONL if it starts
    with a JSON object, else one text.

    Args:
        paths: one path or several.
        text_column, id_column, title_column, date_column, url_column: names of columns.
        encoding: of .txt and .csv files.

    Raises:
        InputError: a path leads to no file that can be read, or the encoding is unknown.
    """
    columns = Columns(text_column, id_column, title_column, date_column, url_column)
    check_encoding(encoding)
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    files = [path for path in listed if path != STDIN]
    sources = find_sources(files) if files or not listed else []
    stdin = _read_stdin(sys.stdin.buffer, columns, encoding) if STDIN in listed else ()
    return chain(stdin, *(read_part(Part(source), columns, encoding=encoding) for source in sources))


def check_encoding(encoding: str) -> None:
    """Raise if Python knows no encoding of that name.

    Raises:
        InputError: it knows none.
    """
    try:
        "".encode(encoding)
    except LookupError:
        raise InputError(f"there is no encoding {encoding!r}: try utf-8, utf-16, cp1258 or latin-1") from None


def read_part(part: Part, columns: Columns, *, encoding: str = "utf-8") -> Iterator[Row | BadRow]:
    """Read the rows of a part of a file. What is wrong with the file itself is its last row."""
    reader = _READERS[part.source.format]
    seen = part.start
    try:
        for row in reader(part, columns, encoding):
            seen = row.row or seen
            yield row
    except MissingColumnError as error:
        yield from _once(part, BadRow("columns", str(error), part.source.name, column=error.column))
    except _DamagedError as damage:
        bad = BadRow(damage.code, str(damage), part.source.name, damage.row)
        yield from _once(part, bad) if damage.row is None else (bad,)
    except CivictextError:
        raise
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror or error}"
        yield from _once(part, BadRow("unreadable", reason, part.source.name))
    else:
        if seen == 0 and part.start == 0:
            yield BadRow("empty", "the file holds no rows", part.source.name)


def _once(part: Part, bad: BadRow) -> Iterator[BadRow]:
    """Yield what is wrong with a whole file only in its first part."""
    if part.start == 0:
        yield bad


class _DamagedError(Exception):
    """A file that breaks off; carries the row at which it does."""

    def __init__(self, code: Code, row: int | None, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.row = row


def _read_text(part: Part, columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    return _read_whole(part.source, lambda raw: decode_text(raw, encoding), html=False)


def _read_html(part: Part, columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    return _read_whole(part.source, decode_page, html=True)


def _read_whole(source: Source, decode: Callable[[bytes], str], *, html: bool) -> Iterator[Row | BadRow]:
    with open(source.path, "rb") as stream:
        raw = stream.read(MAX_LINE_BYTES + 1)
    yield _whole(source, raw, decode, html=html)


def _whole(source: Source, raw: bytes, decode: Callable[[bytes], str], *, html: bool) -> Row | BadRow:
    if len(raw) > MAX_LINE_BYTES:
        reason = f"the file is longer than {MAX_LINE_BYTES:,} bytes: split it into articles"
        return BadRow("too_long", reason, source.name, 1, id=source.label)
    try:
        text = decode(raw)
    except UnicodeDecodeError as error:
        reason = f"{error.reason} at byte {error.start}, 0x{raw[error.start]:02X}: {RECODE}"
        return BadRow("encoding", reason, source.name, 1, id=source.label)
    if not text or text.isspace():
        return BadRow("empty", "the file is empty: leave it out", source.name, 1, id=source.label)
    return Row(source.label, text, None, None, None, source.name, 1, html, len(text.encode("utf-8")))


def _read_jsonl(part: Part, columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    with opened(part.source) as stream:
        yield from _json_rows(_guarded(Lines(stream), part), columns, part)


def _json_rows(lines: Iterable[bytes], columns: Columns, part: Part) -> Iterator[Row | BadRow]:
    source = part.source
    for number, line in enumerate(lines, part.start + 1):
        if line.isspace():
            continue
        record = parse_json(line, source.name, number)
        if isinstance(record, BadRow):
            yield record
            continue
        try:
            found = resolve(columns, tuple(record))
        except MissingColumnError as error:
            yield BadRow("columns", str(error), source.name, number, error.column)
        else:
            yield row_or_bad(record, found, source.name, source.label, number, lenient=columns.date is None)


def _guarded(items: Lines | CsvRecords, part: Part) -> Iterator[Any]:
    """Yield the records of a part; name the row at which the file breaks off."""
    number = part.start
    end = sys.maxsize if part.rows is None else part.start + part.rows
    try:
        if part.offset:
            items.seek(part.offset)
        while number < end:
            yield next(items)
            number += 1
    except StopIteration:
        return
    except (EOFError, OSError, ValueError) as error:  # also gzip and zstd errors
        message = f"the file breaks off here ({error}): fetch it again"
        raise _DamagedError("corrupt", number + 1, message) from error


def _read_csv(part: Part, columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    source = part.source
    with opened(source) as stream:
        records = CsvRecords(stream, source, encoding)
        found = resolve(columns, tuple(records.header))
        for number, record in enumerate(_guarded(records, part), part.start + 1):
            if isinstance(record, str):
                yield BadRow("csv", record, source.name, number)
            else:
                yield row_or_bad(record, found, source.name, source.label, number, lenient=columns.date is None)


def _read_parquet(part: Part, columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    from civictext.corpus.parquet import DamagedParquetError, open_parquet, parquet_rows

    source = part.source
    end = sys.maxsize if part.rows is None else part.start + part.rows
    try:
        file = open_parquet(source.path)
    except DamagedParquetError as damage:
        raise _DamagedError("corrupt", None, str(damage)) from damage
    with file:
        found = resolve(columns, tuple(file.schema_arrow.names))
        wanted = list(dict.fromkeys(name for name in found if name is not None))
        for number, record in parquet_rows(file, wanted, part.start, end):
            if isinstance(record, str):
                yield BadRow("corrupt", record, source.name, number)
            else:
                yield row_or_bad(record, found, source.name, source.label, number, lenient=columns.date is None)


def _read_stdin(stream: IO[bytes], columns: Columns, encoding: str) -> Iterator[Row | BadRow]:
    source = Source(STDIN, STDIN, "jsonl", label="stdin")
    lines = Lines(stream)
    first = next(lines, b"")
    if not first.startswith(b"{"):
        raw = first + stream.read(MAX_LINE_BYTES + 1)
        yield _whole(source, raw, lambda text: decode_text(text, encoding), html=False)
        return
    yield from _json_rows(chain([first], lines), columns, Part(source))


_READERS: dict[str, Callable[[Part, Columns, str], Iterator[Row | BadRow]]] = {
    "txt": _read_text,
    "html": _read_html,
    "jsonl": _read_jsonl,
    "csv": _read_csv,
    "parquet": _read_parquet,
}
