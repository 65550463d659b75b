"""Finds the time expressions of a text and resolves them to ISO-like periods.

`Năm 2023` → `2023`, `9 tháng đầu năm` → `2024-M01/M09`, `quý II` → `2024-Q2`,
`giai đoạn 2021-2025` → `2021/2025`. What the text leaves out, the year most often, is taken
from the article's date; without a date, from the year that the text itself names most.
Nothing is guessed where neither helps: the mention then has no period.

`time_spots` says where an expression may begin. `plain_times` reads the frequent and plain ones there; for
others the patterns of `time_patterns` are tried, and the reader of the alternative that matched makes a mention
of it or refuses. Two mentions with `đến` between them become one span of time (`time_reading`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from mypy_extensions import i64

from civictext.indicators.clock import Clock, clock_of
from civictext.indicators.plain_times import NO_DATE, Date, digits_end, goes_on, is_year, plain_date
from civictext.indicators.relative_times import NUMERALS, ago, counted, month_away
from civictext.indicators.time_doubts import doubts, is_compared
from civictext.indicators.time_patterns import BY_OPENING, DAY, DIGITS, MORE_YEARS
from civictext.indicators.time_reading import MORE, Reading, TimeMention, TimeType
from civictext.indicators.time_spans import LONGEST, between, run_of_months, write_day, write_months
from civictext.indicators.time_spots import time_spots
from civictext.indicators.tokens import read_tokens
from civictext.indicators.vocabulary import words

__all__ = ("Clock", "TimeMention", "TimeType", "clock_of", "doubts", "find_times", "is_compared")

_SPELLED: Final = {word: n for n, word in enumerate(NUMERALS, 1)} | {"tư": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_AWAY: Final = {"nay": 0, "qua": -1, "mai": 1}
_SEVERAL: Final = frozenset(words("several"))
_UNTIL: Final = ("đến ", "tới ", "đến hết ", "tới hết ", "đến cuối ", "tới cuối ")
_UP_TO_NOW: Final = re.compile(r" (?:đến|tới|cho đến) (?:nay|giờ|thời điểm này)\b", re.IGNORECASE)
_BEFORE_YEAR: Final = (*(f"{word} " for word in words("before a year")), "mùa ", "hè ", "tết ")
_NAMED_BY_YEAR: Final = ("năm ", *(f"{word} " for word in words("named by its year")))
_MAY_BE_YEAR: Final = (*_BEFORE_YEAR, *_NAMED_BY_YEAR)
_BESIDE: Final = ("sau ", "trước ")
_ALL_OF: Final = ("cả ", "trong ", "hết ", "cuối ", "từ đầu ")
"""What makes a bare `năm` the year spoken of."""
_TO_ITS_END: Final = ("nay đến cuối ", "nay tới cuối ", "nay đến hết ")
"""What makes it the year of the article."""
_AFTER_YEAR: Final = "nNtTqQsShHvVrR"
"""The letters with which `nay`, `trước`, `học`, `vừa` begin, which go with `năm`."""
_SO_FAR: Final = ("tính chung ", "lũy kế ", "luỹ kế ", "qua ")
_LASTS: Final = re.compile(r" (?:tuổi|tù|lương|liên|trở|nữa|sau|trước|nay|kể|thử|ở|làm|không|thai|[0-9])\b")
"""What follows a length of time that is no part of the year."""


def find_times(text: str, clock: Clock, spots: Iterable[int] | None = None) -> list[TimeMention]:
    """Return the time expressions of a text in order; where two overlap, the longer one.

    Args:
        text: an article, or a part of one.
        clock: the date of the article.
        spots: where one may begin, if it has been looked for already.

    >>> [m.period for m in find_times("Năm 2023 tăng; 9 tháng đầu năm nay giảm.", Clock("2024-10-02"))]
    ['2023', '2024-M01/M09']
    """
    reading = Reading(text, clock)
    end = 0
    for start in time_spots(read_tokens(text)) if spots is None else spots:
        if start < end:
            continue
        mention = _time_at(reading, start)
        if mention:
            end = reading.add(mention)
    return reading.mentions


def _time_at(reading: Reading, start: i64) -> TimeMention | None:
    """Return the time that begins here."""
    text = reading.text
    end = digits_end(text, start)
    if end == start:
        return _word_at(reading, start)
    if end - start > 2:
        return _year_at(reading, start, end) if is_year(text, start, end) else None
    if not goes_on(text, end) and not text.startswith(",", end):
        return None
    date = plain_date(text, start, end)
    if date is None:
        return _match(reading, DIGITS, start)
    return None if date is NO_DATE else _plain_day(reading, start, date)


def _match(reading: Reading, pattern: re.Pattern[str], start: i64) -> TimeMention | None:
    """Return what the reader of the alternative that matches here makes of it."""
    match = pattern.match(reading.text, start)
    return _READERS[match.lastgroup or ""](match, reading) if match else None


def _word_at(reading: Reading, start: i64) -> TimeMention | None:
    """Read a time that begins with a word; `năm 2023` by its characters."""
    text, opening = reading.text, reading.text[start : start + 2].lower()
    if opening == "nă" and (digits := start + len("năm ")) < len(text):
        end = digits_end(text, digits)
        if is_year(text, digits, end) and not goes_on(text, end) and text[digits - 1] == " ":
            return _named_year(start, end, int(text[digits:end]), reading)
        if end == digits and not (text[digits] in _AFTER_YEAR or reading.left(start).endswith(_ALL_OF)):
            return ago(reading, start, start + len("năm"))
    pattern = BY_OPENING.get(opening)
    return None if pattern is None else _match(reading, pattern, start)


def _year_at(reading: Reading, start: i64, end: i64) -> TimeMention | None:
    """Read `2015-2020`, `vào 2025`, and the year of a glued `đồngNăm 2025`."""
    left = reading.left(start)
    if goes_on(reading.text, end) or left.endswith(_MAY_BE_YEAR):
        return _match(reading, DIGITS, start)
    return None


def _plain_day(reading: Reading, start: i64, date: Date) -> TimeMention | None:
    if not date.year and not reading.is_day(start):
        return None
    year = date.year or reading.same_year(date.end) or reading.clock.year_of(date.month)
    period = write_day(year, date.month, date.day)
    return TimeMention(start, date.end, period, "day") if period or year is None else None


def _int(*groups: str | None) -> int | None:
    return next((int(group) for group in groups if group), None)


def _years(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `2021-2025`, `2023/24`, `2015 đến nay`; `2024 đến nay` in 2024 is the year so far."""
    first, clock = int(match["from"]), reading.clock
    if match["to2"]:
        last: int | None = first + 1 if int(match["to2"]) == (first + 1) % 100 else None
    else:
        last = clock.year if match["now"] else int(match["to"])
    if last is None or not 0 <= last - first < LONGEST or (last == first and not match["now"]):
        return None
    if last == first:
        return TimeMention(match.start(), match.end(), clock.so_far(), "months")
    return TimeMention(match.start(), match.end(), f"{first}/{last}", "years")


def _days(match: re.Match[str], reading: Reading) -> TimeMention | None:
    last_month = int(match["m2"])
    first_month = _int(match["m1"]) or last_month
    year = _int(match["y2"]) or reading.clock.year_of(last_month)
    first = write_day(_int(match["y1"]) or year, first_month, int(match["d1"]))
    last = write_day(year, last_month, int(match["d2"]))
    if first and last and first < last and (match["m1"] or reading.is_day(match.start())):
        return TimeMention(match.start(), match.end(), f"{first}/{last}", "days")
    day = DAY.match(match.string, match.start())
    return _one_day(day, reading) if day else None


def _one_day(match: re.Match[str], reading: Reading) -> TimeMention | None:
    if not (match["y"] or "tháng" in match[0].lower() or reading.is_day(match.start())):
        return None
    month, clock = int(match["m"]), reading.clock
    year = _int(match["y"]) or (clock.shifted(match["yrel"]) if match["yrel"] else clock.year_of(month))
    period = write_day(year, month, int(match["d"]))
    return TimeMention(match.start(), match.end(), period, "day") if period or year is None else None


def _months(match: re.Match[str], reading: Reading) -> TimeMention:
    year = _int(match["ny"]) or reading.clock.shifted(match["nrel"])
    period = run_of_months(year, int(match["n"]), at_end=(match["end"] or "").lower() == "cuối")
    return TimeMention(match.start(), match.end(), period, "months")


def _spelled_months(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `chín tháng đầu năm 2024`."""
    number = _number_before(reading.left(match.start()))
    if not number:
        return None
    year = _int(match["sy"]) or reading.clock.shifted(match["srel"])
    period = run_of_months(year, _SPELLED[number], at_end=match["send"].lower() == "cuối")
    return TimeMention(match.start() - len(number) - 1, match.end(), period, "months")


def _number_before(left: str) -> str:
    """Return the numeral that a text ends with: `mười một`, `ba`."""
    words = left.split()
    tails = (" ".join(words[-n:]) for n in (2, 1))
    return next((tail for tail in tails if tail in _SPELLED and left.endswith(f"{tail} ")), "")


def _past_months(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `11 tháng qua`, `tính chung 10 tháng`: the year so far, where the count fits the date.

    After `9 tháng đầu năm` anywhere in the text, a bare `9 tháng` means the same.
    """
    n, clock = int(match["pn"]), reading.clock
    head = reading.left(match.start())
    if match["qua"] or head.endswith(_SO_FAR):
        fits = 5 <= n < 12 if clock.month is None else n in (clock.month, clock.month - 1)
    else:
        fits = not _LASTS.match(reading.text, match.end()) and reading.says_run(n)
    return TimeMention(match.start(), match.end(), run_of_months(clock.year, n), "months") if fits else None


def _bare_year(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `vào 2025`, `cuối 2027`, where what follows is no unit; the year of a glued `đồngNăm 2025`."""
    left = reading.left(match.start())
    if not left.endswith(_NAMED_BY_YEAR) and (match["clear"] is None or not left.endswith(_BEFORE_YEAR)):
        return None
    return TimeMention(match.start(), match.end("by"), match["by"], "year")


def _months_to(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `tháng 1-6/2024`, `tháng 2/2012 - 9/2015`."""
    first, last = int(match["r1"]), int(match["r2"])
    year = _int(match["ry"], match["ry2"])
    if match["ry1"]:
        span = between(f"{match['ry1']}-{first:02}", f"{year}-{last:02}") if year else None
        return TimeMention(match.start(), match.end(), span[0], span[1]) if span else None
    if year is None:
        year = reading.clock.shifted(match["rrel"]) if match["rrel"] else reading.clock.year_of(last)
    if first >= last:
        return None
    return TimeMention(match.start(), match.end(), write_months(year, first, last), "months")


def _month(match: re.Match[str], reading: Reading) -> TimeMention | None:
    head, clock = reading.left(match.start()), reading.clock
    if head.endswith(("mỗi ", "hằng ", "hàng ", "một ", "từng ", "cách mạng ")):
        return None
    month = int(match["m"] or _SPELLED[match["mname"].lower()])
    written = _int(match["my"], match["my2"]) or reading.same_year(match.end())
    year = written
    if year is None:
        year = clock.shifted(match["mrel"]) if match["mrel"] else clock.year_of(month)
    if year is None:
        return TimeMention(match.start(), match.end(), None, "month")
    if match["next"] and clock.month and month < clock.month:
        year += 1
    if not written and month > 1 and head.endswith(_UNTIL) and not reading.follows(match.start()):
        return TimeMention(match.start(), match.end(), run_of_months(year, month), "months")
    return TimeMention(match.start(), match.end(), f"{year}-{month:02}", "month")


def _one_year(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `năm 2023`, `năm nay`; not `nhiều năm qua`, `hơn 10 năm nay`. `Sau năm 2025` names no period.

    `Cùng kỳ năm 2023` means the months spoken of last, of that year.
    """
    start, end = match.start(), match.end()
    if match["y"]:
        return _named_year(start, end, int(match["y"]), reading)
    word, before_it = match["rel"].lower(), reading.word_before(start)
    if before_it in _SEVERAL or before_it == "năm" or before_it[-1:].isdigit():
        return counted(reading, start, end, word)
    if match["school"]:
        return TimeMention(start, end, reading.clock.school_year(word), "years")
    if reading.text.startswith(" đó", end) and (ruling := reading.ruling()):
        year: int | None = int(ruling[:4]) + (-1 if word == "trước" else 1)
    else:
        year = reading.clock.shifted(word)
    return TimeMention(start, end, None if year is None else reading.same_part(start, year), "year")


def _named_year(start: i64, end: i64, year: int, reading: Reading) -> TimeMention:
    """Read `năm 2023`; `năm 2022, 2023` is one span of two years, `năm 2021, 2022, 2023` are three times."""
    if reading.left(start).endswith(_BESIDE) and reading.word_before(start) in ("sau", "trước"):
        return TimeMention(start, end, None, "year")
    more = MORE_YEARS.match(reading.text, end) if reading.text.startswith(MORE, end) else None
    if more and int(more[1]) == year + 1 and not MORE_YEARS.match(reading.text, more.end()):
        return TimeMention(start, more.end(), f"{year}/{year + 1}", "years")
    return TimeMention(start, end, reading.same_part(start, year), "year")


def _whole_year(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `cả năm`, `trong năm`: the year spoken of last, else the article's; `từ đầu năm (đến nay)`."""
    left = reading.left(match.start())
    if far := ago(reading, match.start(), match.end()):
        return far
    if left.endswith("từ đầu "):
        now = _UP_TO_NOW.match(reading.text, match.end())
        return TimeMention(match.start(), now.end() if now else match.end(), reading.clock.so_far(), "months")
    if not left.endswith(_ALL_OF):
        return None
    from_now = left.endswith(_TO_ITS_END)
    ruling, year = None if from_now else reading.ruling(), reading.clock.year
    return TimeMention(match.start(), match.end(), ruling[:4] if ruling else str(year) if year else None, "year")


def _quarter(match: re.Match[str], reading: Reading) -> TimeMention | None:
    if match["qend"]:
        return _quarters(match, reading)
    quarter = int(match["q"]) if match["q"].isdigit() else _SPELLED[match["q"].lower()]
    year = _int(match["qy"], match["qy2"])
    if year is None:
        clock = reading.clock
        year = clock.shifted(match["qrel"]) if match["qrel"] else clock.year_of(3 * quarter - 2)
    return TimeMention(match.start(), match.end(), f"{year}-Q{quarter}" if year else None, "quarter")


def _quarters(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `quý đầu năm`, `ba quý đầu năm`, `quý cuối năm 2024`."""
    head = reading.left(match.start())
    digit = head[-2:-1] if head[-2:-1] in "1234" and not head[-3:-2].isdigit() else ""
    number = digit or _number_before(head)
    n = int(digit) if digit else _SPELLED.get(number, 1)
    year = _int(match["qy3"]) or reading.clock.shifted(match["qrel2"])
    at_end = match["qend"].lower() == "cuối"
    start = match.start() - (len(number) + 1 if number else 0)
    if n > 1:
        return TimeMention(start, match.end(), run_of_months(year, 3 * n, at_end=at_end), "months")
    return TimeMention(start, match.end(), f"{year}-Q{4 if at_end else 1}" if year else None, "quarter")


def _half(match: re.Match[str], reading: Reading) -> TimeMention:
    year = _int(match["hy"], match["hy2"], match["hy3"]) or reading.clock.shifted(match["hrel"])
    end = (match["hend"] or match["hend2"]).lower()
    return TimeMention(match.start(), match.end(), run_of_months(year, 6, at_end=end == "cuối"), "half")


def _today(match: re.Match[str], reading: Reading) -> TimeMention | None:
    period = reading.clock.day_away(_AWAY[match["shift"].lower()])
    return TimeMention(match.start(), match.end(), period, "day") if period else None


def _same(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `cùng ngày`, `trong tháng`: the day or month spoken of last."""
    if far := ago(reading, match.start(), match.end()):
        return far
    day = match[0][:1] in "nN"
    head = reading.left(match.start())
    if not head.endswith("cùng " if day else ("cùng ", "trong ")):
        return None
    last = reading.last("day" if day else "month")
    return TimeMention(match.start(), match.end(), last.period, last.type) if last else None


def _one_away(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `tháng trước`, `hai tháng sau`, `ba ngày sau`."""
    start, end, way = match.start(), match.end(), match["arel"].lower()
    before_it = reading.word_before(start)
    if before_it in _SEVERAL or before_it == "năm" or before_it[-1:].isdigit():
        return counted(reading, start, end, way)
    return month_away(reading, start, end, way) if match[0][:1] in "tT" else None


def _now(match: re.Match[str], reading: Reading) -> TimeMention | None:
    """Read `hiện nay`, `đến nay`; a bare `hiện` only where it opens a clause, as in `Hiện xã có`."""
    left = reading.text[max(0, match.start() - 2) : match.start()].strip(" ")
    if match[0].lower() == "hiện" and left[-1:].isalpha():
        return None
    return TimeMention(match.start(), match.end(), None, "now")


_READERS: Final[dict[str, Callable[[re.Match[str], Reading], TimeMention | None]]] = {
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
    "away": _one_away,
    "same": _same,
    "now": _now,
}
