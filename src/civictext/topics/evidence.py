"""Why a topic: the spans of an article whose words weighed most for it."""

from __future__ import annotations

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64

from civictext.text.alignment import Span, new_span
from civictext.topics.features import ArticleView, set_apart, word_end
from civictext.topics.reading import Reading

SPANS: Final = 5
"""Most spans that are given for one topic."""
WEAK: Final = 0.2
"""A word below this share of the heaviest one is no evidence."""
_MARKS: Final = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x2010, 0x2028))))
"""Marks around words, most of them."""


def find_evidence(view: ArticleView, reading: Reading, topic: int) -> tuple[Span, ...]:
    """Return the spans of a text that weighed most for a topic, heaviest first.

    A pair of words shares its weight between the two, and neighbouring words that weigh enough
    make one span.

    Args:
        view: what the model read of an article.
        reading: what the model found in it.
        topic: what is to be supported, as a number.
    """
    runs = _Runs(view, _word_weights(view, reading, topic))
    chosen: dict[str, Span] = {}
    while len(chosen) < SPANS:
        run = runs.take_heaviest()
        if run < 0:
            break
        start, end = int(runs.starts[run]), int(runs.ends[run])
        wording = " ".join(set_apart(view.text[start:end]).split()).strip(_MARKS).lower()
        if wording and wording not in chosen:
            chosen[wording] = _without_marks(view.text, start, end)
    return tuple([span for span in chosen.values() if span.start < span.end])


def _word_weights(view: ArticleView, reading: Reading, topic: int) -> vec[float]:
    """Share the weight of each occurrence among its words."""
    words, title, lead = view.sizes
    weights = vec[float]([0.0] * words)
    speaks = reading.speaks_for(topic)
    _add_field(weights, speaks, reading, 0, 0, words)
    _add_field(weights, speaks, reading, 2 * words, 0, title)
    _add_field(weights, speaks, reading, 2 * (words + title), title, lead)
    return weights


def _add_field(weights: vec[float], speaks: vec[float], reading: Reading, at: i64, first: i64, words: i64) -> None:
    """Add the weights of a field, whose occurrences begin at some place, to those of its words."""
    found = reading.found
    before = 0.0
    i: i64 = 0
    while i < words:
        paired = speaks[found[at + words + i]] / 2
        weights[first + i] += speaks[found[at + i]] + before + paired
        before = paired
        i += 1


class _Runs:
    """Runs of heavy words: words that stand side by side in one line with no mark between them.

    Attributes:
        weights: the weight of each run, 0 once it is taken.
        starts, ends: where it stands in the text.
    """

    def __init__(self, view: ArticleView, words: vec[float]) -> None:
        least, lines = _least(words), set(view.lines)
        weights, starts, ends = vec[float](), vec[i64](), vec[i64]()
        first: i64 = view.title if view.beside else 0
        while first < len(words):
            if words[first] > least:
                last: i64 = first
                weight = words[first]
                while last + 1 < len(words) and words[last + 1] > least and _joined(view, lines, last):
                    last += 1
                    weight += words[last]
                weights = append(weights, weight)
                starts = append(starts, view.starts[first])
                ends = append(ends, word_end(view.text, view.starts[last]))
                first = last
            first += 1
        self.weights, self.starts, self.ends = weights, starts, ends

    def take_heaviest(self) -> i64:
        """Return the number of the heaviest run, the first of equal ones; -1 if all are taken."""
        weights = self.weights
        best: i64 = -1
        weight = 0.0
        run: i64 = 0
        while run < len(weights):
            if weights[run] > weight:
                weight = weights[run]
                best = run
            run += 1
        if best >= 0:
            weights[best] = 0.0
        return best


def _least(weights: vec[float]) -> float:
    """Return the weight that a word of a run surpasses."""
    heaviest = 0.0
    for weight in weights:
        if weight > heaviest:
            heaviest = weight
    return WEAK * heaviest


def _joined(view: ArticleView, lines: set[int], word: i64) -> bool:
    """Return whether a word and the next one stand in one line with no mark between them."""
    return word + 1 not in lines and view.text[word_end(view.text, view.starts[word]) - 1].isalnum()


def _without_marks(text: str, start: int, end: int) -> Span:
    """Return a span without the marks at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return new_span(start, end)
