"""Why a topic: the spans of an article whose words weighed most for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from civictext.text.alignment import Span
from civictext.topics.features import ArticleView, Passage
from civictext.topics.model import Floats, Reading, TopicModel

SPANS = 5
"""Most spans that are given for one topic."""
WEAK = 0.2
"""A word below this share of the heaviest one is no evidence."""
_MARKS = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x2010, 0x2028))))
"""Marks around words, most of them."""


def find_evidence(
    view: ArticleView, model: TopicModel, reading: Reading, topics: Iterable[int]
) -> dict[int, tuple[Span, ...]]:
    """Return, for each of some topics, the spans of the text that weighed most, heaviest first.

    A pair of words shares its weight between the two, and neighbouring words that weigh enough
    make one span.

    Args:
        view: what the model read of it.
        model: the model.
        reading: what the model found in it.
        topics: columns of the model.
    """
    return {
        topic: _heaviest(view, _word_weights(view, reading, model.speaks_for(topic, reading)))
        for topic in topics
    }


def _word_weights(view: ArticleView, reading: Reading, weights: Floats) -> Floats:
    """Share the weight of each occurrence, in its field, among its words."""
    result, start = np.zeros(len(view.words), np.float32), 0
    for field, first, number, size in reading.found.runs:
        part = weights[start : start + number] * (reading.scales[field] / size)
        for i in range(first, first + size):
            result[i : i + number] += part
        start += number
    return result


def _heaviest(view: ArticleView, weights: Floats) -> tuple[Span, ...]:
    """Join neighbouring heavy words to spans and return the heaviest, each wording once."""
    beside = view.title if view.passages[0].start < 0 else 0
    places = np.flatnonzero(weights[beside:] > WEAK * weights.max(initial=0)) + beside
    heavy = dict(zip(places.tolist(), weights[places].tolist(), strict=True))
    runs = [(-sum(map(heavy.__getitem__, range(*run))), run) for run in _runs(view, list(heavy))]
    chosen: dict[str, tuple[int, int]] = {}
    for _, run in sorted(runs):
        if wording := " ".join(view.words[slice(*run)]).strip(_MARKS).lower():
            chosen.setdefault(wording, run)
        if len(chosen) == SPANS:
            break
    spans = (_span(view, *run) for run in chosen.values())
    return tuple(span for span in spans if span.start < span.end)


def _runs(view: ArticleView, words: list[int]) -> Iterator[tuple[int, int]]:
    """Join words, given by number, that stand side by side in one line with no mark between them."""
    if not words:
        return
    firsts = {passage.first for passage in view.passages}
    start = words[0]
    for word, after in pairwise([*words, -1]):
        if after != word + 1 or after in firsts or not view.words[word][-1].isalnum():
            yield start, word + 1
            start = after


def _span(view: ArticleView, first: int, last: int) -> Span:
    """Return where words stand in the text of the document, without the marks around them."""
    passage = view.passages[bisect_right(view.passages, first, key=_first_word) - 1]
    rest = passage.text.split(None, first - passage.first)[-1]
    tail = rest.split(None, last - first - 1)[-1]
    start = len(passage.text) - len(rest)
    end = len(passage.text) - len(tail) + len(view.words[last - 1])
    while start < end and not passage.text[start].isalnum():
        start += 1
    while start < end and not passage.text[end - 1].isalnum():
        end -= 1
    return Span(passage.start + start, passage.start + end)


def _first_word(passage: Passage) -> int:
    return passage.first
