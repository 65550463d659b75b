"""Finds the time expressions of a text and resolves them to ISO-like periods.

`Năm 2023` → `2023`, `9 tháng đầu năm` → `2024-M01/M09`, `quý II` → `2024-Q2`,
`giai đoạn 2021-2025` → `2021/2025`. What the text leaves out, the year most often, is taken
from the article's date; without a date, from the year that the text itself names most.
Nothing is guessed where neither helps: the mention then has no period.

`time_spots` says where an expression may begin, the patterns of `time_patterns` are tried there, and the
reader of the alternative that matched makes a mention of it or refuses. Two mentions with `đến` between
them become one span of time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from civictext.indicators.time_patterns import DAY, DIGITS, JOINED, MORE_MONTHS, MORE_YEARS, WORDS, YEAR
from civictext.indicators.time_spans import LONGEST, between, in_year, run_of_months, write_day, write_months
from civictext.indicators.time_spots import time_spots
from civictext.indicators.tokens import read_tokens
from civictext.indicators.vocabulary import words
from civictext.text.alignment import Span

TimeType = Literal["day", "days", "month", "months", "quarter", "half", "year", "years", "now"]


class TimeMention(NamedTuple):
    """A time expression: where it stands, the period it means, and of what type it is.

    `period` is None for `hiện nay`, `đến nay`, and where the year cannot be known.
    """

    span: Span
    period: str | None
    type: TimeType


_NUMERALS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_SPELLED = {word: n for n, word in enumerate(_NUMERALS, 1)} | {"tư": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_SHIFT = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "qua": -1, "sau": 1, "tới": 1}
_AWAY = {"nay": 0, "qua": -1, "mai": 1}
_SEVERAL = frozenset(words("several"))
_DAY_WORDS = ("(", *words("before a day"))
_COMPARED = re.compile(r"(?:\bso(?: với)?|cùng kỳ|cùng thời điểm|hơn mức|hơn|kém)[^,;.()0-9]{0,25}$")
LOOK_BACK = 30
"""How many mentions back the year or day spoken of last is looked for."""
_RULING = 6
_LEFT = 16
_UNTIL = ("đến ", "tới ", "đến hết ", "tới hết ", "đến cuối ", "tới cuối ")
_UP_TO_NOW = re.compile(r" (?:đến|tới|cho đến) (?:nay|giờ|thời điểm này)\b", re.IGNORECASE)
_BEFORE_YEAR = re.compile(r"(?:vào|cuối|đầu|giữa|từ|đến|tới|kỳ|mùa|hè|tết) $")
_SEVERAL_BEFORE = re.compile(r"(?:các|những|hai|ba|[0-9]) $")
_DATED = re.compile(YEAR)
_FIRST_MONTHS = " tháng đầu năm"
_RUN = re.compile(rf"\b([0-9]{{1,2}}){_FIRST_MONTHS}")
_SO_FAR = ("tính chung ", "lũy kế ", "luỹ kế ", "qua ")
_LASTS = re.compile(r" (?:tuổi|tù|lương|liên|trở|nữa|sau|trước|nay|kể|thử|ở|làm|không|thai|[0-9])\b")
"""What follows a length of time that is no part of the year."""


class Clock:
    """What the article's date says: the year, and the month and day as far as they are known."""

    __slots__ = ("day", "month", "year")

    def __init__(self, value: str | None) -> None:
        parts = [int(part) for part in value.split("-")] if value else []
        self.year: int | None = parts[0] if parts else None
        self.month: int | None = parts[1] if len(parts) > 1 else None
        self.day: int | None = parts[2] if len(parts) > 2 else None

    def shifted(self, word: str | None) -> int | None:
        """Return the year of `năm nay`, `năm ngoái`, `năm sau`; of no word, this year."""
        return None if self.year is None else self.year + _SHIFT[(word or "nay").lower()]

    def year_of(self, month: int) -> int | None:
        """Return the year of a month named without one: the last such month, or one soon to come."""
        if self.year is None or self.month is None or month <= self.month + 3:
            return self.year
        return self.year - 1

    def day_away(self, days: int) -> str | None:
        """Return the day of `hôm qua`, `hôm nay`, `ngày mai`."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return (date(self.year, self.month, self.day) + timedelta(days)).isoformat()

    def so_far(self) -> str | None:
        """Return the year up to now: its months, or all of it where the month is not known."""
        if self.month is None:
            return None if self.year is None else str(self.year)
        return run_of_months(self.year, self.month)


def clock_of(text: str, stamp: str | None) -> Clock:
    """Return the clock of an article: by its date, else by the year that its text names most."""
    if stamp:
        return Clock(stamp)
    named: Counter[str] = Counter()
    end = 0
    for start in sorted([match.start() for years in _YEARS for match in years.finditer(text)]):
        in_date = start - 2 >= end and _IN_DATE.fullmatch(text, start - 2, start)
        if in_date or text.endswith(("Năm ", "năm "), end, start):
            end = start + len("2023")
            named[text[start:end]] += 1
    return Clock(max(named, key=lambda year: (named[year], year)) if named else None)


_YEARS = [re.compile(rf"{century}[0-9]{{2}}(?![0-9])") for century in ("19", "20")]
"""Patterns for years; one by one they are found much faster, because each begins with the same characters."""
_IN_DATE = re.compile(r"[0-9][/.-]")
"""What stands before the year of a date."""


def is_compared(left: str) -> bool:
    """Tell whether a figure is compared with a time, by what stands before the time, in lower case."""
    may_be = "so" in left or "cùng" in left or "hơn" in left or "kém" in left
    return may_be and _COMPARED.search(left) is not None


def find_times(text: str, clock: Clock, spots: Sequence[int] | None = None) -> list[TimeMention]:
    """Return the time expressions of a text in order; where two overlap, the longer one.

    Args:
        text: an article, or a part of one.
        clock: the date of the article.
        spots: where one may begin, if it has been looked for already.

    >>> [m.period for m in find_times("Năm 2023 tăng; 9 tháng đầu năm nay giảm.", Clock("2024-10-02"))]
    ['2023', '2024-M01/M09']
    """
    reading = _Reading(text, clock)
    end = 0
    for start in time_spots(read_tokens(text))[0] if spots is None else spots:
        if start < end:
            continue
        match = (DIGITS if text[start].isdigit() else WORDS).match(text, start)
        mention = _READERS[match.lastgroup or ""](match, reading) if match else None
        if mention:
            end = reading.add(mention)
    return reading.mentions


class _Reading:
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
        joined = self._joined(mention) if self.follows(mention.span.start) else None
        if joined:
            self.mentions[-1] = joined
            return joined.span.end
        self.mentions.append(mention)
        return self._listed(mention)

    def follows(self, start: int) -> bool:
        """Tell whether nothing but `đến`, `đến hết`, a dash parts a place from the last mention."""
        if not self.mentions:
            return False
        end = self.mentions[-1].span.end
        return start - end <= _LEFT and bool(JOINED.fullmatch(self.text, end, start))

    def is_day(self, start: int) -> bool:
        """Tell whether `5/4` or `5 - 6/4` is a date by what stands before it, not a ratio."""
        left = self.left(start)
        if self.text.startswith("24/7", start):
            return left.endswith("ngày ")
        before = left.rstrip(" ,")
        if before.endswith(_DAY_WORDS) or (before[-1:] == "h" and before[-2:-1].isdigit()):
            return True
        another = left.endswith(("và ", ", ")) and bool(self.mentions)
        return another and self.mentions[-1].type == "day" and start - self.mentions[-1].span.end <= len(" và ")

    def last(self, wanted: TimeType) -> TimeMention | None:
        """Return the last mention of a type."""
        recent = self.mentions[: -LOOK_BACK - 1 : -1]
        return next((mention for mention in recent if mention.type == wanted), None)

    def ruling(self) -> str | None:
        """Return the period spoken of last, comparisons left out."""
        for mention in self.mentions[: -_RULING - 1 : -1]:
            start = mention.span.start
            if mention.period and not is_compared(self.text[max(0, start - 30) : start].lower()):
                return mention.period
        return None

    def says_run(self, n: int) -> bool:
        """Tell whether the text somewhere says `n tháng đầu năm`."""
        if self._runs is None:
            text = self.text.lower()
            self._runs = frozenset(map(int, _RUN.findall(text) if _FIRST_MONTHS in text else ()))
        return n in self._runs

    def _joined(self, mention: TimeMention) -> TimeMention | None:
        """Return the span of time from the last mention to this one: `từ năm 2019 đến tháng 5/2022`."""
        last = self.mentions[-1]
        first, end = last.period, mention.period
        if not first or not end:
            return None
        if not _DATED.search(self.text, *last.span):
            year = int(end[:4])
            first = in_year(first, year if (in_year(first, year) or "~") < f"{end}~" else year - 1)
        span = between(first, end) if first else None
        return TimeMention(Span(last.span.start, mention.span.end), *span) if span else None

    def _listed(self, mention: TimeMention) -> int:
        """Add the further ones of `tháng 9, 10 và 11`, `năm 2015, 2017`; return where the last one ends."""
        end = mention.span.end
        pattern = {"month": MORE_MONTHS, "year": MORE_YEARS}.get(mention.type)
        if not pattern or not mention.period:
            return end
        if mention.type == "month" and not _SEVERAL_BEFORE.search(self.left(mention.span.start)):
            return end
        while more := pattern.match(self.text, end):
            end = more.end()
            period = more[1] if mention.type == "year" else f"{mention.period[:4]}-{int(more[1]):02}"
            self.mentions.append(TimeMention(Span(more.start(1), end), period, mention.type))
        return end


def _span(match: re.Match[str]) -> Span:
    return Span(*match.span())


def _int(*groups: str | None) -> int | None:
    return next((int(group) for group in groups if group), None)


def _years(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `2021-2025`, `2023/24`, `2015 đến nay`; `2024 đến nay` in 2024 is the year so far."""
    first, clock = int(match["from"]), reading.clock
    if match["to2"]:
        last: int | None = first + 1 if int(match["to2"]) == (first + 1) % 100 else None
    else:
        last = clock.year if match["now"] else int(match["to"])
    if last is None or not 0 <= last - first < LONGEST or (last == first and not match["now"]):
        return None
    if last == first:
        return TimeMention(_span(match), clock.so_far(), "months")
    return TimeMention(_span(match), f"{first}/{last}", "years")


def _days(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    last_month = int(match["m2"])
    first_month = _int(match["m1"]) or last_month
    year = _int(match["y2"]) or reading.clock.year_of(last_month)
    first = write_day(_int(match["y1"]) or year, first_month, int(match["d1"]))
    last = write_day(year, last_month, int(match["d2"]))
    if first and last and first < last and (match["m1"] or reading.is_day(match.start())):
        return TimeMention(_span(match), f"{first}/{last}", "days")
    day = DAY.match(match.string, match.start())
    return _one_day(day, reading) if day else None


def _one_day(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    if not (match["y"] or "tháng" in match[0].lower() or reading.is_day(match.start())):
        return None
    month, clock = int(match["m"]), reading.clock
    year = _int(match["y"]) or (clock.shifted(match["yrel"]) if match["yrel"] else clock.year_of(month))
    period = write_day(year, month, int(match["d"]))
    return TimeMention(_span(match), period, "day") if period or year is None else None


def _months(match: re.Match[str], reading: _Reading) -> TimeMention:
    year = _int(match["ny"]) or reading.clock.shifted(match["nrel"])
    period = run_of_months(year, int(match["n"]), at_end=(match["end"] or "").lower() == "cuối")
    return TimeMention(_span(match), period, "months")


def _spelled_months(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `chín tháng đầu năm 2024`."""
    number = _number_before(reading.left(match.start()))
    if not number:
        return None
    year = _int(match["sy"]) or reading.clock.shifted(match["srel"])
    period = run_of_months(year, _SPELLED[number], at_end=match["send"].lower() == "cuối")
    return TimeMention(Span(match.start() - len(number) - 1, match.end()), period, "months")


def _number_before(left: str) -> str:
    """Return the numeral that a text ends with: `mười một`, `ba`."""
    words = left.split()
    tails = (" ".join(words[-n:]) for n in (2, 1))
    return next((tail for tail in tails if tail in _SPELLED and left.endswith(f"{tail} ")), "")


def _past_months(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `11 tháng qua`, `tính chung 10 tháng`: the year so far, where the count fits the date.

    After `9 tháng đầu năm` anywhere in the text, a bare `9 tháng` means the same.
    """
    n, clock = int(match["pn"]), reading.clock
    head = reading.left(match.start())
    if match["qua"] or head.endswith(_SO_FAR):
        fits = 5 <= n < 12 if clock.month is None else n in (clock.month, clock.month - 1)
    else:
        fits = not _LASTS.match(reading.text, match.end()) and reading.says_run(n)
    return TimeMention(_span(match), run_of_months(clock.year, n), "months") if fits else None


def _bare_year(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `vào 2025`, `cuối 2027`, where what follows is no unit; the year of a glued `đồngNăm 2025`."""
    left = reading.left(match.start())
    if not left.endswith("năm ") and (match["clear"] is None or not _BEFORE_YEAR.search(left)):
        return None
    return TimeMention(Span(*match.span("by")), match["by"], "year")


def _months_to(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `tháng 1-6/2024`."""
    first, last = int(match["r1"]), int(match["r2"])
    year = _int(match["ry"], match["ry2"])
    if year is None:
        year = reading.clock.shifted(match["rrel"]) if match["rrel"] else reading.clock.year_of(last)
    if first >= last:
        return None
    return TimeMention(_span(match), write_months(year, first, last), "months")


def _month(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    head, clock = reading.left(match.start()), reading.clock
    if head.endswith(("mỗi ", "hằng ", "hàng ", "một ", "từng ", "cách mạng ")):
        return None
    month = int(match["m"] or _SPELLED[match["mname"].lower()])
    written = _int(match["my"], match["my2"])
    year = written
    if year is None:
        year = clock.shifted(match["mrel"]) if match["mrel"] else clock.year_of(month)
    if year is None:
        return TimeMention(_span(match), None, "month")
    if match["next"] and clock.month and month < clock.month:
        year += 1
    if not written and month > 1 and head.endswith(_UNTIL) and not reading.follows(match.start()):
        return TimeMention(_span(match), run_of_months(year, month), "months")
    return TimeMention(_span(match), f"{year}-{month:02}", "month")


def _one_year(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `năm 2023`, `năm nay`; not `nhiều năm qua`, `hơn 10 năm nay`. `Sau năm 2025` names no period.

    `Cùng kỳ năm 2023` means the months spoken of last, of that year.
    """
    head = reading.left(match.start())
    before_it = head.rstrip().rsplit(" ", 1)[-1]
    if match["rel"] and (before_it in _SEVERAL or before_it[-1:].isdigit()):
        return None
    year = _int(match["y"]) or reading.clock.shifted(match["rel"])
    if year is None or (before_it in ("sau", "trước") and match["y"]):
        return TimeMention(_span(match), None, "year")
    more = MORE_YEARS.match(reading.text, match.end())
    if more and match["y"] and int(more[1]) == year + 1 and not MORE_YEARS.match(reading.text, more.end()):
        return TimeMention(Span(match.start(), more.end()), f"{year}/{year + 1}", "years")
    ruling = reading.ruling() if head.endswith("cùng kỳ ") else None
    return TimeMention(_span(match), (in_year(ruling, year) if ruling else None) or str(year), "year")


def _whole_year(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `cả năm`, `trong năm`: the year spoken of last, else the article's; `từ đầu năm (đến nay)`."""
    left = reading.left(match.start())
    if left.endswith("từ đầu "):
        now = _UP_TO_NOW.match(reading.text, match.end())
        return TimeMention(Span(match.start(), now.end() if now else match.end()), reading.clock.so_far(), "months")
    if not left.endswith(("cả ", "trong ", "hết ", "cuối ")):
        return None
    ruling, year = reading.ruling(), reading.clock.year
    return TimeMention(_span(match), ruling[:4] if ruling else str(year) if year else None, "year")


def _quarter(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    if match["qend"]:
        return _quarters(match, reading)
    quarter = int(match["q"]) if match["q"].isdigit() else _SPELLED[match["q"].lower()]
    year = _int(match["qy"], match["qy2"])
    if year is None:
        clock = reading.clock
        year = clock.shifted(match["qrel"]) if match["qrel"] else clock.year_of(3 * quarter - 2)
    return TimeMention(_span(match), f"{year}-Q{quarter}" if year else None, "quarter")


def _quarters(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `quý đầu năm`, `ba quý đầu năm`, `quý cuối năm 2024`."""
    head = reading.left(match.start())
    digit = head[-2:-1] if head[-2:-1] in "1234" and not head[-3:-2].isdigit() else ""
    number = digit or _number_before(head)
    n = int(digit) if digit else _SPELLED.get(number, 1)
    year = _int(match["qy3"]) or reading.clock.shifted(match["qrel2"])
    at_end = match["qend"].lower() == "cuối"
    start = match.start() - (len(number) + 1 if number else 0)
    if n > 1:
        return TimeMention(Span(start, match.end()), run_of_months(year, 3 * n, at_end=at_end), "months")
    return TimeMention(Span(start, match.end()), f"{year}-Q{4 if at_end else 1}" if year else None, "quarter")


def _half(match: re.Match[str], reading: _Reading) -> TimeMention:
    year = _int(match["hy"], match["hy2"], match["hy3"]) or reading.clock.shifted(match["hrel"])
    end = (match["hend"] or match["hend2"]).lower()
    return TimeMention(_span(match), run_of_months(year, 6, at_end=end == "cuối"), "half")


def _today(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    period = reading.clock.day_away(_AWAY[match["shift"].lower()])
    return TimeMention(_span(match), period, "day") if period else None


def _same(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `cùng ngày`, `trong tháng`: the day or month spoken of last."""
    day = match[0][:1] in "nN"
    head = reading.left(match.start())
    if not head.endswith("cùng " if day else ("cùng ", "trong ")):
        return None
    last = reading.last("day" if day else "month")
    return TimeMention(_span(match), last.period, last.type) if last else None


def _now(match: re.Match[str], reading: _Reading) -> TimeMention | None:
    """Read `hiện nay`, `đến nay`; a bare `hiện` only where it opens a clause, as in `Hiện xã có`."""
    left = reading.text[max(0, match.start() - 2) : match.start()].strip(" ")
    if match[0].lower() == "hiện" and left[-1:].isalpha():
        return None
    return TimeMention(_span(match), None, "now")


_READERS: dict[str, Callable[[re.Match[str], _Reading], TimeMention | None]] = {
    "years": _years,
    "days": _days,
    "day": _one_day,
    "months": _months,
    "past": _past_months,
    "bare": _bare_year,
    "months_to": _months_to,
    "month": _month,
    "spelled": _spelled_months,
    "year": _one_year,
    "whole": _whole_year,
    "quarter": _quarter,
    "half": _half,
    "today": _today,
    "same": _same,
    "now": _now,
}
