"""The words around a figure, cut out and made small once for all that is asked of them."""

from __future__ import annotations

from typing import Final

from civictext.indicators.measures import Measure
from civictext.indicators.vocabulary import words as listed

REACH: Final = 400
"""How many characters before a number are read; a longer sentence is most often many run together."""
AFTER: Final = 100
_NEAR: Final = 18
"""How many words before a number are read."""

VERB, PLANNED, HINT, CUE = 1, 2, 4, 8


def _sorts() -> dict[str, int]:
    """Return the words that tell something, with what they may be a part of."""
    verbs = [verb.rpartition(" ")[2] for verb in (*listed("up"), *listed("down"))]
    cues = [cue.partition(" ")[0] for cue in (*listed("estimate"), *listed("aim"))]
    found: dict[str, int] = {}
    for sort, words in (
        (VERB, verbs),
        (PLANNED, ["hoạch", "tiêu", "toán", "quyết"]),
        (HINT, listed("status hint")),
        (CUE, [*cues, "mục", "đề", "hướng", "đặt", "ước", "năm"]),
    ):
        for word in words:
            found[word] = found.get(word, 0) | sort
    return found


_SORTS: Final = _sorts()


class Figure:
    """A number of a sentence and what stands around it, in small letters; places are those of the sentence."""

    def __init__(self, measure: Measure, start: int, end: int, unit_end: int) -> None:
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
        self.left = ""
        """The sentence up to the number, its last `REACH` characters at most."""
        self.right = ""
        self.words: list[str] = []
        """The last words of `left`, without quotation marks; a bracket is a word of its own."""
        self.verb_near = False
        """One of them may end a verb of change."""
        self.plan_near = False
        """One of them may end a noun of what was planned."""


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
        self._verb = self._plan = -1

    def figure(self, measure: Measure) -> Figure:
        """Return a number with what stands around it; none before it may be asked for later."""
        low, begin, span, unit_span = self.low, self.begin, measure.span, measure.unit_span
        start, end = span[0] - begin, span[1] - begin
        figure = Figure(measure, start, end, end if unit_span is None else max(end, unit_span[1] - begin))
        figure.left = low[start - REACH if start > REACH else 0 : start]
        figure.right = low[end : end + AFTER]
        self._read_to(start)
        first = max(len(self.words) - _NEAR, 0)
        figure.words = self.words[first:]
        figure.verb_near, figure.plan_near = self._verb >= first, self._plan >= first
        return figure

    def _read_to(self, stop: int) -> None:
        """Read the words up to a place, and note those that tell something."""
        nth = len(self.words)
        words = _words(self.low[self._read : stop])
        for word in words:
            if word in _SORTS:
                self._note(word, _SORTS[word], nth)
            nth += 1
        self.words += words
        self._read = stop

    def _note(self, word: str, sorts: int, nth: int) -> None:
        if sorts & VERB:
            self._verb = nth
        if sorts & PLANNED:
            self._plan = nth
        if sorts & HINT:
            self.hinted = True
        if sorts & CUE:
            self.cues.append(word)


def _words(text: str) -> list[str]:
    """Return the words of a text without quotation marks; an opening bracket is a word."""
    if "(" in text:
        text = text.replace("(", " ( ")
    if "“" in text or "”" in text:
        text = text.replace("“", " ").replace("”", " ")
    if '"' in text:
        text = text.replace('"', " ")
    return text.split()


def small(text: str) -> str:
    """Return a text in small letters of the same length.

    A few foreign capitals become two letters when made small; a text with one is returned as it is,
    so that every place in it stays the same.
    """
    low = text.lower()
    return low if len(low) == len(text) else text
