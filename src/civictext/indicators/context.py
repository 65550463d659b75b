"""Links a measure to what the words around it say: kind, comparator, status, baseline, period, place.

`local` reads what the sentence itself says, from kind to baseline. For time and place `periods` and
`places` find what is named, and `scopes` chooses which of them governs the figure.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from civictext.indicators.columns import Articles, Passage
from civictext.indicators.links_model import bundled_links
from civictext.indicators.measures import Context
from civictext.indicators.periods import Clock, TimeMention, TimeType, doubts, find_times
from civictext.indicators.place_names import LEVELS
from civictext.indicators.place_spots import place_spots
from civictext.indicators.places import PlaceMention, find_places
from civictext.indicators.scopes import PERIOD, PLACE, Choice, Mentions, Placed, Scope, Slot, decide, numbered, weigh
from civictext.indicators.templates import Weights
from civictext.indicators.time_spots import time_spots

_NUMBER_OF_TYPE: Final = {kind: number for number, kind in enumerate(get_args(TimeType))}
_NUMBER_OF_LEVEL: Final = {level: number for number, level in enumerate(LEVELS)}
_SPOKEN_OF, _CLOSED = 2, 4


def link_scopes(articles: Articles, clocks: Sequence[Clock]) -> list[Context]:
    """Return the contexts of all figures with the period and the place that govern each.

    Args:
        articles: the articles with their figures.
        clocks: what the date of each article says.
    """
    scope, texts = Scope(articles), [passage.text for passage in articles.passages]
    spots = time_spots(articles.tokens, articles.offsets)
    times = [times_of(*one) for one in zip(articles.passages, clocks, spots, strict=True)]
    places = list(map(find_places, texts, place_spots(articles.tokens, articles.offsets)))
    when = govern(scope, PERIOD, time_mentions(texts, times, articles.offsets))
    where = govern(scope, PLACE, place_mentions(texts, places, articles.offsets))
    contexts = [context for passage in articles.passages for context in passage.contexts]
    all_times, all_places = [*chain(*times)], [*chain(*places)]
    return [
        _complete(
            context,
            None if time.mention is None else all_times[time.mention],
            None if place.mention is None else all_places[place.mention],
            time.here,
            place.here,
        )
        for context, time, place in zip(contexts, when, where, strict=True)
    ]


def govern(scope: Scope, slot: Slot, mentions: Mentions, weights: Weights | None = None) -> list[Choice]:
    """Return which mention of a slot governs each figure.

    Args:
        weights: others than the bundled ones.
    """
    weights = bundled_links().weights[slot.name] if weights is None else weights
    rivals = weigh(slot, Placed(scope, mentions), weights)
    return decide(rivals, scope.articles.rank.tolist())


def times_of(passage: Passage, clock: Clock, spots: Sequence[int] | None = None) -> list[TimeMention]:
    """Return the time expressions of an article that are not themselves figures (`14/15 hộ`)."""
    taken = {m.span.start for m in passage.measures if m.denominator is not None or m.value_max}
    found = find_times(passage.text, clock, spots)
    return [mention for mention in found if mention.span.start not in taken] if taken else found


def time_mentions(
    texts: Sequence[str], times: Sequence[Sequence[TimeMention]], offsets: NDArray[np.intp]
) -> Mentions:
    """Return the time expressions of some articles as the scopes see them."""
    marks = [doubts(text, time.start) for text, found in zip(texts, times, strict=True) for time in found]
    sorts = [_NUMBER_OF_TYPE[time.type] for time in chain(*times)]
    answers = [[time.period for time in found] for found in times]
    return _mentions(times, offsets, sorts, answers, marks, [0] * len(marks))


def place_mentions(
    texts: Sequence[str], places: Sequence[Sequence[PlaceMention]], offsets: NDArray[np.intp]
) -> Mentions:
    """Return the names of places of some articles as the scopes see them."""
    marks = [
        _SPOKEN_OF * (place.named is not None) + _CLOSED * text.startswith(")", place.span.end)
        for text, found in zip(texts, places, strict=True)
        for place in found
    ]
    sorts = [_NUMBER_OF_LEVEL[place.level] for place in chain(*places)]
    answers = [[place.key for place in found] for found in places]
    kinds = [_number_of(place.classifier) for place in chain(*places)]
    return _mentions(places, offsets, sorts, answers, marks, kinds)


@lru_cache(maxsize=1024)
def _number_of(word: str) -> int:
    return zlib.crc32(word.encode())


def _mentions(
    found: Sequence[Sequence[TimeMention]] | Sequence[Sequence[PlaceMention]],
    offsets: NDArray[np.intp],
    sorts: Sequence[int],
    answers: Sequence[Sequence[str | None]],
    marks: Sequence[int],
    kinds: Sequence[int],
) -> Mentions:
    article = np.repeat(np.arange(len(found)), [len(one) for one in found])
    edges = chain.from_iterable([mention.span for one in found for mention in one])
    spans = np.fromiter(edges, dtype=np.intp, count=2 * len(article)).reshape(-1, 2)
    starts, ends = spans.T + offsets[article]
    columns = np.array([sorts, marks], dtype=np.int32)
    numbers = np.array(kinds, dtype=np.uint32)
    return Mentions(article, starts, ends, columns[0], numbered(answers), columns[1], numbers)


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
    return Context(*context[:5], period, period_span, place_span, rule, context.flags)
