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
from mypy_extensions import i32, i64, mypyc_attr

from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.article import Article, Figure, least, most
from civictext.indicators.subject_features import AFTER, BEFORE, EARLIER, NOWHERE, POINTER, Side
from civictext.indicators.templates import SCALE, Row, Templates, Weights

KEPT_ENDS: Final = 6
"""How many ends before the number are looked at closely, best first."""
POINTERS: Final = 5
"""How many figures back a subject may be taken from."""
FAR: Final = 336
"""How far behind the best score a candidate has no part in the choice: 3.5 times `SCALE`."""
CLEAR: Final = 12 / 17
"""A candidate with more than this of all weight agrees best whatever the others are."""
RIVALS: Final = 7
"""How many of the best candidates are weighed against one another, at most."""
_UNSCORED: Final = -(1 << 60)


class SideWeights:
    """The weights of stretches on one side of the number.

    What stretches of few sorts share is weighed once for each sort, for all articles.
    """

    def __init__(self, side: Side, table: Weights) -> None:
        self.side = side
        self.table = table
        self._groups = vec[i32]([0] * features.SORTS_OF_GROUP)
        self._contents = vec[i32]([0] * features.SORTS_OF_CONTENT)

    def of_group(self, row: Row, size: i64, held: i64) -> i64:
        """Return the score of what a stretch of `size` words is to a figure of a sort; `held` is what it holds."""
        sort = ((row[0] * features.SIZES + size) << 4) + (held & 15)
        kept = i64(self._groups[sort])
        if not kept:
            kept = _kept(self.side.span_of_group.score(self.table, row))
            self._groups[sort] = i32(kept)
        return kept >> 1

    def of_content(self, row: Row, size: i64, held: i64) -> i64:
        """Return the score of what a stretch of `size` words holds."""
        sort = (size << 6) + (held >> 4)
        kept = i64(self._contents[sort])
        if not kept:
            kept = _kept(self.side.span_of_content.score(self.table, row))
            self._contents[sort] = i32(kept)
        return kept >> 1


def _kept(score: i64) -> i64:
    """Return a score as it is kept, twice and one: never 0, which is what is not weighed yet."""
    return 2 * score + 1


class SubjectWeights:
    """The weights of subjects."""

    def __init__(self, table: Weights) -> None:
        self.table = table
        self.before = SideWeights(BEFORE, table)
        self.after = SideWeights(AFTER, table)


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

    def __init__(self, article: Article, weights: SubjectWeights) -> None:
        self.article = article
        self.weights = weights.table
        self._row = features.new_row()
        self._before = _Scores(article, weights.before)
        self._after = _Scores(article, weights.after)
        self._sum_inner()

    def _sum_inner(self) -> None:
        """Weigh the words that may stand inside a subject."""
        for f in self.article.figures:
            self._before.sum_inner(f.first - candidates.WIDEST_BEFORE, f.low, f.first)
            self._after.sum_inner(f.last, f.low, least(f.last + candidates.WIDEST_AFTER, f.high))

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
        row, scores = self._row, self._before
        features.see_figure(f, row)
        ends = candidates.ends_before(self.article, f)
        end_scores = vec[i64](capacity=len(ends))
        end: i64
        for end in ends:
            end_scores = append(end_scores, scores.end(f, end, row))
        side = BEFORE.side.score(self.weights, f.own)
        worst = _nth_best(end_scores, KEPT_ENDS)
        starts = vec[i64]([_UNSCORED] * candidates.WIDEST_BEFORE)
        n: i64
        for n in range(len(ends)):
            if end_scores[n] < worst:
                continue
            end = ends[n]
            start: i64
            for start in candidates.starts_before(self.article, f, end):
                away = f.first - start
                if starts[away] == _UNSCORED:
                    starts[away] = side + scores.start(f, start, row)
                found.add(end_scores[n] + starts[away] + scores.whole(f, start, end), start, end)

    def _add_after(self, f: Figure, found: _Candidates) -> None:
        article, row, scores = self.article, self._row, self._after
        features.see_figure(f, row)
        side = AFTER.side.score(self.weights, f.own)
        ends = vec[i64]([_UNSCORED] * candidates.WIDEST_AFTER)
        start: i64
        for start in candidates.starts_after(article, f):
            start_score = side + scores.start(f, start, row)
            end: i64
            for end in candidates.ends_after(article, f, start):
                away = end - f.last
                if ends[away] == _UNSCORED:
                    ends[away] = scores.end(f, end, row)
                found.add(start_score + ends[away] + scores.whole(f, start, end), start, end)


class _Scores:
    """The scores of words at the ends of stretches on one side, and of stretches as a whole.

    What does not depend on the figure is weighed once for each word.
    """

    def __init__(self, article: Article, weights: SideWeights) -> None:
        self.article = article
        self.side = weights.side
        self.weights = weights
        self._row = features.new_row()
        self._starts = vec[i32]([0] * len(article))
        self._ends = vec[i32]([0] * len(article))
        """What each word scores by itself at an end, as `_kept`."""
        self._inner = vec[i64]([0] * len(article))
        """The sums over the words before each as words inside a subject, of those words that may be."""
        self._past: i64 = 0
        self._total: i64 = 0
        """The word behind those that are summed, and their sum."""

    def sum_inner(self, start: i64, low: i64, end: i64) -> None:
        """Sum over the words `start:end` of a sentence that starts at `low`, as far as this was not done before."""
        columns, inner, templates, weights = self.article.columns, self._inner, self.side.inner, self.weights.table
        total = self._total
        i: i64
        for i in range(most(most(start, low), self._past), end):
            inner[i] = total
            total += templates.score(weights, columns, features.place_of(i))
        self._past = most(self._past, end)
        self._total = total

    def start(self, f: Figure, word: i64, row: Row) -> i64:
        """Return the score of a word as the first of a stretch; the row has the columns of the figure."""
        side, weights = self.side, self.weights.table
        features.see_start(self.article, f, side, word, row)
        seen = side.start.score(weights, row) + side.span_of_start.score(weights, row)
        return seen + self._by_itself(word, side.start_word, self._starts)

    def end(self, f: Figure, word: i64, row: Row) -> i64:
        """Return the score of a word as the last of a stretch; the row has the columns of the figure."""
        side = self.side
        features.see_end(self.article, f, side, word, row)
        return side.end.score(self.weights.table, row) + self._by_itself(word, side.end_word, self._ends)

    def _by_itself(self, word: i64, templates: Templates, scores: vec[i32]) -> i64:
        """Return the score of a word whatever the figure, weighed once and kept among `scores`."""
        kept = i64(scores[word])
        if not kept:
            kept = _kept(templates.score(self.weights.table, self.article.columns, features.place_of(word)))
            scores[word] = i32(kept)
        return kept >> 1

    def whole(self, f: Figure, start: i64, end: i64) -> i64:
        """Return the score of a stretch as a whole, seen from a figure, with the words inside, at neither end."""
        row, weights, size = self._row, self.weights, end - start + 1
        held = features.see_span(self.article, f, start, end, row)
        score = self.side.span.score(weights.table, row)
        score += weights.of_group(row, size, held) + weights.of_content(row, size, held)
        return score + self._inner[end] - self._inner[start + 1] if size > 1 else score


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
