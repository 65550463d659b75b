"""What speaks for a time or a place governing a figure, as templates over columns.

A mention of the figure's own sentence is weighed by what stands between them, an earlier one by how far away
it is and how much of the article it has, and what rules the figure before by what the two figures share.
"""

from __future__ import annotations

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64, mypyc_attr

from civictext.indicators.article import VERBS, Article, Figure, first_at, least, most
from civictext.indicators.templates import Row, Templates
from civictext.indicators.words import LEXICON

NOTHING: Final = -1
"""The answer of a mention that names no time, and of none at all."""

_MENTION: Final = ("sort", "sort w0", "w0", "w00 w0", "w1 sort", "mark", "compared sort", "standing", "kind w0")
_HERE: Final = (
    *_MENTION, "side rank sort", "side rank", "side commas sort", "frame sort", "frame side", "compared side",
    "g sort", "g side", "side near sort", "side numbers", "side semicolons", "side between", "standing side",
    "w0 side near", "side numbers sort", "before near", "side near w1", "kind side", "standing g", "status sort",
    "verb sort", "verb side", "named", "leads",
)  # fmt: skip
_EARLIER: Final = (
    *_MENTION, "away sort", "lines sort", "lines away", "rank sort", "rank frame", "frame sort",
    "frame away lines", "title sort", "o1 away", "o1 o2", "o1 sort", "latest sort away",
    "figures", "figures lines", "beside away", "any sort", "any away", "density sort", "standing any", "kind standing",
    "main any", "nth", "nth away", "nth sort", "named", "named away", "leads", "leads away", "leads named",
)  # fmt: skip
"""What is the same of an earlier mention for all figures of a sentence, so that it is weighed once."""
_EARLIER_OF_FIGURE: Final = ("standing g", "g sort", "g standing any", "incidental sort", "later any", "status sort")
_CARRY: Final = (
    "same", "same g other", "same equal", "away lines", "away equal", "o1", "o1 o2", "lines equal g",
    "same mentions", "away mentions", "open same", "local same", "incidental away", "equal other g",
    "status before_status",
    "density lines", "same before", "lines o1", "other_incidental incidental", "away lines title", "verb same", "verb",
)  # fmt: skip
_AGAIN: Final = (
    "sort", "same sort", "same", "away lines", "away sort", "lines sort", "density away", "density sort",
    "o1", "o1 away", "o1 o2", "same equal", "same g other", "away equal", "standing", "standing away",
    "same mentions", "away mentions", "g sort", "incidental away", "local same", "before same", "kind away",
    "status before_status", "frame away", "named", "named away", "leads", "nth away",
)  # fmt: skip
_NONE: Final = (
    "g", "name", "before", "o1", "o1 o2", "title", "any", "g any", "first", "incidental", "g title", "density",
    "any name", "after", "later any", "status any", "g density", "incidental any", "name incidental",
    "verb", "verb_c", "verb g", "verb name", "verb_c name",
)  # fmt: skip

_OF_FIGURE: Final = (
    "g", "name", "before", "after", "open", "local", "o1", "o2", "line", "title", "incidental", "status", "density",
    "first", "later", "any", "verb", "verb_c",
)  # fmt: skip
"""The columns of a figure; `o1` and `o2` are the words that open its sentence, `any` is whether that names any;
`verb` is the last verb before the number, `verb_c` its class."""
_OF_PAIR: Final = ("same", "other", "equal", "away", "lines", "mentions", "before_status", "other_incidental")
"""The further columns of a figure seen from the one before it; of the first, from itself."""
_OF_MENTION: Final = (
    "sort", "w0", "w00", "w1", "mark", "compared", "kind", "standing", "frame", "nth", "named", "leads",
)  # fmt: skip
"""The columns of a mention; `nth` is in which of the first sentences it stands, `named` how often what it says is
named, `leads` whether the article names that first."""
_OF_HERE: Final = ("side", "rank", "commas", "semicolons", "numbers", "near", "between")
"""The further columns of a mention seen from a figure of its sentence."""
_ROW: Final = (*_OF_FIGURE, *_OF_PAIR, *_OF_MENTION, *_OF_HERE)
_ROW_EARLIER: Final = (
    "g", "o1", "o2", "incidental", "status", "density", "later", "any", *_OF_MENTION,
    "rank", "away", "lines", "title", "latest", "main", "figures", "beside",
)  # fmt: skip
"""The columns of an earlier mention seen from a figure."""
PAIR: Final = 18
MENTIONED: Final = 26
HERE: Final = 38
MENTIONED_EARLIER: Final = 8
"""Where the columns of a pair of figures start in a row, those of a mention, and those of one of the same sentence."""
_STATUS: Final = ("actual", "estimate", "target")
_VERBS: Final = LEXICON.classes.mask(*VERBS, "GO", "N/V")
_VERB_REACH: Final = 14
"""How many words before the number its verb is looked for."""
_UNKNOWN: Final = 99
"""The standing of a mention that says nothing."""


@mypyc_attr(acyclic=True)
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
        self.earlier_of_figure = Templates(f"{name} earlier", _ROW_EARLIER, _EARLIER_OF_FIGURE)
        self.again = Templates(f"{name} again", _ROW, _AGAIN)
        self.carry = Templates(f"{name} carry", _ROW, _CARRY)
        self.none = Templates(f"{name} none", _ROW, _NONE)


PERIOD: Final = Slot("period", 0.3)
PLACE: Final = Slot("place", 0.3)


class Scope:
    """What the choice of both slots looks at in an article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        passage = article.passage
        starts = vec[i64](capacity=len(passage.bounds) + 1)
        starts = append(starts, -1)
        for bound in passage.bounds:
            starts = append(starts, bound[0])
        self.starts = starts
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
        verb = _verb_of(article, f)
        if verb >= 0:
            row[16] = article.keys[verb]  # verb
            row[17] = article.kinds[verb]  # verb_c
        return row


def _verb_of(article: Article, f: Figure) -> i64:
    """Return the last verb before a number in its sentence, or -1."""
    word: i64
    for word in range(f.first - 1, most(f.low, f.first - _VERB_REACH) - 1, -1):
        if _VERBS[article.kinds[word]]:
            return word
    return -1


@mypyc_attr(acyclic=True)
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
        self.row[9] = least(self.sentence, 5)  # nth


def find_standings(placed: list[Placed]) -> i64:
    """Fill in how much of the article each mention's answer has, and return the article's main mention."""
    answers: i64 = 0
    for mention in placed:
        answers = most(answers, mention.answer + 1)
    counts, titled = vec[i64]([0] * answers), vec[bool]([False] * answers)
    total: i64 = 0
    for mention in placed:
        if mention.answer >= 0:
            counts[mention.answer] += 1
            titled[mention.answer] |= mention.titled
            total += 1
    main: i64 = -1
    first: i64 = NOTHING
    i: i64
    for i in range(len(placed)):
        answer = placed[i].answer
        if first == NOTHING:
            first = answer
        if answer >= 0 and (main < 0 or counts[answer] > counts[placed[main].answer]):
            main = i
    for mention in placed:
        answer = mention.answer
        if answer >= 0:
            standing = _share(counts[answer], total) + 2 * i64(titled[answer])
            mention.row[7] = standing + i64(answer == placed[main].answer)
            mention.row[10] = least(counts[answer], 5)  # named
            mention.row[11] = i64(answer == first)  # leads
    return main


def _share(count: i64, total: i64) -> i64:
    """Return a number for the share of the mentions that have an answer."""
    if 10 * count < total:
        return 0
    if 4 * count < total:
        return 4
    return 8 if 2 * count < total else 12


def new_row() -> Row:
    """Return a row with room for the columns of a figure and a mention of its sentence."""
    return vec[i64]([0] * len(_ROW))


def new_row_earlier() -> Row:
    """Return a row with room for the columns of an earlier mention."""
    return vec[i64]([0] * len(_ROW_EARLIER))
