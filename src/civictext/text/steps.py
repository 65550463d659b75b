"""The steps of the text layer: normalise, label the lines, split the sentences."""

from __future__ import annotations

from os import PathLike
from typing import Literal

from civictext.document import READ_ROLES, Document
from civictext.text.lines import label_lines
from civictext.text.normalisation import normalize_with_changes
from civictext.text.sentences import split_sentences

ToneStyle = Literal["old", "new", "keep"]


class NormalizeStep:
    """Repairs the text and records every change."""

    name = "normalize"

    def __init__(self, *, tone_style: ToneStyle = "old") -> None:
        self.tone_style = tone_style
        self.version = f"1 {tone_style}"

    def __call__(self, doc: Document) -> Document:
        """Return the document with its normalised text and the changes made."""
        text, changes = normalize_with_changes(doc.source, tone_style=self.tone_style)
        return doc.with_(text=text, changes=changes) if changes else doc


class LineStep:
    """Labels each line with the part it plays on the page."""

    name = "lines"
    version = "1"

    @classmethod
    def load(cls, boilerplate: str | PathLike[str] | None = None) -> LineStep:
        """Make the step, with a table of repeated lines if one is given."""
        return cls()

    def __call__(self, doc: Document) -> Document:
        """Return the document with `lines`."""
        return doc.with_(lines=label_lines(doc.text, title=doc.title))


class SentenceStep:
    """Splits the lines of the article into sentences."""

    name = "sentences"
    version = "1"

    def __call__(self, doc: Document) -> Document:
        """Return the document with `sentences`."""
        lines = [line.span for line in doc.lines if line.role in READ_ROLES]
        return doc.with_(sentences=split_sentences(doc.text, lines))
