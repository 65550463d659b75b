"""Reads what the sentence of a figure says of it: kind, comparator, status and baseline.

Each has a module of its own: `kinds`, `comparators`, `status`, `baselines`. The figures of a sentence are
read from left to right, since a verb of change rules those that follow until another takes over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from civictext.document import Comparator, Status
from civictext.indicators.baselines import baseline_of
from civictext.indicators.comparators import comparator_of
from civictext.indicators.kinds import KindOf, kind_of
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import Clock
from civictext.indicators.status import status_cues, status_of
from civictext.indicators.surroundings import small, surroundings
from civictext.text.alignment import Span

_EXCEEDED: dict[str, Comparator] = {"exceeded": ">", "short-of": "<"}
_FEW = 10
_EACH_WITHIN = 60
"""How far before the second number of `lần lượt hơn 5 và 7` its modifier may stand."""


def local_contexts(
    text: str, measures: Sequence[Measure], sentences: Sequence[Span], clock: Clock
) -> list[Context]:
    """Return what the sentence itself says of each figure; `sentences[i]` holds `measures[i]`."""
    contexts: list[Context] = []
    first = 0
    while first < len(measures):
        sentence, stop = sentences[first], first + 1
        while stop < len(measures) and sentences[stop] == sentence:
            stop += 1
        status_before = contexts[-1].status if contexts else "actual"
        contexts += _read_sentence(text, measures[first:stop], sentence, status_before, clock.year)
        first = stop
    return _with_baselines(text, measures, sentences, contexts)


def _read_sentence(
    text: str, measures: Sequence[Measure], sentence: Span, status_before: Status, year: int | None
) -> Iterator[Context]:
    """Read the figures of one sentence from left to right."""
    low = small(text[sentence.start : sentence.end])
    cues = status_cues(low, year)
    kind: KindOf | None = None
    comparator: Comparator = "="
    gap, end, unit, shared = "", 0, None, False
    for measure in measures:
        start = measure.span.start
        if kind is not None:
            gap = text[end:start]
        around = surroundings(low, start - sentence.start, measure.span.end - sentence.start)
        kind = kind_of(measure, around, kind, gap, unit)
        each = shared and gap == " và " and "lần lượt" in around.left[-_EACH_WITHIN:]
        own = comparator_of(
            around,
            exceeded=_EXCEEDED.get(kind.rule, "="),
            spans=measure.value_max is not None,
            few=measure.value < _FEW and " noun:" in measure.rule,
        )
        comparator = comparator if each and own == "=" else own
        status, rule = status_of(
            cues,
            start - sentence.start,
            around,
            kind.kind,
            status_before,
            incidental="incidental" in measure.flags,
        )
        rule = f"kind:{kind.rule} status:{rule}" if rule else f"kind:{kind.rule}"
        yield Context(kind.kind, kind.direction, comparator, status, rule=rule)
        end, unit, shared = _end(measure), measure.unit, measure.unit_span is None


def _end(measure: Measure) -> int:
    """Return the end of a measure with its unit."""
    return max(measure.span.end, measure.unit_span.end if measure.unit_span else 0)


def _with_baselines(
    text: str, measures: Sequence[Measure], sentences: Sequence[Span], contexts: list[Context]
) -> list[Context]:
    """Add baselines from right to left: the figures of a list share the one that stands at its end."""
    reach, following = 0, -1
    for i in range(len(measures) - 1, -1, -1):
        context, sentence = contexts[i], sentences[i]
        if following < 0 or sentences[following] != sentence:
            reach = sentence.end
        elif not _shares_baseline(text, measures[i], measures[following], contexts[following]):
            reach = measures[following].span.start
        following = i
        if context.kind in _COMPARED:
            span = baseline_of(text, *measures[i].span, sentence, context.kind, reach)
            if span:
                contexts[i] = replace(context, baseline_span=Span(*span))
    for i, context in enumerate(contexts):
        if "attainment-list" in context.rule and context.baseline_span is None:
            contexts[i] = replace(context, baseline_span=contexts[i - 1].baseline_span)
    return contexts


_COMPARED = frozenset(("change", "attainment", "share", "duration"))
_ALIKE = ("tương đương", "tương ứng")
_ALIKE_WITHIN = 40
"""How near the next figure must be to be the same change said in another unit."""


def _shares_baseline(text: str, measure: Measure, following: Measure, context: Context) -> bool:
    """Tell whether a change goes on in the next figure: a list, `giảm 20 vụ (tương ứng giảm 5%) so với …`."""
    if context.kind != "change":
        return False
    if "change-list" in context.rule:
        return True
    gap = text[_end(measure) : following.span.start]
    return len(gap) < _ALIKE_WITHIN and any(word in gap for word in _ALIKE)
