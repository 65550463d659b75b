"""What the parts of the indicator step hand to one another; nothing here is public."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from civictext.document import Comparator, Direction, Kind, Status
from civictext.text.alignment import Span


class Measure(NamedTuple):
    """A quantity as it stands in the text: a number and its unit, as yet without context."""

    span: Span
    """The number with its scale words and nothing else."""
    value: Decimal
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    unit: str | None = None
    """The canonical unit or the lower-cased counted noun."""
    unit_span: Span | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindOf:
    """The kind of a figure, the direction of a change, and the rule that says so."""

    kind: Kind
    direction: Direction | None = None
    rule: str = ""


class Context(NamedTuple):
    """What the words around a measure say of it."""

    kind: Kind = "level"
    direction: Direction | None = None
    comparator: Comparator = "="
    status: Status = "actual"
    baseline_span: Span | None = None
    period: str | None = None
    period_span: Span | None = None
    place_span: Span | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The stretch of text that names what a measure counts or measures."""

    span: Span | None
    rule: str = ""
    score: float = 0.0
