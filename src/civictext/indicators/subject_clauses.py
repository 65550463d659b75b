"""Subjects by clause type: where the noun phrase stands, then where it ends.

A count is followed by what it counts (`60 cuộc đối thoại`), a measured value by nothing or by the
thing measured out (`200 tấn gạo`), all else is named before the number (`tỷ lệ hồ sơ đạt 90%`).
The edges are function words of `data/subject_edges.tsv`. This is the simple approach against
which the trained one is measured (docs/subjects.md), and what is used where no model is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from civictext.document import Document
from civictext.indicators.measures import Context, Measure, Subject
from civictext.resources import data_path
from civictext.text.alignment import Span

_WORD = re.compile(r"[^\W_]+(?:[-/&.,][^\W_]+)*|[^\w\s]")
_NEVER_AFTER = frozenset({"age", "change", "attainment"})
_REACH = 200
_LONGEST = 12


@lru_cache(maxsize=1)
def edge_words() -> dict[str, frozenset[str]]:
    """Return the words of each class of `subject_edges.tsv`."""
    rows = data_path("subject_edges.tsv").read_text(encoding="utf-8").splitlines()
    return {
        name: frozenset(words.split("|"))
        for name, words in (row.split("\t") for row in rows if row and not row.startswith("#"))
    }


def subject_by_clause(text: str, measure: Measure, sentence: Span, context: Context) -> Subject:
    """Return the subject of one figure by the patterns of its clause, alone in its sentence."""
    after = _after(text, measure, sentence)
    before = _before(text, measure, sentence)
    counted = measure.unit_span is not None and measure.unit is not None and measure.unit[:1].islower()
    if after and context.kind not in _NEVER_AFTER and (counted or before is None or context.kind == "share"):
        return Subject(after, "subject:after", 0.6)
    return Subject(before, "subject:before" if before else "", 0.4 if before else 0.0)


def _after(text: str, measure: Measure, sentence: Span) -> Span | None:
    """Return the noun phrase that begins at the unit noun or, after a currency or `%`, behind it."""
    unit = measure.unit_span
    start = measure.span.end if unit is None or unit.start < measure.span.end else unit.start
    edges = edge_words()["after"]
    first = end = None
    for i, word in enumerate(_WORD.finditer(text, start, min(sentence.end, start + _REACH))):
        if i >= _LONGEST or not word[0][0].isalnum() or word[0].lower() in edges or word[0].isdigit():
            break
        first = word.start() if first is None else first
        end = word.end()
    return None if first is None or end is None else Span(first, end)


def _before(text: str, measure: Measure, sentence: Span) -> Span | None:
    """Return the noun phrase left of the number, behind the words that link the two."""
    left = max(sentence.start, measure.span.start - _REACH)
    words = list(_WORD.finditer(text, left, measure.span.start))
    links, opens = edge_words()["before"], edge_words()["open"]
    while words and (words[-1][0].lower() in links or not words[-1][0].isalnum()):
        words.pop()
    last = len(words)
    first = last
    while first > max(0, last - _LONGEST) and _inside(words[first - 1][0], opens):
        first -= 1
    return Span(words[first].start(), words[last - 1].end()) if first < last else None


def _inside(word: str, opens: frozenset[str]) -> bool:
    return word[0].isalpha() and word.lower() not in opens


def link_by_clause(
    doc: Document, measures: Sequence[Measure], sentences: Sequence[Span], contexts: Sequence[Context]
) -> list[Subject]:
    """Return the subject of each measure; a change right behind another figure has its subject."""
    found: list[Subject] = []
    for i, (measure, sentence, context) in enumerate(zip(measures, sentences, contexts, strict=True)):
        subject = subject_by_clause(doc.text, measure, sentence, context)
        near = i > 0 and sentences[i - 1] == sentence and _bare(doc.text, measures, i)
        if near and context.kind in ("change", "attainment") and found[-1].span:
            subject = Subject(found[-1].span, "subject:inherited", found[-1].score)
        found.append(subject)
    return found


def _bare(text: str, measures: Sequence[Measure], i: int) -> bool:
    """Tell whether next to nothing stands between a figure and the one before it."""
    gap = text[measures[i - 1].span.end : measures[i].span.start]
    return len(gap.split()) <= 5
