"""Why a topic: the spans of an article whose words weighed most for it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from civictext.document import Document
from civictext.text.alignment import Span
from civictext.topics.features import ArticleView, Indices
from civictext.topics.model import Floats, Reading

SPANS = 5
"""Most spans that are given for one topic."""
WEAK = 0.2
"""A syllable below this share of the heaviest one is no evidence."""


def find_evidence(
    doc: Document, view: ArticleView, reading: Reading, topics: Iterable[int]
) -> dict[int, tuple[Span, ...]]:
    """Return, for each of some topics, the spans of the text that weighed most, heaviest first.

    The weight of an n-gram for a topic is set against its mean weight for all topics: what
    speaks for all alike is evidence for none. A bigram shares its weight between its two
    syllables, and neighbouring syllables that weigh enough make one span.

    Args:
        doc: the document, for its text.
        view: what the model read of it.
        reading: what the model found in it.
        topics: columns of the model.
    """
    mean = reading.weights.mean(axis=1)
    lines = np.searchsorted(view.line_starts, reading.syllables.starts, side="right") - 1
    spans = {}
    for topic in topics:
        weights = _syllable_weights(reading, reading.values * (reading.weights[:, topic] - mean))
        spans[topic] = _heaviest(doc, view, reading, lines, weights)
    return spans


def _syllable_weights(reading: Reading, weights: Floats) -> Floats:
    """Share the weight of each known feature among its occurrences, and those among their syllables."""
    counts = reading.counts
    shares = np.zeros(len(counts.buckets), np.float32)
    shares[reading.known] = weights / counts.number[reading.known]
    occurrences = shares[counts.occurrences]
    result, start = np.zeros(len(reading.syllables.starts), np.float32), 0
    for length, size in counts.runs:
        part = occurrences[start : start + length] / size
        for i in range(size):
            result[i : i + length] += part
        start += length
    return result


def _heaviest(
    doc: Document, view: ArticleView, reading: Reading, lines: Indices, weights: Floats
) -> tuple[Span, ...]:
    """Join neighbouring heavy syllables to spans and return the heaviest, each wording once."""
    sources = np.array(view.source_starts)
    heavy = np.flatnonzero((weights > WEAK * weights.max(initial=0)) & (sources[lines] >= 0))
    if not len(heavy):
        return ()
    starts, ends, lines = reading.syllables.starts[heavy], reading.syllables.ends[heavy], lines[heavy]
    joined = (starts[1:] - ends[:-1] == 1) & (lines[1:] == lines[:-1])
    first = np.flatnonzero(np.concatenate(([True], ~joined)))
    last = np.append(first[1:], len(heavy)) - 1
    totals = np.add.reduceat(weights[heavy], first)
    shift = sources[lines] - np.array(view.line_starts)[lines]
    spans: dict[str, Span] = {}
    for run in np.argsort(-totals, kind="stable"):
        i, j = first[run], last[run]
        span = Span(int(starts[i] + shift[i]), int(ends[j] + shift[j]))
        spans.setdefault(doc.text[span.start : span.end].lower(), span)
        if len(spans) == SPANS:
            break
    return tuple(spans.values())
