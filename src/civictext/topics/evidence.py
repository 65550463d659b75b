"""Why a topic: the spans of an article whose words weighed most for it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from civictext.document import Document
from civictext.text.alignment import Span
from civictext.topics.features import ArticleView, Indices, bigrams, unigrams
from civictext.topics.model import Reading, TopicModel

SPANS = 5
"""Most spans that are given for one topic."""
WEAK = 0.2
"""A syllable below this share of the heaviest one is no evidence."""


def find_evidence(
    doc: Document, view: ArticleView, model: TopicModel, reading: Reading, topics: Iterable[int]
) -> dict[int, tuple[Span, ...]]:
    """Return, for each of some topics, the spans of the text that weighed most, heaviest first.

    The weight of an n-gram for a topic is set against its mean weight for all topics: what
    speaks for all alike is evidence for none. A bigram shares its weight between its two
    syllables, and neighbouring syllables that weigh enough make one span.

    Args:
        doc: the document, for its text.
        view: what the model read of it.
        model: the model.
        reading: what the model found in it.
        topics: columns of the model.
    """
    hashes = reading.syllables.hashes
    ones, pairs = (model.rows(buckets) for buckets in (unigrams(hashes), bigrams(hashes)))
    mean = reading.weights.mean(axis=1)
    lines = np.searchsorted(view.line_starts, reading.syllables.starts, side="right") - 1
    found = {}
    for topic in topics:
        shares = reading.values / reading.number * (reading.weights[:, topic] - mean)
        weights = _occurrences(ones, reading.rows, shares)
        halves = _occurrences(pairs, reading.rows, shares) / 2
        weights[:-1] += halves
        weights[1:] += halves
        found[topic] = _heaviest(doc, view, reading, lines, weights)
    return found


def _occurrences(
    rows: NDArray[np.int32], known: NDArray[np.int32], shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the share of every occurrence of a feature; zero where the model does not know it."""
    if not len(known):
        return np.zeros(len(rows), np.float32)
    places = np.searchsorted(known, rows)
    return np.where(rows >= 0, shares[np.minimum(places, len(known) - 1)], np.float32(0))


def _heaviest(
    doc: Document, view: ArticleView, reading: Reading, lines: Indices, weights: NDArray[np.float32]
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
