"""Reads what the sentence of a figure says of it: kind, comparator, status and baseline.

Each has a module of its own: `kinds`, `comparators`, `status`, `baselines`. The figures of a sentence are
read from left to right, since a verb of change rules those that follow until another takes over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mypy_extensions import mypyc_attr

from civictext.document import Comparator, Status
from civictext.indicators.baselines import baseline_of
from civictext.indicators.comparators import comparator_of
from civictext.indicators.kinds import kind_of
from civictext.indicators.measures import Context, KindOf, Measure
from civictext.indicators.periods import Clock
from civictext.indicators.status import status_cues, status_of
from civictext.indicators.surroundings import REACH, Figure, Sentence
from civictext.text.alignment import Span

_EXCEEDED: Final[dict[str, Comparator]] = {"exceeded": ">", "short-of": "<"}
_NAME_VERBS: Final = (" hạ ", " tăng ")
"""Verbs of change that also end names."""
_NEXT_OF_BOUNDS: Final = re.compile(r"(?:/[^ ]+)?(?: (?:với|đối với|cho|mỗi|một) [^,;.:()0-9]{2,40})?(?:,| và| hoặc) ")
"""What parts the numbers of one bound: `tối đa 1 tỷ đồng với cá nhân, [2 tỷ đồng]`."""
_EACH_WITHIN: Final = 60
"""How far before the second number of `lần lượt hơn 5 và 7` its modifier may stand."""


def local_contexts(text: str, measures: Sequence[Measure], sentences: Sequence[Span], clock: Clock) -> list[Context]:
    """Return what the sentence itself says of each figure; `sentences[i]` holds `measures[i]`."""
    contexts: list[Context] = []
    first = 0
    while first < len(measures):
        sentence, stop = sentences[first], first + 1
        while stop < len(measures) and sentences[stop] == sentence:
            stop += 1
        contexts += _read_sentence(text, measures[first:stop], sentence, _carried(contexts), clock.year)
        first = stop
    return contexts


def _carried(contexts: Sequence[Context]) -> Status:
    """Return the status that the next sentence may go on with."""
    if not contexts:
        return "actual"
    last = contexts[-1]
    return "target" if last.rule.endswith("part-of-aim") else last.status


@mypyc_attr(acyclic=True)
class _Told:
    """What a sentence says of one of its figures."""

    def __init__(self, figure: Figure, kind: KindOf, comparator: Comparator) -> None:
        self.figure = figure
        self.kind = kind
        self.comparator = comparator
        self.status: Status = "actual"
        self.rule = ""
        self.baseline: Span | None = None


def _read_sentence(
    text: str, measures: Sequence[Measure], span: Span, status_before: Status, year: int | None
) -> list[Context]:
    """Read the figures of one sentence from left to right."""
    begin, end = span
    last = measures[-1].span[0]
    sentence = Sentence(text[begin : min(end, last + 2 * REACH)], begin)
    figures = [sentence.figure(measure) for measure in measures]
    cues = status_cues(sentence, last - begin, year)
    told: list[_Told] = []
    before: _Told | None = None
    for figure in figures:
        if figure.led and figure.ends(_NAME_VERBS) and _ends_name(text, begin + figure.start):
            figure.forget_words()
        kind = _kind(sentence, figure, before)
        before = _Told(figure, kind, _comparator(sentence, figure, kind, before))
        before.status, rule = status_of(cues, figure, kind.kind, status_before)
        before.rule = f"{kind.told} status:{rule}" if rule else kind.told
        told.append(before)
    _add_baselines(sentence, told)
    return [
        Context(one.kind.kind, one.kind.direction, one.comparator, one.status, one.baseline, None, None, None, one.rule)
        for one in told
    ]


def _gap(sentence: Sentence, before: _Told, figure: Figure) -> str:
    """Return what stands between the figure before, with its unit, and a number."""
    return sentence.text[before.figure.unit_end : figure.start]


def _kind(sentence: Sentence, figure: Figure, before: _Told | None) -> KindOf:
    """Return what a figure says, perhaps what it goes on with."""
    if before is None or before.kind.kind not in ("change", "attainment"):
        return kind_of(figure)
    return kind_of(figure, before.kind, _gap(sentence, before, figure), before.figure.unit)


def _ends_name(text: str, start: int) -> bool:
    """Tell whether a number follows a name of two words: `xã Sơn Hạ 5 triệu đồng`."""
    return all(word.istitle() for word in text[max(0, start - 20) : start].split()[-2:])


def _comparator(sentence: Sentence, figure: Figure, kind: KindOf, before: _Told | None) -> Comparator:
    """Return the modifier of a figure, or the one that it shares: `lần lượt hơn 5 và 7 người`."""
    own = comparator_of(figure, _EXCEEDED.get(kind.rule, "="))
    if own != "=" or before is None or before.comparator == "=":
        return own
    gap = _gap(sentence, before, figure)
    alike = figure.unit == before.figure.unit or kind.kind == before.kind.kind == "duration"
    if before.comparator in ("<=", ">=") and alike and _NEXT_OF_BOUNDS.fullmatch(gap):
        return before.comparator
    shared = gap == " và " and before.figure.unitless
    return before.comparator if shared and "lần lượt" in figure.left(_EACH_WITHIN) else own


def _add_baselines(sentence: Sentence, told: list[_Told]) -> None:
    """Add baselines from right to left: the figures of a list share the one that stands at its end."""
    low = sentence.low
    reach = len(low)
    for i in range(len(told) - 1, -1, -1):
        one = told[i]
        if i + 1 < len(told) and not _shares_baseline(sentence, one, told[i + 1]):
            reach = told[i + 1].figure.start
        if one.kind.kind in _COMPARED and (found := baseline_of(low, one.figure, one.kind.kind, reach)):
            one.baseline = Span(found[0] + sentence.begin, found[1] + sentence.begin)
    for i, one in enumerate(told):
        if one.baseline is None and one.kind.rule == "attainment-list":
            one.baseline = told[i - 1].baseline


_COMPARED: Final = frozenset(("change", "attainment", "share", "duration"))
_GOES_ON: Final = re.compile(r".*tương (?:đương|ứng)|(?:,| và| thì| còn) (?!.*\bso\b)")
"""What joins two changes that are compared with one thing: `doanh thu giảm 17% thì [lợi nhuận tăng 20% so với …]`."""
_ALIKE_WITHIN: Final = 40
"""How near the second must be."""


def _shares_baseline(sentence: Sentence, one: _Told, following: _Told) -> bool:
    """Tell whether a change goes on in the next figure: a list, `giảm 20 vụ (tương ứng giảm 5%) so với …`."""
    if following.kind.kind != "change":
        return False
    if following.kind.rule == "change-list":
        return True
    gap = _gap(sentence, one, following.figure)
    return len(gap) < _ALIKE_WITHIN and _GOES_ON.match(gap) is not None
