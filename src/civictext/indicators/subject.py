"""Links a measure to the stretch of text that names what it counts or measures."""

from __future__ import annotations

from collections.abc import Sequence

from civictext.document import Document
from civictext.indicators.measures import Context, Measure, Subject
from civictext.text.alignment import Span


def link_subjects(
    doc: Document, measures: Sequence[Measure], sentences: Sequence[Span], contexts: Sequence[Context]
) -> list[Subject]:
    """Return the subject of each measure; `sentences[i]` holds `measures[i]`."""
    return [Subject(None) for _ in measures]
