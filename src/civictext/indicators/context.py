"""Links a measure to what the words around it say: kind, comparator, status, baseline, period, place.

`local` reads what the sentence itself says, from kind to baseline. For time and place `periods` and
`places` find what is named, and `scopes` chooses which of them governs the figure.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Final, get_args

from mypy_extensions import i64

from civictext.indicators.article import Article, Passage
from civictext.indicators.chars import char_at
from civictext.indicators.clock import Clock
from civictext.indicators.links_model import Links
from civictext.indicators.measures import Context
from civictext.indicators.periods import find_times
from civictext.indicators.place_names import LEVELS
from civictext.indicators.place_spots import place_spots
from civictext.indicators.places import PlaceMention, find_places
from civictext.indicators.scope_features import NOTHING, PERIOD, PLACE, Mention, Scope
from civictext.indicators.scopes import govern
from civictext.indicators.time_doubts import doubts
from civictext.indicators.time_reading import TimeMention, TimeType
from civictext.indicators.time_spots import time_spots

_NUMBER_OF_TYPE: Final = {kind: number for number, kind in enumerate(get_args(TimeType))}
_NUMBER_OF_LEVEL: Final = {level: number for number, level in enumerate(LEVELS)}
_numbers: Final[dict[str, int]] = {}
_SPOKEN_OF: Final = 2
_CLOSED: Final = 4
_CLOSING: Final = 0x29


def link_scopes(article: Article, clock: Clock, links: Links) -> list[Context]:
    """Return the contexts of the figures of an article with the period and the place that govern each.

    Args:
        article: the article with its figures.
        clock: what its date says.
        links: the trained weights.
    """
    scope, text = Scope(article), article.passage.text
    times = times_of(article.passage, clock, time_spots(article.tokens))
    places = find_places(text, place_spots(article.tokens))
    when = govern(PERIOD, scope, time_mentions(text, times), links.weights["period"])
    where = govern(PLACE, scope, place_mentions(text, places), links.weights["place"])
    return [
        _complete(
            context,
            times[time.mention] if time.mention >= 0 else None,
            places[place.mention] if place.mention >= 0 else None,
            time.here,
            place.here,
        )
        for context, time, place in zip(article.passage.contexts, when, where, strict=True)
    ]


def times_of(passage: Passage, clock: Clock, spots: Iterable[int] | None = None) -> list[TimeMention]:
    """Return the time expressions of an article that are not themselves figures (`14/15 hộ`)."""
    taken = {m.span.start for m in passage.measures if m.denominator is not None or m.value_max}
    found = find_times(passage.text, clock, spots)
    return [mention for mention in found if mention.start not in taken] if taken else found


def time_mentions(text: str, times: Sequence[TimeMention]) -> list[Mention]:
    """Return the time expressions of an article as the scopes see them."""
    numbers: dict[str, int] = {}
    return [
        Mention(
            time.start,
            time.end,
            _NUMBER_OF_TYPE[time.type],
            NOTHING if time.period is None else numbers.setdefault(time.period, len(numbers)),
            doubts(text, time.start),
            0,
        )
        for time in times
    ]


def place_mentions(text: str, places: Sequence[PlaceMention]) -> list[Mention]:
    """Return the names of places of an article as the scopes see them."""
    numbers: dict[str, int] = {}
    return [
        Mention(
            place.start,
            place.end,
            _NUMBER_OF_LEVEL[place.level],
            numbers.setdefault(place.key, len(numbers)),
            _SPOKEN_OF * i64(place.named is not None) + _CLOSED * i64(char_at(text, place.end, len(text)) == _CLOSING),
            _number_of(place.classifier),
        )
        for place in places
    ]


def _number_of(word: str) -> int:
    """Return a number for the word that tells what a place is; there are few."""
    number = _numbers.get(word, -1)
    if number < 0:
        number = _numbers[word] = zlib.crc32(word.encode())
    return number


def _complete(
    context: Context, time: TimeMention | None, place: PlaceMention | None, time_here: bool, place_here: bool
) -> Context:
    """Add the time and place that govern a figure."""
    period = time.period if time else None
    if not period and not place:
        return context
    rule = context.rule
    if period:
        rule += " period:here" if time_here else " period:earlier"
    if place:
        rule += " place:here" if place_here else " place:earlier"
    period_span, place_span = time.span if time and period else None, place.quote if place else None
    return Context(
        context.kind, context.direction, context.comparator, context.status, context.baseline_span,
        period, period_span, place_span, rule, context.flags,
    )  # fmt: skip
