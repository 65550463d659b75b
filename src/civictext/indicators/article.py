"""The figures of an article among its words, and what stands around each.

What chooses the subject, the time and the place of a figure looks at the same things: the words beside
it, the sorts of words between it and something else, its unit and kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from librt.vecs import append, vec
from mypy_extensions import i64, mypyc_attr

from civictext.indicators.links_model import Clusters
from civictext.indicators.measures import Context, Measure
from civictext.indicators.templates import Row
from civictext.indicators.tokens import Tokens, read_tokens
from civictext.indicators.unit_groups import group_number, unit_number
from civictext.indicators.words import EDGE, LEXICON, NAME, NUMBER, PAD, SHORT, UNKNOWN, Words, read_words
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
QUOTE: Final = 12
NAMED: Final = 13
WALL: Final = 14
LIGHTS: Final = 15
_SETS: Final = (
    (",",), (";", ":", ".", EDGE), ("(",), (")",), ("AND",), ("CHG",), ("LINK", "GO"), ("HAVE",), NOUNS,
    ("PROV", "ADM"), ("REL", "E", "R", "OF", "PLACE", "TIME"), VERBS, ('"', "“", "”"),
    (NAME, "PROV", "ADM", "-", "–", "."), (";", ":", EDGE), LIGHT,
)  # fmt: skip
_FIELD: Final = 15
"""Bits of a running count; four of them stand in one number, and whatever runs over is lost."""
_COUNT: Final = (1 << _FIELD) - 1
_FARTHEST: Final = _COUNT >> 1
"""Words in the longest stretch in which words are counted; of a longer one, its last words are."""
_ONES: Final = 1 | 1 << _FIELD | 1 << (2 * _FIELD) | 1 << (3 * _FIELD)
"""Four counts of 1."""
_FOUR: Final = (1 << (4 * _FIELD)) - 1


def _read_members() -> vec[i64]:
    """Return for each class the sets that it belongs to: four numbers, each of four counts of 0 or 1."""
    members: list[int] = []
    for name in LEXICON.classes.names:
        inside = [int(name in names) for names in _SETS]
        members += [sum(inside[four + i] << (_FIELD * i) for i in range(4)) for four in range(0, len(_SETS), 4)]
    return vec[i64](members)


_MEMBERS: Final = _read_members()
SETS_OF: Final = vec[i64]([sum((name in _SETS[i]) << i for i in range(len(_SETS))) for name in LEXICON.classes.names])
"""The sets that each class belongs to, as bits."""
COLUMNS: Final = 4
"""Columns of a word."""
CONTENT_BITS: Final = 10
CONTENT_COUNT: Final = (1 << CONTENT_BITS) - 1
_CONTENT: Final = (1 << (6 * CONTENT_BITS)) - 1
_CONTENTS: Final = vec[i64](
    [
        sum(
            (name in _SETS[which]) << (CONTENT_BITS * i)
            for i, which in enumerate((VERB, COMMA, RELATION, OPEN, CLOSE, QUOTE))
        )
        for name in LEXICON.classes.names
    ]
)
_UNCLUSTERED: Final = 256
_RANGES: Final = (*range(6), 6, 8, 11, 16, 24, 32)
_BUCKETS: Final = vec[i64]([max(low for low in _RANGES if low <= n) for n in range(_RANGES[-1] + 1)])
"""The lower end of the range of each small number."""

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


@mypyc_attr(acyclic=True)
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
        edges = _edges_of(passage.measures)
        words = read_words(self.tokens, edges)
        self.starts = words.starts
        self.ends = words.ends
        self.keys = words.keys
        self.kinds = words.kinds
        """The words by column; see `Words`."""
        self.figures = _place_figures(words, edges, passage.sentences)
        size = len(words.keys)
        self.columns = vec[i64]([0] * (COLUMNS * size))
        """The columns of all words, one word after the other: key, class, fine and coarse cluster; a word that is in
        no cluster goes by its class. They are filled in where there are figures."""
        self.line = vec[i64]([0] * size)
        """The number of the line of each word."""
        self.numbers = vec[i64]([0] * (size + 1))
        """How many figures end before each word."""
        self._counts = vec[i64]([0] * (4 * (size + 1)))
        """How many words of each set stand before each word: four numbers a word, each of four counts."""
        self._contents = vec[i64]([0] * (size + 1))
        """The same for the sets of `content`, in one number."""
        self._mark_numbers()
        self._find_lines()
        self._read_sentences(clusters)
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

    def _find_lines(self) -> None:
        kinds, line, edge = self.kinds, self.line, LEXICON.edge
        lines: i64 = 0
        i: i64
        for i in range(len(kinds)):
            if kinds[i] == edge:
                lines += 1
            line[i] = lines

    def _read_sentences(self, clusters: Clusters) -> None:
        """Fill in columns and counts in the sentences that have figures, and next to these."""
        read: i64 = 0
        for f in self.figures:
            start = most(read, least(f.low, f.first) - PAD)
            read = most(read, least(most(f.high, f.unit_end) + PAD, len(self)))
            self._fill_columns(start, read, clusters)
            self._count_words(start, read)

    def _fill_columns(self, start: i64, end: i64, clusters: Clusters) -> None:
        keys, kinds, columns = self.keys, self.kinds, self.columns
        at = COLUMNS * start
        i: i64
        for i in range(start, end):
            key, kind = keys[i], kinds[i]
            cluster = clusters.table.get(key)
            columns[at] = key
            columns[at + 1] = kind
            columns[at + 2] = cluster if cluster else kind + _UNCLUSTERED
            columns[at + 3] = clusters.coarse_of(cluster) if cluster else kind + _UNCLUSTERED
            at += COLUMNS

    def _count_words(self, start: i64, end: i64) -> None:
        """Go on with the running counts; where the words before were not counted they begin at 0."""
        kinds, counts, members, contents = self.kinds, self._counts, _MEMBERS, self._contents
        i: i64
        for i in range(start, end):
            kind, place = kinds[i], 4 * i
            member = 4 * kind
            counts[place + 4] = (counts[place] + members[member]) & _FOUR
            counts[place + 5] = (counts[place + 1] + members[member + 1]) & _FOUR
            counts[place + 6] = (counts[place + 2] + members[member + 2]) & _FOUR
            counts[place + 7] = (counts[place + 3] + members[member + 3]) & _FOUR
            contents[i + 1] = (contents[i] + _CONTENTS[kind]) & _CONTENT

    def _count_figures(self) -> None:
        numbers, size = self.numbers, len(self.figures)
        at: i64 = 0
        i: i64
        n: i64
        for n in range(size + 1):
            last = self.figures[n].last if n < size else len(numbers)
            for i in range(at, last):
                numbers[i] = n
            at = most(at, last)

    def count(self, which: i64, start: i64, end: i64) -> i64:
        """Return how many words of a set stand from `start` on and before `end`."""
        return one_of_four(self.four(which >> 2, start, end), which)

    def four(self, which: i64, start: i64, end: i64) -> i64:
        """Return how many words of four sets stand in a stretch, in one number: see `one_of_four`."""
        if end - start > _FARTHEST:
            start = end - _FARTHEST
        first, last = 4 * start + which, 4 * end + which
        return (self._counts[last] - self._counts[first]) & _FOUR

    def content(self, start: i64, end: i64) -> i64:
        """Return how many verbs, commas, relations, opening and closing brackets and quotes a stretch of less than a
        thousand words has: `CONTENT_BITS` for each."""
        return (self._contents[end] - self._contents[start]) & _CONTENT

    def shape(self, start: i64, end: i64) -> i64:
        """Return what sorts of words stand in a stretch, as bits."""
        return self._some(0, start, end) | self._some(1, start, end) << 4 | self._some(2, start, end) << 8

    def _some(self, which: i64, start: i64, end: i64) -> i64:
        """Return which of four sets have words in a stretch, as bits: a count of 1 and more runs over into its upper
        bit, and the four bits are moved together."""
        some = (self.four(which, start, end) + _FARTHEST * _ONES) >> (_FIELD - 1) & _ONES
        return (some | some >> (_FIELD - 1) | some >> (2 * _FIELD - 2) | some >> (3 * _FIELD - 3)) & 15

    def _look_around(self, f: Figure, measure: Measure, context: Context) -> None:
        """Fill in the columns of a figure."""
        row, columns = f.own, self.columns
        before, after = COLUMNS * (f.first - 1), COLUMNS * f.unit_end
        row[0] = group_number(context.kind, measure.unit)  # g
        row[1] = unit_number(measure.unit)  # name
        row[2] = i64(f.nth > 0)  # later
        row[3] = columns[before]  # before
        row[4] = columns[before + 1]  # before_c
        row[5] = columns[before + 2]  # before_k
        row[6] = columns[before + 3]  # before_j
        row[7] = columns[before - 4]  # before2
        row[8] = columns[before - 3]  # before_c2
        row[9] = columns[after]  # after
        row[10] = columns[after + 1]  # after_c
        row[11] = columns[after + 5]  # after_c2
        row[12] = columns[after + 2]  # after_k
        row[13] = least(self.count(NOUN, f.tail, f.first), 2)  # nouns
        row[14] = self.shape(f.tail, f.first)  # shape
        row[15] = i64(f.first - f.low <= 1)  # open
        separators = least(self.count(COMMA, f.tail, f.first), 3)
        for which in (STOP, OPEN, CLOSE, AND):
            separators = separators * 2 + i64(self.count(which, f.tail, f.first) > 0)
        row[16] = separators  # seps


def one_of_four(four: i64, which: i64) -> i64:
    """Return the count of one set from the counts of the four sets that it is among."""
    return (four >> (_FIELD * (which & 3))) & _COUNT


def least(a: i64, b: i64) -> i64:
    """Return the smaller of two numbers."""
    return a if a < b else b


def most(a: i64, b: i64) -> i64:
    """Return the larger of two numbers."""
    return a if a > b else b


def bucket(n: i64) -> i64:
    """Return a number as itself below 6, else the lower end of its range."""
    return _BUCKETS[most(least(n, len(_BUCKETS) - 1), 0)]


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


def _edges_of(measures: Sequence[Measure]) -> vec[i64]:
    """Return where each number and the unit behind it start and end; without a unit, the end of the number."""
    edges = vec[i64](capacity=4 * len(measures))
    for measure in measures:
        start, end = measure.span
        unit = measure.unit_span
        behind = unit is not None and unit[0] >= end
        edges = append(edges, start)
        edges = append(edges, end)
        edges = append(edges, unit[0] if unit is not None and behind else end)
        edges = append(edges, unit[1] if unit is not None and behind else end)
    return edges


def _place_figures(words: Words, edges: vec[i64], sentences: Sequence[Span]) -> list[Figure]:
    """Find figures among words by the edges of their numbers, units and sentences."""
    found: list[Figure] = []
    sentence = Span(-1, -1)
    low: i64 = 0
    high: i64 = 0
    i: i64
    for i in range(len(sentences)):
        if sentences[i] is not sentence:
            sentence = sentences[i]
            low, high = first_at(words.starts, sentence[0]), first_at(words.starts, sentence[1])
        first = first_at(words.ends, edges[4 * i] + 1)
        last = most(first_at(words.starts, edges[4 * i + 1]), first)
        unit = first_at(words.starts, edges[4 * i + 2])
        unit_end = most(first_at(words.starts, edges[4 * i + 3]), last)
        figure = Figure(first, last, unit, unit_end, low, high)
        if found:
            before = found[-1]
            figure.sentence = before.sentence + 1
            if before.low == figure.low:
                figure.tail = least(most(before.last, before.unit_end), first)
                figure.nth = before.nth + 1
                figure.sentence = before.sentence
        found.append(figure)
    return found
