"""Which time and which place a figure is about: the statement that governs it.

Candidates are the mentions in the figure's own sentence, the earlier statements that may still rule,
what rules the figure before, and none. A log-linear model over hashed features (`templates`) weighs
them; candidates that say the same (`2023`, Hà Nội) count together, and the answer with the most weight
wins. The figures of an article are read in order, since what rules one may go on to rule the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64, mypyc_attr

from civictext.indicators.article import COMMA, WALL, Figure, bucket, first_at, least, most
from civictext.indicators.scope_features import (
    HERE,
    MENTIONED,
    MENTIONED_EARLIER,
    NOTHING,
    PAIR,
    Mention,
    Placed,
    Scope,
    Slot,
    find_standings,
    new_row,
    new_row_earlier,
)
from civictext.indicators.templates import SCALE, Row, Templates, Weights

NEAR: Final = 6
"""How many mentions of the sentence on either side of a figure are weighed."""
EARLIER: Final = 5
"""How many earlier mentions are weighed, besides the last that opened a sentence and the main one."""
_NONE_YET: Final = -2
"""What rules before the first figure of an article."""


@mypyc_attr(acyclic=True)
class Choice:
    """What governs a figure: the number of a mention, -1 for none; and whether it is of the figure's own sentence."""

    def __init__(self, mention: i64, here: bool) -> None:
        self.mention = mention
        self.here = here


@mypyc_attr(acyclic=True)
class Candidate:
    """A mention that may govern a figure: the `rank`-th of those before or behind it in its sentence, or earlier.

    Of the score of an earlier one, what is the same for all figures of a sentence is kept; its power is `exp` of
    the whole score.
    """

    def __init__(self, mention: i64, answer: i64, rank: i64, before: bool, earlier: bool) -> None:
        self.mention = mention
        self.answer = answer
        self.rank = rank
        self.before = before
        self.earlier = earlier
        self.score: i64 = 0
        self.power = 1.0


@mypyc_attr(acyclic=True)
class Answer:
    """What some candidates say: its number, the power of all that say it, and the best mention of it, or -1."""

    def __init__(self, number: i64, power: float) -> None:
        self.number = number
        self.power = power
        self.mention: i64 = -1
        self._best = 0.0

    def add(self, one: Candidate) -> None:
        """Add a candidate that says it; of mentions of equal power the later is the better."""
        self.power += one.power
        if self.mention < 0 or one.power > self._best or (one.power == self._best and one.mention > self.mention):
            self.mention, self._best = one.mention, one.power


class Governor:
    """Chooses which mention of a slot governs each figure of an article, one figure after the other."""

    def __init__(self, slot: Slot, scope: Scope, mentions: Sequence[Mention], weights: Weights) -> None:
        self.slot = slot
        self.scope = scope
        self.weights = weights
        self.placed = [Placed(mention, scope) for mention in mentions]
        self.places = vec[i64]([mention.start for mention in mentions])
        self.main: i64 = find_standings(self.placed)
        """The first mention of what the article names most, -1 if it names nothing."""
        self.latest = _find_latest(self.placed)
        """Before each mention, the last one that opened a sentence and says something, or -1."""
        self.row: Row = new_row()
        self.row_earlier: Row = new_row_earlier()
        self._here: i64 = 0
        """The first mention behind the figure that is looked at."""
        self._sentence: i64 = -1
        self._line: i64 = -1
        """The first word of its sentence, and its line."""
        self._first: i64 = 0
        self._last: i64 = 0
        """The first mention of its sentence, and the first one behind it."""
        self._earlier: list[Candidate] = []
        """The earlier mentions that may still rule in its sentence."""
        self._latest: i64 = -1
        """The last mention before its sentence that opened one and says something, or -1."""
        self._previous: i64 = NOTHING
        self._ruling: i64 = _NONE_YET

    def choose(self, i: i64) -> Choice:
        """Choose what governs a figure; candidates with one answer count together."""
        candidates = self.candidates(i)
        answers = [Answer(NOTHING, self._power(self.slot.none, self.row) * math.exp(-self.slot.favour))]
        for one in candidates:
            self._weigh(i, one)
            _find_answer(answers, one.answer).add(one)
        if self._ruling != _NONE_YET:
            ruling = _find_answer(answers, self._ruling)
            if ruling.mention < 0:
                ruling.power += self._power(self.slot.carry, self.row)
        winner = answers[0]
        for answer in answers:
            if answer.power > winner.power:
                winner = answer
        self._ruling = winner.number
        if winner.number == NOTHING:
            self._previous = NOTHING
        elif winner.mention >= 0:
            self._previous = winner.mention
        return Choice(self._previous, self._first <= self._previous < self._last)

    def _weigh(self, i: i64, one: Candidate) -> None:
        """Give a candidate its power."""
        if one.earlier:
            row, placed = self.row_earlier, self.placed[one.mention]
            row[8] = placed.row[0]  # sort
            row[15] = placed.row[7]  # standing
            score = one.score + self.slot.earlier_of_figure.score(self.weights, row)
            one.power = math.exp(score / SCALE)
        else:
            one.power = self._power(self.slot.here, self.see(i, one))
        if one.answer == self._ruling:
            one.power *= self._power(self.slot.again, self.see_again(one))

    def _power(self, templates: Templates, row: Row) -> float:
        return math.exp(templates.score(self.weights, row) / SCALE)

    def candidates(self, i: i64) -> list[Candidate]:
        """Return the mentions that may govern a figure, those of its own sentence first.

        The row is left with the columns of the figure; figures are asked for in order.
        """
        article = self.scope.article
        f = article.figures[i]
        opens = f.low != self._sentence or article.line[f.first] != self._line
        if opens:
            self._sentence, self._line = f.low, article.line[f.first]
            self._first = first_at(self.places, article.starts[f.low])
            self._last = first_at(self.places, article.ends[f.high - 1])
            self._latest = self.latest[self._first]
        here = first_at(self.places, article.starts[f.first])
        self.see_figure(i, self._first, here, self._last)
        self._here = here
        if opens:
            self._earlier = self._find_earlier(i)
        found: list[Candidate] = []
        rank: i64
        for rank in range(least(NEAR, here - self._first)):
            found.append(self._candidate(here - 1 - rank, rank, True, False))
        for rank in range(least(NEAR, self._last - here)):
            found.append(self._candidate(here + rank, rank, False, False))
        return found + self._earlier

    def _candidate(self, mention: i64, rank: i64, before: bool, earlier: bool) -> Candidate:
        return Candidate(mention, self.placed[mention].answer, rank, before, earlier)

    def _find_earlier(self, i: i64) -> list[Candidate]:
        """Return the earlier mentions that may still rule in the sentence of a figure."""
        found: list[Candidate] = []
        rank: i64
        for rank in range(EARLIER + 2):
            mention = self._earlier_at(rank)
            if mention >= 0:
                one = self._candidate(mention, rank, True, True)
                one.score = self.slot.earlier.score(self.weights, self.see(i, one))
                found.append(one)
        return found

    def _earlier_at(self, rank: i64) -> i64:
        """Return the earlier mention of a rank that may still rule, or -1: the nearest, then the last one that
        opened a sentence, then the main one."""
        if rank < EARLIER:
            return most(self._first - 1 - rank, -1)
        if rank == EARLIER:
            return self._latest if self._latest < self._first - EARLIER else i64(-1)
        return self.main if self.main < self._first - EARLIER and self.main != self._latest else i64(-1)

    def see_figure(self, i: i64, first: i64, here: i64, last: i64) -> None:
        """Fill in the columns of a figure and of the one before it."""
        scope, row, own = self.scope, self.row, self.scope.rows[i]
        past = most(i - 1, 0)
        other = scope.rows[past]
        column: i64
        for column in range(PAIR):
            row[column] = own[column]
        row[15] = i64(last > first)  # any
        row[PAIR] = i64(scope.article.figures[i].low == scope.article.figures[past].low)  # same
        row[PAIR + 1] = other[0]  # other
        row[PAIR + 2] = i64(own[1] == other[1])  # equal
        row[PAIR + 3] = bucket(scope.sentences[i] - scope.sentences[past])  # away
        row[PAIR + 4] = bucket(own[8] - other[8])  # lines
        passed = here - self._here if i else i64(0)
        row[PAIR + 5] = least(passed, 3) * 2 + i64(last > here)  # mentions
        row[PAIR + 6] = other[11]  # before_status
        row[PAIR + 7] = other[10]  # other_incidental
        row = self.row_earlier
        row[0] = own[0]  # g
        row[1] = own[6]  # o1
        row[2] = own[7]  # o2
        row[3] = own[10]  # incidental
        row[4] = own[11]  # status
        row[5] = own[12]  # density
        row[6] = own[14]  # later
        row[7] = i64(last > first)  # any

    def see_mention(self, placed: Placed, row: Row, start: i64) -> None:
        """Fill in the columns of a mention."""
        column: i64
        for column in range(len(placed.row)):
            row[start + column] = placed.row[column]

    def see(self, i: i64, one: Candidate) -> Row:
        """Return the columns of a candidate, seen from its figure."""
        if one.earlier:
            self._see_earlier(i, one)
            return self.row_earlier
        self._see_here(self.scope.article.figures[i], one)
        return self.row

    def see_again(self, one: Candidate) -> Row:
        """Return the columns of a candidate that says what rules the figure before."""
        self.see_mention(self.placed[one.mention], self.row, MENTIONED)
        return self.row

    def _see_here(self, f: Figure, one: Candidate) -> None:
        """Fill in the columns of a mention of the same sentence."""
        article, row, placed = self.scope.article, self.row, self.placed[one.mention]
        self.see_mention(placed, row, MENTIONED)
        start = placed.stop if one.before else f.last
        end = most(f.first if one.before else placed.word, start)
        row[HERE] = i64(one.before)  # side
        row[HERE + 1] = least(one.rank, 3)  # rank
        row[HERE + 2] = least(article.count(COMMA, start, end), 4)  # commas
        row[HERE + 3] = least(article.count(WALL, start, end), 2)  # semicolons
        row[HERE + 4] = least(article.numbers[end] - article.numbers[start], 3)  # numbers
        row[HERE + 5] = bucket(end - start)  # near
        row[HERE + 6] = article.shape(start, end)  # between

    def _see_earlier(self, i: i64, one: Candidate) -> None:
        """Fill in the columns of a mention of an earlier sentence."""
        scope, row, placed = self.scope, self.row_earlier, self.placed[one.mention]
        article = scope.article
        self.see_mention(placed, row, MENTIONED_EARLIER)
        row[20] = one.rank  # rank
        row[21] = bucket(scope.sentences[i] - placed.sentence)  # away
        row[22] = bucket(self.row[8] - article.line[placed.word])  # lines
        row[23] = i64(placed.titled)  # title
        row[24] = i64(one.mention == self._latest)  # latest
        row[25] = i64(one.mention == self.main)  # main
        passed = article.numbers[article.figures[i].low] - article.numbers[placed.word]
        row[26] = least(passed, 6)  # figures
        row[27] = i64(scope.counted[placed.sentence])  # beside


def _find_answer(answers: list[Answer], number: i64) -> Answer:
    """Return the answer of a number, a new one without power if there is none yet."""
    for answer in answers:
        if answer.number == number:
            return answer
    answers.append(Answer(number, 0.0))
    return answers[-1]


def _find_latest(placed: list[Placed]) -> vec[i64]:
    found = vec[i64](capacity=len(placed) + 1)
    latest: i64 = -1
    i: i64
    for i in range(len(placed)):
        found = append(found, latest)
        if placed[i].frame and placed[i].answer >= 0:
            latest = i
    return append(found, latest)


def govern(slot: Slot, scope: Scope, mentions: Sequence[Mention], weights: Weights) -> list[Choice]:
    """Return which mention of a slot governs each figure of an article."""
    governor = Governor(slot, scope, mentions, weights)
    return [governor.choose(i) for i in range(len(scope.article.figures))]
