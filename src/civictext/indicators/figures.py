"""Figures: digits with their separators, Vietnamese, English or broken."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final

from mypy_extensions import i64

from civictext.indicators.chars import SPACE, char_at, digits_end, is_among, is_figure, table_of

MAX_DIGITS: Final = 40
"""Longest figure that is read as a number; what is longer is an identifier or noise."""

EXACT: Final = Context(prec=100)
"""What numbers are reckoned in: the caller's precision and rounding must not change what is read."""
ROUNDED: Final = Context(prec=28)
"""What fractions are rounded to: a third has no end."""

FRACTIONS: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8)}
"""Fractions of one character: part and whole."""
_IN_FRACTION: Final = table_of("".join(FRACTIONS))
FIGURE: Final = rf"(?:(?:[0-9]+[ ]?)?[{''.join(FRACTIONS)}]|[0-9]+(?:[.,][0-9]+)*)"
"""A fraction, perhaps after a whole number, or digits with separators inside, as a pattern."""
ONE: Final = Decimal(1)
_USUAL: Final = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,(?!000$)[0-9]+")
"""The Vietnamese way of writing, all but a few figures."""


_POINT: Final = 0x2E
_COMMA: Final = 0x2C
_CELSIUS: Final = 0x43
_OF_WARMTH: Final = ("nhiệt", "rét", "lạnh", "nóng", "sốt")
_NEAR: Final = 80


def figure_end(text: str, at: i64, end: i64) -> i64:
    """Return where the figure at a place ends; the place itself where there is none."""
    stop = digits_end(text, at, end)
    mark = char_at(text, stop, end)
    if is_among(mark, _IN_FRACTION):
        return stop + 1
    if stop == at:
        return at
    if mark == SPACE:
        return stop + 2 if is_among(char_at(text, stop + 1, end), _IN_FRACTION) else stop
    while (mark in (_POINT, _COMMA)) and is_figure(char_at(text, stop + 1, end)):
        stop = digits_end(text, stop + 1, end)
        mark = char_at(text, stop, end)
    return stop - 1 if mark == _CELSIUS and stop - at > 1 and _ends_in_degrees(text, at, stop) else stop


def _ends_in_degrees(text: str, at: i64, stop: i64) -> bool:
    """Tell whether the last nought was the circle of a degree: `nhiệt độ thấp nhất 120C`."""
    if text[stop - 1] != "0" or text[stop + 1 : stop + 2].isalnum():
        return False
    near = text[max(0, at - _NEAR) : at].lower()
    return any(word in near for word in _OF_WARMTH)


def read_figure(text: str) -> Decimal | None:
    """Return the value of digits with their separators, or None where these make no number.

    Vietnamese writes `.` between thousands and `,` before decimals; where the groups say
    otherwise they win: a group after `.` that has not three digits is a decimal (`1.5`), commas
    between several groups of three are thousands (`9,182,073`, `100,000`).

    >>> read_figure("29.232,75"), read_figure("1.5"), read_figure("8.9.2016")
    (Decimal('29232.75'), Decimal('1.5'), None)
    """
    return _read_short(text) if len(text) <= _SHORT else _read(text)


_SHORT: Final = 16
"""Length up to which figures are remembered: most come again and again."""


def _read(text: str) -> Decimal | None:
    if text.isdigit() and text.isascii() and len(text) <= MAX_DIGITS:
        return Decimal(text)
    if text[-1] in FRACTIONS:
        of, all_parts = FRACTIONS[text[-1]]
        rest = _read(text[:-1].rstrip()) if len(text) > 1 else Decimal(0)
        return None if rest is None else rest + ROUNDED.divide(Decimal(of), Decimal(all_parts))
    if len(text) > MAX_DIGITS and sum(map(str.isdigit, text)) > MAX_DIGITS:
        return None
    if _USUAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    last = max(text.rfind("."), text.rfind(","))
    mark = text[last]
    other = "," if mark == "." else "."
    whole, tail = text[:last], text[last + 1 :]
    if other in whole:
        if mark in whole or not _in_thousands(whole, other):
            return None
        return Decimal(f"{whole.replace(other, '')}.{tail}")
    if _in_thousands(text, mark) and (mark == "." or mark in whole or tail == "000"):
        return Decimal(text.replace(mark, ""))
    return None if mark in whole else Decimal(f"{whole or '0'}.{tail}")


_read_short: Final = lru_cache(maxsize=4096)(_read)


def _in_thousands(text: str, mark: str) -> bool:
    groups = text.split(mark)
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(g) == 3 for g in groups[1:])


def plain(value: Decimal) -> Decimal:
    """Drop the zeros after the point that multiplying left behind: `2500000000.0`."""
    if value.same_quantum(ONE) or value != value.to_integral_value():
        return value
    return value.quantize(ONE, context=EXACT)
