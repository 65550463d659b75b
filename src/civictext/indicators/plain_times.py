"""Reads dates like `5/3` and `5/3/2024` by their characters, where nothing behind them may change what they mean.

Most of what looks like a time is of such a form, or plainly none; the patterns of `time_patterns` read the rest.
"""

from __future__ import annotations

from typing import Final

from mypy_extensions import i64

_ZERO: Final = 0x30
_NINE: Final = 0x39
_SEMICOLON: Final = 0x3B
_SPACE: Final = 0x20
_OPEN: Final = 0x28
_CLOSE: Final = 0x29
_COMMA: Final = 0x2C
_POINT: Final = 0x2E
_SLASH: Final = 0x2F
_MARKS: Final = "/.-–—%"
"""Marks that join or change numbers, with or without a space before them."""
_WORDS: Final = frozenset(("đến", "tới", "cho", "trở", "năm", "thá", "và ", "rạn"))
"""The first three letters of words that join a time to the next one, or to its month or year."""
_YEAR_MARKS: Final = "/.-–—"
_LAST_DAY: Final = 39
_LAST_MONTH: Final = 19
"""What has the digits of a date; whether there is such a day is asked later."""


class Date:
    """A date read: where it ends, its day, its month, and its year, 0 where it names none."""

    def __init__(self, end: int, day: int, month: int, year: int) -> None:
        self.end = end
        self.day = day
        self.month = month
        self.year = year


NO_DATE: Final = Date(0, 0, 0, 0)
"""What plainly is none."""


def digits_end(text: str, start: i64) -> i64:
    """Return where the digits end that begin here."""
    size = len(text)
    at = start
    while at < size and _ZERO <= ord(text[at]) <= _NINE:
        at += 1
    return at


def is_stop(text: str, at: i64) -> bool:
    """Tell whether a character is a mark that parts clauses."""
    code = ord(text[at])
    return code in (_COMMA, _POINT, _SEMICOLON, _OPEN, _CLOSE)


def is_year(text: str, start: i64, end: i64) -> bool:
    """Tell whether digits are those of a year from 1900 to 2099."""
    return end - start == 4 and text.startswith(("19", "20"), start)


def goes_on(text: str, end: i64) -> bool:
    """Tell whether what stands behind a time may be part of it, or show that it is none.

    >>> [goes_on(text, 3) for text in ("5/3", "5/3 tại", "5/3.", "5/3 đến 7/3", "5/3, năm 2024", "5/30", "5/3%")]
    [False, False, False, True, True, True, True]
    """
    at, size = end, len(text)
    if at < size and (ord(text[at]) == _COMMA or ord(text[at]) == _POINT):
        at += 1
        if at < size and ord(text[at]) == _SPACE:
            at += 1
        return at < size and (text[at] in "nN" or _ZERO <= ord(text[at]) <= _NINE)
    if at < size and ord(text[at]) == _SPACE:
        at += 1
        if at < size and text[at] in "đĐtTcCnNvVrR":
            return text[at : at + 3].lower() in _WORDS
    elif at < size and _ZERO <= ord(text[at]) <= _NINE:
        return True
    return at < size and text[at] in _MARKS


def plain_date(text: str, start: i64, end: i64) -> Date | None:
    """Return the date that begins here, `NO_DATE` for what plainly is none; None where a pattern must tell.

    Args:
        text: an article.
        start: where the day begins.
        end: where its digits end, behind one or two.

    >>> date = plain_date("Ngày 5/3/2024.", 5, 6)
    >>> date.end, date.day, date.month, date.year
    (13, 5, 3, 2024)
    """
    mark = ord(text[end])
    month_end = digits_end(text, end + 1)
    if (mark != _SLASH and mark != _POINT) or month_end == end + 1:
        return None
    day, month = _number(text, start, end), _number(text, end + 1, month_end)
    if day > _LAST_DAY or month > _LAST_MONTH or month_end > end + 3:
        return NO_DATE
    year_end = digits_end(text, month_end + 1)
    if is_year(text, month_end + 1, year_end) and text[month_end] in _YEAR_MARKS:
        return None if goes_on(text, year_end) else Date(year_end, day, month, _number(text, month_end + 1, year_end))
    return None if goes_on(text, month_end) else Date(month_end, day, month, 0)


def _number(text: str, start: i64, end: i64) -> i64:
    """Return the number that digits make."""
    value: i64 = 0
    for at in range(start, end):
        value = value * 10 + ord(text[at]) - _ZERO
    return value
