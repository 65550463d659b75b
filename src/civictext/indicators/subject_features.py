"""What speaks for a stretch of text being the subject of a figure, as named features.

The score of a candidate is the sum of the weights of its features; each feature is a string, so
that a weight of the model can be read. They look at the edges of the candidate (the words inside
and outside), at what stands between it and the number, at its length and content, at the side of
the number it is on, and at whether an earlier figure has the same subject.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from civictext.document import Kind
from civictext.indicators.subject_words import EDGE, NUMBER, Words

Side = Literal["A", "B", "I"]
"""After the number, before it, or the subject of an earlier figure from elsewhere."""

PLACES = frozenset({"PROV", "ADM"})
NOUN_LIKE = PLACES | {"N", "Np", "Ny", "Nc", "MN", "IN", "UNK", "IA", "IV", "N/V", "A/N", "N/Nc", "N/Ny"}
LIGHT = frozenset({"LINK", "GO", "HAVE", "CHG", "CMP", "ADV", "TIME", "PLACE", NUMBER, "%"})
VERBS = frozenset({"V", "PAS", "LINK", "HAVE", "CHG", "SAY"})
_SIGNS = frozenset("()\"“”")
_BREAKS = frozenset({",", ";", "(", ":", ".", "-", "–", '"', "“", EDGE, "AND"})
_MONEY = frozenset({"VND", "USD", "EUR", "GBP", "JPY", "CNY", "KRW", "THB", "AUD"})
_PHYSICAL = frozenset(
    {"ha", "m2", "m", "km", "km2", "m3", "tấn", "kg", "tạ", "lít", "cm", "mm", "kwh", "mw", "độ", "g", "kv"}
    | {"w", "ml", "mẫu", "sào", "độ c", "gb", "mb", "kw", "cm2", "cm3", "tbps"}
)
_SPANS_OF_TIME = frozenset(
    {"năm", "tháng", "ngày", "giờ", "phút", "giây", "tuần", "quý", "đêm", "buổi", "tiếng"}
    | {"ngày làm việc", "thập kỷ"}
)


def unit_group(unit: str | None) -> str:
    """Return what sort of unit it is: money, percentage, time, physical, times, age, a noun, none."""
    head = (unit or "").split("/")[0]
    if not head:
        return "none"
    if head in _MONEY:
        return "money"
    if head in ("%", "pp", "‰"):
        return "percent"
    if head.lower() in _SPANS_OF_TIME:
        return "time"
    if head.lower() in _PHYSICAL:
        return "physical"
    return {"lần": "times", "tuổi": "age"}.get(head, "noun")


def figure_group(kind: Kind, unit: str | None) -> str:
    """Return the sort of figure, by kind and unit; weights are learned for each sort."""
    if kind == "share":
        return "share%" if unit_group(unit) == "percent" else "share"
    return kind if kind in ("change", "attainment", "age", "duration") else unit_group(unit)


@dataclass(slots=True)
class Figure:
    """One figure in the words of its sentence.

    `first:last` are the words of the number, `unit:unit_end` those of its unit (-1 where it has
    none); `tail` is the word behind the figure before it in this sentence, 0 where there is none.
    """

    words: Words
    first: int
    last: int
    unit: int
    unit_end: int
    group: str
    unit_name: str
    index: int = 0
    tail: int = 0
    nouns: str = ""
    separators: str = ""
    sides: dict[str, float] = field(default_factory=dict)


def place_figure(
    words: Words, span: tuple[int, int], unit_span: tuple[int, int] | None, kind: Kind, unit: str | None
) -> Figure:
    """Find the words of a figure and mark them; the links to earlier figures are set by `link_figures`."""
    first = min(bisect_right(words.ends, span[0]), max(0, len(words) - 1))
    last = bisect_left(words.starts, span[1])
    at, end = -1, last
    if unit_span is not None and unit_span[0] >= span[1]:
        at = bisect_left(words.starts, unit_span[0])
        end = bisect_left(words.starts, unit_span[1])
    return Figure(words, first, last, at, end, figure_group(kind, unit), unit or "")


def link_figures(figures: Sequence[Figure]) -> None:
    """Mark the number words of the figures of one sentence and tell each where the one before ends."""
    for i, figure in enumerate(figures):
        words = figure.words
        for j in range(figure.first, figure.last):
            words.figure[j] = i
            words.forms[j] = words.classes[j] = NUMBER
    for i, figure in enumerate(figures):
        figure.index = i
        if i:
            before = figures[i - 1]
            figure.tail = min(max(before.last, before.unit_end), figure.first)
            between = figure.words.classes[figure.tail : figure.first]
            figure.nouns = str(min(2, sum(kind in NOUN_LIKE for kind in between)))
            figure.separators = "".join(kind[0] for kind in between if kind in _BREAKS or kind == ")")[:5]


def bucket(n: int) -> int:
    """Return a number as itself below 6, else the lower end of its range."""
    if n < 6:
        return n
    return 6 if n < 8 else 8 if n < 11 else 11 if n < 16 else 16 if n < 24 else 24


def start_features(words: Words, s: int, side: Side) -> list[str]:
    """Return the features of starting with word s that are the same for every figure."""
    w, c = words.forms[s], words.classes[s]
    w0, c0 = words.forms[s - 1], words.classes[s - 1]
    return [
        f"S{side} w {w}",
        f"S{side} w0 {w0}",
        f"S{side} c0c {c0} {c}",
        f"S{side} w0c {w0} {c}",
        f"S{side} c0w {c0} {w}",
        f"S{side} c00 {words.classes[s - 2]} {c0}",
        f"S{side} cc1 {c} {words.classes[s + 1]}",
    ]


def own_start_features(f: Figure, s: int, side: Side) -> list[str]:
    """Return the features of starting with word s that depend on the figure."""
    words, g = f.words, f.group
    w0, c0 = words.forms[s - 1], words.classes[s - 1]
    features = [f"S{side} gw0 {g} {w0}", f"S{side} gc0c {g} {c0} {words.classes[s]}"]
    if side == "A":
        return features + _unit_features(f, s)
    place = "after" if s >= f.tail else "over"
    clause = "new" if c0 in _BREAKS else "mid"
    features += [
        f"B gplace {g} {place} {f.nouns}",
        f"B sep {place} {f.separators} {f.nouns}",
        f"B before {place} {words.forms[f.first - 1]}",
        f"B gclause {g} {clause}",
        f"B nclause {clause} {place} {f.nouns}",
    ]
    if s and words.figure[s - 1] >= 0:
        features.append(f"B counted {g}")
    return features


def _unit_features(f: Figure, s: int) -> list[str]:
    """Return where a subject behind the number starts, seen from the unit."""
    if f.unit < 0:
        at = "no unit" if s == f.last else "far"
    else:
        at = "unit" if s == f.unit else "behind" if s == f.unit_end else "inside" if s < f.unit_end else "far"
    features = [f"A gat {f.group} {at}", f"A unit {f.unit_name} {at}"]
    return features + [f"A skip {form}" for form in f.words.forms[max(f.last, f.unit_end) : s]]


def end_features(words: Words, e: int, side: Side) -> list[str]:
    """Return the features of ending with word e that are the same for every figure."""
    w, c = words.forms[e], words.classes[e]
    w1, c1, c2 = words.forms[e + 1], words.classes[e + 1], words.classes[e + 2]
    return [
        f"E{side} w {w}",
        f"E{side} w1 {w1}",
        f"E{side} cw1 {c} {w1}",
        f"E{side} wc1 {w} {c1}",
        f"E{side} w1c2 {w1} {c2}",
        f"E{side} cc12 {c} {c1} {c2}",
        f"E{side} cc1 {c} {c1}",
    ]


def own_end_features(f: Figure, e: int, side: Side) -> list[str]:
    """Return the features of ending with word e that depend on the figure."""
    words, g = f.words, f.group
    c1 = words.classes[e + 1]
    features = [f"E{side} gw1 {g} {words.forms[e + 1]}", f"E{side} gcc1 {g} {words.classes[e]} {c1}"]
    if side == "B":
        return features + _gap_features(f, e)
    features += [
        f"EA before {words.forms[f.first - 1]} {c1}",
        f"EA beforec {words.classes[f.first - 1]} {c1}",
        f"EA last {e + 1 >= len(words) - 1}",
    ]
    if e == f.unit_end - 1:
        features += ["A only unit", f"A only unit {f.unit_name} {c1}", f"A ends {c1}"]
    return features


def inner_features(words: Words, i: int, side: Side) -> list[str]:
    """Return the features of having word i inside, at neither end."""
    kind = words.classes[i]
    if kind in NOUN_LIKE:
        return [f"P{side} in c {kind}"]
    return [f"P{side} in c {kind}", f"P{side} in w {words.forms[i]}"]


def side_features(f: Figure, side: Side) -> list[str]:
    """Return the features of a figure whose subject is on this side."""
    words, g = f.words, f.group
    w0, c0 = words.forms[f.first - 1], words.classes[f.first - 1]
    u, uc = words.forms[f.unit_end], words.classes[f.unit_end]
    return [
        f"T{side} g {g}",
        f"T{side} w0 {w0}",
        f"T{side} c0 {c0}",
        f"T{side} gw0 {g} {w0}",
        f"T{side} gc0 {g} {c0}",
        f"T{side} c00 {words.classes[f.first - 2]} {c0}",
        f"T{side} w00 {words.forms[f.first - 2]} {w0}",
        f"T{side} u {u}",
        f"T{side} gu {g} {u}",
        f"T{side} guc {g} {uc}",
        f"T{side} uc2 {uc} {words.classes[f.unit_end + 1]}",
        f"T{side} unit {f.unit_name}",
        f"T{side} gk {g} {f.index > 0}",
        f"T{side} gn {g} {f.nouns}",
        f"T{side} sep {f.separators}",
        f"T{side} open {f.first <= 2}",
    ]


def _gap_features(f: Figure, e: int) -> list[str]:
    """Return the features of what stands between a candidate that ends with word e and the number."""
    words, g = f.words, f.group
    lo, hi = e + 1, f.first
    kinds, forms = words.classes[lo:hi], words.forms[lo:hi]
    figures = min(3, len({x for x in words.figure[lo:hi] if x >= 0}))
    stops = min(3, kinds.count(";") + kinds.count(".") + kinds.count(":"))
    heavy = min(4, len(kinds) - sum(map(LIGHT.__contains__, kinds)))
    depth = max(-1, min(1, kinds.count("(") - kinds.count(")")))
    features = [
        f"G gn {g} {bucket(hi - lo)}",
        f"G numbers {g} {figures}",
        f"G commas {g} {min(3, kinds.count(','))}",
        f"G stops {g} {stops} {depth}",
        f"G heavy {g} {heavy}",
        f"G kinds {' '.join(_shape(kinds))}",
    ]
    features += [f"G has {form}" for form in sorted(set(forms[:8]))]
    if hi - lo <= 3:
        features.append(f"G is {' '.join(forms)}")
    return features


_SHORT = {
    **dict.fromkeys(NOUN_LIKE, "n"),
    **dict.fromkeys(PLACES, "p"),
    **dict.fromkeys(LIGHT - {NUMBER, "%"}, "L"),
}


def _shape(kinds: Sequence[str]) -> list[str]:
    """Return the classes in short: runs of light words and of nouns as one, at most seven."""
    shape: list[str] = []
    for kind in kinds:
        short = _SHORT.get(kind, kind)
        if not shape or shape[-1] != short:
            shape.append(short)
            if len(shape) == 7:
                break
    return shape


def span_features(f: Figure, s: int, e: int, side: Side) -> list[str]:
    """Return the features of a candidate as a whole: its length, its ends, what it cuts in two."""
    words, g = f.words, f.group
    kinds = words.classes[s : e + 1]
    n = bucket(e - s + 1)
    verbs = min(3, sum(map(VERBS.__contains__, kinds)))
    features = [
        f"P{side} gn {g} {n}",
        f"P{side} cc {kinds[0]} {kinds[-1]}",
        f"P{side} verbs {g} {verbs}",
        f"P{side} commas {min(3, kinds.count(','))}",
    ]
    if side == "A":
        features.append(f"A verbs {words.classes[f.first - 1]} {verbs}")
    if kinds[0] in PLACES or kinds[-1] in PLACES:
        features += _place_features(kinds, side, g)
    if not _SIGNS.isdisjoint(kinds):
        features += _cut_features(kinds, side)
    return features


def _cut_features(kinds: Sequence[str], side: Side) -> list[str]:
    """Return the features of a candidate that has brackets or quotes in it, but not both of a pair."""
    features = []
    if kinds.count("(") != kinds.count(")"):
        features.append(f"P{side} bracket cut")
    if kinds.count('"') % 2 or kinds.count("“") != kinds.count("”"):
        features.append(f"P{side} quote cut")
    return features


def _place_features(kinds: Sequence[str], side: Side, group: str) -> list[str]:
    """Return the features of a candidate that is nothing but the name of a place."""
    if not all(kind in PLACES or kind == "Np" for kind in kinds):
        return []
    return [f"P{side} place", f"P{side} place {group}"]


def repeat_features(f: Figure, other: Figure, back: int, *, same: bool, side: str) -> list[str]:
    """Return the features of having the subject of an earlier figure, `back` subjects ago.

    Args:
        same: the other figure is in the same sentence.
        side: the side on which the other figure has its subject.
    """
    where = "here" if same else "elsewhere"
    unit = f.unit_name == other.unit_name
    features = [
        f"R {where} {back}",
        f"R g {where} {back} {f.group}",
        f"R gg {where} {other.group} {f.group}",
        f"R w0 {where} {f.words.forms[f.first - 1]}",
        f"R unit {where} {unit} {f.group}",
        f"R unit {where} {back} {unit}",
    ]
    if same:
        between = f.words.forms[other.last : f.first]
        features += [f"R n {bucket(len(between))}", f"R side {side} {f.group}"]
        features += [f"R has {form}" for form in sorted(set(between[-6:]))]
    local = " ".join(_shape(f.words.classes[f.tail : f.first][-7:]))
    return [*features, f"R local {where} {local}", f"R glocal {f.group} {local}"]
