"""Amounts of one or two numbers: a plain one, a range (`5-7`), a ratio (`83/99`), with their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from civictext.indicators.numerals import Numeral, plain, read_tokens, tokens_at
from civictext.indicators.units import MEASURES, Unit, find_unit, rate_only
from civictext.text.alignment import Span


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the text, its other end or its whole, and the unit beside it."""

    span: Span
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: Unit | None
    rule: str


_S = "[ \N{NO-BREAK SPACE}]"
_JOIN = re.compile(
    rf"""(?P<range>
        {_S}?[-\N{{EN DASH}}\N{{EM DASH}}]{_S}?(?=[0-9])
      | {_S}(?:đến|tới){_S}(?:(?:dưới|trên|gần|hơn|khoảng){_S})?
    )
  | (?P<ratio>{_S}?/{_S}?(?=[0-9]) | {_S}trong{_S}(?:tổng{_S})?số{_S}(?=[0-9]) | {_S}trên{_S}(?=[0-9]))
    """,
    re.VERBOSE,
)


def numeral_at(text: str, start: int, end: int) -> Numeral | None:
    """Return the numeral of running text that begins at a place."""
    return read_tokens(tokens_at(text, start, end), running=True)


def amount_at(text: str, start: int, end: int) -> Amount | None:
    """Return the amount whose number begins at a place, or None."""
    first = numeral_at(text, start, end)
    if first is None:
        return None
    unit = find_unit(text, first.end, end, guess=False)
    joined = _joined(text, start, end, first, unit)
    if joined:
        return joined
    unit = unit or _money_rate(text, first, end) or find_unit(text, first.end, end)
    return Amount(Span(start, first.end), first.value, None, None, unit, first.rule)


def _money_rate(text: str, numeral: Numeral, end: int) -> Unit | None:
    return rate_only(text, numeral.end, end) if numeral.scale >= 1000 else None


def _joined(text: str, start: int, end: int, first: Numeral, inner: Unit | None) -> Amount | None:
    """Return the range or ratio that a numeral begins, if it begins one."""
    stops = [first.end]
    if inner:
        stops.insert(0, inner.span.end)
    for stop in stops:
        match = _JOIN.match(text, stop, end)
        if match is None:
            continue
        second = numeral_at(text, match.end(), end)
        if second is None:
            continue
        unit = find_unit(text, second.end, end)
        if stop != first.end and (unit is None or inner is None or unit.name != inner.name):
            continue
        make = _range if match.lastgroup == "range" else _ratio
        amount = make(start, first, second, unit, match[0])
        if amount:
            return amount
    return None


def _range(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    low, high = first.value, second.value
    if first.scale == 1 and second.scale > 1 and low < high / second.scale:
        low *= second.scale
    elif first.scale == 1 and second.scale == 1 and low < high and low * 1000 < high and high % 1000 == 0:
        low *= 1000 if low < high / 1000 else 1
    if low >= high:
        return None
    return Amount(Span(start, second.end), plain(low), plain(high), None, unit, "range")


def _ratio(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    part, whole = first.value, second.value
    if not whole or ("trên" in sign and (part > whole or unit is None or unit.kind in MEASURES)):
        return None
    return Amount(Span(start, second.end), part, None, whole, unit, "ratio")
