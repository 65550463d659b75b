"""The ranker of subjects: a log-linear model over the stretches of words that could be one.

The score of a stretch is a sum of weights: of the side it is on, of its two ends, of the words inside
and of the stretch as a whole. The subjects of the figures before are candidates too, as pointers: in
`tăng 42 lượt, 77 người` the second figure has what the first one has. What is chosen is not the likeliest
candidate but the one that agrees best with all likely ones (minimum Bayes risk).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from librt.vecs import append, vec
from mypy_extensions import i64

from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.article import Article, Figure, least
from civictext.indicators.subject_features import AFTER, BEFORE, EARLIER, NOWHERE, POINTER, Side
from civictext.indicators.templates import SCALE, Templates, Weights

KEPT_ENDS: Final = 6
"""How many ends before the number are looked at closely, best first."""
POINTERS: Final = 5
"""How many figures back a subject may be taken from."""
FAR: Final = 28672
"""How far behind the best score a candidate has no part in the choice: 3.5 times `SCALE`."""
CLEAR: Final = 12 / 17
"""A candidate with more than this of all weight agrees best whatever the others are."""
RIVALS: Final = 7
"""How many of the best candidates are weighed against one another, at most."""
_UNSCORED: Final = -(1 << 60)


class Rival:
    """A candidate for the subject of a figure: the words `start:end + 1` on a side of it, or those of the
    figure `back` figures before; with its score, in parts of `SCALE`."""

    def __init__(self, score: i64, side: str, start: i64, end: i64, back: i64) -> None:
        self.score = score
        self.side = side
        self.start = start
        self.end = end
        self.back = back


class Chosen(NamedTuple):
    """The subject of a figure: its words, its side, and how likely one like it is right."""

    start: int
    end: int
    side: str
    score: float


NOTHING: Final = Chosen(-1, -1, "N", 0.0)
_Span = tuple[int, int]


class SubjectModel:
    """Weighs the stretches of an article that could be subjects, by the weights of their hashed features."""

    def __init__(self, article: Article, weights: Weights) -> None:
        self.article = article
        self.weights = weights
        self._row = features.new_row()
        self._before = _Scores(article, BEFORE, weights)
        self._after = _Scores(article, AFTER, weights)

    def rivals(self, i: i64) -> list[Rival]:
        """Return the likely subjects of a figure, the likeliest first."""
        f = self.article.figures[i]
        found = [Rival(NOWHERE.score(self.weights, f.own), "N", -1, -1, 0)]
        self._add_before(f, found)
        self._add_after(f, found)
        side = EARLIER.score(self.weights, f.own)
        back: i64
        for back in range(1, least(POINTERS, i) + 1):
            features.see_pointer(self.article, i, back, self._row)
            found.append(Rival(POINTER.score(self.weights, self._row) + side, "I", -1, -1, back))
        return _likely(found)

    def _add_before(self, f: Figure, found: list[Rival]) -> None:
        article, row, scores = self.article, self._row, self._before
        features.see_figure(f, row)
        ends = candidates.ends_before(article, f)
        end_scores = vec[i64](capacity=len(ends))
        end: i64
        for end in ends:
            features.see_word(article, end, row)
            features.see_end_before(article, f, end, row)
            end_scores = append(end_scores, scores.end(end, row))
        side = BEFORE.side.score(self.weights, f.own)
        worst = _nth_best(end_scores, KEPT_ENDS)
        starts = vec[i64]([_UNSCORED] * (candidates.REACH_BEFORE + candidates.LONGEST))
        n: i64
        for n in range(len(ends)):
            if end_scores[n] < worst:
                continue
            end = ends[n]
            start: i64
            for start in candidates.starts_before(article, f, end):
                away = f.first - start
                if starts[away] == _UNSCORED:
                    features.see_word(article, start, row)
                    features.see_start_before(article, f, start, row)
                    starts[away] = scores.start(start, row)
                score = side + end_scores[n] + starts[away] + scores.whole(f, start, end)
                found.append(Rival(score, "B", start, end, 0))

    def _add_after(self, f: Figure, found: list[Rival]) -> None:
        article, row, scores = self.article, self._row, self._after
        features.see_figure(f, row)
        side = AFTER.side.score(self.weights, f.own)
        room = candidates.LONGEST_UNIT + candidates.REACH_AFTER + candidates.LONGEST_AFTER
        ends = vec[i64]([_UNSCORED] * room)
        start: i64
        for start in candidates.starts_after(article, f):
            features.see_word(article, start, row)
            features.see_start_after(article, f, start, row)
            start_score = side + scores.start(start, row)
            end: i64
            for end in candidates.ends_after(article, f, start):
                away = end - f.last
                if ends[away] == _UNSCORED:
                    features.see_word(article, end, row)
                    features.see_end_after(f, end, row)
                    ends[away] = scores.end(end, row)
                found.append(Rival(start_score + ends[away] + scores.whole(f, start, end), "A", start, end, 0))


class _Scores:
    """The scores of words at the ends of stretches on one side, and of stretches as a whole.

    What does not depend on the figure is weighed once for each word.
    """

    def __init__(self, article: Article, side: Side, weights: Weights) -> None:
        self.article = article
        self.side = side
        self.weights = weights
        self._starts = vec[i64]([_UNSCORED] * len(article))
        self._ends = vec[i64]([_UNSCORED] * len(article))
        self._row = features.new_row()
        inner = vec[i64](capacity=len(article) + 1)
        total: i64 = 0
        i: i64
        for i in range(len(article)):
            inner = append(inner, total)
            self._row[2] = article.keys[i]
            self._row[7] = article.kinds[i]
            total += side.inner.score(weights, self._row)
        self._inner = append(inner, total)
        """The sum of the scores of the words before each as words inside a subject."""

    def start(self, word: i64, row: vec[i64]) -> i64:
        """Return the score of a word, whose row is given, as the first of a stretch."""
        if self._starts[word] == _UNSCORED:
            self._starts[word] = self.side.start_word.score(self.weights, row)
        return self._starts[word] + self.side.start.score(self.weights, row)

    def end(self, word: i64, row: vec[i64]) -> i64:
        """Return the score of a word, whose row is given, as the last of a stretch."""
        if self._ends[word] == _UNSCORED:
            self._ends[word] = self.side.end_word.score(self.weights, row)
        return self._ends[word] + self.side.end.score(self.weights, row)

    def whole(self, f: Figure, start: i64, end: i64) -> i64:
        """Return the score of a stretch as a whole, with the words inside, at neither end."""
        features.see_span(self.article, f, start, end, self._row)
        score = self.side.span.score(self.weights, self._row)
        return score + self._inner[end] - self._inner[start + 1] if end > start else score


def _nth_best(scores: vec[i64], n: i64) -> i64:
    """Return the n-th best of some scores, or less than any if there are fewer."""
    if len(scores) < n:
        return _UNSCORED
    return sorted(scores, reverse=True)[n - 1]


def _likely(found: list[Rival]) -> list[Rival]:
    """Return the candidates that are near the best one, the best first."""
    best: i64 = _UNSCORED
    for rival in found:
        if rival.score > best:
            best = rival.score
    near = [rival for rival in found if rival.score >= best - FAR]
    near.sort(key=_reversed_score)
    return near


def _reversed_score(rival: Rival) -> int:
    return -rival.score


def choose(found: list[Rival], earlier: list[Chosen]) -> Chosen:
    """Return the candidate of a figure that agrees best with all likely ones.

    Args:
        found: its likely subjects, the likeliest first.
        earlier: the subjects of the figures before, the last one last.
    """
    best = found[0].score
    powers: dict[_Span, float] = {}
    sides: dict[_Span, str] = {}
    for rival in found:
        power = math.exp((rival.score - best) / SCALE)
        other = earlier[-rival.back] if rival.back else NOTHING
        span: _Span = (other[0], other[1]) if rival.back else (rival.start, rival.end)
        if span in powers:
            powers[span] += power
        else:
            powers[span], sides[span] = power, rival.side
    rivals = sorted(powers, key=powers.__getitem__, reverse=True)[:RIVALS]
    whole = sum(powers.values())
    clear = powers[rivals[0]] > CLEAR * whole
    chosen = rivals[0] if clear else _agreed(rivals, [powers[one] for one in rivals])
    near = powers[chosen]
    for one in rivals:
        if one != chosen and _overlap(one, chosen) >= 0.5:
            near += powers[one]
    return Chosen(chosen[0], chosen[1], sides[chosen], near / whole)


def _agreed(rivals: list[_Span], powers: list[float]) -> _Span:
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
