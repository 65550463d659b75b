"""The ranker of subjects: a log-linear model over the stretches of words that could be one.

The score of a stretch is a sum of weights: of the side it is on, of its two ends, of the words inside
and of the stretch as a whole. The subjects of the figures before are candidates too, as pointers: in
`tăng 42 lượt, 77 người` the second figure has what the first one has. What is chosen is not the likeliest
candidate but the one that agrees best with all likely ones (minimum Bayes risk).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
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


class Candidate(NamedTuple):
    """A possible subject of a figure: words `start:end + 1`, or with `back` what that figure has."""

    score: float
    start: int
    end: int
    side: str
    back: int = 0


class SubjectModel:
    """Weighs the stretches that could be subjects, by the weights of their hashed features."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._inner: dict[str, NDArray[np.float64]] = {}
        """By side, the sum of the scores of the words before each as words inside a subject."""

    def candidates(self, articles: Articles) -> Iterator[list[Candidate]]:
        """Yield the likely candidates of each figure."""
        n = len(articles.figures)
        self._inner = {side: self._running(articles, side) for side in features.INNER}
        for start in range(0, n, AT_ONCE):
            yield from self._candidates(articles, slice(start, min(n, start + AT_ONCE)))

    def _candidates(self, articles: Articles, part: slice) -> list[list[Candidate]]:
        own = {name: column[part] for name, column in articles.own.items()}
        n = part.stop - part.start
        sides = {s: t.score(self.weights, own, n) for s, t in features.SIDE.items()}
        found = [[Candidate(score, -1, -1, "N")] for score in sides["N"].tolist()]
        best = sides["N"].copy()
        sorts = []
        for side, (spans, scores) in (("B", self._before(articles, part)), ("A", self._after(articles, part))):
            figure = spans.figure - part.start
            scores = scores + sides[side][figure]
            np.maximum.at(best, figure, scores)
            sorts.append((side, spans, scores, figure))
        for side, spans, scores, figure in sorts:
            near = np.flatnonzero(scores > best[figure] - FAR)
            rows = (figure[near], scores[near], spans.start[near], spans.end[near])
            for i, score, first, last in zip(*(row.tolist() for row in rows), strict=True):
                found[i].append(Candidate(score, first, last, side))
        self._add_pointers(articles, part, sides["I"], found)
        return found

    def _add_pointers(self, articles: Articles, part: slice, side: Scores, found: list[list[Candidate]]) -> None:
        figure, back = pointers(articles, part)
        columns = features.pointer_columns(articles, figure, back)
        figure = figure - part.start
        scores = features.POINTER.score(self.weights, columns, len(figure)) + side[figure]
        for i, n, score in zip(figure.tolist(), back.tolist(), scores.tolist(), strict=True):
            found[i].append(Candidate(score, -1, -1, "I", n))

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


class Chosen(NamedTuple):
    """The subject of a figure: its words, its side, and how likely one like it is right."""

    start: int
    end: int
    side: str
    score: float


NOTHING = Chosen(-1, -1, "N", 0.0)


def choose(found: Sequence[Candidate], earlier: Sequence[Chosen]) -> Chosen:
    """Return the candidate of a figure that agrees best with all likely ones.

    Args:
        earlier: the subjects of the figures before, the last one last.
    """
    best = max(found)[0]
    powers: dict[tuple[int, int], float] = {}
    sides: dict[tuple[int, int], tuple[float, str]] = {}
    for score, start, end, side, back in found:
        if score < best - FAR:
            continue
        span = earlier[-back][:2] if back else (start, end)
        powers[span] = powers.get(span, 0.0) + exp(score - best)
        sides[span] = max(sides.get(span, (score, side)), (score, side))
    rivals = sorted(powers, key=powers.__getitem__, reverse=True)[:RIVALS]
    whole = sum(powers.values())
    if powers[rivals[0]] > CLEAR * whole:
        chosen, near = rivals[0], sum(powers[r] for r in rivals if r == rivals[0] or _overlap(r, rivals[0]) >= 0.5)
    else:
        chosen, near = _agreed(rivals, powers)
    return Chosen(*chosen, sides[chosen][1], near / whole)


def _agreed(rivals: Sequence[tuple[int, int]], powers: dict[tuple[int, int], float]) -> tuple[tuple[int, int], float]:
    """Return the span with the most agreement, and the power of those that agree with it in part."""
    gains = [1.2 * powers[rival] for rival in rivals]
    near = [powers[rival] for rival in rivals]
    for i, one in enumerate(rivals):
        for j in range(i):
            shared = _overlap(one, rivals[j])
            if shared:
                worth = 0.2 * shared + (0.5 if shared >= 0.5 else 0.0)
                gains[i] += worth * powers[rivals[j]]
                gains[j] += worth * powers[one]
                if shared >= 0.5:
                    near[i] += powers[rivals[j]]
                    near[j] += powers[one]
    best = gains.index(max(gains))
    return rivals[best], near[best]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the share of words that two spans have in common (Dice)."""
    common = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return 2 * common / (a[1] - a[0] + b[1] - b[0] + 2) if common > 0 and a[0] >= 0 <= b[0] else 0.0
