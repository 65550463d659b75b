"""Links a measure to the stretch of text that names what it counts or measures."""

from __future__ import annotations

from collections.abc import Sequence

from civictext.document import Document
from civictext.indicators.clauses import subject_by_clause
from civictext.indicators.measures import Context, Measure, Subject
from civictext.text.alignment import Span


def link_subjects(
    doc: Document, measures: Sequence[Measure], sentences: Sequence[Span], contexts: Sequence[Context]
) -> list[Subject]:
    """Return the subject of each measure; `sentences[i]` holds `measures[i]`."""
    found: list[Subject] = []
    for i, (measure, sentence, context) in enumerate(zip(measures, sentences, contexts, strict=True)):
        subject = subject_by_clause(doc.text, measure, sentence, context)
        same = i > 0 and sentences[i - 1] == sentence
        if same and context.kind in ("change", "attainment") and found[-1].span and _bare(doc.text, measures, i):
            subject = Subject(found[-1].span, "subject:inherited", found[-1].score)
        found.append(subject)
    return found


def _bare(text: str, measures: Sequence[Measure], i: int) -> bool:
    """Tell whether next to nothing stands between a figure and the one before it."""
    gap = text[measures[i - 1].span.end : measures[i].span.start]
    return len(gap.split()) <= 5
