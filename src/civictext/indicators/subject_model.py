"""The ranker of subjects: a log-linear model over the stretches of words that could be one.

The score of a stretch is a sum of weights: of the side it is on, of its two ends, of the words inside
and of the stretch as a whole. The subjects of the figures before are candidates too, as pointers: in
`tăng 42 lượt, 77 người` the second figure has what the first one has. What is chosen is not the likeliest
candidate but the one that agrees best with all likely ones (minimum Bayes risk).
"""

from __future__ import annotations

import math
from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64, mypyc_attr

from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.article import Article, Figure, least, most
from civictext.indicators.subject_features import AFTER, BEFORE, EARLIER, NOWHERE, POINTER, SORTS_OF_SPANS, Side
from civictext.indicators.templates import SCALE, Row, Weights
from civictext.indicators.unit_groups import GROUPS

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


@mypyc_attr(acyclic=True)
class Rival:
    """A candidate for the subject of a figure: the words `start:end + 1` on a side of it, or those of the
    figure `back` figures before; with its score, in parts of `SCALE`, and its power (`exp` of it)."""

    def __init__(self, score: i64, side: str, start: i64, end: i64, back: i64) -> None:
        self.score = score
        self.side = side
        self.start = start
        self.end = end
        self.back = back
        self.power = 0.0


class _Candidates:
    """The candidates of a figure by column, without those that are far behind one met before."""

    def __init__(self) -> None:
        self.scores = vec[i64](capacity=32)
        self.starts = vec[i64](capacity=32)
        self.ends = vec[i64](capacity=32)
        self.after: i64 = 0
        """The first of those behind the number; those before stand before."""
        self.best: i64 = _UNSCORED

    def add(self, score: i64, start: i64, end: i64) -> None:
        """Add a candidate."""
        if score < self.best - FAR:
            return
        self.scores = append(self.scores, score)
        self.starts = append(self.starts, start)
        self.ends = append(self.ends, end)
        self.best = most(self.best, score)


@mypyc_attr(acyclic=True)
class Chosen:
    """The subject of a figure: its words, its side, and how likely one like it is right."""

    def __init__(self, start: i64, end: i64, side: str, score: float) -> None:
        self.start = start
        self.end = end
        self.side = side
        self.score = score


NOTHING: Final = Chosen(-1, -1, "N", 0.0)


class SubjectModel:
    """Weighs the stretches of an article that could be subjects, by the weights of their hashed features."""

    def __init__(self, article: Article, weights: Weights) -> None:
        self.article = article
        self.weights = weights
        self._row = features.new_row()
        self._before = _Scores(article, BEFORE, weights)
        self._stretches = _Stretches(article, self._before)
        self._after = _Scores(article, AFTER, weights)

    def rivals(self, i: i64) -> list[Rival]:
        """Return the likely subjects of a figure, the likeliest first."""
        f = self.article.figures[i]
        pointers = self._pointers(i)
        found = _Candidates()
        for one in pointers:
            found.best = most(found.best, one.score)
        self._add_before(f, found)
        found.after = len(found.scores)
        self._add_after(f, found)
        return _likely(found, pointers)

    def _pointers(self, i: i64) -> list[Rival]:
        """Return the candidates that are no stretch: no subject, and the subjects of the figures before."""
        f = self.article.figures[i]
        found = [Rival(NOWHERE.score(self.weights, f.own), "N", -1, -1, 0)]
        side = EARLIER.score(self.weights, f.own)
        back: i64
        for back in range(1, least(POINTERS, i) + 1):
            features.see_pointer(self.article, i, back, self._row)
            found.append(Rival(POINTER.score(self.weights, self._row) + side, "I", -1, -1, back))
        return found

    def _add_before(self, f: Figure, found: _Candidates) -> None:
        row, scores, stretches = self._row, self._before, self._stretches
        features.see_figure(f, row)
        ends = candidates.ends_before(self.article, f)
        end_scores = vec[i64](capacity=len(ends))
        end: i64
        for end in ends:
            end_scores = append(end_scores, scores.end(f, end, row))
        side = BEFORE.side.score(self.weights, f.own)
        worst = _nth_best(end_scores, KEPT_ENDS)
        starts = vec[i64]([_UNSCORED] * (candidates.REACH_BEFORE + candidates.LONGEST))
        n: i64
        i: i64
        for n in range(len(ends)):
            if end_scores[n] < worst:
                continue
            end = ends[n]
            for i in range(stretches.first(f, end), stretches.past(end)):
                start = stretches.starts[i]
                away = f.first - start
                if starts[away] == _UNSCORED:
                    starts[away] = side + scores.start(f, start, row)
                score = stretches.scores[i] + scores.of_group(f, stretches.sorts[i])
                found.add(end_scores[n] + starts[away] + score, start, end)

    def _add_after(self, f: Figure, found: _Candidates) -> None:
        article, row, scores = self.article, self._row, self._after
        features.see_figure(f, row)
        side = AFTER.side.score(self.weights, f.own)
        room = candidates.LONGEST_UNIT + candidates.REACH_AFTER + candidates.LONGEST_AFTER
        ends = vec[i64]([_UNSCORED] * room)
        start: i64
        for start in candidates.starts_after(article, f):
            start_score = side + scores.start(f, start, row)
            end: i64
            for end in candidates.ends_after(article, f, start):
                away = end - f.last
                if ends[away] == _UNSCORED:
                    ends[away] = scores.end(f, end, row)
                score = scores.whole(f, start, end) + scores.of_group(f, scores.sort)
                found.add(start_score + ends[away] + score, start, end)


class _Scores:
    """The scores of words at the ends of stretches on one side, and of stretches as a whole.

    What does not depend on the figure is weighed once for each word.
    """

    def __init__(self, article: Article, side: Side, weights: Weights) -> None:
        self.article = article
        self.side = side
        self.weights = weights
        self.sort: i64 = 0
        """The `sort_of_span` of the stretch that was weighed last."""
        self._row = features.new_row()
        self._starts = vec[i64]([_UNSCORED] * len(article))
        self._ends = vec[i64]([_UNSCORED] * len(article))
        self._inner = vec[i64]([0] * len(article))
        """The sums over the words before each as words inside a subject, from the start of its sentence."""
        self._of_group = vec[i64]([_UNSCORED] * (len(GROUPS) * SORTS_OF_SPANS))
        self._sum_inner()

    def _sum_inner(self) -> None:
        article, inner, row = self.article, self._inner, self._row
        i: i64
        for figure in article.figures:
            total: i64 = 0
            for i in range(figure.low, figure.low if figure.nth else figure.high):
                inner[i] = total
                features.see_inner(article, i, row)
                total += self.side.inner.score(self.weights, row)

    def start(self, f: Figure, word: i64, row: Row) -> i64:
        """Return the score of a word as the first of a stretch; the row has the columns of the figure."""
        side, weights = self.side, self.weights
        if self._starts[word] == _UNSCORED:
            features.see_word(self.article, word, row)
            self._starts[word] = side.start_word.score(weights, row)
        features.see_start(self.article, f, side, word, row)
        return self._starts[word] + side.start.score(weights, row) + side.span_of_start.score(weights, row)

    def end(self, f: Figure, word: i64, row: Row) -> i64:
        """Return the score of a word as the last of a stretch; the row has the columns of the figure."""
        side, weights = self.side, self.weights
        if self._ends[word] == _UNSCORED:
            features.see_word(self.article, word, row)
            self._ends[word] = side.end_word.score(weights, row)
        features.see_end(self.article, f, side, word, row)
        return self._ends[word] + side.end.score(weights, row)

    def whole(self, f: Figure, start: i64, end: i64) -> i64:
        """Return the score of a stretch as a whole, with the words inside, at neither end."""
        features.see_span(self.article, f, start, end, self._row)
        self.sort = features.sort_of_span(self._row, end - start + 1)
        score = self.side.span.score(self.weights, self._row)
        return score + self._inner[end] - self._inner[start + 1] if end > start else score

    def of_group(self, f: Figure, sort: i64) -> i64:
        """Return the score of a `sort_of_span` for figures of a sort."""
        place = f.own[0] * SORTS_OF_SPANS + sort
        if self._of_group[place] == _UNSCORED:
            features.see_sort_of_span(f, sort, self._row)
            self._of_group[place] = self.side.span_of_group.score(self.weights, self._row)
        return self._of_group[place]


class _Stretches:
    """The stretches before a number by the word that they end with, found and weighed once for all figures."""

    def __init__(self, article: Article, scores: _Scores) -> None:
        self._article = article
        self._scores = scores
        self._first = vec[i64]([-1] * len(article))
        """The first stretch that ends with each word, -1 if they are not weighed yet."""
        self._past = vec[i64]([-1] * len(article))
        self.starts = vec[i64]()
        self.scores = vec[i64]()
        self.sorts = vec[i64]()

    def first(self, f: Figure, end: i64) -> i64:
        """Return the first stretch that ends with a word, seen from a figure of its sentence."""
        if self._first[end] < 0:
            self._first[end] = len(self.starts)
            self._add(f, end)
            self._past[end] = len(self.starts)
        return self._first[end]

    def past(self, end: i64) -> i64:
        """Return the stretch behind the last one that ends with a word."""
        return self._past[end]

    def _add(self, f: Figure, end: i64) -> None:
        of, starts, scores, sorts = self._scores, self.starts, self.scores, self.sorts
        start: i64
        for start in candidates.starts_before(self._article, f, end):
            starts = append(starts, start)
            scores = append(scores, of.whole(f, start, end))
            sorts = append(sorts, of.sort)
        self.starts, self.scores, self.sorts = starts, scores, sorts


def _nth_best(scores: vec[i64], n: i64) -> i64:
    """Return the n-th best of some scores, or less than any if there are fewer."""
    best = vec[i64]([_UNSCORED] * n)
    score: i64
    for score in scores:
        i = n - 1
        if score <= best[i]:
            continue
        while i and best[i - 1] < score:
            best[i] = best[i - 1]
            i -= 1
        best[i] = score
    return best[n - 1]


def _likely(found: _Candidates, pointers: list[Rival]) -> list[Rival]:
    """Return the candidates that are near the best one, the best first."""
    limit = found.best - FAR
    near: list[Rival] = []
    if pointers[0].score >= limit:
        _insert(near, pointers[0])
    i: i64
    for i in range(len(found.scores)):
        if found.scores[i] >= limit:
            side = "B" if i < found.after else "A"
            _insert(near, Rival(found.scores[i], side, found.starts[i], found.ends[i], 0))
    for i in range(1, len(pointers)):
        if pointers[i].score >= limit:
            _insert(near, pointers[i])
    return near


def _insert(near: list[Rival], rival: Rival) -> None:
    """Put a candidate behind those that are as good or better."""
    i: i64 = len(near)
    while i and near[i - 1].score < rival.score:
        i -= 1
    near.insert(int(i), rival)


def choose(found: list[Rival], earlier: list[Chosen]) -> Chosen:
    """Return the candidate of a figure that agrees best with all likely ones.

    Args:
        found: its likely subjects, the likeliest first.
        earlier: the subjects of the figures before, the last one last.
    """
    rivals = _merged(found, earlier)
    whole = 0.0
    for rival in rivals:
        whole += rival.power
    del rivals[RIVALS:]
    chosen = rivals[0] if rivals[0].power > CLEAR * whole else _agreed(rivals)
    near = chosen.power
    for rival in rivals:
        if rival is not chosen and _overlap(rival, chosen) >= 0.5:
            near += rival.power
    return Chosen(chosen.start, chosen.end, chosen.side, near / whole)


def _merged(found: list[Rival], earlier: list[Chosen]) -> list[Rival]:
    """Return the candidates with their powers, each stretch once, the likeliest first."""
    best = found[0].score
    rivals: list[Rival] = []
    for rival in found:
        if rival.back:
            pointed = earlier[-rival.back]
            rival.start, rival.end = pointed.start, pointed.end
        rival.power = math.exp((rival.score - best) / SCALE)
        i: i64 = 0
        while i < len(rivals) and not (rivals[i].start == rival.start and rivals[i].end == rival.end):
            i += 1
        if i == len(rivals):
            rivals.append(rival)
        else:
            rivals[i].power += rival.power
        while i and rivals[i - 1].power < rivals[i].power:
            rivals[i - 1], rivals[i] = rivals[i], rivals[i - 1]
            i -= 1
    return rivals


def _agreed(rivals: list[Rival]) -> Rival:
    """Return the rival with the most agreement: its own power, and a share of that of what is like it."""
    chosen, most_gained = rivals[0], 0.0
    for one in rivals:
        gain = 1.2 * one.power
        for other in rivals:
            shared = _overlap(one, other) if other is not one else 0.0
            gain += (0.2 * shared + 0.5 if shared >= 0.5 else 0.2 * shared) * other.power
        if gain > most_gained:
            chosen, most_gained = one, gain
    return chosen


def _overlap(a: Rival, b: Rival) -> float:
    """Return the share of words that two stretches have in common (Dice)."""
    if b.end < a.start or a.end < b.start:
        return 0.0
    common = least(a.end, b.end) - most(a.start, b.start) + 1
    return int(2 * common) / int(a.end - a.start + b.end - b.start + 2)
