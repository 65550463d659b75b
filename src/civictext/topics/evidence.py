"""Why a topic: the spans of an article whose words weighed most for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import add

import numpy as np

from civictext.text.alignment import Span
from civictext.topics.features import ArticleView, Passage, consecutive
from civictext.topics.model import Floats, Reading, Rows, TopicModel

Claim = tuple[int, int]
"""An article and a topic that it is said to be about, as numbers."""
SPANS = 5
"""Most spans that are given for one topic."""
WEAK = 0.2
"""A word below this share of the heaviest one is no evidence."""
_MARKS = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x2010, 0x2028))))
"""Marks around words, most of them."""


def find_evidence(
    views: Sequence[ArticleView], model: TopicModel, reading: Reading, claims: Sequence[Claim]
) -> list[tuple[Span, ...]]:
    """Return, for each claim, the spans of the text that weighed most for it, heaviest first.

    A pair of words shares its weight between the two, and neighbouring words that weigh enough
    make one span.

    Args:
        views: what the model read of some articles.
        model: the model.
        reading: what the model found in them.
        claims: what is to be supported, of articles that have words.
    """
    if not claims:
        return []
    weights = _word_weights(model, reading, claims)
    sizes = [reading.found.words[article] for article, _ in claims]
    heaviest = np.maximum.reduceat(weights, [part.start for part in consecutive(sizes)])
    strong = weights > (WEAK * np.maximum(heaviest, 0)).repeat(sizes)
    for (article, _), part in zip(claims, consecutive(sizes), strict=True):
        if views[article].passages[0].start < 0:
            strong[part][: views[article].title] = False
    places = np.flatnonzero(strong)
    starts = list(accumulate(sizes, initial=0))
    edges = places.searchsorted(starts)
    words = (places - np.repeat(starts[:-1], edges[1:] - edges[:-1])).tolist()
    heavy = weights[places].tolist()
    return [
        _heaviest(views[article], words[first:last], heavy[first:last])
        for (article, _), (first, last) in zip(claims, pairwise(edges.tolist()), strict=True)
    ]


def _word_weights(model: TopicModel, reading: Reading, claims: Sequence[Claim]) -> Floats:
    """Share the weight of each occurrence, in its field, among its words, for claims one after the other."""
    found, articles = reading.found, [article for article, _ in claims]
    anywhere, heads = found.blocks(reading.rows)
    words = [found.words[article] for article in articles]
    parts = [size for article in articles for size in (found.titles[article], found.leads[article])]
    scales = reading.scales[articles]
    alone, paired = _shares(model, anywhere, found.words, claims) * scales[:, 0].repeat(words)
    weights: Floats = alone + paired
    weights[1:] += paired[:-1]
    alone, paired = _shares(model, heads, found.heads, claims) * scales[:, 1:].ravel().repeat(parts)
    for article, part in zip(consecutive(words), consecutive(map(add, parts[::2], parts[1::2])), strict=True):
        head = weights[article][: part.stop - part.start]
        head += alone[part]
        head += paired[part]
        head[1:] += paired[part][:-1]
    return weights


def _shares(model: TopicModel, rows: Rows, sizes: list[int], claims: Sequence[Claim]) -> Floats:
    """Return what words speak for their claim, above alone and below for each word of a pair."""
    articles = consecutive(sizes)
    chosen = [rows[:, articles[article]] for article, _ in claims]
    topics = np.repeat([topic for _, topic in claims], [part.shape[1] for part in chosen])
    shares = model.speaks_for(topics, np.concatenate(chosen, axis=1))
    shares[1] /= 2
    return shares


def _heaviest(view: ArticleView, words: list[int], weights: list[float]) -> tuple[Span, ...]:
    """Join neighbouring heavy words, given by number, to spans and return the heaviest, each wording once."""
    lines = view.starts.searchsorted([passage.at for passage in view.passages]).tolist()
    starts, ends = view.starts[words].tolist(), view.ends[words].tolist()
    runs = [
        (-sum(weights[first:last]), starts[first], ends[last - 1])
        for first, last in pairwise(_edges(view.text, set(lines), words, ends))
    ]
    runs.sort()
    chosen: dict[str, tuple[int, int]] = {}
    for _, start, end in runs:
        if wording := " ".join(view.text[start:end].split()).strip(_MARKS).lower():
            chosen.setdefault(wording, (start, end))
            if len(chosen) == SPANS:
                break
    spans = [_span(view, *run) for run in chosen.values()]
    return tuple([span for span in spans if span.start < span.end])


def _edges(text: str, lines: set[int], words: list[int], ends: list[int]) -> list[int]:
    """Return where runs begin among words, given by number, and the end of the last one.

    A run are words that stand side by side in one line with no mark between them.
    """
    edges = [
        i
        for i, (before, word) in enumerate(pairwise(words), 1)
        if word != before + 1 or word in lines or not text[ends[i - 1] - 1].isalnum()
    ]
    return [0, *edges, len(words)] if words else []


def _span(view: ArticleView, start: int, end: int) -> Span:
    """Return where a part of the view stands in the text of the document, without the marks around it."""
    at, origin = view.passages[bisect_right(view.passages, start, key=_first_place) - 1]
    while start < end and not view.text[start].isalnum():
        start += 1
    while start < end and not view.text[end - 1].isalnum():
        end -= 1
    return Span(origin + start - at, origin + end - at)


def _first_place(passage: Passage) -> int:
    return passage.at
