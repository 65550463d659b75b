"""Documents as rows of the Arrow tables, made column by column.

One builder serves `civictext.frames` and the shards of a corpus run, so both give the same tables.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

import pyarrow as pa

from civictext.corpus.folding import text_hash
from civictext.corpus.records import BadRow
from civictext.corpus.schemas import ACRONYMS, ARTICLE_KEY, ARTICLES, INDICATORS, REJECTS, TOPICS
from civictext.document import Acronym, Document, Indicator, Topic
from civictext.text.alignment import Span

_CHARS_A_ROW = 1_000
_DAY = len("YYYY-MM-DD")
_NOWHERE = (None, None)
_INHERITED = (*ARTICLE_KEY, "topic")
_SPAN = attrgetter("span")
_SENTENCE = attrgetter("sentence")
Item = TypeVar("Item")


class Place(NamedTuple):
    """Where an article came from: the key that joins the tables where ids repeat."""

    file: str | None
    row: int


class _Found(Generic[Item]):
    """What was found in documents, each with the number of its document and its place among the others."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.numbers: list[int] = []
        self.index: list[int] = []

    def add(self, number: int, items: Sequence[Item]) -> None:
        """Add what was found in one document."""
        self.items += items
        self.numbers += repeat(number, len(items))
        self.index += range(len(items))


class TableBuilder:
    """Collects documents and makes record batches of them, one for each table.

    The tables below `articles` hold the number of their article; what they share with it (id,
    file, row, date, topic) is joined in Arrow, which is far cheaper than in Python.
    """

    def __init__(self, *, keep_text: bool) -> None:
        self._keep_text = keep_text
        self.clear()

    def clear(self) -> None:
        """Forget what was collected."""
        self.held = 0
        """A measure of the memory of what was collected, in rows."""
        self._articles: list[tuple[Any, ...]] = []
        self._indicators: _Found[Indicator] = _Found()
        self._acronyms: _Found[Acronym] = _Found()
        self._topics: _Found[Topic] = _Found()
        self._sentences: list[str] = []
        self._indicator_sources: list[Span] = []
        self._acronym_sources: list[Span] = []

    def add(self, doc: Document, place: Place) -> None:
        """Add the rows of a document."""
        number, text = len(self._articles), doc.text
        self.held += 1 + len(doc.indicators) + len(doc.acronyms) + len(doc.topics)
        if self._keep_text:
            self.held += len(text) // _CHARS_A_ROW
        self._articles.append(_article_row(doc, place, keep_text=self._keep_text))
        self._indicators.add(number, doc.indicators)
        self._acronyms.add(number, doc.acronyms)
        self._topics.add(number, doc.topics)
        self._sentences += [text[start:end] for start, end in map(_SENTENCE, doc.indicators)]
        self._indicator_sources += _sources(doc, map(_SPAN, doc.indicators))
        self._acronym_sources += _sources(doc, map(_SPAN, doc.acronyms))

    def flush(self) -> dict[str, pa.RecordBatch]:
        """Return what was collected, by table, and start anew."""
        articles = rows_batch(self._articles, ARTICLES)
        indicators = _indicator_columns(self._indicators, self._sentences, self._indicator_sources)
        acronyms = _acronym_columns(self._acronyms, self._acronym_sources)
        batches = {
            "articles": articles,
            "indicators": _child_batch(self._indicators, indicators, INDICATORS, articles),
            "acronyms": _child_batch(self._acronyms, acronyms, ACRONYMS, articles),
            "topics": _child_batch(self._topics, _topic_columns(self._topics), TOPICS, articles),
        }
        self.clear()
        return batches


def rejects_batch(rejects: Sequence[tuple[BadRow, bool]]) -> pa.RecordBatch:
    """Return rows of the table of rejects; the flag says whether the article was analysed all the same."""
    rows = [(bad.file, bad.row, bad.id, bad.code, bad.column, bad.reason, done) for bad, done in rejects]
    return rows_batch(rows, REJECTS)


def rows_batch(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    """Make a batch of rows."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _child_batch(
    found: _Found[Any], columns: Mapping[str, Sequence[Any]], schema: pa.Schema, articles: pa.RecordBatch
) -> pa.RecordBatch:
    """Make a batch of what was found: the columns given, fields of the objects by their names, the article's."""
    numbers = pa.array(found.numbers, pa.int32())

    def array(field: pa.Field) -> pa.Array:
        if field.name in columns:
            return pa.array(columns[field.name], field.type)
        if field.name in _INHERITED:
            return articles.column(field.name).take(numbers)
        return pa.array(list(map(attrgetter(field.name), found.items)), field.type)

    return pa.RecordBatch.from_arrays(list(map(array, schema)), schema=schema)


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


def _sources(doc: Document, spans: Iterable[Span]) -> Iterable[Span]:
    return map(doc.alignment.to_source, spans) if doc.changes else spans


def _indicator_columns(found: _Found[Indicator], sentences: list[str], sources: list[Span]) -> dict[str, Sequence[Any]]:
    columns: dict[str, Sequence[Any]] = {
        "index": found.index,
        "sentence": sentences,
        "incidental": ["incidental" in i.flags for i in found.items],
        **_bounds("", map(_SPAN, found.items)),
        **_bounds("source_", sources),
        **_bounds("sentence_", map(_SENTENCE, found.items)),
    }
    for name in ("value", "value_max", "denominator"):
        exact = list(map(_exact, map(attrgetter(name), found.items)))
        columns[name] = [None if digits is None else float(digits) for digits in exact]
        columns[f"{name}_exact"] = exact
    for name in ("subject", "baseline", "period", "place"):
        columns |= _bounds(f"{name}_", map(attrgetter(f"{name}_span"), found.items))
    return columns


def _exact(value: Decimal | None) -> str | None:
    """Write a number without an exponent; `str` alone takes a third of the time of `format`."""
    if value is None:
        return None
    digits = str(value)
    return format(value, "f") if "E" in digits else digits


def _acronym_columns(found: _Found[Acronym], sources: list[Span]) -> dict[str, Sequence[Any]]:
    return {
        "index": found.index,
        **_bounds("", map(_SPAN, found.items)),
        **_bounds("source_", sources),
        **_bounds("long_", (a.long_span for a in found.items)),
    }


def _topic_columns(found: _Found[Topic]) -> dict[str, Sequence[Any]]:
    return {
        "rank": found.index,
        "topic": [topic.id for topic in found.items],
        "name": [topic.name or None for topic in found.items],
    }


def _bounds(prefix: str, spans: Iterable[Span | None]) -> dict[str, Sequence[Any]]:
    """Return the columns of starts and ends."""
    bounds = [span or _NOWHERE for span in spans]
    return {f"{prefix}start": [start for start, _ in bounds], f"{prefix}end": [end for _, end in bounds]}
