"""The periods of figures as stretches of time that can be ordered and drawn."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

Every = Literal["year", "half", "quarter", "month", "day", "months", "span"]
"""How long a period is; `months` is the first or last months of a year, `span` anything else."""

LENGTHS: tuple[Every, ...] = get_args(Every)
_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M(?P<from>[0-9]{2})/M(?P<to>[0-9]{2})"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A period as its first and last day; ordered by its end, as figures become known at the end."""

    end: datetime.date
    start: datetime.date
    every: Every


@lru_cache(maxsize=4096)
def interval(period: str) -> Interval | None:
    """Return the days of a period, or None if it is no period.

    >>> interval("2024-M01/M09").end, interval("2024-H1").every
    (datetime.date(2024, 9, 30), 'half')
    >>> interval("2021/2025").start
    datetime.date(2021, 1, 1)
    """
    match = _PERIOD.fullmatch(period)
    try:
        if match is None:
            return _span(period)
        year = int(match["year"])
        if match["day"]:
            day = datetime.date(year, int(match["month"]), int(match["day"]))
            return Interval(day, day, "day")
        first, last, every = _months(match)
        return Interval(_last_day(year, last), datetime.date(year, first, 1), every)
    except ValueError:
        return None


def _months(match: re.Match[str]) -> tuple[int, int, Every]:
    if match["half"]:
        half = int(match["half"])
        return 6 * half - 5, 6 * half, "half"
    if match["quarter"]:
        quarter = int(match["quarter"])
        return 3 * quarter - 2, 3 * quarter, "quarter"
    if match["from"]:
        return int(match["from"]), int(match["to"]), "months"
    if match["month"]:
        return int(match["month"]), int(match["month"]), "month"
    return 1, 12, "year"


def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])


def _span(period: str) -> Interval | None:
    start, slash, end = period.partition("/")
    first, last = (interval(part) if slash and "/" not in part else None for part in (start, end))
    if first is None or last is None or last.end < first.start:
        return None
    return Interval(last.end, first.start, "span")


def usual_length(periods: Iterable[str]) -> Every:
    """Return the length that most of the periods have, the longer one of two; `year` if there are none."""
    lengths = [found.every for found in map(interval, periods) if found]
    return max(LENGTHS, key=lambda every: (lengths.count(every), -LENGTHS.index(every)))


def bucket(day: datetime.date, every: Literal["year", "quarter", "month"]) -> str:
    """Return the period that a day falls into.

    >>> bucket(datetime.date(2024, 5, 17), "quarter")
    '2024-Q2'
    """
    if every == "year":
        return f"{day.year:04d}"
    if every == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"
