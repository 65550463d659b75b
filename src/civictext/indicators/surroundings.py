"""The words around a figure, cut out and made small once for all that is asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mypy_extensions import i64

from civictext.indicators.chars import KNOWN, is_among, is_space, table_of, word_at
from civictext.indicators.measures import Measure
from civictext.indicators.vocabulary import rows
from civictext.indicators.vocabulary import words as listed

REACH: Final = 400
"""How many characters before a number are read; a longer sentence is most often many run together."""
AFTER: Final = 100
_NEAR: Final = 18
"""How many words before a number are read."""

VERB: Final = 1
PLANNED: Final = 2
HINT: Final = 4
CUE: Final = 8
LEAD: Final = 16
MARKS: Final = frozenset(("mốc", "ngưỡng", "mức", "số"))
LED_TO: Final = frozenset(("còn", "xuống", "về"))
LIMITS: Final = frozenset(("đến", "tới", "từ", "ngoài"))
"""Words right before a number that is a level, that was reached, that has an open end."""


def _lasts(phrases: Iterable[str]) -> list[str]:
    return [phrase.rpartition(" ")[2] for phrase in phrases]


def _sorts() -> dict[str, int]:
    """Return the words that tell something, with what they may be a part of."""
    verbs = _lasts((*listed("up"), *listed("down")))
    cues = [cue.partition(" ")[0] for cue in (*listed("estimate"), *listed("aim"))]
    leads = [*verbs, *_lasts(listed("filler")), *_lasts(phrase for phrase, _ in rows("comparators.tsv"))]
    leads += [*listed("between modifier and number"), *MARKS, *LED_TO, *LIMITS, "mất", "trừ", "thấp", "cao"]
    found: dict[str, int] = {}
    for sort, words in (
        (VERB, verbs),
        (LEAD, leads),
        (PLANNED, ["hoạch", "tiêu", "toán", "quyết"]),
        (HINT, listed("status hint")),
        (CUE, [*cues, "mục", "đề", "hướng", "đặt", "ước", "năm"]),
    ):
        for word in words:
            found[word] = found.get(word, 0) | sort
    return found


_SORTS: Final = _sorts()
_BRACKET: Final = 0x28
_PARTS: Final = table_of("".join(filter(str.isspace, map(chr, range(KNOWN)))) + '(“”"')
"""What parts words; an opening bracket is one itself."""


class Figure:
    """A number of a sentence and what stands around it, in small letters; places are those of the sentence."""

    def __init__(self, measure: Measure, low: str, start: int, end: int, unit_end: int) -> None:
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
        self.words: list[str] = []
        """The last words of `left`, without quotation marks; a bracket is a word of its own."""
        self.led = False
        """The last of them may lead to the number: a modifier, a verb of change, what may stand between."""
        self.verb = -1
        """The last one that may end a verb of change, negative if there is none."""
        self.plan_near = False
        """One of them may end a noun of what was planned."""

    def left(self, size: i64) -> str:
        """Return the sentence up to the number, its last characters."""
        start: i64 = self.start
        return self.low[start - size if start > size else 0 : start]

    def forget_words(self) -> None:
        """Take no word before the number for what tells something of it."""
        self.words, self.led, self.verb = [], False, -1

    def ends(self, texts: tuple[str, ...]) -> bool:
        """Tell whether one of some texts stands right before the number."""
        return self.low.endswith(texts, 0, self.start)


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
        self.words: list[str] = []
        """The words up to the last number that was asked for, in small letters; each number begins a word."""
        self.hinted = False
        """One of them is part of every word of estimate or aim."""
        self.cues: list[str] = []
        """Those that may begin such words."""
        self._read = 0
        self._verb = self._plan = self._lead = -1

    def figure(self, measure: Measure) -> Figure:
        """Return a number with what stands around it; none before it may be asked for later."""
        low, begin, span, unit_span = self.low, self.begin, measure.span, measure.unit_span
        start, end = span[0] - begin, span[1] - begin
        figure = Figure(measure, low, start, end, end if unit_span is None else max(end, unit_span[1] - begin))
        self._read_to(start)
        size = len(self.words)
        first = max(size - _NEAR, 0)
        figure.words = self.words[first:]
        figure.led, figure.verb, figure.plan_near = self._lead == size - 1, self._verb - first, self._plan >= first
        return figure

    def _read_to(self, stop: int) -> None:
        """Read the words up to a place, and note those that tell something."""
        low, words = self.low, self.words
        at: i64 = self._read
        end: i64 = stop
        while at < end:
            start = at
            while at < end and not _parts(ord(low[at])):
                at += 1
            if at == start:
                at += 1
                if ord(low[start]) != _BRACKET:
                    continue
            word = word_at(low, start, at)
            sorts = _SORTS.get(word)
            if sorts is not None:
                self._note(word, sorts, len(words))
            words.append(word)
        self._read = stop

    def _note(self, word: str, sorts: int, nth: int) -> None:
        if sorts & LEAD:
            self._lead = nth
        if sorts & VERB:
            self._verb = nth
        if sorts & PLANNED:
            self._plan = nth
        if sorts & HINT:
            self.hinted = True
        if sorts & CUE:
            self.cues.append(word)


def _parts(char: i64) -> bool:
    """Tell whether a character parts words."""
    return is_among(char, _PARTS) or (char >= KNOWN and is_space(char))


def small(text: str) -> str:
    """Return a text in small letters of the same length.

    A few foreign capitals become two letters when made small; a text with one is returned as it is,
    so that every place in it stays the same.
    """
    low = text.lower()
    return low if len(low) == len(text) else text
