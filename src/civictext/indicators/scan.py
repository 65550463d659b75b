"""Finds the numbers of a line: measures, and the numbers that are none with the reason.

The walk goes from one candidate to the next, a figure or a word that may begin a numeral. `judging` refuses
the figures that are no quantities, `spelled` the words that count nothing, `completion` gives those that
stay the unit that is said before them or after a later number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext
from typing import Final

from civictext.document import Reason, Rejected, new_rejected
from civictext.indicators.amounts import Amount, amount_at
from civictext.indicators.beginnings import beginnings
from civictext.indicators.completion import Completion
from civictext.indicators.figures import EXACT
from civictext.indicators.judging import Judge
from civictext.indicators.measures import Measure
from civictext.indicators.spelled import refuse_spelled
from civictext.text.alignment import Span, new_span
from civictext.text.code import code_within

_MANY: Final = 500
_DENSE: Final = 16
_SAID: Final = 2
"""So many numbers, one in so few characters, with fewer letters to each than this, are a block of digits."""
_ENDLESS: Final = 5000
_APART: Final = 32
"""A line with more numbers than this, one in so few characters, is tables run together; none is so long in earnest."""
_MARK: Final = 2
"""A line that is nothing but so many digits is the mark of an item or the number of a page."""


def scan(text: str, line: Span, *, furniture: bool = False) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of one line of a text and the numbers that were refused.

    Args:
        furniture: the line is no part of the article; all its figures are refused.
    """
    return scan_lines(text, [(line, furniture)])


def scan_lines(text: str, lines: Sequence[tuple[Span, bool]]) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of some lines of a text, and the numbers that were refused.

    Args:
        lines: from the first to the last, each with the answer to: is it furniture?
    """
    if not lines:
        return [], []
    places = beginnings(text, lines[0][0].start, lines[-1][0].end)
    found, at = _Scan(text), 0
    with localcontext(EXACT):
        for line, furniture in lines:
            if at == len(places):
                break
            first = _place(places, line.start, at)
            at = _place(places, line.end, first)
            if first < at:
                found.read(line, places[first:at], furniture=furniture)
    return found.completion.measures, found.rejected


def _place(places: list[tuple[int, int]], start: int, at: int) -> int:
    """Return the number of the first place from `at` on that is not before `start`."""
    while at < len(places) and places[at][0] < start:
        at += 1
    return at


def _readable(text: str, places: list[tuple[int, int]], first: int) -> int:
    """Return how many numbers of a line are read: all up to a block of digits, and of endless tables the first."""
    for count in range(_MANY, len(places), _MANY):
        start = places[count][0]
        last = text[places[count - _MANY][0] : start]
        if len(last) < _DENSE * _MANY and sum(map(str.isalpha, last)) < _SAID * _MANY:
            return count
        if count >= _ENDLESS and start - first < _APART * count:
            return count
    return len(places)


class _Scan:
    """What was found in a text so far; `after` is where the last number of the line ended, `refused` the last of all
    that was refused."""

    __slots__ = ("after", "completion", "end", "judge", "line", "refused", "rejected", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.judge = Judge(text)
        self.completion = Completion(text)
        self.rejected: list[Rejected] = []
        self.refused = -1

    def read(self, line: Span, places: list[tuple[int, int]], *, furniture: bool) -> None:
        """Read the numbers of a line, which begin at `places`."""
        start, end = line
        if end - start <= _MARK and places[0] == line:
            self.refuse(start, end, "furniture" if furniture else "ordinal")
            return
        self.line, self.after, self.end = line, start, end
        if furniture:
            self.refuse_all(places)
            return
        code = code_within(self.text, start, end)
        self.judge.begin(line)
        self.completion.begin(line)
        read = len(places) if len(places) <= _MANY else _readable(self.text, places, self.after)
        for start, stop in places[:read]:
            if start < self.after:
                continue
            if code is not None and code.start <= start < code.end:
                if start < stop:
                    self.refuse(start, stop, "furniture")
            elif start < stop:
                self.figure(start, stop)
            else:
                self.word(start)
        if read < len(places):
            self.refuse_rest(places[read:], "other")

    def refuse_all(self, places: list[tuple[int, int]]) -> None:
        """Refuse the figures of a line that is no part of the article, as far as they are read."""
        read = _readable(self.text, places, self.line.start)
        for start, stop in places[:read]:
            if start < stop:
                self.refuse(start, stop, "furniture")
        self.refuse_rest(places[read:], "furniture")

    def refuse_rest(self, places: list[tuple[int, int]], reason: Reason) -> None:
        """Refuse what is left of a line at its first number that is not read yet."""
        rest = next((start for start, _ in places if start >= self.after), None)
        if rest is not None:
            self.refuse(rest, self.end, reason)

    def refuse(self, start: int, stop: int, reason: Reason) -> None:
        """Record a number that is no quantity."""
        self.rejected.append(new_rejected(new_span(start, stop), self.text[start:stop], reason))
        self.after = self.refused = stop

    def figure(self, start: int, stop: int) -> None:
        """Read the number that begins with a digit at `start`."""
        judge = self.judge
        refusal = judge.shape(start, stop)
        if refusal is None and (amount := amount_at(self.text, start, self.end, stop)):
            refusal = judge.amount(amount, stop, self._last_refused())
            if refusal is None:
                self.accept(amount)
                return
        if refusal is None:
            self.refuse(start, stop, "other")
        else:
            self.refuse(start, refusal.end, refusal.reason)

    def _last_refused(self) -> Rejected | None:
        """Return the number before, if it was refused."""
        return self.rejected[-1] if self.refused == self.after else None

    def word(self, start: int) -> None:
        """Read the number that begins with a word at `start`; most such words are none."""
        amount = amount_at(self.text, start, self.end, start)
        if amount is None:
            return
        refusal = refuse_spelled(self.text, self.line, amount)
        if refusal is None:
            self.accept(amount)
        elif refusal.reason == "other":
            if not any(map(str.isdigit, self.text[start : refusal.end])):
                self.after = refusal.end  # no numeral begins inside it
        else:
            self.refuse(start, refusal.end, refusal.reason)

    def accept(self, amount: Amount) -> None:
        """Record a quantity."""
        self.after = self.completion.add(amount)
