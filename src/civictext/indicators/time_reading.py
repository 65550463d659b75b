"""A text whose times are being read: what stands before a place, and the mentions found so far."""

from __future__ import annotations

import re
from typing import Final, Literal

from mypy_extensions import i64, mypyc_attr

from civictext.indicators.clock import Clock
from civictext.indicators.plain_times import goes_on
from civictext.indicators.time_doubts import is_compared
from civictext.indicators.time_patterns import JOINED, MORE_MONTHS, MORE_YEARS, YEAR
from civictext.indicators.time_spans import between, in_year, write_day
from civictext.indicators.vocabulary import words
from civictext.text.alignment import Span, new_span

TimeType = Literal["day", "days", "month", "months", "quarter", "half", "year", "years", "now"]


@mypyc_attr(acyclic=True)
class TimeMention:
    """A time expression: where it stands, the period it means, and of what type it is."""

    def __init__(self, start: int, end: int, period: str | None, type: TimeType) -> None:
        self.start = start
        self.end = end
        self.period = period
        """None for `hiện nay`, `đến nay`, and where the year cannot be known."""
        self.type = type

    @property
    def span(self) -> Span:
        """Where the expression stands."""
        return new_span(self.start, self.end)


LOOK_BACK: Final = 30
"""How many mentions back the year or day spoken of last is looked for."""
_RULING: Final = 6
_LEFT: Final = 16
_JOINT: Final = 28
"""How much may part the two ends of a span of time."""
_FROM: Final = re.compile(r"\b(?:từ|kể từ)(?: ngày| đầu| giữa| cuối)? $")
_FROM_NOW: Final = re.compile(r"\btừ nay (?:đến|tới|cho đến)(?: hết| cuối| đầu| giữa| ngày)? $")
_SURELY_DAY: Final = ("ngày ", "sáng ", "chiều ", "tối ", "đêm ", "hôm ", "phiên ", "nay (", "qua (")
_DAY_WORDS: Final = ("(", *words("before a day"))
_LENGTHS: Final = {"year": len("2024"), "month": len("2024-05"), "day": len("2024-05-17")}
_NEXT: Final = (" ", ", ", " cho ")
MORE: Final = (",", " v", " V")
"""How `, 2024` and `và 2024` begin."""
_SEVERAL_BEFORE: Final = re.compile(r"(?:các|những|hai|ba|[0-9]) $")
_DATED: Final = re.compile(YEAR)
_NUMBER: Final = re.compile("[0-9]+")
_SAME_YEAR: Final = " cùng năm"
_FIRST_MONTHS: Final = " tháng đầu năm"
_RUN: Final = re.compile(rf"\b([0-9]{{1,2}}){_FIRST_MONTHS}", re.IGNORECASE)


class Reading:
    """A text being read: its clock and the mentions found so far."""

    __slots__ = ("_runs", "clock", "mentions", "text")

    def __init__(self, text: str, clock: Clock) -> None:
        self.text = text
        self.clock = clock
        self.mentions: list[TimeMention] = []
        self._runs: frozenset[int] | None = None

    def left(self, start: int) -> str:
        """Return the few characters before a place, in lower case."""
        return self.text[max(0, start - _LEFT) : start].lower()

    def add(self, mention: TimeMention) -> int:
        """Keep a mention, as one with the last where `đến` joins them; return where it ends."""
        joined = self._until_now(mention) if mention.type == "now" else self._from(mention)
        if joined:
            if joined.start < mention.start:
                self.mentions.pop()
            mention = joined
        self.mentions.append(mention)
        return self._listed(mention)

    def follows(self, start: int) -> bool:
        """Tell whether nothing but `đến`, `đến hết`, a dash parts a place from the last mention."""
        if not self.mentions:
            return False
        end = self.mentions[-1].end
        may_be = start - end <= _JOINT and goes_on(self.text, end)
        return may_be and JOINED.fullmatch(self.text, end, start) is not None

    def is_day(self, start: int) -> bool:
        """Tell whether `5/4` or `5 - 6/4` is a date by what stands before it, not a ratio."""
        left = self.left(start)
        if self.text.startswith("24/7", start):
            return left.endswith(_SURELY_DAY)
        before = left.rstrip(" ,")
        if before.endswith(_DAY_WORDS) or (before[-1:] == "h" and before[-2:-1].isdigit()):
            return True
        another = left.endswith(("và ", ", ")) and bool(self.mentions)
        return another and self.mentions[-1].type == "day" and start - self.mentions[-1].end <= len(" và ")

    def last(self, wanted: TimeType) -> TimeMention | None:
        """Return the last mention of a type."""
        for mention in self.mentions[: -LOOK_BACK - 1 : -1]:
            if mention.type == wanted:
                return mention
        return None

    def ruling(self) -> str | None:
        """Return the period spoken of last, comparisons left out."""
        for mention in self.mentions[: -_RULING - 1 : -1]:
            start = mention.start
            if mention.period and not is_compared(self.text[max(0, start - 30) : start].lower()):
                return mention.period
        return None

    def same_year(self, end: int) -> int | None:
        """Return the year spoken of last where `cùng năm` follows a month or day."""
        ruling = self.ruling() if self.text.startswith(_SAME_YEAR, end) else None
        return int(ruling[:4]) if ruling else None

    def word_before(self, start: i64) -> str:
        """Return the word before a place, in lower case."""
        return (self.left(start).split() or [""])[-1]

    def same_part(self, start: i64, year: int) -> str:
        """Return a year; behind `cùng kỳ` the part of it that corresponds to the period spoken of last."""
        ruling = self.ruling() if self.left(start).endswith("cùng kỳ ") else None
        return (in_year(ruling, year) if ruling else None) or str(year)

    def says_run(self, n: int) -> bool:
        """Tell whether the text somewhere says `n tháng đầu năm`."""
        if self._runs is None:
            said = _FIRST_MONTHS in self.text or _FIRST_MONTHS.upper() in self.text
            self._runs = frozenset(map(int, _RUN.findall(self.text) if said else ()))
        return n in self._runs

    def _from(self, mention: TimeMention) -> TimeMention | None:
        """Return the span of time that ends with a mention: from the last mention, or `từ nay`."""
        if self.follows(mention.start):
            return self._joined(mention)
        start, today = mention.start, self.clock.today()
        if self.text.find("nay ", max(0, start - _LEFT), start) < 0 or not mention.period or today is None:
            return None
        if mention.type not in _LENGTHS or not _FROM_NOW.search(self.text[max(0, start - _JOINT) : start].lower()):
            return None
        span = between(today[: _LENGTHS[mention.type]], mention.period)
        return TimeMention(start, mention.end, span[0], span[1]) if span else None

    def _until_now(self, mention: TimeMention) -> TimeMention | None:
        """Return the span of time of `từ tháng 4/2023 đến nay`."""
        last, today = self.mentions[-1] if self.mentions else None, self.clock.today()
        if last is None or today is None or not last.period or self.text[last.end : mention.start] not in _NEXT:
            return None
        length = len(last.period)
        if self.text[mention.start] in "hH":
            return None
        if last.type not in ("month", "day") or len(today) < length or not _FROM.search(self.left(last.start)):
            return None
        span = between(last.period, today[:length])
        return TimeMention(last.start, mention.end, span[0], span[1]) if span else None

    def _joined(self, mention: TimeMention) -> TimeMention | None:
        """Return the span of time from the last mention to this one: `từ năm 2019 đến tháng 5/2022`."""
        last = self.mentions[-1]
        end = mention.period
        first = last.period or (self._in_year_of(last, end) if end else None)
        if not first or not end:
            return None
        if not _DATED.search(self.text, last.start, last.end):
            year = int(end[:4])
            first = in_year(first, year if (in_year(first, year) or "~") < f"{end}~" else year - 1)
        span = between(first, end) if first else None
        return TimeMention(last.start, mention.end, span[0], span[1]) if span else None

    def _in_year_of(self, last: TimeMention, end: str) -> str | None:
        """Return what a month or day without a year says in the year of the time that it is joined to."""
        year, numbers = int(end[:4]), [int(n) for n in _NUMBER.findall(self.text, last.start, last.end)]
        if last.type == "month" and len(numbers) == 1:
            return f"{year}-{numbers[0]:02}"
        return write_day(year, numbers[1], numbers[0]) if last.type == "day" and len(numbers) == 2 else None

    def _listed(self, mention: TimeMention) -> int:
        """Add the further ones of `tháng 9, 10 và 11`, `năm 2015, 2017`; return where the last one ends."""
        end = mention.end
        year, month = mention.type == "year", mention.type == "month"
        if not mention.period or not (year or month) or not self.text.startswith(MORE, end):
            return end
        if month and not _SEVERAL_BEFORE.search(self.left(mention.start)):
            return end
        pattern = MORE_YEARS if year else MORE_MONTHS
        while more := pattern.match(self.text, end):
            end = more.end()
            period = more[1] if year else f"{mention.period[:4]}-{int(more[1]):02}"
            self.mentions.append(TimeMention(more.start(1), end, period, mention.type))
        return end
