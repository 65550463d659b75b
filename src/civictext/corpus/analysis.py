"""Rows of an input through the pipeline, a few at a time: a document of each, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from civictext.corpus.records import BadRow, Code, Row
from civictext.document import Document
from civictext.errors import CivictextError, InputError, InputTypeError
from civictext.pipeline import AT_ONCE, Pipeline

_NO_FAULT = (CivictextError, MemoryError)
"""What no row is to blame for: a model that is damaged, a machine that is full."""


def analyse(rows: Iterable[Row | BadRow], nlp: Pipeline) -> Iterator[tuple[Document, Row] | BadRow]:
    """Analyse the rows of an input in order, a few at a time; whatever goes wrong with one makes it a `BadRow`.

    Yields a document with its row, or a bad row.
    """
    stream = iter(rows)
    while few := list(islice(stream, AT_ONCE)):
        started = [row if isinstance(row, BadRow) else _start(row, nlp) for row in few]
        docs = _together([found[0] for found in started if not isinstance(found, BadRow)], nlp)
        for found in started:
            if isinstance(found, BadRow):
                yield found
            elif docs is None:
                yield _alone(*found, nlp)
            else:
                yield next(docs), found[1]


def _together(docs: list[Document], nlp: Pipeline) -> Iterator[Document] | None:
    """Return what the pipeline makes of some documents, or None if it fails at one of them."""
    try:
        return iter(nlp.run(docs))
    except _NO_FAULT:
        raise
    except Exception:
        return None


def _start(row: Row, nlp: Pipeline) -> tuple[Document, Row] | BadRow:
    try:
        return row.start(nlp), row
    except (InputError, InputTypeError) as error:
        code: Code = "too_long" if len(row.text) > nlp.max_chars else "unusable"
        return row.bad(code, str(error))
    except _NO_FAULT:
        raise
    except Exception as error:
        return _failed(row, error)


def _alone(doc: Document, row: Row, nlp: Pipeline) -> tuple[Document, Row] | BadRow:
    try:
        return nlp.run([doc])[0], row
    except _NO_FAULT:
        raise
    except Exception as error:
        return _failed(row, error)


def _failed(row: Row, error: Exception) -> BadRow:
    reason = f"civictext failed ({type(error).__name__}: {error}): please report this text as a defect"
    return row.bad("error", reason)
