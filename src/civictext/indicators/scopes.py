"""Which time and which place a figure is about: the statement that governs it.

Candidates are the mentions in the figure's own sentence, the earlier statements that may still rule,
what rules the figure before, and none. A log-linear model over hashed features (`templates`) weighs
them; candidates that say the same (`2023`, Hà Nội) count together, and the answer with the most weight
wins. The figures of an article are read in order, since what rules one may go on to rule the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from librt.vecs import append, vec
from mypy_extensions import i64

from civictext.indicators.article import COMMA, WALL, Article, Figure, bucket, first_at, least, most
from civictext.indicators.templates import SCALE, Row, Templates, Weights

NEAR: Final = 6
"""How many mentions of the sentence on either side of a figure are weighed."""
EARLIER: Final = 5
"""How many earlier mentions are weighed, besides the last that opened a sentence and the main one."""
NOTHING: Final = -1
"""The answer of a mention that names no time, and of none at all."""

_MENTION: Final = ("sort", "sort w0", "w0", "w00 w0", "w1 sort", "mark", "compared sort", "standing", "kind w0")
_HERE: Final = (
    *_MENTION, "side rank sort", "side rank", "side commas sort", "frame sort", "frame side", "compared side",
    "g sort", "g side", "side near sort", "side numbers", "side semicolons", "side between", "standing side",
    "w0 side near", "side numbers sort", "before near", "side near w1", "kind side", "standing g", "status sort",
)  # fmt: skip
_EARLIER: Final = (
    *_MENTION, "away sort", "lines sort", "lines away", "rank sort", "rank frame", "frame sort",
    "frame away lines", "standing g", "g sort", "title sort", "o1 away", "o1 o2", "o1 sort", "latest sort away",
    "figures", "figures lines", "beside away", "any sort", "any away", "density sort", "standing any", "kind standing",
    "g standing any", "incidental sort", "later any", "status sort", "main any",
)  # fmt: skip
_CARRY: Final = (
    "same", "same g other", "same equal", "away lines", "away equal", "o1", "o1 o2", "lines equal g",
    "same mentions", "away mentions", "open same", "local same", "incidental away", "equal other g",
    "status before_status",
    "density lines", "same before", "lines o1", "other_incidental incidental", "away lines title",
)  # fmt: skip
_AGAIN: Final = (
    "sort", "same sort", "same", "away lines", "away sort", "lines sort", "density away", "density sort",
    "o1", "o1 away", "o1 o2", "same equal", "same g other", "away equal", "standing", "standing away",
    "same mentions", "away mentions", "g sort", "incidental away", "local same", "before same", "kind away",
    "status before_status", "frame away",
)  # fmt: skip
_NONE: Final = (
    "g", "name", "before", "o1", "o1 o2", "title", "any", "g any", "first", "incidental", "g title", "density",
    "any name", "after", "later any", "status any", "g density", "incidental any", "name incidental",
)  # fmt: skip



_OF_FIGURE: Final = (
    "g", "name", "before", "after", "open", "local", "o1", "o2", "line", "title", "incidental", "status", "density",
    "first", "later", "any",
)  # fmt: skip
"""The columns of a figure; `o1` and `o2` are the words that open its sentence, `any` is whether that names any."""
_OF_PAIR: Final = ("same", "other", "equal", "away", "lines", "mentions", "before_status", "other_incidental")
"""The further columns of a figure seen from the one before it; of the first, from itself."""
_OF_MENTION: Final = ("sort", "w0", "w00", "w1", "mark", "compared", "kind", "standing", "frame")
_OF_HERE: Final = ("side", "rank", "commas", "semicolons", "numbers", "near", "between")
"""The further columns of a mention seen from a figure of its sentence."""
_ROW: Final = (*_OF_FIGURE, *_OF_PAIR, *_OF_MENTION, *_OF_HERE)
_ROW_EARLIER: Final = (
    "g", "o1", "o2", "incidental", "status", "density", "later", "any", *_OF_MENTION,
    "rank", "away", "lines", "title", "latest", "main", "figures", "beside",
)  # fmt: skip
"""The columns of an earlier mention seen from a figure."""
_PAIR: Final = 16
_MENTIONED: Final = 24
_HERE_ROW: Final = 33
_MENTIONED_EARLIER: Final = 8
_STATUS: Final = ("actual", "estimate", "target")
_UNKNOWN: Final = 99
"""The standing of a mention that says nothing."""
_NONE_YET: Final = -2
"""What rules before the first figure of an article."""


class Choice(NamedTuple):
    """What governs a figure: a mention, or None; and whether the mention is of its own sentence."""

    mention: int | None
    here: bool = False


class Mention:
    """A mention of a time or a place as the choice sees it.

    Args:
        start: where it starts in the text.
        end: where it ends.
        sort: the number of what sort of time or place it is.
        answer: the number of what it says, `NOTHING` if it says nothing.
        mark: what makes it doubtful.
        kind: a number for the word that tells what it is.
    """

    def __init__(self, start: i64, end: i64, sort: i64, answer: i64, mark: i64, kind: i64) -> None:
        self.start = start
        self.end = end
        self.sort = sort
        self.answer = answer
        self.mark = mark
        self.kind = kind


class Slot:
    """One of the two slots, time or place: its templates and how willing it is to stay empty."""

    def __init__(self, name: str, favour: float) -> None:
        self.name = name
        self.favour = favour
        self.here = Templates(f"{name} here", _ROW, _HERE)
        self.earlier = Templates(f"{name} earlier", _ROW_EARLIER, _EARLIER)
        self.again = Templates(f"{name} again", _ROW, _AGAIN)
        self.carry = Templates(f"{name} carry", _ROW, _CARRY)
        self.none = Templates(f"{name} none", _ROW, _NONE)


PERIOD: Final = Slot("period", 0.6)
PLACE: Final = Slot("place", 0.6)


class Scope:
    """What the choice of both slots looks at in an article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        passage = article.passage
        starts = [-1, *(bound[0] for bound in passage.bounds)]
        self.starts = vec[i64](starts)
        """Where sentences start; one more, before the first, holds what is in none."""
        self.title_end: i64 = passage.title_end
        self.sentences = vec[i64](capacity=len(article.figures))
        """The sentence of each figure."""
        self.counted = vec[bool]([False] * len(self.starts))
        """Which sentences have figures."""
        self.rows: list[Row] = []
        """The columns `_OF_FIGURE` of each figure, the last one still open."""
        ratio = len(article.figures) / max(len(passage.bounds), 1)
        density: i64 = 0 if ratio < 0.6 else 1 if ratio < 1.2 else 2
        i: i64
        for i in range(len(article.figures)):
            sentence = self.sentence_of(article.starts[article.figures[i].first])
            self.sentences = append(self.sentences, sentence)
            self.counted[sentence] = True
            self.rows.append(self._row(i, density))

    def sentence_of(self, position: i64) -> i64:
        """Return the number of the sentence that holds a position or comes before it."""
        return first_at(self.starts, position + 1) - 1

    def _row(self, i: i64, density: i64) -> Row:
        article, passage = self.article, self.article.passage
        f = article.figures[i]
        row = vec[i64]([0] * len(_OF_FIGURE))
        row[0] = f.own[0]  # g
        row[1] = f.own[1]  # name
        row[2] = f.own[3]  # before
        row[3] = f.own[9]  # after
        row[4] = f.own[15]  # open
        row[5] = f.own[14]  # local
        row[6] = article.keys[f.low]  # o1
        row[7] = article.keys[f.low + 1]  # o2
        row[8] = article.line[f.first]  # line
        row[9] = i64(article.starts[f.first] < self.title_end)  # title
        row[10] = i64("incidental" in passage.measures[i].flags)  # incidental
        row[11] = _STATUS.index(passage.contexts[i].status)  # status
        row[12] = density
        row[13] = i64(i == 0)  # first
        row[14] = f.own[2]  # later
        return row


class Placed:
    """A mention among the words of its article."""

    def __init__(self, mention: Mention, scope: Scope) -> None:
        article = scope.article
        self.start = mention.start
        self.answer = mention.answer
        self.word = first_at(article.ends, self.start + 1)
        self.stop = first_at(article.starts, mention.end)
        self.sentence = scope.sentence_of(self.start)
        low = first_at(article.starts, scope.starts[self.sentence])
        self.frame = self.sentence > 0 and self.word - low <= 2
        """Whether it opens its sentence."""
        self.titled = self.start < scope.title_end
        self.row = vec[i64]([0] * len(_OF_MENTION))
        self.row[0] = mention.sort
        self.row[1] = article.keys[self.word - 1]  # w0
        self.row[2] = article.keys[self.word - 2]  # w00
        self.row[3] = article.keys[self.stop]  # w1
        self.row[4] = mention.mark
        self.row[5] = mention.mark & 1  # compared
        self.row[6] = mention.kind
        self.row[7] = _UNKNOWN  # standing
        self.row[8] = i64(self.frame)  # frame


class Candidate:
    """A mention that may govern a figure: the `rank`-th of those before or behind it in its sentence, or earlier.

    Its power is `exp` of its score.
    """

    def __init__(self, mention: i64, answer: i64, rank: i64, before: bool, earlier: bool) -> None:
        self.mention = mention
        self.answer = answer
        self.rank = rank
        self.before = before
        self.earlier = earlier
        self.power = 1.0


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
        self.main: i64 = _find_standings(self.placed)
        """The first mention of what the article names most, -1 if it names nothing."""
        self.latest = _find_latest(self.placed)
        """Before each mention, the last one that opened a sentence and says something, or -1."""
        self.row: Row = vec[i64]([0] * len(_ROW))
        self.row_earlier: Row = vec[i64]([0] * len(_ROW_EARLIER))
        self._here: i64 = 0
        """The first mention behind the figure that is looked at."""
        self._latest: i64 = -1
        """The last mention before its sentence that opened one and says something, or -1."""
        self._previous: i64 = NOTHING
        self._ruling: i64 = _NONE_YET

    def choose(self, i: i64) -> Choice:
        """Choose what governs a figure; candidates with one answer count together."""
        figure = self.scope.article.figures[i]
        candidates = self.candidates(i)
        answers = [Answer(NOTHING, self._power(self.slot.none, self.row) * math.exp(-self.slot.favour))]
        for one in candidates:
            one.power = self._power(self.slot.earlier if one.earlier else self.slot.here, self.see(i, one))
            if one.answer == self._ruling:
                one.power *= self._power(self.slot.again, self.see_again(one))
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
        if self._previous < 0:
            return Choice(None)
        place = self.places[self._previous]
        article = self.scope.article
        return Choice(self._previous, article.starts[figure.low] <= place < article.ends[figure.high - 1])

    def _power(self, templates: Templates, row: Row) -> float:
        return math.exp(templates.score(self.weights, row) / SCALE)

    def candidates(self, i: i64) -> list[Candidate]:
        """Return the mentions that may govern a figure, those of its own sentence first.

        The row is left with the columns of the figure; figures are asked for in order.
        """
        article = self.scope.article
        f = article.figures[i]
        first = first_at(self.places, article.starts[f.low])
        here = first_at(self.places, article.starts[f.first])
        last = first_at(self.places, article.ends[f.high - 1])
        self.see_figure(i, first, here, last)
        self._here, self._latest = here, self.latest[first]
        found: list[Candidate] = []
        rank: i64
        for rank in range(least(NEAR, here - first)):
            found.append(self._candidate(here - 1 - rank, rank, True, False))
        for rank in range(least(NEAR, last - here)):
            found.append(self._candidate(here + rank, rank, False, False))
        for rank in range(EARLIER + 2):
            mention = self._earlier(first, rank)
            if mention >= 0:
                found.append(self._candidate(mention, rank, True, True))
        return found

    def _candidate(self, mention: i64, rank: i64, before: bool, earlier: bool) -> Candidate:
        return Candidate(mention, self.placed[mention].answer, rank, before, earlier)

    def _earlier(self, first: i64, rank: i64) -> i64:
        """Return the earlier mention of a rank that may still rule, or -1: the nearest, then the last one that
        opened a sentence, then the main one."""
        if rank < EARLIER:
            return most(first - 1 - rank, -1)
        if rank == EARLIER:
            return self._latest if self._latest < first - EARLIER else i64(-1)
        return self.main if self.main < first - EARLIER and self.main != self._latest else i64(-1)

    def see_figure(self, i: i64, first: i64, here: i64, last: i64) -> None:
        """Fill in the columns of a figure and of the one before it."""
        scope, row, own = self.scope, self.row, self.scope.rows[i]
        past = most(i - 1, 0)
        other = scope.rows[past]
        column: i64
        for column in range(len(_OF_FIGURE)):
            row[column] = own[column]
        row[15] = i64(last > first)  # any
        row[_PAIR] = i64(scope.article.figures[i].low == scope.article.figures[past].low)  # same
        row[_PAIR + 1] = other[0]  # other
        row[_PAIR + 2] = i64(own[1] == other[1])  # equal
        row[_PAIR + 3] = bucket(scope.sentences[i] - scope.sentences[past])  # away
        row[_PAIR + 4] = bucket(own[8] - other[8])  # lines
        passed = here - self._here if i else i64(0)
        row[_PAIR + 5] = least(passed, 3) * 2 + i64(last > here)  # mentions
        row[_PAIR + 6] = other[11]  # before_status
        row[_PAIR + 7] = other[10]  # other_incidental
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
        for column in range(len(_OF_MENTION)):
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
        self.see_mention(self.placed[one.mention], self.row, _MENTIONED)
        return self.row

    def _see_here(self, f: Figure, one: Candidate) -> None:
        """Fill in the columns of a mention of the same sentence."""
        article, row, placed = self.scope.article, self.row, self.placed[one.mention]
        self.see_mention(placed, row, _MENTIONED)
        start = placed.stop if one.before else f.last
        end = most(f.first if one.before else placed.word, start)
        row[_HERE_ROW] = i64(one.before)  # side
        row[_HERE_ROW + 1] = least(one.rank, 3)  # rank
        row[_HERE_ROW + 2] = least(article.count(COMMA, start, end), 4)  # commas
        row[_HERE_ROW + 3] = least(article.count(WALL, start, end), 2)  # semicolons
        row[_HERE_ROW + 4] = least(article.numbers[end] - article.numbers[start], 3)  # numbers
        row[_HERE_ROW + 5] = bucket(end - start)  # near
        row[_HERE_ROW + 6] = article.shape(start, end)  # between

    def _see_earlier(self, i: i64, one: Candidate) -> None:
        """Fill in the columns of a mention of an earlier sentence."""
        scope, row, placed = self.scope, self.row_earlier, self.placed[one.mention]
        article = scope.article
        self.see_mention(placed, row, _MENTIONED_EARLIER)
        row[17] = one.rank  # rank
        row[18] = bucket(scope.sentences[i] - placed.sentence)  # away
        row[19] = bucket(self.row[8] - article.line[placed.word])  # lines
        row[20] = i64(placed.titled)  # title
        row[21] = i64(one.mention == self._latest)  # latest
        row[22] = i64(one.mention == self.main)  # main
        passed = article.numbers[article.figures[i].low] - article.numbers[placed.word]
        row[23] = least(passed, 6)  # figures
        row[24] = i64(scope.counted[placed.sentence])  # beside


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


def _find_standings(placed: list[Placed]) -> i64:
    """Fill in how much of the article each mention's answer has, and return the article's main mention."""
    counts: dict[int, int] = {}
    titled: set[int] = set()
    main: i64 = -1
    for mention in placed:
        if mention.answer >= 0:
            counts[mention.answer] = counts.get(mention.answer, 0) + 1
            if mention.titled:
                titled.add(mention.answer)
    if not counts:
        return main
    total, largest = sum(counts.values()), max(counts.values())
    i: i64
    for i in range(len(placed)):
        if main < 0 and placed[i].answer >= 0 and counts[placed[i].answer] == largest:
            main = i
    answer = placed[main].answer
    for mention in placed:
        if mention.answer >= 0:
            share = counts[mention.answer] / total
            standing: i64 = 0 if share < 0.1 else 4 if share < 0.25 else 8 if share < 0.5 else 12
            mention.row[7] = standing + 2 * i64(mention.answer in titled) + i64(mention.answer == answer)
    return main


def govern(slot: Slot, scope: Scope, mentions: Sequence[Mention], weights: Weights) -> list[Choice]:
    """Return which mention of a slot governs each figure of an article."""
    governor = Governor(slot, scope, mentions, weights)
    return [governor.choose(i) for i in range(len(scope.article.figures))]
