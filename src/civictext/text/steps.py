"""The steps of the text layer: normalise, label the lines, split the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Literal

from civictext.document import Document, Role
from civictext.resources import short_digest, tables_digest
from civictext.text import lines, normalisation, sentences

ToneStyle = Literal["old", "new", "keep"]


class NormalizeStep:
    """Repairs the text and records every change."""

    name = "normalize"

    def __init__(self, *, tone_style: ToneStyle = "old") -> None:
        self.tone_style = tone_style
        self.version = f"{normalisation.VERSION} {tables_digest(*normalisation.TABLES)} {tone_style}"

    def __call__(self, doc: Document) -> Document:
        """Return the document with its normalised text and the changes made."""
        text, changes = normalisation.normalize_with_changes(doc.source, tone_style=self.tone_style)
        return doc.with_(text=text, changes=changes) if changes else doc


class LineStep:
    """Labels each line with the part it plays on the page."""

    name = "lines"

    def __init__(self, *, boilerplate: Mapping[str, Role] | None = None) -> None:
        self.boilerplate = dict(boilerplate or {})
        own = "\n".join(f"{key}\t{role}" for key, role in sorted(self.boilerplate.items()))
        tables = f"{tables_digest(*lines.TABLES)} {short_digest(own.encode()) if own else ''}"
        self.version = f"{lines.VERSION} {tables}".rstrip()

    @classmethod
    def load(cls, boilerplate: str | PathLike[str] | None = None) -> LineStep:
        """Make the step, with a table of repeated lines if one is given.

        Args:
            boilerplate: a table as `civictext learn-boilerplate` writes it.

        Raises:
            LexiconError: the table has a malformed row; the message names file and line.
        """
        if boilerplate is None:
            return cls()
        from civictext.text.boilerplate import read_table

        return cls(boilerplate=read_table(boilerplate))

    def __call__(self, doc: Document) -> Document:
        """Return the document with `lines`."""
        return doc.with_(lines=lines.label_lines(doc.text, title=doc.title, boilerplate=self.boilerplate))


class SentenceStep:
    """Splits the lines of the article into sentences."""

    name = "sentences"

    def __init__(self) -> None:
        self.version = f"{sentences.VERSION} {tables_digest(*sentences.TABLES)}"

    def __call__(self, doc: Document) -> Document:
        """Return the document with `sentences`."""
        return doc.with_(sentences=sentences.split_sentences(doc.text, doc.read_spans))
