"""The indicators of a document as a table for a terminal, with Vietnamese number formats."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal

from civictext.document import Document, Indicator

HEADER = ("value", "unit", "kind", "subject", "compared with", "period", "place")
_WEIGHTS = (0, 0, 0, 5, 2, 0, 2)  # how columns share the room that is left; 0: as wide as it needs
_COMPARATORS = {"=": "", "~": "≈", ">=": "≥", "<=": "≤"}
_DIRECTIONS = {"up": "↑", "down": "↓", None: ""}


def format_number(value: Decimal) -> str:
    """Write a number as Vietnamese does: points for thousands, a comma for decimals.

    >>> format_number(Decimal("2217413000000")), format_number(Decimal("53.28"))
    ('2.217.413.000.000', '53,28')
    """
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def format_value(indicator: Indicator) -> str:
    """Write the value of a figure with its comparator, as a range or ratio where it is one.

    >>> from civictext import Span
    >>> format_value(Indicator(Span(0, 1), "5-7", Decimal(5), Span(0, 1), value_max=Decimal(7)))
    '5–7'
    """
    text = format_number(indicator.value)
    if indicator.value_max is not None:
        text += f"–{format_number(indicator.value_max)}"
    if indicator.denominator is not None:
        text += f"/{format_number(indicator.denominator)}"
    return _COMPARATORS.get(indicator.comparator, indicator.comparator) + text


def shown(doc: Document, *, everything: bool = False) -> list[Indicator]:
    """Return the figures a table shows: small counts in passing only if `everything`."""
    return [i for i in doc.indicators if everything or "incidental" not in i.flags]


def document_table(doc: Document, *, width: int = 120, everything: bool = False) -> str:
    """Return title, topic and table of a document.

    Args:
        doc: an analysed document.
        width: columns of the terminal.
        everything: show small counts in passing (`hai bên`) as well.
    """
    figures = shown(doc, everything=everything)
    head = [doc.headline or doc.id or "(no title)", _summary(doc, len(figures))]
    if not figures:
        return "\n".join(head)
    rows = [_row(figure) for figure in figures]
    widths = _widths([HEADER, *rows], width)
    rule = "  ".join("─" * w for w in widths)
    lines = [*head, "", *_cells(HEADER, widths), rule]
    for row in rows:
        lines += _cells(row, widths)
    return "\n".join(lines)


def _summary(doc: Document, n_figures: int) -> str:
    topic = f"{doc.topic.name or doc.topic.id} ({doc.topic.score:.0%})" if doc.topic else "no topic"
    known = {a.short: a.long for a in doc.acronyms if a.long}
    parts = [topic, f"{n_figures} figures"]
    if hidden := len(doc.indicators) - n_figures:
        parts.append(f"{hidden} small counts not shown")
    if known:
        parts.append("; ".join(f"{short} = {long}" for short, long in known.items()))
    return " · ".join(parts)


def _row(i: Indicator) -> tuple[str, ...]:
    kind = i.kind + _DIRECTIONS[i.direction] + ("" if i.status == "actual" else f" ({i.status})")
    return (
        format_value(i),
        i.unit or "",
        kind,
        i.subject or "",
        i.baseline or "",
        i.period or "",
        i.place or "",
    )


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Give fixed columns what they need and share the rest by weight."""
    needed = [max(len(row[c]) for row in rows) for c in range(len(HEADER))]
    fixed = sum(n for n, weight in zip(needed, _WEIGHTS, strict=True) if not weight)
    room = max(40, width - fixed - 2 * (len(HEADER) - 1))
    total = sum(_WEIGHTS)
    return [
        n if not w else max(len(h), min(n, room * w // total)) for h, n, w in zip(HEADER, needed, _WEIGHTS, strict=True)
    ]


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Lay one row out over as many lines as its longest cell needs; numbers stand right."""
    wrapped = [textwrap.wrap(cell, w) or [""] for cell, w in zip(row, widths, strict=True)]
    lines = []
    for at in range(max(map(len, wrapped))):
        parts = [cell[at] if at < len(cell) else "" for cell in wrapped]
        first, *rest = parts
        padded = [first.rjust(widths[0]), *(p.ljust(w) for p, w in zip(rest, widths[1:], strict=True))]
        lines.append("  ".join(padded).rstrip())
    return lines
