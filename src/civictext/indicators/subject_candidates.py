"""The stretches of a sentence that could be the subject of a figure."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from civictext.indicators.columns import Articles
from civictext.indicators.tokens import Flags
from civictext.indicators.words import EDGE, NUMBER, SIGN, lexicon

REACH_BEFORE = 30
"""How many words before the number a subject may end, at most."""
REACH_AFTER = 3
"""How many words behind the number and its unit a subject may start, at most."""
LONGEST = 16
"""How many words a subject before the number has, at most."""
LONGEST_AFTER = 13
"""How many words a subject after the number has, at most."""
LONGEST_UNIT = 6
"""How many words of a unit are looked at."""

_NO_START = (",", ".", ";", ":", ")", "”", "%", "?", "!", "–", "-", EDGE, SIGN, "AND", "DEM")
_NO_END = (
    ",", ".", ";", ":", "(", "“", "%", "?", "!", "–", "-", EDGE,
    SIGN, "AND", "OF", "DET", "PLACE", "REL", "E", "C", "L", "R", "ADV",
)  # fmt: skip
_LINKS = ("CMP", "GO", "LINK", "ADV", "REL", "E", "R", "OF", "PLACE", "TIME", "Nu", NUMBER)


class Pairs(NamedTuple):
    """Words seen from figures: a row for each pair."""

    figure: NDArray[np.intp]
    word: NDArray[np.intp]


class Spans(NamedTuple):
    """Stretches `start:end + 1` of words as possible subjects of figures, a row each."""

    figure: NDArray[np.intp]
    start: NDArray[np.intp]
    end: NDArray[np.intp]


@cache
def _allowed() -> tuple[Flags, Flags, Flags]:
    """Return which classes may start a subject before and after the number, and which may end one."""
    classes = lexicon().classes
    return ~classes.mask(*_NO_START, *_LINKS), ~classes.mask(*_NO_START), ~classes.mask(*_NO_END)


def ends_before(articles: Articles, part: slice) -> Pairs:
    """Return where subjects before the number may end, the nearest first.

    Args:
        part: the figures that are looked at.
    """
    f = articles.figures
    words = f.first[part, None] - np.arange(1, REACH_BEFORE + 1)
    ok = (words >= f.low[part, None]) & _allowed()[2][articles.kinds[np.maximum(words, 0)]]
    figure, place = np.nonzero(ok)
    return Pairs(figure + part.start, words[figure, place])


def starts_before(articles: Articles, part: slice) -> Pairs:
    """Return where subjects before the number may start, the nearest first."""
    f = articles.figures
    words = f.first[part, None] - np.arange(1, REACH_BEFORE + LONGEST)
    ok = (words >= f.low[part, None]) & _allowed()[0][articles.kinds[np.maximum(words, 0)]]
    figure, place = np.nonzero(ok)
    return Pairs(figure + part.start, words[figure, place])


def spans_before(articles: Articles, ends: Pairs) -> Spans:
    """Return the subjects that end with certain words before the number.

    None holds half of a pair of brackets or a semicolon, and the mere name of a place is left out: in
    `Hà Nam 12 tỷ đồng; Bắc Ninh 9 tỷ đồng` it says where, and what is measured was said before.
    """
    starts = ends.word[:, None] - np.arange(LONGEST)
    ok = (starts >= articles.figures.low[ends.figure][:, None]) & _allowed()[0][articles.kinds[np.maximum(starts, 0)]]
    row, place = np.nonzero(ok)
    start, end = starts[row, place], ends.word[row]
    stop = end + 1
    whole = articles.count("open", start, stop) == articles.count("close", start, stop)
    whole &= articles.count("wall", start, stop) == 0
    named = articles.count("name", start, stop) == stop - start
    whole &= ~(named & (articles.count("place", start, stop) > 0))
    return Spans(ends.figure[row[whole]], start[whole], end[whole])


def starts_after(articles: Articles, part: slice) -> Pairs:
    """Return where subjects after the number may start."""
    f = articles.figures
    words = f.last[part, None] + np.arange(LONGEST_UNIT + REACH_AFTER)
    ok = words < np.minimum(f.unit_end + REACH_AFTER, f.high)[part, None]
    inside = np.minimum(words, len(articles.kinds) - 1)
    ok &= _allowed()[1][articles.kinds[inside]] & (articles.kinds[inside] != lexicon().classes.number[NUMBER])
    ok &= articles.numbers[inside] == articles.numbers[f.last[part], None]
    figure, place = np.nonzero(ok)
    return Pairs(figure + part.start, words[figure, place])


def ends_after(articles: Articles, part: slice) -> Pairs:
    """Return where subjects after the number may end."""
    reach = LONGEST_UNIT + REACH_AFTER + LONGEST_AFTER
    f = articles.figures
    words = f.last[part, None] + np.arange(reach)
    ok = (words < f.high[part, None]) & _allowed()[2][articles.kinds[np.minimum(words, len(articles.kinds) - 1)]]
    figure, place = np.nonzero(ok)
    return Pairs(figure + part.start, words[figure, place])


def spans_after(articles: Articles, starts: Pairs) -> Spans:
    """Return the subjects that start with certain words after the number."""
    ends = starts.word[:, None] + np.arange(LONGEST_AFTER)
    inside = np.minimum(ends, len(articles.kinds) - 1)
    ok = (ends < articles.figures.high[starts.figure][:, None]) & _allowed()[2][articles.kinds[inside]]
    row, place = np.nonzero(ok)
    start, end = starts.word[row], ends[row, place]
    stop = end + 1
    whole = articles.count("open", start, stop) == articles.count("close", start, stop)
    whole &= articles.count("stop", start, stop) == 0
    return Spans(starts.figure[row[whole]], start[whole], end[whole])
