"""Links a measure to what the words around it say: kind, comparator, status, baseline, period, place.

Each field has a module of its own: `kinds`, `comparators`, `status`, `baselines`, and for time and
place `periods` and `places` (what is named) with `scopes` (which of them governs the figure).
The figures of a sentence are read from left to right, since a verb of change or a governing
statement rules those that follow until another takes over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from civictext.document import Document, Kind, Status
from civictext.indicators.baselines import baseline_of
from civictext.indicators.comparators import comparator_of
from civictext.indicators.kinds import KindOf, kind_of
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import Clock, TimeMention, clock_of, find_times
from civictext.indicators.place_scope import PlaceScope
from civictext.indicators.places import find_places
from civictext.indicators.scopes import Article, Candidate, Scope
from civictext.indicators.status import status_of
from civictext.indicators.time_scope import TimeScope
from civictext.text.alignment import Span

REACH = 400
"""How many characters before a number are read; a longer sentence is most often many run together."""
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


def local_contexts(
    text: str, measures: Sequence[Measure], sentences: Sequence[Span], clock: Clock
) -> list[Context]:
    """Return what the sentence itself says of each figure, read from left to right."""
    contexts: list[Context] = []
    before: KindOf | None = None
    status_before: Status = "actual"
    for i, sentence in enumerate(sentences):
        if i and sentences[i - 1] != sentence:
            before = None
            status_before = contexts[-1].status
        context, before = _local_context(text, measures, i, sentence, before, status_before, clock)
        contexts.append(context)
    return _with_baselines(text, measures, sentences, contexts)


def _local_context(
    text: str,
    measures: Sequence[Measure],
    i: int,
    sentence: Span,
    before: KindOf | None,
    status_before: Status,
    clock: Clock,
) -> tuple[Context, KindOf]:
    measure = measures[i]
    start, end = measure.span
    left = text[max(sentence.start, start - REACH) : start]
    right = text[end : min(sentence.end, end + 100)]
    gap = text[_end(measures[i - 1]) : start] if before else ""
    kind = kind_of(
        left,
        right,
        measure.unit or "",
        measure.denominator is not None,
        measure.value_max is not None,
        before,
        gap,
    )
    status, status_rule = status_of(left, right, kind.kind, clock.year, status_before)
    rule = f"kind:{kind.rule}" + (f" status:{status_rule}" if status_rule else "")
    context = Context(
        kind=kind.kind,
        direction=kind.direction,
        comparator=comparator_of(left, right),
        status=status,
        rule=rule,
    )
    return context, kind


def _end(measure: Measure) -> int:
    """Return the end of a measure with its unit."""
    return max(measure.span.end, measure.unit_span.end if measure.unit_span else 0)


def _with_baselines(
    text: str, measures: Sequence[Measure], sentences: Sequence[Span], contexts: list[Context]
) -> list[Context]:
    """Add baselines from right to left: the figures of a list share the one that stands at its end."""
    reach = 0
    for i in range(len(measures) - 1, -1, -1):
        listed = i + 1 < len(measures) and "change-list" in contexts[i + 1].rule
        if not listed:
            same = i + 1 < len(measures) and sentences[i + 1] == sentences[i]
            reach = measures[i + 1].span.start if same else sentences[i].end
        span = baseline_of(text, *measures[i].span, sentences[i], contexts[i].kind, reach)
        if span:
            contexts[i] = replace(contexts[i], baseline_span=Span(*span))
    return contexts
