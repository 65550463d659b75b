"""Finds the numbers of a line: measures, and the numbers that are none with the reason."""

from __future__ import annotations

import re
from decimal import Decimal

from civictext.document import Rejected
from civictext.indicators.measures import Measure
from civictext.text.alignment import Span

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def scan(text: str, line: Span, *, furniture: bool = False) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of a line of the text and the numbers that were refused."""
    measures, rejected = [], []
    for match in _NUMBER.finditer(text, line.start, line.end):
        span = Span(*match.span())
        if furniture:
            rejected.append(Rejected(span, match[0], "furniture"))
        else:
            measures.append(Measure(span, Decimal(match[0].replace(".", "").replace(",", "."))
                                    if match[0].count(",") < 2 else Decimal(match[0].replace(",", ""))))
    return measures, rejected
