"""The figures of articles among their words, and columns that say what stands around them.

What chooses the subject, the time and the place of a figure looks at the same things: the words beside
it, the sorts of words between it and something else, its unit and kind. They are columns of numbers with
a row a figure, made once for some articles together: an array operation costs as much for one article
as for ten.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from civictext.document import Kind
from civictext.indicators.links_model import Clusters
from civictext.indicators.measures import Context, Measure
from civictext.indicators.tokens import Flags, Ints, read_tokens
from civictext.indicators.words import EDGE, NAME, NUMBER, PAD, SHORT, UNKNOWN, Words, lexicon, read_words
from civictext.text.alignment import Span

Columns = dict[str, NDArray[Any]]
Places = NDArray[np.intp]

_MONEY = frozenset({"VND", "USD", "EUR", "GBP", "JPY", "CNY", "KRW", "THB", "AUD"})
_PHYSICAL = frozenset(
    {"ha", "m2", "m", "km", "km2", "m3", "tấn", "kg", "tạ", "lít", "cm", "mm", "kwh", "mw", "độ", "g", "kv"}
    | {"w", "ml", "mẫu", "sào", "độ c", "gb", "mb", "kw", "cm2", "cm3", "tbps"}
)
_SPANS_OF_TIME = frozenset(
    {"năm", "tháng", "ngày", "giờ", "phút", "giây", "tuần", "quý", "đêm", "buổi", "tiếng"}
    | {"ngày làm việc", "thập kỷ"}
)
_GROUPS = (
    "none", "money", "percent", "time", "physical", "times", "age", "noun",
    "share%", "share", "change", "attainment", "duration",
)  # fmt: skip
_GROUP = {name: i for i, name in enumerate(_GROUPS)}


def unit_group(unit: str | None) -> str:
    """Return what sort of unit it is: money, percentage, time, physical, times, age, a noun, none."""
    head = (unit or "").split("/")[0]
    if not head:
        return "none"
    if head in _MONEY:
        return "money"
    if head in ("%", "pp", "‰"):
        return "percent"
    if head.lower() in _SPANS_OF_TIME:
        return "time"
    if head.lower() in _PHYSICAL:
        return "physical"
    return {"lần": "times", "tuổi": "age"}.get(head, "noun")


@lru_cache(maxsize=4096)
def figure_group(kind: Kind, unit: str | None) -> str:
    """Return the sort of figure, by kind and unit; weights are learned for each sort."""
    if kind == "share":
        return "share%" if unit_group(unit) == "percent" else "share"
    return kind if kind in ("change", "attainment", "age", "duration") else unit_group(unit)


NOUNS = (
    "N", NAME, SHORT, UNKNOWN, "Nc", "MN", "IN", "IA", "IV", "N/V", "A/N", "N/Nc", "N/Ny", "PROV", "ADM",
)  # fmt: skip
LIGHT = ("LINK", "GO", "HAVE", "CHG", "CMP", "ADV", "TIME", "PLACE", NUMBER, "%")
VERBS = ("V", "PAS", "LINK", "HAVE", "CHG", "SAY")
_SETS = {
    "noun": NOUNS,
    "light": LIGHT,
    "verb": VERBS,
    "comma": (",",),
    "stop": (";", ":", ".", EDGE),
    "open": ("(",),
    "close": (")",),
    "quote": ('"', "“", "”"),
    "and": ("AND",),
    "change": ("CHG",),
    "link": ("LINK", "GO"),
    "have": ("HAVE",),
    "name": (NAME, "PROV", "ADM", "-", "–", "."),
    "place": ("PROV", "ADM"),
    "wall": (";", ":", EDGE),
    "relation": ("REL", "E", "R", "OF", "PLACE", "TIME"),
    "say": ("SAY",),
}
_ORDER = {name: i for i, name in enumerate(_SETS)}


@cache
def _masks() -> Flags:
    """Return which classes belong to which set, as (sets, classes)."""
    return np.stack([lexicon().classes.mask(*names) for names in _SETS.values()])


@dataclass(slots=True)
class Figures:
    """The figures of an article by column; all of them are numbers of words.

    `first:last` are the words of the number, `unit:unit_end` those of its unit (`last:last` where it
    has none behind it); `low:high` is its sentence; `tail` is the word behind the figure before it in
    its sentence, else the first word of the sentence.
    """

    first: Places
    last: Places
    unit: Places
    unit_end: Places
    low: Places
    high: Places
    tail: Places
    nth: Places
    """How many figures stand before it in its sentence."""
    group: Places
    name: NDArray[np.uint32]
    """A number for the name of its unit."""

    def __len__(self) -> int:
        return len(self.first)


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


_UNCLUSTERED = np.uint32(256)


class Articles:
    """The words and figures of some articles, with running counts of the word classes that matter.

    The articles stand one behind the other, so far apart by line breaks that none sees another's words;
    positions count from the first.
    """

    def __init__(self, passages: Sequence[Passage], clusters: Clusters) -> None:
        self.passages = passages
        self.offsets = np.append(0, np.cumsum([len(p.text) + PAD for p in passages])[:-1])
        """Where each article begins."""
        self.sizes = np.array([len(p.measures) for p in passages])
        """How many figures each article has."""
        self.article = np.repeat(np.arange(len(passages)), self.sizes)
        """The article of each figure."""
        self.rank = np.arange(len(self.article)) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        """How many figures stand before each in its article."""
        shift = self.offsets[self.article]
        measures = [m for p in passages for m in p.measures]
        numbers = _edges([m.span for m in measures]) + shift
        units = _edges([_unit_behind(m) for m in measures]) + shift
        self.tokens = read_tokens((PAD * "\n").join(p.text for p in passages))
        self.words = read_words(self.tokens, np.concatenate([*numbers, *units]))
        bounds = _edges([sentence for p in passages for sentence in p.sentences]) + shift
        contexts = [c for p in passages for c in p.contexts]
        self.figures = _place_figures(self.words, numbers, units, bounds, measures, contexts)
        self._mark_numbers()
        fine = clusters.table.get(self.words.keys)
        self.fine = np.where(fine > 0, fine, self.words.kinds + _UNCLUSTERED)
        self.coarse = np.where(fine > 0, clusters.coarse[fine], self.words.kinds + _UNCLUSTERED)
        """The clusters of each word; what is in none goes by its class."""
        self.kinds = self.words.kinds.astype(np.intp)
        self._count_words()
        self.own = _figure_columns(self)

    def _mark_numbers(self) -> None:
        """Give the words of all numbers one key and class: what they are counts, not how large."""
        lengths = self.figures.last - self.figures.first
        marked = np.repeat(self.figures.first, lengths) + _counted(lengths)
        self.words.kinds[marked] = self.words.keys[marked] = lexicon().classes.number[NUMBER]

    def _count_words(self) -> None:
        """Make the running counts: of word classes, lines and figures."""
        self._counts = np.zeros((len(_SETS), len(self.words) + 1), dtype=np.int32)
        np.cumsum(_masks()[:, self.kinds], axis=1, out=self._counts[:, 1:])
        self.line = np.cumsum(self.kinds == lexicon().classes.number[EDGE])
        """The number of the line of each word."""
        self.numbers = np.searchsorted(self.figures.last, np.arange(len(self.words) + 1), "right")
        """How many figures end before each word."""

    def count(self, name: str, start: NDArray[Any], end: NDArray[Any]) -> Ints:
        """Return how many words of a set stand from `start` on and before `end`."""
        row = self._counts[_ORDER[name]]
        found: Ints = row[end] - row[start]
        return found


def _unit_behind(measure: Measure) -> Span:
    """Return the unit behind a number, or the empty span right behind it."""
    unit, end = measure.unit_span, measure.span.end
    return unit if unit is not None and unit.start >= end else Span(end, end)


def _counted(lengths: NDArray[Any]) -> NDArray[Any]:
    """Return 0, 1, … up to each length."""
    places: NDArray[Any] = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return places


def _edges(spans: Sequence[tuple[int, int]]) -> Places:
    """Return the starts and the ends of spans as two rows."""
    return np.array(spans, dtype=np.intp).reshape(-1, 2).T


def _place_figures(
    words: Words,
    numbers: Places,
    units: Places,
    bounds: Places,
    measures: Sequence[Measure],
    contexts: Sequence[Context],
) -> Figures:
    """Find figures among words by the edges of their numbers, units and sentences."""
    first = np.searchsorted(words.ends, numbers[0], "right")
    last = np.maximum(np.searchsorted(words.starts, numbers[1]), first)
    unit, unit_end = np.searchsorted(words.starts, units)
    low, high = np.searchsorted(words.starts, bounds)
    unit_end = np.maximum(unit_end, last)
    same = np.append(False, low[1:] == low[:-1])
    before = np.append(0, np.maximum(last, unit_end)[:-1])
    tail = np.where(same, np.minimum(before, first), low)
    places = np.arange(len(first))
    nth = places - np.maximum.accumulate(np.where(same, 0, places))
    group = np.array([_GROUP[figure_group(c.kind, m.unit)] for m, c in zip(measures, contexts, strict=True)])
    name = np.array([zlib.crc32((m.unit or "").encode()) for m in measures], dtype=np.uint32)
    return Figures(first, last, unit, unit_end, low, high, tail, nth, group, name)


_BUCKETS = np.array([*range(6), 6, 6, 8, 8, 8, *[11] * 5, *[16] * 8, *[24] * 8, 32], dtype=np.uint32)


def bucket(n: NDArray[Any]) -> NDArray[np.uint32]:
    """Return numbers as themselves below 6, else the lower end of their range."""
    found: NDArray[np.uint32] = _BUCKETS[np.minimum(np.maximum(n, 0), 32)]
    return found


def _at(words: Words, i: NDArray[Any], away: int) -> tuple[NDArray[Any], NDArray[Any]]:
    j = i + away
    return words.keys[j], words.kinds[j]


def word_columns(articles: Articles, i: NDArray[Any]) -> Columns:
    """Return the columns of words and their neighbours: the word (w), its class (c), its clusters (k, j)."""
    words = articles.words
    columns: Columns = {}
    for away, name in ((-2, "00"), (-1, "0"), (0, ""), (1, "1"), (2, "2")):
        columns["w" + name], columns["c" + name] = _at(words, i, away)
        columns["k" + name], columns["j" + name] = articles.fine[i + away], articles.coarse[i + away]
    return columns


def shape(articles: Articles, start: NDArray[Any], end: NDArray[Any]) -> NDArray[np.uint32]:
    """Return what sorts of words stand in a stretch, as bits."""
    bits = np.zeros(len(start), dtype=np.uint32)
    for i, name in enumerate(_SHAPE):
        bits |= (articles.count(name, start, end) > 0).astype(np.uint32) << np.uint32(i)
    return bits


_SHAPE = ("comma", "stop", "open", "close", "and", "change", "link", "have", "noun", "place", "relation", "verb")


def _figure_columns(articles: Articles) -> Columns:
    """Return the columns of figures: what stands around each and between it and the one before."""
    words, f = articles.words, articles.figures
    columns: Columns = {"g": f.group, "name": f.name, "later": f.nth > 0}
    columns["before"], columns["before_c"] = _at(words, f.first, -1)
    columns["before_k"], columns["before_j"] = articles.fine[f.first - 1], articles.coarse[f.first - 1]
    columns["after_k"] = articles.fine[f.unit_end]
    columns["before2"], columns["before_c2"] = _at(words, f.first, -2)
    columns["after"], columns["after_c"] = _at(words, f.unit_end, 0)
    columns["after_c2"] = words.kinds[f.unit_end + 1]
    columns["nouns"] = np.minimum(articles.count("noun", f.tail, f.first), 2)
    columns["shape"] = shape(articles, f.tail, f.first)
    columns["open"] = f.first - f.low <= 1
    separators = np.minimum(articles.count("comma", f.tail, f.first), 3)
    for name in ("stop", "open", "close", "and"):
        separators = separators * 2 + (articles.count(name, f.tail, f.first) > 0)
    columns["seps"] = separators
    return columns
