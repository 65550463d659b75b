"""The words around a figure, cut out and made small once for all that is asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64, mypyc_attr

from civictext.indicators.chars import KNOWN, stands_before, table_of, word_at
from civictext.indicators.measures import Measure
from civictext.indicators.tokens import MASK, PRIME, WordTable, mixed
from civictext.indicators.vocabulary import rows
from civictext.indicators.vocabulary import words as listed

REACH: Final = 400
"""How many characters before a number are read; a longer sentence is most often many run together."""
AFTER: Final = 100
_NEAR: Final = 18
"""How many words before a number are read."""

_VERB: Final = 1
_PLANNED: Final = 2
_HINT: Final = 4
_CUE: Final = 8
_LEAD: Final = 16
_COMPARED: Final = 32
_COEFFICIENT: Final = 64
"""What a word tells, as bits."""
MARKS: Final = frozenset(("mốc", "ngưỡng", "mức", "số"))
LED_TO: Final = frozenset(("còn", "xuống", "về"))
LIMITS: Final = frozenset(("đến", "tới", "từ", "ngoài"))
"""Words right before a number that is a level, that was reached, that has an open end."""


def _lasts(phrases: Iterable[str]) -> list[str]:
    return [phrase.rpartition(" ")[2] for phrase in phrases]


def _read_sorts() -> WordTable:
    """Return the words that tell something, with what they may be a part of."""
    verbs = _lasts((*listed("up"), *listed("down")))
    cues = [cue.partition(" ")[0] for cue in (*listed("estimate"), *listed("aim"))]
    leads = [*verbs, *_lasts(listed("filler")), *_lasts(phrase for phrase, _ in rows("comparators.tsv"))]
    leads += [*listed("between modifier and number"), *MARKS, *LED_TO, *LIMITS, "mất", "trừ", "bớt", "thấp", "cao"]
    found: dict[str, int] = {}
    for sort, words in (
        (_VERB, verbs),
        (_LEAD, leads),
        (_PLANNED, ["hoạch", "tiêu", "toán", "quyết"]),
        (_HINT, listed("status hint")),
        (_CUE, [*cues, "mục", "đề", "hướng", "đặt", "ước", "năm"]),
        (_COMPARED, ["với", "vì", "mức", "số", "từ"]),
    ):
        for word in words:
            found[word] = found.get(word, 0) | sort
    return WordTable.of(found)


_SORTS: Final = _read_sorts()
_BLANK: Final = 0x20
_BRACKET: Final = 0x28
_WIDE_SPACE: Final = 0x3000
_PARTS: Final = table_of("".join(filter(str.isspace, map(chr, range(KNOWN)))) + '(“”"')
"""What parts words, but for a wide space; an opening bracket is one itself."""


@mypyc_attr(acyclic=True)
class Figure:
    """A number of a sentence and what stands around it, in small letters; places are those of the sentence."""

    def __init__(self, measure: Measure, sentence: Sentence, start: int, end: int, unit_end: int) -> None:
        low = sentence.low
        self.start = start
        self.end = end
        self.unit_end = unit_end
        """Where the unit ends, or the number where it has none behind it."""
        self.value = measure.value
        self.spans = measure.value_max is not None
        """The number is a range."""
        self.parted = measure.denominator is not None
        """It is a part of a number: `14/15 hộ`."""
        self.unit = measure.unit
        self.unitless = measure.unit_span is None
        """No unit is written beside it."""
        self.rule = measure.rule
        self.incidental = "incidental" in measure.flags
        self.low = low
        """The whole sentence."""
        self.right = low[end : end + AFTER]
        self._sentence = sentence
        self._words: list[str] | None = None
        last: i64 = sentence.count
        self._last = last
        self.first: i64 = last - _NEAR if last > _NEAR else 0
        """The number of the first of `words` in its sentence."""
        sort = sentence.last
        self.led = sort & _LEAD != 0
        """The last of the words may lead to the number: a modifier, a verb of change, what may stand between."""
        self.compared = sort & _COMPARED != 0
        """The last of them may stand before what something is compared with, or began with."""
        self.verb: i64 = sentence.verb - self.first
        """The last one that may end a verb of change, negative if there is none."""
        self.plan_near = sentence.plan >= self.first
        """One of them may end a noun of what was planned."""

    @property
    def words(self) -> list[str]:
        """The last words of `left`, without quotation marks; a bracket is a word of its own."""
        if self._words is None:
            self._words = self._sentence.words(self.first, self._last)
        return self._words

    def left(self, size: i64) -> str:
        """Return the sentence up to the number, its last characters."""
        start: i64 = self.start
        return self.low[start - size if start > size else 0 : start]

    def forget_words(self) -> None:
        """Take no word before the number for what tells something of it."""
        self._words, self.led, self.compared, self.verb = [], False, False, -1

    def ends(self, texts: tuple[str, ...]) -> bool:
        """Tell whether one of some texts stands right before the number."""
        return any(stands_before(self.low, self.start, text) for text in texts)


@mypyc_attr(acyclic=True)
class Sentence:
    """A sentence whose words are read once for all its figures, from left to right.

    >>> from decimal import Decimal
    >>> from civictext.text.alignment import Span
    >>> sentence = Sentence("Thu ngân sách (tăng 5%)")
    >>> sentence.figure(Measure(Span(20, 21), Decimal(5))).words
    ['thu', 'ngân', 'sách', '(', 'tăng']
    """

    def __init__(self, text: str, begin: int = 0) -> None:
        self.text = text
        self.low = small(text)
        self.begin = begin
        """Where in its document it begins."""
        self.count: i64 = 0
        """How many words there are up to the last number that was asked for; each number begins a word."""
        self.last: i64 = 0
        """What the last of them tells."""
        self.hinted = False
        """One of them is part of every word of estimate or aim."""
        self.cues: list[int] = []
        """Where those stand that may begin such words."""
        self.verb: i64 = -1
        """The last that may end a verb of change."""
        self.plan: i64 = -1
        """The last that may end a noun of what was planned."""
        self._starts = vec[i64](capacity=len(text) // 4)
        self._ends = vec[i64](capacity=len(text) // 4)
        self._read: i64 = 0

    def figure(self, measure: Measure) -> Figure:
        """Return a number with what stands around it; none before it may be asked for later."""
        begin, span, unit_span = self.begin, measure.span, measure.unit_span
        start, end = span[0] - begin, span[1] - begin
        self._read_to(start)
        return Figure(measure, self, start, end, end if unit_span is None else max(end, unit_span[1] - begin))

    def words(self, first: i64, last: i64) -> list[str]:
        """Return some of the words, in small letters."""
        return [word_at(self.low, self._starts[i], self._ends[i]) for i in range(first, last)]

    def _read_to(self, stop: i64) -> None:
        """Read the words up to a place, and note those that tell something; each is looked up by its key."""
        low, starts, ends, sort = self.low, self._starts, self._ends, self.last
        parts: Final = _PARTS
        at = self._read
        while at < stop:
            start = at
            total: i64 = 0
            power: i64 = PRIME
            char: i64 = ord(low[at])
            while (char < KNOWN and parts[char] == 0) or (char >= KNOWN and char != _WIDE_SPACE):
                total += char * power
                power = (power * PRIME) & MASK
                at += 1
                char = ord(low[at]) if at < stop else _BLANK
            if at == start:
                at += 1
                if char != _BRACKET:
                    continue
                total = char * power
            sort = _SORTS.get(mixed(total))
            if sort:
                self._note(sort, len(starts), start)
            starts = append(starts, start)
            ends = append(ends, at)
        self._read, self._starts, self._ends = stop, starts, ends
        self.count, self.last = len(starts), sort

    def _note(self, sort: i64, nth: i64, start: i64) -> None:
        if sort & _VERB:
            self.verb = nth
        if sort & _PLANNED:
            self.plan = nth
        if sort & _HINT:
            self.hinted = True
        if sort & _CUE:
            self.cues.append(start)


def small(text: str) -> str:
    """Return a text in small letters of the same length.

    A few foreign capitals become two letters when made small; a text with one is returned as it is,
    so that every place in it stays the same.
    """
    low = text.lower()
    return low if len(low) == len(text) else text
