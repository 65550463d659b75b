"""What speaks for a stretch of words being the subject of a figure, as templates over columns.

A stretch is weighed by its ends (the words inside and outside), by what stands between it and the
number, by its length and content, and by the side of the number that it is on. Columns are numbers,
one a row; rows are figures, words seen from a figure, or stretches.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civictext.indicators.columns import Articles, Columns, bucket, shape, word_columns
from civictext.indicators.templates import Templates
from civictext.indicators.tokens import Flags
from civictext.indicators.words import EDGE, NUMBER, lexicon

_WORD = (
    "w", "w0", "c0 c", "w0 c", "c0 w", "c c1", "w w1", "g w", "g w0", "g c0 c",
    "k", "k0", "j0 j", "k0 c", "c0 k", "g k", "j j1",
)  # fmt: skip
START = {
    "B": Templates(
        "start B", *_WORD, "c00 c0", "g place nouns", "place seps nouns", "place before",
        "g clause", "clause place nouns", "g counted",
    ),
    "A": Templates("start A", *_WORD, "g at", "name at", "at skipped", "w at"),
}  # fmt: skip
_LAST = (
    "w", "w1", "c w1", "w c1", "w1 c2", "c c1 c2", "c c1", "w1 w2", "w0 w", "g w1", "g c c1",
    "k", "k1", "j j1", "c k1", "k c1", "j1 j2", "g k1",
)  # fmt: skip
END = {
    "B": Templates(
        "end B", *_LAST, "g gap", "g numbers", "g commas", "g stops depth", "g heavy", "shape", "g shape",
        "w1 before", "before2 before w1", "gap between", "gap before", "gap before_k", "before_j k1",
    ),
    "A": Templates(
        "end A", *_LAST, "before c1", "before_c c1", "last", "only c1", "name only c1", "g only w1", "before_j k1",
    ),
}  # fmt: skip
_SIDE = (
    "g", "before", "before_c", "g before", "g before_c", "before_c2 before_c", "before2 before", "after",
    "g after", "g after_c", "after_c after_c2", "name", "g name", "g later", "g nouns", "seps", "g open",
    "name after_c", "later shape", "before_k", "g before_k", "after_k", "g after_k",
)  # fmt: skip
SIDE = {side: Templates(f"side {side}", *_SIDE) for side in "ABIN"}
_INNER = ("c", "w")
INNER = {side: Templates(f"inner {side}", *_INNER) for side in "AB"}
_SPAN = (
    "g n", "ca cb", "g verbs", "commas", "g numbers", "cut", "ca verbs n", "wa n", "relations n", "g ca",
    "ja jb", "ja n", "ka verbs",
)  # fmt: skip
SPAN = {
    "B": Templates("span B", *_SPAN),
    "A": Templates("span A", *_SPAN, "before_c verbs"),
}
POINTER = Templates(
    "pointer", "same back", "same back g", "same other g", "same before", "same equal g", "same back equal",
    "same n", "same between", "same local g", "g local before", "away g", "away equal", "away back",
    "same other_c", "same open g", "local equal same",
)  # fmt: skip


def start_columns(articles: Articles, side: str, figure: NDArray[Any], start: NDArray[Any]) -> Columns:
    """Return the columns of words with which a subject may start."""
    f, own = articles.figures, articles.own
    columns = word_columns(articles, start)
    columns["g"] = own["g"][figure]
    if side == "A":
        unit, unit_end, last = f.unit[figure], f.unit_end[figure], f.last[figure]
        at = np.where(start < unit, 1, np.where(start == unit, 2, np.where(start < unit_end, 3, 4)))
        at = np.where(unit_end == last, np.where(start == last, 5, 6), np.where(start == unit_end, 7, at))
        columns["at"] = at
        columns["name"] = own["name"][figure]
        columns["skipped"] = np.where(start > unit_end, columns["w0"], 0)
        return columns
    columns["place"] = start >= f.tail[figure]
    for name in ("nouns", "seps", "before"):
        columns[name] = own[name][figure]
    columns["clause"] = _breaks()[columns["c0"]]
    columns["counted"] = columns["c0"] == lexicon().classes.number[NUMBER]
    return columns


@cache
def _breaks() -> Flags:
    return lexicon().classes.mask(",", ";", "(", ":", ".", "-", "–", '"', "“", EDGE, "AND")


def end_columns(articles: Articles, side: str, figure: NDArray[Any], end: NDArray[Any]) -> Columns:
    """Return the columns of words with which a subject may end."""
    f, own = articles.figures, articles.own
    columns = word_columns(articles, end)
    for name in ("g", "before", "before2", "before_c", "before_k", "before_j", "name"):
        columns[name] = own[name][figure]
    first = f.first[figure]
    if side == "A":
        columns["only"] = end == f.unit_end[figure] - 1
        columns["last"] = end >= f.high[figure] - 2
        return columns
    gap = first - end - 1
    columns["gap"] = bucket(gap)
    inside = articles.numbers[first] - articles.numbers[end + 1]
    columns["numbers"] = np.minimum(inside, 3)
    columns["commas"] = np.minimum(articles.count("comma", end + 1, first), 3)
    columns["stops"] = np.minimum(articles.count("stop", end + 1, first), 3)
    depth = articles.count("open", end + 1, first) - articles.count("close", end + 1, first)
    columns["depth"] = np.minimum(np.maximum(depth, -1), 1) + 1
    columns["heavy"] = np.minimum(gap - articles.count("light", end + 1, first), 4)
    columns["shape"] = shape(articles, end + 1, first)
    second = np.where(gap > 1, columns["w2"], 0)
    third = np.where(gap > 2, articles.words.keys[end + 3], 0)
    short = columns["w1"] * np.uint32(3) + second * np.uint32(5) + third * np.uint32(7)
    columns["between"] = np.where(gap < 4, short, 0)
    return columns


def span_columns(articles: Articles, figure: NDArray[Any], start: NDArray[Any], end: NDArray[Any]) -> Columns:
    """Return the columns of stretches as a whole: length, ends, content, what they cut in two."""
    words, own, stop = articles.words, articles.own, end + 1
    cut = (articles.count("open", start, stop) != articles.count("close", start, stop)) * 2
    return {
        "g": own["g"][figure],
        "before_c": own["before_c"][figure],
        "n": bucket(stop - start),
        "ca": words.kinds[start],
        "cb": words.kinds[end],
        "wa": words.keys[start],
        "ka": articles.fine[start],
        "ja": articles.coarse[start],
        "jb": articles.coarse[end],
        "verbs": np.minimum(articles.count("verb", start, stop), 3),
        "commas": np.minimum(articles.count("comma", start, stop), 3),
        "relations": np.minimum(articles.count("relation", start, stop), 3),
        "numbers": np.minimum(articles.numbers[stop] - articles.numbers[start], 3),
        "cut": cut + articles.count("quote", start, stop) % 2,
    }


def inner_columns(articles: Articles) -> Columns:
    """Return the columns of words inside a stretch."""
    return {"w": articles.words.keys, "c": articles.words.kinds}


def pointer_columns(articles: Articles, figure: NDArray[Any], back: NDArray[Any]) -> Columns:
    """Return the columns of having the subject of the figure `back` figures before."""
    f, own = articles.figures, articles.own
    other = figure - back
    same = f.low[figure] == f.low[other]
    start = np.where(same, f.last[other], f.low[figure])
    sentence = np.cumsum(np.append(0, f.low[1:] != f.low[:-1]))
    return {
        "same": same,
        "back": back,
        "g": own["g"][figure],
        "other": own["g"][other],
        "other_c": own["after_c"][other],
        "before": own["before"][figure],
        "equal": own["name"][figure] == own["name"][other],
        "n": bucket(np.where(same, f.first[figure] - f.last[other], 32)),
        "between": shape(articles, start, f.first[figure]),
        "local": own["shape"][figure],
        "away": np.minimum(sentence[figure] - sentence[other], 4),
        "open": own["open"][figure],
    }
