"""The ranker of subjects: a log-linear model over the stretches of words that could be one.

The score of a stretch is a sum of weights: of the side it is on, of its two ends, of the words inside
and of the stretch as a whole. The subjects of the figures before are candidates too, as pointers: in
`tăng 42 lượt, 77 người` the second figure has what the first one has. What is chosen is not the likeliest
candidate but the one that agrees best with all likely ones (minimum Bayes risk).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.columns import Articles
from civictext.indicators.subject_candidates import Pairs, Spans
from civictext.indicators.templates import Weights

AT_ONCE = 256
"""How many figures are weighed together: bounds the memory of a table run together."""
KEPT_ENDS = 6
"""How many ends before the number are looked at closely, best first."""
POINTERS = 5
"""How many figures back a subject may be taken from."""
FAR = 3.5
"""How far behind the best score a candidate has no part in the choice."""
CLEAR = 12 / 17
"""A candidate with more than this of all weight agrees best whatever the others are."""
RIVALS = 7
"""How many of the best candidates are weighed against one another, at most."""
Scores = NDArray[np.float32]


Rival = tuple[float, int, int, str, int]
"""A likely subject of a figure: its power, the words `start:end + 1`, its side, how many figures back it is from."""


class _Scored(NamedTuple):
    """Candidates of one sort with their scores, a row each; figures are counted from the first of a part."""

    side: str
    scores: Scores
    figure: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    back: NDArray[np.intp]


class SubjectModel:
    """Weighs the stretches that could be subjects, by the weights of their hashed features."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._inner: dict[str, NDArray[np.float64]] = {}
        """By side, the sum of the scores of the words before each as words inside a subject."""

    def rivals(self, articles: Articles) -> Iterator[list[Rival]]:
        """Yield the likely subjects of each figure, the likeliest first; its power is 1."""
        n = len(articles.figures)
        self._inner = {side: self._running(articles, side) for side in features.INNER}
        for start in range(0, n, AT_ONCE):
            part = slice(start, min(n, start + AT_ONCE))
            yield from _likely(self._candidates(articles, part), part.stop - start)

    def _candidates(self, articles: Articles, part: slice) -> list[_Scored]:
        """Return all candidates of the figures of a part, those with no subject first."""
        own = {name: column[part] for name, column in articles.own.items()}
        n = part.stop - part.start
        sides = {s: t.score(self.weights, own, n) for s, t in features.SIDE.items()}
        nowhere = np.full(n, -1)
        found = [_Scored("N", sides["N"], np.arange(n), nowhere, nowhere, np.zeros(n, dtype=np.intp))]
        for side, (spans, scores) in (("B", self._before(articles, part)), ("A", self._after(articles, part))):
            figure = spans.figure - part.start
            back = np.zeros(len(figure), dtype=np.intp)
            found.append(_Scored(side, scores + sides[side][figure], figure, spans.start, spans.end, back))
        figure, back = pointers(articles, part)
        columns = features.pointer_columns(articles, figure, back)
        figure = figure - part.start
        scores = features.POINTER.score(self.weights, columns, len(figure)) + sides["I"][figure]
        nowhere = np.full(len(figure), -1)
        found.append(_Scored("I", scores, figure, nowhere, nowhere, back))
        return found

    def _before(self, articles: Articles, part: slice) -> tuple[Spans, Scores]:
        first = articles.figures.first
        ends, starts = candidates.ends_before(articles, part), candidates.starts_before(articles, part)
        end_scores = self._end(articles, "B", ends)
        kept = _best(ends.figure - part.start, first[ends.figure] - ends.word, end_scores, part)
        ends, end_scores = Pairs(ends.figure[kept], ends.word[kept]), end_scores[kept]
        table = np.zeros((2, part.stop - part.start, candidates.REACH_BEFORE + candidates.LONGEST), dtype=np.float32)
        table[0, starts.figure - part.start, first[starts.figure] - starts.word] = self._start(articles, "B", starts)
        table[1, ends.figure - part.start, first[ends.figure] - ends.word] = end_scores
        spans = candidates.spans_before(articles, ends)
        figure, word = spans.figure - part.start, first[spans.figure]
        scores = table[0, figure, word - spans.start] + table[1, figure, word - spans.end]
        return spans, scores + self._whole(articles, "B", spans)

    def _after(self, articles: Articles, part: slice) -> tuple[Spans, Scores]:
        last = articles.figures.last
        starts, ends = candidates.starts_after(articles, part), candidates.ends_after(articles, part)
        width = candidates.LONGEST_UNIT + candidates.REACH_AFTER + candidates.LONGEST_AFTER
        table = np.zeros((2, part.stop - part.start, width), dtype=np.float32)
        table[0, starts.figure - part.start, starts.word - last[starts.figure]] = self._start(articles, "A", starts)
        table[1, ends.figure - part.start, ends.word - last[ends.figure]] = self._end(articles, "A", ends)
        spans = candidates.spans_after(articles, starts)
        figure, word = spans.figure - part.start, last[spans.figure]
        scores = table[0, figure, spans.start - word] + table[1, figure, spans.end - word]
        return spans, scores + self._whole(articles, "A", spans)

    def _start(self, articles: Articles, side: str, rows: Pairs) -> Scores:
        return features.START[side].score(self.weights, features.start_columns(articles, side, *rows), len(rows.word))

    def _end(self, articles: Articles, side: str, rows: Pairs) -> Scores:
        return features.END[side].score(self.weights, features.end_columns(articles, side, *rows), len(rows.word))

    def _running(self, articles: Articles, side: str) -> NDArray[np.float64]:
        scores = features.INNER[side].score(self.weights, features.inner_columns(articles), len(articles.words))
        return np.append(0.0, np.cumsum(scores, dtype=np.float64))

    def _whole(self, articles: Articles, side: str, spans: Spans) -> Scores:
        """Return the scores of stretches as a whole, with the words inside, at neither end."""
        total = self._inner[side]
        scores = features.SPAN[side].score(self.weights, features.span_columns(articles, *spans), len(spans.start))
        inside = total[np.maximum(spans.end, spans.start + 1)] - total[spans.start + 1]
        whole: Scores = scores + inside.astype(np.float32)
        return whole


def pointers(articles: Articles, part: slice) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each figure of a part with how many figures back in its article it may point."""
    figure = np.repeat(np.arange(part.start, part.stop), POINTERS)
    back = np.tile(np.arange(1, POINTERS + 1), part.stop - part.start)
    ok = back <= articles.rank[figure]
    return figure[ok], back[ok]


def _best(figure: NDArray[Any], away: NDArray[Any], scores: Scores, part: slice) -> NDArray[np.intp]:
    """Return the rows with the best scores of each figure, `KEPT_ENDS` at most, in their order."""
    table = np.full((part.stop - part.start, candidates.REACH_BEFORE), -np.inf, dtype=np.float32)
    table[figure, away - 1] = scores
    least = -np.partition(-table, KEPT_ENDS - 1, axis=1)[:, KEPT_ENDS - 1]
    return np.flatnonzero(scores >= least[figure])


def _likely(found: Sequence[_Scored], n: int) -> list[list[Rival]]:
    """Return the candidates of each of `n` figures that are near its best one, the best first."""
    best = np.full(n, -np.inf, dtype=np.float32)
    for one in found:
        np.maximum.at(best, one.figure, one.scores)
    kept = [np.flatnonzero(one.scores >= best[one.figure] - FAR) for one in found]
    columns = [
        np.concatenate([column[rows] for column, rows in zip(name, kept, strict=True)])
        for name in zip(*(one[1:] for one in found), strict=True)
    ]
    scores, figure = columns[0].astype(np.float64), columns[1]
    order = np.lexsort((-scores, figure))
    sides = np.repeat([one.side for one in found], [len(rows) for rows in kept])[order].tolist()
    powers = np.exp(scores - best[figure])[order].tolist()
    start, end, back = (column[order].tolist() for column in columns[2:])
    rows = list(zip(powers, start, end, sides, back, strict=True))
    edges = np.cumsum(np.bincount(figure, minlength=n)).tolist()
    return [rows[first:last] for first, last in pairwise([0, *edges])]


class Chosen(NamedTuple):
    """The subject of a figure: its words, its side, and how likely one like it is right."""

    start: int
    end: int
    side: str
    score: float


NOTHING = Chosen(-1, -1, "N", 0.0)
_Span = tuple[int, int]


def choose(found: Sequence[Rival], earlier: Sequence[Chosen]) -> Chosen:
    """Return the candidate of a figure that agrees best with all likely ones.

    Args:
        found: its likely subjects, the likeliest first.
        earlier: the subjects of the figures before, the last one last.
    """
    powers: dict[_Span, float] = {}
    sides: dict[_Span, str] = {}
    for power, start, end, side, back in found:
        span = earlier[-back][:2] if back else (start, end)
        if span in powers:
            powers[span] += power
        else:
            powers[span], sides[span] = power, side
    rivals = sorted(powers, key=powers.__getitem__, reverse=True)[:RIVALS]
    whole = sum(powers.values())
    clear = powers[rivals[0]] > CLEAR * whole
    chosen = rivals[0] if clear else _agreed(rivals, [powers[rival] for rival in rivals])
    near = powers[chosen]
    for rival in rivals:
        if rival != chosen and _overlap(rival, chosen) >= 0.5:
            near += powers[rival]
    return Chosen(*chosen, sides[chosen], near / whole)


def _agreed(rivals: Sequence[_Span], powers: Sequence[float]) -> _Span:
    """Return the span with the most agreement: its own power, and a share of that of what is like it."""
    gains = [1.2 * power for power in powers]
    for i, one in enumerate(rivals):
        for j in range(i):
            shared = _overlap(one, rivals[j])
            if shared:
                worth = 0.2 * shared + 0.5 if shared >= 0.5 else 0.2 * shared
                gains[i] += worth * powers[j]
                gains[j] += worth * powers[i]
    return rivals[gains.index(max(gains))]


def _overlap(a: _Span, b: _Span) -> float:
    """Return the share of words that two spans have in common (Dice)."""
    start, end = a
    first, last = b
    if end < first or last < start:
        return 0.0
    common = (end if end < last else last) - (start if start > first else first) + 1
    return 2 * common / (end - start + last - first + 2)
