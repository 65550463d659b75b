"""What the parts of the indicator step hand to one another; nothing here is public.

They are plain classes, made for each figure in no time where they are compiled.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from mypy_extensions import mypyc_attr

from civictext.document import Comparator, Direction, Kind, Status
from civictext.text.alignment import Span


@mypyc_attr(acyclic=True)
class Measure:
    """A quantity as it stands in the text: a number and its unit, as yet without context."""

    def __init__(
        self,
        span: Span,
        value: Decimal,
        value_max: Decimal | None = None,
        denominator: Decimal | None = None,
        unit: str | None = None,
        unit_span: Span | None = None,
        rule: str = "",
        flags: tuple[str, ...] = (),
    ) -> None:
        self.span: Final = span
        """The number with its scale words and nothing else."""
        self.value = value
        self.value_max = value_max
        self.denominator: Final = denominator
        self.unit = unit
        """The canonical unit or the lower-cased counted noun."""
        self.unit_span = unit_span
        self.rule = rule
        self.flags = flags


@mypyc_attr(acyclic=True)
class KindOf:
    """The kind of a figure, the direction of a change, and the rule that says so."""

    def __init__(self, kind: Kind, direction: Direction | None = None, rule: str = "") -> None:
        self.kind: Final = kind
        self.direction: Final = direction
        self.rule: Final = rule
        self.told: Final = f"kind:{rule}"
        """How results quote the rule."""


@mypyc_attr(acyclic=True)
class Context:
    """What the words around a measure say of it."""

    def __init__(
        self,
        kind: Kind = "level",
        direction: Direction | None = None,
        comparator: Comparator = "=",
        status: Status = "actual",
        baseline_span: Span | None = None,
        period: str | None = None,
        period_span: Span | None = None,
        place_span: Span | None = None,
        rule: str = "",
        flags: tuple[str, ...] = (),
    ) -> None:
        self.kind: Final = kind
        self.direction: Final = direction
        self.comparator: Final = comparator
        self.status: Final = status
        self.baseline_span: Final = baseline_span
        self.period: Final = period
        self.period_span: Final = period_span
        self.place_span: Final = place_span
        self.rule: Final = rule
        self.flags: Final = flags


@mypyc_attr(acyclic=True)
class Subject:
    """The stretch of text that names what a measure counts or measures."""

    def __init__(self, span: Span | None, rule: str = "", score: float = 0.0) -> None:
        self.span: Final = span
        self.rule: Final = rule
        self.score: Final = score
