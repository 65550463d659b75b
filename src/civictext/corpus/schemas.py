"""The Arrow schemas of the tables of a run; docs/tables.md explains every column."""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1
"""Rises with every change of a column's name, type or meaning."""

_TEXT, _INT, _FLOAT, _FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()
ARTICLE_KEY = {"id": _TEXT, "file": _TEXT, "row": pa.int64(), "date": pa.date32()}
"""The columns that every table has from its article."""


def _schema(table: str, columns: dict[str, pa.DataType]) -> pa.Schema:
    metadata = {"civictext.table": table, "civictext.schema": str(SCHEMA_VERSION)}
    return pa.schema(list(columns.items()), metadata=metadata)


ARTICLES = _schema(
    "articles",
    {
        **ARTICLE_KEY,
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
        **ARTICLE_KEY,
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
        **ARTICLE_KEY,
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
        **ARTICLE_KEY,
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
