"""The stretches of a sentence that could be the subject of a figure."""

from __future__ import annotations

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64

from civictext.indicators.article import CLOSE, NAMED, OPEN, PLACE, SETS_OF, STOP, WALL, Article, Figure, least, most
from civictext.indicators.words import EDGE, LEXICON, NUMBER, SIGN

REACH_BEFORE: Final = 30
"""How many words before the number a subject may end, at most."""
REACH_AFTER: Final = 3
"""How many words behind the number and its unit a subject may start, at most."""
LONGEST: Final = 16
"""How many words a subject before the number has, at most."""
LONGEST_AFTER: Final = 13
"""How many words a subject after the number has, at most."""
LONGEST_UNIT: Final = 6
"""How many words of a unit are looked at."""
WIDEST_BEFORE: Final = REACH_BEFORE + LONGEST
"""How far before the number a subject may start, in words."""
WIDEST_AFTER: Final = LONGEST_UNIT + REACH_AFTER + LONGEST_AFTER
"""How far behind the number a subject may end."""

_NO_START: Final = (",", ".", ";", ":", ")", "”", "%", "?", "!", "–", "-", EDGE, SIGN, "AND", "DEM")
_NO_END: Final = (
    ",", ".", ";", ":", "(", "“", "%", "?", "!", "–", "-", EDGE,
    SIGN, "AND", "OF", "DET", "PLACE", "REL", "E", "C", "L", "R", "ADV",
)  # fmt: skip
_LINKS: Final = ("CMP", "GO", "LINK", "ADV", "REL", "E", "R", "OF", "PLACE", "TIME", "Nu", NUMBER)
_BARS_START_BEFORE: Final = LEXICON.classes.mask(*_NO_START, *_LINKS)
_BARS_START_AFTER: Final = LEXICON.classes.mask(*_NO_START, NUMBER)
_BARS_END: Final = LEXICON.classes.mask(*_NO_END)


def ends_before(article: Article, f: Figure) -> vec[i64]:
    """Return where subjects before the number may end, the nearest first."""
    found = vec[i64](capacity=REACH_BEFORE)
    word: i64
    for word in range(f.first - 1, most(f.low, f.first - REACH_BEFORE) - 1, -1):
        if not _BARS_END[article.kinds[word]]:
            found = append(found, word)
    return found


def starts_before(article: Article, f: Figure, end: i64) -> vec[i64]:
    """Return where the subjects before the number that end with a word may start, the nearest first.

    None holds half of a pair of brackets or a semicolon, and the mere name of a place is left out: in
    `Hà Nam 12 tỷ đồng; Bắc Ninh 9 tỷ đồng` it says where, and what is measured was said before.
    """
    kinds, sets_of = article.kinds, SETS_OF
    found = vec[i64](capacity=LONGEST)
    depth: i64 = 0
    common: i64 = -1
    some: i64 = 0
    start: i64
    for start in range(end, most(f.low, end + 1 - LONGEST) - 1, -1):
        kind = kinds[start]
        sets = sets_of[kind]
        if sets >> WALL & 1:
            break
        depth += _depth(sets)
        common &= sets
        some |= sets
        if not (_BARS_START_BEFORE[kind] or depth or (common >> NAMED & some >> PLACE & 1)):
            found = append(found, start)
    return found


def _depth(sets: i64) -> i64:
    """Return 1 for an opening bracket, -1 for a closing one."""
    return (sets >> OPEN & 1) - (sets >> CLOSE & 1)


def starts_after(article: Article, f: Figure) -> vec[i64]:
    """Return where subjects after the number may start: before the next figure."""
    found = vec[i64](capacity=LONGEST_UNIT + REACH_AFTER)
    passed = article.numbers[f.last]
    limit = least(least(f.unit_end + REACH_AFTER, f.high), f.last + LONGEST_UNIT + REACH_AFTER)
    word: i64
    for word in range(f.last, limit):
        if not _BARS_START_AFTER[article.kinds[word]] and article.numbers[word] == passed:
            found = append(found, word)
    return found


def ends_after(article: Article, f: Figure, start: i64) -> vec[i64]:
    """Return where the subjects after the number that start with a word may end, the nearest first."""
    kinds, sets_of = article.kinds, SETS_OF
    found = vec[i64](capacity=LONGEST_AFTER)
    depth: i64 = 0
    end: i64
    for end in range(start, least(start + LONGEST_AFTER, f.high)):
        kind = kinds[end]
        sets = sets_of[kind]
        if sets >> STOP & 1:
            break
        depth += _depth(sets)
        if not (_BARS_END[kind] or depth):
            found = append(found, end)
    return found
