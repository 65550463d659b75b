"""Links a measure to what the words around it say: kind, comparator, period, place …"""

from __future__ import annotations

from collections.abc import Sequence

from civictext.document import Document
from civictext.indicators.measures import Context, Measure
from civictext.text.alignment import Span


def link_contexts(doc: Document, measures: Sequence[Measure], sentences: Sequence[Span]) -> list[Context]:
    """Return the context of each measure; `sentences[i]` holds `measures[i]`."""
    return [Context() for _ in measures]
