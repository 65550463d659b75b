"""Links a measure to what the words around it say: kind, comparator, status, baseline, period, place.

`local` reads what the sentence itself says, from kind to baseline. For time and place `periods` and
`places` find what is named, `scopes` which of them governs the figure: from left to right, since a
governing statement rules the figures that follow until another takes over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civictext.document import Document, Kind
from civictext.indicators.local import local_contexts
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import Clock, TimeMention, clock_of, find_times
from civictext.indicators.place_scope import PlaceScope
from civictext.indicators.places import find_places
from civictext.indicators.scopes import Article, Candidate, Scope
from civictext.indicators.time_scope import TimeScope
from civictext.text.alignment import Span

MOST_WEIGHED = 100
"""How many figures of one sentence have their time and place weighed."""


def link_contexts(doc: Document, measures: Sequence[Measure], sentences: Sequence[Span]) -> list[Context]:
    """Return the context of each measure; `sentences[i]` holds `measures[i]`."""
    if not measures:
        return []
    clock = clock_of(doc.text, doc.date)
    local = local_contexts(doc.text, measures, sentences, clock)
    kinds = [context.kind for context in local]
    article = article_of(doc, len(measures))
    numbers = [article.sentence_of(measure.span.start) for measure in measures]
    times = TimeScope(article, times_of(doc.text, measures, clock))
    places = PlaceScope(article, find_places(doc.text))
    chosen = zip(
        _choices(times, measures, kinds, numbers), _choices(places, measures, kinds, numbers), strict=True
    )
    return [
        _complete(context, times, time, places, place)
        for context, (time, place) in zip(local, chosen, strict=True)
    ]


def _choices(
    scope: Scope, measures: Sequence[Measure], kinds: Sequence[Kind], numbers: Sequence[int]
) -> Iterator[Candidate]:
    """Choose what governs each figure, knowing what governs the one before.

    In a sentence of very many figures, a table run together, what ruled the last one weighed rules the rest.
    """
    previous, previous_figure, weighed = None, -1, 0
    for measure, kind, number in zip(measures, kinds, numbers, strict=True):
        weighed = weighed + 1 if number == previous_figure else 0
        if weighed > MOST_WEIGHED:
            yield Candidate(previous, (), ())
            continue
        choice = scope.choose(measure, kind, previous, previous_figure, number)
        previous, previous_figure = choice.mention, number
        yield choice


def _complete(
    context: Context, times: TimeScope, time: Candidate, places: PlaceScope, place: Candidate
) -> Context:
    """Add the time and place that govern a figure."""
    said = None if time.mention is None else times.mentions[time.mention]
    named = None if place.mention is None else places.mentions[place.mention]
    period = said.period if said else None
    if not period and not named:
        return context
    rule = context.rule
    if period:
        rule += " period:here" if "here" in time.pair else " period:earlier"
    if named:
        rule += " place:here" if "here" in place.pair else " place:earlier"
    return Context(
        kind=context.kind,
        direction=context.direction,
        comparator=context.comparator,
        status=context.status,
        baseline_span=context.baseline_span,
        period=period,
        period_span=said.span if said and period else None,
        place_span=named.quote if named else None,
        rule=rule,
    )


def article_of(doc: Document, figures: int) -> Article:
    """Return what the scopes need of a document."""
    titles = [line.span.end for line in doc.lines if line.role == "title"]
    return Article(doc.text, doc.sentences, titles[0] if titles else 0, figures)


def times_of(text: str, measures: Sequence[Measure], clock: Clock) -> list[TimeMention]:
    """Return the time expressions of a text that are not themselves figures (`14/15 hộ`)."""
    taken = {
        measure.span.start for measure in measures if measure.denominator is not None or measure.value_max
    }
    return [mention for mention in find_times(text, clock) if mention.span.start not in taken]
