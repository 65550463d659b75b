"""The figures of an article among its words, and what stands around each.

What chooses the subject, the time and the place of a figure looks at the same things: the words beside
it, the sorts of words between it and something else, its unit and kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from librt.vecs import vec
from mypy_extensions import i32, i64, u8

from civictext.indicators.links_model import Clusters
from civictext.indicators.measures import Context, Measure
from civictext.indicators.templates import Row
from civictext.indicators.tokens import Tokens, read_tokens
from civictext.indicators.unit_groups import group_number, unit_number
from civictext.indicators.words import EDGE, LEXICON, NAME, NUMBER, SHORT, UNKNOWN, Words, read_words
from civictext.text.alignment import Span

NOUNS: Final = (
    "N", NAME, SHORT, UNKNOWN, "Nc", "MN", "IN", "IA", "IV", "N/V", "A/N", "N/Nc", "N/Ny", "PROV", "ADM",
)  # fmt: skip
LIGHT: Final = ("LINK", "GO", "HAVE", "CHG", "CMP", "ADV", "TIME", "PLACE", NUMBER, "%")
VERBS: Final = ("V", "PAS", "LINK", "HAVE", "CHG", "SAY")
# The sets of word classes that are counted; the first twelve, in this order, make the bits of a shape.
COMMA: Final = 0
STOP: Final = 1
OPEN: Final = 2
CLOSE: Final = 3
AND: Final = 4
CHANGE: Final = 5
LINK: Final = 6
HAVE: Final = 7
NOUN: Final = 8
PLACE: Final = 9
RELATION: Final = 10
VERB: Final = 11
_IN_SHAPE: Final = 12
QUOTE: Final = 12
NAMED: Final = 13
WALL: Final = 14
LIGHTS: Final = 15
_SETS: Final = (
    (",",), (";", ":", ".", EDGE), ("(",), (")",), ("AND",), ("CHG",), ("LINK", "GO"), ("HAVE",), NOUNS,
    ("PROV", "ADM"), ("REL", "E", "R", "OF", "PLACE", "TIME"), VERBS, ('"', "“", "”"),
    (NAME, "PROV", "ADM", "-", "–", "."), (";", ":", EDGE), LIGHT,
)  # fmt: skip
_MASKS: Final = vec[u8]([member for names in _SETS for member in LEXICON.classes.mask(*names)])
"""Which classes belong to which set, one set behind the other."""
_UNCLUSTERED: Final = 256

OWN: Final = (
    "g", "name", "later", "before", "before_c", "before_k", "before_j", "before2", "before_c2", "after", "after_c",
    "after_c2", "after_k", "nouns", "shape", "open", "seps",
)  # fmt: skip
"""The columns of a figure: the sort of its unit (g) and its name, whether one stands before it in the sentence, the
words beside it with their classes (c) and clusters (k, j), and what stands between it and the figure before."""


class Passage(NamedTuple):
    """An article as far as its figures are concerned."""

    text: str
    measures: Sequence[Measure]
    """Its quantities in order, at least one."""
    contexts: Sequence[Context]
    """What the sentence says of each."""
    sentences: Sequence[Span]
    """The sentence of each."""
    bounds: Sequence[Span]
    """All sentences."""
    title_end: int
    """Where its title ends; 0 if it has none."""


class Figure:
    """A figure of an article; all places are numbers of words.

    `first:last` are the words of the number, `unit:unit_end` those of its unit (`last:last` where it
    has none behind it); `low:high` is its sentence; `tail` is the word behind the figure before it in
    its sentence, else the first word of the sentence; `nth` is how many figures stand before it there, and
    `sentence` how many sentences with figures come before its own.
    """

    def __init__(self, first: i64, last: i64, unit: i64, unit_end: i64, low: i64, high: i64) -> None:
        self.first = first
        self.last = last
        self.unit = unit
        self.unit_end = unit_end
        self.low = low
        self.high = high
        self.tail = low
        self.nth: i64 = 0
        self.sentence: i64 = 0
        self.own: Row = vec[i64]([0] * len(OWN))
        """What stands around it, the columns `OWN`."""


class Article:
    """The words and figures of an article, with running counts of the word classes that matter."""

    def __init__(self, passage: Passage, clusters: Clusters) -> None:
        self.passage = passage
        self.tokens: Tokens = read_tokens(passage.text)
        words = _words_of(self.tokens, passage.measures)
        self.starts = words.starts
        self.ends = words.ends
        self.keys = words.keys
        self.kinds = words.kinds
        """The words by column; see `Words`."""
        self.figures = _place_figures(words, passage)
        size = len(words.keys)
        self.fine = vec[i64]([0] * size)
        self.coarse = vec[i64]([0] * size)
        """The clusters of each word; what is in none goes by its class."""
        self.line = vec[i64]([0] * size)
        """The number of the line of each word."""
        self.numbers = vec[i64]([0] * (size + 1))
        """How many figures end before each word."""
        self._counts = vec[i32]([0] * (len(_SETS) * (size + 1)))
        """How many words of each set stand before each word, one set behind the other."""
        self._mark_numbers()
        self._find_clusters(clusters)
        self._count_words()
        self._count_figures()
        for i in range(len(self.figures)):
            self._look_around(self.figures[i], passage.measures[i], passage.contexts[i])

    def __len__(self) -> int:
        return len(self.keys)

    def _mark_numbers(self) -> None:
        """Give the words of all numbers one key and class: what they are counts, not how large."""
        for figure in self.figures:
            i: i64
            for i in range(figure.first, figure.last):
                self.kinds[i] = LEXICON.number
                self.keys[i] = LEXICON.number

    def _find_clusters(self, clusters: Clusters) -> None:
        keys, kinds, fine, coarse, line = self.keys, self.kinds, self.fine, self.coarse, self.line
        lines: i64 = 0
        i: i64
        for i in range(len(keys)):
            kind = kinds[i]
            cluster = clusters.fine(keys[i])
            fine[i] = cluster if cluster else kind + _UNCLUSTERED
            coarse[i] = clusters.coarse_of(cluster) if cluster else kind + _UNCLUSTERED
            if kind == LEXICON.edge:
                lines += 1
            line[i] = lines

    def _count_words(self) -> None:
        kinds, counts, masks = self.kinds, self._counts, _MASKS
        classes: i64 = len(LEXICON.classes.names)
        place: i64 = 0
        which: i64
        i: i64
        for which in range(len(_SETS)):
            total: i32 = 0
            for i in range(len(kinds)):
                counts[place] = total
                total += i32(masks[which * classes + kinds[i]])
                place += 1
            counts[place] = total
            place += 1

    def _count_figures(self) -> None:
        numbers = self.numbers
        passed: i64 = 0
        i: i64
        for i in range(len(numbers)):
            while passed < len(self.figures) and self.figures[passed].last <= i:
                passed += 1
            numbers[i] = passed

    def count(self, which: i64, start: i64, end: i64) -> i64:
        """Return how many words of a set stand from `start` on and before `end`."""
        counts = self._counts
        row = which * len(self.numbers)
        return i64(counts[row + end] - counts[row + start])

    def shape(self, start: i64, end: i64) -> i64:
        """Return what sorts of words stand in a stretch, as bits."""
        counts, step = self._counts, i64(len(self.numbers))
        bits: i64 = 0
        which: i64
        for which in range(_IN_SHAPE):
            if counts[start] < counts[end]:
                bits |= 1 << which
            start += step
            end += step
        return bits

    def _look_around(self, f: Figure, measure: Measure, context: Context) -> None:
        """Fill in the columns of a figure."""
        row, before, after = f.own, f.first - 1, f.unit_end
        row[0] = group_number(context.kind, measure.unit)  # g
        row[1] = unit_number(measure.unit)  # name
        row[2] = i64(f.nth > 0)  # later
        row[3] = self.keys[before]  # before
        row[4] = self.kinds[before]  # before_c
        row[5] = self.fine[before]  # before_k
        row[6] = self.coarse[before]  # before_j
        row[7] = self.keys[before - 1]  # before2
        row[8] = self.kinds[before - 1]  # before_c2
        row[9] = self.keys[after]  # after
        row[10] = self.kinds[after]  # after_c
        row[11] = self.kinds[after + 1]  # after_c2
        row[12] = self.fine[after]  # after_k
        row[13] = least(self.count(NOUN, f.tail, f.first), 2)  # nouns
        row[14] = self.shape(f.tail, f.first)  # shape
        row[15] = i64(f.first - f.low <= 1)  # open
        separators = least(self.count(COMMA, f.tail, f.first), 3)
        for which in (STOP, OPEN, CLOSE, AND):
            separators = separators * 2 + i64(self.count(which, f.tail, f.first) > 0)
        row[16] = separators  # seps


def least(a: i64, b: i64) -> i64:
    """Return the smaller of two numbers."""
    return a if a < b else b


def most(a: i64, b: i64) -> i64:
    """Return the larger of two numbers."""
    return a if a > b else b


def bucket(n: i64) -> i64:
    """Return a number as itself below 6, else the lower end of its range."""
    if n < 6:
        return most(n, 0)
    if n < 11:
        return 6 if n < 8 else i64(8)
    if n < 24:
        return 11 if n < 16 else i64(16)
    return 24 if n < 32 else i64(32)


def first_at(places: vec[i64], value: i64) -> i64:
    """Return the first of ascending places that is not below a value."""
    low: i64 = 0
    high: i64 = len(places)
    while low < high:
        middle = (low + high) >> 1
        if places[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def _words_of(tokens: Tokens, measures: Sequence[Measure]) -> Words:
    breaks: set[int] = set()
    for measure in measures:
        breaks.update(measure.span)
        breaks.update(_unit_behind(measure))
    return read_words(tokens, breaks)


def _unit_behind(measure: Measure) -> tuple[int, int]:
    """Return the unit behind a number, or the empty span right behind it."""
    unit, end = measure.unit_span, measure.span.end
    return unit if unit is not None and unit.start >= end else (end, end)


def _place_figures(words: Words, passage: Passage) -> list[Figure]:
    """Find figures among words by the edges of their numbers, units and sentences."""
    found: list[Figure] = []
    for measure, sentence in zip(passage.measures, passage.sentences, strict=True):
        start, end = measure.span
        unit, unit_end = _unit_behind(measure)
        first = first_at(words.ends, i64(start) + 1)
        last = most(first_at(words.starts, end), first)
        figure = Figure(
            first,
            last,
            first_at(words.starts, unit),
            most(first_at(words.starts, unit_end), last),
            first_at(words.starts, sentence[0]),
            first_at(words.starts, sentence[1]),
        )
        if found:
            before = found[-1]
            figure.sentence = before.sentence + 1
            if before.low == figure.low:
                figure.tail = least(most(before.last, before.unit_end), first)
                figure.nth = before.nth + 1
                figure.sentence = before.sentence
        found.append(figure)
    return found
