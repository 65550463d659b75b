"""Which time and which place a figure is about: the statement that governs it.

Candidates are the mentions in the figure's own sentence, the earlier statements that may still rule,
what rules the figure before, and none. A log-linear model over hashed features (`templates`) weighs
them; candidates that say the same (`2023`, Hà Nội) count together, and the answer with the most weight
wins. The figures of an article are read in order, since what rules one may go on to rule the next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from civictext.indicators.columns import Articles, Columns, bucket, shape
from civictext.indicators.templates import Templates, Weights
from civictext.indicators.tokens import Ints

NEAR = 6
"""How many mentions of the sentence on either side of a figure are weighed."""
EARLIER = 5
"""How many earlier mentions are weighed, besides the last that opened a sentence and the main one."""
AT_ONCE = 1024
"""How many figures are weighed together: bounds the memory of a table run together."""
NOTHING = -1
"""The answer of a mention that names no time, and of none at all."""

_MENTION = ("sort", "sort w0", "w0", "w00 w0", "w1 sort", "mark", "compared sort", "standing", "kind w0")
_HERE = (
    *_MENTION, "side rank sort", "side rank", "side commas sort", "frame sort", "frame side", "compared side",
    "g sort", "g side", "side near sort", "side numbers", "side semicolons", "side between", "standing side",
    "w0 side near", "side numbers sort", "before near", "side near w1", "kind side", "standing g", "status sort",
)  # fmt: skip
_EARLIER = (
    *_MENTION, "away sort", "lines sort", "lines away", "rank sort", "rank frame", "frame sort",
    "frame away lines", "standing g", "g sort", "title sort", "o1 away", "o1 o2", "o1 sort", "latest sort away",
    "figures", "figures lines", "beside away", "any sort", "any away", "density sort", "standing any", "kind standing",
    "g standing any", "incidental sort", "later any", "status sort", "main any",
)  # fmt: skip
_CARRY = (
    "same", "same g other", "same equal", "away lines", "away equal", "o1", "o1 o2", "lines equal g",
    "same mentions", "away mentions", "open same", "local same", "incidental away", "equal other g",
    "status before_status",
    "density lines", "same before", "lines o1", "other_incidental incidental", "away lines title",
)  # fmt: skip
_AGAIN = (
    "sort", "same sort", "same", "away lines", "away sort", "lines sort", "density away", "density sort",
    "o1", "o1 away", "o1 o2", "same equal", "same g other", "away equal", "standing", "standing away",
    "same mentions", "away mentions", "g sort", "incidental away", "local same", "before same", "kind away",
    "status before_status", "frame away",
)  # fmt: skip
_NONE = (
    "g", "name", "before", "o1", "o1 o2", "title", "any", "g any", "first", "incidental", "g title", "density",
    "any name", "after", "later any", "status any", "g density", "incidental any", "name incidental",
)  # fmt: skip


class Choice(NamedTuple):
    """What governs a figure: a mention, or None; and whether the mention is of its own sentence."""

    mention: int | None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a slot in some articles by column, those of the first article first.

    `answers` are what they say, by number; `marks` what makes them doubtful; `kinds` a number for the
    word that tells what they are.
    """

    articles: NDArray[np.intp]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    sorts: Ints
    answers: NDArray[np.intp]
    marks: Ints
    kinds: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.starts)


class Slot:
    """One of the two slots, time or place: its templates and how willing it is to stay empty."""

    def __init__(self, name: str, *, favour: float) -> None:
        self.name = name
        self.favour = favour
        self.here = Templates(f"{name} here", *_HERE)
        self.earlier = Templates(f"{name} earlier", *_EARLIER)
        self.again = Templates(f"{name} again", *_AGAIN)
        self.carry = Templates(f"{name} carry", *_CARRY)
        self.none = Templates(f"{name} none", *_NONE)


PERIOD = Slot("period", favour=0.6)
PLACE = Slot("place", favour=0.6)


class Rows(NamedTuple):
    """Candidates of figures: a row for each figure and mention."""

    figure: NDArray[np.intp]
    mention: NDArray[np.intp]
    rank: NDArray[np.intp]


class Scope:
    """What the choice of a slot looks at in some articles."""

    def __init__(self, articles: Articles) -> None:
        self.articles = articles
        words, f, passages = articles.words, articles.figures, articles.passages
        counts = np.array([len(p.bounds) + 1 for p in passages])
        starts = np.array([start for p in passages for start in (-1, *(s.start for s in p.bounds))])
        self.starts = starts + np.repeat(articles.offsets, counts)
        """Where sentences start; one more, before the first of each article, holds what is in none."""
        self.outside = starts < 0
        self.title_end = np.array([p.title_end for p in passages]) + articles.offsets
        self.position = words.starts[f.first]
        self.sentence = self.sentence_of(self.position)
        self.counted = np.zeros(len(self.starts), dtype=np.bool_)
        self.counted[self.sentence] = True
        """Which sentences have figures."""
        density = np.digitize(articles.sizes / np.maximum(counts - 1, 1), (0.6, 1.2))
        self.own = articles.own | {
            "o1": words.keys[f.low],
            "o2": words.keys[f.low + 1],
            "line": articles.line[f.first],
            "title": self.position < self.title_end[articles.article],
            "incidental": np.array(["incidental" in m.flags for p in passages for m in p.measures]),
            "status": np.array([_STATUS.index(c.status) for p in passages for c in p.contexts]),
            "density": density[articles.article],
            "first": articles.rank == 0,
        }

    def sentence_of(self, position: NDArray[Any]) -> NDArray[np.intp]:
        """Return the number of the sentence that holds a position or comes before it."""
        return np.searchsorted(self.starts, position, "right") - 1


_STATUS = ("actual", "estimate", "target")


class Placed:
    """The mentions of a slot among the words of some articles, with their own columns."""

    def __init__(self, scope: Scope, mentions: Mentions) -> None:
        self.scope, self.mentions = scope, mentions
        words, f, of = scope.articles.words, scope.articles.figures, scope.articles.article
        self.word = np.searchsorted(words.ends, mentions.starts, "right")
        self.stop = np.searchsorted(words.starts, mentions.ends)
        self.sentence = scope.sentence_of(mentions.starts)
        low = np.searchsorted(words.starts, scope.starts[self.sentence])
        self.frame = (self.word - low <= 2) & ~scope.outside[self.sentence]
        self.titled = mentions.starts < scope.title_end[mentions.articles]
        edges = np.searchsorted(mentions.articles, np.arange(len(scope.articles.passages) + 1))
        self.least = edges[of]
        """The first mention of each figure's article."""
        self.standing, main = self._standing(edges)
        self.main = main[of]
        """The first mention of what each figure's article names most, -1 if it names nothing."""
        self.first = np.searchsorted(mentions.starts, words.starts[f.low])
        self.here = np.searchsorted(mentions.starts, scope.position)
        self.last = np.searchsorted(mentions.starts, words.ends[f.high - 1])
        self.any = self.last > self.first
        framed = np.where(self.frame & (mentions.answers >= 0), np.arange(len(mentions)), -1)
        self.latest = np.append(-1, np.maximum.accumulate(framed))[self.first]
        """The last mention before each figure's sentence that opened one."""

    def _standing(self, edges: NDArray[np.intp]) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return how much of its article each mention's answer has, and each article's main mention."""
        answers = self.mentions.answers
        main = np.full(len(edges) - 1, -1)
        known = np.flatnonzero(answers >= 0)
        standing = np.full(len(answers), 99)
        if not len(known):
            return standing, main
        named, article = answers[known], self.mentions.articles[known]
        counts, totals = np.bincount(named), np.bincount(article, minlength=len(main))
        titled = np.zeros(len(counts), dtype=np.bool_)
        titled[named[self.titled[known]]] = True
        order = np.lexsort((-known, counts[named], article))
        lasts = np.append(article[order][1:] != article[order][:-1], True)
        main[article[order][lasts]] = known[order][lasts]
        share = np.digitize(counts[named] / totals[article], (0.1, 0.25, 0.5))
        standing[known] = share * 4 + titled[named] * 2 + (named == answers[main[article]])
        return standing, main

    def columns(self, mention: NDArray[Any]) -> Columns:
        """Return the columns of mentions by themselves."""
        keys = self.scope.articles.words.keys
        word, stop = self.word[mention], self.stop[mention]
        return {
            "sort": self.mentions.sorts[mention],
            "w0": keys[word - 1],
            "w00": keys[word - 2],
            "w1": keys[stop],
            "mark": self.mentions.marks[mention],
            "compared": self.mentions.marks[mention] & 1,
            "kind": self.mentions.kinds[mention],
            "standing": self.standing[mention],
            "frame": self.frame[mention],
        }

    def rows_here(self, part: slice) -> Rows:
        """Return the mentions of each figure's own sentence, the nearest on either side.

        Args:
            part: the figures that are looked at.
        """
        here = self.here[part, None]
        before, after = here - np.arange(1, NEAR + 1), here + np.arange(NEAR)
        ok = np.hstack([before >= self.first[part, None], after < self.last[part, None]])
        figure, rank = np.nonzero(ok)
        return Rows(figure + part.start, np.hstack([before, after])[figure, rank], rank)

    def columns_here(self, rows: Rows) -> Columns:
        """Return the columns of figures and mentions of one sentence."""
        articles, f, own = self.scope.articles, self.scope.articles.figures, self.scope.own
        columns = self.columns(rows.mention)
        before = rows.rank < NEAR
        start = np.where(before, self.stop[rows.mention], f.last[rows.figure])
        end = np.maximum(np.where(before, f.first[rows.figure], self.word[rows.mention]), start)
        columns["side"] = before
        columns["rank"] = np.minimum(np.where(before, rows.rank, rows.rank - NEAR), 3)
        columns["commas"] = np.minimum(articles.count("comma", start, end), 4)
        columns["semicolons"] = np.minimum(articles.count("wall", start, end), 2)
        columns["numbers"] = np.minimum(articles.numbers[end] - articles.numbers[start], 3)
        columns["near"] = bucket(end - start)
        columns["between"] = shape(articles, start, end)
        for name in ("g", "before", "status"):
            columns[name] = own[name][rows.figure]
        return columns

    def rows_earlier(self, part: slice) -> Rows:
        """Return the earlier mentions that may still rule each figure."""
        recent = self.first[part, None] - np.arange(1, EARLIER + 1)
        extra = np.stack([self.latest[part], self.main[part]], axis=1)
        least = self.least[part, None]
        ok = (extra >= least) & (extra < recent[:, -1:])
        ok[:, 1] &= extra[:, 0] != extra[:, 1]
        ok = np.hstack([recent >= least, ok])
        figure, rank = np.nonzero(ok)
        return Rows(figure + part.start, np.hstack([recent, extra])[figure, rank], rank)

    def columns_earlier(self, rows: Rows) -> Columns:
        """Return the columns of figures and mentions of earlier sentences."""
        scope = self.scope
        articles, own = scope.articles, scope.own
        columns = self.columns(rows.mention)
        sentence = self.sentence[rows.mention]
        columns["rank"] = rows.rank
        columns["away"] = bucket(scope.sentence[rows.figure] - sentence)
        columns["lines"] = bucket(own["line"][rows.figure] - articles.line[self.word[rows.mention]])
        columns["title"] = self.titled[rows.mention]
        columns["latest"] = rows.mention == self.latest[rows.figure]
        columns["main"] = rows.mention == self.main[rows.figure]
        passed = articles.numbers[articles.figures.low[rows.figure]] - articles.numbers[self.word[rows.mention]]
        columns["figures"] = np.minimum(passed, 6)
        columns["beside"] = scope.counted[sentence]
        columns["any"] = self.any[rows.figure]
        for name in ("g", "o1", "o2", "density", "incidental", "status"):
            columns[name] = own[name][rows.figure]
        columns["later"] = articles.figures.nth[rows.figure] > 0
        return columns

    @cached_property
    def carry(self) -> Columns:
        """The columns of each figure seen from the one before it; of the first, from itself."""
        scope, f, own = self.scope, self.scope.articles.figures, self.scope.own
        past = np.arange(len(f)) - (scope.articles.rank > 0)
        return own | {
            "same": f.low == f.low[past],
            "other": own["g"][past],
            "equal": own["name"] == own["name"][past],
            "away": bucket(scope.sentence - scope.sentence[past]),
            "lines": bucket(own["line"] - own["line"][past]),
            "mentions": np.minimum(self.here - self.here[past], 3) * 2 + (self.last > self.here),
            "local": own["shape"],
            "before_status": own["status"][past],
            "other_incidental": own["incidental"][past],
        }

    def columns_again(self, rows: Rows, names: Iterable[str]) -> Columns:
        """Return the columns of mentions that say what rules the figure before."""
        columns = {name: self.carry[name][rows.figure] for name in names if name in self.carry}
        columns["sort"] = self.mentions.sorts[rows.mention]
        columns["kind"] = self.mentions.kinds[rows.mention]
        columns["standing"] = self.standing[rows.mention]
        columns["frame"] = self.frame[rows.mention]
        return columns

    def columns_none(self) -> Columns:
        """Return the columns of each figure for the case that nothing governs it."""
        return self.scope.own | {"any": self.any}


class Rivals(NamedTuple):
    """The candidates of one figure with their powers (`exp` of their scores): mentions, and none.

    Each mention has its answer, its power, and by how much that grows where it says what rules the
    figure before; `carry` is the power of what rules that one where no mention says it.
    """

    mentions: Sequence[tuple[int, int, float, float]]
    here: range
    """The mentions of the figure's own sentence."""
    carry: float
    none: float


def weigh(slot: Slot, placed: Placed, weights: Weights) -> Iterator[Rivals]:
    """Yield the candidates of every figure."""
    n = len(placed.scope.articles.figures)
    none = _powers(slot.none.score(weights, placed.columns_none(), n) - slot.favour)
    carry = _powers(slot.carry.score(weights, placed.carry, n))
    here = map(range, placed.first.tolist(), placed.last.tolist())
    mentions: list[Sequence[tuple[int, int, float, float]]] = []
    for start in range(0, n, AT_ONCE):
        mentions += _weigh_mentions(slot, placed, weights, slice(start, min(n, start + AT_ONCE)))
    yield from map(Rivals, mentions, here, carry, none)


def _powers(scores: NDArray[np.float32]) -> list[float]:
    powers: list[float] = np.exp(scores, dtype=np.float64).tolist()
    return powers


def _weigh_mentions(
    slot: Slot, placed: Placed, weights: Weights, part: slice
) -> Iterator[Sequence[tuple[int, int, float, float]]]:
    """Yield the mentions that may rule each figure of a part, those of its own sentence first."""
    rows, scores, again = [], [], []
    for templates, found, columns in (
        (slot.here, placed.rows_here(part), placed.columns_here),
        (slot.earlier, placed.rows_earlier(part), placed.columns_earlier),
    ):
        size = len(found.figure)
        rows.append(found)
        scores.append(templates.score(weights, columns(found), size))
        again.append(slot.again.score(weights, placed.columns_again(found, slot.again.columns), size))
    figure, mention, _ = map(np.concatenate, zip(*rows, strict=True))
    order = np.argsort(figure, kind="stable")
    mention, answers = mention[order], placed.mentions.answers[mention[order]]
    powers = (_powers(np.concatenate(one)[order]) for one in (scores, again))
    table = [*zip(mention.tolist(), answers.tolist(), *powers, strict=True)]
    edges = np.cumsum(np.bincount(figure - part.start, minlength=part.stop - part.start)).tolist()
    return (table[first:last] for first, last in pairwise([0, *edges]))


def decide(rivals: Iterable[Rivals], ranks: Iterable[int]) -> list[Choice]:
    """Choose what governs each figure, in order; candidates with one answer count together.

    Args:
        ranks: how many figures stand before each in its article.
    """
    choices: list[Choice] = []
    previous: int | None = None
    ruling: int | None = None
    for rank, one in zip(ranks, rivals, strict=True):
        if not rank:
            previous, ruling = None, None
        powers = {NOTHING: one.none}
        best: dict[int, tuple[float, int]] = {}
        for mention, answer, power, again in one.mentions:
            if answer == ruling:
                power *= again
            powers[answer] = powers.get(answer, 0.0) + power
            if answer not in best or (power, mention) > best[answer]:
                best[answer] = power, mention
        if ruling is not None and ruling not in best:
            powers[ruling] = powers.get(ruling, 0.0) + one.carry
        ruling = max(powers, key=powers.__getitem__)
        if ruling == NOTHING:
            previous = None
        elif ruling in best:
            previous = best[ruling][1]
        choices.append(Choice(previous, previous in one.here))
    return choices


def numbered(answers: Sequence[Sequence[Hashable | None]]) -> NDArray[np.intp]:
    """Return a number for each answer of each article, equal ones alike; `NOTHING` for None."""
    numbers: dict[tuple[int, Hashable], int] = {}
    return np.array(
        [
            NOTHING if answer is None else numbers.setdefault((i, answer), len(numbers))
            for i, found in enumerate(answers)
            for answer in found
        ],
        dtype=np.intp,
    )
