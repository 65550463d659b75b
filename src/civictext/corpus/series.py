"""A figure over time with the sentence behind each point, and where articles contradict each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

from civictext.corpus.subjects import THRESHOLD, group_subjects, place_name, same_place
from civictext.corpus.timeline import Every, Interval, interval, usual_length
from civictext.errors import MissingExtraError

VALUE_KINDS = ("level", "share")
"""Kinds of figures that stand for themselves; changes and attainments refer to another figure."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of one article, with what it takes to trace it back."""

    subject: str
    value: Decimal
    unit: str | None
    period: str
    place: str | None
    status: str
    comparator: str
    kind: str
    confidence: float
    sentence: str
    text: str
    start: int
    id: str | None
    date: Any
    file: str | None
    row: int
    index: int
    denominator: Decimal | None = None
    value_max: Decimal | None = None

    @property
    def article(self) -> tuple[str | None, int]:
        """What tells one article from another, also where ids repeat."""
        return self.file, self.row

    @property
    def interval(self) -> Interval:
        """The days of its period."""
        found = interval(self.period)
        if found is None:
            raise ValueError(f"{self.period!r} is no period")
        return found


def points(rows: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Make points of rows of the table of indicators that name a subject and a period."""
    made = [
        Point(
            subject=row["subject"],
            value=Decimal(row["value_exact"]),
            value_max=_decimal(row["value_max_exact"]),
            denominator=_decimal(row["denominator_exact"]),
            **{name: row[name] for name in _COPIED},
        )
        for row in rows
        if row["subject"] and row["period"] and interval(row["period"])
    ]
    return sorted(made, key=_order)


_COPIED = (
    "unit", "period", "place", "status", "comparator", "kind", "confidence", "sentence", "text", "start",
    "id", "date", "file", "row", "index",
)  # fmt: skip


def _order(p: Point) -> tuple[Any, ...]:
    return p.interval, p.period, p.place or "", str(p.date), p.file or "", p.row, p.index


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over time: every point that an article states, none merged away."""

    subject: str
    every: Every
    points: tuple[Point, ...]
    members: tuple[tuple[str, int], ...]
    """The subjects as written that were taken together, with the number of points of each."""
    left_out: int = 0
    """Points of the same indicator whose period is of another length."""

    def by_place(self) -> dict[str, list[Point]]:
        """Return the points of each place, `""` where none is named; see `by_place`."""
        return by_place(self.points)

    def values(self, *, status: Sequence[str] = ("actual", "estimate")) -> dict[tuple[str, str], list[Decimal]]:
        """Return the values stated for each place and period; more than one where articles disagree.

        The value that most articles state comes first; of two, the one extracted with more confidence.
        """
        stated: dict[tuple[str, str], list[Point]] = defaultdict(list)
        for place, found in self.by_place().items():
            for point in found:
                if point.status in status:
                    stated[place, point.period].append(point)
        return {key: ranked(found) for key, found in stated.items()}

    def to_pandas(self) -> Any:
        """Return the points as a pandas DataFrame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise MissingExtraError("a table for pandas", "notebook") from error
        return pandas.DataFrame([asdict(p) for p in self.points], columns=list(Point.__slots__))

    def plot(self, ax: Any = None) -> Any:
        """Draw the series; see `civictext.render.plots.plot_series`."""
        from civictext.render.plots import plot_series

        return plot_series(self, ax=ax)


def ranked(found: Sequence[Point]) -> list[Decimal]:
    """Return the values of some points: first what most articles state, then by confidence."""
    articles: dict[Decimal, set[tuple[str | None, int]]] = defaultdict(set)
    confidence: dict[Decimal, float] = defaultdict(float)
    for point in found:
        articles[point.value].add(point.article)
        confidence[point.value] = max(confidence[point.value], point.confidence)
    return sorted(articles, key=lambda v: (-len(articles[v]), -confidence[v], v))


def make_series(subject: str, found: Sequence[Point], *, every: Every | None = None) -> Series:
    """Make a series of points of one indicator, with periods of one length, the usual one by default."""
    length = every or usual_length(p.period for p in found)
    taken = tuple(p for p in found if p.interval.every == length)
    members = Counter(p.subject for p in taken)
    ordered = tuple(sorted(members.items(), key=lambda m: (-m[1], m[0])))
    return Series(subject, length, taken, ordered, len(found) - len(taken))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different values that articles state for one thing at one time and place."""

    subject: str
    unit: str | None
    place: str
    period: str
    status: str
    points: tuple[Point, ...]

    @property
    def spread(self) -> float:
        """The greatest value over the least, less one: 0.07 where they differ by 7 %."""
        values = sorted(abs(p.value) for p in self.points)
        return float(values[-1] / values[0] - 1) if values[0] else float("inf")


def agree(a: Decimal, b: Decimal) -> bool:
    """Tell if one of two values may be the other, rounded.

    >>> agree(Decimal("14286"), Decimal("14300")), agree(Decimal("14286"), Decimal("14500"))
    (True, False)
    """
    if a == b:
        return True
    shorter, longer = sorted((a.normalize(), b.normalize()), key=lambda v: len(v.as_tuple().digits))
    exponent, digits = int(shorter.as_tuple().exponent), len(shorter.as_tuple().digits)
    if exponent > 0:
        exponent -= max(0, 3 - digits)  # "120" states all its digits: 123 is another number
    step = Decimal(1).scaleb(exponent)
    return abs(longer - shorter) <= step / 2


def find_conflicts(found: Iterable[Point], *, threshold: float = THRESHOLD) -> list[Conflict]:
    """Return where articles contradict each other, the greatest differences first.

    Only figures that are meant exactly are compared: levels and shares with no `hơn` or `khoảng`, no
    ranges, that name subject, place and period, each in two articles or more. Values of which one may
    be the other rounded are no conflict.
    """
    exact = [
        p
        for p in found
        if p.kind in VALUE_KINDS and p.place and p.comparator == "=" and p.value_max is p.denominator is None
    ]
    names = group_names(exact, threshold=threshold)
    groups: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
    for p in exact:
        status = "target" if p.status == "target" else "actual"
        key = (
            names[p.subject, p.unit, p.kind],
            p.unit,
            p.kind,
            place_name(p.place or "")[1],
            p.period,
            status,
        )
        groups[key].append(p)
    conflicts = [
        Conflict(key[0], key[1], place, key[4], key[5], tuple(part))
        for key, together in groups.items()
        for place, part in by_place(together).items()
        if _disagree(part)
    ]
    return sorted(conflicts, key=lambda c: (-c.spread, c.subject, c.place, c.period))


def group_names(found: Iterable[Point], *, threshold: float = THRESHOLD) -> dict[tuple[str, str | None, str], str]:
    """Return the name of the group of every subject, apart for each unit and kind of figure."""
    counts: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    for p in found:
        counts[p.unit, p.kind][p.subject] += 1
    return {
        (member.subject, unit, kind): group.subject
        for (unit, kind), subjects in counts.items()
        for group in group_subjects(subjects, threshold=threshold)
        for member in group.members
    }


def by_place(found: Iterable[Point]) -> dict[str, list[Point]]:
    """Return the points of each place, named as it is written most often, in order of the names.

    `tỉnh Lam Giang` and `Lam Giang` are one place; `huyện X` and `xã X` are two.
    """
    parts: list[list[Point]] = []
    for point in sorted(found, key=lambda p: place_name(p.place or ""), reverse=True):
        part = next((x for x in parts if same_place(x[0].place or "", point.place or "")), None)
        if part is None:
            parts.append([point])
        else:
            part.append(point)
    named = {_usual_name(part): sorted(part, key=_order) for part in parts}
    return dict(sorted(named.items()))


def _usual_name(part: Sequence[Point]) -> str:
    names = Counter(p.place or "" for p in part)
    return min(names, key=lambda name: (-names[name], not place_name(name)[0], name[:1].isupper(), name))


def _disagree(found: Sequence[Point]) -> bool:
    """Tell if two articles state values that do not agree."""
    stated = {(p.value, p.article) for p in found}
    values = sorted({value for value, _ in stated})
    if len(values) < 2 or len({article for _, article in stated}) < 2:
        return False
    return any(not agree(a, b) for i, a in enumerate(values) for b in values[i + 1 :])
