"""Rows through a pipeline a few at a time: one that fails is named, and the others are not touched."""

from __future__ import annotations

from typing import Any

import pytest

from civictext.corpus.analysis import analyse
from civictext.corpus.records import BadRow, Row
from civictext.document import Document
from civictext.errors import ModelError
from civictext.pipeline import AT_ONCE, Pipeline


class Raising:
    """A step that raises at texts that hold an x."""

    name, version = "raising", "1"

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __call__(self, doc: Document) -> Document:
        if "x" in doc.text:
            raise self.error("an x")
        return doc


def rows(texts: str) -> list[Row | BadRow]:
    return [row(text, n) for n, text in enumerate(texts, 1)]


def row(text: str, n: int) -> Row:
    return Row(text, text, title=None, date=None, url=None, file="a.jsonl", row=n)


def told(found: tuple[Document, Row] | BadRow) -> Any:
    return (found.code, found.row) if isinstance(found, BadRow) else found[0].source


@pytest.mark.parametrize("texts", ["abxcd", "x", "xx", "a" * AT_ONCE + "x" + "b" * AT_ONCE, ""])
def test_a_row_at_which_a_step_fails_is_named_and_the_others_are_analysed(texts: str) -> None:
    found = list(analyse(rows(texts), Pipeline([Raising(ValueError)])))
    assert [told(one) for one in found] == [("error", n) if text == "x" else text for n, text in enumerate(texts, 1)]


def test_rows_that_cannot_be_started_keep_their_places() -> None:
    bad = BadRow("unusable", "no JSON", "a.jsonl", 2)
    given = [*rows("a"), bad, row("b\0", 3), *rows("c")]
    found = list(analyse(given, Pipeline([Raising(ValueError)])))
    assert [told(one) for one in found] == ["a", (bad.code, 2), ("unusable", 3), "c"]


class Failing:
    """A step that fails at first with a defect, then with a damaged model."""

    name, version = "failing", "1"

    def __init__(self) -> None:
        self.errors: list[Exception] = [ValueError("an x"), ModelError("damaged")]

    def __call__(self, doc: Document) -> Document:
        raise self.errors.pop(0)


def test_a_damaged_model_is_raised_also_where_rows_are_taken_alone() -> None:
    with pytest.raises(ModelError):
        list(analyse(rows("a"), Pipeline([Failing()])))


@pytest.mark.parametrize("error", [MemoryError, ModelError])
def test_what_is_no_fault_of_a_row_is_raised(error: type[Exception]) -> None:
    with pytest.raises(error):
        list(analyse(rows("ax"), Pipeline([Raising(error)])))
