"""Figures that an article states more than once: headline, lead and body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Final

from civictext.document import Indicator, new_indicator
from civictext.indicators.vocabulary import words

_WORD: Final = re.compile(r"\w+")
_COMMON: Final = frozenset(words("common in subjects"))
_KINDS_OF_PLACE: Final = frozenset(words("kind of place"))
_LESS_TELLING: Final = 10
"""A bare count below this repeats by chance: its subject must agree wholly."""
_MOST: Final = 16
"""Statements of one value that a later figure is compared with: tables and lists have any number of them."""


def link_repeats(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Set `same_as` on each repeated statement to the index of the first one.

    Two figures are statements of one when value, unit, kind and direction agree, nothing else that
    both state differs (period, place), and their subjects share a telling word. Two figures of one
    sentence are never one. The modifier may differ; a rounded value (`hơn 5.000 tỷ` in the headline,
    `5.159 tỷ` below) is another value and stays unlinked.

    Args:
        indicators: the figures of one document, in order.
    """
    seen: dict[tuple[object, ...], int] = {}
    again: dict[int, list[int]] = {}
    linked = list(indicators)
    for i, indicator in enumerate(indicators):
        first = seen.setdefault(_key(indicator), i)
        if first != i:
            same = _stated(indicators, again.setdefault(first, [first]), i)
            if same >= 0:
                linked[i] = new_indicator(*_all_but_last(indicator), same)
    return tuple(linked)


def _stated(indicators: Sequence[Indicator], earlier: list[int], i: int) -> int:
    """Return the first of the earlier figures of a value that a later one states again, else add that to them."""
    for j in earlier:
        if _agree(indicators[j], indicators[i]):
            return j
    if len(earlier) < _MOST:
        earlier.append(i)
    return -1


_all_but_last: Final = attrgetter(*(each.name for each in fields(Indicator)[:-1]))
_key: Final = attrgetter("value", "value_max", "denominator", "unit", "kind", "direction")


def _agree(a: Indicator, b: Indicator) -> bool:
    """Tell whether two figures of one value and unit speak of the same thing."""
    if a.sentence == b.sentence or (a.period and b.period and a.period != b.period):
        return False
    if a.place and b.place and not (_telling(a.place) & _telling(b.place)) - _KINDS_OF_PLACE:
        return False
    ours, theirs = _telling(a.subject), _telling(b.subject)
    if not ours or not theirs:
        return _is_telling(a)
    shared = len(ours & theirs)
    if _is_telling(a):
        return shared > 0
    return shared == min(len(ours), len(theirs))


def _is_telling(indicator: Indicator) -> bool:
    """Tell whether a value is rare enough to be known again by itself."""
    value = indicator.value
    return value > 10_000 or (value >= _LESS_TELLING and value % Decimal(10) != 0)


@lru_cache(maxsize=1024)
def _telling(subject: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((subject or "").lower())) - _COMMON
