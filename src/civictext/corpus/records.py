"""One record of an input file, checked: a `Row` to analyse or a `BadRow` with the reason."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from civictext.corpus.lines import MAX_LINE_BYTES
from civictext.document import Document
from civictext.errors import InputError
from civictext.pipeline import Pipeline, parse_date

Code = Literal[
    "columns",  # the file or the record has no such column
    "corrupt",  # the file is damaged or cut off
    "csv",  # a record with more or fewer fields than the header
    "date",  # a date that cannot be read
    "empty",  # a file without rows, a text without characters
    "encoding",  # bytes that are no UTF-8
    "error",  # the pipeline failed: a defect of civictext
    "json",  # a line that is no JSON object
    "null",  # a row without a text
    "too_long",  # a text or line that is longer than is taken
    "type",  # a value of another type
    "unreadable",  # a file that cannot be opened
    "unusable",  # a text with a NUL or a lone surrogate, a page without an article
]
"""Why a row was rejected."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article as it stands in an input file."""

    id: str
    text: str
    title: str | None
    date: str | None
    url: str | None
    file: str
    row: int
    """Number of the record in its file, from 1; of the line in JSONL; CSV headers do not count."""
    html: bool = False
    """The text is a page, for `Pipeline.from_html`."""
    size: int = 0
    """Bytes of the text as UTF-8."""
    warning: str | None = None
    """What was left out: a date that cannot be read, in a column that was only guessed."""

    def start(self, nlp: Pipeline) -> Document:
        """Return the article as a document that a pipeline can run."""
        if self.html:
            return nlp.start_html(self.text, id=self.id, url=self.url)
        return nlp.start(self.text, id=self.id, title=self.title, date=self.date, url=self.url)

    def bad(self, code: Code, reason: str) -> BadRow:
        """Return what is reported of the row if it cannot be used as it is."""
        return BadRow(code, reason, self.file, self.row, id=self.id)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record, or the rest of a file, that cannot be analysed, and what to do about it."""

    code: Code
    reason: str
    file: str
    row: int | None = None
    """None where the whole file is meant."""
    column: str | None = None
    id: str | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file} row {self.row}"
        return f"{place}: {self.reason}"


class Columns(NamedTuple):
    """Names of the columns to read; None is guessed from `GUESSES`."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None


GUESSES = (
    "text content body article maintext article_text full_text noi_dung nội_dung",
    "id _id doc_id article_id uuid",
    "title headline tieu_de tiêu_đề",
    "date published published_at published_date publish_date date_publish pub_date pubdate "
    "publication_date created_at ngay ngay_dang ngày ngày_đăng",
    "url link source_url",
)
"""Names of `Columns` that are understood without being told, best first; case and spaces do not count."""


class MissingColumnError(InputError):
    """A column that was asked for, or that is needed, is not there."""

    def __init__(self, message: str, column: str | None) -> None:
        super().__init__(message)
        self.column = column


@lru_cache(maxsize=256)
def resolve(columns: Columns, names: tuple[str, ...]) -> Columns:
    """Return which of the names of a file is the text, the id, ...

    Raises:
        MissingColumnError: no name is that of a text, or a column asked for is missing.
    """
    for asked in columns:
        if asked is not None and asked not in names:
            raise MissingColumnError(f"there is no column {asked!r}; the columns are {_listed(names)}", asked)
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.strip().casefold().replace(" ", "_"), name)
    guessed = (next((folded[g] for g in guess.split() if g in folded), None) for guess in GUESSES)
    found = Columns(*(asked or guess for asked, guess in zip(columns, guessed, strict=True)))
    if found.text is None:
        raise MissingColumnError(
            f"no column holds the text; the columns are {_listed(names)}: name it with text_column (--text-column)",
            None,
        )
    return found


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(repr, names[:20]))
    return shown + (" …" if len(names) > 20 else "") if names else "none"


_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


def row_or_bad(
    record: Mapping[str, Any], found: Columns, file: str, label: str, number: int, *, lenient: bool = True
) -> Row | BadRow:
    """Check one record, a mapping of column to value, and make a `Row` of it.

    Args:
        lenient: the date column was guessed, so a date that cannot be read costs only the date.
    """
    date, warning = None, None
    try:
        try:
            date = _date(record, found.date)
        except _RefusedError as refused:
            if not lenient:
                raise
            warning = str(refused)
        text = _text(record, found.text)
        return Row(
            id=_identity(record, found.id) or f"{label}#{number}",
            text=text,
            size=_size(text, found.text),
            title=_optional(record, found.title),
            date=date,
            url=_optional(record, found.url),
            file=file,
            row=number,
            warning=warning,
        )
    except _RefusedError as refused:
        known = _readable_id(record, found.id)
        return BadRow(refused.code, str(refused), file, number, refused.column, known)


class _RefusedError(Exception):
    """A value of a record that cannot be used."""

    def __init__(self, code: Code, column: str | None, message: str) -> None:
        super().__init__(f"column {column!r} {message}")
        self.code = code
        self.column = column


def _text(record: Mapping[str, Any], column: str | None) -> str:
    value = record.get(column) if column is not None else None
    if value is None:
        raise _RefusedError("null", column, "holds no text (null): leave the row out or fill it in")
    if not isinstance(value, str):
        raise _RefusedError("type", column, f"holds {_a(value)}, not a text: name the right column")
    if not value or value.isspace():
        raise _RefusedError("empty", column, "holds an empty text: leave the row out or fill it in")
    return value


def _identity(record: Mapping[str, Any], column: str | None) -> str | None:
    value = record.get(column) if column is not None else None
    if isinstance(value, float) and value.is_integer():  # pandas makes floats of integers beside nulls
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _optional_value(value, column)


def _readable_id(record: Mapping[str, Any], column: str | None) -> str | None:
    try:
        return _identity(record, column)
    except _RefusedError:
        return None


def _optional(record: Mapping[str, Any], column: str | None) -> str | None:
    return None if column is None else _optional_value(record.get(column), column)


def _optional_value(value: Any, column: str | None) -> str | None:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if not isinstance(value, str):
        raise _RefusedError("type", column, f"holds {_a(value)}, not a text: correct it or name another column")
    value = value.strip()
    _size(value, column)
    return value or None


def _date(record: Mapping[str, Any], column: str | None) -> str | None:
    value = record.get(column) if column is not None else None
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    text = _optional_value(value, column)
    if text is None:
        return None
    try:
        return _parse_date(text)
    except InputError as error:
        raise _RefusedError("date", column, f"holds a bad date: {error}") from None


_parse_date = lru_cache(maxsize=1024)(parse_date)


def _size(value: str, column: str | None) -> int:
    """Return the bytes of a text as UTF-8; refuse what was decoded wrongly and has none."""
    try:
        return len(value.encode("utf-8"))
    except UnicodeEncodeError as error:
        bad = value[error.start]
    if _ESCAPED_BYTE.match(bad):
        byte = ord(bad) - 0xDC00
        raise _RefusedError("encoding", column, f"holds the byte 0x{byte:02X}, which is no UTF-8: {RECODE}")
    reason = f"holds a lone surrogate {bad!a} at {value.index(bad)}: half a character; write the file again"
    raise _RefusedError("unusable", column, reason)


RECODE = "convert the file to UTF-8, for example with `iconv -f CP1258 -t UTF-8`, or say its encoding"


def _a(value: Any) -> str:
    return f"a value of type {type(value).__name__}"


def parse_json(line: bytes, file: str, number: int) -> dict[str, Any] | BadRow:
    """Read a line of JSONL; what is no JSON object is a `BadRow`."""
    if len(line) > MAX_LINE_BYTES:
        reason = f"the line is longer than {MAX_LINE_BYTES:,} bytes: is it one array? Write one object a line"
        return BadRow("too_long", reason, file, number)
    try:
        record = json.loads(line.decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except UnicodeDecodeError as error:
        reason = f"the line holds the byte 0x{line[error.start]:02X}, which is no UTF-8: {RECODE}"
        return BadRow("encoding", reason, file, number)
    except (ValueError, RecursionError) as error:
        reason = f"the line is no JSON ({error}): write one whole object a line"
        return BadRow("json", reason, file, number)
    if not isinstance(record, dict):
        hint = ", for example with `jq -c '.[]'`" if isinstance(record, list) else ""
        reason = f"the line is a JSON {type(record).__name__}, no object: write one object a line{hint}"
        return BadRow("json", reason, file, number)
    return record
