"""Reads what the sentence of a figure says of it: kind, comparator, status and baseline.

Each has a module of its own: `kinds`, `comparators`, `status`, `baselines`. The figures of a sentence are
read from left to right, since a verb of change rules those that follow until another takes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from civictext.document import Comparator, Status
from civictext.indicators.baselines import baseline_of
from civictext.indicators.comparators import comparator_of
from civictext.indicators.kinds import kind_of
from civictext.indicators.measures import Context, KindOf, Measure
from civictext.indicators.periods import Clock
from civictext.indicators.status import status_cues, status_of
from civictext.indicators.surroundings import AFTER, Surroundings, small, surroundings
from civictext.text.alignment import Span

_EXCEEDED: dict[str, Comparator] = {"exceeded": ">", "short-of": "<"}
_NAME_VERBS = (" hạ ", " tăng ")
"""Verbs of change that also end names."""
_FEW = 10
_NEXT_OF_BOUNDS = re.compile(r"(?:/[^ ]+)?(?: (?:với|đối với|cho|mỗi|một) [^,;.:()0-9]{2,40})?(?:,| và| hoặc) ")
"""What parts the numbers of one bound: `tối đa 1 tỷ đồng với cá nhân, [2 tỷ đồng]`."""
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
        status_before = _carried(contexts)
        contexts += _read_sentence(text, measures[first:stop], sentence, status_before, clock.year)
        first = stop
    return _with_baselines(text, measures, sentences, contexts)


def _carried(contexts: Sequence[Context]) -> Status:
    """Return the status that the next sentence may go on with."""
    if not contexts:
        return "actual"
    return "target" if contexts[-1].rule.endswith("part-of-aim") else contexts[-1].status


def _read_sentence(
    text: str, measures: Sequence[Measure], sentence: Span, status_before: Status, year: int | None
) -> Iterator[Context]:
    """Read the figures of one sentence from left to right."""
    begin = sentence.start
    low = small(text[begin : min(sentence.end, measures[-1].span.end + AFTER)])
    cues = status_cues(low[: measures[-1].span.start - begin], year)
    before: tuple[Measure, KindOf, Comparator] | None = None
    for measure in measures:
        start, end = measure.span
        around = surroundings(low, start - begin, end - begin)
        if around.left.endswith(_NAME_VERBS) and _ends_name(text, start):
            around = Surroundings(around.left, around.right, [])
        kind = kind_of(measure, around) if before is None else _kind(text, measure, around, before)
        comparator = _comparator(text, measure, around, kind, before)
        incidental = "incidental" in measure.flags
        status, rule = status_of(
            cues, start - begin, around, kind.kind, status_before, unit=measure.unit, incidental=incidental
        )
        rule = f"kind:{kind.rule} status:{rule}" if rule else f"kind:{kind.rule}"
        yield Context(kind.kind, kind.direction, comparator, status, None, None, None, None, rule)
        before = measure, kind, comparator


def _kind(
    text: str, measure: Measure, around: Surroundings, before: tuple[Measure, KindOf, Comparator]
) -> KindOf:
    if before[1].kind not in ("change", "attainment"):
        return kind_of(measure, around)
    gap = text[_end(before[0]) : measure.span.start]
    return kind_of(measure, around, before[1], gap, before[0].unit)


def _ends_name(text: str, start: int) -> bool:
    """Tell whether a number follows a name of two words: `xã Sơn Hạ 5 triệu đồng`."""
    return all(word.istitle() for word in text[max(0, start - 20) : start].split()[-2:])


def _comparator(
    text: str,
    measure: Measure,
    around: Surroundings,
    kind: KindOf,
    before: tuple[Measure, KindOf, Comparator] | None,
) -> Comparator:
    """Return the modifier of a figure, or the one that it shares: `lần lượt hơn 5 và 7 người`."""
    own = comparator_of(
        around,
        exceeded=_EXCEEDED.get(kind.rule, "="),
        spans=measure.value_max is not None,
        few=measure.value < _FEW and " noun:" in measure.rule,
    )
    if own != "=" or before is None or before[2] == "=":
        return own
    gap = text[_end(before[0]) : measure.span.start]
    alike = measure.unit == before[0].unit or kind.kind == before[1].kind == "duration"
    if before[2] in ("<=", ">=") and alike and _NEXT_OF_BOUNDS.fullmatch(gap):
        return before[2]
    shared = gap == " và " and before[0].unit_span is None
    return before[2] if shared and "lần lượt" in around.left[-_EACH_WITHIN:] else own


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
                contexts[i] = context._replace(baseline_span=Span(*span))
    for i, context in enumerate(contexts):
        if "attainment-list" in context.rule and context.baseline_span is None:
            contexts[i] = context._replace(baseline_span=contexts[i - 1].baseline_span)
    return contexts


_COMPARED = frozenset(("change", "attainment", "share", "duration"))
_GOES_ON = re.compile(r".*tương (?:đương|ứng)|(?:,| và| thì| còn) (?!.*\bso\b)")
"""What joins two changes that are compared with one thing: `doanh thu giảm 17% thì [lợi nhuận tăng 20% so với …]`."""
_ALIKE_WITHIN = 40
"""How near the second must be."""


def _shares_baseline(text: str, measure: Measure, following: Measure, context: Context) -> bool:
    """Tell whether a change goes on in the next figure: a list, `giảm 20 vụ (tương ứng giảm 5%) so với …`."""
    if context.kind != "change":
        return False
    if "change-list" in context.rule:
        return True
    gap = text[_end(measure) : following.span.start]
    return len(gap) < _ALIKE_WITHIN and _GOES_ON.match(gap) is not None
