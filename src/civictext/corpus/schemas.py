"""The Arrow tables of documents: their columns, and how documents become their rows.

One builder serves `civictext.frames` and the shards of a corpus run, so both give the same
tables. docs/tables.md explains every column.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from civictext.corpus.records import BadRow
from civictext.document import Document

SCHEMA_VERSION = 1
"""Rises with every change of a column's name, type or meaning."""

_TEXT, _INT, _FLOAT, _FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()
_DAY = len("YYYY-MM-DD")
_ARTICLE_KEY = {"id": _TEXT, "file": _TEXT, "row": pa.int64(), "date": pa.date32()}


def _schema(table: str, columns: dict[str, pa.DataType]) -> pa.Schema:
    metadata = {"civictext.table": table, "civictext.schema": str(SCHEMA_VERSION)}
    return pa.schema(list(columns.items()), metadata=metadata)


ARTICLES = _schema(
    "articles",
    {
        **_ARTICLE_KEY,
        "published": _TEXT,
        "title": _TEXT,
        "url": _TEXT,
        "topic": _TEXT,
        "topic_score": _FLOAT,
        "chars": _INT,
        "sentences": _INT,
        "indicators": _INT,
        "acronyms": _INT,
        "text": _TEXT,
        "text_hash": _TEXT,
        "duplicate_of": _TEXT,
        "duplicate_kind": _TEXT,
        "version": _TEXT,
    },
)
INDICATORS = _schema(
    "indicators",
    {
        **_ARTICLE_KEY,
        "topic": _TEXT,
        "index": _INT,
        "text": _TEXT,
        "value": _FLOAT,
        "value_exact": _TEXT,
        "value_max": _FLOAT,
        "value_max_exact": _TEXT,
        "denominator": _FLOAT,
        "denominator_exact": _TEXT,
        "unit": _TEXT,
        "unit_text": _TEXT,
        "kind": _TEXT,
        "direction": _TEXT,
        "comparator": _TEXT,
        "status": _TEXT,
        "subject": _TEXT,
        "baseline": _TEXT,
        "period": _TEXT,
        "place": _TEXT,
        "sentence": _TEXT,
        "incidental": _FLAG,
        "flags": pa.list_(_TEXT),
        "same_as": _INT,
        "rule": _TEXT,
        "confidence": _FLOAT,
        "start": _INT,
        "end": _INT,
        "source_start": _INT,
        "source_end": _INT,
        "sentence_start": _INT,
        "sentence_end": _INT,
        "subject_start": _INT,
        "subject_end": _INT,
        "baseline_start": _INT,
        "baseline_end": _INT,
        "period_start": _INT,
        "period_end": _INT,
        "place_start": _INT,
        "place_end": _INT,
    },
)
ACRONYMS = _schema(
    "acronyms",
    {
        **_ARTICLE_KEY,
        "index": _INT,
        "short": _TEXT,
        "long": _TEXT,
        "method": _TEXT,
        "confidence": _FLOAT,
        "candidates": pa.list_(_TEXT),
        "start": _INT,
        "end": _INT,
        "source_start": _INT,
        "source_end": _INT,
        "long_start": _INT,
        "long_end": _INT,
    },
)
TOPICS = _schema(
    "topics",
    {
        **_ARTICLE_KEY,
        "rank": _INT,
        "topic": _TEXT,
        "name": _TEXT,
        "score": _FLOAT,
        "role": _TEXT,
    },
)
REJECTS = _schema(
    "rejects",
    {
        "file": _TEXT,
        "row": pa.int64(),
        "id": _TEXT,
        "code": _TEXT,
        "column": _TEXT,
        "reason": _TEXT,
        "analysed": _FLAG,
    },
)
SCHEMAS: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "indicators": INDICATORS,
    "acronyms": ACRONYMS,
    "topics": TOPICS,
}


def schema_of(table: str) -> pa.Schema:
    """Return the schema of a table of a run by its name."""
    return REJECTS if table == "rejects" else SCHEMAS[table]


class Place(NamedTuple):
    """Where an article came from: the key that joins the tables where ids repeat."""

    file: str | None
    row: int


_JOINED = len(_ARTICLE_KEY)  # the columns that every table has from its article


class TableBuilder:
    """Collects documents and makes record batches of them, one for each table.

    The rows of the tables below `articles` hold the number of their article; what they share
    with it (id, file, row, date, topic) is joined in Arrow, which is far cheaper than in Python.
    """

    def __init__(self, *, keep_text: bool) -> None:
        self._keep_text = keep_text
        self.clear()

    def clear(self) -> None:
        """Forget what was collected."""
        self._articles: list[tuple[Any, ...]] = []
        self._indicators: list[tuple[Any, ...]] = []
        self._acronyms: list[tuple[Any, ...]] = []
        self._topics: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def rows(self) -> int:
        """Rows collected of all tables together: a measure of memory."""
        return sum(map(len, (self._articles, self._indicators, self._acronyms, self._topics)))

    def add(self, doc: Document, place: Place) -> None:
        """Add the rows of a document."""
        number = len(self._articles)
        self._articles.append(_article_row(doc, place, keep_text=self._keep_text))
        self._indicators.extend(_indicator_rows(doc, number))
        self._acronyms.extend(_acronym_rows(doc, number))
        self._topics.extend(
            (number, rank, topic.id, topic.name or None, topic.score, topic.role)
            for rank, topic in enumerate(doc.topics)
        )

    def flush(self) -> dict[str, pa.RecordBatch]:
        """Return what was collected, by table, and start anew."""
        articles = _batch(self._articles, ARTICLES)
        batches = {
            "articles": articles,
            "indicators": _child_batch(self._indicators, INDICATORS, articles, ("topic",)),
            "acronyms": _child_batch(self._acronyms, ACRONYMS, articles),
            "topics": _child_batch(self._topics, TOPICS, articles),
        }
        self.clear()
        return batches


def rejects_batch(rejects: Sequence[tuple[BadRow, bool]]) -> pa.RecordBatch:
    """Return rows of the table of rejects; the flag says whether the article was analysed all the same."""
    rows = [(bad.file, bad.row, bad.id, bad.code, bad.column, bad.reason, done) for bad, done in rejects]
    return _batch(rows, REJECTS)


def _batch(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _child_batch(
    rows: Sequence[tuple[Any, ...]], schema: pa.Schema, articles: pa.RecordBatch, shared: Sequence[str] = ()
) -> pa.RecordBatch:
    """Make a batch of rows that start with the number of their article."""
    inherited = [*_ARTICLE_KEY, *shared]
    own = pa.schema(list(schema)[len(inherited) :])
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(own) + 1)
    numbers = pa.array(columns[0], pa.int32())
    arrays = [articles.column(name).take(numbers) for name in inherited]
    arrays += [pa.array(column, field.type) for column, field in zip(columns[1:], own, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _article_row(doc: Document, place: Place, *, keep_text: bool) -> tuple[Any, ...]:
    topic = doc.topic
    return (
        doc.id,
        place.file,
        place.row,
        datetime.date.fromisoformat(doc.date) if doc.date and len(doc.date) == _DAY else None,
        doc.date,
        doc.headline,
        doc.url,
        topic.id if topic else None,
        topic.score if topic else None,
        len(doc.text),
        len(doc.sentences),
        len(doc.indicators),
        len(doc.acronyms),
        doc.text if keep_text else None,
        text_hash(doc.text),
        None,
        None,
        doc.version,
    )


def _indicator_rows(doc: Document, number: int) -> Iterable[tuple[Any, ...]]:
    text = doc.text
    to_source = doc.to_source if doc.changes else tuple
    for index, i in enumerate(doc.indicators):
        yield (
            number,
            index,
            i.text,
            float(i.value),
            _exact(i.value),
            None if i.value_max is None else float(i.value_max),
            _exact(i.value_max),
            None if i.denominator is None else float(i.denominator),
            _exact(i.denominator),
            i.unit,
            i.unit_text,
            i.kind,
            i.direction,
            i.comparator,
            i.status,
            i.subject,
            i.baseline,
            i.period,
            i.place,
            text[i.sentence.start : i.sentence.end],
            "incidental" in i.flags,
            i.flags,
            i.same_as,
            i.rule,
            i.confidence,
            *i.span,
            *to_source(i.span),
            *i.sentence,
            *(i.subject_span or _NOWHERE),
            *(i.baseline_span or _NOWHERE),
            *(i.period_span or _NOWHERE),
            *(i.place_span or _NOWHERE),
        )


def _acronym_rows(doc: Document, number: int) -> Iterable[tuple[Any, ...]]:
    for index, a in enumerate(doc.acronyms):
        yield (
            number,
            index,
            a.short,
            a.long,
            a.method,
            a.confidence,
            a.candidates,
            *a.span,
            *(doc.to_source(a.span) if doc.changes else a.span),
            *(a.long_span or _NOWHERE),
        )


_NOWHERE = (None, None)


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


_SPACE_AND_PUNCTUATION = bytes(i for i in range(128) if not chr(i).isalnum())
# In UTF-8: general punctuation U+2000 to U+203F, the no-break space, the byte order mark.
_WIDE_PUNCTUATION = re.compile(rb"\xe2\x80[\x80-\xbf]|\xc2\xa0|\xef\xbb\xbf")


def fold(text: str) -> bytes:
    """Return what two copies of one text share: its letters and digits, in one case and form.

    >>> fold("Năm 2023, GRDP “tăng” 5%") == fold("NĂM 2023 GRDP tăng 5 %")
    True
    """
    folded = unicodedata.normalize("NFC", text).casefold().encode("utf-8", "surrogatepass")
    return _WIDE_PUNCTUATION.sub(b"", folded).translate(None, _SPACE_AND_PUNCTUATION)


def text_hash(text: str) -> str:
    """Return 128 bits that two texts share only if they fold to the same, as hexadecimal digits."""
    return hashlib.blake2b(fold(text), digest_size=16).hexdigest()
