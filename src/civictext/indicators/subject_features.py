"""What speaks for a stretch of words being the subject of a figure, as templates over columns.

A stretch is weighed by its ends (the words inside and outside), by what stands between it and the
number, by its length and content, and by the side of the number that it is on.
"""

from __future__ import annotations

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from civictext.indicators.article import (
    CLOSE,
    COLUMNS,
    COMMA,
    CONTENT_BITS,
    CONTENT_COUNT,
    LIGHTS,
    OPEN,
    OWN,
    STOP,
    Article,
    Figure,
    bucket,
    least,
    most,
    one_of_four,
)
from civictext.indicators.templates import Row, Templates
from civictext.indicators.unit_groups import GROUPS
from civictext.indicators.words import EDGE, LEXICON

_WORD: Final = tuple(f"{column}{at}" for at in ("00", "0", "", "1", "2") for column in "wckj")
"""The columns of a word and its neighbours, two on either side, as they stand in an article: the word (w), its
class (c), its clusters (k, j)."""
_SEEN: Final = (
    "w0", "w", "w1", "c0", "c", "c1", "k", "k1",
    "g", "name", "before", "before2", "before_c", "before_k", "before_j",
    "place", "nouns", "seps", "clause", "counted", "at", "skipped",
    "only", "last", "gap", "numbers", "commas", "stops", "depth", "heavy", "shape", "between",
)  # fmt: skip
"""The columns of a word seen from a figure."""
_STARTS: Final = (
    "w", "w0", "c0 c", "w0 c", "c0 w", "c c1", "w w1", "k", "k0", "j0 j", "k0 c", "c0 k", "j j1",
)  # fmt: skip
_STARTS_OF_GROUP: Final = ("g w", "g w0", "g c0 c", "g k")
_ENDS: Final = (
    "w", "w1", "c w1", "w c1", "w1 c2", "c c1 c2", "c c1", "w1 w2", "w0 w",
    "k", "k1", "j j1", "c k1", "k c1", "j1 j2",
)  # fmt: skip
_ENDS_OF_GROUP: Final = ("g w1", "g c c1", "g k1")
_SIDE: Final = (
    "g", "before", "before_c", "g before", "g before_c", "before_c2 before_c", "before2 before", "after",
    "g after", "g after_c", "after_c after_c2", "name", "g name", "g later", "g nouns", "seps", "g open",
    "name after_c", "later shape", "before_k", "g before_k", "after_k", "g after_k",
)  # fmt: skip
_INNER: Final = ("c", "w")
_WHOLE: Final = (
    "g", "before_c", "n", "ca", "cb", "wa", "ka", "ja", "jb", "verbs", "commas", "relations", "numbers", "cut",
)  # fmt: skip
"""The columns of a stretch as a whole: length, ends (a, b), content, what it cuts in two."""
_SPAN: Final = ("ca cb", "ca verbs n", "wa n", "ja jb", "ja n", "ka verbs")
_SPAN_OF_CONTENT: Final = ("commas", "cut", "relations n")
_SPAN_OF_GROUP: Final = ("g n", "g verbs", "g numbers")
_SPAN_OF_START: Final = ("g ca",)
_STARTED: Final = tuple("ca" if column == "c" else column for column in _SEEN)
"""The columns `_SEEN` with the class of a word as that of the first one of a stretch."""
_POINTED: Final = (
    "same", "back", "g", "other", "other_c", "before", "equal", "n", "between", "local", "away", "open",
)  # fmt: skip
"""The columns of having the subject of an earlier figure."""


class Side:
    """The templates of stretches on one side of the number, `B` before or `A` after it.

    What words and stretches say by themselves is apart from what they say seen from a figure, so that it is weighed
    once; and what the sort of a figure says with numbers from a small range is weighed once for each of them.
    """

    def __init__(self, side: str, starts: tuple[str, ...], ends: tuple[str, ...], span: tuple[str, ...]) -> None:
        self.before = side == "B"
        lone = ("c00 c0",) if self.before else ()
        self.start_word = Templates(f"start {side}", _WORD, (*_STARTS, *lone))
        self.start = Templates(f"start {side}", _SEEN, (*_STARTS_OF_GROUP, *starts))
        self.end_word = Templates(f"end {side}", _WORD, _ENDS)
        self.end = Templates(f"end {side}", _SEEN, (*_ENDS_OF_GROUP, *ends))
        self.inner = Templates(f"inner {side}", _WORD, _INNER)
        self.span = Templates(f"span {side}", _WHOLE, (*_SPAN, *span))
        self.span_of_content = Templates(f"span {side}", _WHOLE, _SPAN_OF_CONTENT)
        self.span_of_group = Templates(f"span {side}", _WHOLE, _SPAN_OF_GROUP)
        self.span_of_start = Templates(f"span {side}", _STARTED, _SPAN_OF_START)
        self.side = Templates(f"side {side}", OWN, _SIDE)


BEFORE: Final = Side(
    "B",
    ("g place nouns", "place seps nouns", "place before", "g clause", "clause place nouns", "g counted"),
    (
        "g gap", "g numbers", "g commas", "g stops depth", "g heavy", "shape", "g shape",
        "w1 before", "before2 before w1", "gap between", "gap before", "gap before_k", "before_j k1",
    ),
    (),
)  # fmt: skip
AFTER: Final = Side(
    "A",
    ("g at", "name at", "at skipped", "w at"),
    ("before c1", "before_c c1", "last", "only c1", "name only c1", "g only w1", "before_j k1"),
    ("before_c verbs",),
)
NOWHERE: Final = Templates("side N", OWN, _SIDE)
EARLIER: Final = Templates("side I", OWN, _SIDE)
POINTER: Final = Templates(
    "pointer",
    _POINTED,
    (
        "same back", "same back g", "same other g", "same before", "same equal g", "same back equal",
        "same n", "same between", "same local g", "g local before", "away g", "away equal", "away back",
        "same other_c", "same open g", "local equal same",
    ),
)  # fmt: skip
SIZES: Final = 17
"""Words in the longest stretch, and one."""
SORTS_OF_GROUP: Final = len(GROUPS) * SIZES * 16
SORTS_OF_CONTENT: Final = SIZES * 64
_BREAKS: Final = LEXICON.classes.mask(",", ";", "(", ":", ".", "-", "–", '"', "“", EDGE, "AND")


def new_row() -> Row:
    """Return a row with room for any of the columns."""
    return vec[i64]([0] * len(_SEEN))


def place_of(word: i64) -> i64:
    """Return where the columns `_WORD` of a word start among those of an article."""
    return COLUMNS * (word - 2)


def see_figure(f: Figure, row: Row) -> None:
    """Fill in the columns of the figure from which words are seen."""
    own = f.own
    row[8] = own[0]  # g
    row[9] = own[1]  # name
    row[10] = own[3]  # before
    row[11] = own[7]  # before2
    row[12] = own[4]  # before_c
    row[13] = own[5]  # before_k
    row[14] = own[6]  # before_j
    row[16] = own[13]  # nouns
    row[17] = own[16]  # seps


def see_start(article: Article, f: Figure, side: Side, start: i64, row: Row) -> None:
    """Fill in the columns of a word with which a subject may start; those of the figure are there."""
    columns, at = article.columns, COLUMNS * start
    row[0] = columns[at - 4]  # w0
    row[1] = columns[at]  # w
    row[3] = columns[at - 3]  # c0
    row[4] = columns[at + 1]  # c
    row[6] = columns[at + 2]  # k
    if side.before:
        before = row[3]
        row[15] = i64(start >= f.tail)  # place
        row[18] = i64(_BREAKS[before])  # clause
        row[19] = i64(before == LEXICON.number)  # counted
    else:
        row[20] = _place_at_unit(f, start)  # at
        row[21] = row[0] if start > f.unit_end else i64(0)  # skipped


def _place_at_unit(f: Figure, start: i64) -> i64:
    """Return where a word stands: before the unit, at its first word, inside it, behind it; or there is none."""
    if f.unit_end == f.last:
        return 6 - i64(start == f.last)
    if start >= f.unit_end:
        return 7 - 3 * i64(start > f.unit_end)
    return 1 + i64(start >= f.unit) + i64(start > f.unit)


def see_end(article: Article, f: Figure, side: Side, end: i64, row: Row) -> None:
    """Fill in the columns of a word with which a subject may end; those of the figure are there."""
    columns, at = article.columns, COLUMNS * end
    row[2] = columns[at + 4]  # w1
    row[4] = columns[at + 1]  # c
    row[5] = columns[at + 5]  # c1
    row[7] = columns[at + 6]  # k1
    if side.before:
        _see_end_before(article, f, end, row)
    else:
        row[22] = i64(end == f.unit_end - 1)  # only
        row[23] = i64(end >= f.high - 2)  # last


def _see_end_before(article: Article, f: Figure, end: i64, row: Row) -> None:
    after, first = end + 1, f.first
    gap = first - after
    row[24] = bucket(gap)  # gap
    row[25] = least(article.numbers[first] - article.numbers[after], 3)  # numbers
    marks = article.four(COMMA >> 2, after, first)
    row[26] = least(one_of_four(marks, COMMA), 3)  # commas
    row[27] = least(one_of_four(marks, STOP), 3)  # stops
    depth = one_of_four(marks, OPEN) - one_of_four(marks, CLOSE)
    row[28] = least(most(depth, -1), 1) + 1  # depth
    row[29] = least(gap - article.count(LIGHTS, after, first), 4)  # heavy
    row[30] = article.shape(after, first)  # shape
    row[31] = _words_between(article, after, gap)  # between


def _words_between(article: Article, after: i64, gap: i64) -> i64:
    """Return a number for the words between a stretch and the number, if they are at most three."""
    if gap >= 4:
        return 0
    between = article.keys[after] * 3
    if gap > 1:
        between += article.keys[after + 1] * 5
    if gap > 2:
        between += article.keys[after + 2] * 7
    return between


def see_span(article: Article, f: Figure, start: i64, end: i64, row: Row) -> i64:
    """Fill in the columns of a stretch as a whole, and return what it holds: its verbs and numbers, in four bits,
    and above these its commas, relations and cuts, in six."""
    columns, a, b, stop = article.columns, COLUMNS * start, COLUMNS * end, end + 1
    row[0] = f.own[0]  # g
    row[1] = f.own[4]  # before_c
    row[2] = bucket(stop - start)  # n
    row[3] = columns[a + 1]  # ca
    row[4] = columns[b + 1]  # cb
    row[5] = columns[a]  # wa
    row[6] = columns[a + 2]  # ka
    row[7] = columns[a + 3]  # ja
    row[8] = columns[b + 3]  # jb
    content = article.content(start, stop)
    verbs, commas = _to_three(content), _to_three(content >> CONTENT_BITS)
    relations = _to_three(content >> (2 * CONTENT_BITS))
    numbers = _to_three(article.numbers[stop] - article.numbers[start])
    brackets = content >> (3 * CONTENT_BITS)
    unequal = (brackets ^ brackets >> CONTENT_BITS) & CONTENT_COUNT != 0
    cut = 2 * i64(unequal) + (content >> (5 * CONTENT_BITS) & 1)
    row[9] = verbs
    row[10] = commas
    row[11] = relations
    row[12] = numbers
    row[13] = cut
    return 4 * verbs + numbers + ((16 * commas + 4 * relations + cut) << 4)


def _to_three(count: i64) -> i64:
    """Return a count, the lowest of several, as at most 3."""
    count &= CONTENT_COUNT
    return count if count < 3 else i64(3)


def see_pointer(article: Article, i: i64, back: i64, row: Row) -> None:
    """Fill in the columns of having the subject of the figure `back` figures before."""
    f, other = article.figures[i], article.figures[i - back]
    same = f.low == other.low
    row[0] = i64(same)  # same
    row[1] = back  # back
    row[2] = f.own[0]  # g
    row[3] = other.own[0]  # other
    row[4] = other.own[10]  # other_c
    row[5] = f.own[3]  # before
    row[6] = i64(f.own[1] == other.own[1])  # equal
    row[7] = bucket(f.first - other.last if same else i64(32))  # n
    row[8] = article.shape(other.last if same else f.low, f.first)  # between
    row[9] = f.own[14]  # local
    row[10] = least(f.sentence - other.sentence, 4)  # away
    row[11] = f.own[15]  # open
