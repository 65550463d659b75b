"""Periods as texts: written, moved to another year, and joined to the span between two of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

LONGEST: Final = 60
"""Years that a span of time may last."""
_OF_ONE_YEAR: Final = re.compile(r"[0-9]{4}(?:-[^/]*|-M../M..)?")
_EXACT: Final = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_PARTS: Final = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2"}


def write_day(year: int | None, month: int, day: int) -> str | None:
    """Write a day; None where there is no such day, or the year is not known."""
    try:
        return date(year, month, day).isoformat() if year else None
    except ValueError:
        return None


def write_months(year: int | None, first: int, last: int) -> str | None:
    """Write a run of months of one year, its halves as such.

    >>> write_months(2024, 1, 9), write_months(2024, 7, 12), write_months(2024, 5, 5)
    ('2024-M01/M09', '2024-H2', '2024-05')
    """
    if year is None:
        return None
    if first == last:
        return f"{year}-{first:02}"
    return f"{year}{_PARTS.get((first, last), f'-M{first:02}/M{last:02}')}"


def run_of_months(year: int | None, n: int, *, at_end: bool = False) -> str | None:
    """Write the first or last n months of a year.

    >>> run_of_months(2024, 9), run_of_months(2024, 6, at_end=True)
    ('2024-M01/M09', '2024-H2')
    """
    return write_months(year, 13 - n, 12) if at_end else write_months(year, 1, n)


def in_year(period: str, year: int) -> str | None:
    """Return the same part of another year; None for a period that is not part of one year.

    >>> in_year("2024-M01/M09", 2023), in_year("2021/2025", 2020)
    ('2023-M01/M09', None)
    """
    return f"{year}{period[4:]}" if _OF_ONE_YEAR.fullmatch(period) else None


def moved(period: str, unit: str, n: int) -> str | None:
    """Return the year, month or day that lies n of them after a period that says at least as much.

    >>> moved("2019-03", "year", 2), moved("2019-11-05", "month", 3), moved("2020-02-28", "day", 2)
    ('2021', '2020-02', '2020-03-01')
    """
    if unit == "year":
        return str(int(period[:4]) + n)
    if not _EXACT.fullmatch(period):
        return None
    if unit == "month":
        months = 12 * int(period[:4]) + int(period[5:7]) - 1 + n
        return f"{months // 12}-{months % 12 + 1:02}"
    return (date.fromisoformat(period) + timedelta(n)).isoformat() if len(period) == len("2024-05-17") else None


def between(first: str, last: str) -> tuple[str, Literal["days", "months", "years"]] | None:
    """Return the span from one year, quarter, month or day to another, and of what type it is.

    >>> between("2019", "2022-05"), between("2021-02", "2021-12"), between("2024-09-09", "2024-09-11")
    (('2019/2022-05', 'years'), ('2021-M02/M12', 'months'), ('2024-09-09/2024-09-11', 'days'))
    """
    months, days = (_months_of(first), _months_of(last)), (len(first) == 10, len(last) == 10)
    start, end = months[0], months[1]
    if not start or not end or first == last or first > f"{last}~" or int(last[:4]) - int(first[:4]) >= LONGEST:
        return None
    if all(days):
        return f"{first}/{last}", "days"
    if first[:4] == last[:4]:
        period = write_months(int(first[:4]), start[0], end[1])
        return (period, "months") if period and (len(first) == 4 or not any(days)) else None
    if any(days) or "Q" in first + last:
        return None
    return f"{first}/{last}", "years" if len(first) == 4 else "months"


def _months_of(period: str) -> tuple[int, int] | None:
    """Return the first and the last month of a year, quarter, month or day."""
    part = period[5:7]
    if part.isdigit() and len(period) in (7, 10):
        return int(part), int(part)
    if part[:1] == "Q" and len(period) == 7:
        return 3 * int(part[1]) - 2, 3 * int(part[1])
    return (1, 12) if len(period) == 4 else None
